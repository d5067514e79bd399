"""PS305: an approval given before quality assurance was complete."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from generator.gate.context import Context
from generator.gate.rule import POLICIES, Problem, rule
from generator.gate.signatures import PASS, believed_approval, believed_words, signed_names
from generator.model import Pack
from generator.months import in_words


@rule(
    "PS305",
    clause="SOPs, Role of Business Group Policy Co-ordinators",
    role="business group policy co-ordinator",
    fix="have the policy lead approve the pack again, now that quality assurance is complete",
    kinds=POLICIES,
)
def approved_before_quality_assurance(pack: Pack, context: Context) -> Iterator[Problem]:
    """The policy lead approved the pack before every role had quality assured it.

    Why: only documents that have completed quality assurance may be submitted to the policy lead,
    who relies on it.
    Good: the last pass is of 15 June, and the approval of 15 June or later.
    Bad: the approval is of 1 June, and the directorate of information passed the text on 15 June.
    """
    approval = believed_approval(pack.record)
    words = believed_words(pack.record, signed_names(pack))
    passed = [(word, name) for word, name in words if word.result == PASS]
    if approval is None or approval.date is None or not passed:
        return
    last, name = max(passed, key=lambda pair: pair[0].date or date.min)
    if last.date and approval.date < last.date:
        title = context.settings.role_title(last.by or "")
        message = (
            f"was approved on {in_words(approval.date)}, before the {title} passed {name} "
            f"on {in_words(last.date)}"
        )
        yield Problem(pack.at("approval", "date"), message)
