"""Serve: both sites on this machine, built again as the store changes.

Only the loopback address answers. A build that fails leaves the last good one in place.
"""

from __future__ import annotations

import errno
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread
from types import FrameType
from typing import BinaryIO
from urllib.parse import urlsplit

from watchfiles import Change, watch

from generator import pipeline
from generator.gate.report import findings_text
from generator.pipeline import Outcome
from generator.publish.headers import headers
from generator.store.files import CannotRead, Kind, walk
from generator.store.state import state_folder
from generator.vocabulary import Site

LOOPBACK = "127.0.0.1"
NAMES = frozenset({LOOPBACK, "localhost", "::1"})
FOLDERS = ("policies", "monitoring", "content")
FILES = ("scheme.yml", "mkdocs.yml")
POLL = 100
Say = Callable[[str], None]


class CannotServe(Exception):  # noqa: N818 - what the user can mend
    """The sites cannot be served; the message says why."""


def serve(root: Path, as_at: date, port: int, say: Say, *, jobs: int = 0) -> int:
    """Serve until interrupted. Returns 0 then, or at once what the first build came to.

    It is for a quick look at a change, so that no page waits for downloads: none are made.
    """
    root = root.resolve()  # changes are reported by their whole path
    with _interruptible(), ExitStack() as stack:
        folder = stack.enter_context(_folder(root))
        ports = {Site.PUBLIC: port, Site.INTRANET: port + 1}
        servers = [_server(folder / site, ports[site]) for site in Site]
        for server in servers:
            stack.callback(server.server_close)
        builder = Builder(root, folder, as_at, say, jobs)
        try:
            for number, _ in enumerate(changes(root)):
                built = builder.build()
                if number == 0 and built:
                    return built
                if number == 0:
                    _start(servers, stack)
                    for site in Site:
                        say(f"{site.value:<9} http://{LOOPBACK}:{ports[site]}/")
                    say("Built again as files change; no downloads are made. Ctrl-C ends it.")
        except KeyboardInterrupt:
            say("stopped")
    return 0


@contextmanager
def _interruptible() -> Iterator[None]:
    """End on SIGTERM as on Ctrl-C, so that nothing is left behind.

    Both are asked for by name: a shell starts what runs in its background with Ctrl-C ignored.
    """
    us = os.getpid()

    def stop(number: int, frame: FrameType | None) -> None:
        if os.getpid() == us:
            signal.default_int_handler(number, frame)
        signal.signal(number, signal.SIG_DFL)  # a worker, which is simply to end
        os.kill(os.getpid(), number)

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _folder(root: Path) -> Iterator[Path]:
    """Make a folder for the sites, away from those of `scheme build`; clear it away at the end."""
    home = state_folder(root, "serve")
    for leftover in home.iterdir():
        number = leftover.name.partition("-")[0]
        if number.isdigit() and not Path(f"/proc/{number}").exists():
            shutil.rmtree(leftover, ignore_errors=True)
    made = Path(tempfile.mkdtemp(prefix=f"{os.getpid()}-", dir=home))
    try:
        yield made / "sites"
    finally:
        shutil.rmtree(made, ignore_errors=True)


# Building.


class Builder:
    """Builds both sites, and remembers what they show.

    A refused pack is left out and named. But one that the sites show, and that a change makes
    refused, is not taken down under its author's eyes: the last build stays until it clears again.
    """

    def __init__(self, root: Path, out: Path, as_at: date, say: Say, jobs: int) -> None:
        self.root = root
        self.out = out
        self.as_at = as_at
        self.say = say
        self.jobs = jobs
        self.shown: frozenset[str] | None = None
        self.named: frozenset[str] = frozenset()

    def build(self) -> int:
        """Build, or say why not. Returns 0, or 1 or 2 as `scheme build` would."""
        try:
            return self._build()
        except Exception as error:
            if self.shown is None:
                raise
            self.say(f"a fault of the program ({type(error).__name__}: {error})")
            return self._kept()

    def _build(self) -> int:
        if self.shown is not None:
            checked = pipeline.check(self.root, self.as_at, jobs=self.jobs, last=self.out)
            if lost := sorted(_refused(checked) & self.shown):
                self._tell(checked, lost)
                self.say(f"Not built again: refused now: {', '.join(lost)}.")
                return self._kept()
        outcome = pipeline.build(
            self.root, self.out, self.as_at, jobs=self.jobs, withhold_refused=True
        )
        refused = sorted(_refused(outcome))
        self._tell(outcome, sorted(set(refused) - self.named))
        if outcome.verdict is None:
            self.say("Not built: the settings cannot be read.")
            return self._kept(2)
        if outcome.proof:
            self.say("Not built: the build did not pass its proof.")
            return self._kept()
        if refused:
            self.say(f"Held back, because refused: {', '.join(refused)}.")
        self.named = frozenset(refused)
        self.shown = frozenset(decision.pack.path for decision in outcome.verdict.cleared)
        self.say(f"Built {outcome.pages} pages.")
        return 0

    def _kept(self, status: int = 1) -> int:
        if self.shown is not None:
            self.say("The last good build stays until this is put right.")
        return status

    def _tell(self, outcome: Outcome, refused: list[str]) -> None:
        """Print what stops a pack or the build; warnings are `scheme check`'s to tell."""
        stops = [*outcome.settings, *outcome.proof]
        if outcome.verdict:
            stops += [
                finding
                for decision in outcome.verdict.refused
                if decision.pack.path in refused
                for finding in decision.findings
            ]
        for line in findings_text(stops):
            self.say(line)


