"""The keys that sign-offs are signed with, and whether a signed entry may be believed.

No signature proves when it was made: whoever holds a key can write any date. So a key that is lost
is believed for no day, whether signatures are required depends on no date, and what was signed
before there were keys stands only by the digest of its record (``history``).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from msgspec import Struct

from generator.findings import Fault
from generator.months import in_words
from generator.schema.believe import parse_date
from generator.ssh_signatures import Signature, public_key
from generator.store.yaml_reader import Metadata

APPROVAL = "approval"
"""The policy lead, among the roles that have keys; and where the approval stands in a record."""
ASSURANCE = "quality_assurance"
UNDER = "sign_off_keys"
FORM = "scheme sign-off, form 1"


class SignOffKey(Struct, frozen=True):
    """A role's public key, and between which days a sign-off with it may be dated."""

    public: bytes
    start: date | None
    until: date | None
    lost: date | None

    def flaw(self, day: date, whose: str) -> str:
        """Return why a sign-off of this day cannot be by this key; nothing where it can."""
        if self.start and day < self.start:
            return f"is {whose} only from {in_words(self.start)} on"
        if self.until and day > self.until:
            return f"is {whose} only until {in_words(self.until)}"
        return f"was lost on {in_words(self.lost)}" if self.lost else ""


class Doubt(Struct, frozen=True):
    """Why an entry is not believed, in words that go on from "an entry".

    ``broken`` tells an entry that is not what was signed from one that its signer may not sign.
    """

    says: str
    broken: bool = False

    def __str__(self) -> str:
        return self.says

    @property
    def fix(self) -> str:
        """How to mend it."""
        again = "sign again with a key that is good: `scheme sign-off --key`"
        return (
            f"put it back as it was signed; or take it out, and {again}" if self.broken else again
        )


class SignOffKeys(Struct, frozen=True):
    """Every role's keys. ``history`` names packs whose record stands as it is, by its digest."""

    required: bool
    roles: Mapping[str, tuple[SignOffKey, ...]]
    history: Mapping[str, str]

    def key_of(self, who: str, public: bytes) -> SignOffKey | None:
        """Return the role's key that is this one."""
        return next((key for key in self.roles.get(who, ()) if key.public == public), None)

    def flaw(self, who: str, public: bytes, day: date) -> str:
        """Return why a key cannot sign for a role on a day; nothing where it can."""
        key = self.key_of(who, public)
        return key.flaw(day, _whose(who)) if key else f"is not {_whose(who)}"

    def doubt(self, entry: Mapping[str, Any], under: str, pack: str, record: str) -> Doubt | None:
        """Return why an entry of the record with this digest is not believed; or nothing.

        What is broken is never believed. What is not signed, or was signed with a key that was
        lost later, stands in a record that settings name as history.
        """
        text, is_history = entry.get("signature"), self.history.get(pack) == record
        if text is None:
            return Doubt("without a signature") if self.required and not is_history else None
        signature = Signature.read(text) if isinstance(text, str) else None
        if signature is None:
            return Doubt("whose signature cannot be read", broken=True)
        if not signature.is_over(statement(pack, under, entry)):
            return Doubt(
                "whose signature is not over it (somebody changed or moved it)", broken=True
            )
        return self._doubt_of_key(signature, entry, under, is_history=is_history)

    def _doubt_of_key(
        self, signature: Signature, entry: Mapping[str, Any], under: str, *, is_history: bool
    ) -> Doubt | None:
        who = APPROVAL if under == APPROVAL else str(entry.get("by"))
        day = parse_date(entry.get("date"))
        if day is None:
            return Doubt("without a date, so that nobody can tell whether its key was good")
        key = self.key_of(who, signature.public)
        if is_history and key and key.lost and day < key.lost:
            return None
        flaw = self.flaw(who, signature.public, day)
        return Doubt(f"signed with a key that {flaw}") if flaw else None


def _whose(who: str) -> str:
    return "the policy lead's" if who == APPROVAL else "the role's"


def statement(pack: str, under: str, entry: Mapping[str, Any]) -> bytes:
    """Return what a signature is over: the pack, where the entry stands, and all that it says."""
    said = {key: value for key, value in entry.items() if key != "signature"}
    facts = {"pack": pack, "under": under, "entry": said}
    return f"{FORM}\n{json.dumps(facts, sort_keys=True, separators=(',', ':'))}\n".encode("ascii")


def read_keys(data: Mapping[str, Any]) -> SignOffKeys:
    """Return the keys that settings give, whose form the schema has held."""
    roles = {
        role: tuple(
            SignOffKey(
                public_key(item["key"]),
                parse_date(item.get("from")),
                parse_date(item.get("until")),
                parse_date(item.get("lost")),
            )
            for item in items
        )
        for role, items in data.get("roles", {}).items()
    }
    return SignOffKeys(data.get("required") == "yes", roles, data.get("history", {}))


def key_faults(
    keys: SignOffKeys, roles: Mapping[str, str], needed: frozenset[str], written: Metadata
) -> Iterator[Fault]:
    """Yield what does not agree: ``needed`` are those who must sign."""
    if APPROVAL in roles:
        message = f"calls a role `{APPROVAL}`, as the policy lead's approval is called"
        yield Fault(written.at("roles", APPROVAL), "PS002", message, "give the role another name")
    for role in sorted(needed - set(keys.roles)) if keys.required else ():
        message = f"requires sign-offs to be signed with a key, and `{role}` has none"
        fix = f"add the public key of `{role}` to `{UNDER}: roles:`, or do not require keys yet"
        yield Fault(written.at(UNDER, "required"), "PS002", message, fix)
    for role in sorted(set(keys.roles) - set(roles) - {APPROVAL}):
        message = f"gives keys to `{role}`, and no role has that name"
        fix = f"the roles are {', '.join(sorted(roles))} and {APPROVAL}"
        yield Fault(written.at(UNDER, "roles", role), "PS002", message, fix)
    yield from _faults_of_each(keys, written)


def _faults_of_each(keys: SignOffKeys, written: Metadata) -> Iterator[Fault]:
    seen: dict[bytes, str] = {}
    for role, items in keys.roles.items():
        for n, key in enumerate(items):
            at = UNDER, "roles", role, n
            if key.public in seen:
                message = f"gives `{role}` a key that it gives `{seen[key.public]}` as well"
                fix = "make a key for each role: `ssh-keygen -t ed25519`"
                yield Fault(written.at(*at, "key"), "PS002", message, fix)
            seen.setdefault(key.public, role)
            if key.start and key.until and key.until < key.start:
                message = "has a key that ends before it begins"
                fix = "correct `from:` or `until:`"
                yield Fault(written.at(*at, "until"), "PS002", message, fix)
