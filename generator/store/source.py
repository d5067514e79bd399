"""One file of the store as written: nothing in it has been believed yet."""

from __future__ import annotations

import re

from msgspec import Struct, field

from generator.findings import Fault, Location
from generator.store.outline import Outline, outline
from generator.store.text import decode, digest, visible
from generator.store.yaml_reader import Metadata, read_yaml

FENCE = re.compile(r"^---[ \t]*$")
MAX_BYTES = 2_000_000
MAX_FRONT_MATTER = 64_000
MAX_NESTING = 40


class Source(Struct, frozen=True):
    """A file's metadata, body and digest, and every fault of reading it (``PS001``).

    ``readable`` is false where the metadata could not be had at all.
    """

    path: str
    digest: str
    metadata: Metadata
    body: str = ""
    body_line: int = 1
    outline: Outline = field(default_factory=Outline)
    faults: tuple[Fault, ...] = ()
    readable: bool = True

    def at(self, *keys: str | int) -> Location:
        """Return the place of a metadata key, or the top of the file where it is absent."""
        return self.metadata.at(*keys)


def unreadable(path: str, message: str, fix: str, rule: str = "PS001", line: int = 1) -> Source:
    """Return the source of a file that cannot be read, with the one fault that says why."""
    fault = Fault(Location(path, line), rule, message, fix)
    return Source(path, "", Metadata(path, {}, {}), faults=(fault,), readable=False)


def read_document(path: str, data: bytes) -> Source:
    """Return a Markdown document as a source: front matter, body, and the body's outline."""
    if len(data) > MAX_BYTES:
        return unreadable(
            path, f"is {len(data):,} bytes long; {MAX_BYTES:,} is the limit", "split the document"
        )
    text, faults = decode(path, data)
    if not text:
        return _failed(path, data, faults, "is empty")
    lines = text.split("\n")
    if not FENCE.match(lines[0]):
        return _failed(path, data, faults, "does not begin with front matter (`---` on line 1)")
    end = next((n for n, line in enumerate(lines[1:], 1) if FENCE.match(line)), 0)
    if not end:
        return _failed(path, data, faults, "has front matter that does not end (`---` on its own)")
    block = "\n".join(lines[1:end])
    if len(block) > MAX_FRONT_MATTER:
        return _failed(path, data, faults, f"has front matter over {MAX_FRONT_MATTER:,} characters")
    metadata, yaml_faults = read_yaml(path, block + "\n", first=2)
    body = visible("\n".join(lines[end + 1 :]))
    parts = outline(body, end + 2)
    faults = (*faults, *yaml_faults, *_nesting_faults(path, parts), *_unread_faults(path, parts))
    readable = bool(metadata.data) or not yaml_faults  # all blank can be read, and says nothing
    return Source(path, digest(data), metadata, body, end + 2, parts, faults, readable=readable)


def read_record(path: str, data: bytes) -> Source:
    """Return a YAML file (record, withdrawal, settings) as a source without a body."""
    if len(data) > MAX_BYTES:
        return unreadable(
            path, f"is over {MAX_BYTES:,} bytes long", "take out what it need not say"
        )
    text, faults = decode(path, data)
    if faults and not text:
        return _failed(path, data, faults, "")
    metadata, yaml_faults = read_yaml(path, text)
    faults = (*faults, *yaml_faults)
    readable = bool(metadata.data) or not yaml_faults
    return Source(path, digest(data), metadata, faults=faults, readable=readable)


def _failed(path: str, data: bytes, faults: tuple[Fault, ...], message: str) -> Source:
    if message and not faults:
        fix = "begin the file with a block of `key: value` lines between two `---` lines"
        faults = (Fault(Location(path), "PS001", message, fix),)
    return Source(path, digest(data), Metadata(path, {}, {}), faults=faults, readable=False)


def _unread_faults(path: str, parts: Outline) -> tuple[Fault, ...]:
    """Say what the page would show, or lose, and the gate could not read."""
    return tuple(
        Fault(Location(path, it.line, it.column), "PS001", it.message, it.fix)
        for it in parts.unread
    )


def _nesting_faults(path: str, parts: Outline) -> tuple[Fault, ...]:
    if parts.depth <= MAX_NESTING:
        return ()
    message = f"nests lists or quotations {parts.depth} deep; {MAX_NESTING} is the limit"
    return (Fault(Location(path), "PS001", message, "use fewer levels"),)
