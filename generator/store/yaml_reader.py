"""YAML read strictly: every scalar a string, every key with its line and column.

PyYAML's usual loaders turn ``no`` into false and ``012`` into ten, and let the last of two
equal keys win. Each would let a record say one thing to the gate and another to its reader.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import yaml
from msgspec import Struct

from generator.findings import Fault, Location
from generator.store.text import CONTROL, CONTROL_FIX

MAX_DEPTH = 16
MAX_NODES = 20_000
ENDS = (yaml.MappingEndEvent, yaml.SequenceEndEvent)
NULLS = frozenset({"~", "null"})

Path = tuple[str | int, ...]
Position = tuple[int, int]


class Metadata(Struct, frozen=True):
    """A YAML mapping as written: strings, lists and mappings, and where each key stands.

    A key in ``twice`` was given twice, so that neither of its values is in the data.
    """

    path: str
    data: Mapping[str, Any]
    marks: Mapping[Path, Position]
    top: int = 1
    twice: frozenset[Path] = frozenset()

    def at(self, *keys: str | int) -> Location:
        """Return the place of a key, or of the nearest thing above it that is written."""
        for end in range(len(keys), 0, -1):
            if (mark := self.marks.get(tuple(keys[:end]))) is not None:
                return Location(self.path, *mark)
        return Location(self.path, self.top)

    def get(self, *keys: str | int) -> Any:
        """Return the value under these keys, or ``None`` where there is none."""
        value: Any = self.data
        for key in keys:
            if isinstance(value, Mapping):
                value = value.get(key)
            elif isinstance(value, list) and isinstance(key, int) and key < len(value):
                value = value[key]
            else:
                return None
        return value


class Unreadable(Exception):  # noqa: N818 - a fault in what was read, not in the program
    """The text cannot be believed as YAML; carries the fault to report."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


def read_yaml(path: str, block: str, first: int = 1) -> tuple[Metadata, tuple[Fault, ...]]:
    """Return the mapping in ``block`` (whose first line is ``first``) and its faults.

    A blank value is a missing one: it is left out of the data, but keeps its mark.
    """
    reader = _Reader(path, first)
    try:
        data = reader.read(block)
    except Unreadable as error:
        return Metadata(path, {}, {}), (*reader.faults, error.fault)
    return Metadata(path, data, reader.marks, twice=frozenset(reader.twice)), tuple(reader.faults)


