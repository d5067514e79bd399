"""How to ask, fees, re-use, privacy, accessibility: there in every scheme, written or not."""

import re

import pytest

from generator import pipeline
from tests.stores import AS_AT, make_store

NAMES = ("accessibility", "fees", "how-to-ask", "privacy", "re-use")
PAGE = """---
title: {title}
type: page
status: {status}
protective_marking: OFFICIAL
summary: What it costs.
---

## What it costs

{text}
"""


def built(root):
    outcome = pipeline.build(root, root / "site", AS_AT, jobs=1)
    assert outcome.proof == ()
    return root / "site"


def bare(root, more=""):
    text = f"organisation: {{name: Anyshire Police, short_name: AP{more}}}\n"
    (root / "scheme.yml").write_text(text, "utf-8")
    return built(root)


def words(page):
    text = page.read_text("utf-8")
    return " ".join(re.sub(r"<[^>]*>", "", text[text.index("<main") :]).split())


def footer(page):
    text = page.read_text("utf-8")
    return re.findall(r'<li><a href="([^"]*)"[^>]*>([^<]*)', text[text.index("<footer") :])


def test_a_scheme_with_nothing_but_a_name_has_every_page_on_both_sites(tmp_path):
    site = bare(tmp_path)
    for side in ("public", "intranet"):
        assert footer(site / side / "index.html") == [
            ("accessibility/", "Accessibility statement"),
            ("fees/", "Fees"),
            ("how-to-ask/", "How to ask for information"),
            ("privacy/", "Privacy"),
            ("re-use/", "Re-use"),
        ]
        for name in NAMES:
            assert (site / side / name / "index.html").is_file()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("how-to-ask", "not later than the twentieth working day after we received your request"),
        ("how-to-ask", "Ask us for an internal review, within 40 working days of our answer"),
        ("how-to-ask", "Wycliffe House, Water Lane, Wilmslow, Cheshire SK9 5AF"),
        ("how-to-ask", "Write to Anyshire Police, at its head office"),
        ("fees", "Everything on this site is free of charge."),
        ("fees", "There is no charge for anything published under this scheme."),
        ("re-use", "may be used again under the Open Government Licence v3.0."),
        ("re-use", "The Re-use of Public Sector Information Regulations 2015"),
        ("privacy", "Anyshire Police is the controller of that record."),
        ("accessibility", ("Anyshire Police is committed to making this website accessible, in "
         "accordance with the Public Sector Bodies (Websites and Mobile Applications) (No. 2) "
         "Accessibility Regulations 2018.")),
        ("accessibility", ("This website is partially compliant with the Web Content Accessibility "
         "Guidelines version 2.2 AA standard, due to the non-compliances and exemptions listed "
         "below.")),
        ("accessibility", ("The Equality and Human Rights Commission (EHRC) is responsible for "
         "enforcing the Public Sector Bodies (Websites and Mobile Applications) (No. 2) "
         "Accessibility Regulations 2018 (the accessibility regulations). If you are not happy "
         "with how we respond to your complaint, contact the Equality Advisory and Support "
         "Service (EASS).")),
        ("accessibility", "This statement was made anew with this site, as at 22 November 2026."),
        ("accessibility", "No test of this site by or for Anyshire Police has been recorded yet."),
    ],
)  # fmt: skip
def test_each_says_what_the_law_asks_for(bare_site, name, said):
    assert said in words(bare_site / "public" / name / "index.html")


@pytest.fixture(scope="module")
def bare_site(tmp_path_factory):
    return bare(tmp_path_factory.mktemp("bare"))


CONTACTS = (
    ", contacts: {freedom_of_information: {name: Information Rights, email: foi@anyshire.example, "
    "post: 1 High Street}, policy_unit: {name: Policy Unit, email: unit@anyshire.example}}"
)


def test_they_say_whom_to_write_to_where_the_settings_do(tmp_path):
    site = bare(tmp_path, CONTACTS)
    ask = site / "public/how-to-ask/index.html"
    assert "WhoInformation Rights E-mailfoi@anyshire.example Post1 High Street" in words(ask)
    assert 'href="mailto:foi@anyshire.example"' in ask.read_text("utf-8")
    assert "WhoPolicy Unit" in words(site / "public/accessibility/index.html")


