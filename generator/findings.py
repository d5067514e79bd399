"""What the program tells people: where, what is wrong, which clause, who mends it, how."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from generator.packing import packs_small


class Severity(StrEnum):
    """What a finding does to the document or pack it is about."""

    REFUSE = "refuse"
    PUBLIC = "public"
    WARN = "warn"


@packs_small
@dataclass(frozen=True, order=True, slots=True)
class Location:
    """A place in a file of the store, counted from 1 as an editor counts."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@packs_small
@dataclass(frozen=True, order=True, slots=True)
class Fault:
    """One thing wrong in one place, before the rule it breaks has put its name to it.

    ``severity``, ``fix`` and ``role`` are given only where they differ from the rule's own.
    """

    at: Location
    rule: str
    message: str
    fix: str = ""
    severity: Severity | None = None
    role: str = ""


@packs_small
@dataclass(frozen=True, order=True, slots=True)
class Finding:
    """One fault, said so that the post who can mend it knows what to do."""

    at: Location
    rule: str
    name: str
    severity: Severity
    message: str
    clause: str
    role: str
    fix: str

    def __str__(self) -> str:
        return f"{self.at}: {self.rule} {self.message}"
