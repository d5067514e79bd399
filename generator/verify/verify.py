"""Verify: the built site is read from its folder alone, and every way it is wrong is returned.

A file that the last proof read, and that nobody has touched since, is not read again as long as
what is looked for is the same: what was seen of it then still holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from msgspec import Struct, field

from generator.findings import Finding
from generator.model import Document
from generator.plan.plan import SitePlan, Withheld
from generator.store.child import Guard, Stopped
from generator.store.files import CannotRead, Kind, read_bytes
from generator.store.text import short_digest
from generator.verify.faults import Flaw, finding
from generator.verify.files import file_flaws, planned, standing
from generator.verify.leaks import KeptSecrets, Leak, Secrets, secrets_of
from generator.verify.links import Anchors, Noted, lost_in, note_page, note_style
from generator.verify.markup import markup_flaws, style_flaws, xml_flaws
from generator.verify.pages import Page, read_page, shown_text
from generator.verify.pdf_text import pdf_readings
from generator.verify.readings import (
    MAX_FILE,
    PAGES,
    TEXTS,
    CannotSearch,
    code_readings,
    markup_readings,
    readings,
    shown_readings,
    suffix,
)
from generator.verify.search_index import FRAGMENT, PARTS, Fragment, index_flaws, read_fragment
from generator.verify.written import MOST
from generator.vocabulary import DownloadForm

XML = frozenset({".atom", ".rss", ".svg", ".xml", ".xsl"})


class Seen(Struct, frozen=True):
    """What reading one file came to: what is wrong, and what is told when all have been read.

    ``anchors`` are those it offers (``None`` where it is no page), ``leads`` the files it links to,
    ``elsewhere`` the places in them, ``fragment`` what it holds of the search. ``clean`` are the
    digests of a data file's long texts, such as a database's cells, if nothing was found in it.
    """

    flaws: tuple[Flaw, ...] = ()
    anchors: frozenset[str] | None = None
    leads: frozenset[str] = frozenset()
    elsewhere: frozenset[tuple[str, str]] = frozenset()
    fragment: Fragment | None = None
    clean: frozenset[bytes] = frozenset()


def _nothing(_: str) -> Seen:
    return Seen()


class Before(Struct, frozen=True):
    """The last proof of a site, which found nothing wrong.

    ``asked`` is a digest of what was looked for, ``files`` are the names of all files then, and
    ``same`` those of the very files that stand there still. ``recall`` returns what was seen, and
    ``secrets`` are what was looked for.
    """

    asked: bytes = b""
    files: frozenset[str] = frozenset()
    same: frozenset[str] = frozenset()
    recall: Callable[[str], Seen] = _nothing
    secrets: KeptSecrets = field(default_factory=KeptSecrets)


class Proof(Struct, frozen=True):
    """What is wrong with a site; and for the next proof what was looked for, and seen now."""

    findings: tuple[Finding, ...]
    asked: bytes = b""
    seen: Mapping[str, Seen] = field(default_factory=dict)
    secrets: KeptSecrets = field(default_factory=KeptSecrets)


def verify(  # noqa: PLR0913 - the plan, what is said and withheld, and where it stands
    site: SitePlan,
    withheld: tuple[Withheld, ...],
    published: tuple[Document, ...],
    assets: frozenset[str],
    folder: Path,
    *,
    said: tuple[str, ...] = (),
    indexed: frozenset[str] = frozenset(),
    before: Before | None = None,
    jobs: int = 0,
) -> Proof:
    """Return everything that is wrong with the site built in ``folder``: one thing is too many.

    ``published`` are the documents whose text is on this site, ``assets`` the theme's files by
    address, ``said`` further texts that the site may show, such as the theme's own words, and
    ``indexed`` the files of its search index by address.
    """
    try:
        found = standing(folder)
    except CannotRead as error:
        return Proof((finding(site.site, Flaw("", 1, "PS907", str(error))),))
    before = before or Before()
    secrets = secrets_of(site, withheld, published, said, before.secrets)
    asked = short_digest(repr((secrets.digest, sorted(assets), site.address)).encode())
    checker = _Checker(
        folder,
        found,
        frozenset(name for name, kind in found.items() if kind is Kind.FILE),
        assets,
        secrets,
        site.address,
        indexed,
        frozenset(page.address for page in site.pages if page.searched),
        frozenset(d.address for d in site.downloads if d.form is DownloadForm.PDF),
        before if before.asked == asked else Before(),
    )
    seen = dict(checker.all_seen(jobs))
    flaws = {
        *_confused(withheld, published),
        *file_flaws(planned(site, assets, indexed), found),
        *checker.flaws(seen),
    }
    return Proof(
        tuple(sorted(finding(site.site, flaw) for flaw in flaws)), asked, seen, secrets.to_keep
    )


def _confused(withheld: Sequence[Withheld], published: Sequence[Document]) -> Iterator[Flaw]:
    """Yield each document given as both: it would hide itself from the search."""
    both = {item.document.path for item in withheld} & {document.path for document in published}
    for path in both:
        yield Flaw("", 1, "PS906", f"was given {path} both to publish and to withhold")


FEW = 400
"""So many files are read sooner than workers are started."""
SECONDS = 120.0
MEMORY = 2 * 1024**3
_checkers: list[_Checker] = []
"""Set before the workers are forked, so that each shares what is looked for without a copy."""


def _seen(name: str) -> Seen:
    """Read one file; runs in a worker."""
    return _checkers[-1].seen(name)


class _Checker(Struct, frozen=True):
    """Reads every file of a site once, and puts it to every check. ``pdfs`` are our own.

    ``harmless`` are tags that pages read so far hold, and in which nothing withheld is.
    """

    folder: Path
    found: Mapping[str, Kind]
    files: frozenset[str]
    assets: frozenset[str]
    secrets: Secrets
    own_address: str
    indexed: frozenset[str]
    searched: frozenset[str]
    pdfs: frozenset[str]
    before: Before
    harmless: set[str] = field(default_factory=set)

    def flaws(self, seen: Mapping[str, Seen]) -> Iterator[Flaw]:
        """Yield what is wrong, ``seen`` being every file that was read now."""
        for names in _at_once(sorted(self.found.keys() - self.before.files)):
            if self.secrets.leaks(*names):
                for name in names:
                    yield from self._leaks(name, [name])
        yield from chain.from_iterable(one.flaws for one in seen.values())
        everything = _Recalled(seen, self._same, self.before.recall)
        shown = (everything[name] for name in sorted(self.indexed) if suffix(name) == FRAGMENT)
        yield from index_flaws([s.fragment for s in shown if s.fragment], self.searched)
        # What was read before is asked again only where something that it may lead to has gone.
        for name in everything if self._gone(seen) else seen:
            one = everything[name]
            if not one.leads <= self.files or lost_in(one.elsewhere, everything.anchors):
                yield from self._astray(name, everything.anchors)

    @property
    def _same(self) -> frozenset[str]:
        return self.before.same & self.files

    def _gone(self, seen: Mapping[str, Seen]) -> bool:
        """Whether a file or an anchor that was there before is not there now."""
        if any(suffix(name) not in PARTS for name in self.before.files - self.files):
            return True
        again = ((one, self.before.recall(n)) for n, one in seen.items() if n in self.before.files)
        return any(not (old.anchors or NONE) <= (new.anchors or NONE) for new, old in again)

    def all_seen(self, jobs: int) -> Iterator[tuple[str, Seen]]:
        """Yield what is seen of every file that has to be read."""
        names = sorted(self.files - self._same)
        if len(names) < FEW:
            yield from ((name, self.seen(name)) for name in names)
            return
        self.secrets.make_ready()
        _checkers.append(self)
        try:
            results = Guard(_seen, jobs=jobs, seconds=SECONDS, memory=MEMORY).run(names)
            for name, result in zip(names, results, strict=True):
                yield name, _stopped(name, result) if isinstance(result, Stopped) else result
        finally:
            _checkers.pop()

    def seen(self, name: str) -> Seen:
        """Check one file. Whatever goes wrong is a flaw of that file, never a way past."""
        try:
            return self._checked(name, self._read(name))
        except (CannotRead, CannotSearch) as error:
            return _unread(name, str(error))
        except Exception as error:  # noqa: BLE001 - fail closed, whatever went wrong
            return _unread(name, f"could not be checked to the end ({type(error).__name__})")

    def _checked(self, name: str, data: bytes) -> Seen:
        text = _decode(data) if suffix(name) in TEXTS else None
        page = read_page(name, text) if text is not None and suffix(name) in PAGES else None
        is_fragment = name in self.indexed and suffix(name) == FRAGMENT
        fragment = read_fragment(name, data) if is_fragment else None
        noted = fragment.noted() if fragment else self._noted(name, text, page)
        lost = noted.astray(self.files, {name: noted.anchors}.get, text or "")
        clean: set[bytes] = set()
        wrong = self._page(page) if page else self._data(name, data, text, clean)
        flaws = (*lost, *wrong)
        places = noted.places
        leads = frozenset(place.file for place in places if place.file)
        known = NONE_FOUND if flaws else frozenset(clean)
        return Seen(flaws, noted.anchors, leads, noted.elsewhere(places), fragment, known)

    def _noted(self, name: str, text: str | None, page: Page | None) -> Noted:
        if page is not None:
            return note_page(page, self.own_address)
        if text is not None and suffix(name) == ".css":
            return note_style(name, text)
        return Noted(name, ())

    def _read(self, name: str) -> bytes:
        data = read_bytes(self.folder / name, MAX_FILE)
        if len(data) > MAX_FILE:
            raise CannotSearch(f"is over {MAX_FILE:,} bytes long")
        return data

    def _data(self, name: str, data: bytes, text: str | None, clean: set[bytes]) -> Iterator[Flaw]:
        if text is not None:
            yield from self._text(name, text)
        elif suffix(name) in TEXTS:
            yield Flaw(name, 1, "PS907", "is not UTF-8 text, as a file so named should be")
        yield from self._leaks(name, self._unsearched(name, readings(name, data), clean))
        if name in self.pdfs:
            yield from self._leaks(name, pdf_readings(data))

    def _unsearched(self, name: str, texts: Iterable[str], clean: set[bytes]) -> Iterator[str]:
        """Yield texts but for the long ones that the last proof found clean; note all these.

        One row of a database may have changed, and each of the others hold a whole document.
        """
        before = self.before.recall(name).clean if name in self.before.files else NONE_FOUND
        for text in texts:
            if len(text) < LONG:
                yield text
                continue
            digest = short_digest(text.encode("utf-8", "surrogatepass"))
            clean.add(digest)
            if digest not in before:
                yield text

    def _page(self, page: Page) -> Iterator[Flaw]:
        yield from markup_flaws(page, self.assets)
        codes = (element.text for element in page.elements if element.text)
        code = (reading for code in codes for reading in code_readings(code))
        unread = page.markup - self.harmless
        markup = markup_readings("\n".join(sorted(unread)))
        shown = list(shown_text(page, self.secrets.longest))
        decoded = chain.from_iterable(map(shown_readings, shown))
        leaks = list(self._leaks(page.file, [*shown, *decoded, *markup, *code]))
        yield from leaks
        if page.written and not leaks and len(self.harmless) < MOST:
            self.harmless.update(unread)

    def _text(self, name: str, text: str) -> Iterator[Flaw]:
        ending = suffix(name)
        if ending == ".css":
            yield from style_flaws(name, text)
        if ending == ".svg":
            yield from markup_flaws(read_page(name, text), self.assets)
        if ending in XML:
            yield from xml_flaws(name, text)

    def _leaks(self, name: str, texts: Iterable[str]) -> Iterator[Flaw]:
        """Look for what is withheld. The theme's code is full of single words that are titles."""
        leaks: set[Leak] = set()
        for some in _at_once(texts):
            leaks |= self.secrets.leaks(*some, single_words=name not in self.assets)
        for leak in leaks:
            yield Flaw(name, 1, "PS906", leak.message)

    def _astray(self, name: str, anchors: Anchors) -> Iterator[Flaw]:
        """Read a file again, to say which of its links names an anchor that is not there."""
        data = self._read(name)
        if name in self.indexed:
            yield from read_fragment(name, data).noted().astray(self.files, anchors, "")
        else:
            page = read_page(name, data.decode("utf-8"))
            yield from note_page(page, self.own_address).astray(self.files, anchors, page.raw)


