"""Two versions of a policy, document by document: which stands for which, and what changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

from msgspec import Struct

from generator.compare.facts import Fact, changed
from generator.compare.tables import Fate
from generator.compare.texts import Step, compare
from generator.model import Document, Eia, Pack, Policy, Sop


class Presence(StrEnum):
    """In which of two versions a document can be read."""

    BOTH = "both"
    NEW = "new"
    ENDED = "ended"
    OLD_CLOSED = "old closed"
    NEW_CLOSED = "new closed"


class Shown(Struct, frozen=True):
    """A version, and those of its documents that may be read here."""

    pack: Pack
    documents: tuple[Document, ...]


class Pair(Struct, frozen=True):
    """A document of two versions. Unless it can be read in both, nothing is said of its words."""

    presence: Presence
    old: Document | None
    new: Document | None

    @property
    def document(self) -> Document:
        """The newer one that can be read: what the pair is called by."""
        found = self.new or self.old
        assert found is not None  # noqa: S101 - a pair is made of one document at least
        return found


class Changes(Struct, frozen=True):
    """What changed in one document; ``counts`` are of blocks, by what became of them."""

    pair: Pair
    facts: tuple[Fact, ...] = ()
    steps: tuple[Step, ...] = ()
    counts: Mapping[Fate, int] | None = None

    @property
    def differ(self) -> bool:
        """Whether any word of the text differs."""
        return any(step.fate is not Fate.KEPT for step in self.steps)


def pairs(old: Shown, new: Shown) -> tuple[Pair, ...]:
    """Return every document that can be read in one of two versions, the statement first."""
    return tuple(sorted(_pairs(old, new), key=lambda pair: _order(pair.document)))


def _order(document: Document) -> tuple[int, str]:
    kinds: tuple[type[Document], ...] = (Policy, Sop, Eia)
    place = kinds.index(type(document)) if type(document) in kinds else len(kinds)
    return place, document.name


def _pairs(old: Shown, new: Shown) -> Iterator[Pair]:
    left = list(old.documents)
    for document in new.documents:
        partner = _same(document, left)
        if partner is not None:
            left.remove(partner)
            yield Pair(Presence.BOTH, partner, document)
        else:
            closed = _same(document, old.pack.documents) is not None
            yield Pair(Presence.OLD_CLOSED if closed else Presence.NEW, None, document)
    for document in left:
        closed = _same(document, new.pack.documents) is not None
        yield Pair(Presence.NEW_CLOSED if closed else Presence.ENDED, document, None)


def _same(document: Document, others: Sequence[Document]) -> Document | None:
    """Return the same document of another version: by its reference, or else by its file name."""
    alike = [other for other in others if other.type is document.type]
    by_reference = (d for d in alike if d.reference and d.reference == document.reference)
    return next(by_reference, None) or next((d for d in alike if d.name == document.name), None)


def compare_pair(old: Pack, new: Pack, pair: Pair) -> Changes:
    """Return what changed in a document that can be read in both versions; else only the pair."""
    if pair.old is None or pair.new is None:
        return Changes(pair)
    steps = compare(pair.old.source.outline, pair.new.source.outline)
    facts = changed((old, pair.old), (new, pair.new))
    return Changes(pair, facts, steps, Counter(step.fate for step in steps))
