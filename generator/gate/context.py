"""What a rule may know besides its pack. No clock, no disk, no network, no other rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar, cast

from generator.model import Document, Pack, Scheme
from generator.settings import Settings
from generator.vocabulary import Site, State

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Context:
    """The scheme, its settings and the as-at date.

    ``states`` (by pack path) and ``sites`` (by document path) are filled for the rules that run
    after; ``published`` names the packs of the last publication, where its manifest is known.
    ``memory`` holds what several rules read of one document, worked out once.
    """

    scheme: Scheme
    as_at: date
    published: frozenset[str] = frozenset()
    states: Mapping[str, State] = field(default_factory=dict)
    sites: Mapping[str, frozenset[Site]] = field(default_factory=dict)
    memory: dict[tuple[object, str], object] = field(default_factory=dict, compare=False)

    @property
    def settings(self) -> Settings:
        """The authority's settings."""
        return self.scheme.settings

    def once(self, work: Callable[[Document, Settings], Answer], document: Document) -> Answer:
        """Return ``work(document, settings)``, worked out for the first rule that asks."""
        key = (work, document.path)
        if key not in self.memory:
            self.memory[key] = work(document, self.settings)
        return cast("Answer", self.memory[key])

    def forget(self) -> None:
        """Let go of what was worked out for the documents of a pack that is done with."""
        self.memory.clear()

    def state(self, pack: Pack) -> State | None:
        """Return what becomes of a pack, once that is known."""
        return self.states.get(pack.path)

    def in_force(self, policy_id: str) -> Pack | None:
        """Return the version of a policy that is in force, once that is known."""
        packs = self.scheme.policies.get(policy_id, ())
        return next((p for p in packs if self.state(p) is State.IN_FORCE), None)
