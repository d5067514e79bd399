"""The words of a sentence that bind people: duties, negations, numbers, dates, periods, posts.

Each is found with its place and a value under which two spellings are one ("five days", "5 days").
Numbers that bind nobody are passed over: of lists, headings, references, telephones, addresses and
forms.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache

from msgspec import Struct


class Family(StrEnum):
    """What a binding word is about. Words of one family must keep their order, too."""

    DUTY = "duty"
    NUMBER = "number"
    POST = "post"


class Token(Struct, frozen=True):
    """One binding word, or a few that bind together ("5 working days")."""

    family: Family
    value: str
    shown: str
    offset: int
    length: int
    weak: bool = False
    """"One" may be the number or no more than "a": alone it is no change."""
    alias: str = ""
    """For "section 4": the words of that heading, which stay when headings are renumbered."""

    def same(self, other: Token) -> bool:
        """Whether both say the same."""
        return self.value == other.value or (bool(self.alias) and self.alias == other.alias)


ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
WORTH = {
    **{word: n for n, word in enumerate(ONES)},
    **{word: 10 * n for n, word in enumerate(TENS, 2)},
    "dozen": 12,
}
SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
ORDINALS = (
    "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth",
    "nineteenth", "twentieth", "thirtieth",
)  # fmt: skip
NUMBER_WORD = "|".join(sorted([*WORTH, *SCALES], key=len, reverse=True))
AND = r"(?:[\s-]+|(?<=hundred)\s+and\s+|(?<=thousand)\s+and\s+)"
WORDS = rf"(?:{NUMBER_WORD})(?:{AND}(?:{NUMBER_WORD}))*"
DIGITS = r"\d+(?:,\d{3})*(?:\.\d+)?"
AMOUNT = rf"(?:{DIGITS}|{WORDS})"
ORDINAL = rf"(?:\d+(?:st|nd|rd|th)|{'|'.join(ORDINALS)})"
MONTH = (
    r"(?-i:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|"
    r"Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH_NUMBER = {name: f"{n:02}" for n, name in enumerate(MONTHS, 1)}
WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
TIME_UNIT = (
    r"(?:seconds?|minutes?|hours?|days?|weekdays?|weeks?|fortnights?|months?|quarters?|years?)"
)
LONG_UNIT = r"(?:minutes?|hours?|days?|weekdays?|weeks?|fortnights?|months?|quarters?|years?)"
UNIT = (
    rf"(?:{TIME_UNIT}|met(?:re|er)s?|kilomet(?:re|er)s?|centimet(?:re|er)s?|millimet(?:re|er)s?|"
    r"miles?|feet|foot|yards?|inch(?:es)?|kilograms?|kilos?|grams?|tonnes?|lit(?:re|er)s?|"
    r"pounds?|pence|km|cm|mm|kg|mph)"
)
KIND_OF_DAY = r"(?:working|calendar|clear|business|full|consecutive|complete|whole)"
SECTION_NUMBER = r"\d+(?:\.\d+)*[A-Z]{0,2}(?:\(\w{1,4}\))*"
CAPITAL = r"(?-i:[A-Z][\w&'-]*)"

# What is passed over. Each is tried before any number.
PASSED_OVER = rf"""
    (?:https?://|www\.)\S+
  | (?<![\w.+-])[\w.+-]{{1,64}}@[\w-]{{1,64}}(?:\.[\w-]{{1,64}})+
  | (?-i:\b[A-Z]{{2,10}}(?:[/-][A-Z0-9]{{1,10}}){{0,4}}[/-]\d[\dA-Z/-]{{0,20}}\b)
  | \bnotices?\s+\d{{1,2}}[-/]\d{{2}}\b | \bISBN[\s:]*[\d-]{{9,17}}[\dX]\b | \bv\d+(?:\.\d+)*\b
  | \b(?:URN|ref(?:erence)?)\b[.:]?\s*\d[\d/.-]*
  | (?-i:(?:(?<=\bPC\s)|(?<=\bDC\s)|(?<=\bPS\s)|(?<=\bDS\s))\d{{1,5}}[A-Z]{{0,2}}\b)
  | \bforms?\s+(?:no\.?\s*|number\s+)?(?-i:[A-Z]{{0,4}})[ -]?\d+[A-Z]{{0,2}}(?:\(\w{{1,3}}\))?
      (?:\s*(?:,|and|or)\s+\d+[A-Z]{{0,2}}\b(?!\s*{UNIT}\b))*
  | \bsee\s+\d+(?:\.\d+)+
  | (?-i:\b\d{{3,5}}[A-Z]\b)(?:\(\w{{1,3}}\))?
  | (?<![\w.,])(?:\+44\s?|0)\d(?:[ ()-]{{0,2}}\d){{7,11}}\b
  | \b(?:tele)?phone\s+(?:on\s+|number\s+)?\d{{3}}[\d ]*
  | \b(?:tel|dial|call|ring|text|fax|ext|extension)\b[.:]?\s+(?:on\s+)?\d{{3}}(?:\s?\d+)*
  | \b(?:999|101|112|111)\b(?!\s*(?:%|per\b|{UNIT}\b))
  | (?-i:\b[A-Z]{{1,2}}\d[A-Z\d]?\s\d[A-Z]{{2}}\b)
  | \b(?:po\s+box|room|floor|flat)\s+\d+\w?\b | \b\d+(?:st|nd|rd|th)\s+floor\b
  | \b\d+[A-Z]?(?:\s+{CAPITAL}){{0,3}}\s+(?-i:Street|Road|Lane|Avenue|Square|Place|Way|Drive|Close|
      Court|House|Gardens|Row|Terrace|Broadway|Embankment|Hill|Crescent|Park)\b
  | \b(?:steps?|tables?|figures?|append(?:ix|ices)|annex(?:es)?|pages?|items?|points?|box(?:es)?|
      charts?|diagrams?|footnotes?|notes?|versions?)\s+
      (?:\d+(?:\.\d+)*[a-z]?|(?-i:[A-Z]))\b(?:\s*(?:,|and|or|to|-)\s*\d+\b(?!\s*{UNIT}\b))*
  | \(\s*(?:[a-z]|[ivx]{{1,4}}|\d{{1,2}})\s*\)(?!\s*{UNIT}\b)
  | \bwhether\s+or\s+not\b | \bday[\s-]to[\s-]day\b | \bnot\s+only\b | \bthird\s+part(?:y|ies)\b
"""

SECTION = rf"""
    \b(?:sections?|paragraphs?|parts?|chapters?)\s+
    {SECTION_NUMBER}(?:\s*(?:,|\band\b|\bor\b|\bto\b|-)\s*{SECTION_NUMBER}(?!\s*{UNIT}\b))*
"""
OWN_TAIL = re.compile(
    r"\s*(?:,\s*)?(?:above|below|of\s+(?:this|these|our)\b|of\s+the\s+(?:policy|procedure|sop|"
    r"statement|document|guidance))",
    re.IGNORECASE,
)
OWN_HEAD = re.compile(r"\b(?:see|see\s+also|refers?\s+to)\s+$", re.IGNORECASE)

DATE = rf"""
    \b\d{{4}}-\d{{2}}-\d{{2}}\b | \b\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}}\b
  | \b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH}\b(?:,?\s+\d{{4}}\b)?
  | \b{MONTH}\s+(?:\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s+\d{{4}}\b)?|\d{{4}}\b)
  | (?-i:\b(?:January|February|April|June|July|August|September|October|November|December)\b)
  | (?:(?<=\bin\s)|(?<=\bby\s)|(?<=\bof\s)|(?<=\buntil\s)|(?<=\bsince\s)|(?<=\bbefore\s)
      |(?<=\bafter\s)|(?<=\beach\s)|(?<=\bevery\s))(?-i:May|March)\b
  | \b{WEEKDAY}\b