def test_every_page_says_whom_to_tell_that_something_is_wrong_and_what_it_costs(tmp_path):
    site = bare(tmp_path, CONTACTS)
    for page in sorted(site.glob("*/**/*.html")):
        text = page.read_text("utf-8")
        assert "Is anything wrong with this page?" in text
        assert ">Tell the Policy Unit</a>" in text
        assert "Everything on this site is free of charge." in text
    fees = (site / "public/fees/index.html").read_text("utf-8")
    assert 'href="mailto:unit@anyshire.example?subject=http%3A//127.0.0.1%3A8000/fees/"' in fees


@pytest.mark.parametrize(
    ("contact", "said"),
    [
        ("", "Write to Anyshire Police, and give its address. How to ask for something else."),
        (", contacts: {policy_unit: Policy Unit}",
         "Write to the Policy Unit, and give its address. How to ask for something else."),
        (", contacts: {general: {post: 1 High Street}}",
         "Tell Anyshire Police: 1 High Street."),
        (", contacts: {policy_unit: {telephone: 01234 567890}}",
         "Tell Anyshire Police: 01234 567890."),
    ],
)  # fmt: skip
def test_without_an_e_mail_address_the_reader_is_told_what_is_known(tmp_path, contact, said):
    site = bare(tmp_path, contact)
    assert f"Is anything wrong with this page? {said}" in words(site / "public/index.html")


def test_charges_tests_and_a_licence_come_from_the_settings(tmp_path):
    settings = (
        "organisation: {name: Anyshire Police, short_name: AP}\n"
        "charges: [{for: 'A copy, A4', charge: 10p}]\n"
        "licence: {title: Licence of Anyshire, address: 'https://anyshire.example/licence/'}\n"
        "accessibility:\n  compliance: full\n  tested_on: 2026-10-01\n  tested_by: the Web Team\n"
        "  prepared_on: 2026-10-02\n"
    )
    (tmp_path / "scheme.yml").write_text(settings, "utf-8")
    site = built(tmp_path)
    assert "A copy, A410p" in words(site / "public/fees/index.html")
    assert "under the Licence of Anyshire." in words(site / "public/re-use/index.html")
    statement = words(site / "public/accessibility/index.html")
    assert "This website is fully compliant with" in statement
    assert "Non-accessible content" not in statement
    assert (
        "This statement was prepared on 2 October 2026 and made anew with this site, as at "
        "22 November 2026. The site was last tested on 1 October 2026, by the Web Team."
    ) in statement


def page(root, status="final", title="What we charge"):
    text = PAGE.format(title=title, status=status, text="Two shillings for each sheet of paper.")
    (root / "content/fees.md").write_text(text, "utf-8")


def test_a_page_of_the_store_takes_the_place_of_the_one_of_its_name(tmp_path):
    root = make_store(tmp_path)
    page(root)
    site = built(root)
    assert "Two shillings" in words(site / "public/fees/index.html")
    assert "There is no charge" not in words(site / "public/fees/index.html")
    assert footer(site / "public/index.html")[-1] == ("fees/", "What we charge")


def test_while_that_page_is_a_draft_the_other_stands_and_the_draft_is_nowhere(tmp_path):
    root = make_store(tmp_path)
    page(root, "draft", "Fees")
    site = built(root)
    assert "There is no charge" in words(site / "public/fees/index.html")
    assert not [p for p in site.rglob("*.html") if "shillings" in p.read_text("utf-8")]


def test_of_procedures_kept_inside_a_policy_says_how_to_ask(tmp_path):
    root = make_store(tmp_path)
    record = root / "policies/found-property/v2/record.yml"
    text = record.read_text("utf-8")
    record.write_text(text.replace("sop-process.md: {public: yes", "sop-process.md: {public: no"))
    policy = built(root) / "public/policies/found-property/index.html"
    assert (
        'One further set of procedures is not published here.\nYou may <a href="../../how-to-ask/">'
        "ask for it</a> under the Freedom of Information Act 2000."
    ) in policy.read_text("utf-8")