class _Reader:
    """Builds the tree from events with a stack of its own, so that depth cannot hurt."""

    def __init__(self, path: str, first: int) -> None:
        self.path = path
        self.first = first
        self.marks: dict[Path, Position] = {}
        self.faults: list[Fault] = []
        self.twice: set[Path] = set()
        self.block, self.escapes = "", True

    def read(self, block: str) -> dict[str, Any]:
        self.block, self.escapes = block, "\\" in block
        events = self._events(block)
        for event in events:
            if isinstance(event, yaml.MappingStartEvent):
                return self._tree(events)
            if isinstance(event, yaml.ScalarEvent | yaml.SequenceStartEvent):
                raise self._unreadable(event.start_mark, "is not a list of `key: value` lines")
        raise self._unreadable(None, "has no `key: value` lines")

    def _events(self, block: str) -> Iterator[Any]:
        documents = nodes = 0
        try:
            for event in iter(yaml.CSafeLoader(block).get_event, None):
                if isinstance(event, yaml.NodeEvent):
                    nodes += 1
                    self._node(event, nodes)
                elif isinstance(event, yaml.DocumentStartEvent):
                    documents += 1
                    if documents > 1:
                        mark = event.start_mark
                        raise self._unreadable(mark, "holds more than one YAML document")
                yield event
        except yaml.MarkedYAMLError as error:
            problem = error.problem or "cannot be parsed"
            raise self._unreadable(error.problem_mark, f"is not valid YAML: {problem}") from error
        except yaml.YAMLError as error:
            raise self._unreadable(None, "is not valid YAML") from error

    def _node(self, event: Any, number: int) -> None:
        """Refuse what is no plain value, list or mapping, or one too many."""
        if event.anchor or isinstance(event, yaml.AliasEvent):
            raise self._unreadable(event.start_mark, "uses a YAML anchor or alias")
        if event.tag is not None:
            raise self._unreadable(event.start_mark, f"uses a YAML tag ({event.tag})")
        if self.escapes and isinstance(event, yaml.ScalarEvent):
            self._escapes(event)
        if number > MAX_NODES:
            raise self._unreadable(event.start_mark, f"holds more than {MAX_NODES} values")

    def _escapes(self, event: Any) -> None:
        r"""Find characters that stand in a value by their escape ("\x07") and not in the file."""
        for found in CONTROL.findall(event.value):
            if found not in self.block:
                message = f"holds the control character U+{ord(found):04X}"
                self._fault(event.start_mark, message, CONTROL_FIX)

    def _tree(self, events: Iterator[Any]) -> dict[str, Any]:
        top: dict[str, Any] = {}
        stack: list[_Open] = [_Open((), top)]
        for event in events:
            here = stack[-1]
            if isinstance(event, ENDS):
                stack.pop().close()
                if not stack:
                    break
                continue
            if isinstance(here.value, dict) and here.key is None:
                here.key = self._key(here, event)
                continue
            path = (*here.path, len(here.value) if isinstance(here.value, list) else here.key or "")
            self.marks.setdefault(path, self._position(event.start_mark))
            value = self._value(event)
            here.add(value)
            if isinstance(value, dict | list):
                if len(stack) >= MAX_DEPTH:
                    raise self._unreadable(event.start_mark, f"is nested over {MAX_DEPTH} deep")
                stack.append(_Open(path, value))
        for _ in events:  # a second document after the first is a fault too
            pass
        return _without_blanks(top)

    def _key(self, here: _Open, event: Any) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            raise self._unreadable(event.start_mark, "has a key that is not a word")
        key = str(event.value)
        if key in here.value or key in here.skipped:
            self._fault(event.start_mark, f"sets `{key}` twice", "keep one of the two lines")
            here.skipped.add(key)
            self.twice.add((*here.path, key))
        self.marks.setdefault((*here.path, key), self._position(event.start_mark))
        return key

    def _value(self, event: Any) -> Any:
        if isinstance(event, yaml.MappingStartEvent):
            return {}
        if isinstance(event, yaml.SequenceStartEvent):
            return []
        plain = event.value in NULLS and event.implicit[0]
        return "" if plain else str(event.value)

    def _position(self, mark: Any) -> Position:
        return mark.line + self.first, mark.column + 1

    def _fault(self, mark: Any, message: str, fix: str) -> None:
        line, column = self._position(mark) if mark else (self.first, 1)
        self.faults.append(Fault(Location(self.path, line, column), "PS001", message, fix))

    def _unreadable(self, mark: Any, message: str) -> Unreadable:
        line, column = self._position(mark) if mark else (self.first, 1)
        fix = "write plain `key: value` lines; put a value with a colon or # in quotes"
        return Unreadable(Fault(Location(self.path, line, column), "PS001", message, fix))


class _Open:
    """A mapping or list being read."""

    __slots__ = ("key", "path", "skipped", "value")

    def __init__(self, path: Path, value: dict[str, Any] | list[Any]) -> None:
        self.path = path
        self.value = value
        self.key: str | None = None
        self.skipped: set[str] = set()

    def close(self) -> None:
        """Believe neither value of a key given twice."""
        for key in self.skipped:
            if isinstance(self.value, dict):
                self.value.pop(key, None)

    def add(self, value: Any) -> None:
        if isinstance(self.value, list):
            self.value.append(value)
        else:
            self.value.setdefault(self.key or "", value)
            self.key = None


def _without_blanks(mapping: dict[str, Any]) -> dict[str, Any]:
    """Return the mapping without blank values: they are missing ones."""

    def clean(value: Any) -> Any:
        if isinstance(value, dict):
            cleaned = {key: clean(item) for key, item in value.items()}
            return {key: item for key, item in cleaned.items() if item is not None} or None
        if isinstance(value, list):  # a blank item stays, so that the others keep their marks
            return [clean(item) or "" for item in value] or None
        return value if value.strip() else None

    return clean(mapping) or {}
