"""Trees and parts of a Word or OpenDocument file, put in order before pandoc reads them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

from generator.word.opening import Element


def unwrap(element: Element) -> None:
    """Put what an element holds in its place."""
    parent = element.getparent()
    for child in list(element):
        element.addprevious(child)
    parent.remove(element)


def packed(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """Return a file of these parts, by name; the same parts give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as new:
        for name, data in parts:
            new.writestr(zipfile.ZipInfo(name), data)
    return out.getvalue()
