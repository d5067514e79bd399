"""The texts of both sites as HTML: each converted once, and kept until it changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape

from msgspec import Struct

from generator.findings import Fault, Location
from generator.model import Document
from generator.plan.plan import Plan
from generator.render.addressed import targets
from generator.store.child import Guard, Stopped
from generator.store.convert import Fragment, convert
from generator.store.kept import Kept, Place
from generator.store.packed import packed, unpacked


class Known(Struct, frozen=True):
    """What is at hand of a converted text: its anchors, and where its links and pictures lead."""

    anchors: tuple[str, ...]
    targets: tuple[str, ...]


@dataclass(frozen=True)
class Texts(Mapping[str, Fragment]):
    """Every shown document as HTML, by its path. Each is fetched anew when somebody asks for it.

    ``digests`` are the documents' own, by path; ``known`` and ``stored`` are by these.
    """

    digests: Mapping[str, str]
    known: Mapping[str, Known]
    stored: Mapping[str, Place | bytes]
    kept: Kept

    def __getitem__(self, path: str) -> Fragment:
        data = self.kept.fetch(self.stored[self.digests[path]])
        found: Fragment = unpacked(data)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self.digests)

    def __len__(self) -> int:
        return len(self.digests)

    def about(self, path: str) -> Known:
        """Return what is at hand of a document's text."""
        return self.known[self.digests[path]]


def convert_texts(plan: Plan, kept: Kept, *, jobs: int = 0) -> tuple[Texts, tuple[Fault, ...]]:
    """Return each shown document as HTML, and a fault for each that would not convert.

    A text that was ``kept`` by its digest is not converted again.
    """
    shown: dict[str, Document] = {}
    for site in plan.sites.values():
        shown |= {page.document.path: page.document for page in site.pages if page.document}
    digests = {path: shown[path].digest for path in sorted(shown)}
    old: Mapping[str, Known] = kept.index.get("texts", {})
    known = {digest: old[digest] for digest in digests.values() if digest in old}
    stored: dict[str, Place | bytes] = {digest: kept.index["places"][digest] for digest in known}
    changed = {digest: path for path, digest in digests.items() if digest not in known}
    sources = [shown[path].source for path in changed.values()]
    tasks = [(source.body, source.outline.bare_blocks) for source in sources]
    faults = []
    for digest, result in zip(changed, Guard(_converted, jobs=jobs).run(tasks), strict=True):
        if isinstance(result, Stopped):
            message = f"could not be turned into a page: it {result.reason}"
            fix = "simplify or split the document"
            faults.append(Fault(Location(changed[digest]), "PS001", message, fix))
        else:
            known[digest], stored[digest] = result
    return Texts(digests, known, stored, kept), tuple(faults)


def _converted(task: tuple[str, tuple[int, ...]]) -> tuple[Known, bytes]:
    """Convert one text; runs in a worker."""
    fragment = convert(task)
    leads = tuple(sorted(set(map(unescape, targets(fragment.html)))))
    return Known(fragment.anchors, leads), packed(fragment)
