"""What the rules on marking do to a pack, beyond where they point."""

import pytest

from generator.findings import Location
from generator.gate.decide import decide
from generator.gate.mailboxes import is_personal
from generator.gate.marks import Mark, marked_places, marks_of_records
from generator.gate.passages import passages
from generator.gate.rules.ps101_marking_above_ceiling import marking_above_ceiling
from generator.gate.rules.ps102_marking_in_body import marking_in_body
from generator.gate.rules.ps105_placeholder_left import placeholder_left
from generator.gate.rules.ps107_personal_data import personal_data
from generator.gate.rules.ps108_figure_missing import figure_missing
from generator.vocabulary import Site, State
from tests.gate.test_rules import context
from tests.stores import make_store

CAMERAS = "policies/use-of-cameras/v1"
WITHHELD = (
    "withheld_from_public: {reason: It says where., by: Director of Resources, date: 2026-07-01}\n"
)


def judged(root, rule, edits):
    """Edit the base store (file: old, new) and put it through one rule."""
    make_store(root)
    for name, old, new in edits:
        text = (root / name).read_text("utf-8")
        assert old in text
        (root / name).write_text(text.replace(old, new, 1), "utf-8")
    return decide([rule], context(root))


def marked(name, marking):
    return (f"{CAMERAS}/{name}", "protective_marking: OFFICIAL", f"protective_marking: {marking}")


@pytest.mark.parametrize(
    ("edits", "severity", "message"),
    [
        ([marked("sop-process.md", "RESTRICTED")], "public",
         "is marked RESTRICTED, so it stays off the public site"),
        ([marked("sop-process.md", "SECRET")], "refuse",
         "is marked SECRET, which neither site may hold"),
        ([marked("workbook.md", "SECRET")], "refuse",
         "is marked SECRET, which neither site may hold"),
        ([marked("sop-process.md", "Hush")], "refuse",
         "is marked 'Hush', which is no marking that the settings know"),
        ([marked("sop-process.md", "X" * 50)], "refuse",
         f"is marked '{'X' * 40}', which is no marking that the settings know"),
        ([marked("policy.md", "PROTECT")], "refuse",
         "is marked PROTECT, which the public site may not hold, and the SOPs publish it always"),
        ([marked("eia.md", "PROTECT")], "refuse",
         "is marked PROTECT, which the public site may not hold, and the SOPs publish it always"),
        ([marked("policy.md", "PROTECT"), (f"{CAMERAS}/record.yml", "change: new\n",
                                           f"change: new\n{WITHHELD}")], "warn",
         "is marked PROTECT, and is kept from the public as its record says"),
        ([marked("eia.md", "SECRET"), (f"{CAMERAS}/record.yml", "change: new\n",
                                       f"change: new\n{WITHHELD}")], "refuse",
         "is marked SECRET, which neither site may hold"),
    ],
)  # fmt: skip
def test_what_a_marking_above_a_ceiling_does(tmp_path, edits, severity, message):
    [finding] = judged(tmp_path, marking_above_ceiling, edits).findings
    assert (finding.severity, finding.message) == (severity, message)
    assert finding.fix


def test_an_sop_above_the_public_ceiling_stays_inside(tmp_path):
    verdict = judged(tmp_path, marking_above_ceiling, [marked("sop-process.md", "RESTRICTED")])
    assert verdict.context.sites[f"{CAMERAS}/sop-process.md"] == {Site.INTRANET}
    assert verdict.context.sites[f"{CAMERAS}/policy.md"] == set(Site)
    assert verdict.context.states[CAMERAS] is State.IN_FORCE


@pytest.mark.parametrize(
    ("edits", "message"),
    [
        ([(f"{CAMERAS}/policy.md", "## Responsibilities", "RESTRICTED\n\n## Responsibilities")],
         "has the marking RESTRICTED in its text, above the OFFICIAL that it declares"),
        ([(f"{CAMERAS}/sop-process.md", "protective_marking: OFFICIAL\n", ""),
          (f"{CAMERAS}/sop-process.md", "## Process", "Secret\n\n## Process")],
         "has the marking SECRET in its text, above the one that it lacks"),
        ([(f"{CAMERAS}/policy.md", "title: Use of cameras", "title: SECRET - cameras")],
         "has the marking SECRET in its title, above the OFFICIAL that it declares"),
        ([(f"{CAMERAS}/policy.md", "unit:", "keywords: [FOI EXEMPT]\nunit:")],
         "has the marking FOI EXEMPT among its keywords, above the OFFICIAL that it declares"),
    ],
)  # fmt: skip
def test_a_marking_in_the_text_is_named_with_the_one_declared(tmp_path, edits, message):
    [finding] = judged(tmp_path, marking_in_body, edits).findings
    assert (finding.severity, finding.message) == ("refuse", message)


