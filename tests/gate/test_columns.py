"""Columns of a table whose cells name posts, and columns that only count its rows (PS404)."""

import pytest

from generator.gate.wording import changes
from generator.store.outline import outline

POSTS = (
    "post", "posts", "who", "by whom", "role", "roles", "responsible", "responsibility", "owner",
    "lead", "rank", "officer", "unit", "team", "department", "authority", "decided by", "done by",
)  # fmt: skip
COUNTS = ("", "#", "no", "no.", "number", "step", "stage", "item", "ref", "ref.", "para")


def changed(old, new):
    return [(c.old, c.new) for c in changes(outline(old), outline(new), ())]


def table(first, second, *row):
    return f"| {first} | {second} |\n| --- | --- |\n| {' | '.join(row)} |\n"


@pytest.mark.parametrize("head", POSTS)
def test_a_cell_of_a_column_of_posts_is_a_post(head):
    old, new = (table("What", head.title(), "Log", who) for who in ("Blue wall", "Red wall"))
    assert changed(old, new) == [(("Blue wall",), ("Red wall",))]


def test_a_cell_of_another_column_is_none():
    old, new = (table("What", "Colour", "Log", who) for who in ("Blue wall", "Red wall"))
    assert changed(old, new) == []


@pytest.mark.parametrize("head", COUNTS)
def test_a_column_that_counts_the_rows_may_count_otherwise(head):
    assert changed(table(head, "What", "1", "Log"), table(head, "What", "2.", "Log")) == []


def test_a_column_of_other_numbers_may_not():
    assert changed(table("Days", "What", "1", "Log"), table("Days", "What", "2", "Log")) != []
