"""Every kind of page in a browser: accessible, within its width, alone, and usable by keyboard."""

import gzip
import re

import pytest

from generator import pipeline
from generator.plan.standing_pages import STANDING
from tests.browser.conftest import serving
from tests.browser.kinds import seen
from tests.stores import AS_AT

POLICY = "public/policies/stop-and-search/"
OLD_VERSION = f"{POLICY}v2/"
WITH_LINKS_OUT = "public/how-to-ask/"
OVERDUE = "public/policies/property/"
GRADES = "public/monitoring/custody-inspection/2025/"
HEALTH = "intranet/registers/health-indicators/"
KINDS = seen()
WIDTHS = (1280, 320)
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


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_accessible_keeps_to_its_width_and_asks_nothing_of_others(
    visit, overheard, faults, kind, width
):
    with overheard(width) as (asked, said):
        page = visit(KINDS[kind], width)
        assert page.evaluate(WIDE) <= 0
        assert faults(page) == []
        page.wait_for_load_state("networkidle")
    ids = page.evaluate(IDS)
    assert len(ids) == len(set(ids))
    assert set(page.evaluate(TARGETS)) <= set(ids)
    assert asked == []
    assert said == []  # of a policy of content that was broken, or a file that is not there


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("kind", KINDS)
def test_whatever_takes_the_focus_can_be_seen(visit, kind, width):
    page = visit(KINDS[kind], width)
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
    with serving(root / "site") as found:
        yield found


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", STANDING)
def test_a_page_made_from_settings_is_accessible_and_keeps_to_its_width(
    windows, faults, made_address, name, width
):
    page = windows[width]
    page.emulate_media(media="screen")
    page.goto(f"{made_address}public/{name}")
    assert page.evaluate(WIDE) <= 0
    assert faults(page) == []


def test_the_skip_link_leads_past_the_menu(visit):
    page = visit(POLICY)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('main')")


def test_what_is_near_is_folded_on_a_narrow_screen_and_open_on_a_wide_one(visit):
    narrow, wide = visit(POLICY, 320), visit(POLICY, 1280)
    link = "nav[aria-label='On this page'] a"
    assert not narrow.locator(link).first.is_visible()
    narrow.locator("main summary").first.focus()
    narrow.keyboard.press("Enter")
    assert narrow.locator(link).first.is_visible()
    assert wide.locator(link).first.is_visible()
    assert not wide.locator("main summary").first.is_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_menu_is_folded_on_a_narrow_screen_and_a_row_on_a_wide_one(visit, width):
    page = visit(POLICY, width)
    link = page.get_by_role("navigation", name="Main").get_by_role("link", name="Reports")
    summary = page.locator(".scheme-menu summary")
    assert link.is_visible() == (width == 1280)
    assert summary.is_visible() == (width == 320)
    if width == 320:
        summary.focus()
        page.keyboard.press("Enter")
        assert link.is_visible()


def test_a_register_is_a_table_on_a_narrow_screen_too_with_each_cell_under_its_name(visit):
    narrow, wide = visit(HEALTH, 320), visit(HEALTH, 1280)
    for page in (narrow, wide):
        assert page.get_by_role("table").count() == 2  # the register, and the chart's figures
        register = page.get_by_role("table").first
        assert register.get_by_role("columnheader").count() == 7
        assert register.get_by_role("rowheader").count() == register.locator("tbody tr").count()
    name = "getComputedStyle(document.querySelector('tbody td'), '::before').content"
    assert "Policies in force" in narrow.evaluate(name)
    assert wide.evaluate(name) == "none"


def test_a_printed_page_says_what_it_is_and_leaves_out_the_menus(visit):
    page = visit(OLD_VERSION)
    line = page.get_by_text("Printed copies are uncontrolled")
    assert not line.is_visible()
    page.emulate_media(media="print")
    assert line.is_visible()
    assert "Version 2" in line.inner_text()
    assert "/policies/stop-and-search/v2/" in line.inner_text()
    assert [nav for nav in page.get_by_role("navigation").all() if nav.is_visible()] == []


def test_a_printed_page_gives_the_address_of_a_link_that_leaves_the_site(visit):
    page = visit(WITH_LINKS_OUT)
    page.emulate_media(media="print")
    address = "getComputedStyle(document.querySelector('main a[href^=https]'), '::after').content"
    assert "https://" in page.evaluate(address)


def test_with_the_colours_of_the_reader_every_banner_keeps_its_border(visit):
    page = visit(OVERDUE)
    page.emulate_media(forced_colors="active")
    border = "getComputedStyle(document.querySelector('.scheme-banner')).borderLeftWidth"
    assert page.evaluate(border) == "8px"
    page.emulate_media(forced_colors="none")


def test_with_the_colours_of_the_reader_every_bar_keeps_its_outline_and_its_words(visit):
    page = visit(GRADES)
    page.emulate_media(forced_colors="active")
    bar = "getComputedStyle(document.querySelector('.scheme-bar'))"
    assert page.evaluate(f"{bar}.stroke") != page.evaluate(f"{bar}.fill")
    words = page.evaluate("getComputedStyle(document.querySelector('.scheme-on')).fill")
    assert words == page.evaluate(f"{bar}.stroke")
    page.emulate_media(forced_colors="none")


def test_a_chart_has_a_name_and_a_description_and_its_words_can_be_read_at_320_px(visit):
    page = visit(GRADES, 320)
    chart = page.get_by_role("img", name="Grades by domain")
    assert "In all: Excellent 1, Good 5, Fair 3." in chart.locator("desc").text_content()
    assert min(page.evaluate(HEIGHTS)) >= 12


def test_a_link_to_a_record_leads_to_it(visit):
    page = visit(GRADES)
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
