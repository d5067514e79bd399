"""`scheme coverage`: the classes of information against what the public site shows.

It is a report, and names who must act: an item that is missing or late refuses nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct

from generator import pipeline
from generator.gate.decide import Verdict
from generator.months import in_words
from generator.pipeline import Outcome
from generator.plan.guide import Part, Row, Standing, counts
from generator.plan.make import site_guide
from generator.plan.standing_pages import unsaid
from generator.settings import Settings
from generator.vocabulary import Site

UNIT = "policy co-ordination unit"


class Coverage(Struct, frozen=True):
    """What the guide of the public site comes to, and which facts its pages lack."""

    verdict: Verdict
    parts: tuple[Part, ...]
    unsaid: tuple[tuple[str, str], ...]

    @property
    def settings(self) -> Settings:
        """The authority's settings."""
        return self.verdict.context.settings


class Task(Struct, frozen=True):
    """What a post has to do about one item."""

    row: Row
    message: str
    fix: str


def coverage(root: Path, as_at: date, *, jobs: int = 0) -> tuple[Outcome, Coverage | None]:
    """Return the public site's guide, item by item; none where the settings cannot be read."""
    return pipeline.check_for(root, as_at, _coverage, jobs=jobs)


def _coverage(outcome: Outcome) -> Coverage | None:
    verdict = outcome.verdict
    if verdict is None:
        return None
    settings = verdict.context.settings
    return Coverage(verdict, site_guide(verdict, Site.PUBLIC), tuple(unsaid(settings)))


def responsible(row: Row) -> str:
    """Return the post that must act on an item."""
    return row.responsible or UNIT


def tasks(found: Coverage) -> Iterator[Task]:
    """Yield what is to be done, item by item: what is missing, late, without a date, or in part."""
    for part in found.parts:
        for row in part.rows:
            yield from _tasks(row)


def _tasks(row: Row) -> Iterator[Task]:
    where = f"guide: {{answers: {{{row.item.id}: ...}}}}"
    unshown = " and ".join(f"`{name}`" for name in row.unshown)
    match row.standing:
        case Standing.MISSING if unshown:
            message = f"is answered by {unshown}, which the public site does not show"
            yield Task(row, message, f"publish it, or say in scheme.yml why it is absent ({where})")
        case Standing.MISSING:
            fix = f"publish it and name it in scheme.yml, or say there why it is absent ({where})"
            yield Task(row, "has neither an answer nor a reason for its absence", fix)
        case Standing.LATE if row.updated and row.due:
            message = (
                f"was last updated on {in_words(row.updated)}, "
                f"and was to be again by {in_words(row.due)}"
            )
            fix = "publish the next one; where that is done elsewhere, give its day as `updated:`"
            yield Task(row, message, fix)
        case Standing.ANSWERED if row.answer.every and row.updated is None:
            message = "is to be updated at an interval, and nothing says when it was"
            yield Task(row, message, f"give its day as `updated:` ({where})")
        case _:
            pass
    if row.standing in {Standing.ANSWERED, Standing.LATE} and unshown:
        message = f"is answered in part: the public site does not show {unshown}"
        yield Task(row, message, f"publish it, or take the name out ({where})")


# -- text ---------------------------------------------------------------------------------------

HEADS = ("Items", "Answered", "Late", "Absent", "Missing")


def as_text(found: Coverage) -> Iterator[str]:
    """Yield the lines of the report: a table by class, then what to do, grouped by post."""
    guide, name = found.settings.guide, found.settings.organisation.name
    yield f"Guide to information of {name}, public site, as at {found.verdict.context.as_at}."
    yield f"Reported against {guide.reading}, dated {guide.dated}, item by item."
    yield ""
    yield from _table(found.parts)
    yield ""
    yield from _todo(found)
    for where, what in found.unsaid:
        yield f"scheme.yml does not say `{where}`: {what}."


def _table(parts: Sequence[Part]) -> Iterator[str]:
    titles = [f"{number}. {part.group.title}" for number, part in enumerate(parts, 1)]
    width = max(len(title) for title in (*titles, "All classes"))
    yield _line("Class", HEADS, width)
    for title, part in zip(titles, parts, strict=True):
        yield _line(title, counts([part]).values(), width)
    yield _line("All classes", counts(parts).values(), width)
    yield "Late items are among those answered; absent is lawfully absent, with its reason."


def _line(title: str, cells: Any, width: int) -> str:
    return f"{title:<{width}}" + "".join(f"{cell:>10}" for cell in cells)


def _todo(found: Coverage) -> Iterator[str]:
    by_post: dict[str, list[Task]] = defaultdict(list)
    for task in tasks(found):
        by_post[responsible(task.row)].append(task)
    for post, mine in sorted(by_post.items(), key=lambda pair: (pair[0].casefold(), pair[0])):
        yield f"For the {post}:"
        yield ""
        for task in mine:
            yield f"{task.row.item.id}: {task.row.item.title}"
            yield f"  {task.message}"
            yield f"  fix: {task.fix}"
            yield ""


# -- JSON ---------------------------------------------------------------------------------------


def as_json(found: Coverage) -> dict[str, Any]:
    """Return the object that ``scheme coverage --format json`` prints."""
    guide = found.settings.guide
    told: dict[str, list[Task]] = defaultdict(list)
    for task in tasks(found):
        told[task.row.item.id].append(task)
    return {
        "as_at": found.verdict.context.as_at.isoformat(),
        "site": Site.PUBLIC.value,
        "reading": guide.reading,
        "dated": guide.dated.isoformat(),
        "classes": [
            {"id": part.group.id, "title": part.group.title, "summary": counts([part])}
            | {"items": [_item(found, row, told) for row in part.rows]}
            for part in found.parts
        ],
        "summary": counts(found.parts),
        "unsaid": [{"setting": where, "message": what} for where, what in found.unsaid],
    }


def _item(found: Coverage, row: Row, told: Mapping[str, list[Task]]) -> dict[str, Any]:
    answer, site = row.answer, found.settings.organisation.address(Site.PUBLIC)
    return {
        "id": row.item.id,
        "title": row.item.title,
        "standing": row.standing.value,
        "answers": [
            {"title": link.title, "address": _whole(site, link.address)} for link in row.links
        ],
        "not_shown": list(row.unshown),
        "absent": answer.absent.value if answer.absent else None,
        "reason": answer.reason or None,
        "exemption": answer.exemption or None,
        "published_by": answer.published_by or None,
        "link": answer.link or None,
        "fee": answer.fee,
        "every_months": answer.every,
        "updated": row.updated.isoformat() if row.updated else None,
        "due": row.due.isoformat() if row.due else None,
        "role": responsible(row),
        "to_do": [{"message": task.message, "fix": task.fix} for task in told[row.item.id]],
    }


def _whole(site: str, address: str) -> str:
    return address if address.startswith("https://") else f"{site}{address}"
