"""Hold metadata against its schema, and word every fault so that its author can mend it."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import jsonschema_rs
from msgspec import Struct

from generator.findings import Fault
from generator.store.yaml_reader import Metadata

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError

KINDS = (
    "policy", "sop", "eia", "workbook", "monitoring-report", "inspection-report",
    "inspection-response", "improvement-plan", "page", "record", "report-record", "withdrawal",
    "settings",
)  # fmt: skip
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _is_date(value: object) -> bool:
    return not isinstance(value, str) or parse_date(value) is not None


def parse_date(value: object) -> date | None:
    """Return the day written as ``YYYY-MM-DD``, or ``None`` where there is no such day."""
    if not isinstance(value, str) or not DATE.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def schema_text(kind: str) -> str:
    """Return the JSON Schema of one kind of file, as it is printed by ``scheme schema``."""
    return files("generator").joinpath(f"schema/{kind}.schema.json").read_text("utf-8")


class _Breach(Struct, frozen=True):
    """One way in which a value is not what its schema asks for.

    ``keys`` lead to the value; ``keyword`` is the schema's own (``required``, ``enum`` ...) and
    ``wanted`` what it says; ``properties`` are the fields known at that place.
    """

    keys: tuple[str | int, ...]
    keyword: str
    wanted: Any
    value: Any
    properties: Mapping[str, Any]


@cache
def _schema(kind: str) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(schema_text(kind))
    return schema


@cache
def _compiled(kind: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(
        _schema(kind), formats={"date": _is_date}, validate_formats=True
    )


@cache
def _validator(kind: str) -> Draft202012Validator:
    from jsonschema import Draft202012Validator, FormatChecker  # noqa: PLC0415 - seldom needed

    formats = FormatChecker(formats=())
    formats.checks("date")(_is_date)
    return Draft202012Validator(_schema(kind), format_checker=formats)


def _is_valid(kind: str, data: Mapping[str, Any]) -> bool:
    """Whether there is nothing to find; whatever the compiled validator doubts is looked into.

    The two part only over `$` before a last line's end, which this one refuses, and over what a
    blank is: characters that no text may hold.
    """
    try:
        return _compiled(kind).is_valid(data)
    except ValueError:  # it takes no lone surrogate
        return False


def _breaches(kind: str, metadata: Metadata) -> Iterator[_Breach]:
    if _is_valid(kind, metadata.data):
        return
    top = _schema(kind)["properties"]
    for error in _errors(_validator(kind).iter_errors(metadata.data)):
        schema: Any = error.schema
        properties = schema.get("properties", top)  # a condition stands apart from its fields
        yield _Breach(
            tuple(error.absolute_path), str(error.validator), error.validator_value,
            error.instance, properties,
        )  # fmt: skip


def _errors(found: Iterable[ValidationError]) -> Iterator[ValidationError]:
    """Say what is wrong in a mapping, and not that it is none of several forms."""
    for error in found:
        if error.validator == "anyOf" and isinstance(error.instance, Mapping):
            forms: Any = error.validator_value
            inner = error.context or ()
            yield from (e for e in inner if forms[e.schema_path[0]].get("type") == "object")
        else:
            yield error


def shape_faults(kind: str, metadata: Metadata) -> tuple[Fault, ...]:
    """Return every way in which ``metadata`` is not what its schema asks for (``PS002``).

    A missing field that a rule of its own names is left to that rule (``x-rule`` in the schema).
    """
    found = {fault for breach in _breaches(kind, metadata) for fault in _faults(breach, metadata)}
    top = _schema(kind)["properties"]
    blank = {str(keys[0]) for keys in metadata.marks if len(keys) == 1} - set(metadata.data)
    found |= {_unknown_key((key,), top, metadata) for key in blank - set(top)}
    return tuple(sorted(found))


def _faults(breach: _Breach, metadata: Metadata) -> Iterator[Fault]:
    at = metadata.at(*breach.keys)
    match breach.keyword:
        case "required":
            yield from _missing(breach, metadata)
        case "additionalProperties":
            yield from _unknown(breach, metadata)
        case "anyOf":
            message = f"`{_name(breach.keys)}` is no impact"
            fix = "write none, positive, adverse, or a mapping with `impact` and `action`"
            yield Fault(at, "PS002", message, fix)
        case _:
            yield Fault(at, "PS002", f"`{_name(breach.keys)}` {_wanted(breach)}", _fix(breach))


def _missing(breach: _Breach, metadata: Metadata) -> Iterator[Fault]:
    for key in breach.wanted:
        known_already = (*breach.keys, key) in metadata.twice
        if key in breach.value or known_already or "x-rule" in breach.properties.get(key, {}):
            continue
        name = _name((*breach.keys, key))
        at = metadata.at(*breach.keys, key)
        yield Fault(at, "PS002", f"has no `{name}`", f"add `{key}:` and its value")


def _unknown(breach: _Breach, metadata: Metadata) -> Iterator[Fault]:
    for key in sorted(set(breach.value) - set(breach.properties)):
        yield _unknown_key((*breach.keys, key), breach.properties, metadata)


def _unknown_key(
    keys: tuple[str | int, ...], properties: Mapping[str, Any], metadata: Metadata
) -> Fault:
    known, key = sorted(properties), str(keys[-1])
    close = difflib.get_close_matches(key, known, n=1, cutoff=0.6)
    fix = f"take the line out; known here are: {', '.join(known)}"
    if close:
        fix = f"did you mean `{close[0]}`?"
    message = f"has a field that is not known, `{_name(keys)}`"
    return Fault(metadata.at(*keys), "PS002", message, fix)


PUBLIC_KEY = "^ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI[A-P][0-9A-Za-z+/]{42}( .*)?$"
"""What every such key begins with is fixed: its kind, and how long it is."""
WANTED = {"object": "a mapping of `key: value` lines", "array": "a list", "string": "one value"}
SIGNS = {
    "^(as-it-changes|": "is neither a number of months nor `as-it-changes`",
    "^(https://": "is neither a place in the store, nor a reference, nor an https address",
    "^https://": "is no address that begins with https://",
    "^[A-Za-z0-9._%+-]+@": "is no e-mail address",
    "^\\+?[0-9]": "is no telephone number",
}
"""What a pattern of the settings asks for, by how it begins."""
PATTERNS = {
    "^sha256:[0-9a-f]{64}$": "is not a digest (sha256: and 64 figures or letters a-f)",
    "^[1-9][0-9]{0,3}$": "is not the number of a version (1, 2, 3 ...)",
    PUBLIC_KEY: "is no Ed25519 public key in OpenSSH's form (`ssh-ed25519 AAAA...`)",
}


def _wanted(breach: _Breach) -> str:
    shown, wanted = _shown(breach.value), breach.wanted
    says: dict[str, Callable[[], str]] = {
        "enum": lambda: f"is {shown}; it must be {_either(wanted)}",
        "const": lambda: f"is {shown}; in a file of this name it must be `{wanted}`",
        "format": lambda: f"is {shown}, which is no date of the form YYYY-MM-DD",
        "type": lambda: f"must be {_kinds(wanted)}",
        "pattern": lambda: PATTERNS.get(wanted, f"is {shown}, which {_form(wanted)}"),
        "minLength": lambda: "is blank",
    }
    return says.get(breach.keyword, lambda: "is not what is asked for here")()


def _kinds(wanted: str | list[str]) -> str:
    kinds = [wanted] if isinstance(wanted, str) else wanted
    return " or ".join(WANTED[kind] for kind in kinds)


def _form(pattern: str) -> str:
    for begins, says in SIGNS.items():
        if pattern.startswith(begins):
            return says
    prefix = re.fullmatch(r"\^([A-Z]{3})-\[0-9\]\{4\}\$", pattern)
    if prefix:
        return f"is no reference of the form {prefix[1]}-0001"
    return "is not of the form asked for here"


def _fix(breach: _Breach) -> str:
    match breach.keyword:
        case "enum":
            return f"write {_either(breach.wanted)}"
        case "const":
            return f"write `{breach.wanted}`, or give the file its proper name"
        case "format":
            return "write a day that exists as YYYY-MM-DD, such as 2026-02-28"
        case "pattern" if breach.wanted == PUBLIC_KEY:
            return "copy the one line of the `.pub` file that `ssh-keygen -t ed25519` makes"
        case _:
            return "see the metadata reference: `scheme schema`"


def _either(values: list[str]) -> str:
    return " or ".join(f"`{value}`" for value in values)


def _shown(value: object) -> str:
    text = str(value)
    return f"`{text[:40]}...`" if len(text) > 40 else f"`{text}`"  # noqa: PLR2004


def _name(keys: tuple[str | int, ...]) -> str:
    """Name a field as it would be said: ``approval.date``, ``consultation[2].closed``."""
    name = ""
    for key in keys:
        name += f"[{key + 1}]" if isinstance(key, int) else f".{key}" if name else key
    return name or "the metadata"
