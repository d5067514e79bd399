"""What two versions of a text say differently, in the words that bind people.

A minor change may mend spelling and make the English plainer. It may not change who must do what,
by when: the words of duty (must, may, not ...), numbers, money, dates, periods and posts. Two texts
are compared by sentence, so that one that only moved is no change; then, within sentences that
changed, by those words alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from msgspec import Struct

from generator.gate.significant import UNIT, Family, Token, tokens
from generator.store.outline import Outline, Piece, PieceKind

ALIKE = 0.34
MUCH_ALIKE = 0.5
NEIGHBOURS = 100
LONGEST = 1_000
STEM = 5

# Columns whose cells name posts, whatever the words; and columns that only count the rows.
POSTS = frozenset(
    {
        "post", "posts", "who", "by whom", "role", "roles", "responsible", "responsibility",
        "owner", "lead", "rank", "officer", "unit", "team", "department", "authority",
        "decided by", "done by",
    }
)  # fmt: skip
COUNTS = frozenset({"", "#", "no", "no.", "number", "step", "stage", "item", "ref", "ref.", "para"})
UNREAD = frozenset({PieceKind.COMMENT, PieceKind.CELL, PieceKind.HEADER})  # cells are read by row

TAG = re.compile(r"<[^>]*>")
SPACE = re.compile(r"\s+")
ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|etc|nos?|paras?|ss?|mrs?|ms|dr|st|v)\.$", re.IGNORECASE)
STOP = re.compile(r"[.!?][\"')\]]*\s+(?=[\"'(\[]?[A-Z0-9])")
NUMBERING = re.compile(
    rf"\s*(?:\(?(?:\d+|[a-z]|[ivx]{{1,5}})[.)]+|\d+(?:\.\d+)+[.)]*(?!\s+{UNIT}\b))(?:\s+|$)",
    re.IGNORECASE,
)
HEADING_NUMBER = re.compile(r"\s*(\d+(?:\.\d+)*)[.):]*\s+")
COMMON = frozenset(
    {
        "a", "an", "and", "are", "as", "at", "be", "been", "by", "for", "from", "has", "have", "in",
        "is", "it", "its", "of", "on", "or", "so", "that", "the", "their", "them", "they", "this",
        "to", "was", "were", "which", "who", "with",
    }
)  # fmt: skip


class Sentence(Struct, frozen=True):
    """One sentence of a body, or one row of a table, and the line on which it begins."""

    text: str
    line: int
    first: int = 0
    """Where its words begin: a list's or heading's number before them is not compared."""
    posts: tuple[tuple[int, int], ...] = ()
    """The stretches that stand in a column of posts."""

    @property
    def plain(self) -> str:
        """Its words as compared: without numbering, case and line breaks."""
        return _plain(self.text[self.first :])


def _plain(text: str) -> str:
    return _flat(text).casefold()


def _flat(text: str) -> str:
    return SPACE.sub(" ", text).strip()


class Change(Struct, frozen=True, order=True):
    """Binding words that differ: those of the new text, those of the old, and the line."""

    line: int
    new: tuple[str, ...]
    old: tuple[str, ...]


def changes(old: Outline, new: Outline, posts: Iterable[str] = ()) -> tuple[Change, ...]:
    """Return every change of binding words from ``old`` to ``new``, in order of line.

    ``posts`` are names of posts and units besides those that every text is read for.
    """
    was, now = _Text(old, tuple(posts)), _Text(new, tuple(posts))
    places = _places(was, now)
    groups = _groups(was.beyond(now), now.beyond(was))
    found = (change for group in groups for change in _compare(group, places))
    return tuple(sorted(found))


class _Placed(Struct, frozen=True):
    """A binding word and its line."""

    token: Token
    line: int


class _Read(Struct, frozen=True):
    """A sentence and its place, its binding words, and how often it has each other, and each, word.

    What binds is left out of the bag: two rows that swapped their posts are still those rows.
    """

    sentence: Sentence
    place: int
    binding: list[_Placed]
    bag: Counter[str]
    whole: Counter[str]


class _Text:
    """A body's sentences, the headings by their numbers, and the names of posts to look for."""

    def __init__(self, outline: Outline, posts: tuple[str, ...]) -> None:
        self.posts = posts
        self.sentences = sentences(outline)
        self.headings = _headings(outline)

    def binding(self, sentence: Sentence) -> list[_Placed]:
        """Return the binding words of a sentence, in their order."""
        text, first = sentence.text, sentence.first
        return [
            _Placed(token, sentence.line + text[: token.offset].count("\n"))
            for token in tokens(text, self.headings, self.posts, sentence.posts, first)
        ]

    def beyond(self, other: _Text) -> list[_Read]:
        """Return, read, what only this text has; a sentence that moved is in both."""
        spare = Counter(sentence.plain for sentence in other.sentences)
        found = []
        for place, sentence in enumerate(self.sentences):
            if spare[sentence.plain]:
                spare[sentence.plain] -= 1
            else:
                words = self.binding(sentence)
                bags = _bag(sentence, words), _bag(sentence, ())
                found.append(_Read(sentence, place, words, *bags))
        return found


