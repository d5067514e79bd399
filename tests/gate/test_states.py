"""What becomes of each pack as days go by, and what a rule may ask of that."""

import pytest

from generator.gate.context import Context
from generator.gate.states import is_due, is_withdrawn, states
from generator.gate.versions import is_in_force, monitoring_reports, version_before
from generator.vocabulary import State
from tests.gate.test_sites import (
    CAMERAS,
    FOUND,
    INSPECTED,
    MONITORED,
    OLD,
    WITHDRAWN,
    settled,
)
from tests.stores import AS_AT


def day_of(text):
    return type(AS_AT).fromisoformat(text)


DAYS = {"2026-10-01": State.WITHDRAWN, "2026-10-02": State.WITHDRAWN, "2026-09-30": State.IN_FORCE}


@pytest.mark.parametrize("day", DAYS)
def test_a_policy_ends_on_its_day(tmp_path, day):
    ready = settled(tmp_path, add=WITHDRAWN, as_at=day_of(day))
    assert ready.states[FOUND] is DAYS[day]


def test_a_report_outlives_its_policy(tmp_path):
    ready = settled(tmp_path, add=WITHDRAWN)
    assert ready.states[MONITORED] is State.IN_FORCE


def test_a_version_that_waits_is_withdrawn_with_its_policy(tmp_path):
    edit = (f"{FOUND}/record.yml", "publish_on: 2025-08-01", "publish_on: 2027-08-01")
    assert settled(tmp_path / "a", edit).states[FOUND] is State.HELD
    assert settled(tmp_path / "b", edit, add=WITHDRAWN).states[FOUND] is State.WITHDRAWN


@pytest.mark.parametrize(
    ("day", "state"),
    [("2026-07-31", State.HELD), ("2026-08-01", State.IN_FORCE), ("2026-08-02", State.IN_FORCE)],
)
def test_a_pack_is_out_from_its_day_on(tmp_path, day, state):
    ready = settled(tmp_path, as_at=day_of(day))
    assert ready.states[CAMERAS] is state


def test_a_monitoring_report_needs_one_version_that_is_out(tmp_path):
    ready = settled(tmp_path, remove=[f"{FOUND}/eia.md"])
    assert (ready.states[FOUND], ready.states[OLD]) == (State.REFUSED, State.IN_FORCE)
    assert ready.states[MONITORED] is State.IN_FORCE


def test_a_monitoring_report_of_a_policy_that_is_not_out_is_held(tmp_path):
    later = "publish_on: 2027-08-01"
    ready = settled(
        tmp_path,
        (f"{FOUND}/record.yml", "publish_on: 2025-08-01", later),
        (f"{OLD}/record.yml", "publish_on: 2022-08-01", "publish_on: 2027-07-01"),
    )
    assert ready.states[MONITORED] is State.HELD
    assert ready.states[INSPECTED] is State.IN_FORCE


def test_of_the_base_store_all_is_out(tmp_path):
    ready = settled(tmp_path)
    assert states(ready.scheme, frozenset(), AS_AT) == dict.fromkeys(
        ready.scheme.by_path, State.IN_FORCE
    ) | {OLD: State.SUPERSEDED}
    assert states(ready.scheme, frozenset({FOUND, INSPECTED}), AS_AT) == dict.fromkeys(
        ready.scheme.by_path, State.IN_FORCE
    ) | {FOUND: State.REFUSED, INSPECTED: State.REFUSED}
    assert is_due(ready.scheme.by_path[FOUND], AS_AT)
    assert not is_withdrawn(ready.scheme, "found-property", AS_AT)


def test_a_report_waits_for_its_day(tmp_path):
    ready = settled(tmp_path)
    found = states(ready.scheme, frozenset(), day_of("2026-02-28"))
    assert (found[MONITORED], found[INSPECTED]) == (State.HELD, State.HELD)


def test_a_rule_may_ask_which_version_is_in_force_and_for_packs_by_title(tmp_path):
    ready = settled(tmp_path)
    assert ready.in_force("found-property").path == FOUND
    assert ready.in_force("found") is None
    titled = ready.titled_in_force(ready.scheme.by_path[OLD].policy)
    assert [pack.path for pack in titled] == [FOUND]
    assert ready.titled_in_force(ready.scheme.by_path[INSPECTED].report) == ()


def test_a_rule_may_ask_which_versions_the_last_publication_had(tmp_path):
    paths = {"policies/a/v10", "policies/a/v9", "policies/b/v1", "content/a/v3", "policies/a/x"}
    ready = Context(settled(tmp_path).scheme, AS_AT, frozenset(paths))
    assert [ready.versions_published(owner) for owner in "abc"] == [(9, 10), (1,), ()]


def test_what_is_worked_out_for_a_document_is_kept_until_its_pack_is_done(tmp_path):
    ready, done = settled(tmp_path), []
    document = ready.scheme.by_path[FOUND].policy

    def work(document, settings):
        done.append((document.path, settings))
        return len(done)

    assert [ready.once(work, document) for _ in range(2)] == [1, 1]
    assert done == [(document.path, ready.settings)]
    assert ready.once(work, ready.scheme.by_path[OLD].policy) == 2
    ready.forget()
    assert ready.once(work, document) == 3


def test_which_versions_and_reports_there_are_of_a_policy(tmp_path):
    ready = settled(tmp_path)
    old, new = ready.scheme.by_path[OLD], ready.scheme.by_path[FOUND]
    assert (is_in_force(old, ready), is_in_force(new, ready)) == (False, True)
    assert (version_before(old, ready), version_before(new, ready)) == (None, old)
    assert [r.path for r in monitoring_reports("found-property", ready)] == [MONITORED]
    assert list(monitoring_reports("inspectorate", ready)) == []


def test_a_report_in_development_is_none_yet(tmp_path):
    edit = (f"{MONITORED}/record.yml", "stage: implementation", "stage: development")
    ready = settled(tmp_path, edit)
    assert list(monitoring_reports("found-property", ready)) == []
    assert ready.states[MONITORED] is State.IN_DEVELOPMENT
