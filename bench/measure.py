"""Run a command and say what it took: it, and every process it started."""

from __future__ import annotations

import gzip
import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

LONGEST = 4 * 3600
"""Seconds after which a run is stopped: a peer may hang."""
BETWEEN = 0.1
"""Seconds between two looks at the memory; each takes a few thousandths of a second."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a run took. ``cpu`` and ``memory`` are of the whole tree of processes.

    ``memory`` is the most bytes seen at once, where what processes share is counted once (PSS).
    """

    wall: float
    cpu: float
    memory: int
    said: str = ""


class Failed(Exception):  # noqa: N818 - says what went wrong
    """A command failed; the message is the last that it said."""


def run(
    command: Sequence[str],
    folder: Path,
    variables: Mapping[str, str] | None = None,
    *,
    longest: float = LONGEST,
) -> Cost:
    """Run ``command`` in ``folder``; raise ``Failed`` where it does not end well, or at all.

    Its processor seconds are those of all processes that were waited for, as ours and those of the
    peers are; the kernel adds them up.
    """
    began = time.monotonic()
    process = subprocess.Popen(  # noqa: S603 - our own commands, no shell
        command,
        cwd=folder,
        env={**os.environ, **(variables or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    stop = threading.Timer(longest, os.killpg, [process.pid, signal.SIGKILL])
    stop.daemon = True
    stop.start()
    try:
        with _Watch(process.pid) as watch:
            said = process.stdout.read() if process.stdout else b""
            _, status, used = os.wait4(process.pid, 0)
    except KeyboardInterrupt:
        os.killpg(process.pid, signal.SIGKILL)
        raise
    finally:
        stop.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.stdout:
        process.stdout.close()
    text = said.decode("utf-8", "backslashreplace")
    if process.returncode:
        last = " ".join(text.split())[-400:]
        raise Failed(f"{Path(command[0]).name} ended with {process.returncode}: {last}")
    return Cost(time.monotonic() - began, used.ru_utime + used.ru_stime, watch.most, text)


class _Watch:
    """Looks, again and again, at the memory of every process of a session."""

    def __init__(self, session: int) -> None:
        self.session = session
        self.most = 0
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.thread.join()

    def _look(self) -> None:
        while not self.over.is_set():
            self.most = max(self.most, sum(map(_memory, _of_session(self.session))))
            self.over.wait(BETWEEN)


def _of_session(session: int) -> Iterator[int]:
    for name in os.listdir("/proc"):  # noqa: PTH208 - names are all that is needed
        if name.isdigit():
            try:
                status = Path(f"/proc/{name}/stat").read_bytes()
            except OSError:  # it ended meanwhile
                continue
            if int(status.rpartition(b")")[2].split()[3]) == session:
                yield int(name)


def _memory(process: int) -> int:
    """Return the bytes of a process; those shared with others count in part."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text("ascii").splitlines()
    except OSError:  # it ended meanwhile
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


@dataclass(frozen=True, slots=True)
class Output:
    """What a run wrote: all its files, and of its pages how many and how long, on average."""

    size: int
    pages: int
    page_size: int
    page_zipped: int


SAMPLE = 200
"""Pages compressed to tell how long they are on the wire: every page would take too long."""


def output(folder: Path, *others: Path) -> Output:
    """Measure what stands in ``folder``, and in ``others``."""
    files = sorted(p for f in (folder, *others) for p in f.rglob("*") if p.is_file())
    pages = [path for path in files if path.suffix == ".html"]
    total = sum(path.stat().st_size for path in files)
    if not pages:
        return Output(total, 0, 0, 0)
    some = pages[:: max(1, len(pages) // SAMPLE)]
    zipped = sum(len(gzip.compress(path.read_bytes(), 6)) for path in some) // len(some)
    whole = sum(path.stat().st_size for path in pages) // len(pages)
    return Output(total, len(pages), whole, zipped)
