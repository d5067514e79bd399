"""Headings are compared without case, numbering and closing punctuation (PS005)."""

import pytest

from generator.gate.rules.ps005_sections_missing import _plain


@pytest.mark.parametrize(
    "text",
    [
        "Responsibilities", "RESPONSIBILITIES", " Responsibilities ", "3 Responsibilities",
        "3. Responsibilities", "3.2 Responsibilities", "3.2. Responsibilities",
        "(3) Responsibilities", "3) Responsibilities", "3: Responsibilities",
        "3 \u2013 Responsibilities", "3 - Responsibilities", "a) Responsibilities",
        "b. Responsibilities", "iv) Responsibilities", "IV. Responsibilities",
        "(a) Responsibilities", *(f"Responsibilities{mark}" for mark in ".:;,!?\u2013-"),
        "Responsibilities .", "Responsibilities: -",
    ],
)  # fmt: skip
def test_these_are_one_heading(text):
    assert _plain(text) == "responsibilities"


@pytest.mark.parametrize("text", ["Our responsibilities", "Responsibilities of all", "All"])
def test_these_are_others(text):
    assert _plain(text) == text.casefold()
