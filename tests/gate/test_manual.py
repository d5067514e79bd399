"""The rules, their pages, the design's list of them and their examples keep in step."""

import re
from pathlib import Path

import pytest

from generator.findings import Severity
from generator.gate.manual import GROUPS, group, manual, spoken
from generator.gate.rules import RULES
from generator.gate.steps import GROUPS as STEP_GROUPS
from generator.gate.steps import STAGE_OF, STEPS, Step
from generator.plan.rule_pages import MANUAL, rule_address, rule_pages
from generator.plan.spans import spans, unmarked
from generator.settings import read_settings
from generator.store.source import read_record
from generator.vocabulary import PackKind
from tests.gate.test_rules import folder

HERE = Path(__file__).parent
DESIGN = HERE.parents[2] / "shared" / "design" / "gate.md"
ROW = re.compile(r"\| (PS\d{3}) \| ([a-z-]+) \| ([a-z/]+)")
LISTED = ROW.findall(DESIGN.read_text("utf-8")) if DESIGN.is_file() else []
# In the design, and not built yet. One that is built must leave this list.
NOT_BUILT = {"PS602", "PS603", "PS604", "PS605", "PS606", "PS607"}
NAMES = {rule.id: rule.name for rule in RULES}
BY_ID = {rule.id: rule for rule in RULES}
needs_design = pytest.mark.skipif(not LISTED, reason="../shared/design/gate.md is not here")


def settings(more=""):
    text = f"organisation: {{name: A Force, short_name: AF}}\n{more}"
    found, faults = read_settings(read_record("scheme.yml", text.encode()))
    assert faults == ()
    return found


PAGES = {page.address: page for page in rule_pages(RULES, settings())}


def words(spans_):
    return "".join(text for _, text in spans_)


def text_of(page):
    data = page.data
    parts = [page.title, *(fact["value"] for fact in data["facts"])]
    parts += [words(data[key]) for key in ("summary", "why", "good", "bad", "fix")]
    parts += [words(paragraph) for paragraph in data["more"]]
    return "\n".join(parts).casefold()


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.id)
def test_a_rule_has_a_page_that_says_its_clause_fix_and_role(rule):
    page = PAGES[f"rules/{rule.id}/"]
    text = text_of(page)
    for said in (rule.clause, rule.fix, rule.role):
        assert unmarked(said).casefold() in text
    assert page.title == f"{rule.id} {spoken(rule)}"
    assert page.crumbs == (MANUAL,)


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.id)
def test_a_docstring_is_read_whole(rule):
    page = manual(rule)
    put_back = [page.summary, *page.more, "Why:", page.why, "Good:", page.good, "Bad:", page.bad]
    assert " ".join(put_back).split() == rule.doc.split()
    assert page.summary.endswith(".")
    assert all((page.why, page.good, page.bad))


def test_the_first_paragraph_is_the_summary_and_the_others_say_more():
    page = manual(next(rule for rule in RULES if rule.id == "PS105"))
    assert page.summary == (
        "A document still holds a placeholder, or a heading with nothing under it."
    )
    [more] = page.more
    assert more.startswith('Placeholders are listed in the settings ("TBC", "??", "[insert")')
    assert more.endswith(" A sub-heading under a heading is something.")


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.id)
def test_a_role_reads_well_where_people_are_called_to_act(rule):
    """`For the policy developer:` stands above what they have to do."""
    assert not rule.role.startswith(("the ", "a ", "whoever"))
    assert not rule.fix.endswith(".")
    assert not rule.fix[0].isupper()


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.id)
def test_a_rule_has_good_bad_and_edge_examples(rule):
    stems = {path.stem for path in (HERE / "examples" / folder(rule)).glob("*.yml")}
    assert {"good", "bad", "edge"} <= stems


def test_no_examples_are_of_a_rule_that_is_not_there():
    folders = {path.name for path in (HERE / "examples").iterdir()}
    assert folders == {folder(rule) for rule in RULES}


