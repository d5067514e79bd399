"""How many bytes a reader's browser fetches to answer a first question on the public site."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Thread
from urllib.parse import quote_plus

from bench.peers import NotHere
from generator.serve import LOOPBACK, Handler, Server

CHROMIUM = Path("/usr/bin/chromium")
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@contextmanager
def _serving(folder: Path) -> Iterator[str]:
    """Serve a site as it is to be served, and give its address."""
    with Server((LOOPBACK, 0), partial(Handler, directory=str(folder))) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://{LOOPBACK}:{server.server_port}/"
        server.shutdown()
        thread.join()


def first_query(site: Path, question: str) -> int:
    """Return the bytes of all that is fetched, each file compressed as a web server would."""
    try:
        from playwright.sync_api import (  # noqa: PLC0415 - may not be here
            Error,
            expect,
            sync_playwright,
        )
    except ImportError as error:
        raise NotHere("there is no playwright here") from error
    if not CHROMIUM.exists():
        raise NotHere(f"there is no {CHROMIUM} here")
    sizes: list[int] = []
    try:
        with _serving(site) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
            page = browser.new_page()
            page.on("response", lambda answer: sizes.append(len(gzip.compress(answer.body()))))
            page.goto(f"{address}search/?q={quote_plus(question)}")
            expect(page.get_by_role("status")).to_contain_text("result", timeout=60_000)
            page.wait_for_load_state("networkidle")
            browser.close()
    except (AssertionError, Error) as error:
        raise NotHere(f"no answer in the browser: {str(error).splitlines()[0]}") from error
    return sum(sizes)
