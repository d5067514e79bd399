"""Sign-offs are bound to the text: whose word on which document counts, and what it is worth.

The store, section 5: a role may sign more than once; its latest entry that names a document (by
date, then by place in the file) is its word on it, and earlier entries are history. A latest entry
that is not believed is no pass, and no earlier one takes its place; a fail is heard even so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum

from msgspec import Struct

from generator.model import Approval, Document, Pack, Record, SignOff
from generator.settings import Settings
from generator.store.load import Attachment
from generator.vocabulary import REPORT_TYPES

Signed = Document | Attachment

PASS, FAIL = "pass", "fail"


class Standing(StrEnum):
    """What a role's last word on a document is worth."""

    MISSING = "missing"
    FAILED = "failed"
    DOUBTED = "doubted"
    CHANGED = "changed"
    PASSED = "passed"


class Word(Struct, frozen=True):
    """A role's standing on one document, and the entry that says so (none where it is missing)."""

    standing: Standing
    sign_off: SignOff | None


class Assurance(Struct, frozen=True):
    """One thing that must have been passed, by whom, and how that stands."""

    document: Document
    role: str
    word: Word


def last_word(record: Record | None, role: str, name: str) -> SignOff | None:
    """Return the role's latest entry that names the document, with a date and a result."""
    entries = [
        entry
        for entry in (record.quality_assurance if record else ())
        if entry.by == role and name in entry.documents and _is_a_word(entry)
    ]
    return max(entries, key=_order, default=None)


def believed_words(record: Record | None, names: Iterable[str]) -> tuple[tuple[SignOff, str], ...]:
    """Return the last words that are believed, as ``last_words`` does."""
    return tuple((word, name) for word, name in last_words(record, names) if not word.doubt)


def believed_approval(record: Record | None) -> Approval | None:
    """Return the policy lead's approval; one that is not believed is none."""
    approval = record.approval if record else None
    return approval if approval and not approval.doubt else None


def last_words(record: Record | None, names: Iterable[str]) -> tuple[tuple[SignOff, str], ...]:
    """Return every entry that is its role's last word on one of ``names``, with that name."""
    entries = record.quality_assurance if record else ()
    roles = {entry.by for entry in entries if entry.by}
    found = [
        (word, name)
        for name in names
        for role in roles
        if (word := last_word(record, role, name)) is not None
    ]
    return tuple(sorted(found, key=lambda pair: (pair[0].index, pair[1])))


def _is_a_word(entry: SignOff) -> bool:
    return entry.date is not None and entry.result in {PASS, FAIL}


def _order(entry: SignOff) -> tuple[date, int]:
    return entry.date or date.min, entry.index


def required_roles(document: Document, settings: Settings) -> tuple[str, ...]:
    """Return the roles that must have passed a document of this type."""
    kind = "report" if document.type in REPORT_TYPES else document.type.value
    return settings.matrix.get(kind, ())


def needs_approval(document: Document, settings: Settings) -> bool:
    """Whether the policy lead must have approved a document of this type."""
    return document.type.value in settings.approved


def standing(pack: Pack, document: Signed, role: str) -> Word:
    """Return how one role stands on one document, or attachment, of the pack."""
    word = last_word(pack.record, role, document.name)
    if word is None:
        return Word(Standing.MISSING, None)
    if word.result != PASS:
        return Word(Standing.FAILED, word)
    if word.doubt:
        return Word(Standing.DOUBTED, word)
    if word.documents[document.name] != document.digest:
        return Word(Standing.CHANGED, word)
    return Word(Standing.PASSED, word)


def assurances(pack: Pack, settings: Settings) -> Iterator[Assurance]:
    """Yield every pass that the matrix asks for, of each document that could be read."""
    for document in pack.documents:
        for role in required_roles(document, settings):
            yield Assurance(document, role, standing(pack, document, role))


def things(pack: Pack) -> tuple[Signed, ...]:
    """Return everything in the pack that a sign-off may bind: documents, attachments, records."""
    return (*pack.documents, *pack.attachments, *pack.records_csv)


def signed_names(pack: Pack) -> frozenset[str]:
    """Return the names of everything in the pack that a sign-off may name."""
    return pack.names | {file.name for file in (*pack.attachments, *pack.records_csv)}


def every(words: Iterable[str]) -> str:
    """Return words as a sentence lists them: ``a, b and c``."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last
