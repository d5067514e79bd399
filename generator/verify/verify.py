"""Verify: the built site is read from its folder alone, and every way it is wrong is returned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from generator.findings import Finding
from generator.model import Document
from generator.plan.plan import SitePlan, Withheld
from generator.store.child import Guard, Stopped
from generator.store.files import CannotRead, Kind, read_bytes
from generator.verify.faults import Flaw, finding
from generator.verify.files import file_flaws, planned, standing
from generator.verify.leaks import Leak, Secrets, secrets_of
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
    suffix,
)
from generator.verify.search_index import FRAGMENT, Fragment, index_flaws, read_fragment
from generator.vocabulary import DownloadForm

XML = frozenset({".atom", ".rss", ".svg", ".xml", ".xsl"})


def verify(  # noqa: PLR0913 - the plan, what is said and withheld, and where it stands
    site: SitePlan,
    withheld: tuple[Withheld, ...],
    published: tuple[Document, ...],
    assets: frozenset[str],
    folder: Path,
    *,
    said: tuple[str, ...] = (),
    indexed: frozenset[str] = frozenset(),
    jobs: int = 0,
) -> tuple[Finding, ...]:
    """Return everything that is wrong with the site built in ``folder``: one thing is too many.

    ``published`` are the documents whose text is on this site, ``assets`` the theme's files by
    address, ``said`` further texts that the site may show, such as the theme's own words, and
    ``indexed`` the files of its search index by address.
    """
    try:
        found = standing(folder)
    except CannotRead as error:
        return (finding(site.site, Flaw("", 1, "PS907", str(error))),)
    checker = _Checker(
        folder,
        found,
        frozenset(name for name, kind in found.items() if kind is Kind.FILE),
        assets,
        secrets_of(site, withheld, published, said),
        site.address,
        indexed,
        frozenset(page.address for page in site.pages if page.searched),
        frozenset(d.address for d in site.downloads if d.form is DownloadForm.PDF),
    )
    flaws = {
        *_confused(withheld, published),
        *file_flaws(planned(site, assets, indexed), found),
        *checker.flaws(jobs),
    }
    return tuple(sorted(finding(site.site, flaw) for flaw in flaws))


def _confused(withheld: Sequence[Withheld], published: Sequence[Document]) -> Iterator[Flaw]:
    """Yield each document given as both: it would hide itself from the search."""
    both = {item.document.path for item in withheld} & {document.path for document in published}
    for path in both:
        yield Flaw("", 1, "PS906", f"was given {path} both to publish and to withhold")


@dataclass(frozen=True, slots=True)
class Seen:
    """What reading one file came to: what is wrong, and what is told when all have been read.

    ``anchors`` are those it offers (``None`` where it is no page), ``elsewhere`` the places in
    other files that it links to, ``fragment`` what it holds of the search.
    """

    flaws: tuple[Flaw, ...]
    anchors: frozenset[str] | None = None
    elsewhere: frozenset[tuple[str, str]] = frozenset()
    fragment: Fragment | None = None


FEW = 64
"""So many files are read sooner than workers are started."""
SECONDS = 120.0
MEMORY = 2 * 1024**3
_checkers: list[_Checker] = []
"""Set before the workers are forked, so that each shares what is looked for without a copy."""


def _seen(name: str) -> Seen:
    """Read one file; runs in a worker."""
    return _checkers[-1].seen(name)


@dataclass(frozen=True)
class _Checker:
    """Reads every file of a site once, and puts it to every check. ``pdfs`` are our own."""

    folder: Path
    found: Mapping[str, Kind]
    files: frozenset[str]
    assets: frozenset[str]
    secrets: Secrets
    own_address: str
    indexed: frozenset[str]
    searched: frozenset[str]
    pdfs: frozenset[str]

    def flaws(self, jobs: int) -> Iterator[Flaw]:
        for name in self.found:
            yield from self._leaks(name, [name])
        seen = dict(self._all_seen(jobs))
        yield from chain.from_iterable(one.flaws for one in seen.values())
        fragments = [one.fragment for one in seen.values() if one.fragment]
        yield from index_flaws(fragments, self.searched)
        anchors = {name: s.anchors for name, s in seen.items() if s.anchors is not None}
        for name, one in seen.items():
            if lost_in(one.elsewhere, anchors):
                yield from self._astray(name, anchors)

    def _all_seen(self, jobs: int) -> Iterator[tuple[str, Seen]]:
        names = sorted(self.files)
        if len(names) < FEW:
            yield from ((name, self.seen(name)) for name in names)
            return
        self.secrets.make_ready()
        _checkers.append(self)
        try:
            results = Guard(_seen, jobs=jobs, seconds=SECONDS, memory=MEMORY).run(names)
            for name, result in zip(names, results, strict=True):
                yield (
                    name,
                    _unread(name, f"could not be checked: it {result.reason}")
                    if isinstance(result, Stopped)
                    else result,
                )
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
        own = {} if noted.anchors is None else {name: noted.anchors}
        lost = noted.astray(self.files, own, text or "")
        flaws = (*lost, *(self._page(page) if page else self._data(name, data, text)))
        return Seen(flaws, noted.anchors, noted.elsewhere(), fragment)

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

    def _data(self, name: str, data: bytes, text: str | None) -> Iterator[Flaw]:
        if text is not None:
            yield from self._text(name, text)
        elif suffix(name) in TEXTS:
            yield Flaw(name, 1, "PS907", "is not UTF-8 text, as a file so named should be")
        yield from self._leaks(name, readings(name, data))
        if name in self.pdfs:
            yield from self._leaks(name, pdf_readings(data))

    def _page(self, page: Page) -> Iterator[Flaw]:
        yield from markup_flaws(page, self.assets)
        codes = (element.text for element in page.elements if element.text)
        code = (reading for code in codes for reading in code_readings(code))
        yield from self._leaks(page.file, [*shown_text(page), *markup_readings(page.raw), *code])

    def _text(self, name: str, text: str) -> Iterator[Flaw]:
        ending = suffix(name)
        if ending == ".css":
            yield from style_flaws(name, text)
        if ending == ".svg":
            yield from markup_flaws(read_page(name, text), self.assets)
        if ending in XML:
            yield from xml_flaws(name, text)

    def _leaks(self, name: str, texts: Iterator[str] | Sequence[str]) -> Iterator[Flaw]:
        """Look for what is withheld. The theme's code is full of single words that are titles."""
        leaks: set[Leak] = set()
        for text in texts:
            leaks |= self.secrets.leaks(text, single_words=name not in self.assets)
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


def _unread(name: str, why: str) -> Seen:
    return Seen((Flaw(name, 1, "PS907", why),))


def _decode(data: bytes) -> str | None:
    """Return the text, or nothing where the bytes are no text: nothing is guessed."""
    try:
        return data.decode("utf-8") if b"\0" not in data else None
    except UnicodeDecodeError:
        return None
