"""The store of the shared examples: clean as it stands, and each thing taken away is found."""

import json
import shutil
from pathlib import Path

import pytest

from tests.commands import AS_AT, build, check, everything

VALID = Path(__file__).resolve().parents[2] / "shared/examples/valid-store"
pytestmark = pytest.mark.skipif(not VALID.is_dir(), reason="../shared/examples is not there")

PACK = "policies/decision-records/v2"
ALONE = "policies/lost-property/v1"


@pytest.fixture
def store(tmp_path):
    """A copy that may be changed."""
    root = tmp_path / "store"
    shutil.copytree(VALID, root)
    for path in [root, *root.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    return root


def without(text, start, end):
    """Return the text without what stands from ``start`` up to ``end``."""
    first = text.index(start)
    return text[:first] + text[text.index(end, first + 1) :]


def edit(path, change):
    path.write_text(change(path.read_text("utf-8")), "utf-8")


def test_it_checks_clean(store):
    checked = check(store)
    assert checked.status == 0
    assert checked.err == ""
    assert [f for f in checked.json["findings"] if f["severity"] == "refuse"] == []
    states = {pack["pack"]: pack["state"] for pack in checked.json["packs"]}
    assert states == {
        "monitoring/decision-records/2025": "in_force",
        "monitoring/lost-property/2025": "in_force",
        "policies/decision-records/v1": "superseded",
        "policies/decision-records/v2": "in_force",
        "policies/lost-property/v1": "in_force",
        "policies/use-of-vehicles/v1": "in_force",
    }


def test_it_builds_both_sites(store):
    made = build(store)
    assert made.status == 0, made.err
    for site in ("public", "intranet"):
        folder = store / "site" / site
        for address in (
            "", "policies/", "policies/decision-records/", "policies/decision-records/v1/",
            "policies/decision-records/v2/", "policies/decision-records/v2/eia/",
            "policies/decision-records/v2/sop-process/", "monitoring/decision-records/2025/",
            "reference/POL-0001/",
        ):  # fmt: skip
            assert (folder / address / "index.html").is_file(), (site, address)
        assert not list(folder.rglob("*workbook*"))
        assert not list(folder.rglob("*.md"))
        assert not list(folder.rglob("*.yml"))


def test_the_json_of_check_has_the_keys_of_the_contract_and_no_others(store):
    edit(store / PACK / "policy.md", lambda text: text.replace("fairly", "firmly"))
    data = check(store).json
    assert list(data) == ["as_at", "packs", "findings", "summary"]
    assert data["as_at"] == AS_AT
    for pack in data["packs"]:
        assert list(pack) == ["pack", "state", "documents"]
        for document in pack["documents"]:
            assert list(document) == ["path", "type", "public", "intranet"]
            assert isinstance(document["public"], bool)
            assert isinstance(document["intranet"], bool)
    assert data["findings"]
    for finding in data["findings"]:
        assert list(finding) == [
            "rule", "name", "severity", "path", "line", "column",
            "message", "clause", "role", "fix",
        ]  # fmt: skip
        assert finding["severity"] in {"refuse", "public", "warn"}
    assert sorted(data["summary"]) == sorted(
        ["packs", "in_force", "held", "in_development", "superseded", "withdrawn", "refused"]
    )
    assert sum(data["summary"].values()) == 2 * data["summary"]["packs"]


def documents(data):
    return {d["path"]: d for pack in data["packs"] for d in pack["documents"]}


def test_it_says_where_each_document_goes(store):
    found = documents(check(store).json)
    assert found[f"{PACK}/policy.md"] == {
        "path": f"{PACK}/policy.md", "type": "policy", "public": True, "intranet": True,
    }  # fmt: skip
    workbook = found[f"{PACK}/workbook.md"]
    assert (workbook["public"], workbook["intranet"]) == (False, False)


TAKEN = {
    "the impact assessment": ({"PS203"}, "record.yml"),
    "the sign-off for diversity": ({"PS301"}, "record.yml"),
    "the approval": ({"PS304"}, "record.yml"),
    "a letter of the policy": ({"PS303", "PS307"}, "policy.md"),
    "a letter of the procedures": ({"PS303", "PS307"}, "sop-process.md"),
    "a letter of the assessment": ({"PS303"}, "eia.md"),
    "a letter of the workbook": ({"PS303"}, "workbook.md"),
}


def take(what, root):
    pack = root / PACK
    match what:
        case "the impact assessment":
            (pack / "eia.md").unlink()
            edit(
                pack / "record.yml", lambda t: without(t, '      "eia.md"', '  - by: "directorate')
            )
        case "the sign-off for diversity":
            end = '  - by: "directorate'
            edit(pack / "record.yml", lambda t: without(t, '  - by: "diversity', end))
        case "the approval":
            edit(pack / "record.yml", lambda t: without(t, "approval:", "sop_publication:"))
        case _:
            name = TAKEN[what][1]
            edit(pack / name, lambda t: t.rstrip()[:-2] + ".\n")


@pytest.mark.parametrize("what", TAKEN)
def test_one_thing_taken_away_refuses_the_pack(what, store):
    take(what, store)
    rules, name = TAKEN[what]
    checked = check(store)
    assert checked.status == 1
    assert checked.state(PACK) == "refused"
    assert checked.json["summary"]["refused"] == 1
    found = [f for f in checked.json["findings"] if f["severity"] == "refuse"]
    assert rules == {f["rule"] for f in found}
    assert {f["path"] for f in found} <= {f"{PACK}/{name}", f"{PACK}/record.yml"}


def test_the_rest_is_published_only_when_asked_and_the_last_site_stands(store):
    assert build(store).status == 0
    before = everything(store / "site")
    take("a letter of the policy", store)
    take_lost_property(store)

    refused = build(store)
    assert refused.status == 1
    assert "Traceback" not in refused.err
    assert everything(store / "site") == before

    made = build(store, "--withhold-refused")
    assert made.status == 0, made.err
    assert PACK in made.err.splitlines()[-1]
    assert ALONE in made.err.splitlines()[-1]
    report = json.loads((store / "site/report.json").read_text("utf-8"))
    assert [p["pack"] for p in report["packs"] if p["state"] == "refused"] == [PACK, ALONE]
    assert report == check(store).json
    for site in ("public", "intranet"):
        for address in ("policies/lost-property/v1", "policies/decision-records/v2"):
            pages = sorted((store / "site" / site / address).rglob("index.html"))
            assert pages  # each address that was published answers, and says nothing of the text
            assert all("No longer published here" in page.read_text("utf-8") for page in pages)
            assert not any("fairly" in page.read_text("utf-8") for page in pages)
        assert (store / "site" / site / "policies/use-of-vehicles/index.html").is_file()
    assert not (store / "site/public/report.json").exists()
    assert not (store / "site/intranet/report.json").exists()


def take_lost_property(root):
    edit(root / ALONE / "policy.md", lambda text: text.replace("fairly", "firmly"))


def test_a_refused_version_does_not_displace_the_version_in_force(store):
    take("a letter of the policy", store)
    checked = check(store)
    assert checked.state(PACK) == "refused"
    assert checked.state("policies/decision-records/v1") == "in_force"
    assert build(store, "--withhold-refused").status == 0
    for site in ("public", "intranet"):
        folder = store / "site" / site / "policies/decision-records"
        page = (folder / "index.html").read_text("utf-8")
        first = (store / "policies/decision-records/v1/policy.md").read_text("utf-8")
        second = (store / PACK / "policy.md").read_text("utf-8")
        for line in set(second.splitlines()) - set(first.splitlines()):
            assert len(line) < 30 or line not in page
        assert "The Service will handle decision records" in page


def test_monitoring_of_a_refused_policy_is_held_with_it(store):
    take_lost_property(store)
    assert check(store).state("monitoring/lost-property/2025") == "held"


def test_an_output_folder_of_others_is_never_replaced(store):
    (store / "site").mkdir()
    (store / "site/precious.txt").write_text("mine")
    refused = build(store)
    assert refused.status == 2
    assert (store / "site/precious.txt").read_text() == "mine"
