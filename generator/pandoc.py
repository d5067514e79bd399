"""Pandoc, as a child process with limits of time and memory. The only module that runs it.

Files to keep are made by it, and Word files read: the one from HTML of our own, the other from
whatever somebody sent. Neither may reach a file or the network.
"""

from __future__ import annotations

import os
import subprocess
from functools import cache
from pathlib import Path

LIMITS = ("+RTS", "-M512M", "-RTS", "--sandbox")
SECONDS = 10.0
HEAP_FULL = 251


class CannotConvert(Exception):  # noqa: N818 - says what could not be made, and why
    """A document could not be turned into a file; the message says why in plain words.

    ``letters`` are those at fault, where that is why.
    """

    def __init__(self, why: str, letters: tuple[str, ...] = ()) -> None:
        super().__init__(why)
        self.letters = letters


def convert(text: bytes, *options: str, seconds: float = SECONDS) -> bytes:
    """Run pandoc once on a text, and return what it makes; it is stopped at either limit."""
    command = [program(), *LIMITS, *options]
    environment = {"LC_ALL": "C.UTF-8", "PATH": os.defpath}
    try:
        done = subprocess.run(  # noqa: S603 - pandoc, with options of our own
            command, input=text, capture_output=True, timeout=seconds, check=False, env=environment
        )
    except subprocess.TimeoutExpired as error:
        raise CannotConvert(f"pandoc took longer than {seconds:g} seconds") from error
    if done.returncode == HEAP_FULL:
        raise CannotConvert("pandoc needed more than 512 MB of memory")
    if done.returncode:
        said = done.stderr.decode("utf-8", "backslashreplace").strip().splitlines()
        raise CannotConvert(f"pandoc says: {' '.join(said[:2]) or done.returncode}")
    return done.stdout


@cache
def program() -> str:
    """Return the pandoc that was installed with the program, never one that stands elsewhere."""
    import pypandoc  # noqa: PLC0415 - an extra, and most of the program does without

    return str(Path(pypandoc.__file__).parent / "files" / "pandoc")
