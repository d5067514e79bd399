"""A Word document made ready for pandoc: its words, and nothing that pandoc would read otherwise.

Every paragraph becomes a plain one that begins with its number, so that what comes out can be held
against what went in; styles, lists and headings are our own reader's business. Tracked changes are
accepted, text boxes stand behind the paragraph they were fixed to, and what the program or a
template put there (a list of contents, guidance, the header table) is emptied.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from generator.word.docx import CHANGED, Docx
from generator.word.docx_styles import W
from generator.word.opening import Element
from generator.word.reading import FIRST, LAST, Paragraph
from generator.word.trees import packed, unwrap

KEPT = ("[content_types].xml", "_rels/", "word/")
LEFT_OUT = ("word/embeddings/", "word/activex/", "word/vba", "word/comments", "word/glossary/")
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def tidy(document: Docx) -> bytes:
    """Return the file for pandoc. The trees of ``document`` are used up."""
    for number, element in enumerate(document.elements):
        _ready(element, number, document.numbered[number])
    for tree in document.trees.values():
        _accept(tree)
        _free_boxes(tree)
    if document.header_table is not None:
        _remove(document.header_table)
    return packed(_parts(document))


def _ready(element: Element, number: int, paragraph: Paragraph) -> None:
    properties = element.find(f"{W}pPr")
    if properties is not None and not _mark_deleted(properties):
        element.remove(properties)
    if not paragraph.comes_over:
        for child in list(element):
            element.remove(child)
        return
    if paragraph.text.strip() or _pictures(element):
        run = etree.Element(f"{W}r")
        words = etree.SubElement(run, f"{W}t")
        words.text = f"{FIRST}{number}{LAST}"
        words.set(SPACE, "preserve")
        element.insert(0 if element.find(f"{W}pPr") is None else 1, run)


def _pictures(element: Element) -> list[Element]:
    return list(element.iter(f"{W}drawing", f"{W}pict", f"{W}object"))


def _mark_deleted(properties: Element) -> bool:
    """Whether the end of a paragraph is deleted, so that the next one goes on in it."""
    return any(properties.find(f"{W}rPr/{W}{tag}") is not None for tag in ("del", "moveFrom"))


def _accept(tree: Element) -> None:
    """Accept every tracked change."""
    for element in list(tree.iter()):
        name = element.tag[len(W) :] if str(element.tag).startswith(W) else ""
        parent = element.getparent()
        if name not in CHANGED or parent is None:
            continue
        container = parent.tag[len(W) :] if str(parent.tag).startswith(W) else ""
        if (container == "trPr" and name == "del") or (container == "tcPr" and name == "cellDel"):
            _remove(parent.getparent())
        elif container in {"rPr", "trPr", "tcPr"} or name.endswith("Change") or name[:4] == "cell":
            if not (container == "rPr" and name in {"del", "moveFrom"}):
                parent.remove(element)
        elif name in {"del", "moveFrom"}:
            _remove(element)
        else:
            unwrap(element)
    _join(tree)


def _join(tree: Element) -> None:
    """Let a paragraph whose end was deleted go on in the next."""
    for paragraph in list(tree.iter(f"{W}p")):
        properties = paragraph.find(f"{W}pPr")
        if properties is None or not _mark_deleted(properties):
            continue
        paragraph.remove(properties)
        after = paragraph.getnext()
        if after is not None and after.tag == f"{W}p":
            own = after.find(f"{W}pPr")
            for place, child in enumerate(list(paragraph), 0 if own is None else 1):
                after.insert(place, child)
            _remove(paragraph)


def _free_boxes(tree: Element) -> None:
    """Put the words of a text box behind the paragraph that it is fixed to."""
    for box in list(tree.iter(f"{W}txbxContent")):
        outer = list(box.iterancestors(f"{W}p"))
        if not outer or any(e.tag.endswith("}Fallback") for e in box.iterancestors()):
            continue
        anchor = outer[-1]
        place = anchor
        while (after := place.getnext()) is not None and after.get("freed") == "yes":
            place = after
        for child in list(box):
            child.set("freed", "yes")
            place.addnext(child)
            place = child
    for box in list(tree.iter(f"{W}txbxContent")):
        _remove(box)
    for element in tree.iter(f"{W}p", f"{W}tbl"):
        element.attrib.pop("freed", None)


def _remove(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _parts(document: Docx) -> Iterator[tuple[str, bytes]]:
    for name, data in document.opened.parts.items():
        own = name.casefold()
        if own.startswith(KEPT) and not own.startswith(LEFT_OUT):
            tree = document.trees.get(name)
            yield name, data if tree is None else etree.tostring(tree)
