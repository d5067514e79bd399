"""Verify: the built site is read from its folder alone, and every way it is wrong is returned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.findings import Finding
from generator.model import Document
from generator.plan.plan import SitePlan, Withheld
from generator.progress import counted
from generator.store.files import CannotRead, Kind, read_bytes
from generator.verify.faults import Flaw, finding
from generator.verify.files import file_flaws, planned, standing
from generator.verify.leaks import Leak, Secrets, secrets_of
from generator.verify.links import Astray, Noted, astray, note_page, note_style
from generator.verify.markup import markup_flaws, style_flaws, xml_flaws
from generator.verify.pages import line_of, read_page, shown_text
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
    secrets = secrets_of(site, withheld, published, said)
    searched = frozenset(page.address for page in site.pages if page.searched)
    pdfs = frozenset(d.address for d in site.downloads if d.form is DownloadForm.PDF)
    checker = _Checker(folder, found, assets, secrets, site.address, indexed, searched, pdfs)
    flaws = {
        *_confused(withheld, published),
        *file_flaws(planned(site, assets, indexed), found),
        *checker.flaws(),
    }
    return tuple(sorted(finding(site.site, flaw) for flaw in flaws))


def _confused(withheld: Sequence[Withheld], published: Sequence[Document]) -> Iterator[Flaw]:
    """Yield each document given as both: it would hide itself from the search."""
    both = {item.document.path for item in withheld} & {document.path for document in published}
    for path in both:
        yield Flaw("", 1, "PS906", f"was given {path} both to publish and to withhold")


@dataclass(frozen=True)
class _Checker:
    """Reads every file of a site once, and puts it to every check. ``pdfs`` are our own."""

    folder: Path
    found: Mapping[str, Kind]
    assets: frozenset[str]
    secrets: Secrets
    own_address: str
    indexed: frozenset[str]
    searched: frozenset[str]
    pdfs: frozenset[str]

    def flaws(self) -> Iterator[Flaw]:
        noted: list[Noted] = []
        fragments: list[Fragment] = []
        for done, (name, kind) in enumerate(self.found.items()):
            counted(done, len(self.found))
            yield from self._leaks(name, [name])
            if kind is Kind.FILE:
                yield from self._file(name, noted, fragments)
        yield from index_flaws(fragments, self.searched)
        noted += (fragment.noted() for fragment in fragments)
        files = {name for name, kind in self.found.items() if kind is Kind.FILE}
        for item in astray(noted, files):
            yield item.flaw(self._line(item))

    def _file(self, name: str, noted: list[Noted], fragments: list[Fragment]) -> Iterator[Flaw]:
        """Check one file. Whatever goes wrong is a flaw of that file, never a way past."""
        try:
            data = self._read(name)
            yield from self._data(name, data, noted)
            if name in self.indexed and suffix(name) == FRAGMENT:
                fragments.append(read_fragment(name, data))
        except (CannotRead, CannotSearch) as error:
            yield Flaw(name, 1, "PS907", str(error))
        except Exception as error:  # noqa: BLE001 - fail closed, whatever went wrong
            message = f"could not be checked to the end ({type(error).__name__})"
            yield Flaw(name, 1, "PS907", message)

    def _read(self, name: str) -> bytes:
        data = read_bytes(self.folder / name, MAX_FILE)
        if len(data) > MAX_FILE:
            raise CannotSearch(f"is over {MAX_FILE:,} bytes long")
        return data

    def _data(self, name: str, data: bytes, noted: list[Noted]) -> Iterator[Flaw]:
        text = _decode(data) if suffix(name) in TEXTS else None
        if text is None:
            if suffix(name) in TEXTS:
                yield Flaw(name, 1, "PS907", "is not UTF-8 text, as a file so named should be")
            yield from self._leaks(name, readings(name, data))
            if name in self.pdfs:
                yield from self._leaks(name, pdf_readings(data))
        elif suffix(name) in PAGES:
            yield from self._page(name, text, noted)
        else:
            yield from self._text(name, text, noted)
            yield from self._leaks(name, readings(name, data))

    def _page(self, name: str, text: str, noted: list[Noted]) -> Iterator[Flaw]:
        page = read_page(name, text)
        noted.append(note_page(page, self.own_address))
        yield from markup_flaws(page, self.assets)
        codes = (element.text for element in page.elements if element.text)
        code = (reading for code in codes for reading in code_readings(code))
        yield from self._leaks(name, [*shown_text(page), *markup_readings(text), *code])

    def _text(self, name: str, text: str, noted: list[Noted]) -> Iterator[Flaw]:
        ending = suffix(name)
        if ending == ".css":
            noted.append(note_style(name, text))
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

    def _line(self, item: Astray) -> int:
        data = read_bytes(self.folder / item.file, MAX_FILE)
        return line_of(data.decode("utf-8", "ignore"), item.link.written)


def _decode(data: bytes) -> str | None:
    """Return the text, or nothing where the bytes are no text: nothing is guessed."""
    try:
        return data.decode("utf-8") if b"\0" not in data else None
    except UnicodeDecodeError:
        return None