"""
CLOCK = r"""
    \b\d{1,2}(?:[:.]\d{2})?\s?(?:am|pm|a\.m\.|p\.m\.)(?!\w) | \b\d{1,2}:\d{2}\b
  | \b(?:noon|midday|midnight)\b
"""
MONEY = rf"[£$€]\s?{DIGITS}(?:\s?(?:thousand|million|billion|bn|[km]\b))?"
PER_CENT = rf"\b{AMOUNT}\s*(?:%|per\s*cent\b)"
PERIOD = rf"""
    \b(?:{AMOUNT}|{ORDINAL})(?:\s*\(\d+\))?[\s-]+(?:{KIND_OF_DAY}[\s-]+)*{UNIT}\b
  | \b(?:first|second|an?|each|every|per)[\s-]+(?:{KIND_OF_DAY}\s+)*{LONG_UNIT}\b
  | \bfortnight\b
"""
OFTEN = {
    "hourly": "1 hour", "daily": "1 day", "nightly": "1 night", "weekly": "1 week",
    "fortnightly": "1 fortnight", "monthly": "1 month", "quarterly": "1 quarter",
    "annual": "1 year", "annually": "1 year", "yearly": "1 year", "per annum": "1 year",
    "twice": "twice", "thrice": "thrice", "overnight": "overnight", "half": "half",
    "today": "today", "tomorrow": "tomorrow", "promptly": "promptly",
}  # fmt: skip
OFTEN_WORD = r"\b(?:" + "|".join(OFTEN).replace(" ", r"\s+") + r")\b"
SOON = r"""
    \b(?:immediately|at\s+once|straight\s?away|right\s+away|forthwith|without\s+(?:any\s+)?delay)\b
