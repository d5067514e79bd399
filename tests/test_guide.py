"""The guide to information: what answers an item, and what is late, lawfully absent or missing."""

import re
from datetime import date

import pytest

from generator import pipeline
from generator.plan.make import make_plan, site_guide
from generator.settings import read_settings
from generator.store.load import load_settings
from generator.vocabulary import Site
from tests.stores import AS_AT, Example, make_store

HEAD = """organisation: {name: Anyshire Police, short_name: AP}
classes_of_information:
  - id: our-policies-and-procedures
    title: Our policies and procedures
    items:
"""


def settings_of(items, answers=""):
    lines = "".join(f"      - {{id: {item}, title: The {item}}}\n" for item in items)
    return f"{HEAD}{lines}" + (f"guide:\n  answers:\n{answers}" if answers else "")


def store_with(root, answers, edits=None):
    """Make a store whose guide expects the items answered, by line: ``id: {...}``."""
    make_store(root, Example("", "", AS_AT, edits or {}))
    items = [line.partition(":")[0] for line in answers]
    text = settings_of(items, "".join(f"    {line}\n" for line in answers))
    (root / "scheme.yml").write_text(text, "utf-8")
    return root


def rows(root, site=Site.PUBLIC, as_at=AS_AT):
    verdict = pipeline.check(root, as_at, jobs=1).verdict
    return {row.item.id: row for part in site_guide(verdict, site) for row in part.rows}


def row(root, answer, site=Site.PUBLIC, as_at=AS_AT, edits=None):
    return rows(store_with(root, [f"one: {answer}"], edits), site, as_at)["one"]


def links(found):
    return [(link.title, link.address) for link in found.links]


def faults(root, text):
    (root / "scheme.yml").write_text(text, "utf-8")
    _, found = read_settings(load_settings(root))
    return [(fault.at.line, fault.at.column, fault.message, fault.fix) for fault in found]


# -- what answers an item


@pytest.mark.parametrize(
    ("name", "title", "address", "on"),
    [
        ("policies/found-property/", "Found property", "policies/found-property/", "2025-08-01"),
        ("policies/found-property", "Found property", "policies/found-property/", "2025-08-01"),
        ("POL-0001", "Found property", "policies/found-property/", "2025-08-01"),
        ("policies/found-property/v1/", "Found property", "policies/found-property/v1/",
         "2022-08-01"),
        ("policies/found-property/v2/eia.md", "Found property, equality impact assessment",
         "policies/found-property/v2/eia/", "2025-08-01"),
        ("SOP-0001", "Found property, the process", "policies/found-property/v2/sop-process/",
         "2025-08-01"),
        ("monitoring/inspectorate/", "Inspection of property stores",
         "monitoring/inspectorate/2026/", "2026-03-01"),
        ("content/about.md", "About this scheme", "about/", None),
        ("about/", "About this scheme", "about/", None),
        ("how-to-ask/", "How to ask for information", "how-to-ask/", None),
        ("policies/", "Policies A to Z", "policies/", "2026-08-01"),
        ("monitoring/", "Reports", "monitoring/", "2026-03-01"),
        ("groups/resources/", "Resources", "groups/resources/", "2026-08-01"),
        ("classes/our-policies-and-procedures/", "Our policies and procedures",
         "classes/our-policies-and-procedures/", "2026-08-01"),
    ],
)  # fmt: skip
def test_an_item_is_answered_by_whatever_the_site_shows(tmp_path, name, title, address, on):
    found = row(tmp_path, f"{{answered_by: [{name}]}}")
    assert links(found) == [(title, address)]
    assert found.updated == (date.fromisoformat(on) if on else None)
    assert (found.standing, found.unshown) == ("answered", ())


def test_an_address_of_another_site_answers_too_and_says_so(tmp_path):
    found = row(
        tmp_path, '{answered_by: ["https://www.anyshire.example/map/"], updated: 2026-01-02}'
    )
    assert links(found) == [
        ("The one, on www.anyshire.example", "https://www.anyshire.example/map/")
    ]
    assert found.updated == date(2026, 1, 2)


