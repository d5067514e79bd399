"""PS415: a new version published after the old one was due for review."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Severity
from generator.gate.context import Context
from generator.gate.rule import POLICIES, Problem, rule
from generator.gate.versions import version_before
from generator.model import Pack
from generator.months import in_words


@rule(
    "PS415",
    clause="SOPs, stage 1 (3-year review)",
    role="policy manager",
    fix="nothing can be mended now; begin the next review at least six months before it is due",
    severity=Severity.WARN,
    kinds=POLICIES,
)
def published_late(pack: Pack, context: Context) -> Iterator[Problem]:
    """A version is published after the day by which the one before was to be reviewed.

    Why: a review is to be completed, approved and published before the corporate deadline. The
    record shows when that did not happen.
    Good: the version before was due on 1 August 2025, and this one is published that day.
    Bad: the version before was due on 1 August 2025, and this one is published a day later.
    """
    before = version_before(pack, context)
    due = before.policy.review_by if before and before.policy else None
    if before and due and pack.publish_on and pack.publish_on > due:
        message = (
            f"is published on {in_words(pack.publish_on)}, after version {before.version} was due "
            f"for review on {in_words(due)}"
        )
        yield Problem(pack.at("publish_on"), message)
