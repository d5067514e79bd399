"""Pages that are tables: the registers of both sites, laid out by one template."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import Struct

from generator.plan.charts import Chart
from generator.plan.plan import Crumb, PlannedPage

NOT_STATED = "Not stated"
Cell = str | int | Crumb
"""What stands in a table: words, a number, or a link."""


class Table(Struct, frozen=True):
    """A table of a register. The first cell of a row names it; ``nothing`` says it is empty."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    nothing: str
    title: str = ""

    def said(self) -> Iterator[str]:
        """Yield the words that are the program's own."""
        yield from (self.caption, self.title, self.nothing, *self.columns)


class Register(Struct, frozen=True):
    """A page of tables: what it is called, what it is for, and notes that explain it.

    ``terms`` are defined on the page; ``recorded`` holds what rows say out of records, which no
    document shown here says.
    """

    crumb: Crumb
    lead: str
    tables: tuple[Table, ...]
    notes: tuple[str, ...] = ()
    terms: tuple[tuple[str, str], ...] = ()
    links: tuple[Crumb, ...] = ()
    recorded: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()

    @property
    def count(self) -> int:
        """How many rows its tables have."""
        return sum(len(table.rows) for table in self.tables)

    def page(self, *crumbs: Crumb) -> PlannedPage:
        """Return the page, below ``crumbs``."""
        data: dict[str, Any] = {
            "tables": self.tables,
            "notes": self.notes,
            "terms": self.terms,
            "links": self.links,
            "charts": self.charts,
            "said": tuple(self._said()),
        }
        title, address = self.crumb.title, self.crumb.address
        return PlannedPage(address, "register.html", title, self.lead, data, None, crumbs)

    def _said(self) -> Iterator[str]:
        yield from (self.crumb.title, self.lead, *self.notes, *self.recorded)
        yield from (link.title for link in self.links)
        for term in self.terms:
            yield from term
        for table in self.tables:
            yield from table.said()
        for chart in self.charts:
            yield from (chart.title, chart.description, *(series.name for series in chart.series))


def rows(found: Iterable[tuple[Cell, ...]]) -> tuple[tuple[Cell, ...], ...]:
    """Return rows in order of their words, as a reader looks things up."""
    return tuple(sorted(found, key=lambda row: [_words(cell) for cell in row]))


def _words(cell: Cell) -> tuple[str, str]:
    match cell:
        case Crumb(title=title, address=address):
            return title.casefold(), address
        case int():
            return f"{cell:09}", ""
        case str():
            return cell.casefold(), cell
