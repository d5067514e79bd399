"""Read an OpenDocument text: what it says, how each word looks, and what else is in the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace

from generator.word.docx import FIRST_TABLES, GUIDANCE, LONGEST, MADE
from generator.word.docx_styles import Label
from generator.word.header_table import is_header
from generator.word.odt_styles import (
    DRAW,
    FO,
    OFFICE,
    STYLE,
    SVG,
    TABLE,
    TEXT,
    XLINK,
    XML_ID,
    Lists,
    Look,
    Styles,
)
from generator.word.opening import DAMAGED, CannotOpen, Element, Opened
from generator.word.reading import Flow, Hidden, Kind, Paragraph, Place, Reading, Run

INDEXES = frozenset(
    TEXT + name
    for name in ("table-of-content", "alphabetical-index", "illustration-index", "table-index",
                 "object-index", "user-index", "bibliography")
)  # fmt: skip
THROUGH = frozenset(TEXT + n for n in ("index-body", "index-title", "numbered-paragraph"))
CHANGES = {"insertion": "inserted", "deletion": "deleted", "format-change": "formatted otherwise"}
HIDING = {"hidden-text": "words that a condition hides",
          "hidden-paragraph": "a paragraph that a condition hides",
          "conditional-text": "words that a condition chooses"}  # fmt: skip
SCRIPTS = ("basic/", "scripts/", "dialogs/")
HEADS = {
    **dict.fromkeys(("header", "header-left", "header-first"), Flow.HEADER),
    **dict.fromkeys(("footer", "footer-left", "footer-first"), Flow.FOOTER),
}
UNSAID = frozenset(
    (f"{OFFICE}annotation", f"{OFFICE}annotation-end", f"{TEXT}note", f"{TEXT}tracked-changes",
     f"{TEXT}ruby-text", f"{TEXT}number")
)  # fmt: skip
NAMED = frozenset(TEXT + n for n in ("bookmark", "bookmark-start", "reference-mark-start"))
MOST_SPACES = 1000


class _Where(Struct, frozen=True):
    """Where the reader is: in what, in which cell, in which list, on which background."""

    flow: Flow
    part: str
    cell: tuple[int, int, int] | None = None
    role: str = ""
    fills: tuple[str, ...] = ()
    list_key: str = ""
    list_style: str = ""
    depth: int = -1


class _Waiting(Struct):
    """The label of the next paragraph, where it is the first of an item."""

    label: Label | None = None
    goes_on: bool = False


def read_odt(opened: Opened) -> Odt:
    """Return the document, read. Raises ``CannotOpen`` where it holds no text."""
    found = Odt(opened)
    found.read()
    return found


@dataclass(slots=True)
class Odt:
    """An OpenDocument text being read, and its tree with each paragraph's number."""

    opened: Opened
    tree: Element = None
    styles: Styles = field(init=False)
    lists: Lists = field(init=False)
    paragraphs: list[Paragraph] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)
    numbered: dict[int, Paragraph] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)
    hidden: set[Hidden] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)
    header: tuple[tuple[str, str], ...] = ()
    header_table: Element | None = None
    counted: dict[str, int] = field(default_factory=dict)
    changes: dict[str, str] = field(default_factory=dict)
    tables: int = 0
    heading: str = ""
    begun: int = 0

    def __post_init__(self) -> None:
        self.styles = Styles(self.opened)
        self.lists = Lists(self.styles)

    def read(self) -> None:
        """Read every part that holds words, and what the rest of the file is."""
        self.tree = self.opened.xml("content.xml")
        text = None if self.tree is None else self.tree.find(f"{OFFICE}body/{OFFICE}text")
        if text is None:
            raise CannotOpen("is damaged: its main part holds no text", DAMAGED)
        self._find_header(text)
        self._tracked(text)
        self._blocks(text, _Where(Flow.BODY, Flow.BODY))
        self._heads()
        self._package()

    def reading(self) -> Reading:
        """Return all that was read."""
        return Reading(
            tuple(self.paragraphs), self.header, tuple(sorted(self.hidden)), self.numbered,
            self.names, self._properties(), self._alts(), tuple(self.notes),
        )  # fmt: skip

    def _find_header(self, text: Element) -> None:
        for table in islice(text.iter(f"{TABLE}table"), FIRST_TABLES):
            pairs: list[tuple[str, str]] = []
            for row in table.iter(f"{TABLE}table-row"):
                cells = [_cell_text(cell) for cell in row.findall(f"{TABLE}table-cell")]
                pairs += zip(cells[::2], cells[1::2], strict=False)
            if is_header(label for label, _ in pairs):
                self.header, self.header_table = tuple(pairs), table
                return

    def _tracked(self, text: Element) -> None:
        for region in text.iter(f"{TEXT}changed-region"):
            name = region.get(f"{TEXT}id") or region.get(XML_ID, "")
            kind = next((c.tag.rpartition("}")[2] for c in region if isinstance(c.tag, str)), "")
            self.changes[name] = CHANGES.get(kind, "changed")

    # -- blocks ----------------------------------------------------------------------------------

    def _blocks(self, parent: Element, where: _Where, waiting: _Waiting | None = None) -> None:
        for child in parent:
            tag = child.tag
            if tag in {f"{TEXT}p", f"{TEXT}h"}:
                self._paragraph(child, where, waiting or _Waiting())
            elif tag == f"{TEXT}list":
                self._list(child, where)
            elif tag == f"{TABLE}table":
                self._table(child, where)
            elif tag == f"{TEXT}section":
                self._section(child, where)
            elif tag in {f"{TEXT}change", f"{TEXT}change-start"}:
                self._changed(child, Place(where.part))
            elif tag == f"{DRAW}frame":  # fixed to a page, not to words
                for box in child.findall(f"{DRAW}text-box"):
                    self._blocks(box, _boxed(where))
            elif tag in INDEXES or tag in THROUGH:
                inner = replace(where, role="contents") if tag in INDEXES else where
                self._blocks(child, inner, waiting)

    def _section(self, section: Element, where: _Where) -> None:
        shown = section.get(f"{TEXT}display", "true")
        if shown != "true":
            self._hide(Kind.HIDDEN, Place(where.part), "a section that is not displayed")
        for source in section.findall(f"{TEXT}section-source"):
            if source.get(f"{XLINK}href"):
                self._hide(Kind.LINK, Place(where.part), "a section taken in from another file")
        if section.find(f"{OFFICE}dde-source") is not None:
            self._hide(Kind.PROGRAM, Place(where.part), "a section fed by another program (DDE)")
        self._blocks(section, where)

    def _list(self, element: Element, where: _Where) -> None:
        depth = where.depth + 1
        style = element.get(f"{TEXT}style-name") or where.list_style
        key = where.list_key
        if depth == 0:
            key = f"style {style}" if style else f"list {self.begun}"
            goes_on = element.get(f"{TEXT}continue-numbering") == "true"
            if not goes_on and not element.get(f"{TEXT}continue-list"):
                self.lists.begin(key, 0)
            self.begun += 1
        else:
            self.lists.begin(key, depth)
        inner = replace(where, list_key=key, list_style=style, depth=depth)
        for item in element:
            if item.tag == f"{TEXT}list-item":
                self._item(item, inner)
            elif item.tag == f"{TEXT}list-header":
                self._blocks(item, inner, _Waiting(goes_on=True))

    def _item(self, item: Element, where: _Where) -> None:
        start = item.get(f"{TEXT}start-value", "")
        if not any(child.tag in {f"{TEXT}p", f"{TEXT}h"} for child in item):
            self._blocks(item, where)
            return
        style = where.list_style
        if not style:
            first = next(c for c in item if c.tag in {f"{TEXT}p", f"{TEXT}h"})
            style = self.styles.list_of(first.get(f"{TEXT}style-name", ""))
        label = self.lists.next(where.list_key, style, where.depth, start)
        self._blocks(item, where, _Waiting(label))

    def _table(self, table: Element, where: _Where) -> None:
        self.tables += 1
        number = self.tables
        role = "header table" if table is self.header_table else where.role
        whole = self.styles.value("table", table.get(f"{TABLE}style-name", ""), "table",
                                  f"{FO}background-color")  # fmt: skip
        for at, row in enumerate(_rows(table), 1):
            if row.get(f"{TABLE}visibility", "visible") != "visible":
                place = Place(f"table {number}, row {at}", 0, self.heading)
                self._hide(Kind.HIDDEN, place, "a hidden row of a table")
            behind = self.styles.value("table-row", row.get(f"{TABLE}style-name", ""), "table-row",
                                       f"{FO}background-color")  # fmt: skip
            column = 0
            for cell in row:
                if cell.tag not in {f"{TABLE}table-cell", f"{TABLE}covered-table-cell"}:
                    continue
                column += 1
                own = self.styles.value(
                    "table-cell", cell.get(f"{TABLE}style-name", ""), "table-cell",
                    f"{FO}background-color",
                )  # fmt: skip
                self._blocks(
                    cell,
                    _Where(where.flow, where.part, (number, at, column), role,
                           (own, behind, whole, *where.fills)),
                )  # fmt: skip

    # -- paragraphs ------------------------------------------------------------------------------

    def _place(self, element: Element, where: _Where) -> Place:
        order = len(self.paragraphs) + 1
        heading = self.heading if where.flow in {Flow.BODY, Flow.BOX} else ""
        if where.cell:
            table, row, column = where.cell
            return Place(f"table {table}, row {row}, column {column}", 0, heading, order=order)
        blank = not "".join(element.itertext()).strip()
        blank = (
            blank and element.find(f"{TEXT}change") is None
        )  # what was deleted is kept elsewhere
        count = self.counted.get(where.part, 0) + (0 if blank else 1)
        self.counted[where.part] = count
        return Place(where.part, max(count, 1), heading, order=order)

    def _paragraph(self, element: Element, where: _Where, waiting: _Waiting) -> None:
        style = element.get(f"{TEXT}style-name", "")
        place = self._place(element, where)
        number = len(self.elements)
        counts = where.flow in {Flow.BODY, Flow.BOX, Flow.NOTE}
        if counts:
            self.elements.append(element)
        fill = self.styles.value("paragraph", style, "paragraph", f"{FO}background-color")
        look = Look((("paragraph", style),), (fill, *where.fills))
        inline = _Inline(self, place, where)
        inline.walk(element, look)
        names = self.styles.names(style)
        level = self._level(element, where)
        label, waiting.label = waiting.label or Label("", max(where.depth, 0)), None
        if level and not label.text:
            label = self.lists.heading(level)
        first = not waiting.goes_on
        waiting.goes_on = True
        paragraph = Paragraph(
            where.flow, place, tuple(inline.runs), names[0] if names else "", level, label.text,
            label.bullet, label.depth,
            label.goes_on or (where.depth >= 0 and not first) or self._set_in(style, label),
            where.cell, where.role or _role(names),
            bool(inline.runs) and inline.all_bold, label.several,
        )  # fmt: skip
        if level and where.flow is Flow.BODY and paragraph.text.strip():
            heading = f"{label.text} {' '.join(paragraph.text.split())}".strip()
            self.heading = heading if len(heading) <= LONGEST else heading[:LONGEST] + "..."
            paragraph = replace(paragraph, place=replace(place, heading=""))
        self.paragraphs.append(paragraph)
        if counts:
            self.numbered[number] = paragraph
            self.names |= dict.fromkeys(inline.bookmarks, number)
        for note in inline.notes:
            self._blocks(note, _Where(Flow.NOTE, Flow.NOTE))
        for box in inline.boxes:
            self._blocks(box, _boxed(where))

    def _level(self, element: Element, where: _Where) -> int:
        if element.tag != f"{TEXT}h" or where.cell:
            return 0
        level = element.get(f"{TEXT}outline-level", "1")
        return int(level) if level.isdigit() else 1

    def _set_in(self, style: str, label: Label) -> bool:
        if label.text or label.bullet:
            return False
        left = self.styles.value("paragraph", style, "paragraph", f"{FO}margin-left")
        return bool(left.strip("0.incmptx%"))

    # -- what else is in the file ----------------------------------------------------------------

    def _hide(self, kind: Kind, place: Place, what: str) -> None:
        self.hidden.add(Hidden(kind, place, what))

    def _changed(self, element: Element, place: Place) -> None:
        what = self.changes.get(element.get(f"{TEXT}change-id", ""), "changed")
        self._hide(Kind.CHANGE, place, what)

    def _heads(self) -> None:
        root = self.opened.xml("styles.xml")
        for page in () if root is None else root.iter(f"{STYLE}master-page"):
            for part in page:
                name = str(part.tag).removeprefix(STYLE)
                if name in HEADS and part.get(f"{STYLE}display", "true") == "true":
                    self._blocks(part, _Where(HEADS[name], HEADS[name]))

    def _package(self) -> None:
        file = Place("the file")
        if self.changes and not any(h.kind is Kind.CHANGE for h in self.hidden):
            self._hide(Kind.CHANGE, file, "changes that stand at no words")
        for name in sorted(self.opened.parts):
            own = name.casefold()
            if own.startswith(SCRIPTS) and not own.endswith("/"):
                self._hide(Kind.MACRO, file, "a macro project")
            if own.startswith("object ") and own.endswith("content.xml"):
                self._hide(Kind.OBJECT, file, "an embedded object")
        for element in self.tree.iter(f"{OFFICE}event-listeners", f"{TEXT}script"):
            if len(element) or element.tag == f"{TEXT}script":
                self._hide(Kind.MACRO, file, "a program that an event starts")
        for element in self.tree.iter(f"{TEXT}dde-connection", f"{TEXT}dde-connection-decl"):
            if element.tag.endswith("connection"):
                self._hide(Kind.PROGRAM, file, "a field fed by another program (DDE)")

    def _alts(self) -> dict[str, str]:
        """Return what each picture shows, in words, by its name in the file."""
        found = {}
        for frame in self.tree.iter(f"{DRAW}frame"):
            said = [frame.findtext(f"{SVG}{name}", "").strip() for name in ("desc", "title")]
            for image in frame.findall(f"{DRAW}image"):
                found[image.get(f"{XLINK}href", "")] = next(filter(None, said), "")
        return found

    def _properties(self) -> dict[str, str]:
        root = self.opened.xml("meta.xml")
        found = {}
        for element in () if root is None else root.iter():
            if isinstance(element.tag, str) and (text := (element.text or "").strip()):
                found[element.tag.rpartition("}")[2]] = text
        return found