NONE: frozenset[str] = frozenset()
NONE_FOUND: frozenset[bytes] = frozenset()
LONG = 500
"""A text of so many letters is sooner known again than searched."""


@dataclass(frozen=True)
class _Recalled(Mapping[str, Seen]):
    """What is known of every file: as seen now, or else as it was seen before."""

    now: Mapping[str, Seen]
    same: frozenset[str]
    recall: Callable[[str], Seen]

    def __getitem__(self, name: str) -> Seen:
        if name in self.now:
            return self.now[name]
        if name not in self.same:
            raise KeyError(name)
        return self.recall(name)

    def __iter__(self) -> Iterator[str]:
        yield from sorted(self.now.keys() | self.same)

    def __len__(self) -> int:
        return len(self.now.keys() | self.same)

    def anchors(self, name: str) -> frozenset[str] | None:
        """Return the anchors that a file offers; nothing where it is no page or was not read."""
        return self[name].anchors if name in self.now or name in self.same else None


def _unread(name: str, why: str) -> Seen:
    return Seen((Flaw(name, 1, "PS907", why),))


def _stopped(name: str, stopped: Stopped) -> Seen:
    return _unread(name, f"could not be checked: it {stopped.reason}")


TEXT_AT_ONCE = 1_000_000
"""So many letters are searched at once: many a data file is of short texts only."""


def _at_once(texts: Iterable[str]) -> Iterator[list[str]]:
    """Yield texts in heaps that are worth a search."""
    heap: list[str] = []
    size = 0
    for text in texts:
        heap.append(text)
        size += len(text)
        if size > TEXT_AT_ONCE:
            yield heap
            heap, size = [], 0
    if heap:
        yield heap


def _decode(data: bytes) -> str | None:
    """Return the text, or nothing where the bytes are no text: nothing is guessed."""
    try:
        return data.decode("utf-8") if b"\0" not in data else None
    except UnicodeDecodeError:
        return None
