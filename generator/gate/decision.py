"""What the gate decides of a pack. A decision is a type: mypy asks whether each was handled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from generator.findings import Finding
from generator.model import Document, Pack
from generator.vocabulary import Site, State


class Cleared(Struct, frozen=True):
    """A pack the gate let through and whose day has come. Only the gate makes one.

    ``sites`` says of each document, by path, where it may go (nowhere, for a workbook).
    """

    pack: Pack
    state: Literal[State.IN_FORCE, State.SUPERSEDED, State.WITHDRAWN]
    sites: Mapping[str, frozenset[Site]]
    findings: tuple[Finding, ...]

    def on(self, site: Site) -> tuple[Document, ...]:
        """Return the documents that go to ``site``."""
        return tuple(d for d in self.pack.documents if site in self.sites[d.path])

    def shows_on(self, site: Site) -> bool:
        """Whether any document of it goes to ``site``."""
        return any(site in sites for sites in self.sites.values())


class Held(Struct, frozen=True):
    """A pack that clears, and waits for its day or for the policy it reports on."""

    pack: Pack
    findings: tuple[Finding, ...]


class InDevelopment(Struct, frozen=True):
    """A pack that has not been submitted; its authors see every finding."""

    pack: Pack
    findings: tuple[Finding, ...]


class Refused(Struct, frozen=True):
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
