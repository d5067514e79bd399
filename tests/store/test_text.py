import hashlib

import pytest

from generator.store.text import decode, digest, visible


def faults(data):
    return [(f.at.line, f.at.column, f.message) for f in decode("a.md", data)[1]]


def test_a_byte_order_mark_and_windows_line_ends_are_nobodys_fault():
    assert decode("a.md", b"\xef\xbb\xbfa\r\nb\r\n") == ("a\nb\n", ())


def test_a_digest_is_what_sha256sum_says_of_the_ordinary_file():
    ordinary = "£5 a day\n".encode()
    expected = "sha256:" + hashlib.sha256(ordinary).hexdigest()
    assert digest(ordinary) == expected
    assert digest(b"\xef\xbb\xbf" + ordinary.replace(b"\n", b"\r\n")) == expected


def test_bytes_that_are_not_utf8_are_placed_and_nothing_is_guessed():
    text, found = decode("a.md", b"one\ntwo \xa35\n")
    assert text == ""
    assert str(found[0].at) == "a.md:2:5"
    assert found[0].message == "is not UTF-8 text (byte 0xa3)"


@pytest.mark.parametrize(
    "character",
    ["\x00", "\x07", "\r", "\x7f", "\x85", "\u202e", "\u2066", "\u2028", "\ufff9", "\uffff"],
)
def test_control_and_bidirectional_characters_are_faults(character):
    assert faults(f"ab\nc{character}d".encode()) == [
        (2, 2, f"holds the control character U+{ord(character):04X}")
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a\U000e0041b", "invisible tag characters"),
        ("a\ufe00\ufe01b", "a run of invisible variation selectors"),
        ("RESTR\u200bICTED", "an invisible character inside a word"),
        ("RESTR\u2060ICTED", "an invisible character inside a word"),
        ("caf\ufeffé", "an invisible character inside a word"),
    ],
)
def test_characters_that_hide_words_are_faults(text, says):
    assert says in faults(text.encode())[0][2]


@pytest.mark.parametrize(
    "text", ["co\u00adordinate", "❤\ufe0f", "👩\u200d⚖\ufe0f", "می\u200cخواهم", "naïve £5 – ‘so’"]
)
def test_ordinary_writing_is_no_fault(text):
    assert faults(text.encode()) == []


def test_rules_read_the_text_without_what_cannot_be_seen():
    assert visible("RE\u00adSTR\u200bICT\ufe0fED") == "RESTRICTED"
