"""`scheme new` starts what the format asks for, which nobody can publish unfilled, over nothing."""

# ruff: noqa: ISC004 - a message of two lines is one message

import re
from datetime import date

import pytest

from generator.gate.headings import asked_headings
from generator.schema.believe import schema_text
from generator.settings import read_settings
from generator.store.load import load_settings
from generator.store.source import read_document, read_record
from tests.commands import check, run
from tests.stores import BASE, make_store

DAY = "2026-11-22"
CAMERAS = "policies/use-of-cameras"
NEW = "policies/lost-bicycles/v1"
KINDS = {
    "policy.md": "policy",
    "sop-return.md": "sop",
    "eia.md": "eia",
    "workbook.md": "workbook",
}


@pytest.fixture
def root(tmp_path):
    return make_store(tmp_path)


def new(root, *words):
    dated = () if words[0] in {"sop", "eia", "workbook"} else ("--as-at", DAY)
    return run("new", *words, "--root", root, "--jobs", "1", *dated)


def files(root):
    found = (path for path in root.rglob("*") if path.is_file() and ".scheme" not in path.parts)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


def source(root, path):
    return read_document(path, (root / path).read_bytes())


def front_keys(root, path):
    """Return every key of the front matter, blank ones too."""
    return {keys[0] for keys in source(root, path).metadata.marks if len(keys) == 1}


def rules(root, path, *options):
    return sorted({f["rule"] for f in check(root, path, *options).findings(path)})


def test_a_policy_starts_as_a_whole_pack_in_development(root):
    before = files(root)
    done = new(root, "policy", "lost-bicycles", "--title", "Lost bicycles", "--sop", "return")
    assert done.status == 0, done.err
    after = files(root)
    assert set(after) - set(before) == {f"{NEW}/{name}" for name in (*KINDS, "record.yml")}
    assert all(after[path] == data for path, data in before.items())
    said = check(root, NEW)
    assert (said.status, said.state(NEW)) == (0, "in_development")
    assert done.out == (
        f"Started in {NEW}:\n"
        "  eia.md\n  policy.md\n  record.yml\n  sop-return.md\n  workbook.md\n"
        "Fill what is blank, and what stands in [insert ...]. This says what is still missing:\n"
        f"  scheme check --stage development {NEW}\n"
    )


@pytest.mark.parametrize("name", KINDS)
def test_each_form_has_every_key_and_heading_that_is_asked_for_and_no_fault_of_form(root, name):
    new(root, "policy", "lost-bicycles", "--sop", "return")
    path = f"{NEW}/{name}"
    form = source(root, path)
    required = re.search(r'"required": \[([^\]]*)\]\n\}', schema_text(KINDS[name]))[1]
    assert form.faults == ()
    assert set(re.findall(r'"(\w+)"', required)) <= front_keys(root, path)
    settings = check_settings(root)
    asked = asked_headings(settings, KINDS[name])
    there = [heading.text for heading in form.outline.headings]
    assert there[: len(asked)] == list(asked)
    assert there  # an assessment and a workbook have headings to offer
    findings = check(root, NEW).findings(path)
    assert {f["rule"] for f in findings} <= {"PS002", "PS103", "PS105", "PS205", "PS208"}
    unsaid = [f["message"] for f in findings if f["rule"] == "PS002"]
    assert all(message.startswith("has no `") for message in unsaid), unsaid


def check_settings(root):
    settings, faults = read_settings(load_settings(root))
    assert not faults
    return settings


def test_a_form_that_nobody_has_filled_is_refused_for_its_placeholders(root):
    new(root, "policy", "lost-bicycles", "--sop", "return")
    record = root / NEW / "record.yml"
    record.write_text(record.read_text("utf-8").replace("development", "implementation"), "utf-8")
    said = check(root, NEW)
    assert (said.status, said.state(NEW)) == (1, "refused")
    held = {f["path"] for f in said.findings(NEW) if f["rule"] == "PS105"}
    assert held == {f"{NEW}/{name}" for name in KINDS}


def test_settings_without_that_placeholder_refuse_it_all_the_same(root):
    with (root / "scheme.yml").open("a", encoding="utf-8") as settings:
        settings.write("placeholders: [To do]\n")
    new(root, "policy", "lost-bicycles")
    assert "PS105" in rules(root, f"{NEW}/policy.md")


