"""What of a page's markup is unsafe, said exactly and where it stands (PS008)."""

import pytest

from tests.gate.test_rules import verdict
from tests.stores import Example, make_store

HEAD = """---
title: A page
type: page
status: final
protective_marking: OFFICIAL
summary: A page for readers.
---

"""
ENDS = "holds a comment that ends in more than one place"
CASES = {
    "Words <!-- a --!> b -->": [(1, 7, ENDS)],
    "Words <!-- a -!> b -->": [],
    "Words <!-- a ->> b -->": [],
    "<u>Words</u> and <em>more</em>": [],
    "Words <Ins>here</Ins>": [(1, 7, "holds the tag `<ins>`")],
    "Words</ins>": [(1, 6, "holds the tag `</ins>`")],
    "Words <x-\u00e9toile>": [(1, 7, "holds the tag `<x->`")],
    f"Words <x-{'y' * 50}>": [(1, 7, f"holds the tag `<x-{'y' * 38}>`")],
    "Words <b class=x>here</b>": [(1, 7, "holds the tag `<b>` with attributes")],
    "Words <!DOCTYPE html>": [(1, 7, "holds `<!`, which begins an instruction to a program")],
    "Words\n{: .a }": [(2, 1, "holds a list of attributes in curly brackets")],
    "a\n\n<div>\n<p>b</p>\n  <hr></div>": [
        (3, 1, "holds the tag `<div>`"),
        (4, 1, "holds the tag `<p>`"),
        (5, 3, "holds the tag `<hr>`"),
    ],
    "`<div>` and\n`{: .a }`": [],
    "[out](https://www.example.org/)": [],
    "![out](https://www.example.org/a.png)": [
        (1, 1, "shows an image from outside, which every reader's computer would fetch")
    ],
}


@pytest.fixture(scope="module")
def findings(tmp_path_factory):
    pages = {f"content/page{n}.md": f"{HEAD}{body}\n" for n, body in enumerate(CASES)}
    root = make_store(tmp_path_factory.mktemp("store"), Example("", "", None, {}, pages))
    return [finding for finding in verdict(root).findings if finding.rule == "PS008"]


@pytest.mark.parametrize("body", CASES)
def test_unsafe_markup_is_told_at_its_place(findings, body):
    path, top = f"content/page{list(CASES).index(body)}.md", HEAD.count("\n")
    found = [(f.at.line - top, f.at.column, f.message) for f in findings if f.at.path == path]
    assert found == CASES[body]
