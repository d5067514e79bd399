"""Plain text of the force, as scanned and flattened, turned into Markdown for a store.

Every word is kept, in order. What is cleaned is stated here, and nothing else is touched:

- a letter or sign that a scanner made of a bullet (`e `, `o `, a cent sign, a guillemet) begins
  an item of a list;
- a bar read for a capital I is an I (`|dentification`); before a capital it is dropped (`|If`);
- the stray line `S o`, a stray `@` between sentences, and `_` before a word are dropped;
- `<sup>&</sup>lt;sup>`, a note's number torn in two, is `<sup>`;
- form feeds and spaces at the ends of lines are dropped.
"""

import re
from pathlib import Path

SHARED = Path(__file__).resolve().parents[2] / "shared"
SOURCES = SHARED / "sources"
KEPT = "br|sup|sub|i|b|em|strong|u|small|kbd|ul|ol|li"
TAG = re.compile(rf"</?(?:{KEPT})\s*/?>", re.IGNORECASE)
BULLET = re.compile(r"(?:[eo\N{CENT SIGN}]|\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK})\s(?=\S)")
BOLD = re.compile(r"\*\*[^*\n]+\*\*")
HASHES = re.compile(r"#{1,6}\s+")
BLOCK = re.compile(r"(?P<mark>[-+>=#]|\d+(?=[.)]\s))")
SPECIAL = re.compile(r"[\\`*_\[\]{}]")


def read(name):
    return (SOURCES / name).read_text("utf-8-sig").replace("\r\n", "\n")


def cleaned(text):
    """Return the text with the clean-ups stated above, but with its bullets still as scanned."""
    text = text.replace("\f", "").replace("<sup>&</sup>lt;sup>", "<sup>")
    text = re.sub(r"\|(?=[a-z])", "I", text)
    text = re.sub(r"(?<=\s)\|(?=[A-Z])", "", text)
    text = re.sub(r"(?<=\.)[ ]@(?=\s)", "", text)
    text = re.sub(r"(?<=\s)_(?=\w)", "", text)
    lines = (line.rstrip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line != "S o")


def words(text):
    """Return the words of a text with its clean-ups: what its page must show, in order."""
    lines = [BULLET.sub("", line.strip(), count=1) if BULLET.match(line.strip()) else line
             for line in cleaned(text).split("\n")]  # fmt: skip
    bare = re.sub(r"</?[A-Za-z]+\s*/?>", "", "\n".join(lines))
    return re.findall(r"\w+", bare)


def markdown(text, titles=None):
    """Return the text as a body. ``titles`` are lines that are headings, with their levels.

    A line that stands in the text more than once is a heading where it stands last: a list of
    contents comes first.
    """
    lines = cleaned(text).split("\n")
    found = {title: _last(lines, title) for title in titles or {}}
    headings = {place: titles[title] for title, place in found.items()}
    blocks, table = [], []
    for number, line in enumerate([*lines, ""]):
        if "\t" in line:
            table.append(line.split("\t"))
            continue
        if table:
            blocks += ["", *_table(table), ""]
            table = []
        if number in headings or HASHES.match(line):
            level = "#" * headings.get(number, _level(blocks))
            blocks += ["", f"{level} {_inline(HASHES.sub('', line.strip(), count=1))}", ""]
        else:
            blocks += _line(line, blocks)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(blocks)).strip() + "\n"


def _level(before):
    """Return the level of a heading whose own says nothing: 2, or 3 right under another."""
    last = next((block for block in reversed(before) if block), "")
    return 3 if last.startswith("## ") else 2


def _last(lines, title):
    places = [number for number, line in enumerate(lines) if line.strip() == title]
    assert places, f"no line {title!r}"
    return places[-1]


def _line(line, before):
    """Return a line of a paragraph or of a list; a list goes on until a blank line."""
    text = line.strip()
    if BULLET.match(text):
        item = "- " + _start(BULLET.sub("", text, count=1))
        return [item] if before and before[-1].startswith(("- ", "    ")) else ["", item]
    if text and before and before[-1].startswith(("- ", "    ")):
        return ["    " + _start(text)]
    return [_start(text)]


def _start(text):
    """Escape what would begin a block of Markdown at the start of a line."""
    match = BLOCK.match(text)
    if match is None:
        return _inline(text)
    mark, rest = match["mark"], text[match.end() :]
    return f"{mark}\\{_inline(rest)}" if mark.isdigit() else f"\\{mark}{_inline(rest)}"


def _inline(text):
    """Escape what Markdown or HTML would read, but for bold words and a few tags."""
    parts = re.split(f"({TAG.pattern}|{BOLD.pattern})", text, flags=re.IGNORECASE)
    return "".join(part if n % 2 else _escaped(part) for n, part in enumerate(parts))


def _escaped(text):
    text = re.sub(r"&(?!\w+;)", "&amp;", SPECIAL.sub(r"\\\g<0>", text))
    return text.replace("<", "&lt;").replace("|", "&#124;")


def _table(rows):
    width = max(len(row) for row in rows)
    full = [[*row, *[""] * (width - len(row))] for row in rows]
    head, *rest = (["", *(_inline(cell.strip()) for cell in row), ""] for row in full)
    lines = [" | ".join(cells).strip() for cells in (head, ["", *["---"] * width, ""], *rest)]
    return [line if line.startswith("|") else f"| {line}" for line in lines]
