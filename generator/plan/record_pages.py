"""The records of a report as its page shows them: each with an address, in words, and charted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TypeVar

from msgspec import Struct

from generator.model import Report
from generator.months import period_in_words
from generator.plan.charts import NOT_STATED, Bar, Chart, painted, shown
from generator.records import (
    STATUSES,
    Action,
    Graded,
    Question,
    Recommendation,
    ReportRecord,
    status_of,
    word_of,
)
from generator.settings import Settings
from generator.vocabulary import RecordsKind

PARAGRAPHS = re.compile(r"\n+")
WHOLE = Decimal(100)
CALLED: Mapping[RecordsKind, tuple[str, str, str]] = {
    RecordsKind.RECOMMENDATIONS: ("Recommendation", "recommendation", "Recommendations"),
    RecordsKind.ACTIONS: ("Action", "action", "Actions"),
    RecordsKind.GRADES: ("Framework", "framework", "Grades"),
    RecordsKind.SURVEY: ("Question", "question", "Answers to the survey"),
}


class Fact(Struct, frozen=True):
    """Something that a record says of itself."""

    name: str
    value: str


class Part(Struct, frozen=True):
    """A longer text of a record."""

    name: str
    paragraphs: tuple[str, ...]


class Section(Struct, frozen=True):
    """A record that has a section of its own. ``group`` is a heading that stands before it."""

    anchor: str
    title: str
    paragraphs: tuple[str, ...]
    status: str
    facts: tuple[Fact, ...]
    parts: tuple[Part, ...]
    group: str = ""


class Line(Struct, frozen=True):
    """A record that is a row of a table. ``group`` is a heading that stands before it."""

    anchor: str
    number: str
    name: str
    cells: tuple[str, ...]
    group: str = ""


class Records(Struct, frozen=True):
    """Everything that a page shows of a report's records."""

    title: str
    count: str
    silent: str
    address: str
    charts: tuple[Chart, ...]
    sections: tuple[Section, ...] = ()
    caption: str = ""
    columns: tuple[str, ...] = ()
    figures: bool = False
    lines: tuple[Line, ...] = ()

    @property
    def grouped(self) -> bool:
        """Whether its sections stand under headings of their own."""
        return any(section.group for section in self.sections)


def records_of(report: Report, settings: Settings, address: str) -> Records | None:
    """Return what the page of a report shows of its records; ``address`` is their file's."""
    kind = report.records_kind
    if kind is None or not report.rows:
        return None
    makers: Mapping[RecordsKind, Callable[[], Records]] = {
        RecordsKind.RECOMMENDATIONS: lambda: _recommendations(_of(Recommendation, report), address),
        RecordsKind.ACTIONS: lambda: _actions(_of(Action, report), address),
        RecordsKind.GRADES: lambda: _grades(_of(Graded, report), settings, address),
        RecordsKind.SURVEY: lambda: _survey(_of(Question, report), address),
    }
    return makers[kind]()


Kind = TypeVar("Kind", bound=ReportRecord)


def _of(kind: type[Kind], report: Report) -> tuple[Kind, ...]:
    return tuple(row for row in report.rows if isinstance(row, kind))


# Recommendations and actions: long texts, so each is a section


def _recommendations(rows: Sequence[Recommendation], address: str) -> Records:
    kind = RecordsKind.RECOMMENDATIONS
    facts = ("paragraph", "owner", "timetable", "links", "measures")
    stated = [name for name in facts if any(getattr(row, name) for row in rows)]
    sections = tuple(
        Section(
            row.anchor,
            f"Recommendation {row.number}",
            _paragraphs(row.recommendation),
            _stated(row.status),
            tuple(Fact(name.capitalize(), _one_line(getattr(row, name))) for name in stated),
            (Part("Response", _paragraphs(row.response)),),
        )
        for row in rows
    )
    silent = [name for name in facts if name not in stated]
    return Records(
        CALLED[kind][2], _count(len(rows), kind), _silent(silent, kind), address,
        (_status_chart(kind, [(row, _stated(row.status)) for row in rows]),), sections,
    )  # fmt: skip


