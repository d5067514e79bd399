"""The site map of the public site: every page that says something, and when it last changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from xml.sax.saxutils import escape

from generator.plan.plan import MadeFile, PlannedPage

SITEMAP = "sitemap.xml"
MOST = 50_000
"""As many addresses as the protocol allows in one file."""
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
UNLISTED = frozenset({"forward.html", "missing.html"})


def sitemap_files(
    site: str, pages: Iterable[PlannedPage], changed: Mapping[str, date | None]
) -> Iterator[MadeFile]:
    """Yield the site map, in parts and with a list of them where one file may not hold it.

    ``changed`` gives the day on which a page last changed, by address, where one is known.
    """
    found = [
        _entry("url", site + page.address, changed.get(page.address))
        for page in pages
        if page.template not in UNLISTED
    ]
    if len(found) <= MOST:
        yield _file(SITEMAP, "urlset", found)
        return
    parts = [found[start : start + MOST] for start in range(0, len(found), MOST)]
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    for name, part in zip(names, parts, strict=True):
        yield _file(name, "urlset", part)
    yield _file(SITEMAP, "sitemapindex", [_entry("sitemap", site + name, None) for name in names])


def _entry(tag: str, address: str, on: date | None) -> str:
    last = f"<lastmod>{on.isoformat()}</lastmod>" if on else ""
    return f"<{tag}><loc>{escape(address)}</loc>{last}</{tag}>\n"


def _file(name: str, root: str, entries: Sequence[str]) -> MadeFile:
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    text = f'{head}<{root} xmlns="{NAMESPACE}">\n{"".join(entries)}</{root}>\n'
    return MadeFile(name, text.encode())
