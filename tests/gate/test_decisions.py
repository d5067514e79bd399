"""What the gate decides of a pack, and what a decision says."""

from collections import Counter

import pytest

from generator.gate.decision import Cleared, state_of
from generator.vocabulary import Site, State
from tests.gate.test_rules import verdict
from tests.stores import Example, make_store

CAMERAS, FOUND = "policies/use-of-cameras/v1", "policies/found-property/v2"
EDITS = {
    State.IN_FORCE: {},
    State.HELD: {"find": "publish_on: 2026-08-01", "put": "publish_on: 2026-12-01"},
    State.IN_DEVELOPMENT: {"find": "stage: implementation", "put": "stage: development"},
    State.REFUSED: {"find": "rank: acpo", "put": "rank: sergeant"},
}


def decisions(root, edit):
    edits = {f"{CAMERAS}/record.yml": [edit]} if edit else {}
    make_store(root, Example("", "", None, edits))
    return {decision.pack.path: decision for decision in verdict(root).decisions}


@pytest.mark.parametrize("state", EDITS)
def test_a_decision_stands_for_the_state_of_its_pack(tmp_path, state):
    found = decisions(tmp_path, EDITS[state])
    assert state_of(found[CAMERAS]) is state
    assert isinstance(found[CAMERAS], Cleared) is (state is State.IN_FORCE)
    others = Counter(state_of(decision) for path, decision in found.items() if path != CAMERAS)
    assert others == {State.IN_FORCE: 4, State.SUPERSEDED: 1}


def test_a_cleared_pack_says_what_of_it_goes_where(tmp_path):
    edit = {"find": "sop-process.md: {public: yes", "put": "sop-process.md: {public: no"}
    cameras = decisions(tmp_path, edit)[CAMERAS]
    assert [d.name for d in cameras.on(Site.PUBLIC)] == ["eia.md", "policy.md"]
    assert [d.name for d in cameras.on(Site.INTRANET)] == ["eia.md", "policy.md", "sop-process.md"]
    assert cameras.shows_on(Site.PUBLIC)


def test_a_pack_that_stays_inside_shows_nothing_outside(tmp_path):
    said = "withheld_from_public: {reason: It names a site., by: Director, date: 2026-07-01}\n"
    edit = {"find": "publish_on: ", "put": f"{said}publish_on: "}
    cameras = decisions(tmp_path, edit)[CAMERAS]
    assert (cameras.shows_on(Site.PUBLIC), cameras.shows_on(Site.INTRANET)) == (False, True)
