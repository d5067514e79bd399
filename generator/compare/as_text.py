"""A comparison for a terminal: lines that went begin with `-`, lines that came with `+`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.compare.blocks import BlockKind, Place
from generator.compare.tables import Fate, Row
from generator.compare.texts import Step
from generator.compare.versions import Changes, Pair, Presence, Shown, compare_pair, pairs
from generator.compare.words import Mark, Spans
from generator.model import Pack

COUNTED = (Fate.CHANGED, Fate.ADDED, Fate.DELETED, Fate.MOVED)


def as_text(old: Pack, new: Pack) -> Iterator[str]:
    """Yield the lines that say what changed from one version of a policy to another."""
    yield f"{new.title}: version {old.version} -> version {new.version}"
    record = new.record
    if record and record.change:
        yield f"Kind of change: {record.change}"
    if record and record.summary_of_changes:
        yield f"Summary: {record.summary_of_changes}"
    yield from _unread(old)
    yield from _unread(new)
    for pair in pairs(Shown(old, old.documents), Shown(new, new.documents)):
        yield ""
        yield from _document(old, new, compare_pair(old, new, pair))


def _unread(pack: Pack) -> Iterator[str]:
    for name in sorted(pack.names - {document.name for document in pack.documents}):
        yield f"{pack.path}/{name} cannot be read; `scheme check {pack.path}` says why"


def _document(old: Pack, new: Pack, changes: Changes) -> Iterator[str]:
    pair = changes.pair
    if changes.counts is None:
        yield f"{pair.document.name}: {_presence(old, new, pair)}"
        return
    renamed = f" (was {pair.old.name})" if pair.old and pair.old.name != pair.document.name else ""
    found = [f"{changes.counts[fate]} {fate}" for fate in COUNTED if changes.counts.get(fate)]
    yield f"{pair.document.name}{renamed}: {', '.join(found) or 'the same text'}"
    for fact in changes.facts:
        yield f"  {fact.name}:"
        yield from _lines("- ", fact.old or "not stated")
        yield from _lines("+ ", fact.new or "not stated")
    yield from _steps(changes.steps)


def _presence(old: Pack, new: Pack, pair: Pair) -> str:
    if pair.presence is Presence.NEW:
        return f"new in version {new.version}"
    return f"in version {old.version}, and not in version {new.version}"


def _steps(steps: Iterable[Step]) -> Iterator[str]:
    """Yield each change under the heading it stands under."""
    section: str | None = None
    for step in steps:
        if step.fate is Fate.KEPT:
            continue
        if step.block.place.section != section and step.block.kind is not BlockKind.HEADING:
            section = step.block.place.section
            if section:
                yield f"  {section}"
        yield from _step(step)


def _step(step: Step) -> Iterator[str]:
    if step.elsewhere is not None and step.fate is Fate.LEFT:
        yield f"  < moved to {_place(step.elsewhere)}"
        return
    if step.elsewhere is not None:
        yield f"  > moved from {_place(step.elsewhere)}"
    if step.rows:
        for row in step.rows:
            yield from _row(row)
    else:
        before, after = _sides(step.spans)
        yield from _pair(before, after)


def _pair(before: str, after: str) -> Iterator[str]:
    if before == after:
        yield from _lines("  ", after)
        return
    yield from _lines("- ", before) if before else ()
    yield from _lines("+ ", after) if after else ()


def _row(row: Row) -> Iterator[str]:
    if row.fate is Fate.KEPT:
        return
    sides = [_sides(cell) for cell in row.cells]
    before, after = (" | ".join(side).strip(" |") for side in zip(*sides, strict=True))
    yield from _pair(before, after)


def _sides(spans: Spans) -> tuple[str, str]:
    """Return a block's words as they were and as they are."""
    before = "".join(span.text for span in spans if span.mark is not Mark.INSERTED)
    after = "".join(span.text for span in spans if span.mark is not Mark.DELETED)
    return before.strip(), after.strip()


def _place(place: Place) -> str:
    if not place.number:
        return f"the heading {place.section!a}"
    return f"paragraph {place.number}" + (
        f" of {_printable(place.section)}" if place.section else ""
    )


def _lines(sign: str, text: str) -> Iterator[str]:
    for line in text.split("\n"):
        yield f"  {sign}{_printable(line)}"


def _printable(text: str) -> str:
    """A text that nobody has checked may hold what a terminal would obey."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)
