"""PS505: records beside a report that cannot all be right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from generator.findings import Severity
from generator.gate.context import Context
from generator.gate.named import shown
from generator.gate.rule import REPORTS, Problem, reading, rule
from generator.model import Pack, Report
from generator.records import (
    CODE,
    NUMBER,
    STATUSES,
    Action,
    Graded,
    Question,
    Recommendation,
    ReportRecord,
    is_plain,
    status_of,
    word_of,
)
from generator.settings import Settings
from generator.store.lookalikes import fold

WHOLE = Decimal(100)
WORD = re.compile(r"[^\W\d_]{2}")


@rule(
    "PS505",
    clause="none: the gate's own",
    role="policy developer",
    fix="compare the row with the report it was taken from, and correct it or say why it is so",
    severity=Severity.WARN,
    kinds=REPORTS,
)
def records_do_not_add_up(pack: Pack, context: Context) -> Iterator[Problem]:
    """The records of a report do not add up: the answers to a question of a survey come to more or
    less than 100 per cent, a status is no word, a grade is unknown, two rows have one number.

    A blank cell is "not stated", and is no fault. What inspectors may grade stands in scheme.yml.
    Why: people count these rows. A slip in one of them is a wrong figure in somebody's speech.
    Good: `6,Are you told why?,40,50,10` under `number,question,Yes,Partly,No`; status `amber`.
    Bad: answers of 40, 49 and 10; status `A`; grade `Goood`; two rows numbered 8.
    """  # noqa: D205 - the fault takes two lines to say
    yield from reading("PS505", pack)
    if isinstance(pack.report, Report):
        yield from _twice(pack.report.rows)
        for row in pack.report.rows:
            yield from _problems(row, context.settings)


def _twice(rows: tuple[ReportRecord, ...]) -> Iterator[Problem]:
    first: dict[str, ReportRecord] = {}
    for row in rows:
        before = first.setdefault("".join(fold(row.number).split()), row)
        if before is not row:
            column = CODE if isinstance(row, Graded) else NUMBER
            line = before.at(column).line
            message = f"has the {column} {shown(row.number)} a second time; line {line} has it too"
            yield Problem(row.at(column), message, f"give each record a {column} of its own")


def _problems(row: ReportRecord, settings: Settings) -> Iterator[Problem]:
    match row:
        case Question():
            yield from _total(row)
        case Action(status=str(status)):
            yield from _status(row, status)
        case Recommendation(status=str(status)) if not WORD.search(status):
            message = f"has the status {shown(status)}, which is no word"
            yield Problem(row.at("status"), message, "write it in words, such as `complete`")
        case Graded():
            yield from _known(row, "grade", row.grade, settings.grades)
            yield from _known(row, "direction", row.direction, settings.directions)
        case _:
            pass


def _total(row: Question) -> Iterator[Problem]:
    if row.total is not None and row.total != WHOLE:
        message = f"has answers that come to {row.total.normalize():f} per cent and not to 100"
        fix = "compare the row with its source; where that is what it says, leave it"
        yield Problem(row.at(next(iter(row.answers))), message, fix)


def _status(row: Action, status: str) -> Iterator[Problem]:
    word = status_of(status)
    if word and is_plain(status, word):
        return
    message = f"has the status {shown(status)}, which is no word for one"
    fix = f"write `{word}`" if word else f"write {', '.join(STATUSES)}, or leave it blank"
    yield Problem(row.at("status"), message, fix)


def _known(row: Graded, column: str, said: str | None, known: tuple[str, ...]) -> Iterator[Problem]:
    word = word_of(said, known) if said else None
    if said is None or (word and is_plain(said, word)):
        return
    message = f"has the {column} {shown(said)}, which is not one that is known"
    if word:
        message = f"has the {column} {shown(said)}, in which letters only look like Latin ones"
    fix = f"write `{word}`" if word else f"write one of {', '.join(f'`{name}`' for name in known)}"
    yield Problem(row.at(column), message, fix)
