"""PS609: an attachment that a document links to, and that nobody signed with it."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Location, Severity
from generator.gate.attached import attached, attachments
from generator.gate.context import Context
from generator.gate.named import shown
from generator.gate.rule import Problem, rule
from generator.gate.signatures import (
    PASS,
    believed_approval,
    last_word,
    needs_approval,
    required_roles,
)
from generator.links import ToFile, resolve
from generator.model import Document, Pack, Record, SignOff
from generator.store.load import Attachment


@rule(
    "PS609",
    clause="SOPs, business group policy co-ordinator (integrity)",
    role="role that signed",
    fix="look at the attachment, and sign it together with the document: `scheme sign-off`",
)
def attachment_not_assured(pack: Pack, context: Context) -> Iterator[Problem]:
    """An attachment is not in the sign-offs of the document that links to it, or has changed since.

    The records beside a report are signed with it. Where no sign-off of the report names them, that
    is a warning.

    Why: a reader takes a form or map to be part of the policy. So it is signed wherever the
    document that links to it is: in each quality assurance, and in the approval.
    Good: `attachments/map.png: "sha256:..."` next to `policy.md: "sha256:..."`
    Bad: a policy that shows `attachments/map.png`, and an approval that names the policy only.
    """
    yield from _of_other_packs(pack, context)
    yield from _records(pack, context)
    files = {file.name: file for file in attachments(pack)}
    for name, documents in attached(context.scheme, pack).items():
        found: dict[tuple[Location, str], Problem] = {}
        for document in documents:
            for at, who, message in _unsigned(files[name], document, pack.record, context):
                found.setdefault((at, who), Problem(at, message, role=who))
        yield from found.values()


def _records(pack: Pack, context: Context) -> Iterator[Problem]:
    """The records of a report, where a role passed it and never named them; PS501 has the rest."""
    record, report, file = pack.record, pack.report, pack.records
    if record is None or report is None or file is None:
        return
    for role in required_roles(report, context.settings):
        word = last_word(record, role, report.name)
        if word and word.result == PASS and not last_word(record, role, file.name):
            at = record.at("quality_assurance", word.index, "documents")
            title = context.settings.role_title(role)
            message = f"has quality assurance by the {title} that leaves out {file.name}"
            yield Problem(
                at, f"{message}, the records of the report", FIX, Severity.WARN, role=title
            )


FIX = "look at the records, and sign them together with the report: `scheme sign-off`"

Gap = tuple[Location, str, str]


def _unsigned(
    file: Attachment, document: Document, record: Record | None, context: Context
) -> Iterator[Gap]:
    """Yield each sign-off of the document that does not hold for its attachment."""
    if record is None:
        return
    for role in required_roles(document, context.settings):
        word = last_word(record, role, document.name)
        if word and word.result == PASS and not word.doubt:  # PS301, PS302 or PS501 say why not
            for at, message in _assurance(file, document, word, record):
                title = context.settings.role_title(role)
                yield at, title, f"has quality assurance by the {title} that {message}"
    if needs_approval(document, context.settings):
        for at, message in _approval(file, document, record):
            yield at, "policy lead", f"has an approval that {message}"


def _assurance(
    file: Attachment, document: Document, word: SignOff, record: Record
) -> Iterator[tuple[Location, str]]:
    said = last_word(record, word.by or "", file.name)
    if said is None or not _together(file, document, word, record):
        at = record.at("quality_assurance", word.index, "documents")
        yield at, _left_out(file, document)
        return
    at = record.at("quality_assurance", said.index, "documents", file.name)
    if said.doubt:
        yield at, f"names {shown(file.name)} in an entry {said.doubt}"
    elif said.documents[file.name] != file.digest:
        yield at, _another(file)
    elif said.result != PASS:
        yield at, f"fails {shown(file.name)}, which {document.name} links to"


def _together(file: Attachment, document: Document, word: SignOff, record: Record) -> bool:
    """Whether the role ever signed the two in one entry: it knew that they go together."""
    both = {file.name, document.name}
    return any(
        entry.by == word.by and both <= set(entry.documents) and not entry.doubt
        for entry in record.quality_assurance
    )


def _approval(
    file: Attachment, document: Document, record: Record
) -> Iterator[tuple[Location, str]]:
    approval = believed_approval(record)
    approved = approval.documents if approval else {}
    if document.name not in approved:
        return
    if file.name not in approved:
        yield record.at("approval", "documents"), _left_out(file, document)
    elif approved[file.name] != file.digest:
        yield record.at("approval", "documents", file.name), _another(file)


def _left_out(file: Attachment, document: Document) -> str:
    return f"leaves out {shown(file.name)}, which {document.name} links to"


def _another(file: Attachment) -> str:
    return f"was signed for another {shown(file.name)} than the one that is there"


def _of_other_packs(pack: Pack, context: Context) -> Iterator[Problem]:
    """A file of another pack goes out with that pack, where its own documents link to it."""
    for document in pack.documents:
        for link in document.source.outline.links:
            target = resolve(context.scheme, document, link.target)
            if isinstance(target, ToFile) and not _is_brought(target, pack, context):
                path = shown(target.attachment.path)
                yield Problem(
                    Location(document.path, link.line, link.column),
                    f"links to {path}, which no document of its own pack links to",
                    "link to it from a document of its own pack and sign it there",
                    role="policy developer",
                )


def _is_brought(target: ToFile, pack: Pack, context: Context) -> bool:
    """Whether a file goes out with the pack it stands in; the records of a report always do."""
    file, home = target.attachment, target.pack
    return home is pack or file == home.records or file.name in attached(context.scheme, home)
