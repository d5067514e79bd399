"""Every way a file's bytes can be read as words, containers and compression opened.

Nothing here decides anything: a file is read in each way that may show a text, and each reading
is searched. What cannot be opened is not guessed at but reported.
"""

from __future__ import annotations

import gzip
import html
import io
import re
import sqlite3
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from itertools import chain
from urllib.parse import unquote

from msgspec import Struct

from generator.store.outline import outline
from generator.verify.tags import stands_in_word

PAGES = frozenset({".htm", ".html", ".xhtml"})
TEXTS = PAGES | {
    ".atom", ".css", ".csv", ".ics", ".js", ".json", ".jsonld", ".map", ".md", ".mjs", ".rss",
    ".svg", ".tsv", ".ttl", ".txt", ".webmanifest", ".xml", ".xsl", ".yaml", ".yml",
}  # fmt: skip
MAX_FILE = 200_000_000
MAX_OPENED = 400_000_000
MAX_MEMBERS = 20_000
MAX_DEPTH = 5


class CannotSearch(Exception):  # noqa: N818 - a fault of the output, not of the program
    """A file could not be read to the end; the message says why in plain words."""


def suffix(name: str) -> str:
    """Return the ending of a file name in small letters."""
    stem, dot, ending = name.rpartition("/")[2].rpartition(".")
    return f".{ending}".lower() if stem and ending and dot else ""


# -- text ---------------------------------------------------------------------------------------

ESCAPE = re.compile(
    r"\\(?:u([0-9A-Fa-f]{4})|u\{([0-9A-Fa-f]{1,6})\}|x([0-9A-Fa-f]{2})|(.))", re.DOTALL
)
BLANKS = frozenset("bfnrtv\n\r")
SURROGATE = re.compile("[\ud800-\udfff]")
PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
# Where a page as written may hold text with tags or escapes of its own.
NESTED = ("<!--", "&lt", "&LT", "&#", "\\")
SIGNS = ("&", "<", "\\")
FOLD = re.compile(r"\r?\n[ \t]")


def text_readings(name: str, text: str) -> Iterator[str]:
    """Yield a text as it stands, without its escapes, and without its markup."""
    yield from _decoded(text)
    match suffix(name):
        case ".ics":
            yield from _decoded(FOLD.sub("", text))
        case ".md":
            yield "\n".join(piece.text for piece in outline(text).pieces)
        case _:
            pass


def markup_readings(raw: str) -> Iterator[str]:
    """Yield a page as written: tags, attributes, comments, scripts. Its shown text is not here."""
    if any(sign in raw for sign in NESTED):
        yield from _decoded(raw)
        return
    text = _entities(raw)
    yield text
    if PERCENT.search(text):
        yield unquote(text)


def shown_readings(text: str) -> Iterator[str]:
    """Yield what a shown text says where it shows escapes or tags. Its own words are not here."""
    if shows_code(text):
        yield from _decoded(text)


def shows_code(text: str) -> bool:
    """Whether escapes or tags stand in a shown text, which may be read without them too."""
    return any(sign in text for sign in SIGNS) or PERCENT.search(text) is not None


def code_readings(code: str) -> Iterator[str]:
    """Yield what a script or the data of a page says."""
    return _decoded(code)


def _decoded(text: str) -> Iterator[str]:
    text = _entities(text)
    yield text
    if "\\" in text:
        text = _entities(_escapes(text))
        yield text
    if PERCENT.search(text):
        text = _entities(unquote(text))
        yield text
    if "<" in text:
        yield unmarked(text)


def _entities(text: str) -> str:
    """Return text without HTML entities, twice escaped ones (as in feeds) too."""
    for _ in range(3):
        if "&" not in text or (plain := html.unescape(text)) == text:
            return text
        text = plain
    return text


def _escapes(text: str) -> str:
    r"""Return text without the escapes of JSON and JavaScript: \\u0041, \\x41, \\n."""
    plain = ESCAPE.sub(_escaped, text)
    if not SURROGATE.search(plain):
        return plain
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _escaped(match: re.Match[str]) -> str:
    if code := match[1] or match[2] or match[3]:
        return chr(min(int(code, 16), 0x10FFFF))
    return " " if match[4] in BLANKS else match[4]


TAG = re.compile(r"<[/?!]?([A-Za-z_][\w:.-]*)?[^<>]*>")


