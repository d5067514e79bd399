import pytest

from generator.store.outline import PieceKind, outline

BODY = """\
## 3.2 Super **visors**

Text with a [link *here*](sop-a.md#top "a title"), `code` and <br> more
on a second line <!-- said aside -->.
- an item
- another
    1. nested

| Head | Two |
|------|-----|
| a    | b `x|y` |

![A map](attachments/map.png)

Note.[^1]

[^1]: The note.

### Empty

## Filled by its sub-heading

### Sub

words
"""


def test_pieces_come_with_their_kind_text_and_place():
    pieces = [(p.kind.value, p.text, p.line, p.column) for p in outline(BODY, 11).pieces]
    assert pieces == [
        ("heading", "3.2 Super visors", 11, 1),
        ("link title", "a title", 13, 13),
        ("comment", " said aside ", 14, 18),
        (
            "paragraph",
            "Text with a link here, code and \n more\non a second line .",
            13,
            1,
        ),
        ("list item", "an item", 15, 1),
        ("list item", "another", 16, 1),
        ("list item", "nested", 17, 3),
        ("table header", "Head", 19, 2),
        ("table header", "Two", 19, 9),
        ("table cell", "a", 21, 2),
        ("table cell", "b `x", 21, 9),
        ("alt text", "A map", 23, 1),
        ("paragraph", "Note.", 25, 1),
        ("footnote", "The note.", 27, 7),
        ("heading", "Empty", 29, 1),
        ("heading", "Filled by its sub-heading", 31, 1),
        ("heading", "Sub", 33, 1),
        ("paragraph", "words", 35, 1),
    ]


def test_headings_know_their_ids_and_whether_anything_stands_under_them():
    headings = [(h.level, h.anchors, h.empty) for h in outline(BODY).headings]
    assert headings == [
        (2, ("3-2", "super-visors", "3-2-super-visors"), False),
        (3, ("empty",), True),
        (2, ("filled-by-its-sub-heading",), False),
        (3, ("sub",), False),
    ]


def test_links_and_images_say_where_they_lead():
    links = [(link.target, link.text, link.image, link.line) for link in outline(BODY).links]
    assert links == [
        ("sop-a.md#top", "link here", False, 3),
        ("attachments/map.png", "A map", True, 13),
    ]


def test_columns_are_counted_in_characters_not_bytes():
    [link] = outline("££ été [x](y.md)\n").links
    assert (link.line, link.column) == (1, 8)


def test_a_list_right_under_a_paragraph_is_noted_for_the_converter():
    assert outline("text\n- a\n- b\n\n1. x\n").bare_blocks == (1,)


def test_text_in_code_is_still_text_that_rules_read():
    kinds = {p.kind for p in outline("    RESTRICTED\n\n```\nSECRET\n```\n").pieces}
    assert kinds == {PieceKind.CODE}


@pytest.mark.parametrize(
    ("body", "rows"),
    [
        ("Words.\n\n[two\nlines]: /x\n", [3, 4]),
        ("[two\nlines]: /x\n", [1, 2]),
        ("Words.\n \n[two\nlines]: /x\n\nMore [a][two lines].\n", [3, 4]),
        ("Words.\n\n[a]: /x 'title\nover lines'\n\nWords.\n\n[b]:\n/y\n", [3, 4, 8, 9]),
        ("Words.\n\n[a]: <b c>\n\n[b]: /y\n", [3]),
        ("Words.\n\n[a]: /x 'title'\n\nIn `[b]: /y` is code.\n", []),
    ],
)
def test_each_row_of_an_address_that_not_every_program_reads_is_named(body, rows):
    assert [unread.line for unread in outline(body).unread] == rows
