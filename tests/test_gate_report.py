"""The gate report and the manual on the intranet: what they tell, and what they must not."""

import re
from datetime import date
from pathlib import Path

import pytest

from generator import pipeline
from generator.gate.rules import RULES
from generator.plan.gate_pages import gate_page
from generator.plan.make import make_plan
from generator.vocabulary import Site
from tests.stores import AS_AT, Example, make_store, read_example, sign

EXAMPLES = Path(__file__).parent / "gate" / "examples"
CAMERAS = "policies/use-of-cameras/v1"
FOUND = "policies/found-property/v2"
DEVELOPED = {"find": "stage: implementation", "put": "stage: development"}


def example(name):
    return read_example(EXAMPLES / f"{name}.yml")


def edited(**edits):
    return Example("", "", AS_AT, {f"{name}": edit for name, edit in edits.items()})


def verdict(root, as_at=AS_AT):
    return pipeline.check(root, as_at, jobs=1).verdict


def report(root, as_at=AS_AT):
    return gate_page(verdict(root, as_at), RULES).data


def checklist(data):
    return [row for group in data["checks"] for row in group["rules"]]


def words(spans):
    return "".join(text for _, text in spans)


def entries(groups):
    return [(role, item) for role, items in groups for item in items]


def built(root):
    outcome = pipeline.build(root, root / "site", AS_AT, jobs=1, withhold_refused=True)
    assert outcome.proof == ()
    return root / "site"


def text_of(folder):
    pages = sorted(folder.rglob("*.html"))
    return {page.relative_to(folder).as_posix(): page.read_text("utf-8") for page in pages}


def test_it_counts_what_was_published_by_state_and_kind(tmp_path):
    rows = report(make_store(tmp_path))["published"]
    assert [(row["name"], row["counts"]) for row in rows] == [
        ("In force", (2, 2, 1)),
        ("Superseded", (1, 0, 0)),
        ("Withdrawn", (0, 0, 0)),
    ]


def test_a_clean_store_has_no_warning_and_nothing_kept_back(tmp_path):
    data = report(make_store(tmp_path))
    for part in ("warnings", "kept_inside", "kept_back", "refused_by"):
        assert data[part] == ()
    assert [row["marked"] for row in checklist(data)] == [0] * len(RULES)


def test_the_check_list_holds_every_rule_with_who_mends_it_and_how_it_was_met(tmp_path):
    store = make_store(tmp_path, example("ps103_marking_missing/bad"))
    data = report(store)
    rows = {row["rule"].title.split()[0]: row for row in checklist(data)}
    assert list(rows) == [rule.id for rule in RULES]
    assert [group["title"] for group in data["checks"]][:2] == [
        "Reading and shape",
        "Marking and finality",
    ]
    outcomes = {name: (r["role"], r["asked"], r["marked"]) for name, r in rows.items()}
    assert outcomes["PS103"] == ("Policy developer", 3, 2)
    assert outcomes["PS104"] == ("Policy developer", 6, 0)
    assert outcomes["PS504"][1] == 2
    page = text_of(built(store) / "intranet")["gate/index.html"]
    noted = re.findall(r"rules/(PS\d+)/\">[^<]+</a></th><td><strong>", page)
    assert noted == [name for name, row in rows.items() if row["marked"]]
    assert page.count("Met by all") == sum(
        r["asked"] > 0 and not r["marked"] for r in rows.values()
    )


def test_a_warning_names_its_document_rule_post_and_remedy(tmp_path):
    store = make_store(tmp_path, example("ps408_review_overdue/bad"))
    ((role, item),) = entries(report(store)["warnings"])
    assert role == "policy manager"
    assert (item["title"], item["address"]) == ("Found property", f"{FOUND}/")
    assert (item["version"], item["superseded"]) == (2, False)
    assert (item["rule"].title, item["rule"].address) == ("PS408 review overdue", "rules/PS408/")
    assert words(item["message"]) == "It was due for review by 21 November 2026, 1 day ago."
    assert words(item["fix"]).startswith("Review the policy and publish the new version;")


def test_a_document_kept_off_the_public_site_is_listed_by_its_title(tmp_path):
    store = make_store(tmp_path, example("ps103_marking_missing/bad"))
    found = entries(report(store)["kept_inside"])
    assert {(item["title"], item["address"]) for _, item in found} == {
        ("Found property, the process", f"{FOUND}/sop-process/"),
        ("Use of cameras, the process", f"{CAMERAS}/sop-process/"),
    }


def test_no_path_of_the_store_and_no_line_is_shown(tmp_path):
    store = make_store(tmp_path, example("ps416_review_without_monitoring/bad"))
    page = text_of(built(store) / "intranet")["gate/index.html"]
    assert "review of version 1" in page
    assert "record.yml" not in page
    assert not re.search(r"\.md:\d", page)


