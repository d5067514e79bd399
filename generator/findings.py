"""What the program tells people: where, what is wrong, which clause, who mends it, how."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Severity(StrEnum):
    """What a finding does to the document or pack it is about."""

    REFUSE = "refuse"
    PUBLIC = "public"
    WARN = "warn"


class Location(Struct, frozen=True, order=True):
    """A place in a file of the store, counted from 1 as an editor counts."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


class Fault(Struct, frozen=True, order=True):
    """One thing wrong in one place, before the rule it breaks has put its name to it.

    ``severity``, ``fix`` and ``role`` are given only where they differ from the rule's own.
    """

    at: Location
    rule: str
    message: str
    fix: str = ""
    severity: Severity | None = None
    role: str = ""


class Finding(Struct, frozen=True, order=True):
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