def _headings(outline: Outline) -> Mapping[str, str]:
    """Return the words of each numbered heading, or numbered paragraph, by its number."""
    numbered = (
        (match[1], _plain(piece.text[match.end() :]))
        for piece in outline.pieces
        if piece.kind is PieceKind.HEADING or NUMBERING.match(piece.text)
        if (match := HEADING_NUMBER.match(piece.text))
    )
    return dict(numbered)


def sentences(outline: Outline) -> tuple[Sentence, ...]:
    """Return the sentences of a body in order of line. A row of a table is one sentence."""
    found = [row for table in outline.tables for row in _rows(table)]
    for piece in outline.pieces:
        if piece.kind is PieceKind.HEADING:
            number = HEADING_NUMBER.match(piece.text)
            found.append(Sentence(piece.text, piece.line, number.end() if number else 0))
        elif piece.kind not in UNREAD:
            found += _split(piece.text, piece.line)
    for html in outline.html:
        found += _split(TAG.sub(" ", html.text), html.line)
    return tuple(sorted((s for s in found if s.plain), key=lambda s: s.line))


def _rows(table: Sequence[Sequence[Piece]]) -> Iterator[Sentence]:
    """A duty and its post stand side by side: a row's cells are read together."""
    heads = [_plain(cell.text) for cell in table[0]] if table else []
    for row in table:
        cells = [_flat(cell.text) for cell in row]
        if cells:
            text = " | ".join(cells)
            first = (
                len(cells[0]) if heads[0] in COUNTS and cells[0].removesuffix(".").isdigit() else 0
            )
            yield Sentence(text, row[0].line, first, _post_cells(row, heads, cells))


def _post_cells(
    row: Sequence[Piece], heads: Sequence[str], cells: Sequence[str]
) -> tuple[tuple[int, int], ...]:
    found, begin = [], 0
    for piece, head, cell in zip(row, heads, cells, strict=False):
        if head in POSTS and piece.kind is PieceKind.CELL:
            found.append((begin, begin + len(cell)))
        begin += len(cell) + len(" | ")
    return tuple(found)


def _split(text: str, line: int) -> Iterator[Sentence]:
    number = NUMBERING.match(text)
    begin, first = 0, number.end() if number else 0
    for match in STOP.finditer(text, first):
        if not ABBREVIATION.search(text, max(begin, match.start() - 6), match.start() + 1):
            yield Sentence(text[begin : match.end()], line, first)
            line += text.count("\n", begin, match.end())
            begin, first = match.end(), 0
    yield Sentence(text[begin:], line, first)


class _Group(Struct):
    """Sentences that became one another: one to one, one split in two, or two made one."""

    old: list[_Read]
    new: list[_Read]

    def take(self, other: _Group) -> None:
        """Take in another group's sentences, and leave it empty."""
        self.old = sorted([*self.old, *other.old], key=lambda read: read.place)
        self.new = sorted([*self.new, *other.new], key=lambda read: read.place)
        other.old, other.new = [], []

    def binding(self) -> tuple[list[_Placed], list[_Placed]]:
        """Return the binding words of the old sentences, and of the new ones."""
        old = [placed for read in self.old for placed in read.binding]
        return old, [placed for read in self.new for placed in read.binding]


def _groups(gone: Sequence[_Read], come: Sequence[_Read]) -> list[_Group]:
    """Put each new sentence to the old one most like it, and old ones still alone to a new one."""
    groups = [_Group([read], []) for read in gone]
    homes: list[_Group] = []
    for read, best in zip(
        come, _best([r.bag for r in come], [r.bag for r in gone], ALIKE), strict=True
    ):
        homes.append(_Group([], []) if best is None else groups[best])
        homes[-1].new.append(read)
    lonely = [group for group in groups if not group.new]
    wanted = [group.old[0].bag for group in lonely]
    for group, best in zip(lonely, _best(wanted, [r.bag for r in come], ALIKE), strict=True):
        if best is not None and homes[best].old:
            homes[best].take(group)
    added = [group for group in homes if not group.old]
    _reworded(added, [group for group in lonely if group.old])
    found = [*groups, *added]
    _join_neighbours(found)
    return found


def _reworded(added: Sequence[_Group], lonely: Sequence[_Group]) -> None:
    """Put together what shares hardly any but binding words: it was said anew."""
    wholes = [group.old[0].whole for group in lonely]
    best_of = _best([group.new[0].whole for group in added], wholes, MUCH_ALIKE)
    for group, best in zip(added, best_of, strict=True):
        if best is not None and not lonely[best].new:
            lonely[best].take(group)


def _join_neighbours(groups: Sequence[_Group]) -> None:
    """A sentence alone is the other half of its neighbour, if that makes both texts agree."""
    by_old = {read.place: group for group in groups for read in group.old}
    by_new = {read.place: group for group in groups for read in group.new}
    for group in groups:
        if len(group.old) + len(group.new) != 1:
            continue
        [half], home = (group.old, by_old) if group.old else (group.new, by_new)
        for place in (half.place - 1, half.place + 1):
            other = home.get(place)
            if other and other.old and other.new:
                both = _Group([*other.old], [*other.new])
                both.take(_Group([*group.old], [*group.new]))
                if _agree(*both.binding()):
                    other.take(group)


