"""A page that is read tag by tag says what its tree says."""

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.verify.pages import Page, _elements, read_page, shown_text
from generator.verify.words import words


def from_tree(raw):
    """Return a page as it is read where its tags do not tell."""
    tree = read_page("a.html", raw).tree
    return Page("a.html", raw, tree, tuple(_elements(tree)))


def said(page):
    """Return what the checks see of a page: its tags and addresses, and the words it shows."""
    elements = [(e.tag, dict(e.attributes), e.urls, e.text) for e in page.elements]
    return elements, sorted({tuple(words(text)) for text in shown_text(page)})


NAMES = (
    "p class=x", "b", 'em id="a &amp; b"', 'a href="../b/#c"', 'a class="x footnote-ref" href=z',
    "sup class=footnote-ref", 'a role="doc-noteref" id=r', "td", "tr", "table", "tbody", "ul", "li",
    "script", "style", 'script src="a.js"', "textarea", "title", "svg", "math", "template", "xmp",
    "noscript", "iframe", "noframes", "noembed", "select", "option", "x-y", 'div title="1 > 0"',
    "DIV", "p id=a id=b", "a\nhref='d/'", "p onclick='run()'", "code", "h2", "section",
)  # fmt: skip
LEAVES = (
    "one ", "two", " three four", "&lt;b&gt;", "&#x26;", "&amp;lt;", "&nbsp;", "\u00a0", "\n",
    "e\u0301", "<br>", '<img src="c.png" alt="five six">', "<input disabled>", "<hr/>",
    "<!-- aside -->", "<", ">", "</p>", "</b>", "<p>", "</br>", "</a b>", "<image src=e>",
    "<plaintext>", "\0", "<!doctype html>", '<link rel=canonical href="/">',
)  # fmt: skip


def inside(name, parts):
    return f"<{name}>{''.join(parts)}</{name.split()[0]}>"


WHOLE = st.recursive(
    st.sampled_from(LEAVES[:14]),
    lambda inner: st.builds(inside, st.sampled_from(NAMES), st.lists(inner, max_size=4)),
    max_leaves=12,
)
BODIES = st.lists(WHOLE | st.sampled_from(LEAVES), max_size=4).map("".join)


@settings(max_examples=1_500, deadline=None)
@given(BODIES)
def test_whatever_is_written_is_read_as_the_tree_has_it(body):
    raw = f"<!doctype html><html><head></head><body>{body}</body></html>"
    assert said(read_page("a.html", raw)) == said(from_tree(raw))


def test_every_page_of_this_store_but_those_with_drawings_is_read_tag_by_tag(built):
    paths = sorted(
        path for site in ("public", "intranet") for path in (built / site).rglob("*.html")
    )
    texts = {path: path.read_text("utf-8") for path in paths}
    read = {path: read_page("a.html", raw) for path, raw in texts.items()}
    odd = [path for path, page in read.items() if not page.written]
    assert odd == [path for path, raw in texts.items() if "<svg" in raw]
    assert len(paths) > 300
    for page in read.values():
        assert said(page) == said(from_tree(page.raw))


MARK = '<a class="footnote-ref" href="#fn:1">1</a>'
SAYINGS = st.lists(
    st.sampled_from(
        ("one ", "two", " three\nfour ", "\u2013 \u2013 ", "<i>six</i>", "</p><p>", MARK)
    ),
    max_size=40,
).map("".join)


def whole_page(body):
    return f"<!doctype html><html><head></head><body>{body}</body></html>"


def in_a_row(texts, longest):
    """Return everything of at most so many words that stands in one of the texts."""
    found = [words(text) for text in texts]
    return {
        tuple(said[at : at + size])
        for said in found
        for at in range(len(said))
        for size in range(1, longest + 1)
    }


@settings(max_examples=200, deadline=None)
@given(SAYINGS, st.integers(1, 3))
def test_around_the_number_of_a_footnote_just_as_much_is_found_as_in_the_whole_text(body, longest):
    page = read_page("a.html", whole_page(f"<p>{body}</p>"))
    assert page.written
    near, whole = [*shown_text(page, longest)], [*shown_text(page)]
    assert in_a_row(near, longest) == in_a_row(whole, longest)


def test_far_from_the_number_of_a_footnote_nothing_is_read_twice():
    long = "one two three " * 100
    page = read_page("a.html", whole_page(f"<p>{long}a{MARK}b {long}c{MARK}</p>"))
    again = [*shown_text(page, 8)][1:]
    assert [len(words(text)) for text in again] == [36, 18]


def test_of_a_text_that_shows_tags_all_is_read_without_the_numbers_of_its_footnotes():
    body = f"{'one two ' * 100}&lt;b a=&quot;x{MARK}{'one two ' * 100}&gt;"
    page = read_page("a.html", whole_page(f"<p>{body}</p>"))
    assert [*shown_text(page, 8)] == [*shown_text(page)]
