"""What a PDF says to whoever opens it. The only module that knows pdfium.

A PDF draws its text by numbers of letters in fonts of its own: no search of its bytes finds a
word. It is read with a library that is not the one that wrote it.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.verify.readings import CannotSearch


def pdf_readings(data: bytes) -> Iterator[str]:
    """Yield the text of each page, of all pages in a row, the outline, and the file's own facts."""
    import pypdfium2  # noqa: PLC0415 - an extra, and a build without downloads does without

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise CannotSearch("is no PDF that can be read back") from error
    try:
        pages = [page.get_textpage().get_text_bounded() for page in document]
        if not any(pages):
            raise CannotSearch("is a PDF without a word that can be read back")
        yield "\n".join(pages)
        yield "\n".join(mark.get_title() for mark in document.get_toc())
        yield "\n".join(map(str, document.get_metadata_dict().values()))
    finally:
        document.close()
