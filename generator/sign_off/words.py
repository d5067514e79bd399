"""What a signer asks for, and why it may not be signed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from msgspec import Struct

from generator.findings import Finding
from generator.gate.signatures import PASS
from generator.ssh_signatures import PrivateKey

Entry = Mapping[str, Any]


class Assurance(Struct, frozen=True):
    """A role's pass or fail. ``checks_failed`` name what a report's assurer found wanting."""

    role: str
    day: date
    result: str = PASS
    checks_failed: tuple[str, ...] = ()
    key: PrivateKey | None = None


class Approving(Struct, frozen=True):
    """The policy lead's approval. ``on_behalf_of`` is the policy's owner where it is not given."""

    by: str
    rank: str
    day: date
    on_behalf_of: str = ""
    key: PrivateKey | None = None


class CannotSign(Exception):  # noqa: N818 - says what stands in the way
    """Nothing was written. ``misused`` tells a wrong command from a refusal."""

    def __init__(
        self, message: str, findings: tuple[Finding, ...] = (), *, misused: bool = False
    ) -> None:
        super().__init__(message)
        self.findings = findings
        self.misused = misused


def changed(path: str) -> CannotSign:
    """Say that somebody else wrote the file meanwhile."""
    return CannotSign(f"{path} was changed while it was being signed; sign again")