class _Inline:
    """The words of one paragraph, and how each looks."""

    def __init__(self, owner: Odt, place: Place, where: _Where) -> None:
        self.owner, self.place, self.where = owner, place, where
        self.runs: list[Run] = []
        self.boxes: list[Element] = []
        self.notes: list[Element] = []
        self.bookmarks: list[str] = []
        self.all_bold = True

    def walk(self, element: Element, look: Look) -> None:
        self._say(element.text, look)
        for child in element:
            if isinstance(child.tag, str):
                self._child(child, look)
            self._say(child.tail, look)

    def _child(self, child: Element, look: Look) -> None:
        name = child.tag.rpartition("}")[2]
        if child.tag == f"{TEXT}span":
            self.walk(child, look.inside("text", child.get(f"{TEXT}style-name", "")))
        elif child.tag == f"{TEXT}s":
            count = child.get(f"{TEXT}c", "1")
            self._say(" " * min(int(count) if count.isdigit() else 1, MOST_SPACES), look)
        elif child.tag in {f"{TEXT}tab", f"{TEXT}line-break"}:
            self._say("\t" if name == "tab" else "\n", look)
        elif child.tag in {
            f"{TEXT}bookmark",
            f"{TEXT}bookmark-start",
            f"{TEXT}reference-mark-start",
        }:
            self.bookmarks.append(child.get(f"{TEXT}name", ""))
        elif child.tag == f"{DRAW}frame" or child.tag.startswith(DRAW):
            self._drawn(child)
        else:
            self._other(child, name, look)

    def _other(self, child: Element, name: str, look: Look) -> None:
        hide = self.owner._hide  # noqa: SLF001 - one reader in two classes
        if child.tag == f"{TEXT}note":
            self.notes += child.findall(f"{TEXT}note-body")
        elif child.tag == f"{OFFICE}annotation":
            hide(Kind.COMMENT, self.place, "a comment")
        elif child.tag in {f"{TEXT}change", f"{TEXT}change-start"}:
            self.owner._changed(child, self.place)  # noqa: SLF001
        elif name in HIDING and child.tag.startswith(TEXT):
            hide(Kind.HIDDEN, self.place, HIDING[name])
        elif child.tag not in UNSAID:
            self.walk(child, look)

    def _drawn(self, element: Element) -> None:
        hide = self.owner._hide  # noqa: SLF001
        for inner in element.iter():
            if inner.tag == f"{DRAW}text-box" and not _within(inner, element):
                self.boxes.append(inner)
            elif inner.tag in {f"{DRAW}object", f"{DRAW}object-ole", f"{DRAW}plugin"}:
                maths = inner.find("{http://www.w3.org/1998/Math/MathML}math") is not None
                kind = Kind.EQUATION if maths else Kind.OBJECT
                hide(kind, self.place, "an equation" if maths else "an embedded object")
            elif inner.tag == f"{DRAW}image":
                address = inner.get(f"{XLINK}href", "")
                if "://" in address or address.startswith(("/", "../")):
                    hide(Kind.LINK, self.place, "a picture that lies elsewhere")
        shape = element.tag != f"{DRAW}frame"
        if shape and any("".join(p.itertext()).strip() for p in element.iter(f"{TEXT}p")):
            self.boxes.append(element)

    def _say(self, text: str | None, look: Look) -> None:
        if not text:
            return
        seen, styles = bool(text.strip()), self.owner.styles
        self.all_bold = self.all_bold and (not seen or look.bold(styles))
        self.runs.append(
            Run(
                text,
                seen and look.hidden(styles),
                seen and look.faint(styles),
                seen and look.tiny(styles),
            )
        )