def _actions(rows: Sequence[Action], address: str) -> Records:
    kind = RecordsKind.ACTIONS
    facts = ("lead", "due", "carried_forward_to")
    stated = [name for name in facts if any(getattr(row, name) for row in rows)]
    groups = _groups([row.plan for row in rows], "Plan not stated")
    sections = tuple(
        Section(
            row.anchor,
            f"Action {row.number}",
            _paragraphs(row.action),
            _status(row),
            tuple(Fact(_called(name), _fact(row, name)) for name in stated),
            (Part("Update", _paragraphs(row.update)),),
            group,
        )
        for row, group in zip(rows, groups, strict=True)
    )
    silent = [name for name in facts if name not in stated]
    charts = [_status_chart(kind, [(row, _status(row)) for row in rows])]
    return Records(
        CALLED[kind][2], _count(len(rows), kind), _silent(silent, kind), address,
        tuple(charts), sections,
    )  # fmt: skip


def _fact(row: Action, name: str) -> str:
    said = _one_line(getattr(row, name))
    period = period_in_words(row.due) if name == "due" and row.due else None
    return f"{said} ({period})" if period and period != said else said


def _status(row: Action) -> str:
    return _stated(status_of(row.status) or row.status if row.status else None)


def _status_chart(kind: RecordsKind, rows: Sequence[tuple[ReportRecord, str]]) -> Chart:
    """How many records have each status, and which they are."""
    found: dict[str, list[ReportRecord]] = {}
    for row, status in rows:
        found.setdefault(status, []).append(row)
    order = [word.capitalize() for word in STATUSES]
    names = sorted(found, key=lambda name: (name == NOT_STATED, _place(name, order), name))
    bars = tuple(
        Bar(name, (Decimal(len(found[name])),), (tuple((r.number, r.anchor) for r in found[name]),))
        for name in names
    )
    thing = CALLED[kind][2]
    return Chart(
        "status", f"{thing} by status",
        f"A bar for each status: {_listed(bars)}.", "Status", painted(["Number"]), bars,
    )  # fmt: skip


# Grades and answers: short, so each is a row


def _grades(rows: Sequence[Graded], settings: Settings, address: str) -> Records:
    kind = RecordsKind.GRADES
    extra = ("national_distribution", "note")
    stated = [name for name in extra if any(getattr(row, name) for row in rows)]
    groups = _groups([row.domain for row in rows], "Domain not stated")
    lines = tuple(
        Line(
            row.anchor,
            row.number,
            _stated(row.framework),
            (
                _word(row.grade, settings.grades),
                _word(row.direction, settings.directions),
                *(_one_line(getattr(row, name)) for name in stated),
            ),
            group,
        )
        for row, group in zip(rows, groups, strict=True)
    )
    return Records(
        CALLED[kind][2], _count(len(rows), kind), "", address,
        (_by_domain(rows, settings.grades), _by_direction(rows, settings.directions)),
        caption="Grade and direction of travel of each framework",
        columns=("Framework", "Grade", "Direction of travel", *map(_called, stated)),
        lines=lines,
    )  # fmt: skip


def _by_domain(rows: Sequence[Graded], known: Sequence[str]) -> Chart:
    domains = list(dict.fromkeys(_stated(row.domain) for row in rows))
    counts = Counter((_stated(row.domain), _word(row.grade, known)) for row in rows)
    all_grades = Counter(_word(row.grade, known) for row in rows)
    names = _ordered(all_grades, known)
    bars = tuple(Bar(d, tuple(Decimal(counts[d, name]) for name in names)) for d in domains)
    said = ", ".join(f"{name} {all_grades[name]}" for name in names)
    return Chart(
        "grades", "Grades by domain",
        f"A bar for each domain, made of its frameworks by grade. In all: {said}.",
        "Domain", painted(names), bars,
    )  # fmt: skip


