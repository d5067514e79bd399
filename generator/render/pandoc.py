"""Files to keep, made by pandoc: in Word and OpenDocument, and the text that Typst reads.

It reads the HTML that a page shows: so a file says what the page says, by the same converter and
past the same allow-list, and no Markdown is ever read in two ways.
"""

from __future__ import annotations

import base64
import io
import re
import zipfile
from collections.abc import Mapping
from functools import cache
from html import escape
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from generator.pandoc import CannotConvert, convert
from generator.render.sheet import EPOCH, Sheet
from generator.vocabulary import DownloadForm

FILTER = Path(__file__).with_name("house.lua")
SECONDS = 60.0
DATED = frozenset({"docProps/core.xml", "meta.xml"})
NO_DAY = b"1970-01-01T00:00:00Z"
BEHIND = re.compile(rb"(</draw:frame>)(<svg:desc>[^<]*</svg:desc>)")
FIRST = "mimetype"  # says, unpacked, what an OpenDocument file is
KINDS = {
    ".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg", ".gif": "gif", ".webp": "webp",
    ".svg": "svg+xml",
}  # fmt: skip


def office_file(sheet: Sheet, form: DownloadForm) -> bytes:
    """Return a document as a Word or OpenDocument file in the house style."""
    html = sheet.html
    for name, picture in sheet.pictures.items():
        kind = KINDS[PurePosixPath(name).suffix]
        packed = base64.b64encode(picture.read()).decode("ascii")
        html = html.replace(f'src="{name}"', f'src="data:image/{kind};base64,{packed}"')
    with TemporaryDirectory() as folder:
        house = Path(folder) / f"house.{form}"
        house.write_bytes(_house_style(form, sheet))
        made = _pandoc(_page(sheet.title, html), form, f"--reference-doc={house}")
    return _finished(made, sheet)


def typst_text(sheet: Sheet) -> str:
    """Return a document's text as Typst reads it."""
    return _pandoc(_page(sheet.title, sheet.html), "typst").decode("utf-8")


def _page(title: str, html: str) -> bytes:
    return f"<html><head><title>{escape(title)}</title></head><body>{html}</body></html>".encode()


def _pandoc(text: bytes, form: str, *options: str) -> bytes:
    """Run pandoc once; whatever it complains of is a reason not to believe what it made."""
    return convert(
        text, "--from=html", f"--to={form}", "--fail-if-warnings", "--metadata=lang:en-GB",
        f"--lua-filter={FILTER}", *options, seconds=SECONDS,
    )  # fmt: skip


def _finished(made: bytes, sheet: Sheet) -> bytes:
    """Return a file dated as its document: in its sandbox pandoc knows no day but the first.

    In OpenDocument the filter leaves a picture's alternative text behind it; it belongs inside.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            if name in DATED:
                data = data.replace(NO_DAY, f"{sheet.on}T00:00:00Z".encode())
            if name == "content.xml":
                data = BEHIND.sub(rb"\2\1", data)
            info = zipfile.ZipInfo(name, (max(sheet.on, EPOCH)).timetuple()[:6])
            info.compress_type = zipfile.ZIP_STORED if name == FIRST else zipfile.ZIP_DEFLATED
            after.writestr(info, data)
    return out.getvalue()


# -- the house style ----------------------------------------------------------------------------
# Pandoc's own reference documents, with fonts that any office has (and none that is embedded),
# British English, A4, and at the foot of each page what it is a copy of.


def _house_style(form: DownloadForm, sheet: Sheet) -> bytes:
    parts = dict(_reference(form))
    if form is DownloadForm.WORD:
        _word_style(parts, sheet.foot)
    else:
        _odt_style(parts, sheet.foot)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        for name, data in parts.items():
            packed.writestr(zipfile.ZipInfo(name), data)
    return out.getvalue()


@cache
def _reference(form: DownloadForm) -> Mapping[str, bytes]:
    made = convert(b"", f"--print-default-data-file=reference.{form}", seconds=SECONDS)
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def _put(parts: dict[str, bytes], name: str, *changes: tuple[str, str]) -> None:
    """Change a part of a reference document; what is to be changed must be there."""
    text = parts[name].decode("utf-8")
    for pattern, new in changes:
        text, count = re.subn(pattern, new.replace("\\", r"\\"), text)
        if not count:
            raise CannotConvert(f"pandoc's reference document has no {pattern} in {name}")
    parts[name] = text.encode("utf-8")


WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
FOOTER_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"
SMALL = '<w:rPr><w:sz w:val="18"/></w:rPr>'
FOOTER_OF_PAGES = f"""<w:sectPr xmlns:r="{OFFICE}">
<w:footerReference w:type="default" r:id="rIdFoot"/>
<w:pgSz w:w="11906" w:h="16838"/>
<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134"
 w:header="567" w:footer="567" w:gutter="0"/>
