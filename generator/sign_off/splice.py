"""An entry spliced into a YAML text, so that what is not changed stays as it is."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import yaml

from generator.schema.believe import schema_text
from generator.sign_off.words import Entry


class OddForm(Exception):  # noqa: N818 - leads to a plain message
    """The record is valid YAML, in a form nobody writes."""


Map = yaml.MappingNode
List = yaml.SequenceNode
QUOTES = frozenset({"'", '"'})


class Editor:
    """Collects changes to a YAML text by place, so that what is not changed stays as it is."""

    def __init__(self, text: str, kind: str) -> None:
        self.old = text
        self.newline = "\r\n" if "\r\n" in text else "\n"
        self.order = list(json.loads(schema_text(kind))["properties"])
        self.changes: list[tuple[int, int, str]] = []
        top = yaml.compose(text, Loader=yaml.CSafeLoader)
        if not isinstance(top, Map) or top.flow_style:
            raise OddForm
        self.top = top
        self.quote = self._quote()

    def text(self) -> str:
        """Return the text with every change made."""
        parts, at = [], 0
        for start, end, put in sorted(self.changes, key=_place):
            parts += [self.old[at:start], put.replace("\n", self.newline)]
            at = end
        return "".join(parts) + self.old[at:]

    def append(self, key: str, entry: Entry) -> None:
        """Add an entry to the list at a top-level key, in the form of the entry before it."""
        value = _child(self.top, key)
        if value is None or _is_blank(value):
            self._begin(key, value, "  - " + _lines(entry, 4, self.quote))
        elif not isinstance(value, List):
            raise OddForm
        elif value.flow_style:
            self._change(_end(value.value[-1]), f", {_flow(entry, self.quote)}")
        else:
            last, column = value.value[-1], value.start_mark.column
            offset = max(last.start_mark.column - column, 2)
            dash = " " * column + "-" + " " * (offset - 1)
            if isinstance(last, Map) and last.flow_style:
                item = _flow(entry, self.quote) + "\n"
            else:
                item = _lines(entry, column + offset, self.quote)
            self._insert(self._after(last, column), dash + item)

    def lay_over(self, key: str, entry: Entry, *, without: str) -> None:
        """Write an entry over the mapping at a top-level key, value by value.

        What stands there ``without`` being in the entry is taken out.
        """
        value = _child(self.top, key)
        if isinstance(value, Map) and value.value:
            self._lay_over(value, entry)
            if without not in entry and _child(value, without):
                self._take_out(value, without)
        elif value is not None and not _is_blank(value):
            raise OddForm
        else:
            self._begin(key, value, "  " + _lines(entry, 2, self.quote))

    def _lay_over(self, node: Map, entry: Entry) -> None:
        for key, said in entry.items():
            old = _child(node, key)
            if old is None:
                self._add(node, key, said)
            elif isinstance(said, str) and isinstance(old, yaml.ScalarNode):
                self._rewrite(old, said, in_flow=bool(node.flow_style))
            elif isinstance(old, Map) and old.flow_style:
                self._rewrite_all(old, said)
            elif isinstance(old, Map):
                self._lay_over(old, said)
                self._drop(old, said)
            elif _is_blank(old) and not node.flow_style:
                indent = node.start_mark.column + 2
                self._fill(old, " " * indent + _lines(said, indent, self.quote))
            else:
                raise OddForm

    def _rewrite(self, node: yaml.ScalarNode, said: str, *, in_flow: bool) -> None:
        if node.value == said:
            return
        style, start = node.style or "", node.start_mark.index
        put = _scalar(said, style if style in QUOTES else "", in_flow=in_flow)
        before = " " if self.old[start - 1] == ":" else ""
        after = "\n" if style in {"|", ">"} else ""
        self.changes.append((start, node.end_mark.index, before + put + after))

    def _rewrite_all(self, node: Map, said: Entry) -> None:
        names = {key.value: value for key, value in node.value}
        if names.keys() == said.keys():
            self._lay_over(node, said)
        else:
            put = _flow(said, self.quote)
            self.changes.append((node.start_mark.index, node.end_mark.index, put))

    def _add(self, node: Map, key: str, said: Any) -> None:
        if node.flow_style:
            self._change(_end(node.value[-1][1]), f", {_flow({key: said}, self.quote)[1:-1]}")
            return
        column = node.start_mark.column
        lines = " " * column + _lines({key: said}, column, self.quote)
        self._insert(self._after(node.value[-1][1], column), lines)

    def _drop(self, node: Map, keep: Entry) -> None:
        """Take out what a mapping of lines names and ``keep`` does not."""
        for key, _ in node.value:
            if key.value not in keep:
                self._take_out(node, key.value)

    def _take_out(self, node: Map, name: str) -> None:
        """Take a key and its value out of a mapping: its lines, or, in braces, up to the next."""
        keys = [key.value for key, _ in node.value]
        key, value = node.value[keys.index(name)]
        start, end = key.start_mark.index, value.end_mark.index
        if not node.flow_style:
            start = self.old.rfind("\n", 0, start) + 1
            end = self._line_after(_end(value))
        elif name != keys[-1]:
            end = node.value[keys.index(name) + 1][0].start_mark.index
        elif name != keys[0]:
            start = node.value[keys.index(name) - 1][1].end_mark.index
        self.changes.append((start, end, ""))

    def _begin(self, key: str, blank: yaml.Node | None, lines: str) -> None:
        """Write a top-level key that is not there, or is blank, where its form has it."""
        if blank is not None:
            self._fill(blank, lines)
            return
        before = self.order[: self.order.index(key)]
        present = [pair[1] for pair in self.top.value if pair[0].value in before]
        last = present[-1] if present else self.top.value[-1][1]
        self._insert(self._after(last, 0), f"{key}:\n{lines}")

    def _fill(self, blank: yaml.Node, lines: str) -> None:
        """Write lines below a key in the place of nothing: `~`, `[]`, or no value at all."""
        start = len(self.old[: blank.start_mark.index].rstrip(" "))
        self.changes.append((start, blank.end_mark.index, ""))
        self._insert(self._line_after(blank.end_mark.index), lines)

    def _insert(self, at: int, lines: str) -> None:
        """Insert whole lines at the start of a line."""
        fresh = at == 0 or self.old[at - 1] == "\n"
        self._change(at, lines if fresh else "\n" + lines)

    def _change(self, at: int, put: str) -> None:
        """Insert a text; what is inserted at one place stands in the order it came."""
        self.changes.append((at, at, put))

    def _after(self, node: yaml.Node, column: int) -> int:
        """Return the start of the line after a node and the comments that belong to it."""
        at = self._line_after(_end(node))
        comment = re.compile(rf" {{{column + 1},}}#[^\n]*(?:\n|\Z)")
        while found := comment.match(self.old, at):
            at = found.end()
        return at

    def _line_after(self, at: int) -> int:
        if at and self.old[at - 1] == "\n":  # a block of text ends where the next line begins
            return at
        end = self.old.find("\n", at)
        return len(self.old) if end < 0 else end + 1

    def _quote(self) -> str:
        """Return how the record quotes its words: as it does its first."""
        first = self.top.value[0][1] if self.top.value else None
        style = first.style if isinstance(first, yaml.ScalarNode) else ""
        return style if style in QUOTES else ""


def _place(change: tuple[int, int, str]) -> tuple[int, int]:
    return change[0], change[1]


def _child(node: Map, key: str) -> yaml.Node | None:
    return next((value for name, value in node.value if name.value == key), None)


def _end(node: yaml.Node) -> int:
    """Return where a node ends; PyYAML ends a list of lines at the next word after it."""
    while isinstance(node, Map | List) and node.value and not node.flow_style:
        last = node.value[-1]
        node = last[1] if isinstance(node, Map) else last
    return int(node.end_mark.index)


def _is_blank(node: yaml.Node) -> bool:
    if isinstance(node, yaml.ScalarNode):
        return not node.value.strip() or (not node.style and node.value in {"~", "null"})
    return not node.value


PLAIN = re.compile(r"[^\W_][\w .,/()'&-]*(?<! )")
NULL = frozenset({"null", "Null", "NULL"})


def _scalar(said: str, quote: str, *, in_flow: bool = False) -> str:
    """Return a word as the record writes its words; quoted wherever plain could mislead."""
    if not quote and PLAIN.fullmatch(said) and said not in NULL and not (in_flow and "," in said):
        return said
    if quote == "'":
        return "'" + said.replace("'", "''") + "'"
    return json.dumps(said, ensure_ascii=False)


def _lines(entry: Entry, indent: int, quote: str) -> str:
    """Return a mapping as lines, the first of them not indented."""
    lines = []
    for key, said in entry.items():
        if not isinstance(said, Mapping):
            lines.append(f"{_name(key, quote)}: {_scalar(said, quote)}")
        elif key == "checks":
            lines.append(f"{key}: {_flow(said, quote)}")
        else:
            inner = [f"{_name(k, quote)}: {_scalar(v, quote)}" for k, v in said.items()]
            lines += [f"{key}:", *(f"  {line}" for line in inner)]
    return f"\n{' ' * indent}".join(lines) + "\n"


def _flow(entry: Entry, quote: str) -> str:
    """Return a mapping as one line in braces."""
    items = [
        f"{_name(key, quote)}: "
        + (_flow(said, quote) if isinstance(said, Mapping) else _scalar(said, quote, in_flow=True))
        for key, said in entry.items()
    ]
    return "{" + ", ".join(items) + "}"


def _name(key: str, quote: str) -> str:
    """Return a key: file names are quoted as words are, the record's own keys never."""
    return _scalar(key, quote if "." in key else "", in_flow=True)
