"""The classes of information, the items expected in each, and the authority's answer to each item.

What is expected is a reading of the Information Commissioner's definition document. An item is
answered, or lawfully absent, or plainly missing; the guide to information says which.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct

from generator.findings import Fault
from generator.schema.believe import parse_date
from generator.store.yaml_reader import Metadata

AS_IT_CHANGES = "as-it-changes"


class Absence(StrEnum):
    """The lawful reasons for not publishing an item (definition document, introduction)."""

    NOT_HELD = "not-held"
    EXEMPT = "exempt"
    ARCHIVED = "archived"
    IMPRACTICAL = "impractical"
    PUBLISHED_ELSEWHERE = "published-elsewhere"


class Item(Struct, frozen=True):
    """Something the public may expect in a class. ``every`` is in whole months."""

    id: str
    title: str
    description: str = ""
    every: int | None = None


class ClassOfInformation(Struct, frozen=True):
    """One of the classes of the model publication scheme."""

    id: str
    title: str
    description: str
    items: tuple[Item, ...]


class Answer(Struct, frozen=True):
    """What the authority says of one item: where it is, or why it is not.

    ``every`` is in whole months; ``None`` means as it changes.
    """

    answered_by: tuple[str, ...] = ()
    every: int | None = None
    updated: date | None = None
    format: str = ""
    fee: str = ""
    responsible: str = ""
    absent: Absence | None = None
    reason: str = ""
    exemption: str = ""
    published_by: str = ""
    link: str = ""


class Guide(Struct, frozen=True):
    """How the guide to information is reported: against which reading, and every answer by item."""

    reading: str
    dated: date
    fee: str
    answers: Mapping[str, Answer]


def read_classes(data: Mapping[str, Any]) -> tuple[ClassOfInformation, ...]:
    """Return the classes of settings that have the right shape."""
    return tuple(
        ClassOfInformation(
            item["id"],
            item["title"],
            item.get("description", ""),
            tuple(_item(entry) for entry in item.get("items", ())),
        )
        for item in data["classes_of_information"]
    )


def _item(data: Mapping[str, str]) -> Item:
    return Item(data["id"], data["title"], data.get("description", ""), _every(data.get("every")))


def _every(text: str | None) -> int | None:
    return None if text in {None, AS_IT_CHANGES} else int(str(text))


def read_guide(data: Mapping[str, Any], classes: tuple[ClassOfInformation, ...]) -> Guide:
    """Return how items are answered; every item has an answer, if only an empty one."""
    said = data["guide"]
    written: Mapping[str, Any] = said.get("answers", {})
    items = [item for group in classes for item in group.items]
    return Guide(
        said["reading"],
        parse_date(said["dated"]) or date.min,  # the schema has held it against the calendar
        said["fee"],
        {item.id: _answer(item, written.get(item.id, {}), said["fee"]) for item in items},
    )


def _answer(item: Item, data: Mapping[str, Any], fee: str) -> Answer:
    return Answer(
        tuple(data.get("answered_by", ())),
        _every(data["every"]) if "every" in data else item.every,
        parse_date(data.get("updated")),
        data.get("format", ""),
        data.get("fee", fee),
        data.get("responsible", ""),
        Absence(data["absent"]) if "absent" in data else None,
        data.get("reason", ""),
        data.get("exemption", ""),
        data.get("published_by", ""),
        data.get("link", ""),
    )


def contradictions(classes: tuple[ClassOfInformation, ...], written: Metadata) -> Iterator[Fault]:
    """Yield what does not agree: ids used twice, answers to nothing or of two minds."""
    yield from _twice(classes, written)
    known = {item.id for group in classes for item in group.items}
    answers = written.get("guide", "answers") or {}
    for name, answer in sorted(answers.items()):
        if name not in known:
            yield _unknown(name, known, written)
        yield from _answer_faults(name, answer, written)


def _twice(classes: tuple[ClassOfInformation, ...], written: Metadata) -> Iterator[Fault]:
    seen: set[str] = set()
    for number, group in enumerate(classes):
        if group.id in seen:
            at = written.at("classes_of_information", number, "id")
            yield Fault(at, "PS002", f"uses the id `{group.id}` twice", "give each class its own")
        seen.add(group.id)
    met: set[str] = set()
    for number, group in enumerate(classes):
        for place, item in enumerate(group.items):
            if item.id in met:
                at = written.at("classes_of_information", number, "items", place, "id")
                message = f"uses the id `{item.id}` for two items"
                yield Fault(at, "PS002", message, "give each item its own, whatever its class")
            met.add(item.id)


def _unknown(name: str, known: set[str], written: Metadata) -> Fault:
    close = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.6)
    fix = "add the item to its class, or take the answer out: `scheme coverage` lists the items"
    if close:
        fix = f"did you mean `{close[0]}`?"
    message = f"answers `{name}`, and no class has an item of that id"
    return Fault(written.at("guide", "answers", name), "PS002", message, fix)


NEEDS = {
    Absence.NOT_HELD: ("reason",),
    Absence.EXEMPT: ("exemption", "reason"),
    Absence.ARCHIVED: ("reason",),
    Absence.IMPRACTICAL: ("reason",),
    Absence.PUBLISHED_ELSEWHERE: ("published_by", "link"),
}
OF_ABSENCE = ("exemption", "link", "published_by", "reason")
OF_PRESENCE = ("answered_by", "every", "fee", "format", "updated")


def _answer_faults(name: str, answer: Mapping[str, Any], written: Metadata) -> Iterator[Fault]:
    if "absent" not in answer:
        for key in sorted(set(answer).intersection(OF_ABSENCE)):
            message = f"says `{key}` of `{name}`, and not that it is absent"
            fix = f"add `absent:`, one of {', '.join(Absence)}; or take the line out"
            yield Fault(written.at("guide", "answers", name, key), "PS002", message, fix)
        return
    absent = Absence(answer["absent"])
    for key in sorted(set(answer).intersection(OF_PRESENCE)):
        message = f"says `{key}` of `{name}`, which it says is absent ({absent})"
        fix = "keep the one that is true"
        yield Fault(written.at("guide", "answers", name, key), "PS002", message, fix)
    at = written.at("guide", "answers", name, "absent")
    for key in NEEDS[absent]:
        if key not in answer:
            message = f"says that `{name}` is absent ({absent}) and gives no `{key}`"
            yield Fault(at, "PS002", message, f"add `{key}:` beside it; the guide prints it")
    if "link" in answer and urlsplit(answer["link"]).path in {"", "/"}:
        message = f"sends readers of `{name}` to the first page of another site"
        at = written.at("guide", "answers", name, "link")
        yield Fault(at, "PS002", message, "link to the page itself, as the Commissioner asks")
