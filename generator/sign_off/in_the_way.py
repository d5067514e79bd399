"""What stands in the way of a sign-off: the gate is asked, with the entry in the record."""

from __future__ import annotations

import dataclasses

from msgspec import Struct, structs

from generator.findings import Finding, Location, Severity
from generator.gate.context import Context
from generator.gate.decide import Verdict, decide
from generator.gate.rules import RULES
from generator.gate.signatures import FAIL, things
from generator.model import Pack, Scheme
from generator.sign_off.standings import to_sign
from generator.sign_off.words import Approving, Assurance, CannotSign
from generator.sign_off_keys import APPROVAL, ASSURANCE
from generator.store.load import RECORD, RawPack, Store
from generator.store.source import read_record
from generator.validate import validate

OF_OTHERS = frozenset({"PS301", "PS302", "PS303", "PS501", "PS609"})
"""Another role's word."""
OF_APPROVAL = frozenset({"PS304", "PS305", "PS306", "PS307"})
"""Approval comes after quality assurance, and is given again after a change."""
SIGNATURES = OF_OTHERS | OF_APPROVAL


class After(Struct, frozen=True):
    """The pack as it would be with the sign-off in its record, and what would refuse it."""

    scheme: Scheme
    pack: Pack
    refusals: tuple[Finding, ...]


def gated(before: Verdict, pack: Pack, data: bytes) -> After:
    """Put the store through the gate as it would be with ``data`` as the pack's record.

    What does not change with it is not examined again.
    """
    context = before.context
    source = read_record(f"{pack.path}/{RECORD}", data)
    raw = RawPack(
        pack.path, pack.kind, pack.owner, pack.edition, record=source, faults=source.faults
    )
    alone = validate(Store(None, (raw,), {}), context.settings).packs[0]
    others = [fault for fault in pack.faults if fault.at.path != source.path]
    faults = tuple(sorted((*others, *alone.faults)))
    signed = dataclasses.replace(pack, record=alone.record, faults=faults)
    packs = tuple(signed if p.path == pack.path else p for p in context.scheme)
    scheme = dataclasses.replace(context.scheme, packs=packs)
    after = Context(scheme, context.as_at, context.published)
    verdict = decide(RULES, after, before.examined)
    found = next(d.findings for d in verdict.decisions if d.pack is signed)
    return After(scheme, signed, tuple(f for f in found if f.severity is Severity.REFUSE))


def refuse(
    pack: Pack, found: tuple[Finding, ...], after: After, word: Assurance | Approving
) -> None:
    """Raise where the gate would still refuse the pack for reasons that are this signer's."""
    if isinstance(word, Assurance) and word.result == FAIL:
        return  # that a text is wrong may always be said
    standing_in_the_way = [f for f in after.refusals if _stands_in_the_way(f, after, word)]
    if standing_in_the_way:
        message = f"{pack.path} cannot be signed: the gate would refuse it all the same"
        key = "quality_assurance" if isinstance(word, Assurance) else APPROVAL
        known = {(finding.rule, finding.message): finding for finding in found}
        shown = (
            # Lines of the record that was not written lead nowhere.
            known.get((f.rule, f.message)) or structs.replace(f, at=pack.at(key))
            for f in standing_in_the_way
        )
        raise CannotSign(message, tuple(shown))


def _stands_in_the_way(finding: Finding, after: After, word: Assurance | Approving) -> bool:
    """Whether a refusal that would remain is one for this signer to wait for.

    The policy lead relies on everything before approval, so for an approval each one is. For a
    role neither other people's signatures are, nor faults in what it does not sign.
    """
    if isinstance(word, Approving):
        return True
    pack = after.pack
    if finding.rule in SIGNATURES and not _is_of_a_link(finding, pack):
        return finding.at in _tampered_with(pack, word.role)
    own = {item.path for item in to_sign(after.scheme, pack, word.role)}
    known = {item.path for item in things(pack)}
    return finding.at.path in own or finding.at.path not in known


def _tampered_with(pack: Pack, role: str) -> frozenset[Location]:
    """Return where the role's entries stand that are not what it signed: it should know of them."""
    return frozenset(
        pack.at(ASSURANCE, entry.index)
        for entry in (pack.record.quality_assurance if pack.record else ())
        if entry.by == role and entry.doubt and entry.doubt.broken
    )


def _is_of_a_link(finding: Finding, pack: Pack) -> bool:
    """PS609 also finds a link to another pack's file, which no signature mends."""
    texts = {document.path for document in pack.documents}
    return finding.rule == "PS609" and finding.at.path in texts
