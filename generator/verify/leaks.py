"""PS906: nothing withheld is on the site, in any byte of it.

Three things of each withheld document are looked for: its reference, its names (title and file
name) where they are distinctive, and every eight words in a row. What a published document itself
says is no leak: a refused version shares most of its words with the version in force.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain

from ahocorasick_rs import AhoCorasick
from msgspec import Struct, field

from generator.model import Document, Report
from generator.plan.addresses import reference_address
from generator.plan.plan import SitePlan, Withheld
from generator.store.text import digest, short_digest
from generator.verify.texts import file_name, published_texts, short_text, texts_of
from generator.verify.words import NONE, RUN, Runs, runs_of, spaced, words

DISTINCTIVE = 3
SHORTEST_TEXT = 4


class Leak(Struct, frozen=True, order=True):
    """What was found, and of which withheld document. It never holds the text itself."""

    path: str
    what: str

    @property
    def message(self) -> str:
        """The finding's words."""
        return f"{self.what} of {self.path}, which may not be on this site"


class Phrase(Struct, frozen=True):
    """A few words to look for as they stand."""

    words: tuple[str, ...]
    leak: Leak
    is_name: bool

    @property
    def is_short_name(self) -> bool:
        """Whether it is a name that says little: it is looked for if nobody uses its words."""
        return self.is_name and len(self.words) < DISTINCTIVE


class Told(Struct, frozen=True):
    """What a public text says of what is withheld: runs, phrases by number, words of names."""

    runs: frozenset[int] = frozenset()
    phrases: frozenset[int] = frozenset()
    words: frozenset[str] = frozenset()


class Wanted(Struct, frozen=True, dict=True):
    """Everything withheld, before what is public is taken away. ``basis`` is a digest of it."""

    basis: bytes = b""
    runs: Runs = field(default_factory=lambda: Runs(NONE, NONE))
    phrases: tuple[tuple[Phrase, ...], ...] = ()

    @cached_property
    def patterns(self) -> tuple[str, ...]:
        """How each phrase is looked for."""
        return tuple(spaced(same[0].words) for same in self.phrases)

    @cached_property
    def _automaton(self) -> AhoCorasick:
        return AhoCorasick(self.patterns)

    @cached_property
    def _words(self) -> frozenset[str]:
        """The words of the names that are only looked for where nobody else uses them."""
        names = (p.words for same in self.phrases for p in same if p.is_short_name)
        return frozenset(chain.from_iterable(names))

    def told(self, texts: Iterable[str]) -> Told:
        """Return what public texts say of it."""
        said = words(*texts)
        phrases = NONE
        if self.patterns:
            found = self._automaton.find_matches_as_indexes(spaced(said), overlapping=True)
            phrases = frozenset(number for number, _, _ in found)
        return Told(self.runs.among(said), phrases, self._words.intersection(said))


class KeptSecrets(Struct, frozen=True):
    """What a proof keeps for the next: all that is withheld, and what each public text told of it.

    ``told`` is by path, with the digest of the document that said so.
    """

    wanted: Wanted = field(default_factory=Wanted)
    told: Mapping[str, tuple[str, Told]] = field(default_factory=dict)


class Secrets(Struct, frozen=True, dict=True):
    """Everything to look for in a site, ready to be looked for fast."""

    documents: tuple[Document, ...]
    runs: Runs
    phrases: Mapping[str, tuple[Leak, ...]]
    digest: bytes
    to_keep: KeptSecrets

    @cached_property
    def _patterns(self) -> tuple[str, ...]:
        return tuple(self.phrases)

    @cached_property
    def _automaton(self) -> AhoCorasick:
        return AhoCorasick(self._patterns)

    @cached_property
    def _owners(self) -> Mapping[int, tuple[str, ...]]:
        """Whose text each run is; made only once something was found."""
        owners: dict[int, tuple[str, ...]] = defaultdict(tuple)
        for document in self.documents:
            for text in texts_of(document):
                for run in self.runs.among(words(text)):
                    owners[run] += (document.path,)
        return dict(owners)

    @cached_property
    def longest(self) -> int:
        """How many words the longest thing that is looked for has."""
        return max([RUN, *(len(pattern.split()) for pattern in self._patterns)])

    def make_ready(self) -> None:
        """Work out once what each search needs, before workers are forked that share it."""
        self._patterns, self._automaton, self.longest  # noqa: B018

    def leaks(self, *texts: str, single_words: bool = True) -> set[Leak]:
        """Return what of the withheld texts stands in any of ``texts``."""
        found = words(*texts)
        return self._text_leaks(found) | self._phrase_leaks(found, single_words=single_words)

    def _text_leaks(self, found: Sequence[str]) -> set[Leak]:
        paths = {path for run in self.runs.among(found) for path in self._owners.get(run, ())}
        return {Leak(path, f"holds {RUN} words in a row") for path in paths}

    def _phrase_leaks(self, found: Sequence[str], *, single_words: bool) -> set[Leak]:
        if not self._patterns:
            return set()
        matches = self._automaton.find_matches_as_indexes(spaced(found), overlapping=True)
        patterns = {self._patterns[number] for number, _, _ in matches}
        return {
            leak
            for pattern in patterns
            if single_words or " " in pattern.strip()
            for leak in self.phrases[pattern]
        }


