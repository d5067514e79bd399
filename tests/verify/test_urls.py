"""Where an address leads is told the same by the quick way, for what begins at the top."""

from itertools import product

import pytest

from generator.verify.urls import Place, _resolved, resolve

FILES = ("index.html", "a/index.html", "a/b/c.html")
STARTS = ("", "./", "../", "../../", "../../../", "/", "%2e%2e/", ".//../")
ENDS = ("", "x", "x/", "..", ".", "../x", "/x", "x%2Fy", "#p1", "x/#p1", "?q#p1", "x#:~:text=y")


@pytest.mark.parametrize("file", FILES)
def test_what_begins_at_the_top_leads_where_it_would_step_by_step(file):
    for url in map("".join, product(STARTS, ENDS)):
        if url[:1] not in {"", "#", "?"}:
            assert resolve(file, url) == _resolved(file, url), url


def test_an_address_leads_from_its_page():
    assert resolve("a/b/c.html", "../../x/") == Place("x/index.html", "")
    assert resolve("a/b/c.html", "../../") == Place("index.html", "")
    assert resolve("a/b/c.html", "../../#p1") == Place("index.html", "p1")
    assert resolve("a/b/c.html", "../../../x") == Place(None, "")
    assert resolve("a/b/c.html", "#p1") == Place("a/b/c.html", "p1")
    assert resolve("a/b/c.html", "?q") == Place("a/b/c.html", "")
