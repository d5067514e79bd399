"""What two versions of a text say differently, in the words that bind people.

A minor change may mend spelling and make the English plainer. It may not change who must do what,
by when: the words of duty (must, may, not ...), numbers, money, dates, periods and posts. Two texts
are compared by sentence, so that one that only moved is no change; then, within sentences that
changed, by those words alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from generator.gate.significant import Token, tokens
from generator.store.outline import Outline, Piece, PieceKind, RawHtml

ALIKE = 0.34
NEIGHBOURS = 200

UNPRINTED = frozenset({PieceKind.COMMENT, PieceKind.TITLE})
CELLS = frozenset({PieceKind.CELL, PieceKind.HEADER})
TAG = re.compile(r"<[^>]*>")
SPACE = re.compile(r"\s+")
ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|etc|no|nos|para|paras|s|ss|mr|mrs|ms|dr|st|v)\.$", re.I)
STOP = re.compile(r"[.!?][\"')\]]*\s+(?=[\"'(\[]?[A-Z0-9])")
NUMBERING = re.compile(
    r"^\s*(?:(?:\d+(?:\.\d+)+|\d+(?=[.):])|[a-z](?=[.)])|[ivx]+(?=[.)])|\((?:\d+|[a-z]|[ivx]+)\))"
    r"[.):]*|\d+)(?:\s+|$)",
    re.IGNORECASE,
)
COMMON = frozenset(
    "a an and are as at be been by for from has have in is it its of on or so that the their them "
    "they this to was were which who with".split()
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a body, or one row of a table; ``lines`` maps its characters to lines."""

    text: str
    line: int
    first: int
    """Where its text begins: after a list's or heading's number, which is not compared."""

    @property
    def plain(self) -> str:
        """Its words as compared: without numbering, case and line breaks."""
        return SPACE.sub(" ", self.text[self.first :]).strip().casefold()

    def line_of(self, offset: int) -> int:
        """Return the line of the file on which the character at ``offset`` stands."""
        return self.line + self.text.count("\n", 0, offset)


@dataclass(frozen=True, slots=True)
class Change:
    """Binding words that differ: those of the new text, those of the old, and the line."""

    line: int
    new: tuple[str, ...]
    old: tuple[str, ...]


def changes(old: Outline, new: Outline, posts: Iterable[str] = ()) -> tuple[Change, ...]:
    """Return every change of binding words from ``old`` to ``new``, in order of line.

    ``posts`` are names of posts and units besides those that any text is read for.
    """
    known = tuple(posts)
    before, after = sentences(old), sentences(new)
    gone, come = _unmoved(before, after)
    found = []
    for group in _groups(gone, come):
        found += _compare(group, old, new, after, known)
    return tuple(sorted(found, key=lambda change: (change.line, change.new, change.old)))


def sentences(outline: Outline) -> tuple[Sentence, ...]:
    """Return the sentences of a body in order of line. A row of a table is one sentence."""
    found = [_row(row) for table in outline.tables for row in table if row]
    for piece in outline.pieces:
        if piece.kind not in UNPRINTED | CELLS:
            found += _split(piece.text, piece.line)
    found += [part for html in outline.html for part in _of_html(html)]
    return tuple(sorted((s for s in found if s.plain), key=lambda s: s.line))


def _row(row: Sequence[Piece]) -> Sentence:
    """A duty and its post stand side by side: cells are read together."""
    text = " | ".join(SPACE.sub(" ", cell.text) for cell in row)
    return Sentence(text, row[0].line, _numbering(text))


def _of_html(html: RawHtml) -> Iterator[Sentence]:
    yield from _split(TAG.sub(" ", html.text), html.line)


def _split(text: str, line: int) -> Iterator[Sentence]:
    start = _numbering(text)
    begin = 0
    for match in STOP.finditer(text, start):
        if not ABBREVIATION.search(text[begin : match.start() + 1]):
            part = text[begin : match.end()]
            yield Sentence(part, line + text.count("\n", 0, begin), start if begin == 0 else 0)
            begin = match.end()
    yield Sentence(text[begin:], line + text.count("\n", 0, begin), start if begin == 0 else 0)


def _numbering(text: str) -> int:
    match = NUMBERING.match(text)
    return match.end() if match else 0


def _unmoved(
    before: Sequence[Sentence], after: Sequence[Sentence]
) -> tuple[list[Sentence], list[Sentence]]:
    """Return the sentences that only the old text has, and those that only the new one has."""
    spare = Counter(s.plain for s in after)
    gone = []
    for sentence in before:
        if spare[sentence.plain] > 0:
            spare[sentence.plain] -= 1
        else:
            gone.append(sentence)
    come = []
    for sentence in reversed(after):
        if spare[sentence.plain] > 0:
            spare[sentence.plain] -= 1
            come.append(sentence)
    return gone, come[::-1]