class _Gaps(dict[str | None, str]):
    """What each tag leaves behind: nothing within a word, a space elsewhere."""

    def __missing__(self, tag: str | None) -> str:
        self[tag] = gap = "" if stands_in_word(tag or "") else " "
        return gap


GAPS = _Gaps()


def unmarked(text: str) -> str:
    """Return a text without tags; those that may stand inside a word leave no gap."""
    return TAG.sub(lambda match: GAPS[match[1]], text)


# -- bytes --------------------------------------------------------------------------------------


def _latin(code: int) -> str:
    base = unicodedata.normalize("NFKD", chr(code))[0]
    return base if base.isascii() and base.isalnum() else " "


LATIN = "".join(map(_latin, range(256))).encode("ascii")
STRING = re.compile(rb"(?:[\t\n\r\x20-\x7e]|[\xc2-\xf4][\x80-\xbf]{1,3}){16,}")
# What such a string stands in: quick to find, as each byte tells by itself.
STRETCH = re.compile(rb"[\t\n\r\x20-\x7e\x80-\xbf\xc2-\xf4]{16,}")
SQLITE = b"SQLite format 3\0"
TABLE = re.compile(r"CREATE\s+TABLE\b", re.IGNORECASE)
FULL_TEXT = re.compile(r"CREATE\s+VIRTUAL\s+TABLE\b.*\bUSING\s+fts5\b", re.IGNORECASE | re.DOTALL)
ZLIB = re.compile(rb"x[\x01\x5e\x9c\xda]")
MAX_STREAM = 16_000_000
CHUNK = 4_096
TEXT_SHARE = 0.6
TEXT_BYTES = bytes([0, 9, 10, 13, *range(32, 127)])


class _Opener(Struct):
    """Opens what is packed in a file, up to a limit for the whole of it."""

    left: int = MAX_OPENED
    members: int = MAX_MEMBERS

    def read(self, name: str, data: bytes, depth: int = 0) -> Iterator[str]:
        """Yield every reading of a file that may be a container."""
        if depth > MAX_DEPTH:
            raise CannotSearch("holds files within files too deep to search")
        if data.startswith(b"\x1f\x8b"):
            yield from self.read(name.removesuffix(".gz"), self._gunzip(data), depth + 1)
        elif data.startswith((b"PK\x03\x04", b"PK\x05\x06")) or zipfile.is_zipfile(
            io.BytesIO(data)
        ):
            yield from self._zip(data, depth)
            yield from self._binary(data)
        elif data.startswith(SQLITE):
            yield from self._database(name, data, depth)
        elif (text := _as_text(data)) is not None:
            yield from text_readings(name, text)
        else:
            yield from self._binary(data)
            yield from self._streams(data)

    def _zip(self, data: bytes, depth: int) -> Iterator[str]:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist():
                self.members -= 1
                if self.members < 0:
                    raise CannotSearch(f"holds more than {MAX_MEMBERS:,} files")
                yield member.filename
                with archive.open(member) as opened:
                    inner = self._take(opened.read(self.left + 1))
                yield from self.read(member.filename, inner, depth + 1)

    def _database(self, name: str, data: bytes, depth: int) -> Iterator[str]:
        """Yield every cell of a database: a long text is spread over pages that lie apart."""
        try:
            with closing(sqlite3.connect(":memory:")) as database:
                database.deserialize(data)
                for cell in _cells(database):
                    if isinstance(cell, bytes):
                        yield from self.read(name, self._take(cell), depth + 1)
                    else:
                        yield from _decoded(cell)
                if not _is_tight(database, data):
                    yield from self._binary(data)
                    yield from self._streams(data)
        except sqlite3.Error as error:
            raise CannotSearch(f"is a database that cannot be read ({error})") from error

    def _gunzip(self, data: bytes) -> bytes:
        with gzip.open(io.BytesIO(data)) as opened:
            return self._take(opened.read(self.left + 1))

    def _take(self, data: bytes) -> bytes:
        self.left -= len(data)
        if self.left < 0:
            raise CannotSearch(f"unpacks to more than {MAX_OPENED:,} bytes")
        return data

    def _binary(self, data: bytes) -> Iterator[str]:
        """Yield bytes as Latin letters, and the strings in them as text; both without NULs too."""
        for plain in (data, data.replace(b"\0", b"")) if b"\0" in data else (data,):
            yield plain.translate(LATIN).decode("ascii")
            stretches = STRETCH.findall(plain)
            strings = b"\n".join(chain.from_iterable(map(STRING.findall, stretches)))
            yield from _decoded(strings.decode("utf-8", "replace"))

    def _streams(self, data: bytes) -> Iterator[str]:
        """Yield the compressed text in a PDF or PNG; pictures and fonts hold no words."""
        view, at = memoryview(data), 0
        while match := ZLIB.search(data, at):
            inner, end = _unpack(view, match.start())
            if _is_text_like(inner):
                yield from self._binary(self._take(inner))
            at = max(match.end(), end)


