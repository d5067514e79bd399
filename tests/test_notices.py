"""Notices: what stands in which issue, on which site, for ever; and the feeds."""

import re
from datetime import date

import pytest
from lxml import etree

from tests.stores import published

ATOM = "{http://www.w3.org/2005/Atom}"
PROPERTY = "policies/found-property"
INSIDE = {"find": "sop-process.md: {public: yes", "put": "sop-process.md: {public: no"}
MONITORED = "MON-0001. Resources What monitoring found in the year."
INSPECTED = "REP-0001 What the inspectorate found in the property stores."
WITHDRAWN = "date: 2026-10-02\nreason: The duty ended with the Act.\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return published(tmp_path_factory.mktemp("notices"))


def items(page):
    """Return each item of an issue as its words."""
    found = re.findall(r"<article.*?</article>", page.read_text("utf-8"), re.DOTALL)
    return [" ".join(re.sub(r"<[^>]*>", " ", item).split()) for item in found]


def issues(folder):
    return sorted(path.name for path in (folder / "notices").iterdir() if path.is_dir())


def feed(path):
    return etree.fromstring(path.read_bytes())


def entries(path):
    return [entry.findtext(f"{ATOM}title") for entry in feed(path).findall(f"{ATOM}entry")]


def test_an_issue_a_week_has_its_items_in_order_of_reference(site):
    assert issues(site / "public") == ["2022-w31", "2025-w31", "2026-w09", "2026-w31"]
    assert items(site / "public/notices/2026-w09/index.html") == [
        f"New report 1 March 2026 Found property in 2025 {MONITORED}",
        f"New report 1 March 2026 Inspection of property stores {INSPECTED}",
    ]


def test_an_issue_is_numbered_by_week_and_year_and_its_address_has_the_year_in_full(site):
    page = (site / "public/notices/2025-w31/index.html").read_text("utf-8")
    assert "<h1>Notices 31-25</h1>" in page
    listed = (site / "public/notices/index.html").read_text("utf-8")
    assert '<a href="2025-w31/">Notices 31-25</a>' in listed
    assert "28 July 2025 to 3 August 2025" in listed


def test_the_last_days_of_a_year_may_belong_to_the_first_week_of_the_next(tmp_path):
    edits = {f"{PROPERTY}/v2/record.yml": [{"find": "2025-08-01", "put": "2025-12-31"}]}
    assert "2026-w01" in issues(published(tmp_path, edits=edits) / "public")


def test_a_new_policy_a_review_and_an_amendment_say_what_they_are(site, tmp_path):
    [new] = items(site / "public/notices/2022-w31/index.html")
    assert new == (
        "New 1 August 2022 Found property POL-0001, version 1. Resources How the force deals with "
        "found property. With the standard operating procedures: Found property, the process"
    )
    [review] = items(site / "public/notices/2025-w31/index.html")
    assert review == (
        "Reviewed 1 August 2025 Found property POL-0001, version 2. Resources The time for a "
        "decision is shorter. With the standard operating procedures: Found property, the process"
    )
    edits = {
        f"{PROPERTY}/v2/record.yml": [{"find": "change: major", "put": "change: interim"}],
        f"{PROPERTY}/v2/policy.md": [{"find": "5 days", "put": "7 days"}],
        f"{PROPERTY}/v2/sop-process.md": [{"find": "5 days", "put": "7 days"}],
    }
    interim = published(tmp_path, edits=edits)
    [amendment] = items(interim / "public/notices/2025-w31/index.html")
    assert amendment.startswith("Interim amendment 1 August 2025 Found property POL-0001")


def test_an_issue_stays_as_it_was_when_its_version_is_superseded(tmp_path, site):
    before = published(tmp_path, date(2023, 1, 1))
    for one in ("public", "intranet"):
        issue = f"{one}/notices/2022-w31/index.html"
        assert items(before / issue) == items(site / issue)
    assert issues(before / "public") == ["2022-w31"]


def test_a_procedure_that_stays_inside_stands_in_the_intranets_notices_only(tmp_path):
    edits = {f"{PROPERTY}/v2/record.yml": [INSIDE]}
    found = published(tmp_path, edits=edits)
    [inside] = items(found / "intranet/notices/2025-w31/index.html")
    [public] = items(found / "public/notices/2025-w31/index.html")
    assert inside.endswith("procedures: Found property, the process")
    assert public.endswith("The time for a decision is shorter.")


def test_a_version_that_is_held_or_refused_has_no_notice(tmp_path):
    edits = {
        f"{PROPERTY}/v2/record.yml": [{"find": "publish_on: 2025", "put": "publish_on: 2027"}],
        "policies/use-of-cameras/v1/policy.md": [{"find": "status: final", "put": "status: draft"}],
    }
    found = published(tmp_path, edits=edits)
    for one in ("public", "intranet"):
        assert issues(found / one) == ["2022-w31", "2026-w09"]


