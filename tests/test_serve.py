"""Both sites on the loopback address, built again as the store changes."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from queue import Empty, Queue
from threading import Thread

import pytest

from generator.publish.headers import POLICY, SEARCH_POLICY
from tests.stores import make_store

PROJECT = Path(__file__).parent.parent
PATIENCE = 120


def free_port():
    """Return a port that is free, and whose next is free too."""
    while True:
        with socket.socket() as one, socket.socket() as two:
            one.bind(("127.0.0.1", 0))
            port = one.getsockname()[1]
            with contextlib.suppress(OSError, OverflowError):
                two.bind(("127.0.0.1", port + 1))
                return port


@dataclass
class Serving:
    """A `scheme serve` at work, and what it has said."""

    process: subprocess.Popen
    port: int
    lines: Queue = field(default_factory=Queue)
    said: list = field(default_factory=list)

    def read(self):
        for line in self.process.stderr:
            self.lines.put(line.rstrip("\n"))

    def wait_for(self, words):
        """Wait until a line holds these words, and return every line up to it."""
        before = len(self.said)
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                self.said.append(self.lines.get(timeout=1))
            except Empty:
                assert self.process.poll() is None, self.said
                continue
            if words in self.said[-1]:
                return self.said[before:]
        raise AssertionError(f"never said {words!r}: {self.said}")

    def get(self, address, site="public"):
        port = self.port + (site == "intranet")
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/{address}", timeout=30) as answer:
            return answer.read().decode()


@contextlib.contextmanager
def serving(root, port=None):
    port = port or free_port()
    process = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "generator", "serve", "--root", str(root), "--port", str(port),
         "--as-at", "2026-11-22", "--jobs", "1"],
        cwd=PROJECT, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, [PROJECT, *sys.path[1:]]))},
    )  # fmt: skip
    found = Serving(process, port)
    reader = Thread(target=found.read)
    reader.start()
    try:
        yield found
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        try:
            process.wait(30)
        finally:
            process.kill()
            reader.join(30)
            process.stdout.close()
            process.stderr.close()


@pytest.fixture
def root(tmp_path):
    return make_store(tmp_path / "store")


def edit(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_both_sites_are_served_and_built_again_as_files_change(root):
    with serving(root) as scheme:
        started = scheme.wait_for("Ctrl-C")
        assert started[1:] == [
            f"public    http://127.0.0.1:{scheme.port}/",
            f"intranet  http://127.0.0.1:{scheme.port + 1}/",
            "Built again as files change; no downloads are made. Ctrl-C ends it.",
        ]
        for site in ("public", "intranet"):
            assert "Found property" in scheme.get("policies/found-property/", site)
        assert not (root / "site").exists()

        about = root / "content" / "about.md"
        about.write_text(about.read_text("utf-8") + "\nA wholly new sentence.\n", "utf-8")
        scheme.wait_for("Built ")
        for site in ("public", "intranet"):
            assert "A wholly new sentence." in scheme.get("about/", site)

        fresh = root / "content" / "help"
        fresh.mkdir()
        text = about.read_text("utf-8").replace("../policies", "../../policies")
        (fresh / "more.md").write_text(text, "utf-8")
        while "A wholly" not in missing_or(scheme, "help/more/"):
            scheme.wait_for("Built ")

        (fresh / "worse.md").write_text("no front matter\n", "utf-8")
        scheme.wait_for("Held back, because refused: content/help/worse.md.")
        (fresh / "worse.md").unlink()
        scheme.wait_for("Built ")

        policy = root / "policies/found-property/v2/policy.md"
        good = policy.read_text("utf-8")
        policy.write_text(good + "\nA sentence that nobody has signed.\n", "utf-8")
        said = scheme.wait_for("The last good build stays until this is put right.")
        assert "Not built again: refused now: policies/found-property/v2." in said
        assert any("PS303 has changed since" in line for line in said)
        page = scheme.get("policies/found-property/")
        assert "Found property" in page
        assert "nobody has signed" not in page
        assert scheme.get("policies/found-property/v2/") == page or "/v1/" not in page

        policy.write_text(good, "utf-8")
        scheme.wait_for("Built ")
        edit(root / "scheme.yml", "organisation:", "organisatoin:")
        said = scheme.wait_for("The last good build stays until this is put right.")
        assert "Not built: the settings cannot be read." in said
        assert "Found property" in scheme.get("policies/found-property/")

        scheme.process.send_signal(signal.SIGINT)
        assert scheme.process.wait(30) == 0
        scheme.wait_for("stopped")
        assert scheme.process.stdout.read() == ""
        assert not any("Traceback" in line for line in scheme.said)
        assert list((root / ".scheme" / "serve").iterdir()) == []


def missing_or(scheme, address):
    try:
        return scheme.get(address)
    except urllib.error.HTTPError as error:
        return error.read().decode()


def ask(port, address, method="GET", host=None):
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request(method, address, headers={"Host": host or f"127.0.0.1:{port}"})
    answer = connection.getresponse()
    headers = {name.title(): value for name, value in answer.getheaders()}
    return answer.status, headers, answer.read().decode()


def test_what_is_answered_and_what_is_not(root):
    edit(root / "policies/use-of-cameras/v1/record.yml", "rank: acpo", "rank: inspector")
    with serving(root) as scheme:
        said = scheme.wait_for("Ctrl-C")
        assert any("PS306" in line for line in said)
        assert "Held back, because refused: policies/use-of-cameras/v1." in said
        port = scheme.port
        status, headers, body = ask(port, "/")
        assert status == 200
        assert headers["Content-Type"] == "text/html; charset=utf-8"
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Content-Security-Policy"] == POLICY
        assert ask(port, "/search/?q=a")[1]["Content-Security-Policy"] == SEARCH_POLICY
        missing = (root / ".scheme/serve").glob("*/sites/public/404.html")
        page = next(missing).read_text("utf-8")
        for address in ("/nothing/", "/assets/", "/policies/use-of-cameras/", "/../report.json",
                        "/%2e%2e/report.json", "/..%2fintranet/index.html"):  # fmt: skip
            status, headers, body = ask(port, address)
            assert (status, body) == (404, page), address
            assert headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert ask(port, "/nothing/", "HEAD")[0::2] == (404, "")
        assert ask(port, "/", "POST")[0] == 501
        assert ask(port, "/policies")[0] == 301
        for host in ("localhost", f"localhost:{port}", f"[::1]:{port}"):
            assert ask(port, "/", host=host)[0] == 200
        for host in ("evil.example", "127.0.0.1.evil.example", "[", "10.0.0.1"):
            assert ask(port + 1, "/", host=host)[0] == 421
        scheme.process.terminate()
        assert scheme.process.wait(30) == 0
        assert list((root / ".scheme" / "serve").iterdir()) == []


@pytest.mark.parametrize("offset", [0, 1])
def test_a_port_in_use_is_said(root, offset):
    port = free_port()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port + offset))
        taken.listen()
        with serving(root, port) as scheme:
            assert scheme.process.wait(PATIENCE) == 2
            said = scheme.wait_for("scheme: ")
    assert said == [
        (
            f"scheme: port {port + offset} is in use; name another with --port (it takes that and "
            "the next)"
        )
    ]


def test_a_first_build_that_fails_ends_it(root):
    (root / "scheme.yml").unlink()
    with serving(root) as scheme:
        assert scheme.process.wait(PATIENCE) == 2
        said = scheme.wait_for("Not built")
    assert "scheme.yml:1:1: PS002 is not there" in said
    assert said[-1] == "Not built: the settings cannot be read."


def test_a_killed_server_is_cleared_up_after_by_the_next(root):
    with serving(root) as scheme:
        scheme.wait_for("Ctrl-C")
        scheme.process.kill()
        scheme.process.wait(30)
        assert len(list((root / ".scheme/serve").iterdir())) == 1
    with serving(root) as scheme:
        scheme.wait_for("Ctrl-C")
        assert len(list((root / ".scheme/serve").iterdir())) == 1
