"""Which words are a protective marking, and what may stand beside one that stands alone.

A line is read as words: letters and figures, without marks, look-alikes or anything of no width.
A marking is compared without spaces and hyphens, so that "OFFICIAL SENSITIVE", "Official-Sensitive"
and "R E S T R I C T E D" are what they look like.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import accumulate

from ahocorasick_rs import AhoCorasick
from msgspec import Struct
from msgspec.structs import replace

from generator.settings import Settings
from generator.store.lookalikes import Seen, fold

# The national markings, new and old. One that the settings do not hold is above every ceiling.
NATIONAL = (
    "NOT PROTECTIVELY MARKED", "PROTECT", "RESTRICTED", "CONFIDENTIAL", "SECRET", "TOP SECRET",
    "OFFICIAL", "OFFICIAL-SENSITIVE",
)  # fmt: skip
DRAFT = "draft"
SENSITIVE = "sensitive"
VERB = "protect"  # "PROTECT STAFF" is an order

WORD = re.compile(r"[^\W_]+")
NUMBER = re.compile(r"v?[0-9]+[a-z]{0,2}")
ATTRIBUTES = re.compile(r"\{:?[ .#][^{}\n]*\}|^[ \t]*\[[ xX]\](?=\s)", re.MULTILINE)
SEPARATOR = re.compile(r"[‒–—―−:|=•·]|//|\s[-‐⁃]|[-‐⁃]\s")  # noqa: RUF001
ENDS = re.compile(r"[|;\t\n•·\])}]|\.(?:\s|$)|\s{2,}|\s[-‐‒–—―−/]+\s")  # noqa: RUF001
APART = re.compile(r"[,/]|^-$")
AFTER_LABEL = re.compile(r"[:=|\t‐‒–—―−-]|\s{2,}|\n")  # noqa: RUF001
BEFORE_LABEL = re.compile(r"[|;\t\n•·:([{‒–—―−]|[.!?]\s|\s{2,}|\s-\s")  # noqa: RUF001

# A figure, or a small l, is as good as the letter it looks like: 0FFICIAL, RESTRlCTED.
ALIKE = str.maketrans("0135l", "oiesi")

UNMARKED = Seen({"Cf", "Mn", "Me"})

# The same for plain text, at one go: letters and figures alone, small, without look-alikes.
QUICK = {n: chr(n).lower().translate(ALIKE) if chr(n).isalnum() else None for n in range(128)}
QUICK_APART = {n: letter or " " for n, letter in QUICK.items()}


def _same(words: str) -> frozenset[str]:
    return frozenset(words.translate(ALIKE).split())


# What a page's head or foot says beside its marking: whose it is; a place and its number or
# letter; words that belong to a number.
OWNERS = _same("uk nato eu hmg gsc gpms")
PLACES = _same(
    "page annex appendix part section schedule copy version issue figure fig table chart diagram"
    " map"
)
BY_NUMBERS = _same(
    """
    pages of no number january february march april may june july august september october november
    december jan feb mar apr jun jul aug sep sept oct nov dec
    """
)
SHORT = 3

# Caveats that need nothing between them and the marking, and those that need a dash or colon.
CAVEATS = _same(
    """
    ukeyesonly useyesonly eyesonly ukonly addresseeonly recipientsonly inconfidence policeonly
    policeuseonly internaluseonly internalonly organisationuseonly hmguseonly hmgpartnersonly strap
    oncompletion aftercompletion
    """
)
# Descriptors that the older scheme put behind its marking in capitals, with nothing between.
OLDER = _same("commercial investigation investigations management personal policy staff")
DESCRIPTORS = _same(
    """
    appointments budget commercial contracts crime disciplinary discipline finance honours hr
    intelligence investigation investigations legal legaladvice legalprivilege
    legalprofessionalprivilege locsen management marketsensitive medical operational operations
    organisational personal personaldata personnel police policy private procurement sensitive staff
    visit visits
    notforcirculation notforrelease nottobecopied donotcopy
    """
)
CONDITIONS = _same("when once until unless while pending")
FEW_WORDS, MORE_WORDS, LONGEST, LONGEST_RUN = 3, 6, 8, 12

DRAFT_BEFORE = _same(
    """
    first second third fourth fifth final working initial early revised latest consultation
    preliminary outline
    """
)
FINAL = _same("final")
DRAFT_AFTER = _same(
    """
    only copy version document forconsultation forpublicconsultation forinternalconsultation
    forcomment forcomments fordiscussion forreview forapproval forinformation forqualityassurance
    fordecision notforcirculation notforpublication notforrelease notapproved notyetapproved
    notpolicy subjecttoapproval awaitingapproval underreview workinprogress inprogress
    """
)

# Labels that name a marking; those that are also ordinary words; those that need none but words
# ("This document is marked ..."); those after which only capitals mark.
PLAIN_LABELS = _same("marking classification sensitivity")
SPOKEN_LABELS = frozenset(
    f"this{what}is{how}"
    for what in _same("document policy sop report page procedure file")
    for how in _same("marked markedas classified classifiedas protectivelymarked")
)
LABELS = (
    PLAIN_LABELS
    | SPOKEN_LABELS
    | _same(
        """
    protectivemarking protectivemarkings protectivelymarked protectivemarkingscheme
    protectiveclassification securitymarking securityclassification securitylevel
    governmentsecurityclassification governmentsecurityclassifications governmentclassification
    governmentprotectivemarking governmentprotectivemarkingscheme documentclassification
    documentmarking gsc gscs gscmarking gpms gpmsmarking protectivemarkinglevel markinglevel
    classificationlevel markedas classifiedas
    """
    )
)
STATUS_LABELS = _same("status documentstatus version documentversion")
LOUD_LABELS = _same(
    "security handling handlinginstruction handlinginstructions distribution circulation access"
    " category"
)
ANY_LABEL = LABELS | STATUS_LABELS | LOUD_LABELS


class Token(Struct, frozen=True):
    """One word. ``gap`` is what stands before it, ``row`` its line, ``depth`` its brackets."""

    word: str
    raw: str
    gap: str
    row: int
    depth: int


class Run(Struct, frozen=True):
    """Words that are nothing but markings, DRAFT and what may stand beside them.

    ``end`` is where the run ends, ``said`` where the last marking in it does.
    """

    end: int
    said: int = 0
    names: tuple[str, ...] = ()
    draft: bool = False

    def __bool__(self) -> bool:
        return bool(self.names) or self.draft


NOTHING = Run(0)


class Words(Struct, frozen=True):
    """The markings of an authority, and words of the same force, as they are compared."""

    names: Mapping[str, str]
    phrases: frozenset[str]
    furniture: frozenset[str]
    longest: int
    all: tuple[str, ...]
    """The markings and DRAFT, with every figure as the letter it looks like."""
    signs: tuple[str, ...]
    """One of these is within every one of those: what the quick look is for."""

    def mentioned(self, text: str) -> bool:
        """Whether a text can hold a marking at all: the quick look before the careful one."""
        if text.isascii():
            letters = text.translate(QUICK)
        else:
            letters = "".join(WORD.findall(fold(plain(text)))).translate(ALIKE)
        if not _automaton(self.signs).find_matches_as_indexes(letters):
            return False
        return not text.isascii() or self._as_words(text)

    def _as_words(self, text: str) -> bool:
        """Whether a marking begins and ends with a word: "protect" is not within "protection"."""
        words = text.translate(QUICK_APART).split()
        ends = {0, *accumulate(map(len, words))}
        letters = "".join(words)
        found = _automaton(self.all).find_matches_as_indexes(letters, overlapping=True)
        return any(start in ends and end in ends for _, start, end in found)


@cache
def _automaton(signs: tuple[str, ...]) -> AhoCorasick:
    return AhoCorasick(signs)


def words_of(settings: Settings) -> Words:
    """Return the words that count as markings under these settings."""
    organisation = settings.organisation
    return _words(
        settings.markings.names(),
        settings.markings.phrases,
        (organisation.name, organisation.short_name),
    )


@cache
def _words(markings: tuple[str, ...], said: tuple[str, ...], owners: tuple[str, ...]) -> Words:
    phrases = {compact(phrase): " ".join(phrase.split()) for phrase in said}
    names = {compact(name): name for name in (*NATIONAL, *markings)}
    furniture = {compact(name) for name in owners}
    known = {key: name for key, name in (phrases | names).items() if key}
    longest = max(map(len, known))
    every = tuple(sorted({name.translate(ALIKE) for name in (DRAFT, *known)}))
    return Words(
        known,
        frozenset(phrases.values()) - frozenset(names.values()),
        frozenset(furniture - {""}),
        longest,
        every,
        _signs(every),
    )


def _signs(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names that have no other of them within."""
    shortest = list[str]()
    for name in sorted(names, key=len):
        if not any(sign in name for sign in shortest):
            shortest.append(name)
    return tuple(shortest)