def test_a_withdrawal_is_a_notice_and_earlier_ones_stay_without_the_text(tmp_path):
    found = published(tmp_path, add={f"{PROPERTY}/withdrawn.yml": WITHDRAWN})
    [end] = items(found / "public/notices/2026-w40/index.html")
    assert end == (
        "Withdrawn 2 October 2026 Found property POL-0001. Resources The duty ended with the Act."
    )
    [first] = items(found / "public/notices/2022-w31/index.html")
    assert first == (
        "New 1 August 2022 Found property POL-0001, version 1. Resources "
        "With the standard operating procedures: Found property, the process"
    )
    [review] = items(found / "public/notices/2025-w31/index.html")
    assert "The time for a decision is shorter." in review


def test_a_policy_that_the_public_never_saw_ends_in_the_intranets_notices_only(tmp_path):
    marked = [{"find": "protective_marking: OFFICIAL", "put": "protective_marking: RESTRICTED"}]
    withheld = (
        "withheld_from_public: {reason: It would help a thief., by: Chief, date: 2022-06-01}\n"
    )
    edits = {
        f"{PROPERTY}/v{version}/{name}": marked
        for version in (1, 2)
        for name in ("policy.md", "eia.md", "sop-process.md")
    }
    for version in (1, 2):
        find = f"publish_on: {2022 if version == 1 else 2025}-08-01\n"
        edits[f"{PROPERTY}/v{version}/record.yml"] = [{"find": find, "put": find + withheld}]
    found = published(tmp_path, edits=edits, add={f"{PROPERTY}/withdrawn.yml": WITHDRAWN})
    assert "2026-w40" in issues(found / "intranet")
    assert issues(found / "public") == ["2026-w09", "2026-w31"]


def test_a_store_that_has_published_nothing_has_notices_that_say_so(tmp_path):
    found = published(tmp_path, date(2020, 1, 1))
    assert "Nothing has been published yet." in (found / "public/notices/index.html").read_text(
        "utf-8"
    )
    empty = feed(found / "public/feeds/notices.atom")
    assert empty.findtext(f"{ATOM}updated") == "2020-01-01T00:00:00+00:00"
    assert empty.findall(f"{ATOM}entry") == []


# Feeds


def test_a_feed_holds_every_item_newest_first_at_its_permanent_address(site):
    path = site / "public/feeds/notices.atom"
    assert entries(path) == [
        "New: Use of cameras",
        "New report: Found property in 2025",
        "New report: Inspection of property stores",
        "Reviewed: Found property",
        "New: Found property",
    ]
    ids = [entry.findtext(f"{ATOM}id") for entry in feed(path).findall(f"{ATOM}entry")]
    assert ids[0] == "http://127.0.0.1:8000/notices/2026-w31/#scheme--use-of-cameras--v1"
    page = (site / "public/notices/2026-w31/index.html").read_text("utf-8")
    assert 'id="scheme--use-of-cameras--v1"' in page
    assert len(ids) == len(set(ids))


def test_a_feed_has_what_rfc_4287_asks_for(site):
    for path in sorted((site / "public/feeds").rglob("*.atom")):
        found = feed(path)
        assert found.tag == f"{ATOM}feed"
        names = [child.tag.removeprefix(ATOM) for child in found]
        assert {"id", "title", "updated", "author", "link"} <= set(names), path
        itself = [link.get("href") for link in found.findall(f"{ATOM}link") if link.get("rel")]
        assert found.findtext(f"{ATOM}id") in itself
        for entry in found.findall(f"{ATOM}entry"):
            inner = [child.tag.removeprefix(ATOM) for child in entry]
            assert [inner.count(name) for name in ("id", "title", "updated", "summary")] == [1] * 4
            assert re.fullmatch(
                r"\d{4}-\d\d-\d\dT00:00:00\+00:00", entry.findtext(f"{ATOM}updated")
            )


def test_each_business_group_has_a_feed_of_its_own(tmp_path):
    edits = {
        "policies/use-of-cameras/v1/policy.md": [
            {"find": "business_group: Resources", "put": "business_group: Met Operations"}
        ]
    }
    found = published(tmp_path, edits=edits) / "public"
    assert entries(found / "feeds/groups/met-operations.atom") == ["New: Use of cameras"]
    assert entries(found / "feeds/groups/resources.atom") == [
        "New report: Found property in 2025",
        "Reviewed: Found property",
        "New: Found property",
    ]
    page = (found / "groups/met-operations/index.html").read_text("utf-8")
    link = (
        '<link rel="alternate" type="application/atom+xml" title="{}" href="../../feeds/{}.atom">'
    )
    assert link.format("Notices", "notices") in page
    assert link.format("Notices: Met Operations", "groups/met-operations") in page


def test_the_force_may_call_its_notices_something_else(tmp_path):
    settings = "organisation: {name: Anyshire Police, short_name: AP}\nnotices: {title: Orders}\n"
    found = published(tmp_path, add={"scheme.yml": settings}) / "public"
    assert "<h1>Orders 31-25</h1>" in (found / "notices/2025-w31/index.html").read_text("utf-8")
    assert feed(found / "feeds/notices.atom").findtext(f"{ATOM}title") == (
        "Orders, Publication Scheme"
    )
