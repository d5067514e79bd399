"""PS901 to PS903 for the search: it holds each text that it should, once, with links that lead on.

A fragment is what Pagefind keeps of one page: its address, words and anchors, packed as JSON.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from msgspec import Struct

from generator.verify.faults import Flaw, quoted
from generator.verify.links import Link, Noted

FRAGMENT = ".pf_fragment"
PARTS = frozenset({".pf_filter", FRAGMENT, ".pf_index", ".pf_meta"})
"""How the files of an index end. They come and go with every change, and no page links to them."""
SIGNATURE = b"pagefind_dcd"


class Fragment(Struct, frozen=True):
    """One text of the search index: the file it is kept in, its address, and its anchors."""

    file: str
    address: str
    anchors: tuple[str, ...]

    def noted(self) -> Noted:
        """Return what a search result for this text links to."""
        up = "../" * self.file.count("/") + self.address
        urls = (up, *(f"{up}#{anchor}" for anchor in self.anchors))
        return Noted(self.file, tuple(Link(url, "search result", url) for url in urls))


def read_fragment(file: str, data: bytes) -> Fragment:
    """Return a fragment; whatever is no fragment raises ``ValueError``."""
    plain = gzip.decompress(data)
    if not plain.startswith(SIGNATURE):
        raise ValueError("has no signature of Pagefind")
    said = json.loads(plain.removeprefix(SIGNATURE))
    anchors = tuple(anchor["id"] for anchor in said["anchors"])
    return Fragment(file, said["url"].removeprefix("/"), anchors)


def index_flaws(fragments: Sequence[Fragment], wanted: Collection[str]) -> Iterator[Flaw]:
    """Yield each page that the search lacks, has twice, or should not have."""
    found = Counter(fragment.address for fragment in fragments)
    for address in set(wanted) - found.keys():
        yield Flaw(
            f"{address}index.html", 1, "PS901", "was planned for the search and is not in it"
        )
    for fragment in fragments:
        address = fragment.address
        if address not in wanted:
            message = f"holds the text of {quoted(address)}, which nobody planned for the search"
            yield Flaw(fragment.file, 1, "PS902", message)
        elif found[address] > 1:
            yield Flaw(fragment.file, 1, "PS902", f"holds {quoted(address)}, which is there twice")
