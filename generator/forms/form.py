"""What a form asks for: the metadata of its type of document, and the headings of its format.

Everything comes from elsewhere: the keys and the words of their rows from the header table, what
each is for and whether it is needed from its schema, headings and characteristics from settings.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from msgspec import Struct

from generator.gate.headings import asked_headings, plain_heading
from generator.schema.believe import schema_text
from generator.settings import Settings
from generator.vocabulary import INSERT, DocumentType, Site
from generator.word.header_table import Field, Form, Home, Keys, fields

KINDS = (
    DocumentType.POLICY,
    DocumentType.SOP,
    DocumentType.EIA,
    DocumentType.WORKBOOK,
    DocumentType.MONITORING_REPORT,
)
"""The types of document that have a format."""
CALLED = {
    DocumentType.POLICY: "policy statement",
    DocumentType.SOP: "standard operating procedures",
    DocumentType.EIA: "equality impact assessment",
    DocumentType.WORKBOOK: "corporate policy workbook",
    DocumentType.MONITORING_REPORT: "monitoring report",
}
FIXED: Mapping[DocumentType, Mapping[Keys, str]] = {
    DocumentType.POLICY: {("scope",): "corporate"},  # what is local does not come through (PS106)
    DocumentType.EIA: {("form",): "6119A"},
}
"""What is the same in every document of a type."""
NOT_KEPT = {
    "publication_scheme": "whether it is meant for the publication scheme",
    "version": "the number of the version",
    "author": "the post of the author, never a name",
    "unit": "the unit that writes it",
    "review_by": "the day by which the policy is to be reviewed",
    "publish_on": "the day on which it is to be published",
    "type": "what kind of document this is",
}
"""What rows are for that fill no key of the document."""


class Asked(Struct, frozen=True):
    """One row of a form: which key it fills, what belongs there, and whether it must be filled.

    ``row`` is its row of a Word document's header table; ``choices`` are all that may stand there.
    """

    row: Field
    says: str
    needed: bool
    choices: tuple[str, ...]

    @property
    def keys(self) -> Keys:
        """The key of the front matter that it fills."""
        return self.row.keys

    @property
    def meaning(self) -> str:
        """What belongs there, with the words that may be chosen before it."""
        if not self.choices:
            return self.says
        return f"{listed(self.choices)}: {self.says}"

    @property
    def place(self) -> str:
        """Words that keep the place until it is filled; the gate refuses them (PS105)."""
        return placeholder(listed(self.choices) if self.row.form is Form.WORD else self.says)


class Heading(Struct, frozen=True):
    """A heading of a form, and what belongs under it."""

    text: str
    says: str

    @property
    def place(self) -> str:
        """Words that keep the place until it is filled; the gate refuses them (PS105)."""
        return placeholder(self.says)


def placeholder(says: str) -> str:
    """Return words that keep a place: `[insert the reason]`."""
    return f"{INSERT} {says}]"


def listed(words: tuple[str, ...]) -> str:
    """Return choices as a sentence lists them: `yes, no or none`."""
    *first, last = words
    return f"{', '.join(first)} or {last}" if first else last


def asked(kind: DocumentType, settings: Settings) -> Iterator[Asked]:
    """Yield every row of the form of this type, in the order of a Word template's header table."""
    for row in fields(kind, settings.protected_characteristics):
        if row.home is Home.DOCUMENT:
            says, needed = _described(kind, row.keys)
            yield Asked(row, says, needed, _choices(row, settings))
        else:
            yield Asked(row, NOT_KEPT[row.keys[0]], needed=False, choices=row.words)


def headings(kind: DocumentType, settings: Settings) -> Iterator[Heading]:
    """Yield the headings of a form: those that its format asks for, then those that it offers."""
    guidance = {plain_heading(name): says for name, says in settings.heading_guidance.items()}
    names = (*asked_headings(settings, kind), *settings.offered_headings.get(kind, ()))
    for plain, name in {plain_heading(name): name for name in names}.items():
        yield Heading(name, guidance.get(plain, f"what belongs under {name}"))


def _choices(row: Field, settings: Settings) -> tuple[str, ...]:
    match row.keys:
        case ("protective_marking",):
            allowed = settings.markings.allowed[Site.INTRANET]
            return tuple(dict.fromkeys(n for n in settings.markings.names() if n in allowed))
        case ("business_group",):
            return settings.business_groups
        case _:
            return row.words if row.form is Form.WORD else ()


def keys_of(kind: DocumentType) -> tuple[str, ...]:
    """Return the keys of this type's front matter, in order."""
    return tuple(_schema(kind)["properties"])


@cache
def _schema(kind: DocumentType) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(schema_text(kind))
    return found


def _described(kind: DocumentType, keys: Keys) -> tuple[str, bool]:
    """Return what a schema says of a key, and whether the document lacks something without it.

    It does where the schema requires it, or a rule of its own names it (`x-rule`).
    """
    node, needed = _schema(kind), True
    for key in keys:
        named = "properties" in node
        inner = node["properties"][key] if named else _free(node)
        needed = needed and (not named or key in node.get("required", ()) or "x-rule" in inner)
        node = inner
    return str(node["description"]), needed


def _free(node: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the form of what stands at a place whose names the settings give."""
    forms: tuple[Mapping[str, Any], ...] = tuple(node["additionalProperties"]["anyOf"])
    return next(form for form in forms if form.get("type") == "object")
