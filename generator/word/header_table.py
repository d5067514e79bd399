"""The table on the first page of a Word document: which label stands for which metadata key.

One table serves both ways: a template prints the labels, an import reads them back. The first
nine labels are the force's own (Protective Marking, Publication Scheme Y/N, Title, Version,
Summary, Branch/OCU, Author, Review Date, Date Issued); each key that an author fills has one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from msgspec import Struct

from generator.months import MONTHS, in_words
from generator.schema.believe import parse_date
from generator.store.lookalikes import fold
from generator.vocabulary import DocumentType

Keys = tuple[str, ...]


class Form(StrEnum):
    """How a value is written in its cell."""

    TEXT = "text"
    DATE = "date"  # 4 May 2010, 04/05/2010 or 2010-05-04
    LIST = "list"  # one a line; on a single line, with semicolons between
    WORD = "word"  # one of a few words, in small letters in the store


class Home(StrEnum):
    """Where the value of a label belongs."""

    DOCUMENT = "document"  # the front matter
    RECORD = "record"  # the registered file, record.yml
    IMPORT = "import"  # nowhere: the import says what it read, and what to do about it


class Field(Struct, frozen=True):
    """One row of the table: what it is called, and which key it fills."""

    label: str
    keys: Keys
    form: Form = Form.TEXT
    home: Home = Home.DOCUMENT
    also: tuple[str, ...] = ()
    """Other labels that an import knows."""
    words: tuple[str, ...] = ()
    """What may stand there, where the form is a word."""


class Filled(Struct, frozen=True):
    """A row as it was read: its field (``None``: the label is not known) and its value."""

    label: str
    text: str
    field: Field | None


YES_NO = ("yes", "no")
SHORT = ("y", "n", "no")
IMPACTS = ("none", "positive", "adverse")
MEASURES = {
    "diversity_impact": "diversity impact",
    "compliance": "compliance",
    "performance": "performance",
    "benefits": "benefits",
}

MARKING = Field("Protective Marking", ("protective_marking",), also=("Marking", "Classification"))
SCHEME = Field(
    "Publication Scheme Y/N", ("publication_scheme",), Form.WORD, Home.IMPORT,
    ("Publication Scheme", "Publication Scheme Yes/No"), YES_NO,
)  # fmt: skip
TITLE = Field("Title", ("title",), also=("Document title", "Policy title"))
VERSION = Field(
    "Version", ("version",), home=Home.IMPORT, also=("Version number", "Version no")
)  # the folder says it
SUMMARY = Field("Summary", ("summary",))
UNIT = Field("Branch/OCU", ("unit",), also=("Branch", "OCU", "Unit", "Branch / OCU"))
NOT_KEPT_UNIT = Field("Branch/OCU", ("unit",), home=Home.IMPORT, also=UNIT.also)
AUTHOR = Field("Author", ("author",), home=Home.IMPORT)  # posts, not people
REVIEW = Field("Review Date", ("review_by",), Form.DATE, also=("Review by", "Date of review"))
NOT_KEPT_REVIEW = Field("Review Date", ("review_by",), Form.DATE, Home.IMPORT, REVIEW.also)
ISSUED = Field("Date Issued", ("publish_on",), Form.DATE, Home.RECORD, ("Issue date", "Issued"))
KIND = Field(
    "Document Type", ("type",), Form.WORD, Home.IMPORT, ("Type", "Kind of document"),
    tuple(kind.value for kind in DocumentType),
)  # fmt: skip
REFERENCE = Field("Reference", ("reference",), also=("Reference number", "Ref"))
APPLIES = Field("Applies To", ("applies_to",), Form.LIST)
KEYWORDS = Field("Keywords", ("keywords",), Form.LIST)
COMPLETED = Field("Completed On", ("completed_on",), Form.DATE, also=("Date completed",))
FEEDBACK = Field("Feedback Summary", ("feedback_summary",))


def fields(kind: DocumentType, characteristics: Sequence[str] = ()) -> tuple[Field, ...]:
    """Return the rows of the table for this type of document, in the order of a template.

    ``characteristics`` are those of the settings, for an impact assessment.
    """
    is_policy = kind is DocumentType.POLICY
    unit = UNIT if is_policy else NOT_KEPT_UNIT
    review = REVIEW if is_policy else NOT_KEPT_REVIEW
    first = (MARKING, SCHEME, TITLE, VERSION, SUMMARY, unit, AUTHOR, review, ISSUED, KIND)
    return (*first, *_of_type(kind, characteristics))


def _of_type(kind: DocumentType, characteristics: Sequence[str]) -> tuple[Field, ...]:
    match kind:
        case DocumentType.POLICY:
            return (REFERENCE, *POLICY, *_measures("monitoring_plan", "Monitoring Of"), *POLICY_END)
        case DocumentType.SOP:
            control = Field("Control Measures", ("control_measures",), Form.WORD, words=YES_NO)
            return (REFERENCE, APPLIES, control, KEYWORDS)
        case DocumentType.EIA:
            form = Field("Form", ("form",), also=("Form number",))
            assessed = Field("Assessed Version", ("assessed_version",))
            impacts = (field for name in characteristics for field in _impact(name))
            return (REFERENCE, form, COMPLETED, assessed, *impacts, FEEDBACK)
        case DocumentType.WORKBOOK:
            return (COMPLETED, FEEDBACK, *WORKBOOK)
        case DocumentType.MONITORING_REPORT:
            return (REFERENCE, *PERIOD, *_measures("measures", "Measure Of"), REMEDIAL)
        case _:
            return (REFERENCE,)


POLICY = (
    Field("Scope", ("scope",), Form.WORD, words=("corporate", "local")),
    Field("Policy Owner", ("policy_owner",), also=("Owner",)),
    Field("Policy Lead", ("policy_lead",), also=("Lead", "ACPO lead")),
    Field("Business Group", ("business_group",)),
    Field("Implemented By", ("implemented_by",)),
    Field("Monitored By", ("monitored_by",)),
    Field(
        "Health and Safety Impact", ("health_and_safety", "impact"), Form.WORD,
        words=("yes", "none"),
    ),
    Field("Health and Safety Statement", ("health_and_safety", "statement")),
    Field("Risk Assessment", ("health_and_safety", "risk_assessment")),
    Field(
        "Driver", ("driver",), Form.WORD,
        words=("legislation", "strategy", "operational-requirement"),
    ),
    APPLIES,
)  # fmt: skip
POLICY_END = (
    Field("Class of Information", ("class_of_information",)),
    Field("Associated Documents", ("associated_documents",), Form.LIST),
    Field("Formerly", ("formerly",), Form.LIST),
    KEYWORDS,
    Field("Contact", ("contact",)),
)
WORKBOOK = tuple(
    Field(f"Section: {name}", ("sections", key))
    for key, name in {
        "equality": "Equality",
        "health_and_safety": "Health and Safety",
        "information_management": "Information Management",
        "necessity": "Necessity",
        "proportionality": "Proportionality",
    }.items()
)
PERIOD = (
    Field("Period From", ("period_from",), Form.DATE),
    Field("Period To", ("period_to",), Form.DATE),
)
REMEDIAL = Field("Remedial Actions", ("remedial_actions",), Form.LIST)


def _measures(key: str, words: str) -> tuple[Field, ...]:
    return tuple(Field(f"{words} {name.title()}", (key, m)) for m, name in MEASURES.items())


def _impact(characteristic: str) -> tuple[Field, Field]:
    """An impact, and what is to be done about it where it is adverse."""
    name = characteristic.replace("_", " ")
    return (
        Field(f"Impact: {name}", ("impacts", characteristic, "impact"), Form.WORD, words=IMPACTS),
        Field(f"Action: {name}", ("impacts", characteristic, "action")),
    )


# -- Word to metadata -----------------------------------------------------------------------------


def read_rows(
    rows: Iterable[tuple[str, str]], kind: DocumentType, characteristics: Sequence[str] = ()
) -> tuple[Filled, ...]:
    """Return each row that holds a label and a value, with the field that its label stands for."""
    known = {
        _plain(label): field
        for field in fields(kind, characteristics)
        for label in (field.label, *field.also)
    }
    return tuple(
        Filled(label.strip(), text.strip(), known.get(_plain(label)))
        for label, text in rows
        if label.strip() and text.strip()
    )


def is_header(labels: Iterable[str]) -> bool:
    """Whether a table's first column holds enough of the labels to be the header table."""
    found = {_plain(label) for label in labels}
    return _plain(TITLE.label) in found and len(found & _OWN) >= ENOUGH


