"""Open an office file as what it is: a zip of parts, of which nothing is believed yet.

The limits come before any part is unpacked: how many parts, how large, how tightly packed, and
under which names. XML is read without entities, without a document type and without the network.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Any, TypeAlias

from lxml import etree
from msgspec import Struct

MOST_PARTS = 4_000
LARGEST_PART = 64_000_000
LARGEST_FILE = 25_000_000
UNPACKED = 128_000_000
RATIO = 200
RATIO_FROM = 1_000_000  # a small part may be packed as tightly as it likes
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
ENCRYPTED_OLE = "EncryptedPackage".encode("utf-16-le")
ODT = "application/vnd.oasis.opendocument.text"
WORD_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml."
MACRO_TYPES = "application/vnd.ms-word."
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
DECLARED = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*['\"]([A-Za-z0-9._-]+)")
PLAIN = {b"utf-8", b"utf-16", b"us-ascii", b"ascii"}

Element: TypeAlias = Any
"""An element of lxml, which says nothing of its types."""


class CannotOpen(Exception):  # noqa: N818 - what is wrong with the file, for its author
    """The file is no Word or OpenDocument text that may be read; says why, and how to mend it."""

    def __init__(self, message: str, fix: str) -> None:
        super().__init__(message, fix)
        self.message = message
        self.fix = fix


class Form(StrEnum):
    """What a file is, told from its content."""

    WORD = "docx"
    ODT = "odt"


class Opened(Struct, frozen=True):
    """A file whose parts may be read: its form, and each part by name."""

    form: Form
    parts: Mapping[str, bytes]
    macros: bool = False

    def xml(self, name: str) -> Element | None:
        """Return a part as a tree, or ``None`` where there is no such part."""
        data = self.parts.get(name)
        return None if data is None else parse(data, name)


SAVE = "open it in Word or LibreOffice and save it as a Word document (.docx)"
DAMAGED = "open it in Word or LibreOffice, which may mend it, and save it anew"


def open_file(data: bytes) -> Opened:
    """Return the parts of a Word or OpenDocument text, told from its bytes and not its name."""
    if len(data) > LARGEST_FILE:
        raise CannotOpen(
            f"is over the limit of {LARGEST_FILE // 1_000_000} MB", "make its pictures smaller"
        )
    if data.startswith(OLE):
        if ENCRYPTED_OLE in data:
            raise CannotOpen("is encrypted, so that nobody can look into it", _unlock())
        raise CannotOpen("is a file of Word 97-2003 (.doc), or another of its time", SAVE)
    if data.startswith(b"{\\rtf"):
        raise CannotOpen("is Rich Text (.rtf), whatever its name says", SAVE)
    if data.startswith(b"%PDF"):
        raise CannotOpen("is a PDF, whatever its name says", "import the Word file it was made of")
    if not data.startswith(ZIP):
        raise CannotOpen("is no Word or OpenDocument file, whatever its name says", SAVE)
    return _opened(_unpacked(data))


def _unlock() -> str:
    return "open it with its password, take the password away, and save it"


def _unpacked(data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            infos = packed.infolist()
            _check(infos, len(data))
            return {info.filename: _read(packed, info) for info in infos if not info.is_dir()}
    except (zipfile.BadZipFile, EOFError, NotImplementedError, ValueError, OSError) as error:
        raise CannotOpen("is damaged: it cannot be unpacked", DAMAGED) from error
    except RuntimeError as error:  # what the library says of a password
        raise CannotOpen("is encrypted, so that nobody can look into it", _unlock()) from error


def _check(infos: list[zipfile.ZipInfo], size: int) -> None:
    """Refuse what unpacks to too much, or to names that lead elsewhere, before unpacking it."""
    if len(infos) > MOST_PARTS:
        raise CannotOpen(f"holds more than {MOST_PARTS:,} parts", DAMAGED)
    total = sum(info.file_size for info in infos)
    if total > UNPACKED or any(info.file_size > LARGEST_PART for info in infos):
        raise CannotOpen(f"unpacks to more than {UNPACKED // 1_000_000} MB", DAMAGED)
    if total > RATIO_FROM and total > RATIO * size:
        raise CannotOpen("is packed so tightly that it is a trap, not a document", DAMAGED)
    names = [info.filename for info in infos]
    if len(set(map(str.casefold, names))) < len(names):
        raise CannotOpen("holds two parts of one name", DAMAGED)
    for info in infos:
        path = PurePosixPath(info.filename)
        if path.is_absolute() or ".." in path.parts or "\\" in info.filename or ":" in path.parts:
            raise CannotOpen("holds a part whose name leads out of the file", DAMAGED)
        if info.flag_bits & 1:
            raise CannotOpen("is encrypted, so that nobody can look into it", _unlock())


def _read(packed: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """Return a part, but never more of it than its header announced."""
    try:
        with packed.open(info) as part:
            found = part.read(info.file_size + 1)
    except Exception as error:
        if isinstance(error, RuntimeError):
            raise
        raise CannotOpen("is damaged: a part of it cannot be unpacked", DAMAGED) from error
    if len(found) != info.file_size:
        raise CannotOpen("is damaged: a part of it is not as long as it says", DAMAGED)
    return found


def _opened(parts: dict[str, bytes]) -> Opened:
    if "[Content_Types].xml" in parts:
        return _word(parts)
    if parts.get("mimetype", b"").strip() == ODT.encode() and "content.xml" in parts:
        return _odt(parts)
    kind = parts.get("mimetype", b"")[:100].decode("ascii", "backslashreplace").rpartition(".")[2]
    what = f" (it is {kind})" if kind.isalnum() else ""
    raise CannotOpen(f"is no text of Word or OpenDocument{what}, whatever its name says", SAVE)


def _word(parts: dict[str, bytes]) -> Opened:
    types = parse(parts["[Content_Types].xml"], "[Content_Types].xml")
    main = next(
        (
            kind
            for kind in (e.get("ContentType", "") for e in types)
            if kind.endswith("main+xml") and kind.startswith((WORD_TYPES, MACRO_TYPES))
        ),
        None,
    )
    if main is None:
        raise CannotOpen("is no Word document, whatever its name says", SAVE)
    if any(STRICT in data[:4096] for name, data in parts.items() if name.endswith("document.xml")):
        raise CannotOpen(
            "is saved as Strict Open XML, which is read by few programs",
            "save it as an ordinary Word document (.docx)",
        )
    return Opened(Form.WORD, parts, "macroEnabled" in main)


def _odt(parts: dict[str, bytes]) -> Opened:
    manifest = parts.get("META-INF/manifest.xml", b"")
    if b"encryption-data" in manifest:
        raise CannotOpen("is encrypted, so that nobody can look into it", _unlock())
    return Opened(Form.ODT, parts)


def parse(data: bytes, name: str) -> Element:
    """Return XML as a tree. A document type could make a few bytes mean millions: refused."""
    bare = data.replace(b"\0", b"")
    if b"<!DOCTYPE" in bare or b"<!ENTITY" in bare:
        raise CannotOpen(
            f"holds a document type in `{shown(name)}`, which no office writes", DAMAGED
        )
    declared = _encoding(bare[:200])
    if declared not in PLAIN:
        raise CannotOpen(f"holds `{shown(name)}` in an encoding no office writes", DAMAGED)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise CannotOpen(f"is damaged: `{shown(name)}` is no XML", DAMAGED) from error


def _encoding(start: bytes) -> bytes:
    found = DECLARED.search(start)
    return found[1].lower() if found else b"utf-8"


def shown(name: str) -> str:
    """Return a part's name as it may be printed."""
    return "".join(c if c.isprintable() and c != "`" else "?" for c in name[:80])
