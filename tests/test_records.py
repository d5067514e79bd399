"""What the records of a report are taken to say: as much as is written, and nothing more."""

from decimal import Decimal

from generator.records import Answer, believe_records, status_of, word_of
from generator.store.table import read_table
from generator.vocabulary import RecordsKind

GRADES = "code,framework,domain,grade,direction,national_distribution,note\n"
SURVEY = "number,question,Yes,No\n"


def read(kind, text):
    return believe_records(RecordsKind(kind), read_table("records.csv", text.encode()))


def test_blank_nought_and_the_words_for_nothing_are_different_things():
    rows, faults = read(
        "grades",
        GRADES + "1A,A,D,,,0,\n1B,B,D,Not Graded,No direction of travel allocated,,N.A.\n",
    )
    assert faults == ()
    assert [(r.grade, r.direction, r.national_distribution, r.note) for r in rows] == [
        (None, None, "0", None),
        ("Not Graded", "No direction of travel allocated", None, "N.A."),
    ]


def test_a_share_may_have_decimals_and_nobody_asked_is_an_answer():
    [row], faults = read("survey", SURVEY + "1,Why?,12.5%,N.A.\n")
    assert faults == ()
    assert row.answers == {"Yes": Answer("12.5%", Decimal("12.5")), "No": Answer("N.A.", None)}
    assert row.total == Decimal("12.5")
    [row], _ = read("survey", SURVEY + "1,Why?,,\n")
    assert row.answers == {"Yes": None, "No": None}
    assert row.total is None


def test_columns_may_stand_in_any_order():
    text = "note,code,grade,direction,domain,framework,national_distribution\nn,1A,Good,,D,A,\n"
    [row], faults = read("grades", text)
    assert faults == ()
    assert (row.number, row.framework, row.grade, row.note) == ("1A", "A", "Good", "n")


def test_every_record_has_an_anchor_of_its_own():
    numbers = ["8", "8", "1.1", "1-1", "1\N{CYRILLIC CAPITAL LETTER A}", "1A", "\u2192"]
    text = GRADES + "".join(f"{number},A,D,Good,,,\n" for number in numbers)
    rows, _ = read("grades", text)
    anchors = [row.anchor for row in rows]
    assert anchors == [
        "framework--8", "framework--8--2", "framework--1-1", "framework--1-1--2",
        "framework--1a", "framework--1a--2", "framework--x",
    ]  # fmt: skip
    assert len(set(anchors)) == len(anchors)


def test_rows_added_at_the_end_move_no_anchor():
    few, _ = read("grades", GRADES + "8,A,D,Good,,,\n8,B,D,Good,,,\n")
    more, _ = read("grades", GRADES + "8,A,D,Good,,,\n8,B,D,Good,,,\n8,C,D,Good,,,\n")
    assert [row.anchor for row in few] == [row.anchor for row in more][:2]


def test_a_column_misspelt_is_named_with_what_it_may_be():
    _, faults = read("grades", GRADES.replace("direction", "dirction") + "1A,A,D,Good,,,\n")
    assert [(f.rule, f.at.line, f.at.column, f.message, f.fix.split("?")[0]) for f in faults] == [
        ("PS002", 1, 29,
         "has the column 'dirction', which records of the kind `grades` do not have",
         "did you mean `direction`"),
        ("PS505", 1, 1, "has no column `direction`, which records of the kind `grades` have",
         "add it; a blank cell says that it is not stated"),
    ]  # fmt: skip


def test_letters_that_only_look_alike_are_known_for_what_they_are_taken():
    assert word_of("G\u043e\u043ed", ["Good", "Fair"]) == "Good"
    assert word_of("Goood", ["Good", "Fair"]) is None
    assert [status_of(text) for text in ("A", "\u0410", "COMPLETE", "gr\u0435en", "done")] == [
        "amber", "amber", "complete", "green", None,
    ]  # fmt: skip
