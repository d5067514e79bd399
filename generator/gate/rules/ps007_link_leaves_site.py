"""PS007: a public document that links to one that is not public."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Location, Severity
from generator.gate.attached import attached
from generator.gate.context import Context
from generator.gate.rule import Problem, rule
from generator.gate.sites import pack_is_public
from generator.gate.states import is_due
from generator.links import Target, ToDocument, ToFile, ToPolicy, resolve
from generator.model import Pack
from generator.store.load import Attachment
from generator.vocabulary import DocumentType, Site, State


@rule(
    "PS007",
    clause="none: the gate's own",
    role="policy developer",
    fix="nothing need be done: the words stay, the link does not; or link to something public",
    severity=Severity.WARN,
    after=True,
)
def link_leaves_site(pack: Pack, context: Context) -> Iterator[Problem]:
    """A public document links to a document or policy that is not on the public site.

    Why: the public cannot follow the link, so it is left out of the public page. The words stay,
    and somebody should ask whether they still make sense.
    Good: a link to an SOP with a recorded yes.
    Bad: a link to an SOP whose publication was refused, or to a policy still held.
    """
    for document in pack.documents:
        if not _is_public(document.path, context):
            continue
        for link in document.source.outline.links:
            target = resolve(context.scheme, document, link.target)
            if name := _hidden(target, pack, context):
                at = Location(document.path, link.line, link.column)
                yield Problem(at, f"links to {name}, which is not on the public site")


def _hidden(target: Target, pack: Pack, context: Context) -> str:
    """Return the name of a target that the public does not see, else nothing."""
    match target:
        case ToDocument(path=path) if not _is_public(path, context):
            return path
        case ToPolicy(policy_id=owner) if not _policy_is_public(owner, context):
            return f"policies/{owner}"
        case ToFile(file, home) if home is not pack and not _is_brought(file, home, context):
            return file.path
    return ""


def _is_public(path: str, context: Context) -> bool:
    return Site.PUBLIC in context.sites.get(path, ())


def _policy_is_public(owner: str, context: Context) -> bool:
    """Whether the version in force is public or, once withdrawn, was: its page says what became."""
    current = context.in_force(owner)
    if current is not None:
        statements = (c.path for c in current.covers if c.type is DocumentType.POLICY)
        return any(_is_public(path, context) for path in statements)
    return any(
        context.state(pack) is State.WITHDRAWN
        and is_due(pack, context.as_at)
        and pack_is_public(context.scheme, pack)
        for pack in context.scheme.policies.get(owner, ())
    )


def _is_brought(file: Attachment, home: Pack, context: Context) -> bool:
    """Whether a public document of the file's own pack brings it along."""
    if file in home.records_csv:
        return home.report is not None and _is_public(home.report.path, context)
    documents = attached(context.scheme, home).get(file.name, ())
    return any(_is_public(document.path, context) for document in documents)
