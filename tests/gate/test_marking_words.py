"""Every word that may stand beside a marking, or name one, does so."""

import pytest

from generator.gate.marking_grammar import NATIONAL, words_of
from generator.gate.marks import marks
from generator.settings import read_settings
from generator.store.source import read_document, read_record
from tests.gate.test_marks import found

OTHER = read_record(
    "scheme.yml",
    b"organisation: {name: Northmark, short_name: NC}\n"
    b"markings: {schemes: [[OPEN, CLOSED]], public: [OPEN], intranet: [OPEN], phrases: []}\n",
)
OTHER_SETTINGS, _ = read_settings(OTHER)

BY_NUMBERS = """
    pages of no number january february march april may june july august september october november
    december jan feb mar apr jun jul aug sep sept oct nov dec
""".split()
PLACES = "page annex appendix part section schedule copy version issue".split()
CAVEATS = (
    "UK eyes only", "eyes only", "UK only", "addressee only", "recipients only", "in confidence",
    "police only", "police use only", "internal use only", "internal only", "organisation use only",
    "HMG use only", "on completion", "after completion",
)  # fmt: skip
DESCRIPTORS = (
    *"""
    appointments budget commercial contracts crime disciplinary discipline finance honours HR
    intelligence investigation investigations legal LOCSEN management medical operational operations
    personal personnel police policy private procurement sensitive staff visit visits
    """.split(),
    "not for circulation", "not for release", "not to be copied", "do not copy",
)  # fmt: skip
DRAFT_BEFORE = """
    first second third fourth fifth final working initial early revised latest consultation
    preliminary outline
""".split()
DRAFT_AFTER = (
    "only", "copy", "version", "document", "for consultation", "for public consultation",
    "for internal consultation", "for comment", "for comments", "for discussion", "for review",
    "for approval", "for information", "for quality assurance", "for decision",
    "not for circulation", "not for publication", "not for release", "not approved",
    "not yet approved", "not policy", "subject to approval", "awaiting approval", "under review",
    "work in progress", "in progress",
)  # fmt: skip
LABELS = (
    "marking", "classification", "sensitivity", "protective marking", "protective markings",
    "protectively marked", "protective marking scheme", "protective classification",
    "security marking", "security classification", "security level",
    "Government security classification", "Government security classifications",
    "Government classification", "Government protective marking",
    "Government protective marking scheme", "document classification", "document marking", "GSC",
    "GSCs", "GPMS", "GPMS marking", "marked as", "classified as",
)  # fmt: skip
STATUS_LABELS = ("status", "document status", "version", "document version")
LOUD_LABELS = ("security", "handling", "distribution", "circulation", "access", "category")


def first_words(*lists):
    return [word for words in lists for word in words]


@pytest.mark.parametrize("name", NATIONAL)
def test_a_national_marking_counts_whatever_an_authority_calls_its_own(name):
    source = read_document("x.md", f"---\ntitle: x\n---\n{name}\n".encode())
    assert [m.names for m in marks(source, words_of(OTHER_SETTINGS))] == [(name,)]


def test_the_national_markings_are_these():
    assert NATIONAL == (
        "NOT PROTECTIVELY MARKED", "PROTECT", "RESTRICTED", "CONFIDENTIAL", "SECRET", "TOP SECRET",
        "OFFICIAL", "OFFICIAL-SENSITIVE",
    )  # fmt: skip


@pytest.mark.parametrize("word", first_words(BY_NUMBERS, PLACES))
def test_a_word_that_belongs_to_a_number_may_stand_beside_a_marking(word):
    assert found(f"Restricted {word} 4") == ["1 RESTRICTED"]
    assert found(f"4 {word} restricted") == ["1 RESTRICTED"] or word in PLACES


@pytest.mark.parametrize("words", CAVEATS)
def test_a_caveat_needs_nothing_between(words):
    assert "RESTRICTED" in "".join(found(f"Restricted {words}"))


