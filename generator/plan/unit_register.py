"""The policy unit's full register: every pack, its stage, and the sign-offs it still needs.

It is written beside the sites and never served: it names packs in development, held and refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from generator.findings import Severity
from generator.gate.decide import Verdict
from generator.gate.decision import Decision, state_of
from generator.gate.signatures import Standing, assurances, needs_approval
from generator.model import Document, Pack
from generator.plan.as_files import Column, Row, Sheet, csv_bytes, sqlite_bytes
from generator.settings import Settings
from generator.vocabulary import PackKind

PACK = (
    Column("pack", "The folder of the pack, or the page"),
    Column("kind", "policy, report or page"),
    Column("title", "The title"),
    Column("reference", "The reference of the policy or report"),
    Column("state", "What became of it"),
    Column("stage", "The stage its record gives"),
    Column("change", "new, major, minor or interim"),
    Column("business_group", "The business group that owns the policy"),
    Column("policy_owner", "The post that answers for the policy"),
    Column("policy_lead", "The post that approves it"),
    Column("registered_file", "The registered file"),
    Column("publish_on", "The day it is to be, or was, published"),
    Column("review_by", "The day by which it is to be reviewed"),
    Column("outstanding", "How many sign-offs it still needs", number=True),
    Column("outstanding_sign_offs", "Each of them: the document, who must sign, and why"),
    Column("refused_by", "The rules that refuse it"),
)
SIGN_OFF = (
    Column("pack", "The folder of the pack"),
    Column("document", "The document"),
    Column("role", "Who must sign"),
    Column(
        "standing",
        "missing, failed, doubted (not the key's) or changed (signed before the text was)",
    ),
)
FINDING = (
    Column("pack", "The folder of the pack"),
    Column("rule", "The rule"),
    Column("severity", "refuse, public or warn"),
    Column("path", "The file"),
    Column("line", "The line", number=True),
    Column("message", "What is wrong"),
    Column("fix", "How to mend it"),
    Column("role", "Who mends it"),
)


def register_files(verdict: Verdict) -> tuple[bytes, bytes]:
    """Return the register as a database, and its packs as CSV."""
    settings = verdict.context.settings
    packs = tuple(_pack(decision, settings) for decision in verdict.decisions)
    signs = tuple(row for d in verdict.decisions for row in _sign_offs(d.pack, settings))
    findings = tuple(row for d in verdict.decisions for row in _findings(d))
    sheets = (
        Sheet("pack", PACK, packs),
        Sheet("sign_off", SIGN_OFF, signs),
        Sheet("finding", FINDING, findings),
    )
    return sqlite_bytes(sheets), csv_bytes(PACK, packs)


def _pack(decision: Decision, settings: Settings) -> Row:
    pack, record, policy = decision.pack, decision.pack.record, decision.pack.policy
    lead = policy or pack.report
    missing = tuple(_sign_offs(pack, settings))
    refusing = {f.rule for f in decision.findings if f.severity is Severity.REFUSE}
    return (
        pack.path,
        pack.kind.value,
        pack.title,
        lead.reference if lead else None,
        state_of(decision).value,
        record.stage.value if record and record.stage else None,
        record.change.value if record and record.change else None,
        policy.business_group if policy else None,
        policy.policy_owner if policy else None,
        policy.policy_lead if policy else None,
        record.registered_file if record else None,
        _iso(pack.publish_on),
        _iso(policy.review_by) if policy else None,
        len(missing),
        "; ".join(f"{name}: {role} ({why})" for _, name, role, why in missing) or None,
        ", ".join(sorted(refusing)) or None,
    )


def _sign_offs(pack: Pack, settings: Settings) -> Iterator[Row]:
    """Yield each sign-off that is asked for and does not stand: passes, then approvals."""
    if pack.kind is PackKind.PAGE:
        return
    for asked in assurances(pack, settings):
        if asked.word.standing is not Standing.PASSED:
            role = settings.role_title(asked.role)
            yield pack.path, asked.document.name, role, asked.word.standing.value
    for document in pack.documents:
        approved = _approved(pack, document)
        if needs_approval(document, settings) and approved is not Standing.PASSED:
            yield pack.path, document.name, "Approval by the policy lead", approved.value


def _approved(pack: Pack, document: Document) -> Standing:
    """Return what the policy lead's approval of a document is worth."""
    approval = pack.record.approval if pack.record else None
    signed = approval.documents.get(document.name) if approval else None
    if approval is None or signed is None:
        return Standing.MISSING
    if approval.doubt:
        return Standing.DOUBTED
    return Standing.PASSED if signed == document.digest else Standing.CHANGED


def _findings(decision: Decision) -> Iterator[Row]:
    for found in decision.findings:
        yield (
            decision.pack.path, found.rule, found.severity.value, found.at.path, found.at.line,
            found.message, found.fix, found.role,
        )  # fmt: skip


def _iso(on: date | None) -> str | None:
    return on.isoformat() if on else None
