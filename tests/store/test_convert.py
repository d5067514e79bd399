import re

import pytest

from generator.store.convert import convert
from generator.store.outline import outline
from generator.store.plain import is_plain


def html(body):
    return convert((body, outline(body).bare_blocks)).html


def plain(body):
    """Return the page without the id of each paragraph and the link to it."""
    link = r'<span><a aria-label="[^"]*" class="mark" href="[^"]*"></a></span>'
    return re.sub(f'{link}| id="[^"]*"', "", html(body))


def test_ids_on_the_page_are_the_ids_that_links_were_checked_against():
    body = "## 3.2 Super **visors** & `co`\n\n3.3 A paragraph.\n\n## Ünder\n\n## Ünder\n\n## 1. Æ\n"
    parts, page = outline(body), html(body)
    assert len(parts.anchors) == 7
    for anchor in parts.anchors:
        assert f'id="{anchor}"' in page, anchor


NUMBERED = """Before any heading.

## 3. Searches

3.2 A numbered paragraph.

A paragraph, and a list:

- one
- two

    and more of two

Term
:   What it means.

## 3. Searches

Again.[^1]

[^1]: A note.
"""


def test_every_paragraph_has_an_id_from_the_texts_own_numbering_or_its_heading():
    converted = convert((NUMBERED, outline(NUMBERED).bare_blocks))
    assert converted.anchors == (
        "_.p1", "3", "3-2", "3.p2", "3.p3", "3.p4", "3.p5", "3.p6", "3-3", "3-3.p1",
    )  # fmt: skip
    for anchor in converted.anchors:
        assert converted.html.count(f' id="{anchor}"') == 1
        assert converted.html.count(f'class="mark" href="#{anchor}"') == 1
    assert '<p id="3-2">3.2 A numbered paragraph.<span><a aria-label="Link to paragraph 1"' in (
        converted.html
    )


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("Dear <insert name>,", "<p>Dear &lt;insert name&gt;,</p>"),
        ("{{ name }} and {% x %}", "<p>{{ name }} and {% x %}</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("one<br>two", "<p>one<br>two</p>"),
        ("H<sub>2</sub>O", "<p>H<sub>2</sub>O</p>"),
        ("<b onclick=x>y</b>", "<p>&lt;b onclick=x&gt;y</p>"),
        ("a <!-- secret --> b", "<p>a  b</p>"),
        ("[x](javascript:alert(1))", "<p><a>x</a></p>"),
        ("![x](https://elsewhere.example/p.png)", '<p><img alt="x"></p>'),
        ("x {: onclick=alert(1) }", "<p>x {: onclick=alert(1) }</p>"),
        ("text\n- a\n- b", "<p>text</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
    ],
)
def test_what_authors_type_is_shown_and_never_run(body, shown):
    assert plain(body) == shown


def test_a_comment_over_several_paragraphs_is_never_printed():
    assert plain("a\n\n<!-- one\n\ntwo -->\n\nb") == "<p>a</p>\n<p>b</p>"


def test_table_headers_say_what_they_head_and_wide_tables_scroll_by_keyboard():
    page = html("## Who `acts`\n\n| A | B |\n|--:|---|\n| 1 | 2 |\n").replace("\n", "")
    box = '<div aria-label="Who acts (table)" class="scroll" role="group" tabindex="0">'
    assert f'{box}<table><caption class="unseen">Who acts (table)</caption>' in page.replace(
        "\n", ""
    )
    assert '<th class="right" scope="col">A</th>' in page
    assert "style=" not in page


def test_a_paragraph_above_a_table_that_begins_so_is_its_caption():
    table = "| A |\n|---|\n| 1 |\n"
    page = html(f"Table: Searches in *2025*\n\n{table}\n- Table: no\n\nText.\n\n{table}")
    assert '<caption id="_.p1">Searches in <em>2025</em><span>' in page
    assert 'aria-label="Searches in 2025"' in page
    assert '<li id="_.p2">Table: no<span>' in page
    assert page.count("Table: ") == 1
    assert '<caption class="unseen">Table</caption>' in page


def test_only_texts_that_may_take_long_are_tried_first():
    assert is_plain("An ordinary text.\n" * 100, 3)
    assert not is_plain("[" * 13_000, 1)
    assert not is_plain("x", 13)
