"""Values as few bytes, for what one run keeps for the next."""

from __future__ import annotations

import pickle
from typing import Any

from isal import isal_zlib

FAST = 1


def packed(value: object) -> bytes:
    """Return a value as bytes: some 4.5 KB for a document of 7 KB and its outline."""
    return isal_zlib.compress(pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL), FAST)


def unpacked(data: bytes) -> Any:
    """Return the value that was packed. ``data`` is to be authenticated: it could run a program."""
    return pickle.loads(isal_zlib.decompress(data))  # noqa: S301 - our own, by its digest
