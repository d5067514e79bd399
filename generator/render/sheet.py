"""A document laid out to be kept: what its page says, as one text, and what each page repeats."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from msgspec import Struct

from generator.pandoc import CannotConvert as CannotConvert
from generator.store.files import CannotRead, read_bytes
from generator.store.text import digest

UNCONTROLLED = "Printed copies are uncontrolled."
LARGEST = 1 << 28
EPOCH = date(1980, 1, 1)  # the first day that a zip file can name


class Picture(Struct, frozen=True):
    """A picture as it was signed; it is read only where a file is made that shows it."""

    file: Path
    signed: str

    def read(self) -> bytes:
        """Return its bytes, or raise ``CannotConvert`` where they are no longer those."""
        try:
            data = read_bytes(self.file, LARGEST)
        except CannotRead as error:
            raise CannotConvert(f"its picture {self.file.name} {error}") from error
        if digest(data) != self.signed:
            raise CannotConvert(f"its picture {self.file.name} changed while it was published")
        return data


class Sheet(Struct, frozen=True):
    """One document of one site. ``pictures`` are those that ``html`` shows, by name.

    ``says`` and ``address`` stand at the foot of each page; ``on`` is the day it was published.
    """

    title: str
    html: str
    says: str
    address: str
    on: date
    pictures: Mapping[str, Picture]

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
        pictures = [(name, picture.signed) for name, picture in sorted(self.pictures.items())]
        parts = (self.title, self.html, self.foot, self.seconds, pictures, made_with)
        return hashlib.sha256(repr(parts).encode()).hexdigest()
