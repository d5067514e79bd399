"""What counts as an answer in a document's metadata, and where its absence is shown."""

import pytest

from generator.gate.written import (
    MEASURES,
    bare,
    gaps,
    listed,
    missing,
    place,
    readable_record,
    says_nothing,
    unanswered,
)
from generator.store.source import read_document
from tests.gate.test_rules import context
from tests.stores import make_store

NO_ANSWERS = (
    None, "", "  ", "-", "\u2013", "...", "N/A", "n / a", "N.A.", "na", "Not applicable", "None",
    "nil", "Nothing.", "null", "Not known", "unknown", "TBA", "T.B.C.", "tbd", "To be advised",
    "to be completed", "to be confirmed", "To be decided", "\u039done", "n\u200bil",
)  # fmt: skip
ANSWERS = ("No", "0", "None known", "None: nobody is affected", "Not yet", "TBC by May", "nine")


@pytest.mark.parametrize("text", NO_ANSWERS)
def test_a_blank_or_a_promise_is_no_answer(text):
    assert says_nothing(text)


@pytest.mark.parametrize("text", ANSWERS)
def test_any_other_words_are_an_answer(text):
    assert not says_nothing(text)


def test_letters_and_figures_alone_are_compared():
    assert bare("It is - \u039d/A, 24.") == "itisna24"
    assert bare(None) == ""


SOURCE = read_document(
    "policies/a/v1/policy.md",
    b"""---
type: policy
owner: Director
blank:
later: TBC
number: 0
measures:
  compliance: All is done.
  performance: N/A
  benefits:
list: [one]
---
Words.
""",
)


@pytest.mark.parametrize(
    ("keys", "is_missing", "is_unanswered"),
    [
        (["owner"], False, False),
        (["blank"], True, True),
        (["gone"], True, True),
        (["later"], False, True),
        (["number"], False, False),
        (["list"], False, False),
        (["measures"], False, False),
        (["measures", "compliance"], False, False),
        (["measures", "performance"], False, True),
        (["measures", "benefits"], True, True),
        (["measures", "gone"], True, True),
        (["gone", "further"], True, True),
        (["blank", "further"], True, True),
        (["measures", "gone", "further"], True, True),
        (["owner", "of_what"], False, False),
        (["list", "of_what"], False, False),
        (["measures", "compliance", "of_what"], False, False),
    ],
)
def test_a_field_is_missing_or_unanswered(keys, is_missing, is_unanswered):
    """Where something of the wrong shape stands in the way, PS002 says so and no other rule."""
    assert missing(SOURCE, *keys) is is_missing
    assert unanswered(SOURCE, *keys) is is_unanswered


@pytest.mark.parametrize(
    ("keys", "line"),
    [(["owner"], 3), (["blank"], 4), (["measures", "performance"], 9), (["measures", "gone"], 7),
     (["gone"], 2), (["gone", "further"], 2)],
)  # fmt: skip
def test_what_is_not_written_is_shown_where_its_duty_stands(keys, line):
    assert place(SOURCE, *keys, duty="type").line == line


def test_each_gap_is_told_at_its_line():
    found = [(at.line, words) for at, words in gaps(SOURCE, "measures", MEASURES)]
    assert found == [(7, "diversity impact"), (9, "performance"), (10, "benefits")]


def test_gaps_may_be_what_is_missing_alone():
    found = [words for _, words in gaps(SOURCE, "measures", MEASURES, missing)]
    assert found == ["diversity impact", "benefits"]


@pytest.mark.parametrize(("key", "line"), [("gone", 2), ("blank", 4)])
def test_where_all_are_missing_that_is_one_gap(key, line):
    found = [(at.line, words) for at, words in gaps(SOURCE, key, MEASURES)]
    assert found == [(line, "diversity impact, compliance, performance or benefits")]


@pytest.mark.parametrize(
    ("words", "sentence"), [(["a"], "a"), (["a", "b"], "a or b"), (["a", "b", "c"], "a, b or c")]
)
def test_words_are_listed_as_a_sentence_does(words, sentence):
    assert listed(words) == sentence


def test_a_record_is_read_where_it_can_be(tmp_path):
    folder = "policies/use-of-cameras/v1"
    record = readable_record(context(make_store(tmp_path)).scheme.by_path[folder])
    assert record.source.path == f"{folder}/record.yml"
    (tmp_path / folder / "record.yml").write_text("a: [", "utf-8")
    assert readable_record(context(tmp_path).scheme.by_path[folder]) is None
    (tmp_path / folder / "record.yml").unlink()
    assert readable_record(context(tmp_path).scheme.by_path[folder]) is None
