"""Which texts are so plain that their conversion cannot take long; the others are tried first."""

from __future__ import annotations

PLAIN_LENGTH = 100_000
PLAIN_MARKS = 2_000
PLAIN_LINES = 5_000
PLAIN_DEPTH = 12
MARKS = b"[]<>*_`!&\\|"


def is_plain(body: str, depth: int) -> bool:
    """Whether a body is so short, flat and plain that its conversion cannot take long."""
    if len(body) > PLAIN_LENGTH or depth > PLAIN_DEPTH or body.count("\n") > PLAIN_LINES:
        return False
    if len(body) < PLAIN_MARKS:
        return True
    written = body.encode("utf-8")
    return len(written) - len(written.translate(None, MARKS)) < PLAIN_MARKS
