"""How placeholders are found, however the settings and the text write them (PS105)."""

import pytest

from generator.gate.rules.ps105_placeholder_left import _placeholders


def found(said, text):
    """Return what of a folded text is taken for the placeholder, with the quick look first."""
    (one,) = _placeholders((said,))
    assert one.said == said
    hits = [match[0] for match in one.pattern.finditer(text)]
    assert not hits or one.may_be_in(text), "the quick look passes over it"
    return hits


@pytest.mark.parametrize(
    ("said", "text", "expected"),
    [
        ("TBC", "tbc t.b.c. t.bc xtbc tbcx", ["tbc", "t.b.c", "t.bc"]),
        ("TBC", "t.b.c", ["t.b.c"]),
        ("TBAX", "tbax t.b.a.x", ["tbax", "t.b.a.x"]),
        ("LOREM", "lorem l.o.r.e.m", ["lorem"]),
        ("tbc", "tbc t.b.c", ["tbc"]),
        ("XXX", "xxx xxxxx axxx xxxa xx", ["xxx", "xxxxx"]),
        ("??", "what?? or ????? or ?", ["??", "?????"]),
        ("X", "x xx", ["x"]),
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
    assert _placeholders(("", " ", "TBC"))[0].said == "TBC"
    assert len(_placeholders(("", " ", "TBC"))) == 1
