"""Whole-month arithmetic, as the SOPs count: three years from 29 February is 28 February.

And days and periods in words, as people write and read them.
"""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import cache

MONTHS = {
    name.casefold(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if name
} | {"sept": 9}
MONTH = re.compile(r"(?P<month>[A-Za-z]{3,9})\.? (?P<year>20\d\d|\d\d)")
QUARTER = re.compile(r"Q(?P<quarter>[1-4]),? ?(?P<year>20\d\d) ?/ ?(?P<end>\d\d)")
YEAR = re.compile(r"FY ?(?P<year>20\d\d) ?/ ?(?P<end>\d\d)")
QUARTERS = ("April to June", "July to September", "October to December", "January to March")


def add_months(day: date, months: int) -> date:
    """Return the same day ``months`` later (or earlier), clamped to the month's last day.

    A mistyped year may lead past the last day that there is, and is then clamped to it.
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if year > date.max.year:
        return date.max
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


@cache
def in_words(day: date) -> str:
    """Return a date as people read it: 4 May 2010."""
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"


def period_in_words(text: str) -> str | None:
    """Return the month, quarter or financial year that a text is, or nothing: none is guessed.

    "March 22" is a month of a year, and the fourth quarter of 2021/22 ends in March 2022. "Q3" has
    no year, and "FY 2021" does not say which of two it is.
    """
    plain = " ".join(text.split())
    if found := MONTH.fullmatch(plain):
        month = MONTHS.get(found["month"].casefold())
        return f"{calendar.month_name[month]} {_year(found['year'])}" if month else None
    found = QUARTER.fullmatch(plain) or YEAR.fullmatch(plain)
    if found is None or int(found["end"]) != (int(found["year"]) + 1) % 100:
        return None
    first = int(found["year"])
    if found.re is YEAR:
        return f"April {first} to March {first + 1}"
    quarter = int(found["quarter"])
    return f"{QUARTERS[quarter - 1]} {first if quarter < len(QUARTERS) else first + 1}"


def _year(written: str) -> int:
    return int(written) if len(written) > len("22") else 2000 + int(written)