def kind_of(rows: Iterable[tuple[str, str]]) -> DocumentType | None:
    """Return the type of document that the table names, where it names one."""
    for label, text in rows:
        if _plain(label) in {_plain(name) for name in (KIND.label, *KIND.also)}:
            written = "-".join(fold(text).split())
            return next((kind for kind in DocumentType if kind.value == written), None)
    return None


def metadata(filled: Iterable[Filled], home: Home = Home.DOCUMENT) -> dict[str, Any]:
    """Return what the rows say as front matter (or as the record's lines), in their order.

    A value that is not of its form stays as it was typed, so that the gate names it.
    """
    data: dict[str, Any] = {}
    for row in filled:
        if row.field is not None and row.field.home is home:
            inner = data
            for key in row.field.keys[:-1]:
                inner = inner.setdefault(key, {})
            inner.setdefault(row.field.keys[-1], value(row.field, row.text))
    if home is Home.DOCUMENT and "impacts" in data:
        data["impacts"] = {name: _short(impact) for name, impact in data["impacts"].items()}
    return data


def value(field: Field, text: str) -> Any:
    """Return a cell's text as the store writes it."""
    match field.form:
        case Form.TEXT:
            return " ".join(text.split())
        case Form.DATE:
            day = day_of(text)
            return day.isoformat() if day else " ".join(text.split())
        case Form.LIST:
            items = text.split("\n" if "\n" in text.strip() else ";")
            return [" ".join(item.split()) for item in items if item.strip()]
        case Form.WORD:
            written = "-".join(fold(text).split())
            meant = [word for word in field.words if word.startswith(written)]
            return meant[0] if meant and written in {meant[0], *SHORT} else text


