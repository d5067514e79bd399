"""PS006: a link or image that leads to nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from generator.findings import Location
from generator.gate.context import Context
from generator.gate.named import leads_out, named_by_report, names_here, shown
from generator.gate.rule import Problem, rule
from generator.links import Nowhere, ToDocument, ToFile, ToPolicy, resolve
from generator.model import Document, Pack
from generator.store.outline import Link

PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg"})


@rule(
    "PS006",
    clause="none: the gate's own",
    role="policy developer",
    fix="correct the address: links are relative paths, such as `sop-process.md#application`",
)
def broken_link(pack: Pack, context: Context) -> Iterator[Problem]:
    """A link or image leads to something that is not in the store, or to no such heading.

    Why: a reader who follows a policy to its procedures must arrive there.
    Good: `[the process](sop-process.md#application)`; `![Map](attachments/map.png)`
    Bad: `[the process](sop-proces.md)`; an image that is not in `attachments/`.
    """
    for document in pack.documents:
        for link in document.source.outline.links:
            if reason := _fault(document, link, context):
                at = Location(document.path, link.line, link.column)
                what = "an image" if link.image else "a link"
                yield Problem(at, f"has {what} that {reason}")
    yield from _records(pack)


def _fault(document: Document, link: Link, context: Context) -> str:
    if not link.target.strip():
        return "has no address"
    match resolve(context.scheme, document, link.target):
        case Nowhere(reason):
            return reason
        case ToDocument() | ToPolicy() if link.image:
            return "is no file in attachments/"
        case ToFile(attachment) if link.image:
            ending = PurePosixPath(attachment.path).suffix.casefold()
            return "" if ending in PICTURES else "is no picture"
    return ""


def _records(pack: Pack) -> Iterator[Problem]:
    here = names_here(pack)
    for name, at in named_by_report(pack):
        if name not in here and not leads_out(name):
            fix = "put the CSV file beside report.md, or correct its name"
            yield Problem(at, f"has its records in {shown(name)}, which is not beside it", fix)
