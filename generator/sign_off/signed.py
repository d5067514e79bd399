"""The signature of an entry, with a key that is the signer's."""

from __future__ import annotations

from generator.gate.context import Context
from generator.model import Pack
from generator.settings import Settings
from generator.sign_off.words import Approving, Assurance, CannotSign, Entry
from generator.sign_off_keys import APPROVAL, ASSURANCE, statement
from generator.ssh_signatures import PrivateKey


def signed(context: Context, pack: Pack, word: Assurance | Approving, entry: Entry) -> Entry:
    """Return the entry with its signature; without a key, as it is, where none is required."""
    settings, key = context.settings, word.key
    who, under = (word.role, ASSURANCE) if isinstance(word, Assurance) else (APPROVAL, APPROVAL)
    if key is None:
        if settings.sign_off_keys.required:
            message = f"sign-offs are signed with a key: name that of {_called(who, settings)}"
            raise CannotSign(f"{message} with --key", misused=True)
        return entry
    for day in dict.fromkeys((word.day, context.as_at)):  # nor for a day when it still was good
        if flaw := settings.sign_off_keys.flaw(who, key.public, day):
            raise CannotSign(f"the key {flaw}{_holder(who, key, settings)}")
    return {**entry, "signature": key.sign(statement(pack.path, under, entry))}


def _holder(who: str, key: PrivateKey, settings: Settings) -> str:
    """Say whose the key is, where it is another's."""
    keys = settings.sign_off_keys
    others = [role for role in keys.roles if role != who and keys.key_of(role, key.public)]
    return f"; it is that of {_called(others[0], settings)}" if others else ""


def _called(who: str, settings: Settings) -> str:
    return "the policy lead" if who == APPROVAL else f"the {settings.role_title(who)}"
