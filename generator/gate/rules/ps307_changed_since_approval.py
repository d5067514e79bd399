"""PS307: a document that is not the text that was approved."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Location
from generator.gate.context import Context
from generator.gate.rule import POLICIES, Problem, rule
from generator.gate.signatures import Signed, believed_approval, needs_approval, things
from generator.model import Approval, Document, Pack
from generator.months import in_words
from generator.settings import Settings


@rule(
    "PS307",
    clause="SOPs, Role of Business Group Policy Co-ordinators (integrity)",
    role="policy lead",
    fix="have the policy lead approve this text, or put back the text that was approved",
    kinds=POLICIES,
)
def changed_since_approval(pack: Pack, context: Context) -> Iterator[Problem]:
    """A document, or a file attached to it, was changed after the policy lead approved it.

    Why: the policy lead approves a text. Whatever was changed afterwards was approved by nobody.
    Good: the digest under `approval:` is the digest of the document as it stands.
    Bad: a deadline in `sop-process.md` altered after approval, and only assured again.
    """
    approval = believed_approval(pack.record)
    if approval is None:
        return
    for document in things(pack):
        signed = approval.documents.get(document.name, document.digest)
        if _is_approved(document, context.settings) and signed != document.digest:
            yield Problem(Location(document.path), f"has changed since {_approved(approval)}")


def _is_approved(document: Signed, settings: Settings) -> bool:
    return not isinstance(document, Document) or needs_approval(document, settings)


def _approved(approval: Approval) -> str:
    day = f" on {in_words(approval.date)}" if approval.date else ""
    return f"the {approval.by} approved it{day}" if approval.by else f"it was approved{day}"
