"""Every kind of page in a browser: accessible, within its width, alone, and usable by keyboard."""

import contextlib
import functools
import gzip
import http.server
import re
import threading
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from generator import pipeline
from generator.plan.standing_pages import STANDING
from tests.stores import AS_AT

CHROMIUM = "/usr/bin/chromium"
AXE = Path(__file__).parent / "node_modules/axe-core/axe.min.js"
POLICY = "public/policies/stop-and-search/"
PAGES = {
    "home": "public/",
    "policies": "public/policies/",
    "groups": "public/groups/",
    "class": "public/classes/our-policies-and-procedures/",
    "reports": "public/monitoring/",
    "policy": POLICY,
    "old version": f"{POLICY}v2/",
    "overdue": "public/policies/property/",
    "procedures": "public/policies/management-of-policy-development/v3/sop-development-process/",
    "assessment": "public/policies/management-of-policy-development/v3/eia/",
    "report": "public/monitoring/stop-and-search/2025/",
    "guide": "public/guide/",
    "guide inside": "intranet/guide/",
    "grades": "public/monitoring/custody-inspection/2025/",
    "recommendations": "public/monitoring/custody-inspection-response/2026/",
    "actions": "public/monitoring/information-improvement-plan/2026/",
    "survey": "public/monitoring/managers-survey/2025/",
    "written page": "public/how-to-ask/",
    "notices": "public/notices/",
    "issue": "intranet/notices/2024-w40/",
    "registers": "intranet/registers/",
    "register": "public/registers/assessments/",
    "exceptions": "intranet/registers/exceptions/",
    "stages": "intranet/registers/stages/",
    "due": "intranet/due/",
    "health": "intranet/registers/health-indicators/",
    "data": "public/data/",
    "withdrawn": "public/policies/whistleblowing/",
    "comparison": f"{POLICY}changes/3-4/",
    "periods": f"{POLICY}as-at/",
    "periods of a withdrawn policy": "public/policies/whistleblowing/as-at/",
    "all periods": "public/as-at/",
    "missing": "public/404.html",
    "intranet": "intranet/",
    "exception": "intranet/policies/unmanned-aircraft/",
    "gate report": "intranet/gate/",
    "rules": "intranet/rules/",
    "rule": "intranet/rules/PS303/",
}
WIDTHS = {1280: 800, 320: 640}
CONTENT_POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'"
CHECK = """async () => {
  const levels = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const found = await axe.run({runOnly: levels, preload: false, resultTypes: ['violations']});
  return found.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' '));
}"""
IDS = "[...document.querySelectorAll('[id]')].map(element => element.id)"
TARGETS = "[...document.querySelectorAll('a[href^=\"#\"]')].map(link => link.hash.slice(1))"
WIDE = "document.scrollingElement.scrollWidth - innerWidth"
HEIGHTS = "[...document.querySelectorAll('svg text')].map(t => t.getBoundingClientRect().height)"
# What has the focus: where on the screen, whether something else lies over it, and its outline.
FOCUS = """() => {
  const element = document.activeElement;
  if (element === document.body || element.dataset.seen) return null;
  element.dataset.seen = 'yes';
  const box = [...element.getClientRects()].find(r => r.width && r.height);
  const [left, right] = box ? [Math.max(box.left, 0), Math.min(box.right, innerWidth)] : [0, 0];
  const [top, bottom] = box ? [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)] : [0, 0];
  const over = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  const style = getComputedStyle(element);
  return {
    what: element.outerHTML.slice(0, 120),
    shown: right - left >= 4 && bottom - top >= 4,
    free: !!over && (element.contains(over) || over.contains(element)),
    ring: style.outlineStyle === 'solid' ? parseFloat(style.outlineWidth) : 0,
  };
}"""


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves as the sites are to be served: with a strict policy of content."""

    def end_headers(self):
        self.send_header("Content-Security-Policy", CONTENT_POLICY)
        super().end_headers()

    def log_message(self, *_):
        """Say nothing of each request."""


@pytest.fixture(scope="session")
def address(built):
    """Serve both sites, each below a folder of its own."""
    with served(built) as found:
        yield found


@contextlib.contextmanager
def served(folder):
    """Serve a folder, and say at which address."""
    handler = functools.partial(Handler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


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
    """Return how to open a page, by its kind and a width."""

    def opened(kind, width=1280):
        windows[width].emulate_media(media="screen", color_scheme="light")
        windows[width].goto(address + PAGES[kind])
        return windows[width]

    return opened


@contextlib.contextmanager
def overheard(page):
    """Collect what a page asks for, and whatever it or its server complains of."""
    asked, said = [], []
    listeners = {
        "request": lambda request: asked.append(request.url),
        "response": lambda answer: said.append(answer.url) if answer.status >= 400 else None,
        "console": lambda message: said.append(message.text),
        "pageerror": lambda error: said.append(str(error)),
    }
    for event, listener in listeners.items():
        page.on(event, listener)
    yield asked, said
    for event, listener in listeners.items():
        page.remove_listener(event, listener)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("kind", PAGES)
def test_a_page_is_accessible_in_light_and_dark_and_keeps_to_its_width_and_site(
    visit, windows, address, kind, width
):
    with overheard(windows[width]) as (asked, said):
        page = visit(kind, width)
        page.evaluate(AXE.read_text("utf-8"))
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert page.evaluate(WIDE) <= 0
            assert page.evaluate(CHECK) == []
    assert [url for url in asked if not url.startswith(address)] == []
    assert said == []
    ids = page.evaluate(IDS)
    assert len(ids) == len(set(ids))
    assert set(page.evaluate(TARGETS)) <= set(ids)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("kind", PAGES)
def test_whatever_takes_the_focus_can_be_seen(visit, kind, width):
    page = visit(kind, width)
    stops = []
    while not stops or stops[-1]:
        page.keyboard.press("Tab")
        stops.append(page.evaluate(FOCUS))
    *stops, _ = stops
    assert "Skip to main content" in stops[0]["what"]
    assert len(stops) > 8
    assert [stop for stop in stops if not (stop["shown"] and stop["free"])] == []
    assert [stop for stop in stops if stop["ring"] < 3] == []


@pytest.fixture(scope="session")
def made_address(tmp_path_factory):
    """Serve the sites of a store that has nothing but settings."""
    root = tmp_path_factory.mktemp("made")
    contact = "{name: Unit, email: unit@anyshire.example, post: 1 High Street}"
    (root / "scheme.yml").write_text(
        "organisation:\n  name: Anyshire Police\n  short_name: AP\n"
        f"  contacts: {{freedom_of_information: {contact}}}\n"
        "charges: [{for: 'A copy, A4', charge: 10p a sheet}]\n",
        "utf-8",
    )
    assert pipeline.build(root, root / "site", AS_AT, jobs=1).proof == ()
    with served(root / "site") as found:
        yield found


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", STANDING)
def test_a_page_made_from_settings_is_accessible_and_keeps_to_its_width(
    windows, made_address, name, width
):
    page = windows[width]
    page.goto(f"{made_address}public/{name}")
    page.evaluate(AXE.read_text("utf-8"))
    for scheme in ("light", "dark"):
        page.emulate_media(media="screen", color_scheme=scheme)
        assert page.evaluate(WIDE) <= 0
        assert page.evaluate(CHECK) == []


def test_the_skip_link_leads_past_the_menu(visit):
    page = visit("policy")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('main')")


def test_what_is_near_is_folded_on_a_narrow_screen_and_open_on_a_wide_one(visit):
    narrow, wide = visit("policy", 320), visit("policy", 1280)
    link = "nav[aria-label='On this page'] a"
    assert not narrow.locator(link).first.is_visible()
    narrow.locator("summary").focus()
    narrow.keyboard.press("Enter")
    assert narrow.locator(link).first.is_visible()
    assert wide.locator(link).first.is_visible()
    assert not wide.locator("summary").is_visible()


def test_a_register_is_a_table_on_a_narrow_screen_too_with_each_cell_under_its_name(visit):
    narrow, wide = visit("health", 320), visit("health", 1280)
    for page in (narrow, wide):
        assert page.get_by_role("table").count() == 1
        assert page.get_by_role("columnheader").count() == 7
        assert page.get_by_role("rowheader").count() == page.locator("tbody tr").count()
    name = "getComputedStyle(document.querySelector('tbody td'), '::before').content"
    assert "Policies in force" in narrow.evaluate(name)
    assert wide.evaluate(name) == "none"


def test_a_printed_page_says_what_it_is_and_leaves_out_the_menus(visit):
    page = visit("old version")
    line = page.get_by_text("Printed copies are uncontrolled")
    assert not line.is_visible()
    page.emulate_media(media="print")
    assert line.is_visible()
    assert "Version 2" in line.inner_text()
    assert "/policies/stop-and-search/v2/" in line.inner_text()
    assert [nav for nav in page.get_by_role("navigation").all() if nav.is_visible()] == []


def test_a_printed_page_gives_the_address_of_a_link_that_leaves_the_site(visit):
    page = visit("written page")
    page.emulate_media(media="print")
    address = "getComputedStyle(document.querySelector('main a[href^=https]'), '::after').content"
    assert "https://" in page.evaluate(address)


def test_with_the_colours_of_the_reader_every_banner_keeps_its_border(visit):
    page = visit("overdue")
    page.emulate_media(forced_colors="active")
    border = "getComputedStyle(document.querySelector('.scheme-banner')).borderLeftWidth"
    assert page.evaluate(border) == "8px"
    page.emulate_media(forced_colors="none")


def test_with_the_colours_of_the_reader_every_bar_keeps_its_outline_and_its_words(visit):
    page = visit("grades")
    page.emulate_media(forced_colors="active")
    bar = "getComputedStyle(document.querySelector('.scheme-bar'))"
    assert page.evaluate(f"{bar}.stroke") != page.evaluate(f"{bar}.fill")
    words = page.evaluate("getComputedStyle(document.querySelector('.scheme-on')).fill")
    assert words == page.evaluate(f"{bar}.stroke")
    page.emulate_media(forced_colors="none")


def test_a_chart_has_a_name_and_a_description_and_its_words_can_be_read_at_320_px(visit):
    page = visit("grades", 320)
    chart = page.get_by_role("img", name="Grades by domain")
    assert "In all: Excellent 1, Good 5, Fair 3." in chart.locator("desc").text_content()
    assert min(page.evaluate(HEIGHTS)) >= 12


def test_a_link_to_a_record_leads_to_it(visit):
    page = visit("grades")
    page.get_by_role("link", name="recommendation 3").click()
    assert page.url.endswith("custody-inspection-response/2026/#recommendation--3")
    assert page.evaluate("document.querySelector(':target').getBoundingClientRect().top") < 100


def test_a_policy_weighs_less_than_80_kb_compressed(built):
    page = built / POLICY / "index.html"
    html = page.read_text("utf-8")
    sheets = re.findall(r'href="([^"]+\.css)"', html)
    names = [sheet.rpartition("/")[2] for sheet in sheets]
    assert names == ["material.css", "scheme.css", "scheme-colour.css"]
    assert "<script" not in html
    files = [page, *((page.parent / sheet).resolve() for sheet in sheets)]
    assert sum(len(gzip.compress(file.read_bytes())) for file in files) < 80_000
