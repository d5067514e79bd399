"""What the proof can find, and how it is said."""

from __future__ import annotations

from msgspec import Struct

from generator.findings import Finding, Location, Severity
from generator.vocabulary import Site

DEVELOPERS = "developers of the generator"
POLICY_UNIT = "policy co-ordination unit"
REPORT_IT = "report it to the developers of the generator; nothing was published"


class _Kind(Struct, frozen=True):
    name: str
    role: str
    fix: str


KINDS = {
    "PS901": _Kind("planned-file-missing", DEVELOPERS, REPORT_IT),
    "PS902": _Kind("file-not-planned", DEVELOPERS, REPORT_IT),
    "PS903": _Kind("link-leads-nowhere", DEVELOPERS, REPORT_IT),
    "PS904": _Kind("third-party-request", DEVELOPERS, REPORT_IT),
    "PS905": _Kind("active-content-in-output", DEVELOPERS, REPORT_IT),
    "PS906": _Kind(
        "withheld-text-in-output",
        POLICY_UNIT,
        "find which page or file repeats it, and take it out or publish what it comes from",
    ),
    "PS907": _Kind("output-unreadable", DEVELOPERS, REPORT_IT),
    "PS908": _Kind(
        "address-lost",
        POLICY_UNIT,
        "put it back in the store under its name; a policy ends with withdrawn.yml and keeps its "
        "folders, and one that has a new id names the old one under `formerly:`",
    ),
    "PS909": _Kind(
        "paragraph-lost",
        POLICY_UNIT,
        "put the text of that version back, and publish what changed as the next version",
    ),
    "PS911": _Kind(
        "download-not-made",
        POLICY_UNIT,
        "mend what it names, or build with --no-downloads until that is done",
    ),
}


class Flaw(Struct, frozen=True, order=True):
    """One thing wrong in one file of a built site."""

    file: str
    line: int
    rule: str
    message: str


def finding(site: Site, flaw: Flaw) -> Finding:
    """Return the flaw as a finding, in the words and with the roles of the rest."""
    at = Location(f"site/{site}/{printable(flaw.file)}", flaw.line, 1)
    return _finding(at, flaw.rule, flaw.message, "none: the proof")


def not_made(at: Location, message: str) -> Finding:
    """Return as a finding that a document of the store could not be turned into a file to keep."""
    return _finding(at, "PS911", message, "none: the gate's own")


def _finding(at: Location, rule: str, message: str, clause: str) -> Finding:
    kind = KINDS[rule]
    return Finding(at, rule, kind.name, Severity.REFUSE, message, clause, kind.role, kind.fix)


def printable(text: str) -> str:
    """Return a name or an address so that it can be printed whatever is in it."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


LONGEST = 200


def quoted(address: str) -> str:
    """Return an address as a message shows it."""
    shown = address if len(address) <= LONGEST else f"{address[:LONGEST]}..."
    return f"`{printable(shown)}`"
