"""A digest of everything that a page is made from, so that the same is not made twice."""

from __future__ import annotations

import io
import pickle
from pathlib import Path
from typing import Any

from generator.model import Document, Pack, Report
from generator.store.text import short_digest

THEME = Path(__file__).resolve().parents[2] / "theme"
"""The program's own templates, style sheets and scripts."""


class _Inputs(pickle.Pickler):
    """Writes values down in full, and packs and documents by their own digests."""

    def reducer_override(self, obj: Any) -> Any:
        if isinstance(obj, Pack):
            return bytes, (obj.whole,)
        if isinstance(obj, Document) and not isinstance(obj, Report):  # it has records beside it
            return str, (f"{obj.path} {obj.digest}",)
        return NotImplemented


def made_from(*inputs: Any) -> bytes:
    """Return a digest that is the same only where all the inputs are."""
    data = io.BytesIO()
    pickler = _Inputs(data, protocol=5)
    pickler.fast = True  # no notes of what was written before: they tell of chance, not of values
    pickler.dump(inputs)
    return short_digest(data.getvalue())


def folder_digest(folder: Path | None) -> bytes:
    """Return a digest of every file below a folder, by name; of none where there is none."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file()) if folder else ()
    found = [(path.relative_to(folder).as_posix(), path.read_bytes()) for path in paths if folder]
    return made_from(*found)
