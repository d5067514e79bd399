"""PS304: a policy or procedure that the policy lead has not approved."""

from __future__ import annotations

from collections.abc import Iterator

from generator.gate.context import Context
from generator.gate.rule import POLICIES, Problem, rule
from generator.gate.signatures import every, needs_approval
from generator.gate.written import missing, place, readable_record
from generator.model import Pack, Record

FACTS = {
    "by": ("does not say who gave it", "add `by:` and the post of the policy lead"),
    "date": ("has no date", "add `date:` and the day of the approval"),
}


@rule(
    "PS304",
    clause="SOPs, stage 5",
    role="policy lead",
    fix="have the policy lead approve the pack: `scheme sign-off PACK --as approval`",
    kinds=POLICIES,
)
def approval_missing(pack: Pack, context: Context) -> Iterator[Problem]:
    """The policy lead's approval is missing, or is not complete, or leaves out a document.

    Why: the policy lead approves the policy and its procedures for publication, on behalf of
    their Management Board member. Each version, and each text of it, is approved for itself.
    Good: `approval:` with the post, rank and date, naming `policy.md` and every procedure.
    Bad: no `approval:`; one without `date:`; one that names `policy.md` but not the procedure; one
    that was changed after the policy lead signed it with a key.
    """
    record = readable_record(pack)
    if record is None:
        return
    if missing(record.source, "approval"):
        at = place(record.source, "approval", duty="stage")
        yield Problem(at, "has no approval by the policy lead")
    elif record.approval is not None:
        if record.approval.doubt:
            doubt = record.approval.doubt
            yield Problem(record.at("approval"), f"has an approval {doubt}", doubt.fix)
        yield from _incomplete(record)
        yield from _left_out(pack, record, context)


def _incomplete(record: Record) -> Iterator[Problem]:
    for key, (fault, fix) in FACTS.items():
        if missing(record.source, "approval", key):
            yield Problem(record.at("approval", key), f"has an approval that {fault}", fix)


def _left_out(pack: Pack, record: Record, context: Context) -> Iterator[Problem]:
    names = [
        document.name
        for document in pack.documents
        if needs_approval(document, context.settings)
        and missing(record.source, "approval", "documents", document.name)
    ]
    if names:
        at = record.at("approval", "documents")
        yield Problem(at, f"has an approval that does not name {every(names)}")