@pytest.mark.parametrize(
    "name",
    ["policies/lost/", "POL-9999", "guide/", "policies/found-property/v2/workbook.md",
     "policies/found-property/v3/", "monitoring/found-property/2026/", "groups/met-operations/"],
)  # fmt: skip
def test_what_the_site_does_not_show_answers_nothing(tmp_path, name):
    found = row(tmp_path, f"{{answered_by: ['{name}']}}")
    assert (links(found), found.standing, found.unshown) == ([], "missing", (name,))


def test_an_empty_list_answers_nothing(tmp_path):
    store = store_with(tmp_path, ["one: {answered_by: [classes/spending/]}"])
    text = (store / "scheme.yml").read_text("utf-8")
    text = text.replace("guide:", "  - {id: spending, title: Spending}\nguide:", 1)
    (store / "scheme.yml").write_text(text, "utf-8")
    assert rows(store)["one"].standing == "missing"


WITHHELD = {
    "policies/found-property/v2/record.yml": [
        {"find": "sop-process.md: {public: yes", "put": "sop-process.md: {public: no"}
    ]
}


def test_procedures_kept_inside_are_linked_on_the_intranet_only(tmp_path):
    answer = "{answered_by: [policies/found-property/v2/sop-process.md]}"
    outside = row(tmp_path / "one", answer, edits=WITHHELD)
    inside = row(tmp_path / "two", answer, Site.INTRANET, edits=WITHHELD)
    assert (links(outside), outside.standing) == ([], "missing")
    assert links(inside) == [
        ("Found property, the process", "policies/found-property/v2/sop-process/")
    ]


def test_the_public_page_says_nothing_of_what_is_withheld_but_how_to_ask(tmp_path):
    answer = "one: {answered_by: [policies/found-property/v2/sop-process.md]}"
    other = "two: {answered_by: [policies/nowhere/]}"
    store = store_with(tmp_path, [answer, other], WITHHELD)
    outcome = pipeline.build(store, store / "site", AS_AT, jobs=1)
    assert outcome.proof == ()
    page = (store / "site/public/guide/index.html").read_text("utf-8")
    shown = {name: part_of(page, name).replace(name, "x") for name in ("one", "two")}
    assert shown["one"] == shown["two"]
    assert 'href="../how-to-ask/">Ask us for it</a>' in shown["one"]


def part_of(page, name):
    return re.search(rf'<li id="scheme--item-{name}">.*?</li>', page, re.DOTALL)[0]


def test_a_policy_before_its_day_does_not_answer(tmp_path):
    found = row(tmp_path, "{answered_by: [POL-0002]}", as_at=date(2026, 7, 31))
    assert found.standing == "missing"


def test_a_reference_that_only_an_old_version_has_does_not_answer(tmp_path):
    renamed = [{"find": "reference: SOP-0001", "put": "reference: SOP-0009"}]
    edits = {"policies/found-property/v2/sop-process.md": renamed}
    answers = ["one: {answered_by: [SOP-0001]}", "two: {answered_by: [SOP-0009]}"]
    found = rows(store_with(tmp_path, answers, edits))
    assert [found[name].standing for name in ("one", "two")] == ["missing", "answered"]


def test_a_withdrawn_policy_does_not_answer(tmp_path):
    store = store_with(tmp_path, ["one: {answered_by: [policies/use-of-cameras/, POL-0002]}"])
    end = "date: 2026-10-01\nreason: It is no longer needed.\n"
    (store / "policies/use-of-cameras/withdrawn.yml").write_text(end, "utf-8")
    assert rows(store)["one"].standing == "missing"


# -- late or not


