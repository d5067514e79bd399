"""Downloads that an earlier proof read to the end and found nothing in.

To open a PDF or a Word file and to search it takes longer than to make the page it belongs to. One
that has not changed is not searched again for the very same words. What is kept of that is
believed as a kept file is: only where this person's own program of this version wrote it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from generator.extras import PDFIUM, versions
from generator.store.kept import purpose
from generator.store.kept_files import VERIFIED, KeptFiles, open_kept_files

SIZE = hashlib.sha256().digest_size


@dataclass
class Passed:
    """Marks of what passed, before and now; with nothing given, nothing is kept."""

    kept: KeptFiles = field(default_factory=KeptFiles)
    name: str = ""
    before: frozenset[bytes] = frozenset()
    now: set[bytes] = field(default_factory=set)

    def again(self, mark: bytes) -> bool:
        """Whether this passed before; if so, it does again."""
        if mark in self.before:
            self.now.add(mark)
        return mark in self.before

    def keep(self) -> None:
        """Keep for the next proof what passed in this one, and nothing else."""
        if self.now != self.before:
            self.kept.keep(self.name, b"".join(sorted(self.now)))
            self.kept.forget_others()


def mark_of(name: str, data: bytes, secrets: bytes) -> bytes:
    """Return the mark of a file that was searched for these secrets; its name says how."""
    parts = (name.rpartition(".")[2].encode(), hashlib.sha256(data).digest(), secrets)
    return hashlib.sha256(b"\0".join(parts)).digest()


def open_passed(root: Path) -> Passed:
    """Return what passed the last proof of this store by this version of the program."""
    kept = open_kept_files(root, VERIFIED)
    name = purpose(root, versions("PDFs are read back by PDFium", PDFIUM)).hex()
    data = kept.read(name) or b""
    marks = (data[at : at + SIZE] for at in range(0, len(data), SIZE))
    return Passed(kept, name, frozenset(marks))
