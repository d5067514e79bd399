"""What a new document may be called: ids, file names, references, titles."""

from __future__ import annotations

import re
import unicodedata
from difflib import get_close_matches

from generator.model import Pack, Scheme
from generator.start.words import CannotStart
from generator.store.load import bad_id, is_id
from generator.store.lookalikes import fold
from generator.vocabulary import DocumentType

PREFIXES = {
    DocumentType.POLICY: "POL",
    DocumentType.SOP: "SOP",
    DocumentType.EIA: "EIA",
    DocumentType.MONITORING_REPORT: "MON",
}
LAST = 9999


def new_id(scheme: Scheme, text: str) -> str:
    """Return the id of a new policy, or say why it can not be one."""
    name = text.strip("/").removeprefix("policies/")
    checked_id(name)
    if name in scheme.policies or name in scheme.withdrawals:
        raise CannotStart(
            f"there is a policy {name} already; `scheme new version {name}` starts its next version"
        )
    alike = sorted({pack.owner for pack in scheme.by_id.get(fold(name), ())})
    if alike:
        raise CannotStart(
            f"{name} was, or looks like, the id of {alike[0]}, and its addresses lead there for "
            "ever; choose another"
        )
    return name


def checked_id(name: str, what_for: str = "the new folder") -> str:
    """Return a name that can be an address, or say why it can not, and what could."""
    if is_id(name):
        return name
    what, how = bad_id(name)
    near = _as_id(name)
    hint = f"; did you mean {near}?" if is_id(near) else f"; {how}"
    raise CannotStart(f"{what_for} {what}{hint}")


def _as_id(name: str) -> str:
    plain = unicodedata.normalize("NFKD", fold(name)).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80].strip("-")


def known_policy(scheme: Scheme, text: str) -> tuple[Pack, ...]:
    """Return the versions of a policy, lowest first, or say which id was perhaps meant."""
    name = text.strip("/").removeprefix("policies/").split("/")[0]
    packs = scheme.policies.get(name, ())
    if not packs:
        near = get_close_matches(name, scheme.policies, n=1)
        hint = f"did you mean {near[0]}?" if near else f"`scheme new policy {name}` starts one"
        raise CannotStart(f"there is no policy {name!a}; {hint}")
    return packs


def next_reference(scheme: Scheme, kind: DocumentType, after: int = 0) -> str:
    """Return the first reference of this kind that is above every one in use, or nothing.

    ``after`` counts those that were given already to what is being started.
    """
    prefix = PREFIXES.get(kind)
    if prefix is None:
        return ""
    pattern = re.compile(rf"{prefix}-([0-9]{{4}})")
    used = [int(found[1]) for name in scheme.references if (found := pattern.fullmatch(name))]
    number = max(used, default=0) + after + 1
    return f"{prefix}-{number:04}" if number <= LAST else ""


def title_of(name: str) -> str:
    """Return an id as a title: `lost-bicycles` is "Lost bicycles"."""
    return name.replace("-", " ").capitalize()