def test_one_marking_said_twice_on_a_line_is_one_finding(tmp_path):
    edit = (f"{CAMERAS}/policy.md", "## Responsibilities", "SECRET SECRET\n\n## Responsibilities")
    assert len(judged(tmp_path, marking_in_body, [edit]).findings) == 1


def test_an_image_is_a_figure(tmp_path):
    edit = (f"{CAMERAS}/policy.md", "## Responsibilities", "The chart below. ![a](b.png)\n\n## R")
    assert judged(tmp_path, figure_missing, [edit]).findings == ()
    [said] = judged(
        tmp_path / "b", figure_missing, [(*edit[:2], "The chart below.\n\n## R")]
    ).findings
    assert said.severity == "warn"


def test_a_placeholder_is_named_as_the_settings_have_it(tmp_path):
    edit = (f"{CAMERAS}/policy.md", "## Responsibilities", "Dates: ‘t.b.c.’\n\n## Responsibilities")
    [finding] = judged(tmp_path, placeholder_left, [edit]).findings
    assert finding.message == "holds the placeholder `TBC`"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("020 7230 1212", "a telephone number"),
        ("ext 62345", "a telephone number"),
        ("jane.smith@example.org", "the e-mail address of a person"),
        ("AB123456C", "a National Insurance number"),
        ("born 3 May 1980", "a date of birth"),
    ],
)
def test_personal_data_is_named_and_not_quoted(tmp_path, text, what):
    edit = (f"{CAMERAS}/policy.md", "## Responsibilities", f"It is {text} here.\n\n## R")
    [finding] = judged(tmp_path, personal_data, [edit]).findings
    assert (finding.severity, finding.message) == ("warn", f"holds {what}")


@pytest.mark.parametrize(
    ("local", "expected"),
    [
        ("jane.smith", True),
        ("Jane_Smith", True),
        ("jane-smith2", True),
        ("j.smith", True),
        ("j.a.smith", True),
        ("Jane.O'Smith", True),
        ("p123456", True),
        ("foi", False),
        ("jsmith", False),
        ("policy.unit", False),
        ("stop-and-search.unit", False),
        ("a.b", False),
        ("form.6119a", False),
        ("x.1.y2z.w", False),
        ("one.two.three.four", True),
        ("one.two.three.four.five", False),
        ("p12345678", False),
        ("", False),
    ],
)
def test_who_has_a_mailbox(local, expected):
    assert is_personal(local) is expected


def test_a_place_in_folded_text_is_a_place_in_the_text(tmp_path):
    edit = (f"{CAMERAS}/policy.md", "Heads of units must", "“ﬁrst”…\nthe ＴＢＣ of units must")
    root = make_store(tmp_path)
    name, old, new = edit
    text = (root / name).read_text("utf-8").replace(old, new)
    (root / name).write_text(text, "utf-8")
    line = next(n for n, row in enumerate(text.split("\n"), 1) if "ＴＢＣ" in row)
    document = context(root).scheme.documents_by_path[name]
    [passage] = [p for p in passages(document) if "tbc" in p.text]
    assert passage.text.startswith("“first”... the tbc of")
    assert passage.at(passage.text.index("tbc")).line == line
    assert passage.at(passage.text.index("first")).line == line - 1
    assert [p.text for p in passages(document) if p.keys == ("title",)] == ["use of cameras"]


REPORT = "monitoring/inspectorate/2026"


def test_marks_stand_in_a_report_and_in_the_records_beside_it(tmp_path):
    root = make_store(tmp_path)
    for name, find, put in (
        ("report.md", "## ", "!!! note\n    RESTRICTED\n\n- Of this\n  SECRET\n\n## "),
        ("grades.csv", ",Good,", ",SECRET,"),
    ):
        file = root / REPORT / name
        file.write_text(file.read_text("utf-8").replace(find, put, 1), "utf-8")
    ready = context(root)
    report, page = (
        next(d for d in ready.scheme.by_path[path].documents)
        for path in (REPORT, "content/about.md")
    )
    line = (root / REPORT / "report.md").read_text("utf-8").split("\n").index("    RESTRICTED") + 1
    column = len("1A,Stores,Property,") + 1
    assert list(marked_places(report, ready)) == [
        (Location(f"{REPORT}/report.md", line, 5), Mark(line, 5, ("RESTRICTED",), draft=False)),
        (Location(f"{REPORT}/report.md", line + 3, 1), Mark(line + 3, 1, ("SECRET",), draft=False)),
        (Location(f"{REPORT}/grades.csv", 2, column), Mark(2, column, ("SECRET",), draft=False)),
    ]
    assert marks_of_records(page, ready.settings) == ()
