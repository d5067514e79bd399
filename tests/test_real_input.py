"""Texts of the force itself: what may be published is, whole; what says RESTRICTED is not."""

import json
import re
import shutil

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.commands import build, check, everything
from tests.real_records import as_csv
from tests.sources import SOURCES, markdown, read, words
from tests.stores import BASE, make_store, sign

pytestmark = pytest.mark.skipif(not SOURCES.is_dir(), reason="../shared/sources is not there")

SOPS = "policy-development-sops.txt"
STRATEGY = "professional-standards-strategy-draft.txt"
PROFORMA = "hmic-winning-consent-proforma.txt"
POLICY = "policies/management-of-policy-development/v1"
DRAFT = "policies/professional-standards/v1"
UNMARKED = "NOT PROTECTIVELY MARKED"
REPORT = "monitoring/winning-consent/2002"

TITLES = {
    "Introduction": 2,
    "Application": 2,
    "Contents": 2,
    "DEFINITIONS": 2,
    "Policy": 3,
    "Corporate Policy": 3,
    "Standard Operating Procedures (SOPs)": 3,
    "Local Work Instructions": 3,
    "ROLES AND RESPONSIBILITIES": 2,
    "Role of Management Board Members (policy owner)": 3,
    "Designated Business Group Policy Lead (ACPO Level or equivalent)": 3,
    "Role of Policy Managers/Unit Heads": 3,
    "Role of Policy Developers": 3,
    "Role of Business Group Policy Co-ordinator": 3,
    "Role of the Policy Co-ordination Unit - Strategy and Improvement Department": 3,
    "Role of Safety and Health Risk Management Team": 3,
    "Role of the Diversity and Citizen Focus Directorate": 3,
    "Role of the Directorate of Information": 3,
    "OVERVIEW OF THE POLICY DEVELOPMENT / REVIEW PROCESS": 2,
    "1. Identification and scoping": 3,
    "2. Commissioning": 3,
    "3. Development": 3,
    "4. Approval": 3,
    "5. Implementation": 3,
    "6. Monitoring and review": 3,
    "Responsibilities": 2,
    "Associated Documents and Policies": 2,
}


def sop(title, number, body):
    return (
        f"---\ntitle: {title}\ntype: sop\nstatus: final\nprotective_marking: {UNMARKED}\n"
        f"summary: The steps and who takes them.\nreference: SOP-{number}\n---\n\n{body}"
    )


def add_pack(root, pack, number, title, body):
    """Put a policy, its assessment, workbook and record, all in our own words, round an SOP."""
    folder = root / pack
    shutil.copytree(BASE / "policies/use-of-cameras/v1", folder)
    for path in sorted(folder.glob("*.md")):
        text = path.read_text("utf-8").replace("-0002", f"-{number}")
        text = text.replace("Use of cameras", title).replace("use of cameras", title.lower())
        text = text.replace("sop-process.md#process", "sop-process.md")
        text = text.replace("protective_marking: OFFICIAL", f"protective_marking: {UNMARKED}")
        path.write_text(text, "utf-8")
    (folder / "sop-process.md").write_text(sop(f"{title}, the process", number, body), "utf-8")
    sign(root)


def add_report(root, body):
    """Publish a text as a response to an inspection, with its records."""
    folder = root / REPORT
    shutil.copytree(BASE / "monitoring/inspectorate/2026", folder)
    (folder / "grades.csv").write_text(as_csv("recommendations"), "utf-8")
    head = (folder / "report.md").read_text("utf-8").split("\n## ")[0]
    for old, new in {
        "title: Inspection of property stores": "title: Response to Winning the Consent",
        "type: inspection-report": "type: inspection-response",
        "REP-0001": "REP-0002",
        "records_kind: grades": "records_kind: recommendations",
    }.items():
        assert old in head
        head = head.replace(old, new)
    (folder / "report.md").write_text(f"{head}\n{body}", "utf-8")
    sign(root)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """The base store with the SOPs in a complete pack and the proforma as a report."""
    root = make_store(tmp_path_factory.mktemp("real") / "store")
    body = markdown(read(SOPS), TITLES)
    add_pack(root, POLICY, "0003", "Management of policy development", body)
    add_report(root, markdown(read(PROFORMA)))
    return root


@pytest.fixture(scope="module")
def published(store):
    return build(store)


def page_words(root, site, address):
    """Return the words of a page; the captions are the program's own, for who cannot see."""
    tree = LexborHTMLParser((root / "site" / site / address / "index.html").read_text("utf-8"))
    for caption in tree.css("caption.unseen"):
        caption.decompose()
    return re.findall(r"\w+", tree.css_first("main").text(separator=""))


def holds(page, wanted):
    """Whether the wanted words stand on the page one after another, without a gap."""
    return f" {' '.join(wanted)} " in f" {' '.join(page)} "


