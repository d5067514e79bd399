"""Titles that open with DRAFT, lines that go on, and tags inside a word."""

import pytest

from generator.gate.marks import drafts_title, without_tags
from tests.gate.test_marks import found

SMALL_WORDS = "a an and as at by for from in of on or the to with".split()
VERBS = "is are means marks marked may must should will".split()
GOES_ON = """
    a above an and are as at be been below by called classified either for from in is labelled
    labeled marked neither nor not of or termed than the to with
""".split()
INLINE = """
    a abbr b bdi bdo cite code del dfn em font i ins kbd mark q s samp small span strike strong sub
    sup tt u var wbr
""".split()


@pytest.mark.parametrize("word", [*SMALL_WORDS, *VERBS])
@pytest.mark.parametrize("heading", [True, False])
def test_draft_and_one_of_these_begin_a_sentence(word, heading):
    assert drafts_title(f"DRAFT {word} Statement", heading=heading) is False
    assert drafts_title(f"DRAFT {word.title()} Statement", heading=heading) is False


@pytest.mark.parametrize("word", SMALL_WORDS)
def test_a_title_may_have_small_words(word):
    assert drafts_title(f"DRAFT Statement {word} Plan", heading=False) is True


@pytest.mark.parametrize("word", VERBS)
def test_a_title_has_no_verb_in_small_letters(word):
    assert drafts_title(f"DRAFT Statement {word} Plan", heading=False) is False


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("DRAFT", False), ("DRAFT Plan", True), ("Draft Plan", False), ("The DRAFT Plan", False),
        ("DRAFT" + " Plan" * 25, True), ("DRAFT" + " Plan" * 26, False),
        *((f"DRAFT Plan{mark}", False) for mark in ".,;:?!"), ("DRAFT Plan)", True), ("", False),
        ("DRAFT Plan. ", False),
    ],
)  # fmt: skip
def test_a_title_that_opens_with_draft(text, expected):
    assert drafts_title(text, heading=False) is expected


@pytest.mark.parametrize("word", GOES_ON)
def test_a_line_that_ends_so_goes_on_in_the_next(word):
    assert found(f"The papers of the unit {word}\nRESTRICTED.") == []
    assert found(f"The papers of the unit {word}\nRESTRICTED") == ["2 RESTRICTED"]


@pytest.mark.parametrize("mark", [*".,;:)", '."', ".)", "). "])
def test_what_stops_a_line(mark):
    assert found(f"The papers of the unit are\nRESTRICTED{mark}") == []


@pytest.mark.parametrize("mark", ["!", "]", ""])
def test_what_does_not_stop_a_line(mark):
    assert found(f"The papers of the unit are\nRESTRICTED{mark}") == ["2 RESTRICTED"]


@pytest.mark.parametrize("tag", INLINE)
def test_a_tag_inside_a_line_vanishes(tag):
    assert without_tags(f"RES<{tag}>TRIC</{tag.upper()}>TED") == "RESTRICTED"


def test_another_tag_parts_and_what_is_no_tag_stays():
    assert without_tags("a<p>b<br/>c") == "a\tb\tc"
    assert without_tags("a<insert>b<!-- x -->c<?y?>d&amp;e") == "a<insert>bcd&e"
