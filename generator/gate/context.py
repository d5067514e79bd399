"""What a rule may know besides its pack. No clock, no disk, no network, no other rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TypeVar, cast

from generator.model import Document, Pack, Scheme, titled
from generator.settings import Settings
from generator.store.load import VERSION
from generator.vocabulary import PackKind, Site, State

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
    published: AbstractSet[str] = frozenset()
    states: Mapping[str, State] = field(default_factory=dict)
    sites: Mapping[str, frozenset[Site]] = field(default_factory=dict)
    memory: dict[tuple[object, str], object] = field(default_factory=dict)

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

    def titled_in_force(self, document: Document) -> tuple[Pack, ...]:
        """Return the packs in force with a document of this type and title, in order of path."""
        return self.titles.get(titled(document.type, document.title or ""), ())

    @cached_property
    def titles(self) -> Mapping[str, tuple[Pack, ...]]:
        """The packs of policies in force by the types and titles of their documents."""
        found: dict[str, list[Pack]] = defaultdict(list)
        for pack in self.scheme.packs:
            if pack.kind is PackKind.POLICY and self.state(pack) is State.IN_FORCE:
                for name in pack.titles:
                    found[name].append(pack)
        return {name: tuple(packs) for name, packs in found.items()}

    def versions_published(self, policy_id: str) -> tuple[int, ...]:
        """Return the versions of a policy that the last publication had, lowest first."""
        return self.editions.get(policy_id, ())

    @cached_property
    def editions(self) -> Mapping[str, tuple[int, ...]]:
        """The versions that the last publication had, by policy."""
        found: dict[str, list[int]] = defaultdict(list)
        for path in self.published:
            match path.split("/"):
                case ["policies", owner, name] if version := VERSION.fullmatch(name):
                    found[owner].append(int(version[1]))
                case _:
                    pass
        return {owner: tuple(sorted(versions)) for owner, versions in found.items()}