@pytest.mark.parametrize(
    ("updated", "every", "as_at", "late_or_not"),
    [
        ("2025-11-22", 12, "2026-11-22", ("answered", "2026-11-22")),
        ("2025-11-22", 12, "2026-11-23", ("late", "2026-11-22")),
        ("2026-08-31", 6, "2027-02-28", ("answered", "2027-02-28")),
        ("2026-08-31", 6, "2027-03-01", ("late", "2027-02-28")),
        ("2024-02-29", 12, "2025-03-01", ("late", "2025-02-28")),
        ("2020-01-01", "as-it-changes", "2026-11-22", ("answered", None)),
    ],
)
def test_an_item_is_late_the_day_after_its_interval(tmp_path, updated, every, as_at, late_or_not):
    answer = f'{{answered_by: ["https://a.example/b/"], updated: {updated}, every: {every}}}'
    found = row(tmp_path, answer, as_at=date.fromisoformat(as_at))
    assert (found.standing, found.due and found.due.isoformat()) == late_or_not


def test_the_newest_day_counts(tmp_path):
    found = row(tmp_path, "{answered_by: [POL-0001, POL-0002], updated: 2026-01-01, every: 6}")
    assert (found.updated, found.due) == (date(2026, 8, 1), date(2027, 2, 1))


def test_an_interval_without_a_day_is_not_called_late(tmp_path):
    found = row(tmp_path, "{answered_by: [content/about.md], every: 1}")
    assert (found.standing, found.updated, found.due) == ("answered", None, None)


def test_the_post_responsible_is_named_or_owns_what_answers(tmp_path):
    answers = [
        "one: {answered_by: [POL-0001]}",
        "two: {answered_by: [POL-0001], responsible: Head of Stores}",
        "three: {responsible: Head of Stores}",
        "four: {answered_by: [content/about.md]}",
    ]
    found = rows(store_with(tmp_path, answers))
    named = {name: item.responsible for name, item in found.items()}
    assert named == {"one": "Director of Resources", "two": "Head of Stores",
                     "three": "Head of Stores", "four": ""}  # fmt: skip


# -- the page


def guide_text(root, site="public"):
    outcome = pipeline.build(root, root / "site", AS_AT, jobs=1)
    assert outcome.proof == ()
    page = (root / f"site/{site}/guide/index.html").read_text("utf-8")
    main = page[page.index("<main") : page.index("</main>")]
    return page, " ".join(re.sub(r"<[^>]*>", " ", main).split())


ALL = [
    (
        'one: {answered_by: ["https://a.example/b/"], updated: 2025-01-01, every: 12, format: PDF, '
        "fee: £2, responsible: Head of Stores}"
    ),
    "two: {absent: not-held, reason: We have none.}",
    "three: {absent: exempt, exemption: section 31 of the Act, reason: It would help offenders.}",
    "four: {absent: published-elsewhere, published_by: The Board, link: 'https://b.example/c/'}",
    "five: {}",
    "six: {answered_by: [POL-0002], every: 24}",
]


def test_the_guide_says_of_each_item_where_it_is_or_why_not(tmp_path):
    _, text = guide_text(store_with(tmp_path, ALL))
    assert text == (
        "Guide to information "
        "What is published in each class, where it is, what it costs, and what is not here and "
        "why. "
        "Reported against the force&#39;s reading of the ICO definition document, dated "
        "2 November 2026, item by item. It is a reading in plain words, and no substitute for the "
        "document; nor is the list exhaustive, for the commitment is to the model publication "
        "scheme. What is expected and not here may be lawfully absent, and then the reason is "
        "given; or it is not published here yet, and then you may ask for it . "
        "The classes of information in numbers "
        "Class Items expected Published Of these late Lawfully absent Not yet here "
        "1. Our policies and procedures 6 2 1 3 1 "
        "All classes 6 2 1 3 1 "
        "1. Our policies and procedures "
        "The one The one, on a.example Format PDF Fee £2 How often updated Each year "
        "Last updated 1 January 2025 Next update due 1 January 2026 Late "
        "The two Not held We have none. "
        "The three Exempt under section 31 of the Act. It would help offenders. "
        "The four Published by another body The Board: The four, on b.example . "
        "The five Not yet published here Ask us for it "
        "The six Use of cameras Format Web page Fee Free How often updated Every 2 years "
        "Last updated 1 August 2026 Next update due 1 August 2028 (not late) "
        "Why an item may be absent "
        "An authority publishes what is expected of it unless it does not hold it; it is exempt "
        "under the Freedom of Information Act 2000 or the Environmental Information Regulations "
        "2004, or the law forbids its release; it is archived, out of date or otherwise hard to "
        "reach; it would be impractical to prepare it as a routine; or another body publishes it "
        "already, and then the link leads straight to it. You may ask for anything that is not "
        "here, whatever the reason given."
    )


