"""What the rules ask of the rest of the store while they look at one pack.

A pack's findings are a function of the pack, the settings, the as-at date, and the answers to
what its rules asked. Where none of these has changed, what was found before still holds.
"""

from __future__ import annotations

from ast import literal_eval
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import NoReturn, TypeVar

from generator.gate.context import Context
from generator.gate.sites import NOWHERE
from generator.model import Pack, Scheme
from generator.store.text import short_digest
from generator.vocabulary import Site

Value = TypeVar("Value")


class Of(StrEnum):
    """What a question is about. A rule may read a pack of its own family whole."""

    FAMILY = "family"
    POLICY = "policy"
    REPORTS = "reports"
    PACK = "pack"
    ID = "id"
    REFERENCE = "reference"
    REFERENCE_USED = "reference used"
    WITHDRAWAL = "withdrawal"
    STATE = "state"
    SITES = "sites"
    TITLE = "title"
    PUBLISHED = "published"
    EDITIONS = "editions"


OF_STATES = frozenset({Of.STATE, Of.SITES, Of.TITLE})
"""What is another matter once the states of packs are known."""
Question = tuple[Of, str]


def as_line(question: Question) -> str:
    """Return a question as one line of text, whatever it names."""
    of, key = question
    return f"{of}\t{key!r}"


def questions(lines: str) -> Iterator[Question]:
    """Yield the questions that stand in such lines."""
    for line in filter(None, lines.split("\n")):
        of, _, key = line.partition("\t")
        yield Of(of), literal_eval(key) if "\\" in key else key[1:-1]  # few need the careful way


class Watched(Mapping[str, Value]):
    """A mapping that notes each key it is asked for. All of it at once is for no rule to ask."""

    def __init__(self, real: Mapping[str, Value], note: Callable[[str], None]) -> None:
        self._real = real
        self._note = note

    def __getitem__(self, key: str) -> Value:
        self._note(key)
        return self._real[key]

    def __iter__(self) -> Iterator[str]:
        _all_at_once()

    def __len__(self) -> int:  # noqa: PLE0303 - nobody may know
        _all_at_once()


class WatchedSet(AbstractSet[str]):
    """A set that notes each member it is asked for."""

    def __init__(self, real: AbstractSet[str], note: Callable[[str], None]) -> None:
        self._real = real
        self._note = note

    def __contains__(self, member: object) -> bool:
        if isinstance(member, str):
            self._note(member)
        return member in self._real

    def __iter__(self) -> Iterator[str]:
        _all_at_once()

    def __len__(self) -> int:  # noqa: PLE0303 - nobody may know
        _all_at_once()


def _all_at_once() -> NoReturn:
    raise TypeError("a rule asks for what it needs by name, so that its answer can be kept")


class _NoPacks(tuple[Pack, ...]):
    """Stands where the scheme's packs are, which no rule may go through one by one."""

    __slots__ = ()

    def __iter__(self) -> Iterator[Pack]:
        _all_at_once()


def watched(context: Context, pack: Pack) -> tuple[Context, set[Question]]:
    """Return the context as the rules see it for one pack, and where their questions are noted."""
    asked: set[Question] = set()

    def about(of: Of) -> Callable[[str], None]:
        def note(key: str) -> None:
            asked.add((Of.FAMILY if of is Of.POLICY and key == pack.owner else of, key))

        return note

    real = context.scheme
    scheme = Scheme(_NoPacks(), Watched(real.withdrawals, about(Of.WITHDRAWAL)), real.settings)
    scheme.__dict__.update(
        policies=Watched(real.policies, about(Of.POLICY)),
        reports=Watched(real.reports, about(Of.REPORTS)),
        by_path=Watched(real.by_path, about(Of.PACK)),
        by_id=Watched(real.by_id, about(Of.ID)),
        by_reference=Watched(real.by_reference, about(Of.REFERENCE)),
        references=WatchedSet(real.references, about(Of.REFERENCE_USED)),
    )
    seen = replace(
        context,
        scheme=scheme,
        states=Watched(context.states, about(Of.STATE)),
        sites=Watched(context.sites, about(Of.SITES)),
        published=WatchedSet(context.published, about(Of.PUBLISHED)),
    )
    seen.__dict__.update(
        titles=Watched(context.titles, about(Of.TITLE)),
        editions=Watched(context.editions, about(Of.EDITIONS)),
    )
    return seen, asked


class Answers(dict[Question, str]):
    """The answer to each question as things stand, found when it is first asked for."""

    def __init__(
        self, context: Context, known: Mapping[Question, str] = MappingProxyType({})
    ) -> None:
        """Believe what is ``known`` already, but for what the states of packs decide."""
        super().__init__((q, answer) for q, answer in known.items() if q[0] not in OF_STATES)
        self.context = context

    def __missing__(self, question: Question) -> str:
        """Find an answer."""
        of, key = question
        return self.setdefault(question, repr(FACTS[of](self.context, key)))

    def digest(self, asked: Iterable[Question]) -> bytes:
        """Return one digest of the answers to all these questions, in their order."""
        said = "\n".join(map(self.__getitem__, asked))  # no answer has a line's end
        return short_digest(said.encode())


def _faces(packs: Iterable[Pack] | None) -> list[bytes] | None:
    return None if packs is None else [pack.face for pack in packs]


def _pack(context: Context, path: str) -> bytes | None:
    pack = context.scheme.by_path.get(path)
    return None if pack is None else pack.face


def _withdrawal(context: Context, policy_id: str) -> tuple[object, ...] | None:
    withdrawal = context.scheme.withdrawals.get(policy_id)
    return None if withdrawal is None else (withdrawal.source.digest, withdrawal.faults)


@lru_cache
def _sites(sites: frozenset[Site]) -> str:
    return " ".join(sorted(sites))


FACTS: Mapping[Of, Callable[[Context, str], object]] = {
    Of.FAMILY: lambda context, key: [p.whole for p in context.scheme.policies.get(key, ())],
    Of.POLICY: lambda context, key: _faces(context.scheme.policies.get(key)),
    Of.REPORTS: lambda context, key: _faces(context.scheme.reports.get(key)),
    Of.PACK: _pack,
    Of.ID: lambda context, key: _faces(context.scheme.by_id.get(key)),
    Of.REFERENCE: lambda context, key: _faces(context.scheme.by_reference.get(key)),
    Of.REFERENCE_USED: lambda context, key: key in context.scheme.references,
    Of.WITHDRAWAL: _withdrawal,
    Of.STATE: lambda context, key: str(context.states.get(key)),
    Of.SITES: lambda context, key: _sites(context.sites.get(key, NOWHERE)),
    Of.TITLE: lambda context, key: _faces(context.titles.get(key)),
    Of.PUBLISHED: lambda context, key: key in context.published,
    Of.EDITIONS: lambda context, key: context.editions.get(key),
}
"""What the answer to each kind of question is."""