def _refused(outcome: Outcome) -> frozenset[str]:
    refused = outcome.verdict.refused if outcome.verdict else ()
    return frozenset(decision.pack.path for decision in refused)


# Watching.


def changes(root: Path) -> Iterator[None]:
    """Yield at once, and then whenever files of the store have changed.

    The watch of each round begins before its build, so that no change falls between two.
    """
    while True:
        watching = watch(
            *_watched(root),
            watch_filter=partial(_concerns, root),
            recursive=False,
            rust_timeout=POLL,
            yield_on_timeout=True,
        )
        try:
            next(watching)
        except FileNotFoundError:
            continue  # a folder went while it was being listed
        yield
        next(found for found in watching if found)
        watching.close()  # new folders are to be watched as well


def _watched(root: Path) -> list[Path]:
    """Return the store's folders; the whole of ``root`` may hold much that is none of it."""
    found = [root]
    for name in FOLDERS:
        top = root / name
        if not top.is_symlink() and top.is_dir():
            found.append(top)
            try:
                inner = [path for path, entry in walk(top) if entry.kind is Kind.FOLDER]
            except CannotRead:
                inner = []
            found += [top / path for path in inner]
    return found


def _concerns(root: Path, _: Change, path: str) -> bool:
    first, *rest = Path(path).relative_to(root).parts or ("",)
    return first in FOLDERS or (first in FILES and not rest)


# Serving.


class Handler(SimpleHTTPRequestHandler):
    """Gives out the files of one site, and nothing else: no listings, no other names for us."""

    server_version = "scheme"
    sys_version = ""

    def send_head(self) -> BytesIO | BinaryIO | None:
        """Answer only to our own names: a page elsewhere must not read the intranet through us."""
        if _host(self.headers.get("Host", "")) not in NAMES:
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
            return None
        return super().send_head()

    def list_directory(self, path: str | os.PathLike[str]) -> None:  # noqa: ARG002
        """Never list a folder."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer with the site's own page where something is not there."""
        missing = Path(self.directory, "404.html")
        if code != HTTPStatus.NOT_FOUND or not missing.is_file():
            super().send_error(code, message, explain)
            return
        body = missing.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", self.guess_type(missing))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def end_headers(self) -> None:
        """Send what a public web server would be told to send."""
        self.send_header("Cache-Control", "no-store")
        for name, value in headers(getattr(self, "path", "")).items():
            self.send_header(name, value)
        super().end_headers()

    def guess_type(self, path: str | os.PathLike[str]) -> str:
        """Return the type of a file; all our text is UTF-8."""
        kind = super().guess_type(path)
        return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing of each request."""


def _host(said: str) -> str | None:
    try:
        return urlsplit(f"//{said}").hostname
    except ValueError:
        return None


class Server(ThreadingHTTPServer):
    """A server whose readers may go away in the middle of a page."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a reader who went away."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


def _server(folder: Path, port: int) -> Server:
    try:
        return Server((LOOPBACK, port), partial(Handler, directory=str(folder)))
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            message = (
                f"port {port} is in use; name another with --port (it takes that and the next)"
            )
            raise CannotServe(message) from error
        raise CannotServe(f"port {port} cannot be used: {error.strerror}") from error


def _start(servers: list[Server], stack: ExitStack) -> None:
    for server in servers:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
        stack.callback(server.shutdown)
