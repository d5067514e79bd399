"""What `scheme build` promises: all or nothing, the last sites kept, nothing lost in silence."""

import hashlib
import json
import os
import re
from pathlib import Path

import pytest

from generator import pipeline
from generator.cli import main
from generator.render import mkdocs_site
from tests.stores import make_store, published

DAY = "2026-11-22"


def scheme(command, *arguments):
    """Run a command; downloads have tests of their own."""
    quick = ("--no-downloads",) if command == "build" else ()
    return main([command, *quick, *map(str, arguments), "--as-at", DAY])


def picture(folder):
    """Return every file below a folder with its digest."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def store(tmp_path):
    return make_store(tmp_path / "store")


@pytest.fixture
def site(store):
    assert scheme("build", "--root", store) == 0
    return store / "site"


def write_nothing(_):
    return mkdocs_site._Rendered(b"", kept=False)


def spoil(store):
    policy = store / "policies/use-of-cameras/v1/policy.md"
    policy.write_text(policy.read_text("utf-8").replace("fairly", "unfairly"), "utf-8")


def test_both_sites_hold_each_document_at_its_own_address(site):
    for name in ("public", "intranet"):
        pages = {path for path in picture(site / name) if path.endswith("index.html")}
        for address in (
            "",
            "policies/",
            "policies/found-property/",
            "policies/found-property/v1/",
            "policies/found-property/v2/",
            "policies/found-property/v2/sop-process/",
            "policies/found-property/v2/eia/",
            "monitoring/found-property/2025/",
            "monitoring/inspectorate/2026/",
            "groups/resources/",
            "classes/our-policies-and-procedures/",
            "reference/POL-0001/",
            "about/",
        ):
            assert f"{address}index.html" in pages, address
        assert not any("workbook" in page or "record" in page for page in pages)
    assert (site / "public/monitoring/inspectorate/2026/grades.csv").is_file()


def test_a_report_that_stays_inside_keeps_its_records_inside(store):
    name = "monitoring/inspectorate/2026"
    report = store / name / "report.md"
    text = report.read_text("utf-8")
    report.write_text(text.replace("marking: OFFICIAL", "marking: RESTRICTED"), "utf-8")
    role = "business-group-policy-co-ordinator"
    signed = ("--as", role, "--date", "2026-02-21", "--root", store)
    assert scheme("sign-off", name, *signed) == 0
    assert scheme("build", "--root", store) == 0
    assert [path for path in picture(store / "site/public") if "inspectorate" in path] == []
    shown = store / "site/intranet" / name
    assert "<svg" in (shown / "index.html").read_text("utf-8")
    assert (shown / "grades.csv").read_bytes() == (store / name / "grades.csv").read_bytes()


def test_the_store_is_the_folder_one_stands_in(store, site, monkeypatch):
    before = picture(site)
    monkeypatch.chdir(store)
    assert scheme("build") == 0
    assert scheme("build", "--out", "other", "--clean") == 0
    assert picture(store / "other") == picture(site) == before


def test_a_build_of_the_same_store_elsewhere_gives_the_same_bytes(site, tmp_path, monkeypatch):
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    other = make_store(tmp_path / "elsewhere/deeper")
    assert scheme("build", "--root", other, "--jobs", 1) == 0
    assert picture(other / "site") == picture(site)


def test_a_refused_build_leaves_the_last_sites_as_they_were(store, site, capsys):
    before = picture(site)
    spoil(store)
    assert scheme("build", "--root", store) == 1
    assert picture(site) == before
    error = capsys.readouterr().err
    assert "policies/use-of-cameras/v1/policy.md:1:1: PS303 has changed since" in error
    assert "Not published: 1 pack was refused. The last sites stand as they were." in error


def test_the_rest_is_published_when_refused_packs_are_withheld(store, site, capsys):
    spoil(store)
    assert scheme("build", "--root", store, "--withhold-refused") == 0
    assert "1 pack was refused: policies/use-of-cameras/v1." in capsys.readouterr().err
    gone = (site / "public/policies/use-of-cameras/index.html").read_text("utf-8")
    assert "What stood at this address is no longer published on this site" in gone
    assert "Use of cameras" not in gone
    assert (site / "public/policies/found-property/index.html").is_file()
    states = {
        p["pack"]: p["state"] for p in json.loads((site / "report.json").read_text())["packs"]
    }
    assert states["policies/use-of-cameras/v1"] == "refused"


def test_a_build_that_fails_its_proof_publishes_nothing(store, site, monkeypatch, capsys):
    before = picture(site)
    page = mkdocs_site._page

    def leaky(job, planned):
        leak = "<p>Together with the unit, over two <b>long</b> meetings.</p></main>"
        return page(job, planned).replace("</main>", leak)

    monkeypatch.setattr(mkdocs_site, "_page", leaky)
    assert scheme("build", "--root", store, "--clean") == 1
    assert picture(site) == before
    error = capsys.readouterr().err
    assert "PS906" in error
    assert "meetings" not in error
    assert "Not published: the build did not pass its proof." in error


def test_a_page_that_was_not_written_fails_the_proof(store, site, monkeypatch, capsys):
    monkeypatch.setattr(mkdocs_site, "_render", write_nothing)
    before = picture(site)
    assert scheme("build", "--root", store, "--clean") == 1
    assert picture(site) == before
    assert "PS901" in capsys.readouterr().err


def test_a_published_version_that_vanishes_is_refused_until_it_is_withdrawn(store, site, capsys):
    before = picture(site)
    (store / "policies/use-of-cameras/v1").rename(store / "moved")
    (store / "policies/use-of-cameras").rmdir()
    assert scheme("check", "--root", store) == 1
    assert "policies/use-of-cameras/v1:1:1: PS405 was published, and cannot be found" in (
        capsys.readouterr().out
    )
    assert scheme("build", "--root", store) == 1
    assert picture(site) == before


def test_a_version_that_vanishes_from_among_others_is_refused(store, site, capsys):
    gone = store / "policies/found-property/v2"
    for path in sorted(gone.rglob("*"), reverse=True):
        path.unlink()
    gone.rmdir()
    assert scheme("check", "--root", store) == 1
    assert "version 2 was published and cannot be found any more" in capsys.readouterr().out


def test_a_withdrawn_policy_leaves_a_page_at_every_address_and_no_text(store, site):
    (store / "policies/found-property/withdrawn.yml").write_text(
        "date: 2026-10-01\nreason: The duty ended.\nreplaced_by: use-of-cameras\n", "utf-8"
    )
    old = {p for p in picture(site / "public") if p.startswith("policies/found-property/")}
    assert scheme("build", "--root", store) == 0
    for page in old:
        text = (site / "public" / page).read_text("utf-8")
        assert "withdrawn on 1 October 2026" in text
        assert "The duty ended." in text
        assert "Use of cameras" in text
        assert "must keep a record of each decision" not in text


def test_a_folder_that_was_not_made_by_a_build_is_never_replaced(store, tmp_path, capsys):
    precious = tmp_path / "home"
    precious.mkdir()
    (precious / "thesis.txt").write_text("years of work", "utf-8")
    assert scheme("build", "--root", store, "--out", precious) == 2
    assert picture(precious).keys() == {"thesis.txt"}
    assert "holds files that `scheme build` did not make" in capsys.readouterr().err


def test_leftovers_of_a_killed_build_are_cleared_by_the_next(store, site):
    leftover = store / ".site.building-999999999-abc"
    leftover.mkdir()
    (leftover / "half.html").write_text("half", "utf-8")
    assert scheme("build", "--root", store) == 0
    assert not leftover.exists()
    assert [p.name for p in store.iterdir() if "building" in p.name] == []


def test_a_closed_version_leaves_the_older_one_and_says_so(store):
    """Version 1 is open; version 2 is marked for the inside, and its record says why."""
    folder = store / "policies/found-property/v2"
    policy, record = folder / "policy.md", folder / "record.yml"
    marked = policy.read_text("utf-8").replace(": OFFICIAL\n", ": OFFICIAL-SENSITIVE\n", 1)
    policy.write_text(marked, "utf-8")
    text = record.read_text("utf-8")
    digest = hashlib.sha256(policy.read_bytes()).hexdigest()
    lines = [
        f'{line.split("policy.md:")[0]}policy.md: "sha256:{digest}"'
        if "policy.md:" in line
        else line
        for line in text.split("\n")
    ]
    why = (
        "withheld_from_public: {reason: Under way., by: Director of Resources, date: 2025-07-01}\n"
    )
    record.write_text("\n".join(lines) + why, "utf-8")
    assert scheme("build", "--root", store) == 0
    public = store / "site/public/policies/found-property"
    assert "is not published here" in (public / "index.html").read_text("utf-8")
    assert (public / "v1/index.html").is_file()
    assert not (public / "v2").exists()
    assert (store / "site/intranet/policies/found-property/v2/index.html").is_file()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["build", "--root", "/nowhere/at/all"], "is not a folder"),
        (["check", "--as-at", "2026-02-30"], "is no date"),
        (["check", "--format", "poetry"], "poetry"),
        (["check", "policies/nothing/v1"], "is no pack of the store"),
        (["schema", "sonnet"], "there is no schema"),
        (["dance"], "dance"),
    ],
)
def test_wrong_usage_is_said_in_one_line_and_exits_2(arguments, says, store, capsys, monkeypatch):
    monkeypatch.chdir(store)
    assert main(arguments) == 2
    error = capsys.readouterr().err
    assert says in error
    assert "Traceback" not in error


def test_settings_that_cannot_be_read_stop_everything(store, capsys):
    (store / "scheme.yml").write_text("organisation: {name: X}\norganisation: {}\n", "utf-8")
    assert scheme("check", "--root", store, "--format", "json") == 2
    data = json.loads(capsys.readouterr().out)
    assert data["packs"] == []
    assert {(f["rule"], f["path"], f["line"]) for f in data["findings"]} == {
        ("PS001", "scheme.yml", 2)
    }
    assert scheme("build", "--root", store) == 2
    assert not (store / "site").exists()


def test_a_setting_that_would_weaken_a_rule_is_refused(store, capsys):
    settings = store / "scheme.yml"
    more = "severity: {PS301: warn}\nadopted: {PS101: 2012-01-01}\n"
    settings.write_text(settings.read_text("utf-8") + more, "utf-8")
    assert scheme("check", "--root", store) == 2
    out = capsys.readouterr().out
    assert "would turn PS301 into `warn`; settings may only make a rule stricter" in out
    assert "gives PS101 a date of adoption, which rules of its kind do not have" in out


def test_the_colour_of_the_authority_is_on_every_page_unless_words_on_it_could_not_be_read(
    store, capsys
):
    settings = store / "scheme.yml"
    plain = settings.read_text("utf-8")
    settings.write_text(plain + '  colour: "#5a2a6b"\n', "utf-8")
    assert scheme("build", "--root", store) == 0
    css = (store / "site/public/assets/scheme-colour.css").read_text("utf-8")
    assert css == ":root{--scheme-colour:#5a2a6b}\n"
    page = (store / "site/public/index.html").read_text("utf-8")
    assert page.index("assets/scheme.css") < page.index("assets/scheme-colour.css")
    settings.write_text(plain + '  colour: "#c0c0c0"\n', "utf-8")
    assert scheme("check", "--root", store) == 2
    assert "cannot be read (4.5 to 1 is the least)" in capsys.readouterr().out


def test_source_date_epoch_is_the_day_when_none_is_asked_for(store, capsys, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1754000000")  # 31 July 2025
    assert main(["check", "--root", str(store), "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out)["as_at"] == "2025-07-31"


def test_a_fault_of_the_program_is_no_traceback(store, capsys, monkeypatch):
    def broken(*_, **__):
        raise ZeroDivisionError("of ours")

    monkeypatch.delenv("SCHEME_DEBUG", raising=False)
    monkeypatch.setattr(pipeline, "gather", broken)
    assert scheme("check", "--root", store) == 3
    error = capsys.readouterr().err
    assert "a fault of the program (ZeroDivisionError: of ours)" in error
    assert "Traceback" not in error


def test_a_store_without_its_own_look_has_the_programs(store):
    assert not (store / "mkdocs.yml").exists()
    assert Path(os.path.join(mkdocs_site.look(), "mkdocs.yml")).is_file()  # noqa: PTH118


@pytest.mark.parametrize(
    ("look", "says"),
    [
        ("site_name: !!python/object/apply:os.system ['touch ran']\n", "uses a YAML tag"),
        ("theme: {custom_dir: /etc}\n", "names a folder for the theme that is not in the store"),
        ("theme: {custom_dir: ../elsewhere}\n", "that is not in the store"),
        ("theme: {custom_dir: none-such}\n", "that is not in the store"),
        ("theme: [\n", "is not valid YAML"),
    ],
)
def test_the_look_of_a_store_runs_nothing_and_leads_nowhere(look, says, store, capsys, monkeypatch):
    monkeypatch.chdir(store)
    (store / "mkdocs.yml").write_text(look, "utf-8")
    assert scheme("build", "--root", store) == 2
    assert says in capsys.readouterr().err
    assert not (store / "ran").exists()
    assert not (store / "site").exists()


def test_an_authoritys_own_templates_come_before_the_programs(store):
    (store / "mkdocs.yml").write_text(
        "theme: {custom_dir: look}\nhooks: [evil.py]\nplugins: [evil]\nINHERIT: /etc/passwd\n",
        "utf-8",
    )
    (store / "evil.py").write_text("raise SystemExit('run')\n", "utf-8")
    (store / "look/partials").mkdir(parents=True)
    (store / "look/partials/footer.html").write_text(
        "<footer><p>Our own foot</p></footer>", "utf-8"
    )
    assert scheme("build", "--root", store) == 0
    assert "Our own foot" in (store / "site/public/index.html").read_text("utf-8")


def test_business_groups_that_share_an_address_are_one_group_and_odd_names_have_one(store):
    for name, group in (("found-property/v1", "RESOURCES"), ("use-of-cameras/v1", "日本")):
        file = store / "policies" / name / "policy.md"
        text = file.read_text("utf-8").replace(
            "business_group: Resources", f"business_group: {group}"
        )
        file.write_text(text, "utf-8")
        record = file.with_name("record.yml")
        fresh = hashlib.sha256(file.read_bytes()).hexdigest()
        signed = re.sub(
            r'(policy\.md: "sha256:)[0-9a-f]{64}', rf"\g<1>{fresh}", record.read_text("utf-8")
        )
        record.write_text(signed, "utf-8")
    assert scheme("build", "--root", store) == 0
    listed = (store / "site/public/groups/index.html").read_text("utf-8")
    assert "日本" in listed
    assert len(list((store / "site/public/groups").glob("*/index.html"))) == 2


def test_search_engines_may_read_the_public_site_and_not_the_intranet(site):
    assert (site / "public/robots.txt").read_text("utf-8") == (
        "User-agent: *\nAllow: /\nSitemap: http://127.0.0.1:8000/sitemap.xml\n"
    )
    assert (site / "intranet/robots.txt").read_text("utf-8") == "User-agent: *\nDisallow: /\n"


FOUND = "policies/found-property"
OLD = {"find": "## Responsibilities", "put": "## Old rules\n\nText.\n\n## Responsibilities"}


@pytest.mark.parametrize(
    ("edits", "add", "leads"),
    [
        ({f"{FOUND}/v2/policy.md": [OLD]}, {}, "#old-rules"),
        ({f"{FOUND}/v1/policy.md": [OLD]}, {}, ""),
        (
            {
                f"{FOUND}/v2/policy.md": [OLD],
                f"{FOUND}/v2/record.yml": [{"find": "2025-08-01", "put": "2027-08-01"}],
            },
            {},
            "",
        ),
        (
            {f"{FOUND}/v2/policy.md": [OLD]},
            {f"{FOUND}/withdrawn.yml": "date: 2026-10-01\nreason: It ended.\n"},
            "",
        ),
    ],
    ids=["in force", "in an older version", "in a version to come", "withdrawn"],
)
def test_a_link_to_a_place_that_the_version_in_force_lacks_leads_to_its_page(
    tmp_path, edits, add, leads
):
    link = "## More\n\nSee [the rules](../../found-property/#old-rules).\n\n## Introduction"
    sop = "policies/use-of-cameras/v1/sop-process"
    edits = {**edits, f"{sop}.md": [{"find": "## Introduction", "put": link}]}
    site = published(tmp_path, edits=edits, add=add)
    for name in ("public", "intranet"):
        page = (site / name / sop / "index.html").read_text("utf-8")
        assert f'href="../../../../policies/found-property/{leads}">the rules</a>' in page
