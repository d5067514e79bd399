"""Which telephone numbers and mailboxes are a person's (PS107)."""

import pytest

from generator.gate.mailboxes import OF_A_UNIT, is_personal
from generator.gate.passages import passages
from generator.gate.rules.ps107_personal_data import _places
from generator.model import Page
from generator.store.source import read_document
from generator.vocabulary import DocumentType


def places(text):
    """Return what is found in a text, and at which of its characters, counted from 1."""
    source = read_document("x.md", f"---\ntitle: x\n---\n\n{text}\n".encode())
    page = Page(
        source=source, path="x.md", name="x.md", type=DocumentType.PAGE, title="x", status=None,
        protective_marking=None, summary=None, reference=None,
    )  # fmt: skip
    return [(at + 1, what) for passage in passages(page) for at, what in _places(passage)]


PHONE, MAIL = "a telephone number", "the e-mail address of a person"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ring 07700 900123.", [(6, PHONE)]),
        ("Ring +44 (0)7700 900123.", [(6, PHONE)]),
        ("Ring +44 (0)300 123 4567.", []),
        ("Ring 0300 123 4567 or 0800 123 4567.", []),
        ("ISBN 0 7700 90012 3", []),
        ("ISBN-10: 07700900123", []),
        ("The ISBN is in the list of books; ring 07700 900123", [(40, PHONE)]),
        ("Ring +33 1 23 45 67 89.", [(6, PHONE)]),
        ("Telephone 1234", [(1, PHONE)]),
        ("Ext. 4 567", [(1, PHONE)]),
        ("Telephone 18000", []),
        ("Telephone 18001", []),
        ("Telephone 18002", []),
        ("Telephone 18003", [(1, PHONE)]),
        ("Telephone 01 23", []),
        ("Write to jane.smith@example.org", [(10, MAIL)]),
        ("Write to foi@example.org", []),
    ],
)
def test_what_is_found(text, expected):
    assert places(text) == expected


@pytest.mark.parametrize(
    "local",
    [
        "jane.smith",
        "j.smith2",
        "p123456",
        "ab1234",
        "Jane.Smith",
        "o'neil.pat",
        "a.b.c.de",
        "jo_x",
        "jane.smith.42",
        "jane--smith",
    ],
)
def test_a_person(local):
    assert is_personal(local)


@pytest.mark.parametrize(
    "local",
    ["foi", "jane", "a.b", "a.b.c.d.ef", "jane.5smith", "abc1234", "p123", "p12345678", "jane.foi",
     "jane.foi2", "", "."],
)  # fmt: skip
def test_no_person(local):
    assert not is_personal(local)


def test_the_first_and_last_words_of_units():
    assert {"access", "youth", "foi", "enquiries"} <= OF_A_UNIT
    assert not is_personal("jane.access")
    assert not is_personal("jane.youth")
