"""Whole months are counted as the SOPs count them, and no date is too odd for it."""

from datetime import date

import pytest

from generator.months import add_months


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        ("2026-08-31", 6, "2027-02-28"),
        ("2027-08-31", 6, "2028-02-29"),
        ("2024-02-29", 36, "2027-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-12-15", 12, "2027-12-15"),
        ("9996-12-31", 36, "9999-12-31"),
        ("9999-05-01", 36, "9999-12-31"),
    ],
)
def test_a_day_so_many_months_on_is_the_same_day_or_the_months_last(day, months, then):
    assert add_months(date.fromisoformat(day), months) == date.fromisoformat(then)