def test_headings_characteristics_and_what_belongs_there_come_from_the_settings(root):
    with (root / "scheme.yml").open("a", encoding="utf-8") as settings:
        settings.write(
            "headings: {policy: [Purpose]}\n"
            "formats: {offered: {policy: [Scope]}, guidance: {PURPOSE: why there is one}}\n"
            "protected_characteristics: [age, language]\n"
        )
    new(root, "policy", "lost-bicycles")
    body = source(root, f"{NEW}/policy.md").body
    assert re.findall("## .*", body) == [
        "## Purpose", "## Responsibilities", "## Health and safety", "## Scope",
    ]  # fmt: skip
    assert "## Purpose\n\n[insert why there is one]\n" in body
    assert "## Scope\n\n[insert what the policy covers, and what it does not]\n" not in body
    asked = source(root, f"{NEW}/eia.md").metadata.marks
    assert [keys[1] for keys in asked if keys[0] == "impacts" and len(keys) == 2] == [
        "age", "language",
    ]  # fmt: skip


def test_a_filled_form_clears_but_for_its_sign_offs(root):
    new(root, "policy", "lost-bicycles", "--sop", "return")
    for name in KINDS:
        fill(root / NEW / name)
    fill_record(root / NEW / "record.yml")
    assert rules(root, NEW) == ["PS301", "PS304"]
    for role in ("policy-co-ordination-unit", "diversity-and-citizen-focus",
                 "directorate-of-information"):  # fmt: skip
        assert sign(root, role).status == 0
    approved = sign(root, "approval", "--by", "Deputy Chief Constable", "--rank", "acpo")
    assert approved.status == 0, approved.err
    assert rules(root, NEW) == []
    assert check(root, NEW).state(NEW) == "held"


def sign(root, role, *more):
    return run("sign-off", NEW, "--as", role, *more, "--root", root, "--as-at", DAY)


ANSWERS = {
    "protective_marking": "OFFICIAL",
    "impact": "none",
    "completed_on": "2026-09-01",
    "control_measures": "yes",
}


def fill(path):
    text = path.read_text("utf-8").replace("status: draft", "status: final")
    for key, answer in ANSWERS.items():
        text = re.sub(rf"(?m)^( *{key}:)  #.*$", rf"\1 {answer}", text)
    text = re.sub(r"(?m)^(  \w+:)  # none.*$", r"\1 none", text)
    text = re.sub(r"(?m)^business_group:  #.*$", "business_group: Resources", text)
    text = re.sub(r"\[insert ([^\]]*)\]", r"Here stands \1.", text)
    text = text.replace('policy_lead: "Here stands the post that commissions and approves it."',
                        "policy_lead: Deputy Chief Constable")  # fmt: skip
    path.write_text(text, "utf-8")


def fill_record(path):
    text = path.read_text("utf-8").replace("stage: development", "stage: implementation")
    answers = {
        "registered_file": "AB/1", "file_plan": "AB/2", "by": "Deputy Chief Constable",
        "date": "2026-05-01", "consulted": "2026-06-01", "reference": "AB/3",
        "submitted": "2026-10-01", "publish_on": "2026-12-01", "communication": "Notices",
        "training": "None", "resources": "None",
    }  # fmt: skip
    for key, answer in answers.items():
        text = re.sub(rf"(?m)^( *{key}:)  #.*$", rf"\1 {answer}", text)
    said = "opened: 2026-06-01, closed: 2026-07-01, result: For it, decision: Kept"
    text = text.replace(
        "consultation:\n",
        f"consultation:\n  - {{who: Staff, side: internal, {said}}}\n"
        f"  - {{who: Cyclists, side: external, {said}}}\n",
    )
    text = text.replace("  # sop-return.md:", "  sop-return.md:").replace("by: ...", "by: Board")
    text = text.replace("date: YYYY-MM-DD, reason: ...", "date: 2026-10-01, reason: Of use")
    path.write_text(text, "utf-8")


def test_references_count_on_and_no_two_are_alike(root):
    new(root, "policy", "lost-bicycles", "--sop", "return", "--sop", "sale")
    new(root, "sop", "lost-bicycles", "storage")
    used = [source(root, path).metadata.get("reference") for path in sorted(files(root))
            if path.endswith(".md") and "policies/lost" in path]  # fmt: skip
    before = set(re.findall(r"(?m)^reference: (\S+)", "\n".join(
        path.read_text("utf-8") for path in BASE.rglob("*.md"))))  # fmt: skip
    given = [reference for reference in used if reference]
    assert len(given) == len(set(given)) == 5
    assert not before & set(given)
    assert rules(root, NEW).count("PS003") == 0


def test_documents_are_added_to_a_pack_in_development_by_its_path_or_its_policy(root):
    new(root, "policy", "lost-bicycles")
    for words, file in (
        (("sop", NEW, "return"), "sop-return.md"),
        (("sop", "lost-bicycles", "sop-sale.md"), "sop-sale.md"),
    ):
        assert new(root, *words).status == 0
        assert (root / NEW / file).is_file()
    for kind in ("eia", "workbook"):
        (root / NEW / f"{kind}.md").unlink()
        assert new(root, kind, "lost-bicycles").status == 0
        assert (root / NEW / f"{kind}.md").is_file()


