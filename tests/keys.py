"""Keys for tests: real ones, the same in every run, each made from a name."""

from __future__ import annotations

import hashlib
import os
import re

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from generator.sign_off_keys import APPROVAL, ASSURANCE, statement
from generator.ssh_signatures import PrivateKey
from generator.store.source import read_record

SIGNED = re.compile(r"SIGNED BY ([\w-]+)(?: IN (\S+))?")


def key(name):
    return PrivateKey(Ed25519PrivateKey.from_private_bytes(hashlib.sha256(name.encode()).digest()))


def line(name):
    """Return the public key as its ``.pub`` file has it."""
    public = key(name).key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
    return f"{public.decode()} {name}@test"


def key_file(folder, name, passphrase=""):
    """Write the private key as ``ssh-keygen`` does, and return its path."""
    protect = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
    data = key(name).key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, protect)
    path = folder / name
    path.touch(0o600)
    path.write_bytes(data)
    return path


def sign_entries(path, pack):
    """Put a signature where a record says ``SIGNED BY <key>``, or ``SIGNED BY <key> IN <pack>``."""
    text = path.read_text("utf-8")
    data = read_record(os.fspath(path), text.encode()).metadata.data
    found = [(ASSURANCE, entry) for entry in data.get(ASSURANCE, ())]
    found += [(APPROVAL, data[APPROVAL])] if APPROVAL in data else []
    for under, entry in found:
        if asked := SIGNED.fullmatch(entry.get("signature", "")):
            made = key(asked[1]).sign(statement(asked[2] or pack, under, entry))
            text = text.replace(asked[0], made, 1)
    path.write_text(text, "utf-8")
