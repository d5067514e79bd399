"""The headings that each format asks for, and when two headings are one."""

from __future__ import annotations

import re

from generator.settings import Settings
from generator.vocabulary import DocumentType

# The number in front of a heading: 3 or 3.2 or (3) or 3 -, or a letter or Roman number with ) or .
NUMBER = re.compile(r"\(?(?:\d+(?:\.\d+)*[\s.):\u2013-]+|(?:[a-z]|[ivx]+)[.):]+\s*)")
# The least that a format asks for, whatever the settings list (SOPs, Responsibilities).
LEAST = {
    DocumentType.POLICY: ("Responsibilities", "Health and safety"),
    DocumentType.SOP: ("Responsibilities",),
}
CLOSING = " .:;,!?\u2013-"


def asked_headings(settings: Settings, kind: DocumentType) -> tuple[str, ...]:
    """Return the headings that a document of this type must have, each once, in order."""
    asked = (*settings.headings.get(kind, ()), *LEAST.get(kind, ()))
    return tuple({plain_heading(name): name for name in asked}.values())


def plain_heading(text: str) -> str:
    """Return a heading without case, numbering and closing punctuation."""
    words = " ".join(text.casefold().split()).rstrip(CLOSING)
    number = NUMBER.match(words)
    return words[number.end() :] if number else words
