import io
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.word.docx import read_docx
from generator.word.opening import CannotOpen, Form, open_file
from generator.word.text import WordFile, read_file
from tests.word.docs import document, part, saved, with_parts

GOOD = saved(document())
ENCRYPTED = "is encrypted, so that nobody can look into it"
TRAP = "is packed so tightly that it is a trap, not a document"
NO_XML = "is damaged: `word/document.xml` is no XML"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)


def why(data):
    with pytest.raises(CannotOpen) as caught:
        read_docx(open_file(data))
    return caught.value.message


def test_a_word_file_opens_whatever_its_name():
    assert open_file(GOOD).form is Form.WORD


def packed(entries):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in entries:
            new.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (OLE, "is a file of Word 97-2003 (.doc), or another of its time"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), ENCRYPTED),
        (b"{\\rtf1 x}", "is Rich Text (.rtf), whatever its name says"),
        (b"%PDF-1.7", "is a PDF, whatever its name says"),
        (b"Dear all,", "is no Word or OpenDocument file, whatever its name says"),
        (b"", "is no Word or OpenDocument file, whatever its name says"),
        (GOOD[:2000], "is damaged: it cannot be unpacked"),
        (packed([("a.txt", b"")]), "is no text of Word or OpenDocument, whatever its name says"),
        (
            packed([("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")]),
            "is no text of Word or OpenDocument (it is spreadsheet), whatever its name says",
        ),
        (packed([("../a", b"")]), "holds a part whose name leads out of the file"),
        (packed([("A", b""), ("a", b"")]), "holds two parts of one name"),
        (packed([(str(n), b"") for n in range(4001)]), "holds more than 4,000 parts"),
        (packed([("a", bytes(30_000_000))]), TRAP),
        (packed([("a", bytes(65_000_000))]), "unpacks to more than 128 MB"),
        (with_parts(GOOD, {"word/document.xml": b"<w"}), NO_XML),
        (with_parts(GOOD, {"word/document.xml": None}), "is damaged: it has no main part"),
    ],
)  # fmt: skip
def test_what_is_no_word_file_is_named_as_what_it_is(data, message):
    assert why(data) == message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_before_they_are_read(encoding):
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
    text = f'<?xml version="1.0" encoding="{encoding}"?>{bomb}'.encode(encoding)
    said = "holds a document type in `word/document.xml`, which no office writes"
    assert why(with_parts(GOOD, {"word/document.xml": text})) == said


def test_an_encoding_that_no_office_writes_is_refused():
    text = b'<?xml version="1.0" encoding="UTF-7"?><x/>'
    said = "holds `word/document.xml` in an encoding no office writes"
    assert why(with_parts(GOOD, {"word/document.xml": text})) == said


def test_a_password_and_strict_open_xml_are_named():
    out = bytearray(GOOD)
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = out.find(sign)
        while at >= 0:
            out[at + offset] |= 1
            at = out.find(sign, at + 4)
    assert why(bytes(out)) == "is encrypted, so that nobody can look into it"
    strict = part(GOOD, "word/document.xml").replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    said = "is saved as Strict Open XML, which is read by few programs"
    assert why(with_parts(GOOD, {"word/document.xml": strict})) == said


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_damaged_file_is_read_or_named_and_never_ends_otherwise(data):
    damaged = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 8))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(damaged)))
    assert isinstance(
        read_file(bytes(damaged[: max(cut, len(damaged) - cut)])), WordFile | CannotOpen
    )


XML = part(GOOD, "word/document.xml")


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_text_with_parts_of_it_torn_out_is_read_or_named(data):
    tags = [m for m in XML.split(b"<") if m]
    at = data.draw(st.integers(1, len(tags) - 1))
    count = data.draw(st.integers(1, 4))
    torn = b"<" + b"<".join([*tags[:at], *tags[at + count :]])
    assert isinstance(
        read_file(with_parts(GOOD, {"word/document.xml": torn})), WordFile | CannotOpen
    )