def _by_direction(rows: Sequence[Graded], known: Sequence[str]) -> Chart:
    counts = Counter(_word(row.direction, known) for row in rows)
    bars = tuple(Bar(name, (Decimal(counts[name]),)) for name in _ordered(counts, known))
    return Chart(
        "direction", "Direction of travel",
        f"A bar for each direction: {_listed(bars)}.", "Direction", painted(["Number"]), bars,
    )  # fmt: skip


def _survey(rows: Sequence[Question], address: str) -> Records:
    kind = RecordsKind.SURVEY
    answers = list(rows[0].answers)
    totals = any(row.total not in {None, WHOLE} for row in rows)
    lines = tuple(
        Line(
            row.anchor,
            row.number,
            _stated(row.question),
            (
                *(NOT_STATED if a is None else a.printed for a in row.answers.values()),
                *([NOT_STATED if row.total is None else shown(row.total)] if totals else []),
            ),
        )
        for row in rows
    )
    bars = tuple(
        Bar(
            f"Question {row.number}",
            tuple(a.per_cent if a else None for a in row.answers.values()),
        )
        for row in rows
    )
    chart = Chart(
        "answers", "Answers to each question, in per cent",
        f"A bar for each question, made of the answers {_words(answers)}.", "Question",
        painted(answers), bars, "per cent", own_table=False,
    )  # fmt: skip
    return Records(
        CALLED[kind][2], _count(len(rows), kind), "", address, (chart,),
        caption="Answers to each question, in per cent",
        columns=("Question", *answers, *(["Total"] if totals else [])),
        figures=True, lines=lines,
    )  # fmt: skip


def review_chart(status_by_group: Mapping[str, Mapping[str, int]], order: Sequence[str]) -> Chart:
    """Return review status by business group; ``order`` lists the statuses, worst first."""
    names = [n for n in order if any(counts.get(n) for counts in status_by_group.values())]
    bars = tuple(
        Bar(group, tuple(Decimal(counts.get(name, 0)) for name in names))
        for group, counts in sorted(status_by_group.items())
    )
    return Chart(
        "reviews", "Review status by business group",
        f"A bar for each business group, made of its policies: {_words(names)}.",
        "Business group", painted(names), bars,
    )  # fmt: skip


# Words


def _stated(text: str | None) -> str:
    """Return a text as a page shows it: a blank one is "Not stated"."""
    return text[:1].upper() + text[1:] if text else NOT_STATED


def _one_line(text: str | None) -> str:
    return " ".join(text.split()) if text else NOT_STATED


def _word(text: str | None, known: Iterable[str]) -> str:
    return NOT_STATED if text is None else word_of(text, known) or text


def _paragraphs(text: str | None) -> tuple[str, ...]:
    return tuple(PARAGRAPHS.split(text)) if text else (NOT_STATED,)


def _called(column: str) -> str:
    return column.replace("_", " ").capitalize()


def _count(count: int, kind: RecordsKind) -> str:
    one = CALLED[kind][1]
    return f"1 {one}" if count == 1 else f"{count} {one}s"


def _silent(names: Sequence[str], kind: RecordsKind) -> str:
    """Say once what is stated for no record at all."""
    if not names:
        return ""
    words = _words([name.replace("_", " ") for name in names])
    return f"Not stated for any {CALLED[kind][1]}: {words}."


def _groups(said: Sequence[str | None], unsaid: str) -> list[str]:
    """Return each group where it begins, and nothing where it goes on, or where nobody has one."""
    groups = [group or unsaid if any(said) else "" for group in said]
    return [g if n == 0 or g != groups[n - 1] else "" for n, g in enumerate(groups)]


def _ordered(found: Iterable[str], known: Sequence[str]) -> list[str]:
    return sorted(found, key=lambda name: (name == NOT_STATED, _place(name, known), name))


def _place(name: str, known: Sequence[str]) -> int:
    return known.index(name) if name in known else len(known)


def _listed(bars: Sequence[Bar]) -> str:
    return ", ".join(f"{bar.label} {shown(bar.values[0])}" for bar in bars)


def _words(names: Sequence[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