def test_the_intranet_names_the_post_as_well(tmp_path):
    _, text = guide_text(store_with(tmp_path, ALL), "intranet")
    assert "Responsible Head of Stores" in text
    assert "Responsible Director of Resources" in text


def test_nothing_claims_that_the_commissioner_is_satisfied(tmp_path):
    page, _ = guide_text(store_with(tmp_path, ALL))
    assert "compliant" not in page.lower()


def test_the_first_page_and_each_class_lead_to_the_guide(tmp_path):
    root = store_with(tmp_path, ALL)
    guide_text(root)
    home = (root / "site/public/index.html").read_text("utf-8")
    listed = root / "site/public/classes/our-policies-and-procedures/index.html"
    assert 'href="guide/#scheme--class-our-policies-and-procedures"' in home
    assert "../../guide/#scheme--class-our-policies-and-procedures" in listed.read_text("utf-8")


def test_a_title_that_is_also_an_item_does_not_stop_a_build(tmp_path):
    """That an item is expected is no secret, whatever the title of a withheld document."""
    edit = [{"find": "title: Found property, the process", "put": "title: The numbers we expect"}]
    edits = {**WITHHELD, "policies/found-property/v2/sop-process.md": edit}
    make_store(tmp_path, Example("", "", AS_AT, edits))
    text = HEAD + "      - {id: numbers, title: The numbers we expect}\n"
    (tmp_path / "scheme.yml").write_text(text, "utf-8")
    assert pipeline.build(tmp_path, tmp_path / "site", AS_AT, jobs=1).proof == ()


def test_a_reason_that_quotes_a_withheld_document_stops_the_build(tmp_path):
    answer = "one: {absent: not-held, reason: Look into Seizing things at night for it.}"
    edit = [{"find": "title: Found property, the process", "put": "title: Seizing things at night"}]
    edits = {**WITHHELD, "policies/found-property/v2/sop-process.md": edit}
    store = store_with(tmp_path, [answer], edits)
    proof = pipeline.build(store, store / "site", AS_AT, jobs=1).proof
    assert {(finding.rule, finding.at.path) for finding in proof} >= {
        ("PS906", "site/public/guide/index.html")
    }


def test_the_defaults_expect_93_items_in_seven_classes(tmp_path):
    (tmp_path / "scheme.yml").write_text("organisation: {name: A, short_name: B}\n", "utf-8")
    settings, found = read_settings(load_settings(tmp_path))
    assert found == ()
    counts = [len(group.items) for group in settings.classes_of_information]
    assert counts == [16, 18, 14, 8, 18, 11, 8]
    plan = make_plan(pipeline.check(tmp_path, AS_AT, jobs=1).verdict)
    (page,) = [p for p in plan.sites[Site.PUBLIC].pages if p.address == "guide/"]
    assert page.data["total"] == {
        "items": 93, "answered": 0, "late": 0, "absent": 0, "missing": 93
    }  # fmt: skip


# -- settings are read strictly


