from datetime import date
from pathlib import Path

import pytest

from generator.settings import read_settings
from generator.store.load import load_settings
from generator.store.source import read_document
from generator.vocabulary import DocumentType
from generator.word.header_table import (
    Home,
    day_of,
    fields,
    is_header,
    kind_of,
    metadata,
    read_rows,
    rows,
)

ROOT = Path(__file__).parents[2]
CHARACTERISTICS = read_settings(load_settings(ROOT))[0].protected_characteristics
KINDS = ("policy", "sop", "eia", "workbook", "monitoring-report")
DOCUMENTS = sorted((*ROOT.glob("policies/*/*/*.md"), *ROOT.glob("monitoring/*/*/report.md")))

FORCE = [
    ("Protective Marking:", "NOT PROTECTIVELY MARKED"),
    ("Publication Scheme Y/N", "Y"),
    ("Title", "Lost property"),
    ("Version", "2"),
    ("Summary", "What becomes of\nlost property."),
    ("Branch / OCU", "Property Services"),
    ("Author", "Inspector A N Other"),
    ("Review Date", "4 May 2013"),
    ("Date Issued", "04/05/2010"),
]


def test_the_tables_of_every_document_of_the_store_read_back_as_its_front_matter():
    for path in DOCUMENTS:
        source = read_document(path.name, path.read_bytes())
        data = dict(source.metadata.data)
        if data["type"] not in KINDS:
            continue
        kind = DocumentType(data["type"])
        back = metadata(read_rows(rows(data, kind, CHARACTERISTICS), kind, CHARACTERISTICS))
        assert back == {key: data[key] for key in data if key not in {"type", "status"}}, path


def test_the_forces_own_table_is_read():
    read = read_rows(FORCE, DocumentType.POLICY)
    assert metadata(read) == {
        "protective_marking": "NOT PROTECTIVELY MARKED",
        "title": "Lost property",
        "summary": "What becomes of lost property.",
        "unit": "Property Services",
        "review_by": "2013-05-04",
    }
    assert metadata(read, Home.RECORD) == {"publish_on": "2010-05-04"}
    assert metadata(read, Home.IMPORT) == {
        "publication_scheme": "yes",
        "version": "2",
        "author": "Inspector A N Other",
    }


def test_a_label_that_nobody_knows_has_no_field():
    [read] = read_rows([("Colour", "blue"), ("Title", " ")], DocumentType.SOP)
    assert (read.label, read.text, read.field) == ("Colour", "blue", None)


@pytest.mark.parametrize("kind", KINDS)
def test_no_two_labels_of_a_type_are_alike(kind):
    labels = [
        label.casefold()
        for field in fields(DocumentType(kind), CHARACTERISTICS)
        for label in {field.label, *field.also}
    ]
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2010-05-04", date(2010, 5, 4)),
        ("04/05/2010", date(2010, 5, 4)),
        ("4.5.2010", date(2010, 5, 4)),
        ("4th  May 2010", date(2010, 5, 4)),
        ("4 sept 2010", date(2010, 9, 4)),
        ("May 2010", None),
        ("4/5/10", None),
        ("31 June 2010", None),
        ("4 Maybe 2010", None),
        ("4/5.2010", None),
    ],
)
def test_a_day_is_read_as_britain_writes_it_or_not_at_all(text, day):
    assert day_of(text) == day


def test_what_is_no_day_or_word_stays_as_typed_for_the_gate_to_name():
    read = read_rows([("Review date", "Spring"), ("Scope", "Force wide")], DocumentType.POLICY)
    assert metadata(read) == {"review_by": "Spring", "scope": "Force wide"}


def test_yes_and_no_may_be_short():
    read = read_rows([("Health and safety impact", "No")], DocumentType.POLICY)
    assert metadata(read) == {"health_and_safety": {"impact": "none"}}
    read = read_rows([("Control Measures", "Y")], DocumentType.SOP)
    assert metadata(read) == {"control_measures": "yes"}


def test_a_table_is_the_header_table_when_it_has_a_title_and_another_of_the_labels():
    assert is_header(label for label, _ in FORCE)
    assert not is_header(["Title", "Purpose"])
    assert not is_header(["Version", "Summary"])


def test_the_table_may_say_what_type_of_document_it_is():
    assert kind_of([("Document Type", "Monitoring report")]) is DocumentType.MONITORING_REPORT
    assert kind_of([("Document type", "Leaflet")]) is None
    assert kind_of(FORCE) is None
