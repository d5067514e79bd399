"""PS903: every link inside the site leads to a file that is there, and to an anchor in it.

Most of it is told while a file is read. Links to an anchor of another page are noted, and followed
when every page has been read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cached_property, lru_cache
from urllib.parse import unquote

from msgspec import Struct

from generator.verify.elements import Element
from generator.verify.faults import Flaw, quoted
from generator.verify.pages import Page, line_of
from generator.verify.styles import style_urls
from generator.verify.urls import Place, is_outside, resolve
from generator.verify.written import MOST

TOP = frozenset({"", "top"})
Anchors = Callable[[str], frozenset[str] | None]
"""The anchors that a file offers; ``None`` where it is no page, or nothing is known of it."""


class Link(Struct, frozen=True):
    """An address inside the site as a page has it, and as it is written where that differs."""

    url: str
    attribute: str
    written: str


class Noted(Struct, frozen=True, dict=True):
    """What one file links to, and the anchors it offers (``None`` where it is no page)."""

    file: str
    links: tuple[Link, ...]
    anchors: frozenset[str] | None = None

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Return where each link leads."""
        return tuple(resolve(self.file, link.url) for link in self.links)

    def elsewhere(self, places: Iterable[Place]) -> frozenset[tuple[str, str]]:
        """Return the file and anchor of each of ``places`` in another file."""
        return frozenset(
            (place.file, place.anchor)
            for place in places
            if place.file and place.file != self.file and place.anchor not in TOP
        )

    def astray(self, files: Collection[str], anchors: Anchors, text: str) -> Iterator[Flaw]:
        """Yield every link that leads nowhere, as far as ``files`` and ``anchors`` can tell."""
        for link, place in zip(self.links, self.places, strict=True):
            if wrong := _wrong(link.url, place, files, anchors):
                message = f"has a link ({link.attribute}) that {wrong}: {quoted(link.written)}"
                yield Flaw(self.file, line_of(text, link.written), "PS903", message)


def note_page(page: Page, own_address: str) -> Noted:
    """Return the links and anchors of a page, each link once."""
    links = dict.fromkeys(_links(page, own_address))
    return Noted(page.file, tuple(links), frozenset(_anchors(page)))


def _links(page: Page, own_address: str) -> Iterator[Link]:
    up = "../" * page.file.count("/") or "./"
    for element in page.elements:
        if element.urls:
            yield from _links_of(element, own_address, up)


@lru_cache(maxsize=MOST)
def _links_of(element: Element, own_address: str, up: str) -> tuple[Link, ...]:
    """Return the links of an element of a page, from which the way ``up`` leads to the top."""
    links = []
    for attribute, url in element.urls:
        if own_address and url.startswith(own_address):
            links.append(Link(up + url.removeprefix(own_address), attribute, url))
        elif not is_outside(url) or _begins_badly(element, attribute, url):
            links.append(Link(url, attribute, url))
    return tuple(links)


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


def lost_in(elsewhere: Iterable[tuple[str, str]], anchors: Anchors) -> bool:
    """Whether any of these places in other files is not there."""
    return any(not _offers(anchors(file), anchor) for file, anchor in elsewhere)


def _offers(offered: frozenset[str] | None, anchor: str) -> bool:
    """Whether an anchor is there. Of a file that was not read nothing can be told."""
    if offered is None or anchor in TOP:
        return True
    return anchor in offered or unquote(anchor) in offered


def _wrong(url: str, place: Place, files: Collection[str], anchors: Anchors) -> str | None:
    if url.startswith("/"):
        return "begins with a slash and so leaves a site that stands under a sub-path"
    if place.file is None:
        return "climbs out of the site"
    if place.file not in files:
        return "leads nowhere"
    if not _offers(anchors(place.file), place.anchor):
        return "names an anchor that is not there"
    return None
