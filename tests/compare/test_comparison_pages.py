"""The pages that show what changed, and which version was in force on which day."""

import re
from datetime import date

import nh3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import pipeline
from generator.compare.versions import Shown, compare_pair, pairs
from generator.gate.decision import Cleared
from generator.plan.periods import periods
from tests.commands import build
from tests.stores import BASE, Example, make_store

TAGS = (
    "a caption code del details div h2 h3 h4 ins li p pre span summary table tbody td th thead tr "
    "ul"
).split()
KEPT = {"*": {"class", "id", "role", "tabindex", "aria-label", "scope", "href"}}
VERSIONS = pipeline.read_scheme(BASE).policies["found-property"]
CHANGES = "policies/found-property/changes/1-2"
HOSTILE = "Use <img src=x onerror=alert(1)> & </del><script>alert(1)</script> {{ page }} {% raw %}."


def edited(tmp_path, edits):
    return make_store(tmp_path / "store", Example("compare", "", date(2026, 11, 22), edits))


def text_of(store, address, site="public"):
    """Return the middle of a page, from its first part to its end."""
    page = (store / "site" / site / address / "index.html").read_text("utf-8")
    return page[page.index('<div class="scheme-text">') : page.index("</main>")]


def seen(html):
    """Return what a reader sees, without what is only heard."""
    heard = re.sub('<span class="scheme-unseen">[^<]*</span>', "", html)
    return " ".join(re.sub("<[^>]+>", " ", heard).split())


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    store = make_store(tmp_path_factory.mktemp("changes") / "store")
    assert build(store).status == 0
    return store


def test_a_comparison_says_and_shows_what_went_and_what_came(store):
    page = text_of(store, CHANGES)
    assert (
        "<p>The force will deal with found property fairly, and must decide within "
        '<del><span class="scheme-unseen"> deleted: </span>7'
        '<span class="scheme-unseen"> (end of deletion) </span></del> '
        '<ins><span class="scheme-unseen"> inserted: </span>5'
        '<span class="scheme-unseen"> (end of insertion) </span></ins> days. '
        "The steps are in the process.</p>"
    ) in page
    assert seen(page) == (
        "Summary of changes The time for a decision is shorter. "
        "How much changed Counted are paragraphs, headings, list items and tables. "
        "Found property 1 changed Found property, the process 1 changed "
        "Found property, equality impact assessment Facts changed; the text is the same "
        "Deleted words are struck through and inserted words are underlined . "
        "The words are compared; where a link leads and how a picture looks are not. "
        "Found property Facts that changed Fact Version 1 Version 2 "
        "Review by 1 August 2025 1 August 2028 "
        "Policy statement The force will deal with found property fairly, and must decide within "
        "7 5 days. The steps are in the process. "
        "Responsibilities 1 paragraph as it was "
        "Heads of units must keep a record of each decision. "
        "Health and safety 1 paragraph as it was "
        "The team was asked and found no effect on health or safety. "
        "Found property, the process Introduction 1 paragraph as it was "
        "These procedures carry out the policy. "
        "Application 1 paragraph as it was Every officer and member of staff must follow them. "
        "Process Take the report. Decide within 7 5 days. "
        "2 paragraphs as they were Write down the reason. "
        "Table, cell by cell Change Step Post None Report Front counter None Decision Head of unit "
        "Responsibilities 2 paragraphs as they were "
        "Line managers check that the reason was written down. "
        "Footnote: The check is made each month. "
        "Found property, equality impact assessment Facts that changed Fact Version 1 Version 2 "
        "Completed on 1 May 2022 1 May 2025 Version assessed 1 2 "
        "The words of the text are the same."
    )
    assert "workbook" not in page.lower()


def test_the_history_leads_to_the_comparison_and_to_the_periods(store):
    page = text_of(store, "policies/found-property")
    link = '<a href="changes/1-2/">Compare version 2 with version 1</a>'
    assert f"The time for a decision is shorter. {link}" in page
    assert '<a href="as-at/">Which version was in force on which day</a>' in page


