"""Hold metadata against its schema, and word every fault so that its author can mend it."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from generator.findings import Fault
from generator.store.yaml_reader import Metadata

FORMATS = FormatChecker(formats=())
KINDS = (
    "policy", "sop", "eia", "workbook", "monitoring-report", "inspection-report",
    "inspection-response", "improvement-plan", "page", "record", "report-record", "withdrawal",
    "settings",
)  # fmt: skip
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@FORMATS.checks("date")
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


@cache
def _validator(kind: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads(schema_text(kind)), format_checker=FORMATS)


def shape_faults(kind: str, metadata: Metadata) -> tuple[Fault, ...]:
    """Return every way in which ``metadata`` is not what its schema asks for (``PS002``).

    A missing field that a rule of its own names is left to that rule (``x-rule`` in the schema).
    """
    validator = _validator(kind)
    faults: dict[tuple[Any, ...], Fault] = {}
    for error in validator.iter_errors(metadata.data):
        for fault in _faults(error, metadata, validator.schema["properties"]):
            faults.setdefault((fault.at, fault.message), fault)
    return tuple(sorted(faults.values()))


def _faults(
    error: ValidationError, metadata: Metadata, top: Mapping[str, Any]
) -> Iterator[Fault]:
    keys = tuple(error.absolute_path)
    match error.validator:
        case "required":
            properties = error.schema.get("properties", top)  # a condition stands apart from them
            yield from _missing(error, keys, metadata, properties)
        case "additionalProperties":
            yield from _unknown(error, keys, metadata)
        case "anyOf" if isinstance(error.instance, Mapping):
            for inner in error.context or ():
                if error.validator_value[inner.schema_path[0]].get("type") == "object":
                    yield from _faults(inner, metadata, top)
        case "anyOf":
            at = metadata.at(*keys)
            yield Fault(at, "PS002", f"`{_name(keys)}` {_wanted(error)}", "write none, positive, "
                        "adverse, or a mapping with `impact` and `action`")  # fmt: skip
        case _:
            message = f"`{_name(keys)}` {_wanted(error)}"
            yield Fault(metadata.at(*keys), "PS002", message, _fix(error))


def _missing(
    error: ValidationError,
    keys: tuple[str | int, ...],
    metadata: Metadata,
    properties: Mapping[str, Any],
) -> Iterator[Fault]:
    for key in error.validator_value:
        if key in error.instance or "x-rule" in properties.get(key, {}):
            continue
        at = metadata.at(*keys, key)
        name = _name((*keys, key))
        yield Fault(at, "PS002", f"has no `{name}`", f"add `{key}:` and its value")


def _unknown(
    error: ValidationError, keys: tuple[str | int, ...], metadata: Metadata
) -> Iterator[Fault]:
    known = sorted(error.schema.get("properties", {}))
    for key in sorted(set(error.instance) - set(known)):
        close = difflib.get_close_matches(key, known, n=1, cutoff=0.6)
        fix = f"did you mean `{close[0]}`?" if close else "take the line out; known here are: " + (
            ", ".join(known)
        )
        at = metadata.at(*keys, key)
        yield Fault(at, "PS002", f"has a field that is not known, `{_name((*keys, key))}`", fix)


WANTED = {"object": "a mapping of `key: value` lines", "array": "a list", "string": "one value"}
PATTERNS = {
    "^sha256:[0-9a-f]{64}$": "is not a digest (sha256: and 64 figures or letters a-f)",
    "^[1-9][0-9]{0,3}$": "is not the number of a version (1, 2, 3 ...)",
}


def _wanted(error: ValidationError) -> str:
    value = error.validator_value
    match error.validator:
        case "enum":
            return f"is {_shown(error.instance)}; it must be {_either(value)}"
        case "const":
            return f"is {_shown(error.instance)}; in a file of this name it must be `{value}`"
        case "format":
            return f"is {_shown(error.instance)}, which is no date of the form YYYY-MM-DD"
        case "type":
            return f"must be {WANTED[value]}"
        case "pattern":
            return PATTERNS.get(value, f"is {_shown(error.instance)}, which {_form(value)}")
        case "minLength":
            return "is blank"
        case _:
            return "is not what is asked for here"


def _form(pattern: str) -> str:
    prefix = re.fullmatch(r"\^([A-Z]{3})-\[0-9\]\{4\}\$", pattern)
    if prefix:
        return f"is no reference of the form {prefix[1]}-0001"
    return "is not of the form asked for here"


def _fix(error: ValidationError) -> str:
    match error.validator:
        case "enum":
            return f"write {_either(error.validator_value)}"
        case "const":
            return f"write `{error.validator_value}`, or give the file its proper name"
        case "format":
            return "write a day that exists as YYYY-MM-DD, such as 2026-02-28"
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
