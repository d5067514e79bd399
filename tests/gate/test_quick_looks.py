"""A quick look at a whole document never passes what the careful one would find in a part of it."""

import random

import pytest

from generator.findings import Location
from generator.gate import dialects
from generator.gate import marking_grammar as markings
from generator.gate.passages import BETWEEN, Passage
from generator.gate.rules import ps105_placeholder_left as placeholders
from generator.gate.rules import ps107_personal_data as personal
from generator.gate.rules import ps108_figure_missing as figures
from generator.settings import read_settings
from generator.store.lookalikes import fold_each

SETTINGS, _ = read_settings(None)
AT = Location("a.md", 1, 1)
FEW, MANY = 3_000, 12_000


def texts(pieces, count, separator=""):
    """Yield texts of a few of these pieces, the same ones each time."""
    chosen = random.Random(7)  # noqa: S311 - to choose, not to hide
    for _ in range(count):
        yield fold_each(separator.join(chosen.choices(pieces, k=chosen.randint(1, 8))))


def whole(text):
    return BETWEEN.join(("before 0", text, "1 after"))


PERSONAL = (
    "0", "1", "7", "07", "00", "+44", "44 ", "(0)", "0161", " ", ".", "-", "(", ")", "  ", "496",
    "0000", "123456", "ab", "c", "d", "ext", " ext.", "extension 1234", "x", "@", "a.b@c.example",
    "born on", "birth", "dob", "d.o.b", "d. o. b.", " 1980", "1 march 1980", "12/03/1980", "qq",
    "ab 12 34 56 c", "ab123456c", "isbn ", "18001", "\u00a0", "\u0660", "\uff10",
)  # fmt: skip


def test_of_personal_data():
    found = [t for t in texts(PERSONAL, MANY) if list(personal._places(Passage(t, AT, None, t)))]
    assert len(found) > MANY // 30
    assert [text for text in found if not personal._may_be_in(whole(text))] == []


FIGURES = (
    "the", "map", "below", "see", "figure", "2", "chart", "following", "next page", "page",
    "picture", "opposite", "overleaf", "diagram", "in", "is", "a", "on", "shows", "graph",
    "underneath",
)  # fmt: skip


def test_of_a_figure_that_is_spoken_of():
    found = [text for text in texts(FIGURES, MANY, " ") if figures.FIGURE.search(text)]
    assert len(found) > MANY // 30
    assert [text for text in found if not figures._may_speak(whole(text))] == []


SIGNS = (
    "", " ", ".", "x", "?", "[", "]", "(", "insert", "date", "tbc", "t.b.c", "to be",
    "confirmed", "\u2026", "...", "xx", "%", "lorem", "ipsum", "_", "n/a", "tbd", "name",
    "\u00a0",
)  # fmt: skip


@pytest.mark.parametrize("separator", ["", " "])
def test_of_placeholders(separator):
    ones = placeholders._placeholders(SETTINGS.placeholders)
    found = [
        (text, one)
        for text in texts(SIGNS, FEW, separator)
        for one in ones.all
        if list(placeholders._found(Passage(text, AT, None, text), [one]))
    ]
    assert len(found) > FEW // 30
    assert [(text, one.said) for text, one in found if one not in ones.among(whole(text))] == []


WAYS = (
    *(one.example for one in dialects.FOREIGN), *(s for one in dialects.FOREIGN for s in one.signs),
    "\n", "\n", " ", "\t", "a", "x", "]", "- ", "\n- ", "-", "|", "(", ")", '"', ":", "1.", "note",
)  # fmt: skip


def test_of_ways_of_writing():
    chosen = random.Random(7)  # noqa: S311 - to choose, not to hide
    made = ["\n" + "".join(chosen.choices(WAYS, k=chosen.randint(1, 6))) for _ in range(MANY)]
    found = [(text, one) for text in made for one in dialects.FOREIGN if one.pattern.search(text)]
    assert {one for _, one in found} == set(dialects.FOREIGN)
    assert [(text, one.name) for text, one in found if one not in dialects.KNOWN.among(text)] == []


MARKS = (
    "PROTECT", "protect", "ion", "sub", "RESTRICTED", "R E S T R I C T E D", "0FFICIAL", "OFFICIAL",
    "SENSITIVE", "-", " ", "\n", "_", "DRAFT", "draft", "ed", "TOP", "SECRET", "(", ")", ": ", "'",
    "SECRETARY", "x", "CONFIDENT1AL", "NOT FOR", " PUBLICATION",
)  # fmt: skip


def test_of_a_marking():
    words = markings.words_of(SETTINGS)
    chosen = random.Random(7)  # noqa: S311 - to choose, not to hide
    made = ["".join(chosen.choices(MARKS, k=chosen.randint(1, 6))) for _ in range(MANY)]
    found = [text for text in made if marks(text, words)]
    assert MANY // 10 < len(found) < MANY * 9 // 10
    assert [text for text in found if not words.mentioned(f"before {text}\nafter")] == []
    assert not any(map(words.mentioned, ("protection", "Secretary", "subprotect it", "drafted")))


def marks(text, words):
    """Whether a marking, or DRAFT, stands anywhere in a text."""
    tokens = markings.tokens(text)
    return any(markings.read_run(tokens, at, words, capitals=False) for at in range(len(tokens)))