def plain(text: str) -> str:
    """Return the text without marks on letters and without characters of no width."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFKD", text).translate(UNMARKED)


def compact(text: str) -> str:
    """Return the letters of a name alone, in small letters."""
    return "".join(token.word for token in tokens(text))


def tokens(text: str) -> tuple[Token, ...]:
    """Return the words of a text with what stands between them."""
    return tuple(each_token(text))


def each_token(text: str) -> Iterator[Token]:
    """Yield the words of a text, one by one, with what stands between them."""
    seen = ATTRIBUTES.sub(" ", plain(text))
    end, row, depth = 0, 0, 0
    for match in WORD.finditer(seen):
        gap = seen[end : match.start()]
        row += gap.count("\n")
        if gap != " ":
            for character in gap:
                depth = depth + 1 if character in "([{" else max(0, depth - (character in ")]}"))
        yield Token(_letters(match[0]), match[0], gap, row, depth)
        end = match.end()


@lru_cache(maxsize=4096)
def _letters(word: str) -> str:
    """Fold a word; a figure among letters is the letter it looks like."""
    folded = fold(word)
    return folded if NUMBER.fullmatch(folded) else folded.translate(ALIKE)


def loud(words: Sequence[Token]) -> bool:
    """Whether the words are in capitals; most letters are enough ("OFFICIAL-Sensitive")."""
    letters = [c for token in words for c in token.raw if c.isalpha()]
    capitals = sum(not c.islower() or "SMALL CAPITAL" in unicodedata.name(c, "") for c in letters)
    return capitals * 2 > len(letters)


def alone(found: Sequence[Token], words: Words, *, capitals: bool) -> Run:
    """Return what the words mark, if they mark and do nothing else."""
    run = read_run(found, 0, words, capitals=capitals)
    return run if run and run.end == len(found) else NOTHING


def opening(found: Sequence[Token], words: Words) -> Run:
    """Return the marking in capitals that the words begin with."""
    return read_run(found, 0, words, capitals=True)


def read_run(
    found: Sequence[Token], start: int, words: Words, *, capitals: bool, most: int = sys.maxsize
) -> Run:
    """Read markings, DRAFT, caveats and furniture from ``start`` on, as far as they go."""
    at, run = start, Run(start)
    while at < len(found) and at - start < most:
        end, name = _name(found, at, words, capitals=capitals)
        if end:
            names = (*run.names, name) if name else run.names
            run = Run(end, end, names, run.draft or not name)
        elif run:
            end = _beside(found, at, words, draft=run.draft, capitals=capitals)
        else:
            end = _before(found, at, words)
        if not end:
            break
        at = end
    return replace(run, end=at)


def _name(found: Sequence[Token], at: int, words: Words, *, capitals: bool) -> tuple[int, str]:
    """Match the longest marking, or DRAFT (whose name is blank), made of whole words."""
    best, letters = (0, ""), ""
    for end, token in enumerate(found[at : at + words.longest], at + 1):
        letters += token.word
        if len(letters) > words.longest:
            break
        if letters == DRAFT or letters in words.names:
            best = end, words.names.get(letters, "")
    return (0, "") if capitals and not loud(found[at : best[0]]) else best


def _before(found: Sequence[Token], at: int, words: Words) -> int:
    """Return the end of what may come before a marking: a page number, "FINAL" before DRAFT."""
    word, after = found[at].word, found[at + 1 : at + 2]
    drafts = word in DRAFT_BEFORE and [t.word for t in after] == [DRAFT]
    final = word in FINAL and any(SEPARATOR.search(t.gap) for t in after)
    return at + 1 if drafts or final else _furniture(found, at, words)


def _furniture(found: Sequence[Token], at: int, words: Words) -> int:
    word, after = found[at].word, found[at + 1 : at + 2]
    if word in OWNERS or NUMBER.fullmatch(word):
        return at + 1
    if word in PLACES and any(_is_number(t) for t in after):
        return at + 2
    if word in BY_NUMBERS and any(NUMBER.fullmatch(t.word) for t in (found[at - 1], *after)):
        return at + 1
    return _phrase(found, at, words.furniture)


def _is_number(token: Token) -> bool:
    """Whether a word can number a page or an annex: 3, ii, A, one."""
    return len(token.word) <= SHORT and token.word not in BY_NUMBERS


def _phrase(found: Sequence[Token], at: int, phrases: frozenset[str]) -> int:
    """Return the end of the longest of these phrases that begins at ``at``."""
    letters, best = "", 0
    for end, token in enumerate(found[at : at + LONGEST], at + 1):
        letters += token.word
        best = end if letters in phrases else best
    return best


def _beside(found: Sequence[Token], at: int, words: Words, *, draft: bool, capitals: bool) -> int:
    """Return the end of a caveat or of furniture that follows a marking."""
    token = found[at]
    if token.depth > found[at - 1].depth:
        return _bracket_end(found, at)
    return max(
        _furniture(found, at, words),
        _phrase(found, at, CAVEATS),
        _phrase(found, at, DRAFT_AFTER) if draft else 0,
        _described(found, at),
        _condition(found, at, MORE_WORDS if capitals else FEW_WORDS),
        _loud_caveat(found, at, words) if capitals else 0,
    )


def _described(found: Sequence[Token], at: int) -> int:
    """Match a descriptor: set off, or after a marking that is no ordinary word, or all loud."""
    gap = found[at].gap
    end = _phrase(found, at, DESCRIPTORS)
    if end and (SEPARATOR.search(gap) or APART.search(gap) or found[at - 1].word == SENSITIVE):
        return end
    older = _phrase(found, at, OLDER) if found[at - 1].word != VERB else 0
    return older if older and loud(found[at - 1 : older]) else 0


def _bracket_end(found: Sequence[Token], at: int) -> int:
    depth = found[at].depth
    near = range(at, min(at + LONGEST + 1, len(found)))
    end = next((n for n in near if found[n].depth < depth), len(found))
    return end if end - at <= LONGEST else 0


def _condition(found: Sequence[Token], at: int, most: int) -> int:
    """Match "when complete", "until published": the rest of the words, where they are few."""
    rest = len(found) - at - 1
    return len(found) if found[at].word in CONDITIONS and 0 < rest <= most else 0


def _loud_caveat(found: Sequence[Token], at: int, words: Words) -> int:
    """Match words in capitals set off by a dash, colon or bar, up to the next marking."""
    if not SEPARATOR.search(found[at].gap):
        return 0
    near = range(at, min(at + MORE_WORDS + 1, len(found)))
    ends = (n for n in near if not _is_caveat(found, n, words))
    end = next(ends, len(found))
    return end if at < end <= at + MORE_WORDS else 0


def _is_caveat(found: Sequence[Token], at: int, words: Words) -> bool:
    return loud(found[at : at + 1]) and not _name(found, at, words, capitals=True)[0]


def labelled(found: Sequence[Token], words: Words) -> Iterator[tuple[int, Run]]:
    """Yield the place and the run of every marking that a label announces ("Marking: ...")."""
    done = 0
    for at, token in enumerate(found):
        if at < done or (at and not BEFORE_LABEL.search(token.gap)):
            continue
        for end, label in _labels(found, at):
            run = _value(found, at, end, label, words)
            if run:
                yield end, run
                done = run.end


def _labels(found: Sequence[Token], at: int) -> list[tuple[int, str]]:
    """Return where each label that begins at ``at`` ends, the longest first."""
    ends, letters = list[tuple[int, str]](), ""
    for end, token in enumerate(found[at : at + LONGEST], at + 1):
        letters += token.word
        if letters in ANY_LABEL and end < len(found):
            ends.append((end, letters))
    return ends[::-1]


def _value(found: Sequence[Token], start: int, at: int, label: str, words: Words) -> Run:
    """Return what a label announces, if its value marks and says nothing else."""
    run = read_run(found, at, words, capitals=False, most=LONGEST_RUN)
    if label in STATUS_LABELS:
        return run if run.draft and _fills_line(found, start, at, run) else NOTHING
    capitals, sure = loud(found[at : run.said]), label in LABELS - PLAIN_LABELS
    parted = label in SPOKEN_LABELS or AFTER_LABEL.search(found[at].gap) or (sure and capitals)
    closed = any(_is_closed(found, end, sure=sure or capitals) for end in (run.end, run.said))
    return run if parted and closed and (capitals or label in LABELS) else NOTHING


def _fills_line(found: Sequence[Token], start: int, at: int, run: Run) -> bool:
    """Whether "Status: draft" is all that its line says."""
    begins = not start or found[start - 1].row < found[start].row
    ends = run.end == len(found) or found[run.end].row > found[run.end - 1].row
    return begins and ends and bool(AFTER_LABEL.search(found[at].gap))


def _is_closed(found: Sequence[Token], end: int, *, sure: bool) -> bool:
    """Whether a label's value ends there: "Marking: restricted to staff" does not mark."""
    if end == len(found) or ENDS.search(found[end].gap):
        return True
    return sure and not found[end].raw[0].islower()


def is_label(text: str, *, status: bool = False) -> bool:
    """Whether a text is a label and nothing else ("Classification", "Protective marking:")."""
    return compact(text) in (STATUS_LABELS if status else LABELS)


def set_off(found: Sequence[Token], words: Words) -> Iterator[Run]:
    """Yield the markings in capitals that are set off from the other words of a title."""
    at = 0
    while at < len(found):
        run = read_run(found, at, words, capitals=True)
        if run and _set_apart(found, at) and any(_set_apart(found, n) for n in (run.end, run.said)):
            yield run
        at = max(run.end, at + 1)


def _set_apart(found: Sequence[Token], at: int) -> bool:
    """Whether a dash, colon, bar or bracket, or nothing, stands between two words."""
    if at in {0, len(found)}:
        return True
    return found[at].depth != found[at - 1].depth or bool(SEPARATOR.search(found[at].gap))
