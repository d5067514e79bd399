"""PS202: a policy without procedures, and without the reason why it needs none."""

from __future__ import annotations

from collections.abc import Iterator

from generator.gate.context import Context
from generator.gate.rule import POLICIES, Problem, rule
from generator.gate.written import says_nothing
from generator.model import Pack


@rule(
    "PS202",
    clause="SOPs, stage 4",
    role="policy developer",
    fix="add the procedures (sop-....md), or `no_sops:` and why the policy needs none",
    kinds=POLICIES,
)
def sops_missing(pack: Pack, _: Context) -> Iterator[Problem]:
    """A pack holds no standard operating procedures, and no reason for having none.

    Why: a policy says what must be done; without procedures nobody is told how. Some policies
    need none, but then somebody has decided so, and the record says why.
    Good: `sop-process.md`, or `no_sops: The policy asks for nothing beyond what the law lays down.`
    Bad: neither; or `no_sops: N/A`.
    """
    written = any(name.startswith("sop-") for name in pack.names)
    reason = pack.record.no_sops if pack.record else None
    if not written and says_nothing(reason):
        at = pack.at("no_sops") if reason else pack.at("stage")
        yield Problem(at, "is a pack with no standard operating procedures, and no reason for that")
