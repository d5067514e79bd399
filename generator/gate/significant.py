"""The words of a sentence that bind people: duties, negations, numbers, dates, periods, posts.

Each is found with its place and a value under which two spellings are one ("five days", "5 days").
Numbers that bind nobody are passed over: of lists, headings, references, telephones, addresses and
forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class Family(StrEnum):
    """What a binding word is about. Words of one family must keep their order, too."""

    DUTY = "duty"
    NUMBER = "number"
    POST = "post"


@dataclass(frozen=True, slots=True)
class Token:
    """One binding word, or a few that bind together ("5 working days")."""

    family: Family
    value: str
    shown: str
    offset: int
    weak: bool = False
    """"One" may be the number or no more than "a": alone it is no change."""
    alias: str = ""
    """For "section 4": the words of that heading, which stay when headings are renumbered."""

    def same(self, other: Token) -> bool:
        """Whether both say the same."""
        return self.value == other.value or (bool(self.alias) and self.alias == other.alias)


ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen " \
       "fifteen sixteen seventeen eighteen nineteen".split()  # fmt: skip
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
WORTH = {
    **{word: n for n, word in enumerate(ONES)},
    **{word: 10 * n for n, word in enumerate(TENS, 2)},
    "dozen": 12,
}
SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
ORDINALS = (
    "third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth"
).split()
MONTHS = "january february march april may june july august september october november december"
MONTH_NUMBER = {name: n for n, name in enumerate(MONTHS.split(), 1)}

_word = "|".join([*sorted([*WORTH, *SCALES], key=len, reverse=True)])
WORDS = rf"(?:{_word})(?:(?:[\s-]+|(?<=hundred)\s+and\s+|(?<=thousand)\s+and\s+)(?:{_word}))*"
DIGITS = r"\d+(?:,\d{3})*(?:\.\d+)?"
AMOUNT = rf"(?:{DIGITS}|{WORDS})"
ORDINAL = rf"(?:\d+(?:st|nd|rd|th)|{'|'.join(ORDINALS)})"
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
TIME_UNIT = r"(?:seconds?|minutes?|hours?|days?|weekdays?|weeks?|fortnights?|months?|quarters?|years?)"
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
  | \bforms?\s+(?:no\.?\s*|number\s+)?(?-i:[A-Z]{{0,4}})[ -]?\d+[A-Z]{{0,2}}(?:\(\w{{1,3}}\))?
  | (?-i:\b\d{{3,5}}[A-Z]\b)(?:\(\w{{1,3}}\))?
  | (?<![\w.,])(?:\+44\s?|0)\d(?:[ ()-]{{0,2}}\d){{7,11}}\b
  | \b(?:tele)?phone\s+(?:on\s+|number\s+)?\d{{3}}[\d ]*
  | \b(?:tel|dial|call|ring|text|fax|ext|extension)\b[.:]?\s+(?:on\s+)?\d{{3}}(?:\s?\d+)*
  | \b(?:999|101|112|111)\b(?!\s*(?:%|per\b|{UNIT}\b))
  | (?-i:\b[A-Z]{{1,2}}\d[A-Z\d]?\s\d[A-Z]{{2}}\b)
  | \b(?:po\s+box|room|floor|flat)\s+\d+\w?\b | \b\d+(?:st|nd|rd|th)\s+floor\b
  | \b\d+[A-Z]?(?:\s+{CAPITAL}){{1,3}}\s+(?-i:Street|Road|Lane|Avenue|Square|Place|Way|Drive|Close|
      Court|House|Gardens|Row|Terrace|Broadway|Embankment|Hill|Crescent|Park)\b
  | \b(?:steps?|tables?|figures?|append(?:ix|ices)|annex(?:es)?|pages?|items?|points?|box(?:es)?|
      charts?|diagrams?|footnotes?|notes?|versions?)\s+
      (?:\d+(?:\.\d+)*[a-z]?|(?-i:[A-Z]))\b(?:\s*(?:,|and|or|to|-)\s*\d+\b(?!\s*{UNIT}\b))*
  | \(\s*(?:[a-z]|[ivx]{{1,4}}|\d{{1,2}})\s*\)
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
LAW_TAIL = re.compile(r"\s*(?:of|to|in)\s+(?!this|these|our)", re.IGNORECASE)

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
    \b(?:{AMOUNT}|{ORDINAL}|first|second|a|an|each|every|per)(?:\s*\(\d+\))?[\s-]+
      (?:{KIND_OF_DAY}\s+)*{UNIT}\b
  | \b(?:fortnight)\b
"""
OFTEN = {
    "hourly": "1 hour", "daily": "1 day", "nightly": "1 night", "weekly": "1 week",
    "fortnightly": "1 fortnight", "monthly": "1 month", "quarterly": "1 quarter",
    "annual": "1 year", "annually": "1 year", "yearly": "1 year", "per annum": "1 year",
    "twice": "twice", "thrice": "thrice", "overnight": "overnight", "half": "half",
    "today": "today", "tomorrow": "tomorrow", "promptly": "promptly",
}  # fmt: skip
OFTEN_WORD = rf"\b(?:{'|'.join(sorted(OFTEN, key=len, reverse=True)).replace(' ', r'\s+')})\b"
SOON = r"""
    \b(?:immediately|at\s+once|straight\s?away|right\s+away|forthwith|without\s+(?:any\s+)?delay)\b
"""
IN_TIME = r"""
    \bas\s+soon\s+as\s+(?:is\s+|it\s+is\s+)?(?:reasonably\s+)?(?:possible|practicable|practical)\b
"""
DAY_AFTER = r"""
    \b(?:same|next|following)\s+(?:working\s+)?(?:day|week|month|year|shift)\b
  | \bwithout\s+undue\s+delay\b
  | \bend\s+of\s+(?:the|their|each|that|every)\s+(?:working\s+)?(?:day|week|month|year|shift|tour)\b
"""
COUNTED = (
    rf"(?:the\s+|an?\s+further\s+|a\s+total\s+of\s+|about\s+)?"
    rf"(?:[£$€]|\d|(?:{_word})\b|{ORDINAL}\b|{MONTH}\b|{WEEKDAY}\b|noon\b|midday\b|midnight\b|"
    rf"(?:an?|first|second)\s+(?:{KIND_OF_DAY}\s+)*{UNIT}\b)"
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
      have|had|need|ought)n['’]t\b
  | \b\w{1,20}['’]ll\b
"""
NEGATION = r"""
    \b(?:not|never|no[\s-]one|nobody|none|nothing|nor|neither|nowhere|no|without)\b
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
    (?:\bheads?\s+of\s+(?:the\s+|their\s+|each\s+|a\s+)?(?:{NAME}|\w+)
      | \b(?:{PEOPLE}|{BODIES})\b
        (?:\s+(?:of|for)\s+(?:the\s+)?{NAME}|(?-i:(?<=[a-z]),\s+(?!Deputy|Assistant|Chief|Head|
          Director|Commissioner|Inspector|Sergeant|The\b|And\b))(?<=[a-z],\s){NAME})?
    )
"""
CAPITALISED_POST = rf"""
    (?<=[\w,;:)]\s)(?:{CAPITAL}\s+(?:and\s+|of\s+)?){{1,5}}(?:{PEOPLE}|{BODIES})\b
"""
POST_RANKS = re.compile(r"(?:commissioner|constable|commander|superintendent|director)s?$", re.I)

ORDER = {
    "section": SECTION, "skip": PASSED_OVER, "date": DATE, "clock": CLOCK, "money": MONEY,
    "soon": SOON, "in_time": IN_TIME, "day_after": DAY_AFTER, "timed": rf"\b(?:by|in)(?=\s+{TIMED})",
    "bound": rf"\b(?:{BOUND})(?=\s+{COUNTED})",
    "afterwards": rf"\b(?:{'|'.join(AFTERWARDS.values())})\b", "per_cent": PER_CENT,
    "period": PERIOD, "often": OFTEN_WORD, "capitals": CAPITALISED_POST, "post": POST,
    "duty": DUTY, "negation": NEGATION, "ordinal": rf"\b{ORDINAL}\b",
    "amount": rf"(?<![A-Za-z0-9])(?:{DIGITS}[A-Za-z]?\b|{WORDS}\b)",
}  # fmt: skip
