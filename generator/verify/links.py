"""PS903: every link inside the site leads to a file that is there, and to an anchor in it.

The links of each page are noted as the page is read, and followed when every page has been.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote

from generator.verify.faults import Flaw, quoted
from generator.verify.markup import style_urls
from generator.verify.pages import Page
from generator.verify.urls import Place, anchor_of, clean, is_outside, resolve

TOP = frozenset({"", "top"})


@dataclass(frozen=True, slots=True)
class Link:
    """An address inside the site, as a page has it, with its line."""

    url: str
    attribute: str
    line: int


@dataclass(frozen=True, slots=True)
class Noted:
    """What one page links to, and the anchors it offers."""

    file: str
    links: tuple[Link, ...]
    anchors: frozenset[str] = frozenset()


def note_page(page: Page, own_address: str) -> Noted:
    """Return the links and anchors of a page, each link once."""
    found: dict[tuple[str, str], Link] = {}
    anchors: set[str] = set()
    for element in page.elements:
        anchors.update(element.attributes[a] for a in ("id", "name") if a in element.attributes)
        for attribute, url in element.urls():
            if (inner := _inside(page.file, url, own_address)) is None:
                continue
            if (attribute, inner) not in found:
                found[attribute, inner] = Link(inner, attribute, 0)
    links = tuple(found.values())
    return Noted(page.file, links, frozenset(anchors))


def _inside(file: str, url: str, own_address: str) -> str | None:
    """Return an address as a relative one, or ``None`` where it leads to another site."""
    if own_address and url.startswith(own_address):
        return "../" * file.count("/") + url.removeprefix(own_address) or "./"
    return None if is_outside(url) and not url.startswith("//") else url


def note_style(file: str, css: str) -> Noted:
    """Return what a style sheet asks for within the site."""
    urls = dict.fromkeys(clean(url) for url in style_urls(css))
    return Noted(file, tuple(Link(url, "url()", 1) for url in urls if not is_outside(url)))
