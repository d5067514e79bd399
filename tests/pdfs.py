"""PDFs for tests, made as a build makes them: in a child, as Typst's threads outlive no fork."""

from generator.render import pandoc, typst_pdf
from generator.store.child import Guard


def pdf_of(sheet, text=None):
    """Return a sheet as a PDF; ``text`` is what pandoc would have made of it."""
    (made,) = Guard(_made, jobs=1, seconds=60, memory=2 * 1024**3).run([(sheet, text)])
    return made


def _made(task):
    sheet, text = task
    return typst_pdf.pdf(sheet, pandoc.typst_text(sheet) if text is None else text)