@dataclass(slots=True)
class _Group:
    """Sentences that became one another: one to one, or one split in two, or two made one."""

    old: list[Sentence]
    new: list[Sentence]


def _groups(gone: Sequence[Sentence], come: Sequence[Sentence]) -> list[_Group]:
    """Put each new sentence with the old one most like it, then each old one still alone."""
    groups = {n: _Group([sentence], []) for n, sentence in enumerate(gone)}
    alone = []
    best_of_new: dict[int, int] = {}
    for n, (sentence, best) in enumerate(zip(come, _best(come, gone), strict=True)):
        if best is None:
            alone.append(_Group([], [sentence]))
        else:
            best_of_new[n] = best
            groups[best].new.append(sentence)
    lonely = [n for n, group in groups.items() if not group.new]
    for n, best in zip(lonely, _best([gone[n] for n in lonely], come), strict=True):
        if best is not None and best in best_of_new:
            groups[best_of_new[best]].old.append(gone[n])
            del groups[n]
    for group in groups.values():
        group.old.sort(key=lambda s: s.line)
    return [*groups.values(), *alone]


def _best(wanted: Sequence[Sentence], among: Sequence[Sentence]) -> list[int | None]:
    """Return, for each sentence, which of the others is most like it; the nearest, if several."""
    bags = [_bag(sentence) for sentence in among]
    found: list[int | None] = []
    for n, sentence in enumerate(wanted):
        own = _bag(sentence)
        middle = n * len(among) // max(len(wanted), 1)
        near = range(max(0, middle - NEIGHBOURS), min(len(among), middle + NEIGHBOURS + 1))
        scored = [(_likeness(own, bags[m]), -abs(m - middle), m) for m in near]
        score, _, best = max(scored, default=(0.0, 0, 0))
        found.append(best if score >= ALIKE else None)
    return found


def _bag(sentence: Sentence) -> Counter[str]:
    words = re.findall(r"[a-z0-9]+", sentence.plain)
    return Counter([w for w in words if w not in COMMON] or words)


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """How much of the shorter sentence is in the longer, with a little for their equal length."""
    shared = (one & other).total()
    if not shared:
        return 0.0
    short, long = sorted((one.total(), other.total()))
    return 0.9 * shared / short + 0.1 * shared / long


def _compare(
    group: _Group, old: Outline, new: Outline, after: Sequence[Sentence], posts: Sequence[str]
) -> Iterator[Change]:
    """Yield a change for each run of binding words that one side has and the other has not."""
    was = [_placed(t, s) for s in group.old for t in tokens(s.text, old, posts, s.first)]
    now = [_placed(t, s) for s in group.new for t in tokens(s.text, new, posts, s.first)]
    differing = [
        pair
        for kind in sorted({t.family for t, _ in (*was, *now)})
        for pair in _differences(
            [p for p in was if p[0].family == kind], [p for p in now if p[0].family == kind]
        )
    ]
    if differing:
        gone = sorted((p for pair in differing for p in pair[0]), key=_position)
        come = sorted((p for pair in differing for p in pair[1]), key=_position)
        line = come[0][1] if come else _line(group, after)
        yield Change(line, tuple(t.shown for t, _ in come), tuple(t.shown for t, _ in gone))


_Placed = tuple[Token, int]


def _placed(token: Token, sentence: Sentence) -> _Placed:
    return token, sentence.line_of(token.offset)


def _position(placed: _Placed) -> tuple[int, int]:
    return placed[1], placed[0].offset


def _line(group: _Group, after: Sequence[Sentence]) -> int:
    """Where words were taken out, point at what is left of them, or at what stands there now."""
    if group.new:
        return group.new[0].line
    line = group.old[0].line
    return next((s.line for s in reversed(after) if s.line <= line), after[0].line if after else 0)


def _differences(
    was: list[_Placed], now: list[_Placed]
) -> Iterator[tuple[list[_Placed], list[_Placed]]]:
    if len(was) == len(now) and all(a.same(b) for (a, _), (b, _) in zip(was, now, strict=True)):
        return
    matcher = SequenceMatcher(None, [t.value for t, _ in was], [t.value for t, _ in now], False)
    for tag, i, j, k, m in matcher.get_opcodes():
        gone = [p for p in was[i:j] if not p[0].weak]
        come = [p for p in now[k:m] if not p[0].weak]
        if tag != "equal" and (gone or come):
            yield gone, come
