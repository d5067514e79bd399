"""How placeholders are found, however the settings and the text write them (PS105)."""

import pytest

from generator.gate.rules.ps105_placeholder_left import _placeholders
from tests.gate.test_rules import verdict
from tests.stores import Example, make_store


def found(said, text):
    """Return what of a folded text is taken for the placeholder, with the quick look first."""
    known = _placeholders((said,))
    (one,) = known.all
    assert one.said == said
    hits = [match[0] for match in one.pattern.finditer(text)]
    assert known.among(text) == ([one] if hits else []), "the quick look passes over it"
    return hits


@pytest.mark.parametrize(
    ("said", "text", "expected"),
    [
        ("TBC", "tbc t.b.c. t.bc xtbc tbcx", ["tbc", "t.b.c", "t.bc"]),
        ("TBC", "t.b.c t-b-c tzbzc", ["t.b.c"]),
        ("see[x", "see[x see[ x", ["see[x"]),
        ("it was...", "it was. . . here", ["it was. . . "]),
        ("TBAX", "tbax t.b.a.x", ["tbax", "t.b.a.x"]),
        ("LOREM", "lorem l.o.r.e.m", ["lorem"]),
        ("tbc", "tbc t.b.c", ["tbc"]),
        ("XXX", "xxx xxxxx axxx xxxa xx", ["xxx", "xxxxx"]),
        ("??", "what?? or ????? or ?", ["??", "?????"]),
        ("X", "x xx", ["x"]),
        ("...", "wait ... or ..... or ..", ["...", "....."]),
        ("to be filled", "to be  filled", ["to be  filled"]),
        ("T.B.C. so far", "t.b.c. so far", ["t.b.c. so far"]),
        ("[insert", "[insert [ insert [inserted insert", ["[insert", "[ insert"]),
        ("[date]", "[date] [ date ] [dated]", ["[date]", "[ date ]"]),
        ("(name)", "( name)", ["( name)"]),
        ("{name}", "{name }", ["{name }"]),
        ("...%", "...% ....% . . .% .. .%  ...  %", ["...%", "....%", ". . .%", ".. .%", "...  %"]),
        ("lorem ipsum", "lorem ipsum lorem  ipsum loremipsum", ["lorem ipsum", "lorem  ipsum"]),
        ("to be confirmed", "to be confirmed.", ["to be confirmed"]),
        ("to be confirmed", "to be confirmed by the duty officer", []),
        ("to be confirmed", "to be confirmed (by us)", []),
        ("to be  decided", "to be decided, to be decideds", ["to be decided"]),
        ("to come", "to come by us", ["to come"]),
    ],
)
def test_what_is_found(said, text, expected):
    assert found(said, text) == expected


def test_a_blank_one_is_none():
    assert [one.said for one in _placeholders(("", " ", "TBC")).all] == ["TBC"]
    assert _placeholders(()).among("tbc") == []


PACK = "policies/use-of-cameras/v1"
REPORT = "monitoring/found-property/2025"
CLAIMED = [
    (f"{PACK}/policy.md", "  statement: The team was asked", "  statement: TBC\n  x: asked"),
    (f"{PACK}/policy.md", "policy_owner: Director of Resources", "policy_owner: TBC"),
    (f"{PACK}/policy.md", "implemented_by: Heads of units", "implemented_by: TBC"),
    (f"{PACK}/policy.md", "monitored_by: Policy Co-ordination Unit", "monitored_by: TBC"),
    (f"{PACK}/eia.md", "  age: none", "  age: {impact: adverse, action: TBC}"),
    (f"{PACK}/eia.md", "feedback_summary: The", "feedback_summary: TBC\nx: The"),
    (f"{PACK}/workbook.md", "  necessity: The law asks for it.", "  necessity: TBC"),
    (f"{REPORT}/report.md", "  performance: The median", "  performance: TBC\n  x: The median"),
]
OTHERS = [
    (f"{PACK}/policy.md", "unit: Estates and Property", "unit: TBC"),
    (f"{PACK}/policy.md", "policy_owner: Director of Resources", "policy_owner: TBC, a director"),
    (f"{PACK}/policy.md", "unit: Estates", "other: {policy_owner: TBC}\nunit: Estates"),
    (f"{PACK}/eia.md", "summary: What was assessed", "summary: TBC and"),
    (f"{PACK}/workbook.md", "feedback_summary: The", "feedback_summary: TBC\nx: The"),
    (f"{REPORT}/report.md", "summary: What monitoring", "summary: TBC and"),
    (f"{PACK}/sop-process.md", "summary: The steps", "summary: TBC"),
]


def told(root, name, find, put):
    make_store(root, Example("", "", None, {name: [{"find": find, "put": put}]}))
    return [f.message for f in verdict(root).findings if f.rule == "PS105"]


@pytest.mark.parametrize("edit", CLAIMED, ids=lambda edit: f"{edit[0]} {edit[2][:20]}")
def test_an_answer_that_is_a_promise_is_another_rules(tmp_path, edit):
    assert told(tmp_path, *edit) == []


@pytest.mark.parametrize("edit", OTHERS, ids=lambda edit: f"{edit[0]} {edit[2][:20]}")
def test_anywhere_else_it_is_a_placeholder(tmp_path, edit):
    assert told(tmp_path, *edit) == ["holds the placeholder `TBC`"]


def test_a_placeholder_is_told_on_its_line(tmp_path):
    text = "## Process\n\nOne caf\u00e9\nand\nTBC and T.B.C.\n\n"
    edit = {f"{PACK}/sop-process.md": [{"find": "## Process\n", "put": text}]}
    make_store(tmp_path, Example("", "", None, edit))
    lines = (tmp_path / f"{PACK}/sop-process.md").read_text("utf-8").split("\n")
    found = [f.at for f in verdict(tmp_path).findings if f.rule == "PS105"]
    assert [(at.line, at.column) for at in found] == [(lines.index("TBC and T.B.C.") + 1, 1)]


def test_a_box_that_opens_is_no_placeholder(tmp_path):
    line = "## Process\n\n{}\n    Words of the box.\n"
    boxes = ["??? note", "???+ warning", '??? quote "Why"']
    for number, box in enumerate(boxes):
        edit = (f"{PACK}/sop-process.md", "## Process\n", line.format(box))
        assert told(tmp_path / str(number), *edit) == []
    edit = (f"{PACK}/sop-process.md", "## Process\n", line.format("??? note??"))
    assert told(tmp_path / "more", *edit) == ["holds the placeholder `??`"]
    edit = (f"{PACK}/sop-process.md", "## Process\n", line.format("??? notes"))
    assert told(tmp_path / "other", *edit) == ["holds the placeholder `??`"]
