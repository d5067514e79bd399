"""PS301: a document that one of its assurers has never passed judgement on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.gate.context import Context
from generator.gate.rule import POLICIES, Problem, rule
from generator.gate.signatures import Standing, assurances, every
from generator.gate.written import place, readable_record
from generator.model import Pack, Record


@rule(
    "PS301",
    clause="SOPs, stage 4",
    role="role that has not signed",
    fix="have each document quality assured by every role that must: `scheme sign-off`",
    kinds=POLICIES,
)
def quality_assurance_missing(pack: Pack, context: Context) -> Iterator[Problem]:
    """A document has not been quality assured by everyone who must pass it.

    Why: the policy co-ordination unit, the diversity directorate and the information directorate
    each look for something that the others do not. Only papers that all have passed go on to the
    policy lead. Where settings give roles keys, an entry counts only as the role signed it.
    Good: each role of the matrix has an entry with a result and a date that names the document.
    Bad: no entry of the directorate of information; or one that leaves out `sop-process.md`; or one
    whose date somebody changed after it was signed.
    """
    record = readable_record(pack)
    if record is None:
        return
    unsigned: dict[str, list[str]] = {}
    doubted: dict[int, list[str]] = {}
    for needed in assurances(pack, context.settings):
        if needed.word.standing is Standing.MISSING:
            unsigned.setdefault(needed.role, []).append(needed.document.name)
        elif needed.word.standing is Standing.DOUBTED and needed.word.sign_off:
            doubted.setdefault(needed.word.sign_off.index, []).append(needed.document.name)
    at = place(record.source, "quality_assurance", duty="stage")
    for role, names in unsigned.items():
        title = context.settings.role_title(role)
        message = f"has no quality assurance of {every(names)} by the {title}"
        yield Problem(at, message, role=title)
    yield from _not_believed(record, doubted, context)


def _not_believed(
    record: Record, doubted: Mapping[int, list[str]], context: Context
) -> Iterator[Problem]:
    """Yield each entry that somebody relies on and nobody can; and each that was tampered with."""
    for entry in record.quality_assurance:
        names = doubted.get(entry.index, [])
        if entry.doubt and (names or entry.doubt.broken):
            title = context.settings.role_title(entry.by or "somebody")
            lost = f", so that its pass of {every(names)} is not believed" if names else ""
            message = f"has an entry of the {title} {entry.doubt}{lost}"
            at = record.at("quality_assurance", entry.index)
            yield Problem(at, message, entry.doubt.fix, role=title)
