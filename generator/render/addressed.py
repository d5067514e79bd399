"""The links and pictures of a document's text, led to where a site has them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

LINK = re.compile(r'<a ([^>]*?)href="([^"]*)"([^>]*)>(.*?)</a>', re.DOTALL)
IMAGE = re.compile(r'<img ([^>]*?)src="([^"]*)"([^>]*)>')

Address = Callable[[str], str | None]
"""Where a link as written leads; ``None`` where its words stay and it does not."""


def targets(html: str) -> Iterator[str]:
    """Yield where each link and picture of a converted text leads, as it is written there."""
    yield from (match[2] for match in LINK.finditer(html))
    yield from (match[2] for match in IMAGE.finditer(html))


def addressed(html: str, address: Address, picture: Address) -> str:
    """Return a converted text with every link and picture led to where it stands."""

    def link(match: re.Match[str]) -> str:
        before, target, after, words = match.groups()
        found = address(target)
        return words if found is None else f'<a {before}href="{found}"{after}>{words}</a>'

    def image(match: re.Match[str]) -> str:
        before, target, after = match.groups()
        found = picture(target)
        return "" if found is None else f'<img {before}src="{found}"{after}>'

    return IMAGE.sub(image, LINK.sub(link, html))