@pytest.mark.parametrize("words", DESCRIPTORS)
def test_a_descriptor_needs_a_dash(words):
    assert found(f"Restricted - {words}")[0].startswith("1 RESTRICTED")


@pytest.mark.parametrize("between", [", ", ",", " / ", "/", "-", " - ", ": ", " | "])
def test_or_another_sign_between(between):
    assert found(f"Restricted{between}policy") == ["1 RESTRICTED"]
    assert found("Restricted policy") == found("Restricted+policy") == []


@pytest.mark.parametrize(
    ("line", "marks"),
    [
        ("RESTRICTED (when it is complete)", True),
        ("RESTRICTED (one two three four five six seven eight)", True),
        ("RESTRICTED (one two three four five six seven eight nine)", False),
        ("RESTRICTED (one two", True),
        ("RESTRICTED (when complete) zebra", False),
        ("RESTRICTED (one (two) three) zebra", False),
        ("RESTRICTED (one (two) three)", True),
        ("restricted when it is complete", True),
        ("restricted when it is fully complete", False),
        ("restricted when", False),
        ("RESTRICTED WHEN IT IS COMPLETE AND HAS COME", True),
        ("RESTRICTED WHEN IT IS COMPLETE AND HAS COME BACK", False),
        ("RESTRICTED - ONE TWO THREE FOUR FIVE SIX", True),
        ("RESTRICTED - ONE TWO THREE FOUR FIVE SIX SEVEN", False),
        ("RESTRICTED - ONE TWO zebra", False),
    ],
)
def test_what_follows_a_marking_is_short_and_all_there_is(line, marks):
    assert found(line) == (["1 RESTRICTED"] if marks else [])


def test_another_word_is_neither():
    assert found("Restricted zebra 4") == found("Restricted zebra crossing") == []


@pytest.mark.parametrize("word", DRAFT_BEFORE)
def test_what_may_stand_before_draft(word):
    assert found(f"{word.title()} draft") == ["1 DRAFT"]


@pytest.mark.parametrize(
    "line", ["Page 3 - first draft", "First draft only", "3 final draft for comment"]
)
def test_or_before_and_after_it(line):
    assert found(line) == ["1 DRAFT"]


@pytest.mark.parametrize("line", ["Section staff 4 restricted", "Staff first draft", "Final zebra"])
def test_what_is_not_next_to_it_is_another_word(line):
    assert found(line) == []


@pytest.mark.parametrize("words", DRAFT_AFTER)
def test_what_may_stand_after_draft(words):
    assert "DRAFT" in found(f"Draft {words}")[0]


@pytest.mark.parametrize("words", LABELS)
def test_after_a_label_any_case_is_a_marking(words):
    assert found(f"Of 2010. {words[0].upper()}{words[1:]}: restricted") == ["1 RESTRICTED"]


@pytest.mark.parametrize("words", STATUS_LABELS)
def test_after_a_status_draft_is_one(words):
    assert found(f"Made in 2010\n{words[0].upper()}{words[1:]}: draft") == ["2 DRAFT"]


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("Notes\nStatus: draft", ["2 DRAFT"]),
        ("Status:\ndraft\nNotes", ["2 DRAFT"]),
        ("Status:\ndraft of it", []),
        ("Of 2010. Status: draft", []),
        ("Of 2010. Marking: restricted in confidence", ["1 RESTRICTED"]),
        ("Of 2010. Marking: restricted to staff", []),
        ("Of 2010. Marking: staff", []),
        ("Of 2010. Protective marking scheme: restricted", ["1 RESTRICTED"]),
    ],
)
def test_what_a_label_announces_is_all_there_is(text, marks):
    assert found(text) == marks


@pytest.mark.parametrize("words", LOUD_LABELS)
def test_after_some_labels_only_capitals_mark(words):
    assert found(f"Of 2010. {words.title()}: RESTRICTED") == ["1 RESTRICTED"]
    assert found(f"Of 2010. {words.title()}: restricted") == []
