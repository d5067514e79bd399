"""Addresses in a page, read as a browser reads them."""

from __future__ import annotations

import re
from functools import lru_cache
from posixpath import normpath
from urllib.parse import unquote

from msgspec import Struct

SCHEME = re.compile(r"[a-z][a-z0-9+.-]*(?=:)", re.IGNORECASE)
PLAIN = re.compile(r"[\w./#:-]*", re.ASCII)
FOLDERS = ("/", "/.", "/..")
DOTS = frozenset({".", ".."})
IGNORED = dict.fromkeys(map(ord, "\t\n\r"))
AROUND = "".join(map(chr, range(0x21)))


def clean(url: str) -> str:
    """Return an address without what a browser drops, and with slashes that lean forward."""
    if PLAIN.fullmatch(url):
        return url
    return url.translate(IGNORED).strip(AROUND).replace("\\", "/")


def scheme(url: str) -> str:
    """Return `https` and the like in small letters, or nothing for a relative address."""
    match = SCHEME.match(url) if ":" in url else None
    return match[0].lower() if match else ""


def is_outside(url: str) -> bool:
    """Whether a (clean) address leads to another host, or is no place at all."""
    return url.startswith("//") or bool(scheme(url))


class Place(Struct, frozen=True):
    """A file of the site and a place in it. ``file`` is ``None`` where the way leads out."""

    file: str | None
    anchor: str


def resolve(file: str, url: str) -> Place:
    """Return where a relative address in ``file`` leads.

    An address that ends in a folder's slash is that folder's `index.html`.
    """
    if not url or url[0] in "#?":
        return Place(file, anchor_of(url))
    up = "../" * file.count("/")
    return _from_top(url[len(up) :]) if url.startswith(up) else _resolved(file, url)


@lru_cache(maxsize=20_000)
def _from_top(url: str) -> Place:
    """Return where an address leads from the site's top, as all pages have many that do."""
    return _resolved("", f"./{url}")


def _resolved(file: str, url: str) -> Place:
    path = url.partition("#")[0].partition("?")[0]
    anchor = anchor_of(url)
    if "%" not in path and "\0" not in path:
        end = "index.html" if path.endswith(FOLDERS) or path in DOTS else ""
        inside = normpath(f"./{file.rpartition('/')[0]}/{path}/{end}")
        return Place(None if f"{inside}/".startswith("../") else inside, anchor)
    names = file.split("/")[:-1]
    segments = path.split("/")
    if "%" in path:
        segments = [unquote(segment) for segment in segments]
    for segment in segments:
        if segment == ".." and not names:
            return Place(None, anchor)
        if segment == "..":
            names.pop()
        elif segment not in {"", "."}:
            names.append(segment)
    if segments[-1] in {"", ".", ".."}:
        names.append("index.html")
    return Place("/".join(names), anchor)


def anchor_of(url: str) -> str:
    """Return what follows `#`, without instructions to highlight words."""
    return url.partition("#")[2].partition(":~:")[0]