Bag = Counter[str]


def _best(wanted: Sequence[Bag], among: Sequence[Bag], least: float) -> list[int | None]:
    """Return, for each bag, which of the others is most like it; the nearest, if several.

    Only those in about the same place are looked at, so that long texts take no long time.
    """
    where: dict[str, list[int]] = {}
    for m, bag in enumerate(among):
        for word in bag:
            where.setdefault(word, []).append(m)
    sizes = [bag.total() for bag in among]
    found: list[int | None] = []
    for n, bag in enumerate(wanted):
        middle, own = n * len(among) // len(wanted), bag.total()
        scored = (
            (_likeness(shared, own, sizes[m]), -abs(m - middle), m)
            for m, shared in _shared(bag, among, where, middle).items()
        )
        best = max(scored, default=None)
        found.append(best[-1] if best and best[0] >= least else None)
    return found


def _shared(
    bag: Bag, among: Sequence[Bag], where: Mapping[str, Sequence[int]], middle: int
) -> Mapping[int, int]:
    """Return how many words the bag shares with each of the others near ``middle``."""
    shared: dict[int, int] = {}
    for word, count in bag.items():
        places = where.get(word, ())
        first = bisect_left(places, middle - NEIGHBOURS)
        for m in places[first : bisect_right(places, middle + NEIGHBOURS)]:
            shared[m] = shared.get(m, 0) + min(count, among[m][word])
    return shared


def _bag(sentence: Sentence, binding: Sequence[_Placed]) -> Counter[str]:
    text, end = [], sentence.first
    for token in sorted((placed.token for placed in binding), key=lambda token: token.offset):
        text.append(sentence.text[end : token.offset])
        end = max(end, token.offset + token.length)
    text.append(sentence.text[end:])
    words = [w for w in re.findall(r"\w+", " ".join(text).casefold()) if w not in COMMON]
    bound = [word for placed in binding for word in placed.token.value.split()]
    return Counter(word.removesuffix("s")[:STEM] for word in words or bound)


def _likeness(shared: int, one: int, other: int) -> float:
    """How much of the shorter sentence is in the longer, with a little for being as long."""
    short, long = sorted((one, other))
    return 0.9 * shared / short + 0.1 * shared / long


def _compare(group: _Group, places: Mapping[int, int]) -> Iterator[Change]:
    """Yield the binding words that one side of a group has and the other has not."""
    old, new = group.binding()
    gone: list[_Placed] = []
    come: list[_Placed] = []
    for these, those in _families(old, new):
        less, more = _differences(these, those)
        gone, come = gone + less, come + more
    if come:
        yield Change(min(p.line for p in come), _shown(new, come), _shown(old, gone))
    elif gone:
        line = group.new[0].sentence.line if group.new else places[id(group.old[0].sentence)]
        yield Change(line, (), _shown(old, gone))


def _families(
    old: Sequence[_Placed], new: Sequence[_Placed]
) -> Iterator[tuple[list[_Placed], list[_Placed]]]:
    """Duties are compared with duties, numbers with numbers, posts with posts, each in order."""
    for family in Family:
        yield (
            [placed for placed in old if placed.token.family is family],
            [placed for placed in new if placed.token.family is family],
        )


def _agree(old: Sequence[_Placed], new: Sequence[_Placed]) -> bool:
    return all(_same(these, those) for these, those in _families(old, new))


def _shown(order: Sequence[_Placed], chosen: Sequence[_Placed]) -> tuple[str, ...]:
    ids = {id(placed) for placed in chosen}
    return tuple(placed.token.shown for placed in order if id(placed) in ids)


def _places(was: _Text, now: _Text) -> Mapping[int, int]:
    """Return, for each old sentence, the line where the text before it stands now."""
    lines = {sentence.plain: sentence.line for sentence in reversed(now.sentences)}
    line = now.sentences[0].line if now.sentences else 1
    found = {}
    for sentence in was.sentences:
        line = lines.get(sentence.plain, line)
        found[id(sentence)] = line
    return found


def _differences(was: list[_Placed], now: list[_Placed]) -> tuple[list[_Placed], list[_Placed]]:
    """Return the words that were taken out and put in.

    All of them, where only the order changed, or where a sentence has more than anybody can read.
    """
    if _same(was, now):
        return [], []
    before, after = [p.token.value for p in was], [p.token.value for p in now]
    if sorted(before) == sorted(after) or max(len(before), len(after)) > LONGEST:
        return was, now
    gone: list[_Placed] = []
    come: list[_Placed] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for _, i, j, k, m in matcher.get_opcodes():
        if not _same(was[i:j], now[k:m]):
            gone += [placed for placed in was[i:j] if not placed.token.weak]
            come += [placed for placed in now[k:m] if not placed.token.weak]
    return gone, come


def _same(was: Sequence[_Placed], now: Sequence[_Placed]) -> bool:
    return len(was) == len(now) and all(
        one.token.same(other.token) for one, other in zip(was, now, strict=True)
    )
