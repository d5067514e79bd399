"""What an import is asked for, what it came to, and what stands in its way."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct, field

from generator.vocabulary import DocumentType
from generator.word.reading import Hidden, Kind

SWITCHES: Mapping[Kind, str] = {
    Kind.CHANGE: "--accept-changes",
    Kind.COMMENT: "--drop-comments",
    Kind.OBJECT: "--drop-objects",
    Kind.MACRO: "--drop-macros",
    Kind.LINK: "--drop-links",
}
"""What may be answered on the command line. Everything else its author mends in the file."""
REMEDIES: Mapping[Kind, str] = {
    Kind.CHANGE: "accept or reject each in Word (Review), or accept all with --accept-changes",
    Kind.COMMENT: "settle and delete them in Word, or leave them behind with --drop-comments",
    Kind.HIDDEN: "show the words or delete them in Word; nothing hidden can come over",
    Kind.FAINT: "give the words a colour that can be read, or delete them",
    Kind.TINY: "give the words a size that can be read, or delete them",
    Kind.MARKING: "take the marking out, or give the document the marking that it bears in the row "
    "Protective Marking of its header table",
    Kind.OBJECT: "put a picture or a table in its place, or leave it behind with --drop-objects",
    Kind.MACRO: "save it without macros (.docx), or leave them behind with --drop-macros",
    Kind.LINK: "put the words themselves in their place, or leave the links behind with "
    "--drop-links; words that they show come over as they read now",
    Kind.PROGRAM: "delete the field in Word; it could start a program on a reader's computer",
    Kind.EQUATION: "put it in words, or as a picture with alternative text",
    Kind.ODD: "delete the characters",
}
DONE: Mapping[Kind, str] = {
    Kind.CHANGE: "accepted",
    Kind.COMMENT: "left behind",
    Kind.OBJECT: "left behind",
    Kind.MACRO: "left behind",
    Kind.LINK: "left behind",
}


class Asked(Struct, frozen=True):
    """One import: the file, what it is to be, where it goes, and what was answered beforehand."""

    file: Path
    kind: DocumentType | None = None
    into: str = ""
    replace: bool = False
    answered: frozenset[Kind] = frozenset()


class Stop(Struct, frozen=True):
    """One reason why nothing was written: what is wrong, where, and how to mend it."""

    what: str
    fix: str
    places: tuple[str, ...] = ()


class Stopped(Struct, frozen=True):
    """Nothing was written."""

    kind: DocumentType | None
    stops: tuple[Stop, ...]


class Imported(Struct, frozen=True):
    """What was written, and what its author should know and do.

    ``counts`` say what came over, ``left`` what did not and need not, ``look`` what to look at.
    """

    kind: DocumentType
    pack: str
    files: tuple[str, ...]
    counts: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    look: tuple[str, ...] = field(default=())


class CannotImport(Exception):  # noqa: N818 - what was asked for wrongly; nothing was written
    """The command was given wrongly; the message says how to put it right."""


def unanswered(found: tuple[Hidden, ...], answered: frozenset[Kind]) -> tuple[Stop, ...]:
    """Return a stop for each kind of thing that a file hides and nobody has answered."""
    stops = []
    for kind in dict.fromkeys(one.kind for one in found if one.kind not in answered):
        own = [one for one in found if one.kind is kind]
        places = tuple(f"{one.place}: {one.what}" for one in own)
        stops.append(Stop(f"{kind} ({len(own)})", REMEDIES[kind], places))
    return tuple(stops)