"""
IN_TIME = r"""
    \bas\s+soon\s+as\s+(?:is\s+|it\s+is\s+)?(?:reasonably\s+)?(?:possible|practicable|practical)\b
"""
DAY_AFTER = r"""
    \b(?:same|next|following)\s+(?:working\s+)?(?:day|week|month|year|shift)\b
  | \bwithout\s+undue\s+delay\b | \bwithin\s+the\s+(?:hour|day|week|month|year)\b
  | \bend\s+of\s+(?:the|their|each|that|every)\s+(?:working\s+)?(?:day|week|month|year|shift|tour)\b
"""
COUNTED = (
    rf"(?:the\s+|an?\s+further\s+|a\s+total\s+of\s+|about\s+)?"
    rf"(?:[£$€]|\d|(?:{NUMBER_WORD})\b|{ORDINAL}\b|{MONTH}\b|{WEEKDAY}\b|noon\b|midday\b|midnight\b|"
    rf"(?:an?|first|second)\s+(?:{KIND_OF_DAY}\s+)*{LONG_UNIT}\b)"
)
TIMED = (
    rf"(?:the\s+|an?\s+further\s+)?(?:(?:{AMOUNT}|{ORDINAL}|an?|first|second)[\s-]+"
    rf"(?:{KIND_OF_DAY}\s+)*{TIME_UNIT}\b|{MONTH}\b|{WEEKDAY}\b|\d{{1,2}}(?:st|nd|rd|th)?\s+{MONTH}\b"
    r"|\d{4}-\d\d|\d{1,2}(?:[:.]\d\d)?\s?[ap]\.?m|noon\b|midday\b|midnight\b)"
)
BOUNDS = {
    "within": r"no\s+later\s+than|not\s+later\s+than|no\s+more\s+than|not\s+more\s+than|up\s+to|"
              r"at\s+(?:the\s+)?most|within|until|till|(?:a\s+)?maximum\s+of|not\s+exceeding|"
              r"no\s+longer\s+than|not\s+longer\s+than",
    "at least": r"at\s+(?:the\s+)?least|no\s+less\s+than|not\s+less\s+than|no\s+fewer\s+than|"
                r"not\s+fewer\s+than|no\s+earlier\s+than|not\s+before|(?:a\s+)?minimum\s+of",
    "over": r"more\s+than|over|above|exceeding|longer\s+than|later\s+than|after|greater\s+than|"
            r"older\s+than|beyond",
    "under": r"less\s+than|fewer\s+than|under|below|before|younger\s+than|shorter\s+than|"
             r"earlier\s+than",
}  # fmt: skip
BOUND = "|".join(BOUNDS.values())
AFTERWARDS = {
    "at least": r"(?:or|and)\s+(?:more|over|above|older|later|longer)",
    "within": r"(?:or|and)\s+(?:less|fewer|under|below|younger|earlier)",
}
DUTY = r"""
    \b(?:must|shall|should|may|might|will|cannot|can\s+not)\b
  | \b(?:need|needs|needed|ought|has|have|had|having)\s+to\b
  | \b(?:required|obliged|expected|permitted|allowed|authorised|authorized|entitled|forbidden|
      prohibited|free)\s+(?:not\s+)?to\b
  | \b(?:must|should|shall|sha|will|wo|may|might|ca|could|would|do|does|did|is|are|was|were|has|
      have|had|need|ought)n't\b
  | \b\w{1,20}'ll\b
