"""The words of the corpus: some thousands, a few of them used most of the time, as in any text."""

from __future__ import annotations

import random
from itertools import accumulate, product

COMMON = """
    the of and to a in is for that be by with are as on or this it from at an any each which who
    their but has these can when they other all its been before after where if than into within
    about such more only our between under same also there so how what some those made given used
""".split()
STEMS = """
    officer staff record decision member report property custody search vehicle incident supervisor
    victim witness statement evidence station enquiry review purpose reason action support partner
    agency service request response risk plan store return owner notice duty team unit borough desk
    counter caller child adult harm welfare court file case charge interview account camera footage
    sample measure feedback complaint apology outcome travel driver patrol area street public group
    letter form register budget cost grant contract supply stock fleet fuel route crossing signal
    tower river bridge harbour market stadium crowd event march steward barrier cordon scene exhibit
    seal label bag locker key keeper ledger audit sampler invoice tender estate building room office
    garage workshop kennel horse dog handler trainer lesson course tutor manual guide chart survey
    question panel board chair minute agenda motion vote forum ward parish county region district
    farm field forest garden fence gate wall roof window door stair lift ramp sign board lamp light
    battery cable mast radio handset channel network server screen printer scanner folder archive
    index title version draught summary table figure column margin footnote heading chapter leaflet
    poster banner website message caption picture sound voice phone call line queue ticket visit
    visitor guest tenant landlord neighbour family parent carer teacher pupil school college nurse
    doctor clinic hospital ambulance engine pump hose ladder rescue flood storm wind snow frost heat
    badge uniform jacket helmet glove boot belt torch whistle shield vest armour notebook pencil
    consider explain assess equip arrive leave listen write read keep send receive open close learn
    improve gather compare measure advise arrange assist attend balance collect consult contact
    deliver describe discuss examine follow handle inform inspect maintain manage monitor notify
    obtain operate organise oversee prepare present prevent protect provide publish reduce replace
    resolve respond restore retain select share supervise trace transfer update verify weigh
""".split()
BEFORE = ("", "re", "un", "over", "out", "sub", "co", "inter")
AFTER = ("", "s", "ing", "ed")
PLACES = ("Ash", "Beck", "Brad", "Carl", "Dun", "Elm", "Fern", "Gold", "Hart", "Ing", "Kel", "Lang",
          "Mar", "Nor", "Oak", "Pen", "Rad", "Sel", "Thorn", "Wal")  # fmt: skip
ENDINGS = ("bury", "by", "combe", "den", "field", "ford", "gate", "ham", "hurst", "ley", "mere",
           "minster", "port", "stead", "ton", "wick")  # fmt: skip
OWN = 400
"""Words of its own that a policy uses, besides those that every text has."""


def _ended(word: str, ending: str) -> str:
    """Return a word with an ending, spelt as one would: `noticing`, `enquiries`."""
    if word.endswith("e") and ending.startswith(("i", "e")):
        return word[:-1] + ending
    if word.endswith("y") and word[-2] not in "aeiou" and not ending.startswith("i"):
        return f"{word[:-1]}i{'es' if ending == 's' else ending}" if ending else word
    return word + ("es" if ending == "s" and word.endswith(("s", "sh", "ch", "x")) else ending)


def _vocabulary() -> list[str]:
    """Return every word but the common ones, in an order that is the same every time."""
    made = [b + _ended(stem, a) for b, stem, a in product(BEFORE, dict.fromkeys(STEMS), AFTER)]
    made += [f"{place}{ending}" for place, ending in product(PLACES, ENDINGS)]
    random.Random(0).shuffle(made)  # noqa: S311 - words, not secrets
    return made


VOCABULARY = _vocabulary()
NAMES = [stem for stem in dict.fromkeys(STEMS) if stem not in COMMON]
EVERYWHERE = [*COMMON, *NAMES[:60]]
SHARE = list(accumulate(1 / (rank + 2.7) for rank in range(len(EVERYWHERE) + OWN)))
"""How often each word is used: in proportion to one over its rank (Zipf, as Mandelbrot has it)."""


class Speaker:
    """Speaks of one subject: with the words that every text has, and some of its own."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.words = [*EVERYWHERE, *chance.sample(VOCABULARY, OWN)]

    def sentence(self) -> str:
        """Return nine to eighteen words, and a full stop."""
        words = self.chance.choices(self.words, cum_weights=SHARE, k=self.chance.randint(9, 18))
        said = " ".join(words)
        return f"{said[0].upper()}{said[1:]}."
