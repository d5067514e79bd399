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