"""
NEGATION = r"""
    \b(?:not|never|unless|no[\s-]one|nobody|none|nothing|nor|neither|nowhere|no(?!\.\s*\d)|without)\b
"""

TITLES = (
    r"chief|deputy|assistant|acting|temporary|senior|junior|principal|lead|duty|custody|case|line|"
    r"detective|investigating|supervising|supervisory|reviewing|authorising|arresting|attending|"
    r"reporting|responsible|appropriate|designated|nominated|first|second|on-call|operational|"
    r"tactical|strategic|gold|silver|bronze|firearms|policy|training|press|area|borough|district|"
    r"divisional|force|police|community|support|special|station|control|search|exhibits?|property|"
    r"disclosure|information|data|protection|records?|human|resources|health|safety|legal|finance|"
    r"financial|professional|standards|independent|business|group|governance|security|management|"
    r"team|unit|section|department|directorate|branch|advisory|working|steering|front|help|enquiry|"
    r"basic|command|response|neighbourhood|safeguarding|welfare|liaison|family|intelligence|media|"
    r"equality|diversity|risk|audit|office|shift|night|scene|senior\s+investigating|budget|"
    r"information\s+asset|asset|system|process|service"
)
PEOPLE = (
    r"constables?|sergeants?|inspectors?|superintendents?|commanders?|commissioners?|officers?|"
    r"officials?|directors?|managers?|supervisors?|co-?ordinators?|secretar(?:y|ies)|"
    r"chair(?:man|woman|person)?s?|custodians?|controllers?|registrars?|clerks?|advis[eo]rs?|"
    r"analysts?|auditors?|administrators?|investigators?|examiners?|reviewers?|assessors?|"
    r"approvers?|trainers?|instructors?|dispatchers?|operators?|handlers?|detectives?|coroners?|"
    r"magistrates?|judges?|solicitors?|prosecutors?|paramedics?|nurses?|doctors?|"
    r"(?-i:DCI|DI|DS|DC|PC|PS|PCSO|ACC|DCC|DAC|SIO|Sgt|Insp|Supt|Cdr)s?|"
    r"members\s+of\s+staff|staff|personnel|employees?|volunteers?|contractors?|"
    r"(?:policy|business|corporate|area|borough|service|portfolio|thematic|group)\s+leads?|"
    r"(?:policy|asset|risk|system|process|data|service)\s+owners?|budget\s+holders?"
)
BODIES = (
    r"units?|teams?|departments?|directorates?|boards?|committees?|panels?|branch(?:es)?|divisions?|"
    r"bureaux?|squads?|(?:advisory|working|steering)\s+groups?|front\s+(?:counters?|desks?|offices?)|"
    r"(?:help|enquiry)\s+desks?|control\s+rooms?|contact\s+centres?"
)
NAME = rf"{CAPITAL}(?:\s+(?:and|of|&|for)\s+{CAPITAL}|\s+{CAPITAL}){{0,5}}"
POST = rf"""
    (?:\b(?:{TITLES})[\s-]+){{0,4}}
    (?:\bheads?\s+of\s+(?:(?:the|their|each|a)\s+)?(?:{NAME}|\w+) | \b(?:{PEOPLE}|{BODIES})\b)
"""
CAPITALISED_POST = rf"""
    (?<=[\w,;:)]\s)(?:{CAPITAL}\s+(?:and\s+|of\s+)?){{1,5}}(?:{PEOPLE}|{BODIES})\b
