"""How many bytes a reader's browser fetches to answer a first question on the public site."""

from __future__ import annotations

import functools
import gzip
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote_plus

from bench.peers import NotHere
from generator.publish.headers import headers

CHROMIUM = Path("/usr/bin/chromium")
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Serves as the sites are to be served, and says nothing of each request."""

    def end_headers(self) -> None:
        for name, value in headers(self.path).items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def _serving(folder: Path) -> Iterator[str]:
    handler = functools.partial(_Handler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def first_query(site: Path, question: str) -> int:
    """Return the bytes of all that is fetched, each file compressed as a web server would."""
    try:
        from playwright.sync_api import expect, sync_playwright  # noqa: PLC0415 - may not be here
    except ImportError as error:
        raise NotHere("there is no playwright here") from error
    if not CHROMIUM.exists():
        raise NotHere(f"there is no {CHROMIUM} here")
    sizes: list[int] = []
    with _serving(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        page = browser.new_page()
        page.on("response", lambda answer: sizes.append(len(gzip.compress(answer.body()))))
        page.goto(f"{address}search/?q={quote_plus(question)}")
        expect(page.get_by_role("status")).to_contain_text("result", timeout=60_000)
        page.wait_for_load_state("networkidle")
        browser.close()
    return sum(sizes)
