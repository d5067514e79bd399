"""The addresses a style sheet asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from generator.verify.urls import clean, is_outside, scheme

COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
NAMESPACE = re.compile(r"@namespace\b[^;]*;?", re.IGNORECASE)
ESCAPE = re.compile(r"\\(?:([0-9a-f]{1,6})\s?|([^\n]))", re.IGNORECASE)
STRING = r"\"(?P<{0}d>[^\"]*)\"|'(?P<{0}s>[^']*)'"
REQUEST = re.compile(
    r"(?:url|src|image-set)\(\s*(?:" + STRING.format("u") + r"|(?P<bare>[^)\"']*))"
    r"|@import\s*(?:" + STRING.format("i") + ")",
    re.IGNORECASE,
)


@lru_cache
def style_urls(css: str) -> tuple[str, ...]:
    """Return each address of a style sheet or style attribute, as a browser reads it.

    Both sites have the same style sheets, and two checks ask for the addresses of each.
    """
    if "(" not in css and "@" not in css and "\\" not in css:
        return ()
    plain = NAMESPACE.sub("", COMMENT.sub("", css))
    # A quoted address may itself hold escaped quotes (a drawing, say), so escapes go last ...
    found = [*_requests(plain)]
    # ... but a word such as `url` may be written with escapes, so it is read without them too.
    if "\\" in plain:
        found += [*_requests(ESCAPE.sub(_character, plain))]
    return tuple(dict.fromkeys(clean(url) for url in found))


def _requests(css: str) -> Iterator[str]:
    for match in REQUEST.finditer(css):
        yield next((group for group in match.groups() if group is not None), "")


def _character(match: re.Match[str]) -> str:
    return chr(min(int(match[1], 16), 0x10FFFF)) if match[1] else match[2]


def is_third_party(url: str) -> bool:
    """Whether a style sheet's address makes a request off the site. `data:` holds its own bytes."""
    return is_outside(url) and scheme(url) != "data"
