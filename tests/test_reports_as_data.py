"""The records of the force's own reports, published: every one, in words, and none made up."""

import shutil

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.commands import build, check
from tests.real_records import as_csv, records
from tests.sources import SOURCES, markdown, read
from tests.stores import BASE, make_store, sign

pytestmark = pytest.mark.skipif(not SOURCES.is_dir(), reason="../shared/sources is not there")

KINDS = {
    "recommendations": ("inspection-response", "winning-consent"),
    "actions": ("improvement-plan", "governance"),
    "grades": ("inspection-report", "baseline-assessment"),
    "survey": ("inspection-report", "governance-survey"),
}


def folder_of(kind):
    return f"monitoring/{KINDS[kind][1]}/2006"


def add(root, kind, body=None):
    folder = root / folder_of(kind)
    shutil.copytree(BASE / "monitoring/inspectorate/2026", folder)
    (folder / "grades.csv").write_text(as_csv(kind), "utf-8")
    text = (folder / "report.md").read_text("utf-8")
    number = list(KINDS).index(kind) + 2
    for old, new in {
        "title: Inspection of property stores": f"title: Report with {kind}",
        "type: inspection-report": f"type: {KINDS[kind][0]}",
        "REP-0001": f"REP-000{number}",
        "records_kind: grades": f"records_kind: {kind}",
    }.items():
        assert old in text
        text = text.replace(old, new)
    if body is not None:
        text = text.split("\n## ")[0] + f"\n{body}"
    (folder / "report.md").write_text(text, "utf-8")
    sign(root)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    root = make_store(tmp_path_factory.mktemp("records") / "store")
    for kind in KINDS:
        add(root, kind)
    return root


@pytest.fixture(scope="module")
def published(store):
    made = build(store)
    assert made.status == 0, made.err
    return store / "site/public"


@pytest.fixture
def page(published):
    def parsed(kind):
        text = (published / folder_of(kind) / "index.html").read_text("utf-8")
        return LexborHTMLParser(text)

    return parsed


def words(node):
    return " ".join(node.text(separator=" ").split())


def table(tree, caption):
    for found in tree.css("table"):
        if words(found.css_first("caption")) == caption:
            return [[words(cell) for cell in row.css("th, td")] for row in found.css("tbody tr")]
    raise AssertionError(caption)


def facts(section):
    names = [words(node) for node in section.css("dt")]
    return dict(zip(names, [words(node) for node in section.css("dd")], strict=True))


@pytest.mark.parametrize("kind", KINDS)
def test_every_record_has_one_address_and_the_csv_is_as_it_was_signed(kind, page, store, published):
    tree = page(kind)
    ids = [node.attributes["id"] for node in tree.css("[id]")]
    assert len(ids) == len(set(ids))
    anchors = [name for name in ids if "--" in name and not name.startswith("scheme--")]
    assert len(anchors) == len(records(kind))
    copy = published / folder_of(kind) / "grades.csv"
    assert copy.read_bytes() == (store / folder_of(kind) / "grades.csv").read_bytes()
    [link] = [a for a in tree.css("main a") if a.attributes["href"].endswith("grades.csv")]
    assert "CSV" in words(link)


@pytest.mark.parametrize("kind", KINDS)
def test_every_word_of_every_record_is_on_its_page(kind, page):
    shown = page(kind).css_first("main").text(separator=" ").split()
    text = f" {' '.join(shown)} "
    for row in records(kind):
        for value in row.values():
            for paragraph in filter(None, value.split("\n\n")):
                said = paragraph.capitalize() if paragraph == "complete" else paragraph
                assert f" {' '.join(said.split())} " in text


def test_29_recommendations_of_which_9_are_complete(page):
    tree = page("recommendations")
    sections = tree.css("section.scheme-record")
    assert len(sections) == 29
    assert table(tree, "Recommendations by status, the figures") == [
        ["Complete", "9", "2 , 7 , 15 , 16 , 18 , 21 , 22 , 25 , 26"],
        ["Not stated", "20", ANY_20],
    ]
    unowned = [words(s.css_first("h3 a")) for s in sections if facts(s)["Owner"] == "Not stated"]
    assert unowned == ["Recommendation 10", "Recommendation 27", "Recommendation 29"]
    intro = words(tree.css_first("#scheme--records + p"))
    assert "29 recommendations. Not stated for any recommendation: links and measures." in intro


ANY_20 = " , ".join(
    str(n) for n in range(1, 30) if n not in {2, 7, 15, 16, 18, 21, 22, 25, 26}
)  # fmt: skip


def test_25_actions_and_15_carried_forward_state_no_status_and_none_is_made_up(page):
    tree = page("actions")
    assert len(tree.css("section.scheme-record")) == 40
    [[status, count, _]] = table(tree, "Actions by status, the figures")
    assert (status, count) == ("Not stated", "40")
    due = {s.attributes["id"]: facts(s)["Due"] for s in tree.css("section.scheme-record")}
    assert due["action--1-1"] == "Q1, 2022/ 23 (April to June 2022)"
    assert due["action--3-1"] == "March 22 (March 2022)"
    assert [due[name] for name in ("action--3-2", "action--5-5", "action--5-6", "action--c-1")] == [
        "COMPLETE", "Q3", "FY 2021", "Not stated",
    ]  # fmt: skip


def test_23_grades_in_7_domains(page):
    tree = page("grades")
    rows = table(tree, "Grades by domain, the figures")
    assert len(rows) == 7
    heads = [words(cell) for cell in tree.css("table")[0].css("thead th")]
    assert heads == ["Domain", "Excellent", "Good", "Fair"]
    assert [sum(int(row[n]) for row in rows) for n in (1, 2, 3)] == [3, 12, 8]
    assert table(tree, "Direction of travel, the figures") == [
        ["Improved", "17"], ["Stable", "4"], ["Not Graded", "2"],
    ]  # fmt: skip
    chart = tree.css_first("svg")
    assert "In all: Excellent 3, Good 12, Fair 8." in words(chart.css_first("desc"))


def test_12_questions_two_of_which_do_not_come_to_100(page, store):
    rows = table(page("survey"), "Answers to each question, in per cent")
    assert len(rows) == 12
    assert [row[1:] for row in rows[5:8]] == [
        ["40", "49", "10", "99"], ["79", "21", "0", "100"], ["69", "28", "0", "97"],
    ]  # fmt: skip
    found = [f for f in check(store).json["findings"] if f["rule"] == "PS505"]
    assert [(f["line"], f["severity"], f["message"]) for f in found] == [
        (7, "warn", "has answers that come to 99 per cent and not to 100"),
        (9, "warn", "has answers that come to 97 per cent and not to 100"),
    ]


def test_the_same_records_make_the_same_bytes(store, published, tmp_path):
    again = build(store, "--out", tmp_path / "again")
    assert again.status == 0, again.err
    for kind in KINDS:
        name = f"{folder_of(kind)}/index.html"
        assert (published / name).read_bytes() == (tmp_path / "again/public" / name).read_bytes()


def test_a_draft_statement_is_refused_whatever_its_records_say(tmp_path):
    root = make_store(tmp_path)
    add(root, "survey", markdown(read("audit-panel-governance-statement-2022.txt")))
    checked = check(root)
    assert checked.state(folder_of("survey")) == "refused"
    assert "PS104" in {f["rule"] for f in checked.findings(folder_of("survey"))}
