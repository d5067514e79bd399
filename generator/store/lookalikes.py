"""Letters of other alphabets that a reader takes for Latin ones, and text without them.

Only for comparing: what `fold` returns is never shown to anybody.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection

# Each row: the look-alikes, and, letter for letter, what they are taken for. Capitals and small
# letters stand apart, since they part company: a capital Eta is an H, a small one an n.
ROWS = (
    ("АВЕЅІЈКМНОРСТУХЗԌԚԜҺӀЬ", "ABESIJKMHOPCTYXZGQWHIB"),  # Cyrillic
    ("аеѕіјӏкмнорстухвгԁԍԛԝһьѵӕ", "aesijlkmhopctyxbrdgqwhbvæ"),  # Cyrillic
    ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹϜ", "ABEZHIKMNOPTYXCF"),  # Greek
    ("αβγεηικνορτυχϲϳωσ", "abyenikvoptuxcjwo"),  # Greek
    ("ՍՏՕԼօսհոցքձա", "USOLouhngqdw"),  # Armenian
    ("ᎠᎡᎢᎥᎪᎫᎬᎳᎷᎻᏀᏃᏔᏙᏚᏞᏟᏢᏦᏴᏒᏕ", "DRTIAJEWMHGZWVSLCPKBRS"),  # Cherokee
    ("ꓐꓑꓓꓔꓖꓗꓙꓚꓜꓝꓟꓠꓡꓢꓣꓦꓧꓪꓫꓬꓮꓰꓲꓳꓴ", "BPDTGKJCZFMNLSRVHWXYAEIOU"),  # Lisu
    ("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnoprstuvwyz"),  # small capitals
    ("ıȷɑɡɩƖǀ", "ijagilI"),  # odd Latin
    ("‐‑‒–—―−﹣⁃", "---------"),  # dashes
)
TAKEN_FOR = {ord(a): b.lower() for alike, latin in ROWS for a, b in zip(alike, latin, strict=True)}
# Of no width, and not of the class "format": joiners, fillers and variation selectors.
NO_WIDTH = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0"
    + "".join(map(chr, (*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
)


class Seen(dict[int, int | None]):
    """Maps each character to itself, or to nothing where it has no width of its own."""

    def __init__(self, unseen: Collection[str]) -> None:
        super().__init__()
        self.unseen = unseen

    def __missing__(self, number: int) -> int | None:
        """Look at a character once."""
        character = chr(number)
        unseen = character in NO_WIDTH or unicodedata.category(character) in self.unseen
        return self.setdefault(number, None if unseen else number)


SEEN = Seen({"Cf"})


class Folds(dict[int, str]):
    """Folds each character by itself, once, so that every one of a text keeps its place."""

    def __missing__(self, number: int) -> str:
        """Fold a character."""
        return self.setdefault(number, fold(chr(number)))


FOLDS = Folds()


def fold_each(text: str) -> str:
    """Return each character of ``text`` folded by itself."""
    return text.casefold() if text.isascii() else text.translate(FOLDS)


def fold(text: str) -> str:
    """Return ``text`` in the one form that texts which look alike share."""
    if text.isascii():
        return text.casefold()
    seen = unicodedata.normalize("NFKC", text).translate(SEEN)
    latin = seen.translate(TAKEN_FOR).casefold().translate(TAKEN_FOR)
    return unicodedata.normalize("NFKC", latin)
