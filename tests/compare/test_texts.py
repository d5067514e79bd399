"""What changed in a text: exact answers, and what holds for any two texts."""

import re
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.compare.blocks import BlockKind, blocks
from generator.compare.tables import Fate
from generator.compare.texts import compare
from generator.compare.words import ALL, Budget, Mark, spans
from generator.store.outline import outline

OLD = """## 1. Policy statement

The force will decide within seven days.

A record is kept of every decision that is made.

## 2. Duties

Heads of units answer for their own staff.

- search each bag
- write down what is found

| Step | Post | Days |
|---|---|---|
| Find | Officer | 2 |
| Store | Clerk | 5 |
| Sell | Agent | 90 |
"""
NEW = """## 1. Policy statement

The force will decide within 72 hours.

## 2. Duties

Heads of units answer for their own staff.

- search each bag
- write down what is found and where
- tell the owner

A record is kept of every decision that is made.

| Step | Post | Hours |
|---|---|---|
| Find | Officer | 2 |
| Store | Head clerk | 5 |
| Return | Clerk | 7 |
"""


def marked(found):
    """Return spans as text, [-deleted-] and {+inserted+}."""
    signs = {Mark.KEPT: "{}", Mark.DELETED: "[-{}-]", Mark.INSERTED: "{{+{}+}}"}
    return "".join(signs[span.mark].format(span.text) for span in found).strip()


def told(old, new):
    """Return every step but those that were kept, in one line each."""
    lines = []
    for step in compare(outline(old), outline(new)):
        if step.fate is Fate.KEPT:
            continue
        place = step.elsewhere
        moved = f" ({place.section}, {place.number})" if place else ""
        lines.append(f"{step.fate}{moved}: {marked(step.spans)}".rstrip(": "))
        lines += [
            f"  {row.fate}: {' | '.join(marked(cell) for cell in row.cells)}"
            for row in step.rows
            if row.fate is not Fate.KEPT
        ]
    return lines


def test_words_blocks_moves_and_cells_are_each_seen_for_what_they_are():
    assert told(OLD, NEW) == [
        "changed: The force will decide within[- seven days-]{+ 72 hours+}.",
        "left (2. Duties, 5)",
        "changed: write down what is found{+ and where+}",
        "added: {+tell the owner+}",
        "moved (1. Policy statement, 2): A record is kept of every decision that is made.",
        "changed",
        "  changed: Step | Post | [-Days-]{+Hours+}",
        "  changed: Store | [-Clerk-]{+Head clerk+} | 5",
        "  deleted: [-Sell-] | [-Agent-] | [-90-]",
        "  added: {+Return+} | {+Clerk+} | {+7+}",
    ]


def test_a_block_that_moved_and_changed_a_little_is_both():
    long = "The officer writes down what was found, where it was found and who was told of it."
    old = f"## A\n\n{long}\n\n## B\n\nOne other thing is said here.\n\n## C\n\nThe end of it all.\n"
    new = (
        "## A\n\n## B\n\nOne other thing is said here.\n\n## C\n\nThe end of it all.\n\n"
        f"{long.replace('officer', 'constable')}\n"
    )
    assert told(old, new) == [
        "left (C, 2)",
        f"moved (A, 1): {long.replace(' officer', '[- officer-]{+ constable+}')}",
    ]


def test_a_column_that_is_new_is_inserted_in_every_row():
    old = "| A | C |\n|---|---|\n| 1 | 3 |\n"
    new = "| A | B | C |\n|---|---|---|\n| 1 | 2 | 3 |\n"
    assert told(old, new) == [
        "changed",
        "  changed: A | {+B+} | C",
        "  changed: 1 | {+2+} | 3",
    ]


def test_short_blocks_that_stand_twice_have_not_moved():
    text = "The text stays here.\n\nAnd so does another one.\n"
    assert told(f"None.\n\n{text}", f"{text}\nNone.\n") == [
        "deleted: [-None.-]",
        "added: {+None.+}",
    ]


def test_a_comment_is_in_no_comparison():
    assert told("One.\n", "One.\n\n<!-- not yet decided -->\n") == []


