"""An OpenDocument text made ready for pandoc, as ``docx_tidy`` does for Word."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from generator.word.odt import INDEXES, Odt
from generator.word.odt_styles import DRAW, OFFICE, TABLE, TEXT
from generator.word.opening import Element
from generator.word.reading import FIRST, LAST
from generator.word.trees import packed, unwrap

UNWRAPPED = (f"{TEXT}list", f"{TEXT}list-item", f"{TEXT}list-header", f"{TEXT}section",
             f"{TEXT}numbered-paragraph")  # fmt: skip
TAKEN_OUT = (
    f"{TEXT}tracked-changes", f"{TEXT}change", f"{TEXT}change-start", f"{TEXT}change-end",
    f"{OFFICE}annotation", f"{OFFICE}annotation-end", f"{TEXT}soft-page-break", *INDEXES,
)  # fmt: skip
KEPT = ("mimetype", "styles.xml", "META-INF/manifest.xml")


def tidy(document: Odt) -> bytes:
    """Return the file for pandoc. The tree of ``document`` is used up."""
    for number, element in enumerate(document.elements):
        paragraph = document.numbered[number]
        element.tag = f"{TEXT}p"
        element.attrib.clear()
        if not paragraph.comes_over:
            for child in list(element):
                element.remove(child)
            element.text = None
        elif paragraph.text.strip() or next(element.iter(f"{DRAW}image"), None) is not None:
            element.text = f"{FIRST}{number}{LAST}{element.text or ''}"
    body = document.tree.find(f"{OFFICE}body")
    if document.header_table is not None:
        _take_out(document.header_table)
    _free_boxes(body)
    for element in list(body.iter(*TAKEN_OUT)):
        _take_out(element)
    for element in list(body.iter(*UNWRAPPED)):
        unwrap(element)
    return packed(_parts(document))


def _free_boxes(body: Element) -> None:
    """Put the words of a text box behind the paragraph that it is fixed to."""
    for box in list(body.iter(f"{DRAW}text-box", f"{DRAW}custom-shape")):
        anchors = list(box.iterancestors(f"{TEXT}p"))
        place = anchors[-1] if anchors else next(box.iterancestors(f"{DRAW}frame"), None)
        if place is None:
            continue
        while (after := place.getnext()) is not None and after.get("freed"):
            place = after
        for child in list(box):
            if child.tag in {f"{TEXT}p", f"{TEXT}list", f"{TABLE}table"}:
                child.set("freed", "yes")
                _take_out(child)
                place.addnext(child)
                place = child
    for element in body.iter():
        if isinstance(element.tag, str):
            element.attrib.pop("freed", None)


def _take_out(element: Element) -> None:
    """Remove an element, and leave the words that follow it where they are."""
    parent, tail = element.getparent(), element.tail
    if parent is None:
        return
    if tail and tail.strip():
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + tail
        else:
            before.tail = (before.tail or "") + tail
    element.tail = None
    parent.remove(element)


def _parts(document: Odt) -> Iterator[tuple[str, bytes]]:
    for name, data in document.opened.parts.items():
        if name in KEPT or name.startswith("Pictures/"):
            yield name, data
    yield "content.xml", etree.tostring(document.tree)