def test_both_texts_pass_the_gate(store):
    checked = check(store)
    assert [f for f in checked.json["findings"] if f["severity"] == "refuse"] == []
    assert checked.status == 0
    assert checked.state(POLICY) == checked.state(REPORT) == "in_force"


@pytest.mark.parametrize("site", ["public", "intranet"])
def test_every_word_of_the_sops_is_on_both_sites_in_order(site, store, published):
    assert published.status == 0, published.err
    wanted = words(read(SOPS))
    assert len(wanted) > 3_000
    assert holds(page_words(store, site, f"{POLICY}/sop-process"), wanted)


@pytest.mark.parametrize("site", ["public", "intranet"])
def test_the_sops_are_found_by_their_headings(site, store, published):
    page = (store / "site" / site / POLICY / "sop-process/index.html").read_text("utf-8")
    tree = LexborHTMLParser(page)
    shown = [" ".join(n.text().split()) for n in tree.css("main h2, main h3")]
    assert [title for title in shown if title in TITLES] == list(TITLES)
    assert "Identification and scoping" in page
    assert tree.css("main pre") == []
    assert len(tree.css("main li")) > 30
    for site_page in ("index.html", "policies/index.html"):
        text = (store / "site" / site / site_page).read_text("utf-8")
        assert site_page == "index.html" or "Management of policy development" in text


@pytest.mark.parametrize("site", ["public", "intranet"])
def test_every_word_of_the_proforma_is_on_both_sites_in_order(site, store, published):
    wanted = words(read(PROFORMA))
    assert len(wanted) > 4_000
    assert holds(page_words(store, site, REPORT), wanted)
    page = (store / "site" / site / REPORT / "index.html").read_text("utf-8")
    tree = LexborHTMLParser(page)
    numbers = re.findall(
        r"^(\d+)\. ", "\n".join(td.text().strip() for td in tree.css("td")), re.MULTILINE
    )
    assert numbers == [str(n) for n in range(1, 30)]
    assert tree.css("main pre") == []
    assert "&amp;lt;" not in page
    notes = [n.text() for n in tree.css("main p > sup:first-child")]
    assert notes == ["1", "2", "3", "4", "5", "6"]


# The strategy that claims to be final and not marked


@pytest.fixture(scope="module")
def refused(tmp_path_factory):
    root = make_store(tmp_path_factory.mktemp("refused") / "store")
    body = (
        "## Introduction\n\nWords.\n\n## Application\n\nWords.\n\n## Responsibilities\n\nWords.\n\n"
    )
    add_pack(root, DRAFT, "0004", "Professional standards", body + read(STRATEGY))
    return root


@pytest.fixture(scope="module")
def refused_check(refused):
    return check(refused)


def lines_with(path, pattern):
    lines = path.read_text("utf-8").split("\n")
    return [number for number, line in enumerate(lines, 1) if re.search(pattern, line)]


@pytest.mark.parametrize(
    ("rule", "pattern"),
    [
        ("PS102", r"^DRAFT - RESTRICTED$"),
        ("PS104", r"^<u>DRAFT</u>$"),
        ("PS105", r"^To include the following issues|\.\.\.%|\?\?"),
    ],
)
def test_each_marking_and_placeholder_is_named_with_its_line(rule, pattern, refused, refused_check):
    path = f"{DRAFT}/sop-process.md"
    lines = lines_with(refused / path, pattern)
    found = [
        f["line"] for f in refused_check.json["findings"] if (f["rule"], f["path"]) == (rule, path)
    ]
    assert len(lines) >= 2
    assert set(lines) <= set(found), (lines, found)


def test_the_strategy_is_refused(refused_check):
    assert refused_check.status == 1
    assert refused_check.state(DRAFT) == "refused"
    assert refused_check.json["summary"]["refused"] == 1


def runs_of_eight(text):
    found = re.findall(r"\w+", re.sub(r"<[^>]*>", "", text).casefold())
    return {" ".join(found[n : n + 8]) for n in range(len(found) - 7)}


def test_no_eight_words_of_it_are_in_any_output(refused, refused_check):
    stopped = build(refused)
    assert stopped.status == 1
    assert not (refused / "site").exists()
    made = build(refused, "--withhold-refused")
    assert made.status == 0, made.err
    assert DRAFT in made.err
    report = json.loads((refused / "site/report.json").read_text("utf-8"))
    assert DRAFT in [p["pack"] for p in report["packs"] if p["state"] == "refused"]
    texts = [refused_check.out, refused_check.err, stopped.out, stopped.err, made.out, made.err]
    texts.append(everything(refused / "site").decode("utf-8", "replace"))
    secret = runs_of_eight(read(STRATEGY))
    assert len(secret) > 2_000
    for text in texts:
        assert not secret & runs_of_eight(text)