def test_the_periods_have_no_gap(store):
    assert seen(text_of(store, "policies/found-property/as-at")) == (
        "Which version was in force on Show "
        "Find the row whose days include the day you ask about. Both days of a row are included. "
        "What was in force, newest first In force From To "
        "Version 2 1 August 2025 Now "
        "Version 1 1 August 2022 31 July 2025 "
        "None: not yet published The beginning 31 July 2022 "
        "Read the policy , or see what was in force of every policy ."
    )


def test_what_an_author_typed_stays_text_and_the_sanitiser_agrees(tmp_path):
    name = "policies/found-property/v2/sop-process.md"
    store = edited(tmp_path, {name: [{"find": "Decide within 5 days.", "put": f"`{HOSTILE}`"}]})
    assert build(store).status == 0, build(store).err
    page = text_of(store, CHANGES)
    assert "<script" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert "{{ page }} {% raw %}" in page
    cleaned = nh3.clean(page, tags=set(TAGS), attributes=KEPT, link_rel=None)
    assert cleaned.count("<") == page.count("<")


def test_no_page_of_the_public_site_compares_what_is_kept_inside(tmp_path):
    record = "policies/found-property/v1/record.yml"
    edit = {"find": "{public: yes, ground", "put": "{public: no, ground"}
    store = edited(tmp_path, {record: [edit]})
    assert build(store).status == 0
    public, inside = (text_of(store, CHANGES, site) for site in ("public", "intranet"))
    assert (
        "Found property, the process</h2>\n<p>Not published here in version 1, so there" in public
    )
    assert "Decide within" not in public
    assert "Decide within" in inside


SHOWN = st.sets(st.sampled_from(["policy.md", "sop-process.md", "eia.md"]))


@settings(deadline=None)
@given(SHOWN, SHOWN)
def test_whatever_is_shown_no_word_is_said_of_what_is_not_shown_in_both_versions(before, after):
    old, new = VERSIONS
    sides = [
        Shown(pack, tuple(d for d in pack.documents if d.name in names))
        for pack, names in ((old, before), (new, after))
    ]
    for pair in pairs(*sides):
        names = {document.name for document in (pair.old, pair.new) if document}
        changes = compare_pair(old, new, pair)
        assert (pair.old is None) == (pair.document.name not in before)
        assert (pair.new is None) == (pair.document.name not in after)
        assert bool(changes.steps) == (names <= before & after)
        assert not (changes.facts and names - (before & after))


class Dated:
    """A version, as far as periods ask."""

    def __init__(self, version, publish_on):
        self.version, self.publish_on = version, publish_on


class Ended:
    def __init__(self, day):
        self.date = day


def told(*packs, ended=None):
    versions = [Cleared(Dated(number, day), "", (), ()) for number, day in packs]
    found = periods(versions, Ended(ended) if ended else None)
    return [(p.start, p.end, p.version.pack.version if p.version else None) for p in found]


def test_of_two_versions_published_on_a_day_the_higher_was_in_force():
    day = date(2020, 1, 1)
    assert told((1, day), (2, day)) == [(None, date(2019, 12, 31), None), (day, None, 2)]


def test_a_lower_version_published_later_was_never_in_force():
    assert told((2, date(2020, 1, 1)), (1, date(2021, 1, 1))) == [
        (None, date(2019, 12, 31), None),
        (date(2020, 1, 1), None, 2),
    ]


def test_nothing_was_in_force_from_the_day_of_a_withdrawal():
    first, last = date(2020, 1, 1), date(2021, 6, 1)
    assert told((1, first), (2, last), ended=last) == [
        (None, date(2019, 12, 31), None),
        (first, date(2021, 5, 31), 1),
        (last, None, None),
    ]


def test_a_policy_that_was_never_published_has_no_period():
    assert told() == []
    assert told((1, None)) == []
