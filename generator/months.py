"""Whole-month arithmetic, as the SOPs count: three years from 29 February is 28 February."""

from __future__ import annotations

import calendar
from datetime import date


def add_months(day: date, months: int) -> date:
    """Return the same day ``months`` later (or earlier), clamped to the month's last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def in_words(day: date) -> str:
    """Return a date as people read it: 4 May 2010."""
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"