</w:sectPr>"""

FAINT_LINK = '<w:color w:val="4F81BD" w:themeColor="accent1" />'
CLEAR_LINK = '<w:color w:val="0B4F8A"/><w:u w:val="single"/>'
NOTE_STYLE = """<w:style w:type="paragraph" w:customStyle="1" w:styleId="GuidanceNote">
<w:name w:val="Guidance Note"/><w:basedOn w:val="Normal"/><w:qFormat/>
<w:pPr><w:pBdr><w:left w:val="single" w:sz="18" w:space="8" w:color="1F3864"/></w:pBdr>
<w:spacing w:before="60" w:after="60"/><w:ind w:left="227"/></w:pPr>
<w:rPr><w:i/><w:color w:val="1F3864"/><w:sz w:val="20"/></w:rPr></w:style></w:styles>"""
"""What a form says to whoever fills it; no document that is published has any."""


def _word_style(parts: dict[str, bytes], foot: tuple[str, ...]) -> None:
    lines = f"<w:r>{SMALL}<w:br/></w:r>".join(
        f'<w:r>{SMALL}<w:t xml:space="preserve">{escape(line)}</w:t></w:r>'
        for line in (*foot, "Page ")
    )
    number = f'<w:fldSimple w:instr=" PAGE "><w:r>{SMALL}<w:t>1</w:t></w:r></w:fldSimple>'
    paragraph = f"<w:p>{lines}{number}</w:p>"
    parts["word/footer1.xml"] = f'<w:ftr xmlns:w="{WORD}">{paragraph}</w:ftr>'.encode()
    known = f'<Override PartName="/word/footer1.xml" ContentType="{FOOTER_TYPE}"/>'
    _put(parts, "[Content_Types].xml", ("</Types>", f"{known}</Types>"))
    linked = f'<Relationship Type="{OFFICE}/footer" Id="rIdFoot" Target="footer1.xml"/>'
    _put(
        parts,
        "word/_rels/document.xml.rels",
        ("</Relationships>", f"{linked}</Relationships>"),
    )
    _put(parts, "word/document.xml", (r"<w:sectPr>(?s:.*?)</w:sectPr>", FOOTER_OF_PAGES))
    _put(parts, "word/styles.xml", ('w:lang w:val="en-US"', 'w:lang w:val="en-GB"'))
    _put(parts, "word/styles.xml", ("Consolas", "Courier New"), (FAINT_LINK, CLEAR_LINK))
    _put(parts, "word/styles.xml", ("</w:styles>", NOTE_STYLE))
    _put(parts, "word/settings.xml", ('FontLang w:val="en-US"', 'FontLang w:val="en-GB"'))
    for name in ("word/theme/theme1.xml", "word/fontTable.xml"):
        _put(parts, name, ("Aptos Display|Aptos", "Arial"))


FROM_RIGHT = (
    '<style:style style:name="Right_20_to_20_left" style:display-name="Right to left" '
    'style:family="paragraph" style:parent-style-name="Text_20_body"><style:paragraph-properties '
    'fo:text-align="start" style:writing-mode="rl-tb"/></style:style></office:styles>'
)


def _odt_style(parts: dict[str, bytes], foot: tuple[str, ...]) -> None:
    lines = "<text:line-break/>".join((*map(escape, foot), "Page "))
    number = '<text:page-number text:select-page="current">1</text:page-number>'
    paragraph = f'<text:p text:style-name="MP1">{lines}{number}</text:p>'
    a4 = 'fo:page-width="210mm" fo:page-height="297mm"'
    _put(
        parts,
        "styles.xml",
        (r"<style:footer>(?s:.*?)</style:footer>", f"<style:footer>{paragraph}</style:footer>"),
        ('fo:country="US"', 'fo:country="GB"'),
        (r'fo:page-width="8.5in"\s+fo:page-height="11in"', a4),
        ("Times New Roman", "Arial"),
        ("</office:styles>", FROM_RIGHT),
    )