def secrets_of(
    site: SitePlan,
    withheld: Sequence[Withheld],
    published: Sequence[Document],
    said: Sequence[str] = (),
    kept: KeptSecrets | None = None,
) -> Secrets:
    """Return what may not be on ``site``: all of ``withheld`` that nothing published says.

    ``said`` are further texts that may be there: what pages say out of records, the theme's words.
    What an earlier proof ``kept`` is not worked out again.
    """
    before = kept or KeptSecrets()
    wanted = _wanted(site, withheld, before.wanted)
    known = before.told if wanted is before.wanted else {}
    told = {document.path: _told(wanted, document, known) for document in published}
    announced = (item.document.title or "" for item in withheld if not item.named)
    also = wanted.told((site.name, *site.said, *said, *announced))
    everything = (also, *(one for _, one in told.values()))
    runs = frozenset(chain.from_iterable(one.runs for one in everything))
    phrases = _untold(wanted, everything)
    digest = short_digest(repr((wanted.basis, sorted(runs), sorted(phrases.items()))).encode())
    documents = tuple(item.document for item in withheld)
    return Secrets(documents, wanted.runs.without(runs), phrases, digest, KeptSecrets(wanted, told))


def _wanted(site: SitePlan, withheld: Sequence[Withheld], before: Wanted) -> Wanted:
    """Return everything withheld: as it was worked out before, where it is still the same."""
    addresses = frozenset(page.address for page in site.pages)
    shown = [reference_address(item.document.reference or "") in addresses for item in withheld]
    texts = [(i.document.path, _identity(i.document), i.named) for i in withheld]
    basis = short_digest(repr((texts, shown)).encode())
    if basis == before.basis:
        return before
    phrases: dict[tuple[str, ...], list[Phrase]] = defaultdict(list)
    for item in withheld:
        for phrase in _phrases(item, addresses):
            if phrase.words:
                phrases[phrase.words].append(phrase)
    runs = runs_of(words(text) for item in withheld for text in texts_of(item.document))
    return Wanted(basis, runs, tuple(map(tuple, phrases.values())))


def _told(
    wanted: Wanted, document: Document, known: Mapping[str, tuple[str, Told]]
) -> tuple[str, Told]:
    identity = _identity(document)
    before = known.get(document.path)
    if before is not None and before[0] == identity:
        return before
    return identity, wanted.told(published_texts(document))


def _identity(document: Document) -> str:
    """Return a digest of all that is searched of a document: its text, and records beside it."""
    table = document.table if isinstance(document, Report) else None
    return document.digest if table is None else f"{document.digest} {digest(repr(table).encode())}"


def _untold(wanted: Wanted, everything: Iterable[Told]) -> Mapping[str, tuple[Leak, ...]]:
    """Return the phrases that nothing public says; of names, the distinctive ones."""
    told = list(everything)
    spoken = frozenset(chain.from_iterable(one.phrases for one in told))
    vocabulary = frozenset(chain.from_iterable(one.words for one in told))
    kept: dict[str, tuple[Leak, ...]] = {}
    for number, pattern in enumerate(wanted.patterns):
        if number in spoken:
            continue
        same = wanted.phrases[number]
        leaks = {p.leak for p in same if not (p.is_short_name and vocabulary.issuperset(p.words))}
        if leaks:
            kept[pattern] = tuple(sorted(leaks))
    return kept


def _phrases(item: Withheld, addresses: frozenset[str]) -> Iterator[Phrase]:
    document, path = item.document, item.document.path
    reference = document.reference or ""
    # Of a withdrawn policy the site says, at its reference's address, what became of it.
    if item.named or reference_address(reference) not in addresses:
        wanted = tuple(words(reference))
        yield Phrase(wanted, Leak(path, "names the reference"), is_name=False)
    if item.named:
        title, stem = tuple(words(document.title or "")), tuple(file_name(document))
        yield Phrase(title, Leak(path, "names the title"), is_name=True)
        yield Phrase(stem, Leak(path, "names the file name"), is_name=True)
    text = tuple(short_text(document, RUN - 1))
    if len(text) >= SHORTEST_TEXT:
        yield Phrase(text, Leak(path, "holds the whole text"), is_name=False)
