"""Headings are compared without case, numbering and closing punctuation (PS005)."""

import pytest

from generator.gate.headings import plain_heading
from tests.gate.test_rules import verdict
from tests.stores import make_store


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
    assert plain_heading(text) == "responsibilities"


@pytest.mark.parametrize("text", ["Our responsibilities", "Responsibilities of all", "All"])
def test_these_are_others(text):
    assert plain_heading(text) == text.casefold()


LEAST = {
    "policy.md": ["Responsibilities", "Health and safety"],
    "sop-process.md": ["Responsibilities"],
}


@pytest.mark.parametrize("name", LEAST)
def test_some_headings_are_asked_for_whatever_the_settings_say(tmp_path, name):
    pack = "policies/use-of-cameras/v1"
    root = make_store(tmp_path)
    with (root / "scheme.yml").open("a", encoding="utf-8") as settings:
        settings.write("headings: {policy: [Process], sop: [Process]}\n")
    path = root / pack / name
    path.write_text(path.read_text("utf-8").replace("\n## ", "\n### The "), "utf-8")
    here = f"{pack}/{name}"
    findings = [f for f in verdict(root).findings if f.at.path == here]
    found = [f.message for f in findings if f.rule == "PS005"]
    asked = [*LEAST[name], "Process"]
    assert sorted(found) == sorted(f"has no heading `{heading}`" for heading in asked)