@needs_design
def test_the_design_lists_the_rules_that_there_are():
    built = [(name, rule) for name, rule, _ in LISTED if name not in NOT_BUILT]
    assert list(NAMES.items()) == built


@needs_design
def test_what_is_said_not_to_be_built_is_listed_and_is_not_built():
    assert {name for name, _, _ in LISTED} >= NOT_BUILT
    assert NOT_BUILT.isdisjoint(NAMES)


@needs_design
@pytest.mark.parametrize("row", LISTED, ids=lambda row: row[0])
def test_the_design_and_the_rule_agree_on_what_it_does(row):
    name, _, does = row
    if name not in NOT_BUILT:
        assert BY_ID[name].severity.value in does.split("/")


def test_every_rule_has_its_place_in_the_list():
    listing = PAGES["rules/"].data
    by_subject = [row["crumb"].address for _, rows in listing["groups"] for row in rows]
    by_role = [crumb.address for _, crumbs in listing["roles"] for crumb in crumbs]
    assert by_subject == [rule_address(rule.id) for rule in RULES]
    assert sorted(by_role) == sorted(by_subject)
    assert [title for title, _ in listing["groups"]] == list(GROUPS.values())
    assert [title for title, _ in listing["kinds"]] == ["Versions of policies", "Reports", "Pages"]


def test_the_list_by_kind_holds_the_rules_that_look_at_it():
    for kind, (_, crumbs) in zip(PackKind, PAGES["rules/"].data["kinds"], strict=True):
        assert [crumb.address for crumb in crumbs] == [
            rule_address(rule.id) for rule in RULES if kind in rule.kinds
        ]


def test_the_list_by_stage_holds_every_rule_once_in_the_order_of_the_six_stages():
    stages = PAGES["rules/"].data["stages"]
    assert [title for title, _ in stages] == [
        "1. Identification and scoping",
        "2. Commissioning",
        "3. Development",
        "4. Approval",
        "5. Implementation",
        "6. Monitoring and review",
    ]
    listed = [crumb.address for _, crumbs in stages for crumb in crumbs]
    assert sorted(listed) == [rule_address(rule.id) for rule in RULES]
    assert [crumb.title for crumb in stages[1][1]] == ["PS308 not commissioned"]


def test_every_rule_that_is_placed_at_a_step_of_its_own_is_a_rule():
    assert set(STEPS) <= set(NAMES)
    assert set(STAGE_OF) == set(Step)
    assert {rule.id[:3] for rule in RULES} <= set(STEP_GROUPS)


def test_a_page_says_what_the_rule_does_under_this_authoritys_settings():
    said = settings("severity: {PS408: refuse}\nadopted: {PS207: 2012-01-01}\n")
    pages = {page.address: page for page in rule_pages(RULES, said)}
    facts = {f["name"]: f["value"] for f in pages["rules/PS408/"].data["facts"]}
    assert facts["What it does"] == "Refuses the pack: nothing of it is published"
    facts = {f["name"]: f["value"] for f in pages["rules/PS207/"].data["facts"]}
    assert facts["Adopted"].startswith("On 1 January 2012: what was published before")
    rows = {
        row["crumb"].title: row["effect"]
        for _, rows in pages["rules/"].data["groups"]
        for row in rows
    }
    assert rows["PS408 review overdue"] == "Refuses"
    assert rows["PS103 marking missing"] == "Keeps inside"


def test_marks_become_pieces_and_nothing_is_lost():
    assert spans("a `b*c` *d* e") == (
        ("text", "a "), ("code", "b*c"), ("text", " "), ("em", "d"), ("text", " e"),
    )  # fmt: skip
    assert spans("2 * 3 * 4") == (("text", "2 * 3 * 4"),)
    assert unmarked("a `b` *c*") == "a b c"


def test_every_group_of_the_design_has_a_heading():
    assert {group(rule) for rule in RULES} == set(GROUPS.values())
    assert set(Severity) == {rule.severity for rule in RULES}
