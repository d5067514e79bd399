"""Letters of other alphabets that a reader takes for Latin ones, and text without them.

Only for comparing: what `fold` returns is never shown to anybody.
"""

from __future__ import annotations

import unicodedata

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


def fold(text: str) -> str:
    """Return ``text`` in the one form that texts which look alike share."""
    if text.isascii():
        return text.casefold()
    plain = unicodedata.normalize("NFKC", text)
    seen = "".join(c for c in plain if c not in NO_WIDTH and unicodedata.category(c) != "Cf")
    latin = seen.translate(TAKEN_FOR).casefold().translate(TAKEN_FOR)
    return unicodedata.normalize("NFKC", latin)
