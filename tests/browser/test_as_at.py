"""The page "as at a date" in a browser: by keyboard, said aloud, and without a script."""

import pytest
from playwright.sync_api import expect

PAGE = "public/policies/stop-and-search/as-at/"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2020-02-02", "In force on 2 February 2020: Version 1"),
        ("2020-02-03", "In force on 3 February 2020: Version 2"),
        ("2026-11-22", "In force on 22 November 2026: Version 4"),
        ("1999-01-01", "In force on 1 January 1999: None: not yet published"),
    ],
)
def test_a_day_is_answered_aloud_with_the_version_that_was_in_force(visit, day, said):
    page = visit(PAGE)
    page.get_by_label("Which version was in force on").fill(day)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text(said)


def test_the_answer_leads_to_the_version(visit):
    page = visit(PAGE)
    page.get_by_label("Which version was in force on").fill("2020-02-03")
    page.get_by_role("button", name="Show").press("Enter")
    page.get_by_role("status").get_by_role("link").press("Enter")
    page.wait_for_url("**/policies/stop-and-search/v2/")


def test_without_a_script_the_table_is_the_answer(browser, address):
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(address + PAGE)
        assert page.get_by_role("button", name="Show").count() == 0
        assert page.get_by_role("row").count() > 1
