"""A document laid out to be kept: what its page says, as one text, and what each page repeats."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from generator.pandoc import CannotConvert as CannotConvert

UNCONTROLLED = "Printed copies are uncontrolled."
EPOCH = date(1980, 1, 1)  # the first day that a zip file can name


class NotInstalled(Exception):  # noqa: N818 - says what is to be installed
    """A library that makes downloads is not there; ``fix`` is the line that installs it."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(what)
        self.what = f"{what} is not installed, so that no downloads can be made"
        self.fix = f"pip install 'generator[{extra}]' (or build without --downloads)"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One document of one site. ``pictures`` are those that ``html`` shows, by name.

    ``says`` and ``address`` stand at the foot of each page; ``on`` is the day it was published.
    """

    title: str
    html: str
    says: str
    address: str
    on: date
    pictures: Mapping[str, bytes]

    @property
    def foot(self) -> tuple[str, ...]:
        """The lines at the foot of every page."""
        return tuple(filter(None, (self.says, self.address, UNCONTROLLED)))

    @property
    def seconds(self) -> int:
        """Midnight of the day it was published, as the files have it: nothing asks the clock."""
        midnight = datetime(self.on.year, self.on.month, self.on.day, tzinfo=UTC)
        return int(midnight.timestamp())

    def digest(self, made_with: str) -> str:
        """Return a digest of all that a file is made from."""
        pictures = [(n, hashlib.sha256(d).hexdigest()) for n, d in sorted(self.pictures.items())]
        parts = (self.title, self.html, self.foot, self.seconds, pictures, made_with)
        return hashlib.sha256(repr(parts).encode()).hexdigest()
