"""A document's metadata with some lines changed, and every other byte as its author wrote it."""

from __future__ import annotations

from collections.abc import Mapping

from generator.forms.markdown import value
from generator.start.words import CannotStart
from generator.store.source import FENCE, read_document
from generator.store.text import normal_bytes


def with_values(path: str, data: bytes, changes: Mapping[str, str]) -> bytes:
    """Return the document with these keys set anew; a blank value leaves the key to be filled.

    What comes out is read again: where anything else changed, nothing is made of it.
    """
    before = read_document(path, data)
    lines = normal_bytes(data).decode("utf-8").split("\n")
    end = next((n for n, line in enumerate(lines[1:], 1) if FENCE.match(line)), 1)
    for key, new in changes.items():
        line = f"{key}: {value(new)}" if new else f"{key}:"
        row, _ = before.metadata.marks.get((key,), (0, 0))
        if row:
            lines[row - 1] = line
        elif new:
            lines.insert(end, line)
    made = "\n".join(lines).encode("utf-8")
    expected = {key: said for key, said in before.metadata.data.items() if key not in changes}
    expected |= {key: new for key, new in changes.items() if new}
    after = read_document(path, made)
    if after.metadata.data != expected or after.body != before.body:
        names = ", ".join(f"`{key}`" for key in changes)
        raise CannotStart(
            f"{path} holds {names} in a form that cannot be changed without touching the rest; "
            "write each on a line of its own"
        )
    return made
