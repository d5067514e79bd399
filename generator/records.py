"""The records of a report, typed: recommendations, actions, grades, answers to a survey.

A blank cell is ``None``: the source does not say. Nothing else is: "N.A." and 0 are answers.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from msgspec import Struct

from generator.findings import Fault, Location
from generator.store.anchors import slug
from generator.store.lookalikes import fold
from generator.store.table import Cell, Row, Table
from generator.vocabulary import RecordsKind

NUMBER, CODE, QUESTION = "number", "code", "question"
COLUMNS: Mapping[RecordsKind, tuple[str, ...]] = {
    RecordsKind.RECOMMENDATIONS: (
        NUMBER, "recommendation", "paragraph", "links", "measures", "response", "timetable",
        "owner", "status",
    ),
    RecordsKind.ACTIONS: (
        NUMBER, "plan", "action", "lead", "due", "update", "status", "carried_forward_to",
    ),
    RecordsKind.GRADES: (
        CODE, "framework", "domain", "grade", "direction", "national_distribution", "note",
    ),
    RecordsKind.SURVEY: (NUMBER, QUESTION),
}  # fmt: skip
"""The columns of each kind; a survey has one more for each answer."""
NEEDED: Mapping[RecordsKind, frozenset[str]] = {
    RecordsKind.RECOMMENDATIONS: frozenset({NUMBER, "recommendation"}),
    RecordsKind.ACTIONS: frozenset({NUMBER, "action"}),
    RecordsKind.GRADES: frozenset({CODE, "framework", "grade"}),
    RecordsKind.SURVEY: frozenset({NUMBER, QUESTION}),
}
"""Columns without which nothing could be published; without another, no row says it."""
ANCHORS = {
    RecordsKind.RECOMMENDATIONS: "recommendation",
    RecordsKind.ACTIONS: "action",
    RecordsKind.GRADES: "framework",
    RecordsKind.SURVEY: "question",
}
STATUSES = ("red", "amber", "green", "complete")
"""What an action may be, in words; a letter or a colour is none."""
LETTERS = {"r": "red", "a": "amber", "g": "green", "c": "complete"}
PER_CENT = re.compile(r"(\d{1,3}(?:\.\d{1,6})?) ?%?")
NO_ANSWER = frozenset({"na", "notapplicable", "notavailable", "notasked", "notstated"})
ALL = Decimal(100)


class ReportRecord(Struct, frozen=True, kw_only=True):
    """One record of a report. ``anchor`` is its place on the page, for ever."""

    number: str
    anchor: str
    path: str
    places: Mapping[str, tuple[int, int]]

    def at(self, column: str) -> Location:
        """The place of a column of this record in its file."""
        return Location(self.path, *self.places.get(column, next(iter(self.places.values()))))


class Recommendation(ReportRecord, frozen=True, kw_only=True):
    """A recommendation of an inspection, and what was answered to it."""

    recommendation: str | None
    paragraph: str | None
    links: str | None
    measures: str | None
    response: str | None
    timetable: str | None
    owner: str | None
    status: str | None


class Action(ReportRecord, frozen=True, kw_only=True):
    """An action of an improvement plan."""

    plan: str | None
    action: str | None
    lead: str | None
    due: str | None
    update: str | None
    status: str | None
    carried_forward_to: str | None


class Graded(ReportRecord, frozen=True, kw_only=True):
    """A framework of an inspection, and the grade that was given for it. Its number is its code."""

    framework: str | None
    domain: str | None
    grade: str | None
    direction: str | None
    national_distribution: str | None
    note: str | None


class Answer(Struct, frozen=True):
    """How many in a hundred gave an answer; as printed, which may say that nobody was asked."""

    printed: str
    per_cent: Decimal | None


class Question(ReportRecord, frozen=True, kw_only=True):
    """A question of a survey, and its answers by their names; ``None`` where one is not stated."""

    question: str | None
    answers: Mapping[str, Answer | None]

    @property
    def total(self) -> Decimal | None:
        """What the answers come to, or nothing where none is a number."""
        numbers = [a.per_cent for a in self.answers.values() if a and a.per_cent is not None]
        return sum(numbers, Decimal(0)) if numbers else None


def word_of(text: str, known: Iterable[str]) -> str | None:
    """Return which of the known words a text is, look-alike letters and case aside."""
    wanted = " ".join(fold(text).split())
    return next((word for word in known if " ".join(fold(word).split()) == wanted), None)


def status_of(text: str) -> str | None:
    """Return the word for the status of an action, where the text is one or its first letter."""
    return word_of(text, STATUSES) or LETTERS.get(fold(text).strip())


def is_plain(text: str, word: str) -> bool:
    """Whether a text is that word as anybody would type it."""
    return text.casefold() == word.casefold()


def believe_records(
    kind: RecordsKind, table: Table
) -> tuple[tuple[ReportRecord, ...], tuple[Fault, ...]]:
    """Return every record that a table of this kind holds, and what is wrong with its shape."""
    if not table.header:  # it could not be read, and that has been said
        return (), ()
    faults = [*_column_faults(kind, table)]
    identity = CODE if kind is RecordsKind.GRADES else NUMBER
    names = [cell.text for cell in table.header]
    if identity not in names:
        return (), tuple(faults)
    numbered = []
    for row in table.rows:
        cells = dict(zip(names, row, strict=True))
        if cells[identity].text:
            numbered.append(cells)
        else:
            faults.append(_unnumbered(table.path, row, identity))
    if not table.rows:
        fix = "add the records, one a row"
        at = Location(table.path)
        faults.append(Fault(at, "PS002", "holds a header and no record", fix))
    anchors = _anchors(ANCHORS[kind], [cells[identity].text for cells in numbered])
    records = tuple(
        _record(kind, table.path, cells, identity, anchor)
        for cells, anchor in zip(numbered, anchors, strict=True)
    )
    return records, (*faults, *(f for record in records for f in _answer_faults(record)))


def _column_faults(kind: RecordsKind, table: Table) -> Iterator[Fault]:
    known = COLUMNS[kind]
    names = [cell.text for cell in table.header]
    for cell in table.header:
        if kind is not RecordsKind.SURVEY and cell.text and cell.text not in known:
            at = Location(table.path, cell.line, cell.column)
            close = difflib.get_close_matches(cell.text, known, n=1, cutoff=0.6)
            hint = f"did you mean `{close[0]}`? " if close else ""
            message = (
                f"has the column {cell.text[:60]!a}, which records of the kind `{kind}` do not have"
            )
            yield Fault(at, "PS002", message, f"{hint}The columns are {', '.join(known)}")
    for name in known:
        if name in names:
            continue
        at = Location(table.path, table.header[0].line, table.header[0].column)
        message = f"has no column `{name}`, which records of the kind `{kind}` have"
        if name in NEEDED[kind]:
            yield Fault(at, "PS002", message, f"add it; the columns are {', '.join(known)}")
        else:
            yield Fault(at, "PS505", message, "add it; a blank cell says that it is not stated")
    if kind is RecordsKind.SURVEY and not set(names) - set(known):
        at = Location(table.path, table.header[0].line, table.header[0].column)
        fix = "add a column for each answer, with its share in per cent"
        yield Fault(at, "PS002", "has no column for an answer", fix)


def _unnumbered(path: str, row: Row, identity: str) -> Fault:
    at = Location(path, row[0].line, row[0].column)
    message = f"is a row with no {identity}, so that nobody could link to it"
    return Fault(at, "PS002", message, f"give it a {identity} of its own, or take it out")


def _anchors(prefix: str, numbers: list[str]) -> list[str]:
    """Return an id for each number: two hyphens, which the id of no heading has.

    Where two numbers are alike the later has a second place to its own.
    """
    given: dict[str, int] = {}
    found = []
    for number in numbers:
        name = f"{prefix}--{slug(fold(number)) or 'x'}"
        given[name] = given.get(name, 0) + 1
        found.append(name if given[name] == 1 else f"{name}--{given[name]}")
    return found


def _record(
    kind: RecordsKind, path: str, cells: Mapping[str, Cell], identity: str, anchor: str
) -> ReportRecord:
    places = {name: (cell.line, cell.column) for name, cell in cells.items()}
    common: dict[str, Any] = {
        "number": cells[identity].text, "anchor": anchor, "path": path, "places": places,
    }  # fmt: skip
    said: dict[str, Any] = {n: cells[n].text or None if n in cells else None for n in COLUMNS[kind]}
    said.pop(identity)
    makers: Mapping[RecordsKind, Callable[[], ReportRecord]] = {
        RecordsKind.RECOMMENDATIONS: lambda: Recommendation(**common, **said),
        RecordsKind.ACTIONS: lambda: Action(**common, **said),
        RecordsKind.GRADES: lambda: Graded(**common, **said),
        RecordsKind.SURVEY: lambda: Question(**common, **said, answers=_answers(cells)),
    }
    return makers[kind]()


def _answers(cells: Mapping[str, Cell]) -> Mapping[str, Answer | None]:
    columns = COLUMNS[RecordsKind.SURVEY]
    return {
        name: _answer(cell.text) if cell.text else None
        for name, cell in cells.items()
        if name and name not in columns
    }


def _answer(text: str) -> Answer:
    found = PER_CENT.fullmatch(text)
    return Answer(text, Decimal(found[1]) if found else None)


def _answer_faults(record: ReportRecord) -> Iterator[Fault]:
    """Yield each answer that is neither a share nor says that there is none."""
    for name, answer in record.answers.items() if isinstance(record, Question) else ():
        if answer is None:
            continue
        bare = "".join(c for c in fold(answer.printed) if c.isalnum())
        too_much = answer.per_cent is not None and answer.per_cent > ALL
        if too_much or (answer.per_cent is None and bare not in NO_ANSWER):
            message = f"has {answer.printed[:40]!a} in per cent for {name[:40]!a}"
            fix = "write a number from 0 to 100 (12.5), N.A., or nothing where it is not stated"
            yield Fault(record.at(name), "PS002", message, fix)
