"""The files to keep that each published document is offered as: PDF, Word and OpenDocument."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from generator.gate.decision import Cleared
from generator.model import Document, Pack
from generator.months import in_words
from generator.plan.addresses import document_address
from generator.plan.plan import PlannedDownload
from generator.vocabulary import DownloadForm, PackKind, Site


def downloads(cleared: Iterable[Cleared], site: Site) -> Iterator[PlannedDownload]:
    """Yield every download of one site: each document of its policies and reports in each form."""
    for item in cleared:
        if item.pack.kind is PackKind.PAGE:
            continue
        for document in item.on(site):
            page = document_address(item.pack, document)
            name, says = _name(item.pack, document), _says(item.pack, document)
            for form in DownloadForm:
                yield PlannedDownload(
                    f"{page}{name}.{form}", form, page, says, item.pack.publish_on
                )


def _name(pack: Pack, document: Document) -> str:
    """Return a file name that says what the file is once it lies in somebody's folder."""
    plain = (document.reference or PurePosixPath(document.name).stem).lower()
    if pack.kind is PackKind.POLICY:
        return f"{plain}-v{pack.version}"
    return f"{plain}-{pack.edition}"


def _says(pack: Pack, document: Document) -> str:
    """Return what each page of it says that it is."""
    parts = [document.reference] if document.reference else []
    parts += [f"version {pack.version}"] if pack.kind is PackKind.POLICY else []
    parts += [in_words(pack.publish_on)] if pack.publish_on else []
    return ", ".join(parts)
