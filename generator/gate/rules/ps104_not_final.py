"""PS104: a submitted document that is still a draft."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Location
from generator.gate.context import Context
from generator.gate.marking_grammar import Words, words_of
from generator.gate.marks import marked_places, sentence_runs, title_runs
from generator.gate.rule import Problem, rule
from generator.model import Document, Pack


@rule(
    "PS104",
    clause="SOPs, stage 5 (final versions)",
    role="policy developer",
    fix="submit the final version, and take DRAFT out of it",
)
def not_final(pack: Pack, context: Context) -> Iterator[Problem]:
    """A submitted document is a draft: its metadata or its text says so.

    DRAFT in the text counts where a marking would: standing alone, or at the head of a title. "The
    draft was sent for consultation" does not.
    Why: the SOPs publish final versions. A draft that slips out binds nobody and misleads all.
    Good: `status: final`, and a heading "Drafting".
    Bad: `status: draft` in a pack at stage implementation; DRAFT v0.3 at the head of the text.
    """
    words = words_of(context.settings)
    for document in pack.documents:
        if document.status == "draft" and not pack.in_development:
            yield Problem(document.at("status"), "is a draft in a pack that was submitted", STATUS)
        for at in dict.fromkeys(_places(document, words, context)):
            yield Problem(at, "says DRAFT")


STATUS = "submit the final version with `status: final`, or set the pack's stage back"


def _places(document: Document, words: Words, context: Context) -> Iterator[Location]:
    if any(run.draft for run in title_runs(document.title or "", words)):
        yield document.at("title")
    if any(run.draft for run in sentence_runs(document.summary or "", words)):
        yield document.at("summary")
    for number, keyword in enumerate(document.keywords):
        if any(run.draft for run in title_runs(keyword, words)):
            yield document.at("keywords", number)
    yield from (at for at, mark in marked_places(document, context) if mark.draft)
