"""A digest of everything that a page is made from, so that the same is not made twice."""

from __future__ import annotations

import io
import pickle
from typing import Any

from generator.model import Document, Pack, Report
from generator.store.text import short_digest


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
