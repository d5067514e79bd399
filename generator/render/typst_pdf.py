"""Typst makes PDFs that anybody can read and any archive can keep. The only module that knows it.

PDF/UA-1 and PDF/A-2a in one file: Typst refuses to make one that breaks either, so that a picture
without alternative text, or a letter that no font has, is found here.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from generator.render.sheet import CannotConvert, Sheet

STYLE = r"""
#set text(lang: "en", region: "GB", size: 11pt, hyphenate: false,
  font: ("Libertinus Serif", "DejaVu Sans Mono", "New Computer Modern", "New Computer Modern Math"))
#set par(justify: false, leading: 0.65em, spacing: 1em)
#set heading(numbering: none)
#set table(inset: 5pt, stroke: 0.5pt + luma(120))
#show heading: set block(above: 1.4em, below: 0.8em, sticky: true)
#show link: underline
#show figure: set block(breakable: true)
#show figure: set align(left)
#show raw: set text(font: "DejaVu Sans Mono", size: 0.85em)
#show quote.where(block: true): it => block(
  stroke: (left: 3pt + luma(120)), inset: (left: 10pt, y: 4pt), it)
#show table.cell: set par(justify: false)
#show table.cell.where(y: 0): strong
#let horizontalrule = line(length: 100%, stroke: 0.5pt + luma(120))
"""


def pdf(sheet: Sheet, text: str) -> bytes:
    """Return a document as a PDF; ``text`` is what pandoc made of its page."""
    import typst  # noqa: PLC0415 - an extra, and a build without downloads does without

    with TemporaryDirectory() as folder:
        main = Path(folder) / "main.typ"
        main.write_text(_whole(sheet, text), "utf-8")
        for name, data in sheet.pictures.items():
            (main.parent / name).write_bytes(data)
        try:
            return bytes(
                typst.compile(
                    str(main),
                    root=folder,
                    ignore_system_fonts=True,
                    format="pdf",
                    pdf_standards=["ua-1", "a-2a"],
                    timestamp=sheet.seconds,
                )
            )
        except typst.TypstError as error:
            raise CannotConvert(f"Typst says: {error.message}") from error


def _whole(sheet: Sheet, text: str) -> str:
    lines = " #linebreak() ".join(f"#{_quoted(line)}" for line in sheet.foot)
    foot = (
        '#set page(paper: "a4", margin: (x: 2.2cm, top: 2.2cm, bottom: 3cm), footer: context '
        f"[#set text(size: 8.5pt); {lines} #linebreak() "
        "Page #counter(page).display() of #counter(page).final().first()])"
    )
    return "\n".join(
        (f"#set document(title: {_quoted(sheet.title)})", foot, STYLE,
         f"#heading(level: 1, {_quoted(sheet.title)})", text)
    )  # fmt: skip


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + " ".join(escaped.split()) + '"'
