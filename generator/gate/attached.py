"""Which attachments a pack's own documents link to: those, and no others, are published.

A CSV that stands beside a report and is not its records is an attachment in the wrong place.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

from generator.links import ToFile, resolve
from generator.model import Document, Pack, Scheme
from generator.settings import Settings
from generator.store.load import Attachment


def attached(scheme: Scheme, pack: Pack) -> Mapping[str, tuple[Document, ...]]:
    """Return the names of the attachments linked to, each with the documents that link to it."""
    found: dict[str, list[Document]] = {}
    own = {file.path for file in attachments(pack)}
    for document in pack.documents if own else ():
        for link in document.source.outline.links:
            target = resolve(scheme, document, link.target)
            if isinstance(target, ToFile) and target.attachment.path in own:
                documents = found.setdefault(target.attachment.name, [])
                if not documents or documents[-1] is not document:
                    documents.append(document)
    return {name: tuple(documents) for name, documents in sorted(found.items())}


def attachments(pack: Pack) -> tuple[Attachment, ...]:
    """Return the files of a pack that are published only where a document links to them."""
    beside = pack.records_csv if pack.report else ()  # of an unreadable report nobody can tell
    return (*pack.attachments, *(file for file in beside if file != pack.records))


def ending(attachment: Attachment) -> str:
    """Return the ending of a file's name in small letters, without its dot."""
    return PurePosixPath(attachment.path).suffix.removeprefix(".").casefold()


def is_allowed(attachment: Attachment, settings: Settings) -> bool:
    """Whether settings allow attachments whose names end so."""
    allowed = {name.casefold().removeprefix(".") for name in settings.attachment_types}
    return ending(attachment) in allowed
