import pytest

from generator.store.convert import convert, is_plain
from generator.store.outline import outline


def html(body):
    return convert((body, outline(body).bare_blocks)).html


def test_ids_on_the_page_are_the_ids_that_links_were_checked_against():
    body = "## 3.2 Super **visors** & `co`\n\n3.3 A paragraph.\n\n## Ünder\n\n## Ünder\n\n## 1. Æ\n"
    parts, page = outline(body), html(body)
    assert len(parts.anchors) == 7
    for anchor in parts.anchors:
        assert f'id="{anchor}"' in page, anchor


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
    assert html(body) == shown


def test_a_comment_over_several_paragraphs_is_never_printed():
    assert html("a\n\n<!-- one\n\ntwo -->\n\nb") == "<p>a</p>\n<p>b</p>"


def test_table_headers_say_what_they_head_and_wide_tables_scroll_by_keyboard():
    page = html("| A | B |\n|--:|---|\n| 1 | 2 |\n")
    assert '<div aria-label="Table: A, B" class="scroll" role="group" tabindex="0">' in page
    assert '<th class="right" scope="col">A</th>' in page
    assert "style=" not in page


def test_only_texts_that_may_take_long_are_tried_first():
    assert is_plain("An ordinary text.\n" * 100, 3)
    assert not is_plain("[" * 13_000, 1)
    assert not is_plain("x", 13)
