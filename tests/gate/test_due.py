"""What a policy in force asks for next, and by which day."""

import hashlib
import re
import shutil
from datetime import date

import pytest

from generator.gate.decide import decide
from generator.gate.due import Duty, Task, duties, monitored_since
from generator.gate.rules import RULES
from generator.vocabulary import State
from tests.gate.test_rules import context
from tests.stores import AS_AT, Example, make_store

CAMERAS, FOUND = "policies/use-of-cameras/v1", "policies/found-property/v2"
RECORD = "monitoring/found-property/2025/record.yml"


def asked(root, pack, edits=None, remove=(), as_at=AS_AT):
    edited = {
        name: [{"find": find, "put": put} for find, put in pairs]
        for name, pairs in (edits or {}).items()
    }
    make_store(root, Example("", "", as_at, edited, remove=tuple(remove)))
    settled = decide(RULES, context(root, as_at)).context
    found = settled.scheme.by_path[pack]
    return [(d.task.value, d.by) for d in duties(found, settled)], monitored_since(found, settled)


def test_a_policy_never_reported_on(tmp_path):
    assert asked(tmp_path, CAMERAS) == (
        [
            ("Review", date(2029, 8, 1)), ("Monitoring report", date(2027, 8, 1)),
            ("Impact assessment", date(2029, 5, 1)),
        ],
        ("the policy was first published", date(2026, 8, 1)),
    )  # fmt: skip


def test_a_policy_is_counted_from_its_last_report(tmp_path):
    assert asked(tmp_path, FOUND) == (
        [
            ("Review", date(2028, 8, 1)), ("Monitoring report", date(2027, 3, 1)),
            ("Impact assessment", date(2028, 5, 1)),
        ],
        ("the last was published", date(2026, 3, 1)),
    )  # fmt: skip


def test_or_from_its_first_version_where_that_report_is_not_out(tmp_path):
    edits = {RECORD: [("stage: implementation", "stage: development")]}
    _, since = asked(tmp_path, FOUND, edits)
    assert since == ("the policy was first published", date(2022, 8, 1))


def test_a_report_to_come_does_not_count(tmp_path):
    edits = {RECORD: [("publish_on: 2026-03-01", "publish_on: 2026-12-01")]}
    _, since = asked(tmp_path, FOUND, edits)
    assert since == ("the policy was first published", date(2022, 8, 1))


def test_a_policy_that_is_not_out_asks_for_no_monitoring(tmp_path):
    edits = {f"{CAMERAS}/record.yml": [("publish_on: 2026-08-01", "publish_on: 2026-12-01")]}
    found, since = asked(tmp_path, CAMERAS, edits)
    assert since is None
    assert [task for task, _ in found] == ["Review", "Impact assessment"]


def test_without_an_assessment_the_exception_says_when_it_is_due(tmp_path):
    exception = "exception: {assessment_due: 2026-09-01}\npublish_on: 2026-08-01\n"
    edits = {f"{CAMERAS}/record.yml": [("publish_on: 2026-08-01\n", exception)]}
    found, _ = asked(tmp_path, CAMERAS, edits, (f"{CAMERAS}/eia.md",))
    assert ("Impact assessment", date(2026, 9, 1)) in found


def test_without_either_none_is_due(tmp_path):
    found, _ = asked(tmp_path, CAMERAS, remove=(f"{CAMERAS}/eia.md", f"{CAMERAS}/policy.md"))
    assert found == []


def test_an_assessment_without_a_day_is_due_on_none(tmp_path):
    edits = {f"{CAMERAS}/eia.md": [("completed_on: 2026-05-01\n", "")]}
    assert [task for task, _ in asked(tmp_path, CAMERAS, edits)[0]] == ["Review"]


@pytest.mark.parametrize(("day", "days"), [(21, 1), (22, 0), (23, -1)])
def test_days_overdue(day, days):
    assert Duty(Task.REVIEW, date(2026, 11, day)).overdue(AS_AT) == days


def test_of_several_reports_the_last_counts(tmp_path):
    make_store(tmp_path)
    old = tmp_path / "monitoring/found-property/2025"
    shutil.copytree(old, tmp_path / "monitoring/found-property/2024")
    record = tmp_path / "monitoring/found-property/2024/record.yml"
    text = record.read_text("utf-8").replace("publish_on: 2026-03-01", "publish_on: 2026-02-25")
    record.write_text(text, "utf-8")
    report = tmp_path / "monitoring/found-property/2024/report.md"
    report.write_text(report.read_text("utf-8").replace("MON-0001", "MON-0009"), "utf-8")
    digest_of = "sha256:" + hashlib.sha256(report.read_bytes()).hexdigest()
    signed = re.sub(r"sha256:[0-9a-f]{64}", digest_of, record.read_text("utf-8"))
    record.write_text(signed, "utf-8")
    settled = decide(RULES, context(tmp_path)).context
    found = settled.scheme.by_path[FOUND]
    assert settled.states["monitoring/found-property/2024"] is State.IN_FORCE
    assert monitored_since(found, settled) == ("the last was published", date(2026, 3, 1))


def test_of_a_withdrawn_policy_the_months_are_counted_as_before(tmp_path):
    make_store(tmp_path)
    said = "date: 2026-11-01\nreason: It is over.\n"
    (tmp_path / "policies/use-of-cameras/withdrawn.yml").write_text(said, "utf-8")
    settled = decide(RULES, context(tmp_path)).context
    assert settled.states[CAMERAS] is State.WITHDRAWN
    since = monitored_since(settled.scheme.by_path[CAMERAS], settled)
    assert since == ("the policy was first published", date(2026, 8, 1))