def test_a_warning_does_not_name_what_this_site_does_not_show(tmp_path):
    store = make_store(tmp_path, example("ps007_link_leaves_site/bad_2"))
    found = [words(i["message"]) for _, i in entries(report(store)["warnings"])]
    told = "It meets this rule: A public document links to a document or policy that is not on"
    assert [message[: len(told)] == told for message in found].count(True) == 2
    page = text_of(built(store) / "intranet")["gate/index.html"]
    for name in ("use-of-cameras", "cameras", "POL-0002", "workbook.md"):
        assert name not in page


def test_what_an_sop_of_the_same_pack_is_called_is_no_secret(tmp_path):
    store = make_store(tmp_path, example("ps007_link_leaves_site/bad"))
    ((_, item),) = entries(report(store)["warnings"])
    assert "sop-process.md" in words(item["message"])


def test_what_is_kept_back_is_counted_and_never_named(tmp_path):
    bad = example("ps106_local_scope/bad")
    store = make_store(tmp_path, bad)
    data = report(store)
    assert [(row["name"], row["counts"]) for row in data["kept_back"]] == [
        ("Resources", (1, 0, 0)),
    ]
    assert [(row["id"], row["count"]) for row in data["refused_by"]] == [("PS106", 1)]
    pages = text_of(built(store) / "intranet")
    for name in ("use-of-cameras", "Use of cameras", "POL-0002", "SOP-0002"):
        assert name not in pages["gate/index.html"]


def test_held_packs_and_those_in_development_are_counted_apart(tmp_path):
    store = make_store(tmp_path, edited(**{f"{FOUND}/record.yml": [DEVELOPED]}))
    rows = report(store, date(2026, 7, 31))["kept_back"]
    assert [(row["name"], row["counts"]) for row in rows] == [("Resources", (0, 1, 1))]
    assert report(store)["refused_by"] == ()


def test_a_group_that_only_a_withheld_pack_names_is_not_named(tmp_path):
    group = {"find": "business_group: Resources", "put": "business_group: Covert Operations"}
    edits = {f"{CAMERAS}/policy.md": [group], f"{CAMERAS}/record.yml": [DEVELOPED]}
    store = make_store(tmp_path, edited(**edits))
    rows = report(store)["kept_back"]
    assert [(row["name"], row["counts"]) for row in rows] == [("Other, or not stated", (0, 0, 1))]
    assert "Covert" not in "".join(text_of(built(store) / "intranet").values())


def test_findings_of_a_workbook_are_left_out(tmp_path):
    store = make_store(tmp_path, example("ps207_workbook_incomplete/bad"))
    with (store / "scheme.yml").open("a", encoding="utf-8") as settings:
        settings.write("adopted: {PS207: 2026-11-01}\n")
    assert {f.rule for f in verdict(store).findings} == {"PS207"}
    assert report(store)["warnings"] == ()


def test_the_manual_and_the_report_stand_on_the_intranet_alone(tmp_path):
    site = built(make_store(tmp_path))
    inside, outside = text_of(site / "intranet"), text_of(site / "public")
    addresses = {"gate/index.html", "rules/index.html"}
    addresses |= {f"rules/{rule.id}/index.html" for rule in RULES}
    assert addresses <= set(inside)
    assert not [name for name in outside if name.startswith(("rules", "gate"))]
    assert 'href="rules/"' in inside["index.html"]
    assert 'href="gate/"' in inside["index.html"]
    assert "Rules of the gate" in inside["index.html"]
    assert not any("PS303" in page or "Gate report" in page for page in outside.values())


@pytest.mark.parametrize("place", ["title", "summary", "body"])
def test_a_withheld_text_that_says_what_the_manual_says_is_no_leak(place, tmp_path):
    said = "What is published later is refused, so that a newcomer never takes the place"
    edits = {
        "title": {"find": "title: Use of cameras", "put": "title: Changed since quality assurance"},
        "summary": {"find": "How the force deals with use of cameras.", "put": f'"{said}."'},
        "body": {"find": "## Responsibilities\n", "put": f"{said}.\n\n## Responsibilities\n"},
    }
    store = make_store(tmp_path)
    for name, edit in (("policy.md", edits[place]), ("record.yml", DEVELOPED)):
        text = (store / CAMERAS / name).read_text("utf-8")
        assert edit["find"] in text
        (store / CAMERAS / name).write_text(text.replace(edit["find"], edit["put"], 1), "utf-8")
    sign(store)
    built(store)


def test_the_same_verdict_gives_the_same_report(tmp_path):
    found = verdict(make_store(tmp_path, example("ps103_marking_missing/bad")))
    assert gate_page(found, RULES) == gate_page(found, RULES)
    pages = {page.address for page in make_plan(found).sites[Site.PUBLIC].pages}
    assert "gate/" not in pages
