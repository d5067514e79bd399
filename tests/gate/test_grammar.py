"""How a line is read: its words, their brackets and capitals, and what a marking's name is."""

import pytest
from msgspec import structs

from generator.gate.marking_grammar import (
    DRAFT,
    NOTHING,
    Run,
    alone,
    compact,
    loud,
    opening,
    plain,
    read_run,
    tokens,
    words_of,
)
from tests.gate.test_marks import SETTINGS, WORDS


def with_markings(**changes):
    markings = structs.replace(SETTINGS.markings, **changes)
    return words_of(structs.replace(SETTINGS, markings=markings))


def test_the_words_of_a_line_and_what_stands_between():
    assert [structs.astuple(token) for token in tokens("A (b [c]\n d)) e {f} ({g")] == [
        ("a", "A", "", 0, 0), ("b", "b", " (", 0, 1), ("c", "c", " [", 0, 2),
        ("d", "d", "]\n ", 1, 1), ("e", "e", ")) ", 1, 0), ("f", "f", " {", 1, 1),
        ("g", "g", "} ({", 1, 2),
    ]  # fmt: skip
    assert [token.depth for token in tokens("a) b (c")] == [0, 0, 1]
    assert [token.row for token in tokens("\n\na\n\n\nb")] == [2, 5]


def test_attributes_and_boxes_to_tick_are_no_words():
    for text in (
        "a {: .centre }",
        "a {.centre}",
        "a {#top}",
        "a { .x }",
        "[ ] a",
        "[x] a",
        " [X] a",
    ):
        assert [token.word for token in tokens(text)] == ["a"], text
    assert [token.word for token in tokens("a {b} [x]c")] == ["a", "b", "x", "c"]


def test_a_figure_among_letters_is_the_letter_it_looks_like():
    found = tokens("0FFICIAL RESTRlCTED R3STR1CTED 5ECRET 2010 v2 3a 12th 10abc")
    assert [token.word for token in found] == [
        "officiai", "restricted", "restricted", "secret", "2010", "v2", "3a", "12th", "ioabc",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["RE\u00adST", "RE\u200bST", "R\u0301EST", "RE\u20ddST", "RE\ufeffST", "\uff32EST"]
)
def test_marks_on_letters_and_what_has_no_width_are_left_out(text):
    assert plain(text) == "REST"


def test_plain_text_stays_as_it_is():
    assert plain("REST \n x") == "REST \n x"
    assert compact("Top - Secret") == "topsecret"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("RESTRICTED", True), ("Restricted", False), ("OFFICIAL Sensitive", True),
        ("OFFICIAL Sensitives", False),
        ("OFFICIALLY Sens", True), ("Ab", False), ("ABc", True),
        ("AbcD", False), ("12", False), ("", False), ("\u0280\u1d07s\u1d1b", True),
    ],
)  # fmt: skip
def test_most_letters_in_capitals_are_loud(text, expected):
    assert loud(tokens(text)) is expected


def test_a_run_is_something_where_it_marks_or_is_a_draft():
    assert not NOTHING
    assert not Run(3, 3)
    assert Run(1, names=("SECRET",))
    assert Run(1, draft=True)
    assert structs.astuple(Run(3)) == (3, 0, (), False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SECRET", Run(1, 1, ("SECRET",))),
        ("TOP SECRET", Run(2, 2, ("TOP SECRET",))),
        ("DRAFT", Run(1, 1, (), draft=True)),
        ("DRAFT SECRET", Run(2, 2, ("SECRET",), draft=True)),
        ("SECRET DRAFT 3", Run(3, 2, ("SECRET",), draft=True)),
        ("3 SECRET", Run(2, 2, ("SECRET",))),
        ("UK SECRET UK", Run(3, 2, ("SECRET",))),
        ("SECRET words", NOTHING),
        ("words", NOTHING),
        ("3", NOTHING),
        ("", NOTHING),
        ("secret", NOTHING),
    ],
)
def test_what_marks_and_does_nothing_else(text, expected):
    assert alone(tokens(text), WORDS, capitals=True) == expected


def test_small_letters_mark_where_they_may():
    assert alone(tokens("secret"), WORDS, capitals=False) == Run(1, 1, ("SECRET",))


def test_a_run_begins_anywhere_and_goes_no_further_than_it_may():
    found = tokens("the SECRET SECRET SECRET words")
    assert opening(found, WORDS) == Run(0, 0)
    run = read_run(found, 1, WORDS, capitals=True)
    assert run == Run(4, 4, ("SECRET", "SECRET", "SECRET"))
    assert read_run(found, 1, WORDS, capitals=True, most=2) == Run(3, 3, ("SECRET", "SECRET"))
    assert opening(found[1:], WORDS).names == ("SECRET", "SECRET", "SECRET")


def test_the_words_of_an_authority():
    words = with_markings(
        schemes=(("OPEN", "IN CONFIDENCE"), ("TOP SECRET",)),
        phrases=("Not  for release", "  ", "SECRET"),
    )
    assert words.names["open"] == "OPEN"
    assert words.names[compact("IN CONFIDENCE")] == "IN CONFIDENCE"
    assert words.names[compact("Not for release")] == "Not for release"
    assert words.names[compact("SECRET")] == "SECRET"
    assert "" not in words.names
    assert words.phrases - {""} == {"Not for release"}
    assert words.furniture == {compact("Anyshire Police"), "ap"}
    assert words.longest == len("notprotectivelymarked")


def test_the_longest_name_of_all_is_still_read():
    words = with_markings(phrases=())
    longest = "NOT PROTECTIVELY MARKED"
    assert words.longest == len(compact(longest))
    assert alone(tokens(longest), words, capitals=True).names == (longest,)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("this is SECRET", True), ("s-e c.r_e\nt", True), ("S3CRET", True), ("dr aft", True),
        ("SÉCRET", True), ("ѕecret", True), ("REST\u200bRICTED", True), ("foi exempt", True),
        ("nothing of it", False), ("näher", False), ("", False), ("é", False),
    ],
)  # fmt: skip
def test_the_quick_look(text, expected):
    assert WORDS.mentioned(text) is expected


def test_what_the_quick_look_is_for():
    words = words_of(SETTINGS)
    for name in (DRAFT, *words.names):
        assert any(sign in name for sign in words.signs), name
    for sign in words.signs:
        assert not any(other in sign for other in words.signs if other != sign), sign
    assert list(words.signs) == sorted(words.signs, key=len)
