"""One import, from the file's bytes to a draft in the store."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

from msgspec import Struct

from generator.extras import PANDOC, versions
from generator.forms.form import keys_of
from generator.forms.markdown import value
from generator.importing.place import Destination, Wanted, destination, write
from generator.importing.words import (
    DONE,
    Asked,
    CannotImport,
    Imported,
    Stop,
    Stopped,
    unanswered,
)
from generator.model import Scheme
from generator.pandoc import CannotConvert
from generator.schema.believe import parse_date
from generator.start.record import policy_record, report_record
from generator.store.child import Guard
from generator.store.child import Stopped as Unread
from generator.store.files import CannotRead, read_bytes
from generator.store.load import RECORD
from generator.store.outline import outline
from generator.vocabulary import Change, DocumentType
from generator.word.header_table import Filled, Home, kind_of, metadata, read_rows
from generator.word.hidden import hidden, marked
from generator.word.markdown import Made
from generator.word.opening import LARGEST_FILE, CannotOpen
from generator.word.reading import Flow, Hidden
from generator.word.text import Titled, WordFile, markdown, read_file, task, titled

SIMPLER = "split it into parts, or save it anew in Word or LibreOffice, and import that"
MISSED = (
    "mend those places in the file, so that each word stands in ordinary text, and import again"
)


def bring_in(scheme: Scheme, root: Path, asked: Asked, as_at: date) -> Imported | Stopped:
    """Take a file into the store as a draft. Where anything stands in the way, nothing is written.

    Raises ``CannotImport`` where the command is wrong, ``NotInstalled`` where pandoc is not there.
    """
    versions("an import needs a package that is not installed", PANDOC)
    file = _read(asked.file)
    if isinstance(file, Stop):
        return Stopped(asked.kind, (file,))
    kind = asked.kind or kind_of(file.reading.header) or DocumentType.POLICY
    rows = read_rows(file.reading.header, kind, scheme.settings.protected_characteristics)
    declared = metadata(rows).get("protective_marking")
    found = (*hidden(file.reading), *marked(file.reading, scheme.settings, declared))
    if stops := unanswered(found, asked.answered):
        return Stopped(kind, stops)
    return _draft(scheme, root, asked, as_at, _Read(kind, file, rows, found))


class _Read(Struct, frozen=True):
    """A file that may come over: its type, its header table and what was answered."""

    kind: DocumentType
    file: WordFile
    rows: tuple[Filled, ...]
    found: tuple[Hidden, ...]


def _read(path: Path) -> WordFile | Stop:
    """Read the file in a child process, within the limits for anything untrusted."""
    try:
        data = read_bytes(path, LARGEST_FILE)
    except CannotRead as error:
        raise CannotImport(f"{path} {error}") from error
    [read] = Guard(read_file, jobs=1, at_once=1).run([data])
    match read:
        case WordFile():
            return read
        case CannotOpen():
            return Stop(f"it {read.message}", read.fix)
        case Unread(reason):
            return Stop(f"it could not be read: it {reason}", SIMPLER)


def _draft(
    scheme: Scheme, root: Path, asked: Asked, as_at: date, read: _Read
) -> Imported | Stopped:
    title = titled(read.file.reading)
    data = metadata(read.rows) | ({"title": title.title} if title.title else {})
    data = {"type": read.kind.value, "status": "draft", **data}
    wanted = Wanted(read.kind, title.title, _edition(data, as_at), asked.into)
    place = destination(scheme, root, wanted)
    made = _made(read.file, title, PurePosixPath(place.name).stem)
    if isinstance(made, Stop):
        return Stopped(read.kind, (made,))
    pictures = {name: read.file.pictures[target] for target, name in made.pictures}
    files = {place.name: _document(read.kind, data, made.body), **pictures}
    if place.new:
        files[RECORD] = _record(read, place).encode("utf-8")
    return Imported(
        read.kind, place.pack, write(root, place, files, replace=asked.replace),
        tuple(_counts(made)), tuple(_left(read)),
        (*_rows_to_look_at(read, place), *map(str, made.noted)),
    )  # fmt: skip


def _made(file: WordFile, title: Titled, stem: str) -> Made | Stop:
    """Convert a file, in child processes, and see that no word of it was lost."""
    try:
        waiting = task(file, title, stem)
    except CannotConvert as error:
        return Stop(f"it could not be converted: {error}", SIMPLER)
    [result] = Guard(markdown, jobs=1, at_once=1).run([waiting])
    if isinstance(result, Unread):
        return Stop(f"it could not be converted: it {result.reason}", SIMPLER)
    made, gone = result
    if gone:
        places = tuple(f"{one.place}: {one.words}" for one in gone)
        return Stop(f"words that would be lost ({len(gone)})", MISSED, places)
    return made


def _edition(data: Mapping[str, Any], as_at: date) -> str:
    """Return the year that a monitoring report is about, as its folder is called."""
    ends = parse_date(data.get("period_to"))
    return str((ends or as_at).year)


# -- what is written ------------------------------------------------------------------------------


def _document(kind: DocumentType, data: Mapping[str, Any], body: str) -> bytes:
    lines = ["---"]
    for key in keys_of(kind):
        if key in data:
            lines += _lines(key, data[key], "")
    return "\n".join([*lines, "---", "", body]).encode("utf-8")


def _lines(key: str, said: Any, indent: str) -> Iterator[str]:
    match said:
        case str():
            yield f"{indent}{key}: {value(said)}"
        case list():
            yield f"{indent}{key}:"
            yield from (f"{indent}  - {value(item)}" for item in said)
        case _:
            yield f"{indent}{key}:"
            for inner, text in said.items():
                yield from _lines(inner, text, f"{indent}  ")


def _record(read: _Read, place: Destination) -> str:
    """Return the record of a new pack, with the day that the header table says it was issued."""
    if read.kind is DocumentType.MONITORING_REPORT:
        text = report_record()
    else:
        first = place.pack.endswith("/v1")
        sops = (place.name,) if read.kind is DocumentType.SOP else ()
        text = policy_record(Change.NEW if first else "", sops, None if first else {})
    issued = metadata(read.rows, Home.RECORD).get("publish_on")
    if issued is None:
        return text
    lines = text.split("\n")
    return "\n".join(
        f"publish_on: {value(issued)}" if line.startswith("publish_on:") else line for line in lines
    )


# -- what is said ---------------------------------------------------------------------------------


def _counts(made: Made) -> Iterator[str]:
    parts = outline(made.body)
    notes = sum(line.startswith("[^") for line in made.body.split("\n"))
    counted = {
        "heading": len(parts.headings), "table": len(parts.tables), "note": notes,
        "picture": len(made.pictures),
    }  # fmt: skip
    yield from (f"{n} {what}{'' if n == 1 else 's'}" for what, n in counted.items() if n)


def _left(read: _Read) -> Iterator[str]:
    """Yield what stayed behind: what was answered, and what no document of the store has."""
    for kind in dict.fromkeys(one.kind for one in read.found):
        yield f"{kind} ({sum(one.kind is kind for one in read.found)}): {DONE[kind]}, as you said"
    reading = read.file.reading
    for role, what in (
        ("contents", "a list of contents: each page makes its own"),
        ("guidance", "the guidance notes of the template"),
    ):
        if any(p.role == role and p.text.strip() for p in reading.paragraphs):
            yield what
    for flow in (Flow.HEADER, Flow.FOOTER):
        if any(p.flow is flow and p.text.strip() for p in reading.paragraphs):
            yield f"what stands in {flow}: each page and file of the sites has its own"
    if author := metadata(read.rows, Home.IMPORT).get("author"):
        yield f"the author ({author}): the store names the posts that answer for a text, no people"
    if reading.properties:
        yield "the properties of the file, such as who wrote it and on what"
    yield from reading.notes


def _rows_to_look_at(read: _Read, place: Destination) -> Iterator[str]:
    """Yield what the header table says and the front matter does not."""
    if not read.rows:
        yield "the file has no header table on its first page, so its metadata are to be filled in"
    said = metadata(read.rows, Home.IMPORT)
    for row in read.rows:
        if row.field is None:
            yield f"the header table's row {row.label!r} has no place in the store: {row.text}"
    for key, label in (("unit", "Branch/OCU"), ("review_by", "Review Date")):
        if key in said:
            yield f"{label} ({said[key]}) was not kept: only a policy statement has it"
    version = said.get("version", "").casefold().removeprefix("version").strip(" v")
    own = place.pack.rpartition("/v")[2]
    if version and version != own and read.kind is not DocumentType.MONITORING_REPORT:
        yield f"the file calls itself version {said['version']}, and stands in {place.pack}"
    if said.get("publication_scheme") == "no":
        key = "sop_publication" if read.kind is DocumentType.SOP else "withheld_from_public"
        yield f"it is not meant for the publication scheme: record that (`{key}:` in record.yml)"
    issued = metadata(read.rows, Home.RECORD).get("publish_on")
    if issued and not place.new:
        yield f"it was issued on {issued}: see `publish_on:` in record.yml"
