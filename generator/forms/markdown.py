"""A form as a document of the store: front matter with every key that is needed, and headings."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from generator.forms.form import FIXED, Asked, asked, headings, keys_of
from generator.settings import Settings
from generator.vocabulary import DocumentType
from generator.word.header_table import Form, Home, Keys

Known = Mapping[Keys, str]
IMPACT_HINT = "# where an effect is adverse, say what is done: {impact: adverse, action: ...}"


def document(kind: DocumentType, settings: Settings, known: Known) -> str:
    """Return a document of this type to be filled, with what is ``known`` of its metadata."""
    said = {("type",): kind.value, ("status",): "draft", **FIXED.get(kind, {}), **known}
    lines = ["---", *_front_matter(kind, settings, said), "---", ""]
    for heading in headings(kind, settings):
        lines += [f"## {heading.text}", "", heading.place, ""]
    return "\n".join(lines)


def value(text: str) -> str:
    """Return a text as it stands after its key: plain where no reader could take it otherwise."""
    plain = text.replace("-", "").isalnum() and text.isascii()
    return text if plain else json.dumps(text, ensure_ascii=False)


def comment(text: str) -> str:
    """Return a remark that ends its line."""
    return f"  # {' '.join(text.split())}"


def _front_matter(kind: DocumentType, settings: Settings, said: Known) -> Iterator[str]:
    rows = [row for row in asked(kind, settings) if row.row.home is Home.DOCUMENT]
    by_key = {key: list(found) for key, found in groupby(rows, lambda row: row.keys[0])}
    for key in keys_of(kind):
        if (key,) in said:
            yield f"{key}: {value(said[key,])}"
        elif key == "impacts":
            yield from _impacts(by_key[key], said)
        elif len(by_key[key][0].keys) > 1:
            yield f"{key}:"
            yield from (line for row in by_key[key] for line in _row(row, said, "  "))
        else:
            yield from _row(by_key[key][0], said, "")


def _row(row: Asked, said: Known, indent: str) -> Iterator[str]:
    """Yield the lines of one key: what is known, a place to fill, or a line that may be taken up.

    Where only a day or one of a few words may stand, it is left blank: the gate asks for it.
    """
    name = row.keys[-1]
    if row.keys in said:
        yield f"{indent}{name}: {value(said[row.keys])}"
    elif not row.needed:
        yield f"{indent}# {name}:{comment(row.meaning)}"
    elif row.row.form is Form.LIST:
        yield f"{indent}{name}:"
        yield f"{indent}  - {value(row.place)}"
    elif row.choices or row.row.form is Form.DATE or name in {"reference", "assessed_version"}:
        yield f"{indent}{name}:{comment(row.meaning)}"
    else:
        yield f"{indent}{name}: {value(row.place)}"


def _impacts(rows: Iterable[Asked], said: Known) -> Iterator[str]:
    """An effect without an action is one word."""
    yield "impacts:"
    yield f"  {IMPACT_HINT}"
    for row in rows:
        if row.keys[-1] == "impact":
            name = row.keys[-2]
            known = said.get(row.keys)
            yield f"  {name}: {known}" if known else f"  {name}:{comment(row.meaning)}"
