"""What the gate decides of a pack. A decision is a type: mypy asks whether each was handled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from generator.findings import Finding
from generator.model import Document, Pack
from generator.vocabulary import Site, State


@dataclass(frozen=True, slots=True)
class ClearedDocument:
    """A document of a cleared pack, and the sites it may go to (none, for a workbook)."""

    document: Document
    sites: frozenset[Site]


@dataclass(frozen=True, slots=True)
class Cleared:
    """A pack the gate let through and whose day has come. Only the gate makes one."""

    pack: Pack
    state: Literal[State.IN_FORCE, State.SUPERSEDED, State.WITHDRAWN]
    documents: tuple[ClearedDocument, ...]
    findings: tuple[Finding, ...]

    def on(self, site: Site) -> tuple[Document, ...]:
        """Return the documents that go to ``site``."""
        return tuple(item.document for item in self.documents if site in item.sites)


@dataclass(frozen=True, slots=True)
class Held:
    """A pack that clears, and waits for its day or for the policy it reports on."""

    pack: Pack
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class InDevelopment:
    """A pack that has not been submitted; its authors see every finding."""

    pack: Pack
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """A pack the gate kept back, and every reason why."""

    pack: Pack
    findings: tuple[Finding, ...]


Decision = Cleared | Held | InDevelopment | Refused


def state_of(decision: Decision) -> State:
    """Return the state that a decision stands for."""
    match decision:
        case Cleared(state=state):
            return state
        case Held():
            return State.HELD
        case InDevelopment():
            return State.IN_DEVELOPMENT
        case Refused():
            return State.REFUSED
