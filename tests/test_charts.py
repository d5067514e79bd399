"""A chart is drawn from figures alone, and nothing runs out of it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.months import period_in_words
from generator.plan.charts import LETTERS, WIDTH, Bar, Box, Chart, Text, painted
from generator.plan.record_pages import review_chart


def chart(names, bars):
    made = tuple(
        Bar(label, tuple(None if v is None else Decimal(v) for v in values))
        for label, values in bars.items()
    )
    return Chart("c", "Title", "What it shows.", "Thing", painted(names), made)


def test_bars_of_several_series_stand_in_the_order_of_the_key():
    drawing = chart(["Good", "Fair"], {"One": [2, 1], "Two": [1, 0]}).drawing
    assert drawing.height == 142
    assert drawing.boxes == (
        Box(1, 3, 14, 14, "1"),
        Box(63, 3, 14, 14, "2"),
        Box(1.0, 52, 198.0, 24, "1"),
        Box(201.0, 52, 98.0, 24, "2"),
        Box(1.0, 106, 98.0, 24, "1"),
    )
    assert drawing.texts == (
        Text(21, 15, "Good"),
        Text(83, 15, "Fair"),
        Text(0, 47, "One"),
        Text(100.0, 69, "2", "1", middle=True),
        Text(250.0, 69, "1", "2", middle=True),
        Text(0, 101, "Two"),
        Text(50.0, 123, "1", "1", middle=True),
    )


def test_one_series_says_its_figure_beside_the_label_and_is_painted_by_its_status():
    drawing = chart(["Number"], {"Amber": [2], "Not stated": [1], "In hand": [0]}).drawing
    assert [text.words for text in drawing.texts] == [
        "Amber: 2", "Not stated: 1", "In hand: 0", "0",
    ]  # fmt: skip
    assert [box.tone for box in drawing.boxes] == ["amber", "none"]


def test_what_is_not_stated_is_said_and_not_drawn_as_nought():
    drawing = chart(["Yes", "No"], {"Question 1": [None, None], "Question 2": [0, 0]}).drawing
    assert [text.words for text in drawing.texts[2:]] == [
        "Question 1", "Not stated", "Question 2", "0",
    ]  # fmt: skip
    assert len(drawing.boxes) == 2


@given(
    st.lists(
        st.tuples(
            st.text("abc ", max_size=150),
            st.lists(st.none() | st.integers(0, 10**6), min_size=3, max_size=3),
        ),
        max_size=8,
    )
)
def test_nothing_runs_out_of_the_drawing(bars):
    made = tuple(
        Bar(label, tuple(None if v is None else Decimal(v) for v in values))
        for label, values in bars
    )
    names = ["Excellent, as it were", "Good", "No direction of travel allocated"]
    drawing = Chart("c", "T", "D.", "H", painted(names), made).drawing
    for box in drawing.boxes:
        assert box.x >= 0
        assert box.x + box.width <= WIDTH
        assert box.y + box.height <= drawing.height
    for text in drawing.texts:
        assert len(text.words) <= LETTERS
        assert text.y <= drawing.height


def test_review_status_by_business_group():
    found = review_chart(
        {"Resources": {"Overdue": 1, "In date": 4}, "Met Operations": {"In date": 2}},
        ["Overdue", "Due soon", "In date"],
    )
    assert [series.name for series in found.series] == ["Overdue", "In date"]
    assert [(bar.label, *map(int, bar.values)) for bar in found.bars] == [
        ("Met Operations", 0, 2), ("Resources", 1, 4),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("March 22", "March 2022"),
        ("Jan 2022", "January 2022"),
        ("Sept 21", "September 2021"),
        ("Q1, 2022/ 23", "April to June 2022"),
        ("Q4 2021/22", "January to March 2022"),
        ("FY 2026/27", "April 2026 to March 2027"),
        ("Q3", None),
        ("FY 2021", None),
        ("Q2 2022/24", None),
        ("Octember 21", None),
        ("Delivery Oct 21", None),
        ("COMPLETE", None),
        ("1 COMPLETE. 2. May 21 3. Jan 22", None),
        ("", None),
    ],
)
def test_a_period_is_read_where_it_is_one_and_never_guessed(text, says):
    assert period_in_words(text) == says
