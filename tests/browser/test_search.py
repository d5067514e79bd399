"""The search in a browser: by keyboard, said aloud, narrowed, and what stands where it fails."""

import gzip
import re

import pytest
from playwright.sync_api import expect

SEARCH = "public/search/"
FIRST_QUERY = 300_000


@pytest.fixture
def searched(visit):
    """Return how to open the search with a question, and wait for its answer."""

    def opened(question, width=1280):
        page = visit(f"{SEARCH}?{question}", width)
        expect(page.get_by_role("status")).to_contain_text("result")
        return page

    return opened


def titles(page):
    return page.locator("#scheme--results h3").all_inner_texts()


def kinds_found(page):
    return {about.split(",")[0] for about in page.locator(".scheme-about").all_inner_texts()}


def test_a_question_asked_anywhere_is_answered_by_keyboard_and_said_aloud(visit, overheard):
    page = visit("public/policies/property/")
    with overheard() as (asked, said):
        page.get_by_role("searchbox", name="Search this site").focus()
        page.keyboard.type("stop and search")
        page.keyboard.press("Enter")
        status = page.get_by_role("status")
        expect(status).to_have_text(re.compile(r"^\d+ results for “stop and search”\.$"))
        assert page.get_by_role("searchbox", name="Words to search for").input_value() == (
            "stop and search"
        )
        assert titles(page)[0] == "Stop and search"
        assert page.title().startswith("stop and search - Search - ")
        page.get_by_role("link", name="Stop and search", exact=True).focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/policies/stop-and-search/")
    assert asked + said == []


def test_results_lead_on_by_a_button_that_moves_the_focus_to_the_first_new_one(searched):
    page = searched("q=policy")
    assert len(titles(page)) == 10
    page.get_by_role("button", name="Show more results").click()
    expect(page.locator("#scheme--results > li")).to_have_count(20)
    eleventh = page.locator("#scheme--results > li").nth(10)
    expect(eleventh.get_by_role("link").first).to_be_focused()


def test_results_are_narrowed_by_type_and_the_address_says_so(searched):
    page = searched("q=search")
    assert len(kinds_found(page)) > 1
    only = page.get_by_role("checkbox", name="Equality impact assessment")
    only.check()
    expect(page.locator(".scheme-about").first).to_contain_text("Equality impact assessment")
    expect(page.get_by_role("status")).to_contain_text("result")
    assert kinds_found(page) == {"Equality impact assessment"}
    assert page.url.endswith("?q=search&kind=Equality+impact+assessment")
    page.go_back()
    expect(only).not_to_be_checked()


def test_results_are_narrowed_by_business_group_and_class(searched):
    page = searched("q=search&group=Professionalism&class=Our+policies+and+procedures")
    assert page.get_by_label("Business group").input_value() == "Professionalism"
    assert titles(page)
    assert "Stop and search" not in titles(page)


def test_what_is_no_longer_in_force_is_shown_only_where_it_is_asked_for(searched):
    page = searched("q=stop+and+search")
    assert not any(
        "no longer" in about for about in page.locator(".scheme-about").all_inner_texts()
    )
    page = searched("q=stop+and+search&older=yes")
    assert any("no longer in force" in a for a in page.locator(".scheme-about").all_inner_texts())


def test_a_search_without_a_result_says_so_and_what_to_try(searched):
    page = searched("q=qqqqqq")
    expect(page.get_by_role("status")).to_have_text(
        "0 results for “qqqqqq”. Try fewer or other words, or widen the choices above."
    )


def test_no_words_are_no_question(visit):
    page = visit(SEARCH)
    expect(page.get_by_role("status")).to_have_text("Write one or more words to search for.")


def test_what_a_reader_asks_is_shown_as_words_and_never_as_markup(searched):
    page = searched("q=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E")
    expect(page.get_by_role("status")).to_contain_text("<img src=x onerror=alert(1)>")
    assert page.locator("main img").count() == 0


def test_a_search_that_cannot_load_says_so_and_leaves_the_lists(browser, address):
    page = browser.new_page()
    page.route("**/pagefind/**", lambda route: route.abort())
    page.goto(f"{address}{SEARCH}?q=search")
    expect(page.get_by_role("status")).to_contain_text("could not be loaded")
    assert page.get_by_role("main").get_by_role("link", name="Policies A to Z").is_visible()
    page.close()


def test_without_a_script_the_lists_stand_and_the_form_leads_to_them(browser, address):
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{address}public/")
    page.get_by_role("searchbox").fill("dogs")
    page.get_by_role("button", name="Search").click()
    assert page.url == f"{address}{SEARCH}?q=dogs"
    for name in ("Policies A to Z", "Business groups", "Classes of information", "Reports"):
        assert page.get_by_role("main").get_by_role("link", name=name).is_visible()
    page.close()


def test_the_results_are_accessible_in_light_and_dark(searched, faults):
    for width in (1280, 320):
        page = searched("q=stop+and+search&older=yes", width)
        assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0
        assert faults(page) == []


def test_a_first_question_is_answered_with_less_than_300_kb_compressed(browser, address):
    page = browser.new_page()
    sizes = []
    page.on("response", lambda answer: sizes.append(len(gzip.compress(answer.body()))))
    page.goto(f"{address}{SEARCH}?q=stop+and+search")
    expect(page.get_by_role("status")).to_contain_text("result")
    page.close()
    assert len(sizes) > 10
    assert sum(sizes) < FIRST_QUERY
