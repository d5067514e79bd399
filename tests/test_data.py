"""The catalogue of each site in every form, the site map, and the unit's register beside them."""

import csv
import io
import json
import re
import sqlite3
import warnings
from contextlib import closing
from pathlib import Path

import pyshacl
import pytest
import rdflib
from lxml import etree

from generator import pipeline
from generator.plan.as_files import Column, Sheet, csv_bytes, sqlite_bytes
from generator.plan.plan import PlannedPage
from generator.plan.sitemap import MOST, sitemap_files
from tests.stores import AS_AT, published
from tests.test_notices import INSIDE, PROPERTY, WITHDRAWN

SHAPES = Path(__file__).parent / "dcat-ap-3.ttl"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
CAMERAS = "policies/use-of-cameras/v1"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The base store with a procedure that stays inside, a held pack and one in development."""
    edits = {
        f"{PROPERTY}/v2/record.yml": [INSIDE],
        f"{CAMERAS}/record.yml": [{"find": "publish_on: 2026", "put": "publish_on: 2027"}],
    }
    return published(tmp_path_factory.mktemp("data"), edits=edits)


def table(path):
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8"), newline="")))


def database(path):
    """Open a database as it stands, never to be written to."""
    return closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True))


def test_the_catalogue_has_a_row_for_each_document_that_the_site_shows(site):
    public = [(row["reference"], row["state"], row["version"]) for row in catalogue(site, "public")]
    assert public == [
        ("", "in_force", ""),
        ("MON-0001", "in_force", ""),
        ("REP-0001", "in_force", ""),
        ("POL-0001", "superseded", "1"),
        ("EIA-0001", "superseded", "1"),
        ("SOP-0001", "superseded", "1"),
        ("POL-0001", "in_force", "2"),
        ("EIA-0001", "in_force", "2"),
    ]
    inside = [row["reference"] for row in catalogue(site, "intranet") if row["version"] == "2"]
    assert inside == ["POL-0001", "EIA-0001", "SOP-0001"]


def catalogue(site, name):
    return table(site / name / "data/catalogue.csv")


def test_the_same_rows_stand_in_every_form(site):
    for name in ("public", "intranet"):
        folder = site / name / "data"
        rows = [list(row.values()) for row in table(folder / "catalogue.csv")]
        documents = json.loads((folder / "catalogue.json").read_bytes())["documents"]
        plain = [["" if v is None else str(v) for v in item.values()] for item in documents]
        assert plain == rows
        with database(folder / "catalogue.sqlite") as opened:
            found = opened.execute("SELECT * FROM document ORDER BY id").fetchall()
        assert [["" if v is None else str(v) for v in row[1:]] for row in found] == rows


def test_a_row_says_who_owns_a_policy_and_when_it_is_due_and_inside_what_follows(site):
    row = catalogue(site, "public")[6]
    assert row == {
        "reference": "POL-0001",
        "title": "Found property",
        "type": "policy",
        "state": "in_force",
        "policy": "found-property",
        "version": "2",
        "address": "http://127.0.0.1:8000/policies/found-property/v2/",
        "summary": "How the force deals with found property.",
        "published_on": "2025-08-01",
        "withdrawn_on": "",
        "business_group": "Resources",
        "policy_owner": "Director of Resources",
        "class_of_information": "our-policies-and-procedures",
        "protective_marking": "OFFICIAL",
        "approved_by": "Assistant Chief Constable, Resources",
        "approved_on": "2025-07-01",
        "review_by": "2028-08-01",
    }
    [inside] = [
        row for row in catalogue(site, "intranet")
        if row["reference"] == "POL-0001" and row["state"] == "in_force"
    ]  # fmt: skip
    assert {name: inside[name] for name in inside.keys() - row.keys()} == {
        "policy_lead": "Assistant Chief Constable, Resources",
        "unit": "Estates and Property",
        "monitoring_due": "2027-03-01",
        "assessment_due": "2028-05-01",
        "on_public_site": "yes",
    }


def test_nothing_that_a_site_does_not_show_is_in_its_data(site):
    for name in ("public", "intranet"):
        for path in (site / name / "data").iterdir():
            assert b"cameras" not in path.read_bytes().lower(), path
    assert b"Found property, the process" in (site / "intranet/data/catalogue.csv").read_bytes()
    with database(site / "public/data/catalogue.sqlite") as opened:
        texts = opened.execute("SELECT text FROM search JOIN document d ON d.id = search.rowid "
                               "WHERE d.version = 2 AND d.type = 'sop'").fetchall()  # fmt: skip
    assert texts == []


def test_the_database_can_be_searched_by_words(site):
    question = (
        "SELECT d.title, d.version FROM search JOIN document d ON d.id = search.rowid "
        "WHERE search MATCH ? ORDER BY d.id"
    )
    with database(site / "public/data/catalogue.sqlite") as opened:
        assert opened.execute(question, ['"within 7 days"']).fetchall() == [
            ("Found property", 1),
            ("Found property, the process", 1),
        ]
        assert opened.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert opened.execute("PRAGMA user_version").fetchall() == [(1,)]
        assert opened.execute("SELECT issue, kind FROM notice ORDER BY id").fetchall() == [
            ("09-26", "New report"),
            ("09-26", "New report"),
            ("31-25", "Reviewed"),
            ("31-22", "New"),
        ]


def test_what_an_author_wrote_aside_is_not_in_the_text_to_search(tmp_path):
    edits = {f"{PROPERTY}/v2/policy.md": [{"find": "5 days", "put": "5 days <!-- quorvath -->"}]}
    found = published(tmp_path, edits=edits)
    with database(found / "intranet/data/catalogue.sqlite") as opened:
        assert opened.execute("SELECT * FROM search WHERE search MATCH 'quorvath'").fetchall() == []


def test_a_policy_that_has_ended_keeps_a_row_without_its_text(tmp_path):
    found = published(tmp_path, add={f"{PROPERTY}/withdrawn.yml": WITHDRAWN})
    rows = [row for row in catalogue(found, "public") if row["policy"] == "found-property"]
    assert [{k: v for k, v in row.items() if v} for row in rows if row["type"] == "policy"] == [
        {
            "reference": "POL-0001",
            "title": "Found property",
            "type": "policy",
            "state": "withdrawn",
            "policy": "found-property",
            "address": "http://127.0.0.1:8000/policies/found-property/",
            "withdrawn_on": "2026-10-02",
        }
    ]


def test_the_page_of_the_data_says_what_each_file_is(site):
    page = (site / "public/data/index.html").read_text("utf-8")
    for path in (site / "public/data").iterdir():
        if path.suffix != ".html":
            assert f'href="{path.name}"' in page, path
    assert "Open Government Licence v3.0" in page
    meanings = re.findall(r'data-name="What it means">([^<]+)<', page)
    assert len(meanings) == 17 + 7
    inside = (site / "intranet/data/index.html").read_text("utf-8")
    assert "Corporate Policy Database (catalogue.sqlite)" in inside


# DCAT


def valid(data):
    """Return whether a catalogue has the shape of DCAT-AP, and what is wrong."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's own, within rdflib
        graph = rdflib.Graph().parse(data=data, format="json-ld")
        conforms, _, said = pyshacl.validate(graph, shacl_graph=rdflib.Graph().parse(SHAPES))
    return conforms, said


