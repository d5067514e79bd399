"""PS904 and PS905: a page asks nothing of other hosts, and runs nothing but the theme's scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from generator.verify.elements import ACTIVE, Element, local
from generator.verify.faults import Flaw, quoted
from generator.verify.pages import Page
from generator.verify.styles import is_third_party, style_urls
from generator.verify.urls import is_outside, resolve, scheme
from generator.verify.written import MOST

FOLLOWED = frozenset({"http", "https", "mailto", "tel"})
DATA_SCRIPTS = frozenset({"application/json", "application/ld+json"})
CODE_SCRIPTS = frozenset({"", "text/javascript", "module"})
SCRIPT_TAG = re.compile(r"<script(?=[\s/>])", re.IGNORECASE)
ACTIVE_XML = re.compile(r"<(?:[\w.-]+:)?script(?=[\s/>])|<\?xml-stylesheet\b", re.IGNORECASE)


def markup_flaws(page: Page, assets: frozenset[str]) -> Iterator[Flaw]:
    """Yield every request to another host and every active construct of a page or drawing."""
    for element in page.elements:
        if _is_faultless(element):
            continue
        for rule, message, value in _element_flaws(page.file, element, assets):
            yield Flaw(page.file, page.line(value), rule, message)
    scripts = sum(element.tag == "script" for element in page.elements)
    if scripts != len(SCRIPT_TAG.findall(page.raw)):
        message = "holds a script tag where some readers see one and some do not"
        yield Flaw(page.file, 1, "PS905", message)


@lru_cache(maxsize=MOST)
def _is_faultless(element: Element) -> bool:
    """Whether an element is right on every page. A script may be right on one alone."""
    return element.tag != "script" and not any(_element_flaws("", element, frozenset()))


Wrong = tuple[str, str, str]
"""Rule, message, and the text by which to find the line."""


def _element_flaws(file: str, element: Element, assets: frozenset[str]) -> Iterator[Wrong]:
    tag, name = element.tag, local(element.tag)
    if element.urls:
        yield from _address_flaws(element)
    yield from _style_flaws(element)
    if name in ACTIVE:
        yield "PS905", f"holds the element <{tag}>", f"<{element.tag}"
    for attribute in element.attributes:
        if attribute.startswith("on") or attribute == "srcdoc":
            yield "PS905", f"has the attribute {quoted(attribute)} on <{tag}>", attribute
    if name == "script":
        yield from _script_flaws(file, element, assets)


def _address_flaws(element: Element) -> Iterator[Wrong]:
    for attribute, url in element.urls:
        if not is_outside(url):
            continue
        what = f"{quoted(url)} ({attribute} of <{element.tag}>)"
        kind = scheme(url)
        if kind and kind not in FOLLOWED:
            yield "PS905", f"has an address of the kind `{kind}:`: {what}", url
        elif element.asks(attribute):
            yield "PS904", f"asks another host for {what}", url


def _style_flaws(element: Element) -> Iterator[Wrong]:
    for css in _styles(element):
        for url in style_urls(css):
            if is_third_party(url):
                yield "PS904", f"asks another host for {quoted(url)} (style)", url


def _styles(element: Element) -> Iterator[str]:
    if element.tag == "style":
        yield element.text
    for name, value in element.attributes.items():
        if name == "style" or "(" in value:  # a drawing's `fill` and the like may ask as well
            yield value


def _script_flaws(file: str, script: Element, assets: frozenset[str]) -> Iterator[Wrong]:
    kind = script.attributes.get("type", "").strip().lower()
    sources = [url for name, url in script.urls if name in {"src", "href", "xlink:href"}]
    if not sources and kind in DATA_SCRIPTS:
        return
    if not sources:
        yield "PS905", "holds a script of its own", "<script"
    if sources and kind not in CODE_SCRIPTS:
        yield "PS905", f"has a script of the type {quoted(kind)}", kind
    for url in sources:
        if not is_outside(url) and not _is_own_script(resolve(file, url).file, assets):
            yield "PS905", f"runs {quoted(url)}, which is no script of the theme", url


def _is_own_script(file: str | None, assets: frozenset[str]) -> bool:
    return file is not None and file.endswith(".js") and file in assets


def style_flaws(file: str, css: str) -> Iterator[Flaw]:
    """Yield every request of a style sheet to another host."""
    for url in style_urls(css):
        if is_third_party(url):
            yield Flaw(file, 1, "PS904", f"asks another host for {quoted(url)} (style sheet)")


def xml_flaws(file: str, text: str) -> Iterator[Flaw]:
    """Yield what a browser would run in a feed, a site map or a drawing."""
    if ACTIVE_XML.search(text):
        yield Flaw(file, 1, "PS905", "holds a script or a style sheet of its own")
