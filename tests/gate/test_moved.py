"""No answer changes but to a question that is known to have moved."""

import dataclasses
import shutil

import pytest

from generator.gate.asked import Answers, Of, as_line, questions, watched
from generator.gate.decide import decide
from generator.gate.moved import moved, moved_by_states
from generator.gate.rules import RULES
from generator.vocabulary import State
from tests.gate.test_asked import CAMERAS, FOUND, KEYS, other, settled  # noqa: F401 - fixtures
from tests.gate.test_rules import context
from tests.stores import make_store

TITLE = (Of.TITLE, "policy use of cameras")


def asked_in(context):
    """Return every question that a rule asks while it looks at any pack."""
    found = set()
    for pack in context.scheme:
        seen, asked = watched(context, pack)
        for rule in RULES:
            list(rule.findings(pack, seen))
        found |= asked
    return found


def differing(before, now, asked):
    one, two = Answers(before), Answers(now)
    return {question for question in asked if one.digest([question]) != two.digest([question])}


def all_moved(before, now):
    return moved(before, now) | moved_by_states(before, now)


def test_every_question_with_another_answer_has_moved(settled, other):  # noqa: F811
    asked = asked_in(settled) | asked_in(other) | {*KEYS.items(), TITLE}
    differ = differing(settled, other, asked)
    assert {of for of, _ in differ} == set(Of)
    assert differ <= all_moved(settled, other)
    assert differ <= all_moved(other, settled)


def test_every_question_about_a_pack_that_came_or_went_has_moved(settled, tmp_path):  # noqa: F811
    root = make_store(tmp_path / "without")
    shutil.rmtree(root / "policies/use-of-cameras")
    without = decide(RULES, context(root)).context
    asked = asked_in(settled) | asked_in(without) | {*KEYS.items(), TITLE}
    differ = differing(settled, without, asked)
    assert set(Of) - {of for of, _ in differ} == {
        Of.REPORTS, Of.WITHDRAWAL, Of.PUBLISHED, Of.EDITIONS,
    }  # fmt: skip
    assert differ <= all_moved(settled, without)
    assert differ <= all_moved(without, settled)


def test_where_nothing_changed_nothing_has_moved(settled, tmp_path):  # noqa: F811
    again = decide(RULES, context(make_store(tmp_path / "again"))).context
    assert all_moved(settled, again) == set()


def test_words_that_changed_move_what_is_asked_of_their_pack_and_no_more(settled, tmp_path):  # noqa: F811
    root = make_store(tmp_path / "words")
    text = root / f"{CAMERAS}/sop-process.md"
    text.write_text(text.read_text("utf-8") + "\nCameras are kept dry.\n", "utf-8")
    owner = "use-of-cameras"
    pack = settled.scheme.by_path[CAMERAS]
    assert moved(settled, context(root)) == {
        (Of.PACK, CAMERAS), (Of.FAMILY, owner), (Of.POLICY, owner), (Of.REPORTS, owner),
        (Of.ID, owner),
        *((Of.TITLE, title) for title in pack.titles),
        *((Of.REFERENCE, c.reference.lower()) for c in pack.covers if c.reference),
        *((Of.REFERENCE_USED, c.reference) for c in pack.covers if c.reference),
    }  # fmt: skip
    assert TITLE[1] in pack.titles


def test_a_name_that_a_policy_had_moves_with_it(settled, tmp_path):  # noqa: F811
    root = make_store(tmp_path / "renamed")
    text = root / f"{CAMERAS}/policy.md"
    text.write_text(
        text.read_text("utf-8").replace("\ntype: policy", "\nformerly: [Old-Name]\ntype: policy"),
        "utf-8",
    )
    assert (Of.ID, "old-name") in moved(settled, context(root))
    assert (Of.ID, "old-name") in moved(context(root), settled)


def test_another_state_moves_the_titles_of_its_pack(settled):  # noqa: F811
    pack = settled.scheme.by_path[CAMERAS]
    withdrawn = dataclasses.replace(settled, states={**settled.states, CAMERAS: State.WITHDRAWN})
    no_pack = dataclasses.replace(settled.scheme, packs=())
    titles = {(Of.TITLE, title) for title in pack.titles}
    for gone in (withdrawn, dataclasses.replace(withdrawn, scheme=no_pack)):
        assert moved_by_states(settled, gone) == {(Of.STATE, CAMERAS), *titles}
        assert moved_by_states(gone, settled) == {(Of.STATE, CAMERAS), *titles}


def test_what_was_published_moves_its_policy_alone(settled):  # noqa: F811
    published = dataclasses.replace(settled, published=frozenset({FOUND, "odd"}))
    assert all_moved(settled, published) == {
        (Of.PUBLISHED, FOUND), (Of.PUBLISHED, "odd"), (Of.EDITIONS, "found-property"),
    }  # fmt: skip


@pytest.mark.parametrize("key", ["plain", "two\nlines", "a\ttab", 'it\'s "so"', "\udc80\0", ""])
def test_a_question_is_one_line_and_comes_back_from_it(key):
    asked = [(of, key) for of in Of]
    lines = [as_line(question) for question in asked]
    assert all(len(line.splitlines()) == 1 for line in lines)
    assert list(questions("\n".join(lines))) == asked


def test_no_answer_is_asked_for_again_where_nothing_moved(tmp_path, monkeypatch):
    ready = context(make_store(tmp_path))
    first = decide(RULES, ready)
    monkeypatch.setattr(Answers, "digest", lambda *_: pytest.fail("was asked for"))
    assert decide(RULES, ready, first.examined).findings == first.findings
