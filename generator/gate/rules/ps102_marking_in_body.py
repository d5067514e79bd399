"""PS102: a marking in the text that is above the declared one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from urllib.parse import unquote

from generator.findings import Location
from generator.gate.context import Context
from generator.gate.marking_grammar import Run, Words, words_of
from generator.gate.marks import above, marked_places, name_runs, sentence_runs, title_runs
from generator.gate.rule import Problem, rule
from generator.links import ToFile, resolve
from generator.model import Document, Pack
from generator.store.load import Attachment

Found = Iterator[tuple[Location, tuple[str, ...], str]]


@rule(
    "PS102",
    clause="SOPs, Standard operating procedures (protective marking)",
    role="policy developer",
    fix="correct `protective_marking:`, or take the marking out of the text if it is out of date",
)
def marking_in_body(pack: Pack, context: Context) -> Iterator[Problem]:
    """A document's text carries a marking above the one its metadata declares.

    A marking counts where it stands alone: in a paragraph; in capitals on a line, in a heading, a
    list item, a table cell or an alt text; at the start of a footnote, link title or comment; after
    a label such as "Protective marking:". So does the name of an attachment. Words of the same
    force that the settings list (FOR INTERNAL USE ONLY) count as well.
    Why: one of the two is wrong. If it is the metadata, a marked text is about to be published.
    Good: OFFICIAL in the metadata, and "access is restricted to staff" in the text.
    Bad: OFFICIAL in the metadata, and DRAFT - RESTRICTED at the head of page nine.
    """
    words = words_of(context.settings)
    for document in pack.documents:
        declared = document.protective_marking
        found = (_in_metadata(document, words), _in_body(document, context))
        links = _in_links(document, words, context)
        faults = {
            (at, name): where
            for places in (*found, links)
            for at, names, where in places
            for name in names
            if above(context.settings, words, declared, name)
        }
        for (at, name), where in faults.items():
            than = f"{declared} that it declares" if declared else "one that it lacks"
            yield Problem(at, f"has the marking {name} {where}, above the {than}")
    yield from _unlinked(pack, words, context)


def _in_metadata(document: Document, words: Words) -> Found:
    runs = partial(_said, words=words)
    yield from ((document.at("title"), run.names, "in its title") for run in runs(document.title))
    for run in sentence_runs(document.summary or "", words):
        yield document.at("summary"), run.names, "in its summary"
    for number, keyword in enumerate(document.keywords):
        for run in runs(keyword):
            yield document.at("keywords", number), run.names, "among its keywords"


def _said(text: str | None, words: Words) -> Iterator[Run]:
    return title_runs(text or "", words)


def _in_body(document: Document, context: Context) -> Found:
    for at, mark in marked_places(document, context):
        where = "in its text" if at.path == document.path else "in its records"
        yield at, mark.names, where


def _in_links(document: Document, words: Words, context: Context) -> Found:
    """Names of the files a document links to, and what its links to them show."""
    for link in document.source.outline.links:
        if not words.mentioned(f"{link.text}\n{unquote(link.target)}"):  # a file's name is in that
            continue
        target = resolve(context.scheme, document, link.target)
        if isinstance(target, ToFile):
            at = Location(document.path, link.line, link.column)
            for run in (*title_runs(link.text, words), *name_runs(target.attachment.path, words)):
                yield at, run.names, "on a file it links to"


def _unlinked(pack: Pack, words: Words, context: Context) -> Iterator[Problem]:
    """Files of a pack that none of its documents links to: above what every one declares."""
    linked = _linked(pack, context) if pack.attachments else {}
    for path, attachment in {a.path: a for a in pack.attachments}.items():
        names = [n for run in name_runs(path, words) for n in run.names if path not in linked]
        for name in dict.fromkeys(names):
            if all(
                above(context.settings, words, d.protective_marking, name) for d in pack.documents
            ):
                at = Location(attachment.path)
                message = f"has the marking {name} in its name, above every document's"
                yield Problem(at, message, "take the file out of the pack, or correct its name")


def _linked(pack: Pack, context: Context) -> Mapping[str, Attachment]:
    targets = (
        resolve(context.scheme, document, link.target)
        for document in pack.documents
        for link in document.source.outline.links
    )
    return {t.attachment.path: t.attachment for t in targets if isinstance(t, ToFile)}