"""
OF_NAME = re.compile(rf"\s+(?:of|for)\s+(?:the\s+)?{NAME}")
RANK = re.compile(
    r"\b(?=(?-i:[A-Z]))(?:commissioner|constable|commander|director)s?$", re.IGNORECASE
)
COMMA_NAME = re.compile(
    rf",\s+(?!(?:{TITLES}|{PEOPLE}|{BODIES}|heads?|the|and|or|who|which|if|when)\b){NAME}",
    re.IGNORECASE,
)

# Every kind of binding word, in the order in which each is tried where a word begins.
ORDER = {
    "section": SECTION,
    "skip": PASSED_OVER,
    "date": DATE,
    "clock": CLOCK,
    "money": MONEY,
    "soon": SOON,
    "in_time": IN_TIME,
    "day_after": DAY_AFTER,
    "timed": rf"\b(?:by|in)(?=\s+{TIMED})",
    "bound": rf"\b(?:{BOUND})(?=\s+{COUNTED})",
    "afterwards": rf"\b(?:{'|'.join(AFTERWARDS.values())})\b",
    "per_cent": PER_CENT,
    "period": PERIOD,
    "often": OFTEN_WORD,
    "capitals": CAPITALISED_POST,
    "post": POST,
    "duty": DUTY,
    "negation": NEGATION,
    "ordinal": rf"\b{ORDINAL}\b",
    "amount": rf"(?<![A-Za-z0-9])(?:{DIGITS}(?:[A-Za-z]{{1,2}}\b)?|{WORDS}\b)",
}


@lru_cache
def _pattern(posts: tuple[str, ...]) -> re.Pattern[str]:
    """Compile the whole, with the posts that the metadata names before all that is guessed."""
    names = sorted({" ".join(p.split()) for p in posts if " " in p.strip()}, key=len, reverse=True)
    known = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in names)
    parts = {"known": rf"\b(?:{known})\b"} if known else {}
    both = "|".join(f"(?P<{name}>{part})" for name, part in (parts | ORDER).items())
    return re.compile(both, re.IGNORECASE | re.VERBOSE)


def tokens(
    text: str,
    headings: Mapping[str, str],
    posts: Sequence[str] = (),
    spans: Sequence[tuple[int, int]] = (),
    first: int = 0,
) -> Iterator[Token]:
    """Yield the binding words of ``text`` from ``first`` on, in order.

    ``headings`` are the document's own, by number. ``posts`` are names of posts from the metadata.
    ``spans`` are stretches that name a post whatever their words are (a table's column of posts).
    """
    text = text.translate(PLAIN)
    for begin, end in spans:
        if text[begin:end].strip():
            yield _token(Family.POST, _post(text[begin:end]), text[begin:end], begin)
    for match in _matches(_pattern(tuple(posts)), text, first):
        name = str(match.lastgroup)
        inside = any(begin <= match.start() < end for begin, end in spans)
        if name == "section":
            yield from _sections(text, match, headings)
        elif name == "duty":
            yield from _duties(match)
        elif name in READ and not (inside and READ[name][0] is Family.POST):
            family, value = READ[name]
            end = _whole_post(text, match) if family is Family.POST else match.end()
            shown = text[match.start() : end]
            weak = shown.casefold() == "one"
            yield _token(family, value(shown), shown, match.start(), weak=weak)


START = re.compile(r"(?<!\w)\w|[£$€(+]")


def _matches(pattern: re.Pattern[str], text: str, first: int) -> Iterator[re.Match[str]]:
    """Yield the matches from left to right, looking only where a word begins: much quicker."""
    end = first
    for start in START.finditer(text, first):
        if start.start() >= end and (match := pattern.match(text, start.start())):
            end = match.end()
            yield match


PLAIN = str.maketrans({"\u2019": "'", "\u2018": "'", "\u2010": "-", "\u2011": "-", "\u2012": "-",
                       "\u2013": "-", "\u2014": "-", "\u00a0": " ", "\u202f": " "})  # fmt: skip


def _token(family: Family, value: str, shown: str, offset: int, *, weak: bool = False) -> Token:
    return Token(family, value, " ".join(shown.split()), offset, len(shown), weak)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _amount(text: str) -> str:
    """Return "two hundred and fifty" as ``250``, and "1,000" as ``1000``."""
    words = re.findall(r"[a-z]+", text.casefold())
    if re.search(r"\d", text) or not words:
        return text.casefold().replace(",", "")
    total = part = 0
    for word in words:
        if word in SCALES:
            part = max(part, 1) * SCALES[word]
            if SCALES[word] > SCALES["hundred"]:
                total, part = total + part, 0
        elif word == "dozen":
            part = max(part, 1) * WORTH[word]
        else:
            part += WORTH.get(word, 0)
    return str(total + part)


def _ordinal(text: str) -> str:
    word = text.casefold()
    known = {"first": 1, "second": 2, "thirtieth": 30}
    known |= {name: n for n, name in enumerate(ORDINALS[:-1], 3)}
    return f"{known[word]}th" if word in known else re.sub(r"(?:st|nd|rd|th)$", "th", word)


def _period(text: str) -> str:
    """Return "five working days" as ``5 working day``, and "each year" as ``1 year``."""
    words = re.sub(r"\(\d+\)", " ", _folded(text)).replace("-", " ").split()
    unit = {"foot": "feet", "inches": "inch"}.get(words[-1], words[-1].removesuffix("s"))
    kinds = [word for word in words if re.fullmatch(KIND_OF_DAY, word)]
    count = " ".join(word for word in words[:-1] if word not in kinds)
    if count in {"", "a", "an", "each", "every", "per"}:
        number = "1"
    elif re.fullmatch(rf"{ORDINAL}|first|second", count):
        number = _ordinal(count)
    else:
        number = _amount(count)
    again = re.search(r"\((\d+)\)", text)
    if again and again[1] != number:  # "five (7) days": whoever reads it may take either
        number += again[0]
    return " ".join([number, *kinds, unit.replace("meter", "metre").replace("liter", "litre")])


def _date(text: str) -> str:
    """Return a date's parts as figures, in one order whatever the spelling: ``2010 05 4``."""
    word = _folded(text)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", word):
        year, month, day = word.split("-")
        return f"{year} {month} {int(day)}"
    parts = re.findall(r"\d+|[a-z]+", word)
    names = [MONTH_NUMBER[p[:3]] for p in parts if p[:3] in MONTH_NUMBER]
    if not names:
        return "/".join(parts) if parts[0].isdigit() else parts[0].removesuffix("s")
    years = [p for p in parts if p.isdigit() and len(p) == 4]  # noqa: PLR2004 - days have two
    days = [str(int(p)) for p in parts if p.isdigit() and p not in years]
    return " ".join([*years, *names, *days])


def _clock(text: str) -> str:
    """Return a time of day as ``17:30``."""
    word = _folded(text).replace(".m.", "m")
    named = {"noon": "12:00", "midday": "12:00", "midnight": "00:00"}
    if word in named:
        return named[word]
    hour, minute = [*re.findall(r"\d+", word), "00"][:2]
    late = word.endswith("pm")
    hours = int(hour) % 12 + 12 * late if word.endswith("m") else int(hour)
    return f"{hours:02}:{minute}"


def _money(text: str) -> str:
    short = {"k": "thousand", "m": "million", "bn": "billion"}
    [(figure, scale)] = re.findall(r"([\d,.]+)\s?(\w*)", text.casefold())
    return f"{text[0]}{figure.replace(',', '')} {short.get(scale, scale)}".strip()


def _per_cent(text: str) -> str:
    return _amount(re.sub(r"\s*(?:%|per\s*cent)$", "", text, flags=re.IGNORECASE)) + "%"


def _bound(text: str) -> str:
    word = _folded(text)
    patterns = [*AFTERWARDS.items(), *BOUNDS.items()]
    return next((name for name, part in patterns if re.fullmatch(part, word)), word)


def _post(text: str) -> str:
    """Return a post's name, singular and plural alike, without its articles and hyphens."""
    words = re.findall(r"[a-z0-9&']+", text.casefold().replace("co-ordin", "coordin"))
    spelled = " ".join(map(_singular, words))
    kept = [
        w for w in spelled.split() if w not in {"the", "their", "each", "a", "an", "every", "all"}
    ]
    name = " ".join(kept).replace("advisor", "adviser")
    return {"member of staff": "staff", "personnel": "staff"}.get(name, name)


def _singular(word: str) -> str:
    """Return a word of a post without its plural s, spelled out where it is short for a rank."""
    one = word.removesuffix("s")
    return SPELLED_OUT.get(word) or SPELLED_OUT.get(one, one)


SPELLED_OUT = {
    "acc": "assistant chief constable", "cdr": "commander", "dac": "deputy assistant commissioner",
    "dc": "detective constable", "dcc": "deputy chief constable",
    "dci": "detective chief inspector", "di": "detective inspector", "ds": "detective sergeant",
    "insp": "inspector", "pc": "police constable", "pcso": "police community support officer",
    "ps": "police sergeant", "sgt": "sergeant", "sio": "senior investigating officer",
    "supt": "superintendent",
}  # fmt: skip


def _whole_post(text: str, match: re.Match[str]) -> int:
    """Return where a post's name ends: "Director of Resources", "Commander, Met Operations"."""
    more = OF_NAME.match(text, match.end())
    if more is None and RANK.search(text, match.start(), match.end()):
        more = COMMA_NAME.match(text, match.end())
    return more.end() if more else match.end()


def _duties(match: re.Match[str]) -> Iterator[Token]:
    """Yield a word of duty; a contraction ("mustn't") is the duty and the negation."""
    word = _folded(match[0])
    if word.endswith("'ll"):
        yield _token(Family.DUTY, "will", match[0], match.start())
    elif word.endswith("n't"):
        stem = {"wo": "will", "sha": "shall", "ca": "cannot"}.get(word[:-3], word[:-3])
        if stem in {"must", "should", "may", "might", "will", "shall", "cannot"}:
            yield Token(Family.DUTY, stem, stem, match.start(), len(word))
        if stem != "cannot":
            yield Token(Family.DUTY, "not", "not", match.start(), len(word))
    else:
        value = re.sub(r"^(?:has|had|having) to", "have to", word)
        value = re.sub(r"^need(?:s|ed) to", "need to", value).replace("can not", "cannot")
        yield _token(
            Family.DUTY, value.replace("authorized", "authorised"), match[0], match.start()
        )


def _sections(text: str, match: re.Match[str], headings: Mapping[str, str]) -> Iterator[Token]:
    """Yield the sections referred to; those of this document are known by their headings."""
    if OWN_TAIL.match(text, match.end()) or OWN_HEAD.search(text[: match.start()][-20:]):
        return
    for number in re.finditer(SECTION_NUMBER, match[0]):
        heading = headings.get(number[0], "")
        yield Token(
            Family.NUMBER,
            f"section {number[0].casefold()}",
            number[0],
            match.start() + number.start(),
            len(number[0]),
            alias=heading,
        )


READ: dict[str, tuple[Family, Callable[[str], str]]] = {
    "known": (Family.POST, _post),
    "capitals": (Family.POST, _post),
    "post": (Family.POST, _post),
    "date": (Family.NUMBER, _date),
    "clock": (Family.NUMBER, _clock),
    "money": (Family.NUMBER, _money),
    "per_cent": (Family.NUMBER, _per_cent),
    "period": (Family.NUMBER, _period),
    "amount": (Family.NUMBER, _amount),
    "ordinal": (Family.NUMBER, _ordinal),
    "bound": (Family.NUMBER, _bound),
    "timed": (Family.NUMBER, lambda _: "within"),
    "afterwards": (Family.NUMBER, _bound),
    "often": (Family.NUMBER, lambda word: OFTEN[_folded(word)]),
    "soon": (Family.NUMBER, lambda _: "at once"),
    "in_time": (Family.NUMBER, lambda _: "as soon as possible"),
    "day_after": (Family.NUMBER, _folded),
    "negation": (Family.DUTY, lambda word: re.sub(r"^no[ -]one$", "nobody", _folded(word))),
}
