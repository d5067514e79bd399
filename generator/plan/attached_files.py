"""The files that a document links to, as a page lists them: what, of which type, how large."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from generator.links import ToFile, resolve
from generator.model import Document, Scheme
from generator.store.load import Attachment

TYPES = {
    ".csv": "CSV table",
    ".doc": "Word document",
    ".docx": "Word document",
    ".gif": "GIF picture",
    ".jpeg": "JPEG picture",
    ".jpg": "JPEG picture",
    ".odt": "OpenDocument text",
    ".ods": "OpenDocument spreadsheet",
    ".pdf": "PDF",
    ".png": "PNG picture",
    ".pptx": "PowerPoint slides",
    ".txt": "plain text",
    ".xlsx": "Excel spreadsheet",
}
KILO = 1_000


def linked_files(scheme: Scheme, document: Document) -> Iterator[tuple[str, Attachment]]:
    """Yield the files of its own pack that a document links to, with the link's words."""
    for link in document.source.outline.links:
        match resolve(scheme, document, link.target):
            case ToFile(attachment=attachment, pack=pack) if document in pack.documents:
                yield "" if link.image else link.text, attachment
            case _:
                pass


def attachment_rows(scheme: Scheme, document: Document) -> Iterator[dict[str, str]]:
    """Yield each file that a reader can fetch, once: pictures shown in the text are not listed."""
    seen: set[str] = set()
    for words, attachment in linked_files(scheme, document):
        if words.strip() and attachment.path not in seen:
            seen.add(attachment.path)
            yield {
                "title": words.strip(),
                "address": attachment.path,
                "type": type_of(attachment.path),
                "size": size_in_words(attachment.size),
            }


def type_of(name: str) -> str:
    """Return what kind of file this is, in a reader's words."""
    ending = PurePosixPath(name).suffix.lower()
    return TYPES.get(ending, ending.removeprefix(".").upper() or "file")


def size_in_words(size: int) -> str:
    """Return a size in bytes as a reader thinks of it: `1 KB`, `840 KB`, `2.5 MB`."""
    if size < KILO * KILO:
        return f"{max(1, round(size / KILO))} KB"
    return f"{size / KILO / KILO:.1f} MB"