def test_the_kinds_of_blocks_keep_their_kind():
    text = (
        "## H\n\nP[^1].\n\n- I\n\n```\ncode  here\n```\n\n![A map](attachments/map.png)\n\n"
        "T\n:   D\n\n[^1]: N\n"
    )
    found = [(block.kind, block.text) for block in blocks(outline(text))]
    assert found == [
        (BlockKind.HEADING, "H"),
        (BlockKind.PARAGRAPH, "P."),
        (BlockKind.ITEM, "I"),
        (BlockKind.CODE, "code  here"),
        (BlockKind.FIGURE, "A map"),
        (BlockKind.PARAGRAPH, "T"),
        (BlockKind.PARAGRAPH, "D"),
        (BlockKind.NOTE, "N"),
    ]


# -- any two texts --------------------------------------------------------------------------------

WORDS = "the officer must search keep record owner and seven days hours".split()
SENTENCE = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join)
BLOCK = st.one_of(
    SENTENCE,
    SENTENCE.map(lambda words: f"## {words}"),
    st.lists(SENTENCE, min_size=1, max_size=3).map(lambda s: "\n".join(f"- {w}" for w in s)),
    st.lists(st.tuples(SENTENCE, SENTENCE), min_size=1, max_size=3).map(
        lambda rows: "| A | B |\n|---|---|\n" + "\n".join(f"| {a} | {b} |" for a, b in rows)
    ),
)
TEXT = st.lists(BLOCK, max_size=8).map("\n\n".join)


def every_word(texts):
    return sorted(re.findall(r"\w+|[^\w\s]", " ".join(texts)))


def words_of(steps, mark):
    """Return the words of all steps but those of one mark: those of one side."""
    for step in steps:
        cells = [cell for row in step.rows for cell in row.cells]
        for found in (step.spans, *cells):
            yield "".join(span.text for span in found if span.mark is not mark)


@settings(deadline=None)
@given(TEXT)
def test_a_text_compared_with_itself_has_not_changed(text):
    steps = compare(outline(text), outline(text))
    assert {step.fate for step in steps} <= {Fate.KEPT}
    assert [step.block for step in steps] == list(blocks(outline(text)))


@settings(max_examples=300, deadline=None)
@given(TEXT, TEXT)
def test_no_word_of_either_text_is_lost(old, new):
    steps = compare(outline(old), outline(new))
    for text, other in ((old, Mark.INSERTED), (new, Mark.DELETED)):
        said = (block.text for block in blocks(outline(text)))
        assert every_word(words_of(steps, other)) == every_word(said)


@settings(max_examples=300, deadline=None)
@given(TEXT, TEXT)
def test_the_new_text_stands_in_its_own_order_and_every_block_that_left_has_arrived(old, new):
    steps = compare(outline(old), outline(new))
    gone = {Fate.DELETED, Fate.LEFT}
    assert [s.block for s in steps if s.fate not in gone] == list(blocks(outline(new)))
    fates = [step.fate for step in steps]
    assert fates.count(Fate.LEFT) == fates.count(Fate.MOVED)


@settings(deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_words_kept_and_deleted_are_the_old_and_words_kept_and_inserted_the_new(old, new):
    found = spans(old, new, Budget())
    for text, other in ((old, Mark.INSERTED), (new, Mark.DELETED)):
        side = "".join(span.text for span in found if span.mark is not other)
        assert side.split() == text.split()


# -- hostile texts --------------------------------------------------------------------------------


def seconds(old, new):
    before = time.process_time()
    compare(outline(old), outline(new))
    return time.process_time() - before


def test_texts_made_to_take_long_do_not():
    same = "a b\n\n" * 4_000
    other = "a b\n\nc d\n\n" * 4_000
    assert seconds(same, other) < 20
    assert (
        seconds(" ".join(f"a{n}" for n in range(9_000)), " ".join(f"b{n}" for n in range(9_000)))
        < 5
    )
    many = "\n\n".join(f"{n} " + " ".join(f"w{n}x{m}" for m in range(400)) for n in range(100))
    assert seconds(many, many.replace("x", "y")) < 20
    words = "\n\n".join(" ".join(f"w{m}" for m in range(600)) for n in range(60))
    assert seconds(words, words.replace("w1", "v1").replace("w5", "w")) < 20


def test_what_would_take_too_long_is_shown_as_replaced():
    old, new = "one two three", "one two four"
    assert marked(spans(old, new, Budget(ALL))) == "one two[- three-]{+ four+}"
    assert marked(spans(old, new, Budget(5))) == "[-one two three-]{+one two four+}"
