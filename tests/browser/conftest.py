"""What the tests in a browser share: both sites served as they are to be, and windows on them."""

import contextlib
import functools
import http.server
import threading
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from generator.publish.headers import headers

CHROMIUM = "/usr/bin/chromium"
AXE = Path(__file__).parent / "node_modules/axe-core/axe.min.js"
WIDTHS = {1280: 800, 320: 640}
CHECK = """async () => {
  const levels = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const found = await axe.run({runOnly: levels, preload: false, resultTypes: ['violations']});
  return found.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' '));
}"""


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves as the sites are to be served: with a strict policy of content."""

    def end_headers(self):
        for name, value in headers(self.path).items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, *_):
        """Say nothing of each request."""


@contextlib.contextmanager
def serving(folder):
    """Serve a folder, and give its address."""
    handler = functools.partial(Handler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def address(built):
    """Serve both sites, each below a folder of its own."""
    with serving(built) as found:
        yield found


@pytest.fixture(scope="session")
def browser():
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)


@pytest.fixture(scope="session")
def windows(browser):
    """A window of each width; a test has them to itself, one page after the other."""
    return {
        width: browser.new_page(viewport={"width": width, "height": height})
        for width, height in WIDTHS.items()
    }


@pytest.fixture
def visit(windows, address):
    """Return how to open a page of a width."""

    def opened(place, width=1280):
        windows[width].emulate_media(media="screen", color_scheme="light")
        windows[width].goto(address + place.removesuffix("index.html"))
        return windows[width]

    return opened


@pytest.fixture
def overheard(windows, address):
    """Return how to listen to the window of a width."""

    def listening(width=1280):
        return _overheard(windows[width], address)

    return listening


@contextlib.contextmanager
def _overheard(page, address):
    """Collect what pages ask of others, and whatever they or their server complain of."""
    asked, said = [], []
    listeners = {
        "request": lambda r: None if r.url.startswith(address) else asked.append(r.url),
        "response": lambda answer: said.append(answer.url) if answer.status >= 400 else None,
        "console": lambda message: said.append(message.text),
        "pageerror": lambda error: said.append(str(error)),
    }
    for event, listener in listeners.items():
        page.on(event, listener)
    yield asked, said
    for event, listener in listeners.items():
        page.remove_listener(event, listener)


@pytest.fixture
def faults():
    """Return how to ask what is not accessible on a page, in light and in dark."""

    def found(page):
        page.evaluate(AXE.read_text("utf-8"))
        said = []
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            said += [f"{scheme}: {fault}" for fault in page.evaluate(CHECK)]
        return said

    return found
