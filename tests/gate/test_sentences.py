"""A body as sentences, and how alike two of them are (PS404)."""

from collections import Counter

import pytest

from generator.gate.wording import (
    Sentence,
    _bag,
    _best,
    _likeness,
    _post_cells,
    _split,
    changes,
    sentences,
)
from generator.store.outline import outline

COMMON = """
    a an and are as at be been by for from has have in is it its of on or so that the their them
    they this to was were which who with
""".split()


def read(body):
    """Return each sentence's words as compared, and its line."""
    return [(sentence.plain, sentence.line) for sentence in sentences(outline(body))]


@pytest.mark.parametrize("word", COMMON)
def test_a_common_word_makes_no_two_sentences_alike(word):
    assert _bag(Sentence(f"Zebra {word} quagga", 1), ()) == Counter(["zebra", "quagg"])


def test_words_are_counted_by_their_stems():
    bag = _bag(Sentence("Officers' official offices, officers; the 12 logs log", 1), ())
    assert bag == Counter({"offic": 4, "12": 1, "log": 2})
    assert _bag(Sentence("1. Zebra log", 1, 3), ()) == Counter(["zebra", "log"])


@pytest.mark.parametrize(
    ("shared", "one", "other", "expected"),
    [(0, 1, 1, 0.0), (1, 1, 1, 1.0), (1, 1, 2, 0.95), (2, 4, 2, 0.95), (1, 2, 4, 0.475)],
)
def test_how_alike_two_bags_are(shared, one, other, expected):
    assert _likeness(shared, one, other) == pytest.approx(expected)


def test_the_most_alike_is_taken_the_nearest_of_several_and_none_that_is_too_unlike():
    bags = [Counter(words.split()) for words in ("a b", "c d", "c d", "e f g h i j")]
    wanted = [Counter("c d".split()), Counter("x".split()), Counter("e".split())]
    assert _best(wanted, bags, 0.34) == [1, None, 3]
    assert _best([Counter()] * 3 + [Counter("c d".split())], bags, 0.34)[3] == 2
    assert _best([Counter("a b".split())], bags, 1.0) == [0]
    assert _best([Counter("a x y".split())], bags, 0.5) == [None]
    assert _best([], bags, 0.1) == []
    assert _best([Counter("c e f".split())], [Counter("c c c".split())], 0.34) == [None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two.", ["one.", "two."]),
        ("One! Two? Three", ["one!", "two?", "three"]),
        ('"One." (Two.) [Three', ['"one."', "(two.)", "[three"]),
        ("One. two", ["one. two"]),
        ("One. 2 are", ["one.", "2 are"]),
        *(
            (f"See {short} Four.", [f"see {short} four.".lower()])
            for short in (
                "e.g.", "i.e.", "etc.", "no.", "nos.", "para.", "paras.", "s.", "ss.", "Mr.",
                "Mrs.", "Ms.", "Dr.", "St.", "v.",
            )
        ),
        ("Ends so. Ends no more. X", ["ends so.", "ends no more.", "x"]),
        ("1. One. Two.", ["one.", "two."]),
        ("(a) One.", ["one."]),
        ("iv) One.", ["one."]),
        ("1.2 One.", ["one."]),
        ("1.2. One.", ["one."]),
        ("1.2 kg are enough.", ["1.2 kg are enough."]),
        ("2010 was good.", ["2010 was good."]),
    ],
)  # fmt: skip
def test_where_a_sentence_ends(text, expected):
    assert [sentence.plain for sentence in _split(text, 1)] == expected


def test_each_sentence_has_its_line():
    found = list(_split("One\ntwo.  Three.\n\nFour.\nFive", 7))
    assert [(s.plain, s.line) for s in found] == [
        ("one two.", 7), ("three.", 8), ("four.", 10), ("five", 11),
    ]  # fmt: skip


def test_the_sentences_of_a_body_in_order_of_line():
    body = (
        "## 3.1. The duty\n\nOne. Two.\n\n<!-- Three. -->\n\n- 1) Four\n\n"
        "| No. | What |\n| --- | --- |\n| 1. | Log  it |\n| x | Tell |\n\n"
        "<b>Five</b> Six.\n\n## End\n"
    )
    assert read(body) == [
        ("the duty", 1), ("one.", 3), ("two.", 3), ("four", 7), ("no. | what", 9),
        ("| log it", 11), ("x | tell", 12), ("five six.", 14),
        ("end", 16),
    ]  # fmt: skip


def test_the_cells_of_posts_are_known_by_their_place_in_the_row():
    [table] = outline("| What | Who | Role |\n| --- | --- | --- |\n| Log it | Desk | x |\n").tables
    heads, cells = ["what", "who", "role"], ["Log it", "Desk", "x"]
    assert _post_cells(table[1], heads, cells) == ((9, 13), (16, 17))
    assert _post_cells(table[0], heads, ["What", "Who", "Role"]) == ()


def test_a_sentence_that_is_gone_is_told_where_the_one_before_it_stands():
    old = "Zebra alpha beta.\n\nOfficers must log it.\n\nGamma delta."
    new = "Gamma delta.\n\nIntroduction words.\n\nZebra alpha beta."
    [change] = changes(outline(old), outline(new))
    assert (change.line, change.new, change.old) == (5, (), ("Officers", "must"))
    [change] = changes(outline("Officers must log it."), outline("\n\nGamma delta."))
    assert change.line == 3
    [change] = changes(outline("Officers must log it."), outline(""))
    assert change.line == 1