def test_the_catalogue_in_dcat_is_valid_against_the_shapes_of_dcat_ap(site):
    for name in ("public", "intranet"):
        conforms, said = valid((site / name / "data/catalogue.jsonld").read_text("utf-8"))
        assert conforms, said


def test_the_shapes_find_a_catalogue_that_lacks_something(site):
    text = (site / "public/data/catalogue.jsonld").read_text("utf-8")
    for lost in ("dct:title", "dct:description", "dcat:accessURL", "foaf:name"):
        assert not valid(text.replace(f'"{lost}"', '"dct:abstract"'))[0], lost


def test_dcat_has_a_dataset_for_each_policy_in_force_and_report_and_keeps_others_rights(tmp_path):
    report = "monitoring/inspectorate/2026/report.md"
    edits = {report: [{"find": "publisher:", "put": "copyright: The Crown\npublisher:"}]}
    folder = published(tmp_path, edits=edits) / "public/data"
    found = json.loads((folder / "catalogue.jsonld").read_bytes())["dcat:dataset"]
    assert [(item["dct:title"]["@value"], item.get("dct:identifier")) for item in found] == [
        ("Catalogue of this site", None),
        ("Notices of this site", None),
        ("Found property", "POL-0001"),
        ("Use of cameras", "POL-0002"),
        ("Found property in 2025", "MON-0001"),
        ("Inspection of property stores", "REP-0001"),
    ]
    page, records = found[-1]["dcat:distribution"]
    assert records["dcat:downloadURL"]["@id"].endswith("monitoring/inspectorate/2026/grades.csv")
    for form in (page, records):
        assert "dct:license" not in form
        assert form["dct:rights"]["dct:description"] == "Copyright: The Crown"


# Files from rows


