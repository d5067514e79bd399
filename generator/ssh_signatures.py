"""OpenSSH's Ed25519 keys and signatures, as ``ssh-keygen`` makes and checks them.

A signature has the form of OpenSSH's ``PROTOCOL.sshsig``, in base64 on one line, without the two
lines of its armour; with them, ``ssh-keygen -Y verify`` checks it as well.
"""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING, Self

from msgspec import Struct

if TYPE_CHECKING:  # a store without signatures is not made to wait for a library it never uses
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

NAMESPACE = b"sign-off@publication-scheme"
"""A signature made for another use of the key is none here (``ssh-keygen -Y sign -n``)."""
KIND, HASH = b"ssh-ed25519", b"sha512"
KEY, SIGNED = 32, 64
"""How many bytes an Ed25519 public key has, and a signature."""


class KeyUnusable(Exception):  # noqa: N818 - says what is wrong with a key file
    """The file holds no key to sign with; the message says why, of the file."""


class NeedsPassphrase(KeyUnusable):
    """The key is protected, and the passphrase was not given."""


def _string(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data


def _named(data: bytes) -> bytes:
    return _string(_string(KIND) + _string(data))


HEAD = b"SSHSIG" + (1).to_bytes(4, "big")
BEFORE_KEY = len(HEAD + _named(b""))
USE = _string(NAMESPACE) + _string(b"") + _string(HASH)


def public_key(line: str) -> bytes:
    """Return the key of a line ``ssh-ed25519 AAAA... comment``, whose form the schema has held."""
    return base64.b64decode(line.split()[1], validate=True)[-KEY:]


class Signature(Struct, frozen=True):
    """A signature, with the public key that it says made it."""

    public: bytes
    value: bytes

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Return the signature; none where one byte is not as it must be."""
        try:
            blob = base64.b64decode(text, validate=True)
        except ValueError:
            return None
        read = cls(blob[BEFORE_KEY : BEFORE_KEY + KEY], blob[-SIGNED:])
        return read if str(read) == text else None

    def __str__(self) -> str:
        blob = HEAD + _named(self.public) + USE + _named(self.value)
        return base64.b64encode(blob).decode("ascii")

    def is_over(self, message: bytes) -> bool:
        """Whether the key made it, over this message and no other."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(self.value, _to_sign(message))
        except InvalidSignature:
            return False
        return True


def _to_sign(message: bytes) -> bytes:
    return b"SSHSIG" + USE + _string(hashlib.sha512(message).digest())


class PrivateKey(Struct, frozen=True):
    """A key to sign with."""

    key: Ed25519PrivateKey

    @classmethod
    def read(cls, data: bytes, passphrase: str | None = None) -> Self:
        """Return the key in an OpenSSH private key file, or raise ``KeyUnusable``."""
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.serialization import load_ssh_private_key

        try:
            key = load_ssh_private_key(data, passphrase.encode() if passphrase else None)
        except TypeError as error:
            raise NeedsPassphrase("is protected by a passphrase") from error
        except (ValueError, UnsupportedAlgorithm) as error:
            if passphrase is not None:
                raise KeyUnusable("does not open with that passphrase") from error
            raise KeyUnusable("is no OpenSSH private key") from error
        if not isinstance(key, Ed25519PrivateKey):
            raise KeyUnusable("is no Ed25519 key; `ssh-keygen -t ed25519` makes one")
        return cls(key)

    @property
    def public(self) -> bytes:
        """The public key."""
        return self.key.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> str:
        """Return a signature of the message, as a record holds it."""
        return str(Signature(self.public, self.key.sign(_to_sign(message))))
