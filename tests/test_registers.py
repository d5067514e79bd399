"""The registers: what stands in each, on which site, and what never does."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.stores import HERE, published, read_example
from tests.test_notices import INSIDE, PROPERTY, WITHDRAWN

CAMERAS = "policies/use-of-cameras/v1"
HELD = {"find": "publish_on: 2026-08-01", "put": "publish_on: 2027-01-01\nannounce: yes"}
DRAFTED = {"find": "stage: implementation", "put": "stage: approval\nannounce: yes"}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return published(tmp_path_factory.mktemp("registers"))


@pytest.fixture(scope="module")
def excepted(tmp_path_factory):
    """A policy in force under an exception, and not assessed yet."""
    example = read_example(HERE / "gate/examples/ps412_exception_open/bad.yml")
    root = tmp_path_factory.mktemp("excepted")
    return published(root, edits=example.edits, remove=example.remove)


def tables(site, address):
    """Return the tables of a page by caption, each a list of rows of words."""
    tree = LexborHTMLParser((site / address / "index.html").read_text("utf-8"))
    return {
        table.css_first("caption").text(): [
            tuple(cell.text() for cell in row.css("th,td")) for row in table.css("tbody tr")
        ]
        for table in tree.css("table")
    }


def words(site, address):
    tree = LexborHTMLParser((site / address / "index.html").read_text("utf-8"))
    return tree.css_first("main").text()


def test_every_table_has_a_caption_and_each_header_its_scope(site):
    pages = [*site.glob("*/registers/**/index.html"), site / "intranet/due/index.html"]
    assert len(pages) == 6 + 10 + 1
    for page in pages:
        tree = LexborHTMLParser(page.read_text("utf-8"))
        for table in tree.css("table"):
            assert table.css_first("caption").text()
            assert [th for th in table.css("th") if th.attributes.get("scope") is None] == []
        for table in tree.css("table.scheme-table"):  # not the figures of a chart, which fit
            named = [td.attributes["data-name"] for td in table.css_first("tbody tr").css("td")]
            assert named == [th.text() for th in table.css("thead th")][1:]


def test_the_register_of_assessments_says_what_each_found_and_when_it_is_due_again(site):
    found = tables(site, "public/registers/assessments")
    assert found == {
        "Assessments of policies in force, by title": [
            (
                "Found property, equality impact assessment, version 2",
                "EIA-0001", "Found property", "Disability", "1 May 2025", "1 May 2028",
            ),
            (
                "Use of cameras, equality impact assessment, version 1",
                "EIA-0002", "Use of cameras", "Disability", "1 May 2026", "1 May 2029",
            ),
        ],
        "Assessments of superseded versions, by title": [
            (
                "Found property, equality impact assessment, version 1",
                "EIA-0001", "Found property", "Disability", "1 May 2022",
            ),
        ],
    }  # fmt: skip


def test_an_unassessed_policy_stands_in_the_public_register_until_it_is_assessed(excepted, site):
    address = "public/registers/exceptions"
    assert tables(excepted, address) == {
        "Published under an exception and still unassessed": [
            ("Use of cameras", "POL-0002", "1 August 2026", "1 December 2026", "Not yet due")
        ]
    }
    assert "The cameras were needed at once" not in words(excepted, address)
    assert "No policy in force is without its impact assessment." in words(site, address)


def test_the_intranet_says_why_and_on_whose_authority(excepted):
    found = tables(excepted, "intranet/registers/exceptions")
    post = "Assistant Chief Constable, Resources"
    assert found["Every version published under an exception"] == [
        (
            "Use of cameras, version 1",
            "Immediate operational need",
            "The cameras were needed at once.",
            f"{post}, 20 June 2026",
            post,
            "19 June 2026",
            "Not yet due",
        )
    ]


def test_a_withdrawn_policy_is_registered_with_its_reason(tmp_path):
    text = WITHDRAWN + "replaced_by: use-of-cameras\n"
    found = published(tmp_path, add={f"{PROPERTY}/withdrawn.yml": text})
    for one in ("public", "intranet"):
        assert tables(found, f"{one}/registers/withdrawn") == {
            "Withdrawn policies, by title": [
                (
                    "Found property", "POL-0001", "2 October 2026", "The duty ended with the Act.",
                    "Use of cameras",
                )
            ]
        }  # fmt: skip


def test_the_register_of_datasets_has_licence_and_date(site):
    licence = "Open Government Licence v3.0"
    assert tables(site, "public/registers/datasets")["Datasets, by title"] == [
        (
            "Catalogue of this site (CSV, JSON, JSON-LD, SQLite)",
            "Anyshire Police", licence, "1 August 2026",
        ),
        (
            "Inspection of property stores: records",
            "Inspectorate of Anyshire", licence, "1 March 2026",
        ),
        ("Notices of this site (CSV)", "Anyshire Police", licence, "1 August 2026"),
    ]  # fmt: skip


def test_only_what_was_announced_stands_in_the_register_of_future_publication(tmp_path):
    quiet = {**HELD, "put": "publish_on: 2027-01-01"}
    for name, edit in (("announced", HELD), ("quiet", quiet)):
        found = published(tmp_path / name, edits={f"{CAMERAS}/record.yml": [edit]})
        for one in ("public", "intranet"):
            address = f"{one}/registers/future-publication"
            if name == "announced":
                row = ("Use of cameras", "1 January 2027")
                assert tables(found, address) == {"To be published, soonest first": [row]}
            else:
                assert "Nothing has been announced." in words(found, address)


def test_what_would_stay_inside_is_announced_inside_only(tmp_path):
    withheld = "withheld_from_public: {reason: It helps thieves., by: Chief, date: 2026-06-01}"
    edits = {
        f"{CAMERAS}/{name}": [{"find": "marking: OFFICIAL", "put": "marking: RESTRICTED"}]
        for name in ("policy.md", "eia.md", "sop-process.md")
    }
    edits[f"{CAMERAS}/record.yml"] = [{**HELD, "put": f"{HELD['put']}\n{withheld}"}]
    found = published(tmp_path, edits=edits)
    assert tables(found, "intranet/registers/future-publication") != {}
    assert tables(found, "public/registers/future-publication") == {}


def test_the_board_counts_by_stage_and_names_only_what_was_announced(tmp_path):
    for name, title in (("yes", "Use of cameras"), ("no", "None")):
        edit = {**DRAFTED, "put": f"stage: approval\nannounce: {name}"}
        found = published(tmp_path / name, edits={f"{CAMERAS}/record.yml": [edit]})
        assert tables(found, "intranet/registers/stages")["Versions of policies, by stage"] == [
            ("1. Identification and scoping", "0", "0", "None"),
            ("2. Commissioning", "0", "0", "None"),
            ("3. Development", "0", "0", "None"),
            ("4. Approval", "1", "0", title),
            ("5. Implementation", "0", "1", "None"),
            ("6. Monitoring and review", "0", "0", "None"),
        ]
        assert not (found / "public/registers/stages").exists()
        assert tables(found, "public/registers/future-publication") == {}


def test_what_is_due_stands_by_business_group_overdue_first(tmp_path):
    edits = {
        f"{CAMERAS}/policy.md": [
            {"find": "business_group: Resources", "put": "business_group: Met Operations"},
            {"find": "review_by: 2029-08-01", "put": "review_by: 2026-11-21"},
        ]
    }
    found = tables(published(tmp_path, edits=edits), "intranet/due")
    owner = "Director of Resources"
    assert found == {
        "Due from Met Operations, overdue first": [
            ("Use of cameras", "Review", "21 November 2026", "Overdue by 1 day", owner),
            ("Use of cameras", "Monitoring report", "1 August 2027", "Later", owner),
        ],
        "Due from Resources, overdue first": [
            ("Found property", "Monitoring report", "1 March 2027", "Time to begin", owner),
        ],
    }


def test_the_policy_database_has_owner_and_due_dates_of_each_policy_in_force(site):
    assert tables(site, "intranet/registers/policy-database") == {
        "Policies in force, by title": [
            (
                "Found property", "POL-0001", "2", "Director of Resources", "Resources",
                "1 August 2025", "1 August 2028", "1 March 2027", "1 May 2028",
            ),
            (
                "Use of cameras", "POL-0002", "1", "Director of Resources", "Resources",
                "1 August 2026", "1 August 2029", "1 August 2027", "1 May 2029",
            ),
        ]
    }  # fmt: skip


def test_each_health_indicator_is_counted_by_business_group_and_defined_on_the_page(excepted):
    found = tables(excepted, "intranet/registers/health-indicators")
    row = ("2", "2 of 2", "2 of 2", "1 of 2", "1 of 2", "2 of 2")
    assert found == {
        "Policies in force that meet each indicator": [
            ("Resources", *row),
            ("All business groups", *row),
        ],
        "Review status by business group, the figures": [("Resources", "2")],
    }
    page = (excepted / "intranet/registers/health-indicators/index.html").read_text("utf-8")
    tree = LexborHTMLParser(page)
    names = [th.text() for th in tree.css_first("thead").css("th")][2:]
    assert [term.text() for term in tree.css("main dl dt")] == names


def test_the_foi_desk_has_each_unpublished_procedure_with_its_recorded_reason(tmp_path):
    edits = {
        f"{PROPERTY}/v2/record.yml": [INSIDE],
        f"{CAMERAS}/sop-process.md": [{"find": "marking: OFFICIAL", "put": "marking: RESTRICTED"}],
    }
    found = published(tmp_path, edits=edits)
    kind = "Standard operating procedures"
    assert tables(found, "intranet/registers/foi-desk") == {
        "In force and not on the public site, by title": [
            (
                "Found property, the process", "SOP-0001", kind, "Found property",
                "The public follow these steps.", "Director of Resources, 1 July 2025",
            ),
            (
                "Use of cameras, the process", "SOP-0002", kind, "Use of cameras",
                "It is marked RESTRICTED.", "Not stated",
            ),
        ]
    }  # fmt: skip
    assert not (found / "public/registers/foi-desk").exists()


def test_the_foi_desk_gives_the_reason_of_a_statement_that_is_withheld(tmp_path):
    withheld = "withheld_from_public: {reason: It helps thieves., by: Chief, date: 2026-06-01}\n"
    find = "publish_on: 2026-08-01\n"
    edits = {
        f"{CAMERAS}/{name}": [{"find": "marking: OFFICIAL", "put": "marking: RESTRICTED"}]
        for name in ("policy.md", "eia.md")
    }
    edits[f"{CAMERAS}/record.yml"] = [{"find": find, "put": find + withheld}]
    found = tables(published(tmp_path, edits=edits), "intranet/registers/foi-desk")
    [rows] = found.values()
    assert [(row[0], row[4]) for row in rows] == [
        ("Use of cameras", "It helps thieves."),
        ("Use of cameras, equality impact assessment", "It helps thieves."),
        ("Use of cameras, the process", "It helps thieves."),
    ]


def test_the_repositorys_own_store_shows_every_register_with_something_in_it(built):
    for page in sorted(built.glob("*/registers/*/index.html")):
        tree = LexborHTMLParser(page.read_text("utf-8"))
        assert tree.css("tbody tr"), page