def _boxed(where: _Where) -> _Where:
    flow = Flow.BOX if where.flow is Flow.BODY else where.flow
    return _Where(flow, Flow.BOX if flow is Flow.BOX else where.part, None, where.role)


def _within(element: Element, top: Element) -> bool:
    """Whether a text box stands in another, which is read on its way."""
    around = next(element.iterancestors(f"{DRAW}text-box"), None)
    return around is not None and any(inner is around for inner in top.iter(f"{DRAW}text-box"))


def _role(names: tuple[str, ...]) -> str:
    if GUIDANCE in names:
        return "guidance"
    if any(name in MADE or name.startswith("contents ") for name in names):
        return "contents"
    return "title" if names[:1] == ("title",) else ""


def _rows(table: Element) -> Iterator[Element]:
    """Yield a table's own rows, those of its header too."""
    for row in table.iter(f"{TABLE}table-row"):
        if next(row.iterancestors(f"{TABLE}table")) is table:
            yield row


def _cell_text(cell: Element) -> str:
    lines = (_plain(paragraph) for paragraph in cell.iter(f"{TEXT}p", f"{TEXT}h"))
    return "\n".join(line for line in lines if line)


def _plain(element: Element) -> str:
    parts = [element.text or ""]
    for child in element:
        if child.tag in {f"{TEXT}s", f"{TEXT}tab", f"{TEXT}line-break"}:
            parts.append("\n" if child.tag == f"{TEXT}line-break" else " ")
        elif isinstance(child.tag, str) and child.tag not in UNSAID:
            parts.append(_plain(child))
        parts.append(child.tail or "")
    return "".join(parts).strip() if element.tag in {f"{TEXT}p", f"{TEXT}h"} else "".join(parts)