def test_a_text_that_a_spreadsheet_would_take_for_a_formula_has_an_apostrophe_before_it():
    rows = [("=1+1", "+44", "-2", "@SUM", 'plain, "quoted"\nover lines', 5, None)]
    columns = [Column(str(number), "") for number in range(7)]
    assert csv_bytes(columns, rows) == (
        b'0,1,2,3,4,5,6\r\n\'=1+1,\'+44,\'-2,\'@SUM,"plain, ""quoted""\nover lines",5,\r\n'
    )


def test_the_same_rows_give_the_same_database_whichever_sqlite_wrote_it():
    sheet = Sheet("document", (Column("title", ""),), tuple((f"Title {n}",) for n in range(500)))
    texts = [(f"Title {n}", "", "a long text " * 900) for n in range(500)]
    one, other = sqlite_bytes((sheet,), texts), sqlite_bytes((sheet,), texts)
    assert one == other
    assert one[96:100] == bytes(4)


# The site map


def test_the_site_map_has_every_page_of_the_public_site_and_when_it_changed(site):
    found = etree.fromstring((site / "public/sitemap.xml").read_bytes())
    days = {u.findtext(f"{MAP}loc"): u.findtext(f"{MAP}lastmod") for u in found}
    home = "http://127.0.0.1:8000/"
    pages = {
        home + path.relative_to(site / "public").as_posix().removesuffix("index.html")
        for path in (site / "public").rglob("index.html")
        if "http-equiv" not in path.read_text("utf-8")
    }
    assert set(days) == pages
    assert days[f"{home}policies/found-property/"] == "2025-08-01"
    assert days[f"{home}policies/found-property/v1/"] == "2022-08-01"
    assert days[f"{home}notices/2025-w31/"] == "2025-08-01"
    assert days[f"{home}policies/"] == "2026-03-01"
    assert days[f"{home}about/"] is None
    assert not (site / "intranet/sitemap.xml").exists()


def test_a_site_map_too_long_for_one_file_stands_in_parts():
    pages = [PlannedPage(f"p/{n}/", "page.html", "", "") for n in range(MOST + 1)]
    first, second, whole = sitemap_files("https://force.example/", pages, {})
    assert (first.address, second.address) == ("sitemap-1.xml", "sitemap-2.xml")
    assert (first.data.count(b"<loc>"), second.data.count(b"<loc>")) == (MOST, 1)
    assert [e.findtext(f"{MAP}loc") for e in etree.fromstring(whole.data)] == [
        "https://force.example/sitemap-1.xml",
        "https://force.example/sitemap-2.xml",
    ]


# The unit's register


def test_the_units_register_has_every_pack_with_its_stage_and_what_it_still_needs(tmp_path):
    edits = {
        f"{CAMERAS}/record.yml": [{"find": "stage: implementation", "put": "stage: approval"}],
        f"{PROPERTY}/v2/workbook.md": [{"find": "status: final", "put": "status: draft"}],
    }
    found = published(tmp_path, edits=edits)
    rows = {row["pack"]: row for row in table(found / "register.csv")}
    assert list(rows) == [
        "content/about.md",
        "monitoring/found-property/2025",
        "monitoring/inspectorate/2026",
        f"{PROPERTY}/v1",
        f"{PROPERTY}/v2",
        CAMERAS,
    ]
    assert (rows[CAMERAS]["state"], rows[CAMERAS]["stage"]) == ("in_development", "approval")
    assert (rows[f"{PROPERTY}/v2"]["state"], rows[f"{PROPERTY}/v2"]["refused_by"]) == (
        "refused",
        "PS104",
    )
    assert [row["outstanding"] for row in rows.values()] == ["0"] * 6
    with database(found / "register.sqlite") as opened:
        assert opened.execute("SELECT pack FROM finding WHERE rule = 'PS104'").fetchall() == [
            (f"{PROPERTY}/v2",)
        ]
    assert not list(found.glob("*/register*.csv"))


def test_a_text_changed_after_it_was_signed_is_outstanding_for_each_who_signed(tmp_path):
    root = tmp_path / "store"
    published(root)
    sop = root / CAMERAS / "sop-process.md"
    sop.write_text(sop.read_text("utf-8") + "\nOne more word.\n", "utf-8")
    assert pipeline.build(root, root / "site", AS_AT, withhold_refused=True).proof == ()
    found = root / "site"
    with database(found / "register.sqlite") as opened:
        rows = opened.execute("SELECT document, role, standing FROM sign_off ORDER BY id")
        assert rows.fetchall() == [
            ("sop-process.md", "Policy Co-ordination Unit", "changed"),
            ("sop-process.md", "Diversity and Citizen Focus Directorate", "changed"),
            ("sop-process.md", "Directorate of Information", "changed"),
            ("sop-process.md", "Approval by the policy lead", "changed"),
        ]
