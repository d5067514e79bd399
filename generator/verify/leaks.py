"""PS906: nothing withheld is on the site, in any byte of it.

Three things of each withheld document are looked for: its reference, its names (title and file
name) where they are distinctive, and every eight words in a row. What a published document itself
says is no leak: a refused version shares most of its words with the version in force.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ahocorasick_rs import AhoCorasick

from generator.model import Document
from generator.plan.addresses import reference_address
from generator.plan.plan import SitePlan, Withheld
from generator.store.text import short_digest
from generator.verify.texts import file_name, published_sequences, sequences, short_text
from generator.verify.words import RUN, Run, Runs, runs_of, spaced, words

DISTINCTIVE = 3
SHORTEST_TEXT = 4


@dataclass(frozen=True, order=True, slots=True)
class Leak:
    """What was found, and of which withheld document. It never holds the text itself."""

    path: str
    what: str

    @property
    def message(self) -> str:
        """The finding's words."""
        return f"{self.what} of {self.path}, which may not be on this site"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A few words to look for as they stand."""

    words: tuple[str, ...]
    leak: Leak
    is_name: bool


@dataclass(frozen=True)
class Secrets:
    """Everything to look for in a site, ready to be looked for fast."""

    documents: tuple[Document, ...]
    runs: Runs
    phrases: Mapping[str, tuple[Leak, ...]]

    @cached_property
    def _patterns(self) -> tuple[str, ...]:
        return tuple(self.phrases)

    @cached_property
    def _automaton(self) -> AhoCorasick:
        return AhoCorasick(self._patterns)

    @cached_property
    def _owners(self) -> Mapping[Run, tuple[str, ...]]:
        """Whose text each run is; made only once something was found."""
        owners: dict[Run, tuple[str, ...]] = defaultdict(tuple)
        for document in self.documents:
            for sequence in sequences(document):
                for run in self.runs.among(sequence):
                    owners[run] += (document.path,)
        return dict(owners)

    @property
    def digest(self) -> bytes:
        """Return what tells whether the same is looked for as before."""
        return short_digest(self.runs.digest + repr(sorted(self.phrases.items())).encode())

    def make_ready(self) -> None:
        """Work out once what each search needs, before workers are forked that share it."""
        self._patterns, self._automaton  # noqa: B018

    def leaks(self, text: str, *, single_words: bool = True) -> set[Leak]:
        """Return what of the withheld texts stands in ``text``."""
        found = words(text)
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
) -> Secrets:
    """Return what may not be on ``site``: all of ``withheld`` that nothing published says.

    ``said`` are further texts that may be there: what pages say out of records, the theme's words.
    """
    addresses = frozenset(page.address for page in site.pages)
    texts = [part for item in withheld for part in sequences(item.document)]
    phrases = [phrase for item in withheld for phrase in _phrases(item, addresses)]
    public = _Public(runs_of(texts), phrases)
    for document in published:
        public.says(published_sequences(document))
    public.says(words(text) for text in (site.name, *site.said, *said))
    announced = (item.document.title for item in withheld if not item.named)
    public.says(words(title) for title in announced if title)
    documents = tuple(item.document for item in withheld)
    return Secrets(documents, runs_of(texts, public.spoken_runs), public.remaining_phrases())


class _Public:
    """Takes away, text by text, what is public from what would be looked for."""

    def __init__(self, found: Runs, phrases: Iterable[Phrase]) -> None:
        self.runs = found
        self.spoken_runs: set[int] = set()
        self.vocabulary: set[str] = set()
        self.phrases: dict[str, list[Phrase]] = defaultdict(list)
        for phrase in phrases:
            if phrase.words:
                self.phrases[spaced(phrase.words)].append(phrase)
        self.patterns = list(self.phrases)
        self.automaton = AhoCorasick(self.patterns)
        self.spoken: set[int] = set()

    def says(self, parts: Iterable[Sequence[str]]) -> None:
        spoken = list(parts)
        for part in spoken:
            self.spoken_runs |= self.runs.hashes_among(part)
            self.vocabulary.update(part)
        if self.patterns:
            text = "|".join(map(spaced, spoken))
            matches = self.automaton.find_matches_as_indexes(text, overlapping=True)
            self.spoken.update(number for number, _, _ in matches)

    def remaining_phrases(self) -> Mapping[str, tuple[Leak, ...]]:
        """Return the phrases that nothing public says; of names, the distinctive ones."""
        kept: dict[str, tuple[Leak, ...]] = {}
        for number, pattern in enumerate(self.patterns):
            if number in self.spoken:
                continue
            leaks = {p.leak for p in self.phrases[pattern] if self._is_telling(p)}
            if leaks:
                kept[pattern] = tuple(sorted(leaks))
        return kept

    def _is_telling(self, phrase: Phrase) -> bool:
        if not phrase.is_name or len(phrase.words) >= DISTINCTIVE:
            return True
        return not self.vocabulary.issuperset(phrase.words)


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
