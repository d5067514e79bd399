"""The tags of a page that a check looks at, with what a browser makes of their addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from generator.verify.urls import clean

URL_ATTRIBUTES = frozenset(
    {
        "action", "background", "data", "formaction", "href", "manifest", "ping", "poster", "src",
        "xlink:href",
    }
)  # fmt: skip
URL_LISTS = frozenset({"imagesrcset", "srcset"})
NOT_FETCHED = frozenset({"alternate", "author", "canonical", "license"})
# Elements with these attributes alone can neither ask for anything nor be linked to.
HARMLESS = frozenset({"aria-hidden", "aria-label", "class", "dir", "lang", "role", "title"})
ACTIVE = frozenset(
    {
        "animate", "applet", "base", "embed", "fencedframe", "frame", "frameset", "iframe",
        "object", "portal", "set",
    }
)  # fmt: skip
REFRESH = re.compile(
    r"[\s\d.]*[;,]?\s*(?:url\s*=)?\s*(?P<quote>[\"']?)(?P<url>.*)", re.IGNORECASE | re.DOTALL
)
CODE = ("script", "style")


class Element(Struct, frozen=True, eq=False):
    """A tag of a page with its attributes, and those that are addresses, as a browser reads them.

    ``text`` is what a script or style sheet holds.
    """

    tag: str
    attributes: Mapping[str, str]
    urls: tuple[tuple[str, str], ...] = ()
    text: str = ""

    def asks(self, attribute: str) -> bool:
        """Whether the address is fetched for the page itself, rather than followed by a reader."""
        if attribute in {"href", "xlink:href"} and self.tag in {"a", "area"}:
            return False
        relation = self.attributes.get("rel", "").lower().split()
        return self.tag != "link" or not relation or not NOT_FETCHED.issuperset(relation)


def _urls(tag: str, attributes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield each attribute that holds an address, with the address."""
    for name, value in attributes.items():
        if name in URL_ATTRIBUTES:
            yield name, clean(value)
        elif name in URL_LISTS:
            yield from ((name, clean(part.split()[0])) for part in value.split(",") if part.strip())
    if tag == "meta" and attributes.get("http-equiv", "").lower() == "refresh":
        match = REFRESH.match(attributes.get("content", ""))
        url = match["url"] if match else ""
        yield "content", clean(url.split(match["quote"])[0] if match and match["quote"] else url)


def element_of(tag: str, attributes: Mapping[str, str], text: str = "") -> Element | None:
    """Return the element that a check looks at; nothing where it can do nothing."""
    if HARMLESS.issuperset(attributes) and tag not in CODE and local(tag) not in ACTIVE:
        return None
    return Element(tag, attributes, tuple(_urls(tag, attributes)), text)


def local(tag: str) -> str:
    """Return the name of a tag without a prefix (``svg:script``)."""
    return tag.rpartition(":")[2] if ":" in tag else tag
