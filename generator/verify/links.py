"""PS903: every link inside the site leads to a file that is there, and to an anchor in it.

The links of each page are noted as the page is read, and followed when every page has been.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from generator.verify.faults import Flaw, quoted
from generator.verify.pages import Element, Page
from generator.verify.styles import style_urls
from generator.verify.urls import is_outside, resolve

TOP = frozenset({"", "top"})


@dataclass(frozen=True, slots=True)
class Link:
    """An address inside the site as a page has it, and as it is written where that differs."""

    url: str
    attribute: str
    written: str


@dataclass(frozen=True, slots=True)
class Noted:
    """What one file links to, and the anchors it offers (``None`` where it is no page)."""

    file: str
    links: tuple[Link, ...]
    anchors: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Astray:
    """A link that leads nowhere. Its line is looked up by whoever reports it."""

    file: str
    link: Link
    message: str

    def flaw(self, line: int) -> Flaw:
        """Return the flaw to report."""
        return Flaw(self.file, line, "PS903", self.message)


def note_page(page: Page, own_address: str) -> Noted:
    """Return the links and anchors of a page, each link once."""
    links = dict.fromkeys(_links(page, own_address))
    return Noted(page.file, tuple(links), frozenset(_anchors(page)))


def _links(page: Page, own_address: str) -> Iterator[Link]:
    for element in page.elements:
        for attribute, url in element.urls:
            if own_address and url.startswith(own_address):
                up = "../" * page.file.count("/") or "./"
                yield Link(up + url.removeprefix(own_address), attribute, url)
            elif not is_outside(url) or _begins_badly(element, attribute, url):
                yield Link(url, attribute, url)


def _begins_badly(element: Element, attribute: str, url: str) -> bool:
    """Whether a link begins `//`: what a page would fetch from there is PS904's."""
    return url.startswith("//") and not element.asks(attribute)


def _anchors(page: Page) -> Iterator[str]:
    for element in page.elements:
        if "id" in element.attributes:
            yield element.attributes["id"]
        if element.tag == "a" and "name" in element.attributes:
            yield element.attributes["name"]


def note_style(file: str, css: str) -> Noted:
    """Return what a style sheet asks for within the site."""
    urls = (url for url in style_urls(css) if not is_outside(url))
    return Noted(file, tuple(Link(url, "url()", url) for url in urls))


def astray(noted: Sequence[Noted], files: Collection[str]) -> Iterator[Astray]:
    """Yield every link that leads nowhere among ``files``."""
    anchors = {item.file: item.anchors for item in noted if item.anchors is not None}
    for item in noted:
        for link in item.links:
            wrong = _wrong(item.file, link.url, files, anchors)
            if wrong:
                message = f"has a link ({link.attribute}) that {wrong}: {quoted(link.written)}"
                yield Astray(item.file, link, message)


def _wrong(
    file: str, url: str, files: Collection[str], anchors: dict[str, frozenset[str]]
) -> str | None:
    if url.startswith("/"):
        return "begins with a slash and so leaves a site that stands under a sub-path"
    place = resolve(file, url)
    if place.file is None:
        return "climbs out of the site"
    if place.file not in files:
        return "leads nowhere"
    offered = anchors.get(place.file)
    if offered is None or place.anchor in TOP or {place.anchor, unquote(place.anchor)} & offered:
        return None
    return "names an anchor that is not there"
