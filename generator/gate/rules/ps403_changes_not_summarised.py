"""PS403: a later version that does not say what changed."""

from __future__ import annotations

from collections.abc import Iterator

from generator.gate.context import Context
from generator.gate.rule import POLICIES, Problem, rule
from generator.gate.written import place, readable_record, unanswered
from generator.model import Pack


@rule(
    "PS403",
    clause="SOPs, stage 4",
    role="policy developer",
    fix="add `summary_of_changes:`, one or two sentences on what is different and for whom",
    kinds=POLICIES,
)
def changes_not_summarised(pack: Pack, _: Context) -> Iterator[Problem]:
    """A version that is not the first has no summary of what changed.

    Why: a reviewed policy is submitted with a summary note of changes; it stands on the page and in
    the notice, and tells people who knew the old version what to do differently.
    Good: `summary_of_changes: The time for a decision is 5 days, and was 7.` (a first version
    needs none)
    Bad: version 2 without `summary_of_changes:`; one that says "none" or "N/A".
    """
    record = readable_record(pack)
    if record and pack.version > 1 and unanswered(record.source, "summary_of_changes"):
        at = place(record.source, "summary_of_changes", duty="change")
        yield Problem(at, f"is version {pack.version}, and has no summary of changes")