def test_a_monitoring_report_starts_for_a_policy_and_a_year(root):
    assert new(root, "monitoring-report", "use-of-cameras").status == 0
    pack = "monitoring/use-of-cameras/2026"
    assert rules(root, pack) == ["PS002", "PS105", "PS401", "PS501", "PS502"]
    assert check(root, pack).state(pack) == "in_development"
    assert new(root, "monitoring-report", "use-of-cameras", "2027").status == 0


REFUSED = {
    "a policy that is there": (
        ("policy", "use-of-cameras"),
        "there is a policy use-of-cameras already; `scheme new version use-of-cameras` starts its "
        "next version",
    ),
    "an id with capitals": (
        ("policy", "Lost Bicycles!"),
        "the new folder is named 'Lost Bicycles!', which is no id; did you mean lost-bicycles?",
    ),
    "an id with a letter of another alphabet": (
        ("policy", "use-of-c\u0430meras"),
        "the new folder is named 'use-of-c\\u0430meras', which is no id; did you mean "
        "use-of-cameras?",
    ),
    "an id that leads out of the store": (
        ("policy", "../outside"),
        "the new folder is named '../outside', which is no id; did you mean outside?",
    ),
    "a name that the sites keep": (
        ("policy", "search"),
        "the new folder is named 'search', which the sites or some computers keep for themselves; "
        "choose another name",
    ),
    "a policy that is not there": (
        ("version", "use-of-camera"),
        "there is no policy 'use-of-camera'; did you mean use-of-cameras?",
    ),
    "a procedure of a pack that was submitted": (
        ("sop", f"{CAMERAS}/v1", "storage"),
        f"{CAMERAS}/v1 has been submitted, and a new document would undo its approval; `scheme new "
        "version use-of-cameras` starts the next version",
    ),
    "a procedure of a version that is not there": (
        ("sop", f"{CAMERAS}/v7", "storage"),
        f"there is no pack {CAMERAS}/v7; the last of it is {CAMERAS}/v1",
    ),
    "a report of a policy that is not there": (
        ("monitoring-report", "lost-bicycles"),
        "there is no policy 'lost-bicycles'; `scheme new policy lost-bicycles` starts one",
    ),
    "a report that is there": (
        ("monitoring-report", "found-property", "2025"),
        "monitoring/found-property/2025 is there already; nothing is ever overwritten",
    ),
}


@pytest.mark.parametrize(("words", "says"), REFUSED.values(), ids=REFUSED)
def test_nothing_is_written_and_the_message_says_what_to_do(root, words, says):
    before = files(root)
    done = new(root, *words)
    assert (done.status, done.err, done.out) == (2, f"scheme: {says}\n", "")
    assert files(root) == before


def test_an_id_that_a_policy_had_before_is_kept_for_it(root):
    path = root / CAMERAS / "v1/policy.md"
    text = path.read_text("utf-8")
    path.write_text(
        text.replace("type: policy\n", "type: policy\nformerly: [old-cameras]\n"), "utf-8"
    )
    done = new(root, "policy", "old-cameras")
    assert (done.status, done.err) == (
        2,
        "scheme: old-cameras was, or looks like, the id of use-of-cameras, and its addresses lead "
        "there for ever; choose another\n",
    )


def test_a_document_that_is_there_is_left_as_it_is(root):
    new(root, "policy", "lost-bicycles", "--sop", "return")
    before = files(root)
    for words in (("policy", "lost-bicycles"), ("sop", NEW, "return"), ("eia", NEW),
                  ("workbook", NEW)):  # fmt: skip
        assert new(root, *words).status == 2
    assert files(root) == before


def test_a_folder_that_the_store_cannot_read_as_a_policy_is_not_written_into(root):
    (root / NEW).mkdir(parents=True)
    (root / NEW / "notes.txt").write_text("mine", "utf-8")
    assert new(root, "policy", "lost-bicycles").status == 2
    assert [path.name for path in (root / NEW).iterdir()] == ["notes.txt"]