def _cells(database: sqlite3.Connection) -> Iterator[str | bytes]:
    """Yield every text and blob of a database: its layout, its tables, and its full-text indexes.

    An index may hold words that no table does: they are put back in the order they stood in, and
    the packed form that the index is kept in need not be read.
    """
    found = database.execute("SELECT name, sql FROM sqlite_master ORDER BY rowid").fetchall()
    yield from (text for entry in found for text in entry if text)
    indexes = [name for name, sql in found if sql and FULL_TEXT.match(sql)]
    packed = {f"{name}_{part}" for name in indexes for part in ("data", "docsize")}
    for name, sql in found:
        if sql and TABLE.match(sql) and name not in packed:
            for row in database.execute(f"SELECT * FROM {_quoted(name)}"):  # noqa: S608
                yield from (cell for cell in row if isinstance(cell, str | bytes))
    layouts = dict(found)
    for name in indexes:
        if not _is_of_its_cells(database, name, layouts[name]):
            yield from _indexed(database, name)


def _is_of_its_cells(database: sqlite3.Connection, name: str, layout: str) -> bool:
    """Whether a full-text index holds the words of the cells beside it, and no others.

    SQLite tells, and sooner than they are read. Of an index whose cells are elsewhere, or nowhere,
    it can not.
    """
    if "content" in layout.lower():
        return False
    check = f"INSERT INTO {_quoted(name)}({_quoted(name)}) VALUES ('integrity-check')"  # noqa: S608
    try:
        database.execute(check)
    except sqlite3.DatabaseError:
        return False
    return True


def _indexed(database: sqlite3.Connection, name: str) -> Iterator[str]:
    """Yield the words of a full-text index, a document's each time."""
    database.execute(
        f"CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, {_quoted(name)}, instance)"
    )
    found = database.execute(
        "SELECT group_concat(term, ' ') FROM"
        ' (SELECT doc, col, term FROM words ORDER BY doc, col, "offset") GROUP BY doc, col'
    )
    yield from (words for (words,) in found)
    database.execute("DROP TABLE temp.words")


def _is_tight(database: sqlite3.Connection, data: bytes) -> bool:
    """Whether a database holds its cells and nothing between them, where deleted text may stay.

    It is written anew from its cells and compared, but for what counts the times it was written.
    """
    database.commit()
    database.execute("VACUUM")
    return _uncounted(data) == _uncounted(database.serialize())


def _uncounted(data: bytes) -> tuple[bytes, ...]:
    """Return a database without its counters of changes, and without which SQLite wrote it."""
    return data[:24], data[28:40], data[44:92], data[100:]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _unpack(view: memoryview, start: int) -> tuple[bytes, int]:
    """Return what is packed at ``start``, and where that ends (0: not known).

    Of what is no text only the beginning is unpacked; of what is broken, all before the fault.
    """
    unpacker = zlib.decompressobj()
    inner = b""
    for at in range(start, len(view), CHUNK):
        chunk = view[at : at + CHUNK]
        try:
            inner += unpacker.decompress(chunk)
        except zlib.error:
            break
        if unpacker.eof:
            return inner, at + len(chunk) - len(unpacker.unused_data)
        if not _is_text_like(inner[:CHUNK]):
            break
        if len(inner) > MAX_STREAM:
            raise CannotSearch(f"packs more than {MAX_STREAM:,} bytes in one stream")
    return inner, 0


def _as_text(data: bytes) -> str | None:
    try:
        return data.decode("utf-8") if b"\0" not in data else None
    except UnicodeDecodeError:
        return None


def _is_text_like(sample: bytes) -> bool:
    return bool(sample) and len(sample.translate(None, TEXT_BYTES)) <= (1 - TEXT_SHARE) * len(
        sample
    )


def readings(name: str, data: bytes) -> Iterator[str]:
    """Yield every reading of a file that is not a page."""
    return _Opener().read(name, data)
