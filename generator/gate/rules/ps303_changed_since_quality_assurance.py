"""PS303: a document that is not the text that was quality assured."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Location
from generator.gate.context import Context
from generator.gate.rule import POLICIES, Problem, rule
from generator.gate.signatures import (
    Signed,
    Standing,
    every,
    required_roles,
    standing,
    things,
)
from generator.model import Document, Pack
from generator.months import in_words
from generator.settings import Settings


@rule(
    "PS303",
    clause="SOPs, Role of Business Group Policy Co-ordinators (integrity)",
    role="policy developer",
    fix="have this text quality assured again, or put back the text that was: `scheme sign-off`",
    kinds=POLICIES,
)
def changed_since_quality_assurance(pack: Pack, context: Context) -> Iterator[Problem]:
    """A document, or a file attached to it, was changed after it was quality assured.

    Why: an assurer passes a text, not a file name. What was changed afterwards has been seen by
    nobody, however small the change.
    Good: the digest that each role signed is the digest of the document as it stands.
    Bad: one word of `policy.md` altered after the policy co-ordination unit passed it.
    """
    for document in things(pack):
        words = [
            f"the {context.settings.role_title(role)} passed it on {in_words(entry.date)}"
            for role in _roles(pack, document, context.settings)
            if (word := standing(pack, document, role)).standing is Standing.CHANGED
            and (entry := word.sign_off)
            and entry.date
        ]
        if words:
            yield Problem(Location(document.path), f"has changed since {every(words)}")


def _roles(pack: Pack, document: Signed, settings: Settings) -> tuple[str, ...]:
    """An attachment is signed wherever the document that links to it is."""
    if isinstance(document, Document):
        return required_roles(document, settings)
    roles = [role for text in pack.documents for role in required_roles(text, settings)]
    return tuple(dict.fromkeys(roles))
