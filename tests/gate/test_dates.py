"""Each step that is dated before one that must come first, in words and at its line (PS309)."""

import pytest

from tests.gate.test_rules import verdict
from tests.stores import AS_AT, Example, make_store

PACK = "policies/use-of-cameras/v1"
RECORD, EIA, WORKBOOK = f"{PACK}/record.yml", f"{PACK}/eia.md", f"{PACK}/workbook.md"
REPORT = "monitoring/found-property/2025"
HEAD = "stage: implementation\n"


def found(root, *edits, remove=(), as_at=AS_AT):
    """Return file, text of its line, and message of each; the record begins with a blank line."""
    edited = {}
    for name, find, put in edits:
        edited.setdefault(name, []).append({"find": find, "put": put})
    make_store(root, Example("", "", as_at, edited, remove=tuple(remove)))
    said = []
    for f in verdict(root, as_at).findings:
        if f.rule == "PS309":
            line = (root / f.at.path).read_text("utf-8").split("\n")[f.at.line - 1]
            said.append((f.at.path.rpartition("/")[2], line.strip()[:24], f.message))
    return said


COMMISSIONED = ("the policy was commissioned", "5 January 2026")
CASES = {
    "consultation opened": (
        [(RECORD, "opened: 2026-02-01, closed: 2026-03-15, result: In favour., decision: A",
          "opened: 2026-01-04, closed: 2026-03-15, result: In favour., decision: A")],
        [],
    ),
    "consultation closed before it opened": (
        [(RECORD, "closed: 2026-03-15", "closed: 2026-01-31")],
        [("record.yml", "- {who: Staff networks, ", ("says that consultation 1 closed on 31 "
          "January 2026, before consultation 1 opened on 1 February 2026"))],
    ),
    "the second consultation": (
        [(RECORD, "side: external, opened: 2026-02-01, closed: 2026-03-15",
          "side: external, opened: 2026-02-01, closed: 2026-06-02")],
        [("record.yml", "- {who: Independent advi", ("says that it was submitted on 1 June 2026, "
          "before consultation 2 closed on 2 June 2026"))],
    ),
    "a consultation that did not close": (
        [(RECORD, "opened: 2026-02-01, closed: 2026-03-15", "opened: 2026-06-02")],
        [("record.yml", "- {who: Staff networks, ", ("says that it was submitted on 1 June 2026, "
          "before consultation 1 opened on 2 June 2026"))],
    ),
    "consulted before it was commissioned": (
        [(RECORD, "consulted: 2026-01-20", "consulted: 2026-01-04")],
        [("record.yml", "safety_and_health: {cons", ("says that safety and health were consulted "
          "on 4 January 2026, before the policy was commissioned on 5 January 2026"))],
    ),
    "assessed before it was commissioned": (
        [(EIA, "completed_on: 2026-05-01", "completed_on: 2026-01-04")],
        [("eia.md", "completed_on: 2026-01-04", ("says that the impact assessment was completed on "
          "4 January 2026, before the policy was commissioned on 5 January 2026"))],
    ),
    "assessed after it was submitted": (
        [(EIA, "completed_on: 2026-05-01", "completed_on: 2026-06-02")],
        [("eia.md", "completed_on: 2026-06-02", ("says that it was submitted on 1 June 2026, "
          "before the impact assessment was completed on 2 June 2026"))],
    ),
    "the workbook": (
        [(WORKBOOK, "completed_on: 2026-05-01", "completed_on: 2026-06-02")],
        [("workbook.md", "completed_on: 2026-06-02", ("says that it was submitted on 1 June 2026, "
          "before the workbook was completed on 2 June 2026"))],
    ),
    "assured before it was submitted": (
        [(RECORD, "date: 2026-06-10", "date: 2026-05-31")],
        [("record.yml", "date: 2026-05-31", ("says that the Policy Co-ordination Unit assured it "
          "on 31 May 2026, before it was submitted on 1 June 2026"))],
    ),
    "published before it was approved": (
        [(RECORD, "publish_on: 2026-08-01", "publish_on: 2026-06-30")],
        [("record.yml", "publish_on: 2026-06-30", ("says that it is published on 30 June 2026, "
          "before it was approved on 1 July 2026"))],
    ),
    "submitted before it was commissioned, and nothing between": (
        [(RECORD, "date: 2026-01-05", "date: 2026-06-02"),
         (RECORD, "opened: 2026-02-01, closed: 2026-03-15, ", ""),
         (RECORD, "opened: 2026-02-01, closed: 2026-03-15, ", ""),
         (RECORD, "consulted: 2026-01-20, ", ""),
         (EIA, "completed_on: 2026-05-01\n", ""), (WORKBOOK, "completed_on: 2026-05-01\n", "")],
        [("record.yml", "submitted: 2026-06-01", ("says that it was submitted on 1 June 2026, "
          "before the policy was commissioned on 2 June 2026"))],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_step_before_its_time(tmp_path, name):
    edits, expected = CASES[name]
    assert found(tmp_path, *edits) == expected


def test_equal_days_are_in_order(tmp_path):
    day = "2026-06-01"
    edits = [
        (RECORD, "date: 2026-01-05", f"date: {day}"),
        *[(RECORD, "opened: 2026-02-01, closed: 2026-03-15", f"opened: {day}, closed: {day}")] * 2,
        (RECORD, "consulted: 2026-01-20", f"consulted: {day}"),
        (EIA, "completed_on: 2026-05-01", f"completed_on: {day}"),
        (WORKBOOK, "completed_on: 2026-05-01", f"completed_on: {day}"),
        *[(RECORD, f"date: 2026-06-{n}", f"date: {day}") for n in (10, 12, 15)],
        *[(RECORD, "date: 2026-07-01\n", f"date: {day}\n")],
        (RECORD, "publish_on: 2026-08-01", f"publish_on: {day}"),
    ]
    assert found(tmp_path, *edits) == []


def test_a_report_is_assured_before_it_is_published(tmp_path):
    edit = (f"{REPORT}/record.yml", "publish_on: 2026-03-01", "publish_on: 2026-02-19")
    assert found(tmp_path, edit) == [
        ("record.yml", "publish_on: 2026-02-19", ("says that it is published on 19 February 2026, "
         "before the Business Group Policy Co-ordinator assured it on 20 February 2026"))
    ]  # fmt: skip


def test_a_report_is_assured_after_its_period(tmp_path):
    edit = (f"{REPORT}/report.md", "period_to: 2026-01-31", "period_to: 2026-02-25")
    assert found(tmp_path, edit) == [
        ("record.yml", "date: 2026-02-20", ("says that the Business Group Policy Co-ordinator "
         "assured it on 20 February 2026, before its period ended on 25 February 2026"))
    ]  # fmt: skip


@pytest.mark.parametrize(("day", "told"), [("2026-03-01", 1), ("2026-03-02", 0)])
def test_a_period_that_ends_after_publication_is_another_rules(tmp_path, day, told):
    edit = (f"{REPORT}/report.md", "period_to: 2026-01-31", f"period_to: {day}")
    assert len(found(tmp_path, edit)) == told


def test_without_a_day_there_is_no_order(tmp_path):
    edits = [
        (f"{REPORT}/report.md", "period_to: 2026-01-31\n", ""),
        (f"{REPORT}/record.yml", "publish_on: 2026-03-01\n", ""),
    ]
    assert found(tmp_path, *edits) == []


EXCEPTION = """exception:
  ground: immediate-operational-need
  reason: The cameras were needed at once.
  approved_by: Assistant Chief Constable, Resources
  rank: acpo
  approved: 2026-08-02
  risk_owner: Assistant Chief Constable, Resources
  policy_unit_consulted: 2026-08-03
  assessment_due: 2027-08-02
  public: yes
publish_on: 2026-08-01
"""


def test_an_exception_comes_before_publication(tmp_path):
    edit = (RECORD, "publish_on: 2026-08-01\n", EXCEPTION)
    first = "says that it is published on 1 August 2026, before the policy unit was consulted on "
    second = "says that it is published on 1 August 2026, before the exception was approved on "
    assert found(tmp_path, edit) == [
        ("record.yml", "approved: 2026-08-02", f"{second}2 August 2026"),
        ("record.yml", "policy_unit_consulted: 2", f"{first}the exception on 3 August 2026"),
    ]


@pytest.mark.parametrize(
    ("change", "assessed", "told"),
    [("major", "1", 1), ("minor", "1", 0), ("interim", "1", 0), ("minor", "2", 1)],
)
def test_an_assessment_used_again_stands_outside_the_order(tmp_path, change, assessed, told):
    second = "policies/found-property/v2"
    assert len(found(
        tmp_path,
        (f"{second}/record.yml", "change: major", f"change: {change}"),
        (f"{second}/eia.md", "assessed_version: 2", f"assessed_version: {assessed}"),
        (f"{second}/eia.md", "completed_on: 2025-05-01", "completed_on: 2022-05-01"),
    )) == told  # fmt: skip
