"""Bytes become text, strictly: UTF-8 or a fault, and no character a reader cannot see."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right

from generator.findings import Fault, Location

BOM = b"\xef\xbb\xbf"

# Bidirectional overrides and isolates, C0 and C1 controls, line and paragraph separators,
# interlinear annotation, what is no character: nothing a policy needs, and each can hide or reorder
# words, or may not stand in a feed.
CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\ufffe\uffff]"
)
PRINTED = bytes([9, 10, *range(32, 127)])
"""What is none of them, in plain text: taking it out is sooner done than looking for them."""
CONTROL_FIX = "delete the character; it cannot be seen, and may hide or reorder words"
ZERO_WIDTH = "\u180e\u200b-\u200f\u2060-\u2064\ufeff"
LATIN = "A-Za-z\u00c0-\u024f"
HIDDEN = re.compile(
    "(?P<tag>[\U000e0000-\U000e007f]+)"
    "|(?P<selectors>[\ufe00-\ufe0f\U000e0100-\U000e01ef]{2,})"
    f"|(?<=[{LATIN}])(?P<zero>[{ZERO_WIDTH}]+)(?=[{LATIN}])"
)
INVISIBLE = re.compile(f"[{ZERO_WIDTH}\u00ad\ufe00-\ufe0f\U000e0000-\U000e01ef]")
WHAT = {
    "tag": "invisible tag characters",
    "selectors": "a run of invisible variation selectors",
    "zero": "an invisible character inside a word",
}


def normal_bytes(data: bytes) -> bytes:
    """Return what a sign-off is bound to: no byte-order mark, lines ended by LF."""
    return data.removeprefix(BOM).replace(b"\r\n", b"\n")


def digest(data: bytes) -> str:
    """Return ``sha256:...`` of the normalised bytes; ``sha256sum`` gives the same."""
    return "sha256:" + hashlib.sha256(normal_bytes(data)).hexdigest()


def short_digest(data: bytes) -> bytes:
    """Return 16 bytes that tell whether two things are the same; nothing outside sees them."""
    return hashlib.blake2b(data, digest_size=16).digest()


def decode(path: str, data: bytes) -> tuple[str, tuple[Fault, ...]]:
    """Return the text and every fault of its characters (``PS001``).

    Where the bytes are not UTF-8 the text is empty: nothing is guessed.
    """
    plain = normal_bytes(data)
    try:
        text = plain.decode("utf-8")
    except UnicodeDecodeError as error:
        before = plain[: error.start].decode("utf-8")
        at = Lines(before).locate(path, len(before))
        byte = plain[error.start]
        return "", (
            Fault(at, "PS001", f"is not UTF-8 text (byte 0x{byte:02x})", "save the file as UTF-8"),
        )
    return text, tuple(_character_faults(path, text))


def _character_faults(path: str, text: str) -> list[Fault]:
    if text.isascii() and not text.encode().translate(None, PRINTED):
        return []
    lines = Lines(text)
    found = [
        Fault(
            lines.locate(path, match.start()),
            "PS001",
            f"holds the control character U+{ord(match.group()):04X}",
            CONTROL_FIX,
        )
        for match in CONTROL.finditer(text)
    ]
    found += [
        Fault(
            lines.locate(path, match.start()),
            "PS001",
            f"holds {WHAT[match.lastgroup or 'zero']} (U+{ord(match.group()[0]):04X})",
            "delete the character; it cannot be seen, and may hide words from a search",
        )
        for match in HIDDEN.finditer(text)
    ]
    return sorted(found)


def visible(text: str) -> str:
    """Return the text without characters that cannot be seen, as rules read it."""
    return text if text.isascii() else INVISIBLE.sub("", text)


class Lines:
    """Where a character of a text stands: line and column, counted from 1."""

    def __init__(self, text: str, first: int = 1) -> None:
        self.first = first
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def position(self, offset: int) -> tuple[int, int]:
        """Return (line, column) of the character at ``offset``."""
        row = bisect_right(self.starts, offset) - 1
        return row + self.first, offset - self.starts[row] + 1

    def locate(self, path: str, offset: int) -> Location:
        """Return the place in ``path`` of the character at ``offset``."""
        return Location(path, *self.position(offset))