@pytest.mark.parametrize(
    ("answer", "column", "message", "fix"),
    [
        ("one: {answerd_by: [POL-0001]}", 11,
         "has a field that is not known, `guide.answers.one.answerd_by`",
         "did you mean `answered_by`?"),
        ("one: {answered_by: POL-0001}", 11, "`guide.answers.one.answered_by` must be a list",
         "see the metadata reference: `scheme schema`"),
        ("one: {answered_by: ['http://a.example/']}", 25,
         ("`guide.answers.one.answered_by[1]` is `http://a.example/`, which is neither a place in "
         "the store, nor a reference, nor an https address"),
         "see the metadata reference: `scheme schema`"),
        ("one: {answered_by: [policies/], every: yearly}", 37,
         ("`guide.answers.one.every` is `yearly`, which is neither a number of months nor "
         "`as-it-changes`"), "see the metadata reference: `scheme schema`"),
        ("one: {answered_by: [policies/], updated: 2026-02-30}", 37,
         "`guide.answers.one.updated` is `2026-02-30`, which is no date of the form YYYY-MM-DD",
         "write a day that exists as YYYY-MM-DD, such as 2026-02-28"),
        ("one: {absent: lost, reason: It is.}", 11,
         ("`guide.answers.one.absent` is `lost`; it must be `not-held` or `exempt` or "
         "`archived` or `impractical` or `published-elsewhere`"),
         "write `not-held` or `exempt` or `archived` or `impractical` or `published-elsewhere`"),
        ("ones: {absent: not-held, reason: It is not.}", 5,
         "answers `ones`, and no class has an item of that id", "did you mean `one`?"),
        ("one: {absent: not-held}", 11,
         "says that `one` is absent (not-held) and gives no `reason`",
         "add `reason:` beside it; the guide prints it"),
        ("one: {absent: exempt, reason: It is.}", 11,
         "says that `one` is absent (exempt) and gives no `exemption`",
         "add `exemption:` beside it; the guide prints it"),
        ("one: {absent: published-elsewhere, published_by: The Board}", 11,
         "says that `one` is absent (published-elsewhere) and gives no `link`",
         "add `link:` beside it; the guide prints it"),
        ("one: {absent: published-elsewhere, published_by: B, link: 'https://b.example/'}", 57,
         "sends readers of `one` to the first page of another site",
         "link to the page itself, as the Commissioner asks"),
        ("one: {absent: not-held, reason: No., answered_by: [POL-0001]}", 42,
         "says `answered_by` of `one`, which it says is absent (not-held)",
         "keep the one that is true"),
        ("one: {reason: It is not.}", 11, "says `reason` of `one`, and not that it is absent",
         ("add `absent:`, one of not-held, exempt, archived, impractical, published-elsewhere; or "
         "take the line out")),
    ],
)  # fmt: skip
def test_a_fault_of_an_answer_has_its_line_and_column(tmp_path, answer, column, message, fix):
    found = faults(tmp_path, settings_of(["one"], f"    {answer}\n"))
    assert found == [(9, column, message, fix)]


def test_an_id_is_used_once(tmp_path):
    assert faults(tmp_path, settings_of(["one", "two", "one"])) == [
        (8, 10, "uses the id `one` for two items", "give each item its own, whatever its class")
    ]
    again = "  - {id: our-policies-and-procedures, title: B}\n"
    twice = HEAD.replace("    items:\n", again)
    assert faults(tmp_path, twice) == [
        (5, 6, "uses the id `our-policies-and-procedures` twice", "give each class its own")
    ]


def test_a_contact_is_a_name_an_address_or_all_that_is_known(tmp_path):
    contacts = (
        "    general: {post: 1 High Street}\n    policy_unit: unit@anyshire.example\n"
        "    data_protection: 'https://anyshire.example/dpo/'\n    press: {email: nobody}\n"
        "    foi: [a]\n"
    )
    text = f"organisation:\n  name: A\n  short_name: B\n  contacts:\n{contacts}"
    assert faults(tmp_path, text) == [
        (8, 13, "`organisation.contacts.press.email` is `nobody`, which is no e-mail address",
         "see the metadata reference: `scheme schema`"),
        (9, 5, "`organisation.contacts.foi` must be one value or a mapping of `key: value` lines",
         "see the metadata reference: `scheme schema`"),
    ]  # fmt: skip
    good = text[: text.index("    press")]
    assert faults(tmp_path, good) == []
    settings, _ = read_settings(load_settings(tmp_path))
    unit = settings.organisation.contact("policy_unit")
    assert (unit.email, unit.post) == ("unit@anyshire.example", "1 High Street")
    assert settings.organisation.contact("data_protection").web == "https://anyshire.example/dpo/"
    assert settings.organisation.contact("nobody", "general").post == "1 High Street"
