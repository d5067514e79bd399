"""Records beside a report are read strictly, and every fault has its line and column."""

import csv
import io
import pickle

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.store.load import RecordsFile, load
from generator.store.table import MAX_CELL, MAX_ROWS, read_table
from tests.stores import make_store

PATH = "monitoring/a/2026/grades.csv"
TEXT = st.text(
    st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"], include_characters="\n")
)


def found(data):
    table = read_table(PATH, data)
    return [f"{f.at.line}:{f.at.column} {f.rule} {f.message}" for f in table.faults]


def cells(data):
    return [[cell.text for cell in row] for row in read_table(PATH, data).rows]


def test_cells_and_their_places():
    table = read_table(
        PATH, b'\xef\xbb\xbfcode,note\r\n1A,"one, ""two""\r\nthree"\r\n\r\n1B, four \r\n'
    )
    assert table.faults == ()
    assert [cell.text for cell in table.header] == ["code", "note"]
    assert [[(c.text, c.line, c.column) for c in row] for row in table.rows] == [
        [("1A", 2, 1), ('one, "two"\nthree', 2, 4)],
        [("1B", 5, 1), ("four", 5, 4)],
    ]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"code\n\xe9\n", ["2:1 PS001 is not UTF-8 text (byte 0xe9)"]),
        (b"code\n1\x00A\n", ["2:2 PS001 holds the control character U+0000"]),
        (b"code\r1A\r", ["1:5 PS001 holds the control character U+000D",
                         "1:8 PS001 holds the control character U+000D"]),
        ("code\n1\u202eA\n".encode(), ["2:2 PS001 holds the control character U+202E"]),
        (b"", ["1:1 PS001 is empty"]),
        (b" \n\n", ["1:1 PS001 is empty"]),
        (b'code,note\n1A,"open\n', ["2:4 PS001 has a cell whose quotation marks do not match"]),
        (b'code,note\n1A,a "b" c\n', ["2:4 PS001 has a cell whose quotation marks do not match"]),
        (b'code,note\n1A,"b" c\n', ["2:4 PS001 has a cell whose quotation marks do not match"]),
        (b"code,note\n1A\n1B,b,\n", ["2:1 PS002 is a row of 1 cell under a header of 2",
                                     "3:1 PS002 is a row of 3 cells under a header of 2"]),
        (b"code,,note,code\n1,2,3,4\n", ["1:1 PS002 has the column 'code' more than once",
                                         "1:6 PS002 has a column without a name",
                                         "1:12 PS002 has the column 'code' more than once"]),
        (b"x" * 2_000_001, ["1:1 PS001 is 2,000,001 bytes long; 2,000,000 is the limit"]),
        (b"a\n" + b"b" * (MAX_CELL + 1),
         ["2:1 PS001 has a cell of 20,001 characters; 20,000 is the limit"]),
        (b"a\n" + b"b\n" * (MAX_ROWS + 1),
         ["1:1 PS001 has 5,001 rows of 1 columns; 5,000 of 60 is the limit"]),
    ],
)  # fmt: skip
def test_each_fault_is_found_where_it_stands(data, says):
    assert found(data) == says


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+cmd", "-1+1", "@SUM(A1)", '"\t1"', " =1", '"\n=1"', "\uff1d1", "\uff0b1", "-"],
)
def test_what_a_spreadsheet_would_run_is_found(cell):
    [said] = found(f"code,note\n1A,{cell}\n".encode())
    assert said.startswith("2:4 PS002 has a cell that begins with '")
    assert said.endswith(", which spreadsheets would run")


@pytest.mark.parametrize("cell", ["-5", "-1.5%", "+44 20 7946 0000", "a=b", "1-2", "", "0", "N.A."])
def test_what_only_looks_like_it_is_not(cell):
    assert found(f"code,note\n1A,{cell}\n".encode()) == []


def test_one_bad_row_does_not_hide_the_others():
    assert cells(b"code,note\n1A\n1B,b\n") == [["1B", "b"]]


@given(st.lists(st.lists(TEXT, min_size=2, max_size=4), min_size=1, max_size=5))
@example([["", ""]])
def test_it_reads_what_the_standard_writer_writes(rows):
    rows = [row + ["x"] * (4 - len(row)) for row in rows]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([["a", "b", "c", "d"], *rows])
    assert cells(out.getvalue().encode()) == [
        ["".join(c for c in cell).strip() for cell in row] for row in rows
    ]


def test_it_is_read_with_the_store_and_goes_from_one_process_to_another(tmp_path):
    store = load(make_store(tmp_path), jobs=1)
    [records] = [item for pack in store.packs for item in pack.records]
    assert isinstance(records, RecordsFile)
    assert records.file.name == "grades.csv"
    assert [cell.text for cell in records.table.rows[0]][:4] == ["1A", "Stores", "Property", "Good"]
    assert pickle.loads(pickle.dumps(records)) == records  # noqa: S301 - our own
