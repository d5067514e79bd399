"""Messages that count or compare say so exactly."""

from datetime import date

import pytest

from generator.gate.decide import decide
from generator.gate.rules import RULES
from tests.gate.test_rules import context
from tests.stores import AS_AT, Example, make_store

CAMERAS = "policies/use-of-cameras/v1/"
SECOND = "policies/found-property/v2/"
SIX = "8 days, 9 days, 10 days, 11 days, 12 days, "
EXCEPTION = """exception:
  ground: immediate-operational-need
  reason: The cameras were needed at once.
  approved_by: Assistant Chief Constable, Resources
  rank: acpo
  approved: 2026-06-20
  risk_owner: Assistant Chief Constable, Resources
  policy_unit_consulted: 2026-06-19
  assessment_due: 2026-08-02
  public: yes
publish_on: 2026-08-01
"""


def messages(root, rule, as_at, edits, remove=()):
    edited = {
        name: [{"find": find, "put": put} for find, put in pairs] for name, pairs in edits.items()
    }
    make_store(root, Example("", "", as_at, edited, remove=remove))
    found = decide(RULES, context(root, as_at)).findings
    return [f.message for f in found if f.rule == rule]


@pytest.mark.parametrize(
    ("as_at", "message"),
    [
        ("2026-08-01", "unassessed for 0 days; the assessment is due on 2 August 2026"),
        ("2026-08-02", "unassessed for 1 day; the assessment is due on 2 August 2026"),
        ("2026-08-03", "unassessed for 2 days; the assessment was due on 2 August 2026"),
    ],
)
def test_an_open_exception_says_since_when(tmp_path, as_at, message):
    edits = {
        CAMERAS + "record.yml": [
            ("publish_on: 2026-08-01\n", EXCEPTION),
            ('      eia.md: "sha256:SIGN"\n', ""),
        ]
    }
    found = messages(tmp_path, "PS412", date.fromisoformat(as_at), edits, (CAMERAS + "eia.md",))
    assert found == [f"has been in force {message}"]


@pytest.mark.parametrize(("due", "days"), [("2026-11-21", "1 day"), ("2025-08-01", "478 days")])
def test_an_overdue_review_says_since_when(tmp_path, due, days):
    edits = {SECOND + "policy.md": [("review_by: 2028-08-01", f"review_by: {due}")]}
    [message] = messages(tmp_path, "PS408", AS_AT, edits)
    assert message.endswith(f", {days} ago")


@pytest.mark.parametrize(
    ("was", "now", "message"),
    [
        (
            "must decide within 5 days",
            "must decide within 7 days, and never after 8 days",
            'says "never, after, 8 days", which version 1 did not say there',
        ),
        (
            "must decide within 5 days",
            "decide within 7 days",
            'no longer says "must", as version 1 did',
        ),
        (
            "must decide within 5 days",
            "should decide within 7 days",
            'says "should" where version 1 said "must"',
        ),
        (
            "must decide within 5 days",
            "must decide within 7 days, 8 days, 9 days, 10 days, 11 days, 12 days or 13 days",
            f'says "{SIX}13 days", which version 1 did not say there',
        ),
        (
            "must decide within 5 days",
            "must decide within 7 days, 8 days, 9 days, 10 days, 11 days, 12 days, 13 or 14 days",
            f'says "{SIX}13 ...", which version 1 did not say there',
        ),
    ],
)
def test_a_minor_change_shows_the_words(tmp_path, was, now, message):
    edits = {
        SECOND + "policy.md": [(was, now)],
        SECOND + "sop-process.md": [("within 5 days", "within 7 days")],
        SECOND + "record.yml": [("change: major", "change: minor")],
    }
    assert messages(tmp_path, "PS404", AS_AT, edits) == [message]


def test_dates_that_run_backwards_are_both_named(tmp_path):
    edits = {CAMERAS + "record.yml": [("closed: 2026-03-15, result", "closed: 2026-01-31, result")]}
    [message] = messages(tmp_path, "PS309", AS_AT, edits)
    assert message == (
        "says that consultation 1 closed on 31 January 2026, before consultation 1 "
        "opened on 1 February 2026"
    )
