"""Word files made with python-docx, and the parts that it has no words for put in by hand."""

import io
import zipfile

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

NAMES = nsdecls("w", "r", "wp", "a") + (
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
POLICY = {
    "Protective Marking": "OFFICIAL",
    "Publication Scheme Y/N": "Y",
    "Title": "Lost property",
    "Version": "1",
    "Summary": "What becomes of property that is handed in.",
    "Branch/OCU": "Property Services",
    "Author": "Property Manager",
    "Review Date": "4 May 2029",
    "Date Issued": "",
    "Reference": "POL-0900",
    "Scope": "Corporate",
    "Policy Owner": "Director of Resources",
    "Policy Lead": "Head of Property Services",
    "Business Group": "Resources",
    "Implemented By": "Property Managers",
    "Monitored By": "Policy Co-ordination Unit",
    "Health and Safety Impact": "None",
    "Health and Safety Statement": "Handling lost property brings no hazard of its own.",
}


def document(header=POLICY):
    """Return a new document with the header table on its first page."""
    made = Document()
    if header:
        table = made.add_table(rows=0, cols=2)
        for label, value in header.items():
            cells = table.add_row().cells
            cells[0].text, cells[1].text = label, value
    return made


def element(text):
    """Return XML of Word's as python-docx holds it."""
    head, _, rest = text.partition(">")
    closed = head.endswith("/")
    return parse_xml(f"{head.rstrip('/')} {NAMES}{'/' if closed else ''}>{rest}")


def add(made, text):
    """Put a paragraph, as XML, at the end of the text."""
    made.element.body.insert(len(made.element.body) - 1, element(text))


def saved(made):
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def with_parts(data, parts):
    """Return the file with these parts put in, or put in the place of others."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name), zipfile.ZIP_DEFLATED)
        for name, part in parts.items():
            if part is not None:
                new.writestr(name, part, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def part(data, name):
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return packed.read(name)