def test_no_link_is_followed(root, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (root / "policies/lost-bicycles").symlink_to(elsewhere)
    done = new(root, "policy", "lost-bicycles")
    assert done.status == 2
    assert list(elsewhere.iterdir()) == []


# -- versions -------------------------------------------------------------------------------------


def version(root, *options):
    return new(root, "version", "use-of-cameras", *options)


def changed(root, name):
    """Return the lines in which a document of the new version differs from the old: old, new."""
    old, made = (
        (root / CAMERAS / edition / name).read_text("utf-8").split("\n") for edition in ("v1", "v2")
    )
    assert len(old) == len(made)
    return [(a, b) for a, b in zip(old, made, strict=True) if a != b]


def test_the_next_version_is_the_last_as_a_draft_with_its_dates_moved_on(root):
    assert version(root, "--change", "major", "--summary", "Cameras are worn by all.").status == 0
    pack = root / CAMERAS
    assert {p.name for p in (pack / "v2").iterdir()} == {p.name for p in (pack / "v1").iterdir()}
    assert changed(root, "sop-process.md") == [("status: final", "status: draft")]
    assert changed(root, "policy.md") == [
        ("status: final", "status: draft"),
        (f"review_by: {source(root, f'{CAMERAS}/v1/policy.md').metadata.get('review_by')}",
         "review_by: 2029-11-22"),
    ]  # fmt: skip
    moved = dict(b.split(":", 1) for _, b in changed(root, "eia.md"))
    assert {key: said.strip() for key, said in moved.items()} == {
        "status": "draft", "completed_on": "", "assessed_version": "2",
    }  # fmt: skip
    assert [b for _, b in changed(root, "workbook.md")] == ["status: draft", "completed_on:"]
    record = read_record("record.yml", (pack / "v2/record.yml").read_bytes()).metadata.data
    before = read_record("record.yml", (pack / "v1/record.yml").read_bytes()).metadata.data
    assert record == {
        "stage": "development",
        "change": "major",
        "summary_of_changes": "Cameras are worn by all.",
        "file_plan": before["file_plan"],
        "commissioned": {"by": before["commissioned"]["by"]},
    }
    said = check(root, f"{CAMERAS}/v2")
    assert (said.status, said.state(f"{CAMERAS}/v2")) == (0, "in_development")


def test_a_minor_change_may_use_the_assessment_again(root):
    assert version(root, "--change", "minor").status == 0
    assert changed(root, "eia.md") == []


def test_what_is_not_said_of_the_change_is_asked_for(root):
    done = version(root)
    assert "Say in record.yml what kind of change it is (`change:`) and what changed." in done.out
    found = check(root, f"{CAMERAS}/v2").findings(f"{CAMERAS}/v2/record.yml")
    asked = {f["rule"]: f["message"] for f in found if f["rule"] in {"PS002", "PS403"}}
    assert asked == {
        "PS002": "has no `change`",
        "PS403": "is version 2, and has no summary of changes",
    }


def test_what_keeps_a_text_inside_goes_on_to_the_next_version(root):
    record = root / CAMERAS / "v1/record.yml"
    kept = {"reason": "It says: where, and when", "by": "Director", "date": "2026-06-01"}
    lines = "".join(f'  {key}: "{said}"\n' for key, said in kept.items())
    record.write_text(f"{record.read_text('utf-8')}withheld_from_public:\n{lines}", "utf-8")
    version(root)
    made = read_record("record.yml", (root / CAMERAS / "v2/record.yml").read_bytes())
    assert made.metadata.get("withheld_from_public") == kept


def test_attachments_come_along(root):
    folder = root / CAMERAS / "v1/attachments"
    folder.mkdir(exist_ok=True)
    (folder / "map.csv").write_bytes(b"a,b\r\n\xff")
    version(root)
    assert (root / CAMERAS / "v2/attachments/map.csv").read_bytes() == b"a,b\r\n\xff"


def test_a_version_in_development_is_finished_first(root):
    version(root)
    done = version(root)
    assert done.status == 2
    assert done.err == f"scheme: {CAMERAS}/v2 is still in development; finish that version first\n"


def test_metadata_in_a_form_that_cannot_be_changed_line_by_line_is_left_alone(root):
    path = root / CAMERAS / "v1/policy.md"
    text = path.read_text("utf-8")
    path.write_text(re.sub(r"(?m)^review_by: (.*)$", r"review_by: >-\n  \1", text), "utf-8")
    before = files(root)
    done = version(root)
    assert done.status == 2
    assert "write each on a line of its own" in done.err
    assert files(root) == before


def test_the_review_is_never_moved_forward(root):
    path = root / CAMERAS / "v1/policy.md"
    text = path.read_text("utf-8")
    later = date(2031, 1, 1).isoformat()
    path.write_text(re.sub(r"(?m)^review_by: .*$", f"review_by: {later}", text), "utf-8")
    version(root)
    assert source(root, f"{CAMERAS}/v2/policy.md").metadata.get("review_by") == later


def test_the_same_day_gives_the_same_bytes(root, tmp_path_factory):
    other = make_store(tmp_path_factory.mktemp("other"))
    for store in (root, other):
        new(store, "policy", "lost-bicycles", "--sop", "return")
        version(store, "--change", "major")
        new(store, "monitoring-report", "use-of-cameras")
    assert files(root) == files(other)


def test_explain_tells_an_author_of_a_new_pack_where_it_is(root):
    new(root, "policy", "lost-bicycles")
    said = run("explain", NEW, "--root", root, "--as-at", DAY)
    assert said.status == 0
    assert "in development" in said.out.casefold()
    assert "PS105" in said.out