def day_of(text: str) -> date | None:
    """Return a day as people write it: 4 May 2010, 04/05/2010, 2010-05-04; two figures are no year.

    A figure with a dot or stroke is read as Britain writes it, the day first.
    """
    plain = " ".join(text.split())
    if day := parse_date(plain):
        return day
    if found := NUMBERS.fullmatch(plain):
        return parse_date(f"{found['year']}-{found['month']:>02}-{found['day']:>02}")
    if found := WORDS.fullmatch(plain):
        month = MONTHS.get(found["month"].casefold(), 0)
        return parse_date(f"{found['year']}-{month:02}-{found['day']:>02}")
    return None


NUMBERS = re.compile(r"(?P<day>\d{1,2})([/.])(?P<month>\d{1,2})\2(?P<year>\d{4})")
WORDS = re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th)? (?P<month>[A-Za-z]{3,9}),? (?P<year>\d{4})")
ENOUGH = 2


def _short(impact: Mapping[str, str]) -> Any:
    """An impact without an action is one word in the store."""
    return impact["impact"] if set(impact) == {"impact"} else dict(impact)


def _plain(label: str) -> str:
    """Return a label as it is compared: letters and figures alone, small."""
    return re.sub(r"[^a-z0-9]", "", fold(label))


_OWN = frozenset(
    _plain(label)
    for field in (MARKING, SCHEME, TITLE, VERSION, SUMMARY, UNIT, AUTHOR, REVIEW, ISSUED, KIND)
    for label in (field.label, *field.also)
)


# -- metadata to Word -----------------------------------------------------------------------------


def rows(
    data: Mapping[str, Any], kind: DocumentType, characteristics: Sequence[str] = ()
) -> tuple[tuple[str, str], ...]:
    """Return the table for a document with this metadata: each label, and its value or nothing."""
    return tuple((field.label, _text(field, data)) for field in fields(kind, characteristics))


def _text(field: Field, data: Mapping[str, Any]) -> str:
    found: Any = data
    for n, key in enumerate(field.keys):
        if isinstance(found, str) and key == "impact" and n:  # an impact in one word
            continue
        found = found.get(key) if isinstance(found, Mapping) else None
    if found is None:
        return ""
    if field.form is Form.LIST:
        return "\n".join(found)
    day = parse_date(found) if field.form is Form.DATE else None
    return in_words(day) if day else str(found)
