"""Read a Word document: what it says, how each word looks, and what else is in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from posixpath import dirname, normpath

from msgspec import Struct, field
from msgspec.structs import replace

from generator.word.docx_styles import (
    VAL,
    Around,
    Label,
    Numbering,
    Styles,
    W,
    fill,
    on,
    read_numbering,
)
from generator.word.header_table import is_header
from generator.word.opening import DAMAGED, CannotOpen, Element, Opened
from generator.word.reading import Flow, Hidden, Kind, Paragraph, Place, Reading, Run

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
VML = "{urn:schemas-microsoft-com:vml}"
OFFICE = "{urn:schemas-microsoft-com:office:office}"
PICTURED = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"

CHANGED = {
    **dict.fromkeys(("ins", "cellIns"), "inserted"),
    **dict.fromkeys(("del", "cellDel"), "deleted"),
    "moveFrom": "moved away",
    "moveTo": "moved here",
    "cellMerge": "cells merged",
    **dict.fromkeys(
        ("rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblPrExChange", "trPrChange",
         "tcPrChange", "tblGridChange", "numberingChange"),
        "formatted otherwise",
    ),
}  # fmt: skip
WORDS = {"tab": "\t", "cr": "\n", "noBreakHyphen": "\N{NON-BREAKING HYPHEN}", "ptab": "\t"}
THROUGH = frozenset(
    W + tag for tag in ("hyperlink", "smartTag", "sdtContent", "customXml", "dir", "bdo", "sdt")
)
PROGRAMS = frozenset({"DDE", "DDEAUTO", "MACROBUTTON", "GOTOBUTTON", "PRINT"})
FETCHES = frozenset(
    {"INCLUDETEXT", "INCLUDEPICTURE", "LINK", "IMPORT", "DATABASE", "RD", "INCLUDE", "EMBED"}
)
LISTS = frozenset({"TOC", "INDEX", "TOA"})
STALE = frozenset({"DATE", "TIME", "SAVEDATE", "PRINTDATE", "CREATEDATE", "FILENAME", "USERNAME",
                   "AUTHOR", "LASTSAVEDBY"})  # fmt: skip
GUIDANCE = "guidance note"
MADE = ("toc heading", "table of figures", "index heading", "contents heading", "tocheading")
ACTIVE = ("word/vbaproject.bin", "word/vbadata.xml")


def read_docx(opened: Opened) -> Docx:
    """Return the document, read. Raises ``CannotOpen`` where its main part is not there."""
    found = Docx(opened)
    found.read()
    return found


class _Where(Struct):
    """Where the reader is: in what, on which background, and in which cell."""

    flow: Flow
    part: str
    fills: tuple[str, ...] = ()
    cell: tuple[int, int, int] | None = None
    role: str = ""


class _Counted(Struct):
    """Paragraphs so far of each part, tables, and the heading that was met last."""

    paragraphs: dict[str, int] = field(default_factory=dict)
    tables: int = 0
    heading: str = ""


class Docx:
    """A Word document being read, and its trees with each paragraph's number."""

    def __init__(self, opened: Opened) -> None:
        self.opened = opened
        self.main = self._main()
        self.folder = dirname(self.main)
        self.styles = Styles(opened)
        self.numbering: Numbering = read_numbering(opened, self.styles)
        self.trees: dict[str, Element] = {}
        self.paragraphs: list[Paragraph] = []
        self.elements: list[Element] = []
        self.numbers: dict[Element, int] = {}
        self.numbered: dict[int, Paragraph] = {}
        self.names: dict[str, int] = {}
        self.hidden: set[Hidden] = set()
        self.notes: list[str] = []
        self.header: tuple[tuple[str, str], ...] = ()
        self.header_table: Element | None = None
        self.fields: list[list[str]] = []
        self.counted = _Counted()
        self.page = ""

    def _main(self) -> str:
        for kind, target, external in relations(self.opened, ""):
            if kind == "officeDocument" and not external and target in self.opened.parts:
                return target
        raise CannotOpen("is damaged: it has no main part", DAMAGED)

    def read(self) -> None:
        """Read every part that holds words, and what the rest of the file is."""
        root = self._tree(self.main)
        body = None if root is None else root.find(f"{W}body")
        if root is None or body is None:
            raise CannotOpen("is damaged: its main part holds no text", DAMAGED)
        self._page_colour(root)
        self._find_header(body)
        self._blocks(body, _Where(Flow.BODY, Flow.BODY, self._page()))
        for name, flow in self._parts():
            self._read_part(name, flow)
        for name, tree in self.trees.items():
            self._changes(tree, name)
        self._package()

    def reading(self) -> Reading:
        """Return all that was read."""
        return Reading(
            tuple(self.paragraphs), self.header, tuple(sorted(self.hidden)), self.numbered,
            self.names, self._properties(), notes=tuple(self.notes),
        )  # fmt: skip

    def _tree(self, name: str) -> Element | None:
        tree = self.opened.xml(name)
        if tree is not None:
            self.trees[name] = tree
        return tree

    def _parts(self) -> Iterator[tuple[str, Flow]]:
        """Yield the other parts that hold text, each once, in order of name."""
        flows = {
            "header": Flow.HEADER, "footer": Flow.FOOTER, "footnotes": Flow.NOTE,
            "endnotes": Flow.NOTE, "comments": Flow.COMMENT,
        }  # fmt: skip
        seen = {
            target: flows[kind]
            for kind, target, external in relations(self.opened, self.main)
            if kind in flows and not external
        }
        yield from sorted(seen.items())

    def _read_part(self, name: str, flow: Flow) -> None:
        tree = self._tree(name)
        if tree is None:
            return
        if flow is Flow.NOTE:
            for note in tree:
                if note.get(f"{W}type", "normal") == "normal":
                    self._blocks(note, _Where(flow, flow, self._page()))
        elif flow is Flow.COMMENT:
            for number, comment in enumerate(tree.iter(f"{W}comment"), 1):
                self._blocks(comment, _Where(flow, f"comment {number}"))
        else:
            self._blocks(tree, _Where(flow, flow, self._page()))

    def _page_colour(self, root: Element) -> None:
        background, settings = root.find(f"{W}background"), self.opened.xml("word/settings.xml")
        shown = None if settings is None else settings.find(f"{W}displayBackgroundShape")
        if background is not None and on(shown):
            self.page = background.get(f"{W}color", "")

    def _page(self) -> tuple[str, ...]:
        return (self.page,) if self.page else ()

    # -- blocks ----------------------------------------------------------------------------------

    def _find_header(self, body: Element) -> None:
        """Find the header table by its labels; a table with a crest or a title may come first."""
        for table in islice(body.iter(f"{W}tbl"), FIRST_TABLES):
            pairs = [pair for row in table.iter(f"{W}tr") for pair in _pairs(row)]
            if is_header(label for label, _ in pairs):
                self.header, self.header_table = tuple(pairs), table
                return

    def _blocks(self, parent: Element, where: _Where) -> None:
        for child in parent:
            if child.tag == f"{W}p":
                self._paragraph(child, where)
            elif child.tag == f"{W}tbl":
                self._table(child, where)
            elif child.tag == f"{W}sdt":
                gallery = child.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
                made = gallery is not None and "contents" in gallery.get(VAL, "").casefold()
                inner = replace(where, role="contents") if made else where
                for content in child.findall(f"{W}sdtContent"):
                    self._blocks(content, inner)
            elif child.tag == f"{W}altChunk":
                self._hide(Kind.OBJECT, Place(where.part), "a file taken in whole (altChunk)")
            elif child.tag == f"{MC}AlternateContent":
                for choice in _choice(child):
                    self._blocks(choice, where)
            elif child.tag in THROUGH or _name(child) in CHANGED:
                self._blocks(child, where)

    def _table(self, table: Element, where: _Where) -> None:
        self.counted.tables += 1
        number = self.counted.tables
        role = "header table" if table is self.header_table else where.role
        style = table.find(f"{W}tblPr/{W}tblStyle")
        name = "" if style is None else style.get(VAL, "")
        own = fill(table.find(f"{W}tblPr"))
        for row_number, row in enumerate(table.iter(f"{W}tr"), 1):
            if next(row.iterancestors(f"{W}tbl")) is not table:
                continue
            if on(row.find(f"{W}trPr/{W}hidden")):
                place = Place(f"table {number}, row {row_number}", 0, self.counted.heading)
                self._hide(Kind.HIDDEN, place, "a hidden row of a table")
            head = self._styled_fill(name, "firstRow") if row_number == 1 else "auto"
            for column, cell in enumerate(_cells(row), 1):
                fills = (fill(cell.find(f"{W}tcPr")), head, self._styled_fill(name, ""), own)
                inner = _Where(
                    where.flow, where.part, (*fills, *where.fills), (number, row_number, column),
                    role,
                )  # fmt: skip
                self._blocks(cell, inner)

    def _styled_fill(self, style: str, kind: str) -> str:
        for one in self.styles.chain(style):
            for part in one.findall(f"{W}tblStylePr") if kind else (one,):
                if not kind or part.get(f"{W}type") == kind:
                    found = fill(part.find(f"{W}tcPr"))
                    if found != "auto":
                        return found
        return "auto"

    def _place(self, element: Element, where: _Where) -> Place:
        order = len(self.paragraphs) + 1
        heading = self.counted.heading if where.flow in {Flow.BODY, Flow.BOX} else ""
        if where.cell:
            table, row, column = where.cell
            return Place(f"table {table}, row {row}, column {column}", 0, heading, order=order)
        if where.flow is Flow.COMMENT:
            return Place(where.part, order=order)
        blank = not any((e.text or "").strip() for e in element.iter(f"{W}t", f"{W}delText"))
        count = self.counted.paragraphs.get(where.part, 0) + (0 if blank else 1)
        self.counted.paragraphs[where.part] = count
        return Place(where.part, max(count, 1), heading, order=order)

    # -- paragraphs ------------------------------------------------------------------------------

    def _paragraph(self, element: Element, where: _Where) -> None:
        properties = element.find(f"{W}pPr")
        named = None if properties is None else properties.find(f"{W}pStyle")
        style = self.styles.default if named is None else named.get(VAL, "")
        place = self._place(element, where)
        before = self._in_list()
        inline = _Inline(self, place, Around(style, self._fills(properties, style, where)), where)
        inline.walk(element, "")
        made = before or self._in_list()
        level = 0 if where.cell else self.styles.level(properties, style)
        label = self._label(properties, style)
        role = where.role or self._role(style, made=made)
        names = self.styles.names(style)
        paragraph = Paragraph(
            where.flow, place, tuple(inline.runs), self.styles.name(style), level, label.text,
            label.bullet, max(label.depth, _depth(names)),
            label.goes_on or self._goes_on(properties, style, label),
            where.cell, role, bool(inline.runs) and inline.all_bold, label.several,
        )  # fmt: skip
        if level and where.flow is Flow.BODY and paragraph.text.strip():
            heading = f"{label.text} {' '.join(paragraph.text.split())}".strip()
            self.counted.heading = heading if len(heading) <= LONGEST else heading[:LONGEST] + "..."
            paragraph = replace(paragraph, place=replace(place, heading=""))
        self.paragraphs.append(paragraph)
        if where.flow in {Flow.BODY, Flow.BOX, Flow.NOTE}:
            number = len(self.elements)
            self.elements.append(element)
            self.numbers[element] = number
            self.numbered[number] = paragraph
            self.names |= dict.fromkeys(inline.bookmarks, number)
        for box in inline.boxes:
            self._blocks(box, _Where(Flow.BOX if where.flow is Flow.BODY else where.flow,
                                     where.part if where.flow is not Flow.BODY else Flow.BOX,
                                     ("auto",), None, where.role))  # fmt: skip

    def _fills(self, properties: Element | None, style: str, where: _Where) -> tuple[str, ...]:
        shade = self.styles.of_paragraph(properties, style, "shd")
        own = "auto" if shade is None else shade.get(f"{W}fill", "auto")
        return (own, *where.fills)

    def _role(self, style: str, *, made: bool) -> str:
        names = self.styles.names(style) or (style.casefold(),)
        if GUIDANCE in names:
            return "guidance"
        if made or any(n in MADE or (n[:4] == "toc " and n[4:].isdigit()) for n in names):
            return "contents"
        return "title" if names[0] == "title" else ""

    def _label(self, properties: Element | None, style: str) -> Label:
        found = self.styles.of_paragraph(properties, style, "numPr")
        own = None if properties is None else properties.find(f"{W}numPr")
        number = None if found is None else found.find(f"{W}numId")
        if number is None and own is not None:  # a level of its own, in the list of its style
            inherited = self.styles.of_paragraph(None, style, "numPr")
            number = None if inherited is None else inherited.find(f"{W}numId")
        if found is None or number is None or number.get(VAL, "0") == "0":
            return Label("")
        level, number_id = found.find(f"{W}ilvl"), number.get(VAL, "0")
        written = "" if level is None else level.get(VAL, "0")
        known = written.isdigit()
        at = int(written) if known else self.numbering.level_of_style(number_id, style)
        return self.numbering.next(number_id, min(at, 8))

    def _goes_on(self, properties: Element | None, style: str, label: Label) -> bool:
        """Whether a paragraph without a label is set in as the words of a list's items are."""
        if label.text or label.bullet:
            return False
        indent = self.styles.of_paragraph(properties, style, "ind")
        left = "" if indent is None else indent.get(f"{W}left", indent.get(f"{W}start", ""))
        return left.isdigit() and int(left) > 0

    # -- fields ----------------------------------------------------------------------------------

    def _in_list(self) -> bool:
        """Whether the reader is in a list that the program makes: of contents, of figures."""
        return any(_field_name(code) in LISTS for code, _ in self.fields)

    @property
    def in_code(self) -> bool:
        """Whether the reader is in what a field does, and not in what it shows."""
        return bool(self.fields) and self.fields[-1][1] == "code"

    def follow_field(self, name: str, element: Element, place: Place) -> None:
        """Follow a field: it begins, says what it does, shows its result, ends."""
        kind = element.get(f"{W}fldCharType", "") if name == "fldChar" else ""
        if name in {"instrText", "delInstrText"} and self.in_code:
            self.fields[-1][0] += element.text or ""
        elif kind == "begin":
            self.fields.append(["", "code"])
        elif self.fields and kind == "separate":
            self.fields[-1][1] = "result"
            self.field(self.fields[-1][0], place)
        elif self.fields and kind == "end":
            code, phase = self.fields.pop()
            if phase == "code":
                self.field(code, place)

    def field(self, code: str, place: Place) -> None:
        """Say what a field does besides showing words."""
        name = _field_name(code)
        if name in PROGRAMS:
            self._hide(Kind.PROGRAM, place, f"a field {name}")
        elif name in FETCHES:
            self._hide(Kind.LINK, place, f"a field {name}, which takes in another file")
        elif name in STALE:
            self.notes.append(f"{place}: the field {name} came over as it read when last updated")

    # -- what else is in the file ----------------------------------------------------------------

    def _hide(self, kind: Kind, place: Place, what: str) -> None:
        self.hidden.add(Hidden(kind, place, what))

    def _changes(self, tree: Element, name: str) -> None:
        for element in tree.iter():
            what = CHANGED.get(_name(element), "")
            if what:
                place = self._place_of(element) or Place(f"the part {name}")
                self._hide(Kind.CHANGE, place, what)
            elif element.tag == f"{W}commentReference":
                place = self._place_of(element) or Place(f"the part {name}")
                self._hide(Kind.COMMENT, place, "a comment")

    def _place_of(self, element: Element) -> Place | None:
        own = next(element.iterancestors(f"{W}p"), None)
        if own is None:
            around = next(element.iterancestors(f"{W}tr", f"{W}tbl"), None)
            own = None if around is None else next(around.iter(f"{W}p"), None)
        number = None if own is None else self.numbers.get(own)
        return None if number is None else self.numbered[number].place

    def _package(self) -> None:
        parts = self.opened.parts
        if self.opened.macros or any(name.casefold() in ACTIVE for name in parts):
            self._hide(Kind.MACRO, Place("the file"), "a macro project")
        for name in sorted(parts):
            if "/activex/" in f"/{name.casefold()}" and name.endswith((".bin", ".xml")):
                self._hide(Kind.MACRO, Place("the file"), "a control with a program behind it")
            if "/embeddings/" in f"/{name.casefold()}":
                self._hide(Kind.OBJECT, Place("the file"), f"an embedded file, {_file(name)}")
        comments = any(p.flow is Flow.COMMENT for p in self.paragraphs)
        if comments and not any(h.kind is Kind.COMMENT for h in self.hidden):
            self._hide(Kind.COMMENT, Place("the file"), "comments that stand at no words")
        for name in sorted(n for n in parts if n.endswith(".rels")):
            self._external(name)
        if any(name.casefold().startswith("customxml/") for name in parts):
            self.notes.append("data of other programs (custom XML) stay behind in the Word file")

    def _external(self, name: str) -> None:
        owner = normpath(f"{dirname(dirname(name))}/{name.rpartition('/')[2][:-5]}").lstrip("./")
        for kind, _, external in relations(self.opened, owner):
            if external and kind != "hyperlink":
                what = "a template" if kind == "attachedTemplate" else f"a file ({kind})"
                self._hide(Kind.LINK, Place("the file"), f"{what} that lies elsewhere")

    def _properties(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for name in ("docProps/core.xml", "docProps/app.xml"):
            root = self.opened.xml(name)
            for element in () if root is None else root:
                if isinstance(element.tag, str) and (text := (element.text or "").strip()):
                    found[_local(element)] = text
        return found


LONGEST = 60
FIRST_TABLES = 3
LIST_STYLE = re.compile(r"list (?:bullet|number|continue) ([2-5])")


class _Inline:
    """The words of one paragraph, and how each looks."""

    def __init__(self, owner: Docx, place: Place, around: Around, where: _Where) -> None:
        self.owner, self.place, self.around, self.where = owner, place, around, where
        self.runs: list[Run] = []
        self.boxes: list[Element] = []
        self.bookmarks: list[str] = []
        self.all_bold = True

    def walk(self, parent: Element, change: str) -> None:
        for child in parent:
            name = _name(child)
            if child.tag == f"{W}r":
                self._run(child, change)
            elif child.tag == f"{W}fldSimple":
                self.owner.field(child.get(f"{W}instr", ""), self.place)
                self.walk(child, change)
            elif child.tag == f"{W}bookmarkStart":
                self.bookmarks.append(child.get(f"{W}name", ""))
            elif child.tag in {f"{MATHS}oMath", f"{MATHS}oMathPara"}:
                self.owner._hide(Kind.EQUATION, self.place, "an equation")  # noqa: SLF001
            elif child.tag == f"{MC}AlternateContent":
                for choice in _choice(child):
                    self.walk(choice, change)
            elif name in {"ins", "del", "moveFrom", "moveTo"}:
                self.walk(child, CHANGED[name])
            elif child.tag in THROUGH:
                self.walk(child, change)

    def _run(self, run: Element, change: str) -> None:
        properties = run.find(f"{W}rPr")
        text = "".join(self._words(run))
        if not text:
            return
        styles, style = self.owner.styles, self.around.style
        seen = bool(text.strip())
        self.all_bold = self.all_bold and (not seen or styles.bold(properties, style))
        self.runs.append(
            Run(
                text,
                seen and styles.hidden(properties, style),
                seen and styles.faint(properties, self.around),
                seen and styles.tiny(properties, style),
                change,
            )
        )

    def _words(self, run: Element) -> Iterator[str]:
        for child in run:
            name = _name(child)
            if name in {"t", "delText"}:
                yield "" if self.owner.in_code else child.text or ""
            elif name in WORDS:
                yield WORDS[name]
            elif name == "br":
                yield "" if child.get(f"{W}type") in {"page", "column"} else "\n"
            elif name in {"drawing", "pict", "object"}:
                yield from self._drawn(child)
            elif child.tag == f"{MC}AlternateContent":
                for choice in _choice(child):
                    yield from self._words(choice)
            else:
                self.owner.follow_field(name, child, self.place)

    def _drawn(self, element: Element) -> Iterator[str]:
        """What a drawing holds: text boxes, words drawn as a shape, charts and objects."""
        for inner in element.iter():
            if inner.tag == f"{W}txbxContent":
                if next(inner.iterancestors(f"{W}txbxContent", f"{W}p")).tag == f"{W}p":
                    self.boxes.append(inner)
            elif inner.tag == f"{VML}textpath" and (said := inner.get("string", "")):
                if self.where.flow in {Flow.HEADER, Flow.FOOTER}:
                    yield f" {said} "
                else:
                    hide = self.owner._hide  # noqa: SLF001 - one reader in two classes
                    hide(Kind.OBJECT, self.place, "words drawn as a picture (WordArt)")
            elif inner.tag == f"{DRAWN}graphicData":
                uri = inner.get("uri", "")
                if what := next((w for end, w in OBJECTS.items() if uri.endswith(end)), ""):
                    self.owner._hide(Kind.OBJECT, self.place, what)  # noqa: SLF001
            elif inner.tag == f"{OFFICE}OLEObject":
                self.owner._hide(Kind.OBJECT, self.place, "an embedded object")  # noqa: SLF001
            elif inner.tag == f"{PICTURED}docPr" and inner.get("hidden", "0") in {"1", "true"}:
                self.owner._hide(Kind.HIDDEN, self.place, "a hidden picture")  # noqa: SLF001


OBJECTS = {"/chart": "a chart", "/diagram": "a diagram (SmartArt)", "/chartex": "a chart"}


def relations(opened: Opened, part: str) -> Iterator[tuple[str, str, bool]]:
    """Yield what a part refers to: the kind, the target, and whether it lies outside the file."""
    folder, _, name = part.rpartition("/")
    rels = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
    root = opened.xml(rels)
    for one in () if root is None else root.iter(RELATION):
        kind = one.get("Type", "").rpartition("/")[2]
        target = one.get("Target", "")
        external = one.get("TargetMode", "") == "External"
        if not external:
            target = target[1:] if target.startswith("/") else normpath(f"{folder}/{target}")
            target = target.lstrip("/")
        yield kind, target, external


def _pairs(row: Element) -> list[tuple[str, str]]:
    cells = [_cell_text(cell) for cell in _cells(row)]
    return list(zip(cells[::2], cells[1::2], strict=False))


def _cells(row: Element) -> Iterator[Element]:
    """Yield a row's cells, those in content controls too, and no cell of a table within."""
    for cell in row.iter(f"{W}tc"):
        if next(cell.iterancestors(f"{W}tr")) is row:
            yield cell


def _cell_text(cell: Element) -> str:
    """Return a cell's words, a line for each paragraph, as they read when changes are accepted."""
    lines = []
    for paragraph in cell.iter(f"{W}p"):
        texts = (
            e.text or "" if e.tag == f"{W}t" else "\n" if e.tag == f"{W}br" else " "
            for e in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br")
            if next(e.iterancestors(f"{W}del", f"{W}moveFrom"), None) is None
        )
        lines.append("".join(texts).strip())
    return "\n".join(line for line in lines if line)


def _choice(element: Element) -> Iterator[Element]:
    """Yield the one of several forms of the same content that is read."""
    found = element.find(f"{MC}Choice")
    found = element.find(f"{MC}Fallback") if found is None else found
    if found is not None:
        yield found


def _name(element: Element) -> str:
    """Return the name of an element of Word's own, and nothing of any other."""
    tag = element.tag
    return tag[len(W) :] if isinstance(tag, str) and tag.startswith(W) else ""


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _depth(names: tuple[str, ...]) -> int:
    """Return how deep in a list Word's own styles mean a paragraph: "List Bullet 2" is 1."""
    found = (LIST_STYLE.fullmatch(name) for name in names)
    return next((int(match[1]) - 1 for match in found if match), 0)


def _field_name(code: str) -> str:
    words = code.split()
    return words[0].upper() if words else ""


def _file(name: str) -> str:
    return "".join(c for c in name.rpartition("/")[2][:60] if c.isprintable())
