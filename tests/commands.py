"""The command line, run in this process, and what it said."""

import contextlib
import io
import json
import os
import time
from dataclasses import dataclass

from generator.cli import main

AS_AT = "2026-11-22"


@dataclass(frozen=True)
class Run:
    """What a command said, how it ended, and how long it took."""

    status: int
    out: str
    err: str
    seconds: float

    @property
    def json(self):
        return json.loads(self.out)

    def state(self, pack):
        return next(p["state"] for p in self.json["packs"] if p["pack"] == pack)

    def findings(self, path):
        """Return the findings at a path or below it."""
        found = self.json["findings"]
        return [f for f in found if f["path"] == path or f["path"].startswith(f"{path}/")]


def run(*arguments):
    out, err = io.StringIO(), io.StringIO()
    before = time.monotonic()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main([str(argument) for argument in arguments])
    return Run(status, out.getvalue(), err.getvalue(), time.monotonic() - before)


def check(root, *options, as_at=AS_AT):
    return run("check", "--root", root, "--format", "json", "--as-at", as_at, *options)


def build(root, *options, as_at=AS_AT):
    """Build without downloads, whose own tests are in test_downloads.py."""
    return run("build", "--no-downloads", "--root", root, "--as-at", as_at, *options)


def everything(folder):
    """Return every byte below a folder, the names of its files as well."""
    return b"\n".join(
        os.fsencode(path.relative_to(folder))
        + b"\n"
        + (path.read_bytes() if path.is_file() else b"")
        for path in sorted(folder.rglob("*"))
    )
