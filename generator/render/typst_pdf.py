"""Typst makes PDFs that anybody can read and any archive can keep. The only module that knows it.

PDF/UA-1 and PDF/A-2a in one file: Typst refuses to make one that breaks either, so that a picture
without alternative text, or a letter that no font has, is found here.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.render.sheet import CannotConvert, Sheet

FONTS = ("manimgx_fonts", "fontpkg_ibm_plex_sans_arabic")
"""The packages whose fonts have the letters that Typst's own lack."""
SCRIPTS = """
    Arabic Armenian Bengali Devanagari Ethiopic Georgian Gujarati Gurmukhi Hebrew Kannada Khmer Lao
    Malayalam Myanmar Oriya Sinhala Tamil Telugu Thai Symbols
""".split()  # noqa: SIM905 - a list of words reads best as words
FAMILIES = (
    "Libertinus Serif", "Noto Sans", "IBM Plex Sans Arabic",
    *(f"Noto Sans {script}" for script in SCRIPTS),
    "DejaVu Sans Mono", "New Computer Modern", "New Computer Modern Math", "Noto Emoji",
)  # fmt: skip
"""Each letter is of the first that has it.

Noto draws an Arabic letter and its dots apart, so that readers of the file meet the letter twice.
"""
LACKING = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
ESCAPED = re.compile(r"\\(?:u\{([0-9a-f]+)\}|(.))")
STYLE = r"""
#set text(lang: "en", region: "GB", size: 11pt, hyphenate: false, font: families)
#set par(justify: false, leading: 0.65em, spacing: 1em)
#set heading(numbering: none)
#set table(inset: 5pt, stroke: 0.5pt + luma(120))
#show heading: set block(above: 1.4em, below: 0.8em, sticky: true)
#show link: underline
#set figure(numbering: none)
#set figure.caption(position: top)
#show figure: set block(breakable: true)
#show figure: set align(left)
#show raw: set text(font: ("DejaVu Sans Mono", ..families), size: 0.85em)
#show quote.where(block: true): it => block(
  stroke: (left: 3pt + luma(120)), inset: (left: 10pt, y: 4pt), it)
#show table.cell: set par(justify: false)
#show table: set align(start)
#show table.cell.where(y: 0): strong
#let horizontalrule = line(length: 100%, stroke: 0.5pt + luma(120))
"""


def pdf(sheet: Sheet, text: str) -> bytes:
    """Return a document as a PDF; ``text`` is what pandoc made of its page."""
    import typst  # noqa: PLC0415 - an extra, and a build without downloads does without

    with TemporaryDirectory() as folder:
        main = Path(folder) / "main.typ"
        main.write_text(_whole(sheet, text), "utf-8")
        for name, picture in sheet.pictures.items():
            (main.parent / name).write_bytes(picture.read())
        try:
            return bytes(
                typst.compile(
                    str(main),
                    root=folder,
                    ignore_system_fonts=True,
                    font_paths=list(_fonts()),
                    format="pdf",
                    pdf_standards=["ua-1", "a-2a"],
                    timestamp=sheet.seconds,
                )
            )
        except typst.TypstError as error:
            if letters := lacking(error.diagnostic):
                raise CannotConvert("none of its fonts has", letters) from error
            raise CannotConvert(f"Typst says: {error.message}") from error


def lacking(diagnostic: str) -> tuple[str, ...]:
    """Return the letters of which Typst says that no font has them."""
    found = {
        letter
        for text in LACKING.findall(diagnostic)
        for letter in ESCAPED.sub(lambda m: chr(int(m[1], 16)) if m[1] else m[2], text)
    }
    return tuple(sorted(found))


@cache
def _fonts() -> tuple[str, ...]:
    return tuple(str(files(package)) for package in FONTS)


def _whole(sheet: Sheet, text: str) -> str:
    lines = " #linebreak() ".join(f"#{_quoted(line)}" for line in sheet.foot)
    foot = (
        '#set page(paper: "a4", margin: (x: 2.2cm, top: 2.2cm, bottom: 3cm), footer: context '
        f"[#set text(size: 8.5pt); {lines} #linebreak() "
        "Page #counter(page).display() of #counter(page).final().first()])"
    )
    families = f"#let families = ({', '.join(map(_quoted, FAMILIES))})"
    return "\n".join(
        (f"#set document(title: {_quoted(sheet.title)})", families, foot, STYLE,
         f"#heading(level: 1, {_quoted(sheet.title)})", text)
    )  # fmt: skip


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + " ".join(escaped.split()) + '"'
