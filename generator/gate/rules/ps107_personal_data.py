"""PS107: a person's telephone number, address, number or birthday in a public document."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ahocorasick_rs import AhoCorasick

from generator.findings import Location, Severity
from generator.gate.context import Context
from generator.gate.mailboxes import is_personal
from generator.gate.passages import Passage, printed_passages, whole
from generator.gate.rule import Problem, rule
from generator.gate.sites import where
from generator.model import Document, Pack
from generator.vocabulary import Site, State

MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
DAY = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {MONTH},? \d{{2,4}}"
    rf"|{MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}"
    r"|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d{2}-\d{2})"
)
TELLING = re.compile(r"[@\d]")
"""Without one of these there is nothing personal to find."""
BIRTH = re.compile(
    rf"(?<!\w)(?:born(?: on)?|d\.?o\.?b\.?|date of birth|birth ?date|birthday)[ :(|-]{{1,4}}{DAY}"
)
INSURANCE = re.compile(
    r"(?<![\w/-])(?!bg|gb|nk|kn|tn|nt|zz)[a-ceghj-prtw-z][a-ceghj-nprtw-z][ -]?"
    r"\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[a-d](?![\w/])"
)
TELEPHONE = re.compile(
    r"(?<![\w/.-])(?:(?:\+|00)44[ .-]?(?:\(0\)[ .-]?)?|\(?0)[1-9](?:[ .()-]{0,2}\d){8,9}"
    r"(?![\w/]|-\d)"
)
ABROAD = re.compile(r"(?<![\w+])\+(?!44)[1-9](?:[ .()-]{0,2}\d){8,13}(?!\w)")
EXTENSION = re.compile(
    r"(?<!\w)(?:tel|telephone|phone|mobile|ext|extension)\b\.?(?: (?:no|number)\b\.?)?[: ]{1,2}"
    r"(?P<number>\d(?: ?\d){3,6})(?![\w/]| ?\d)"
)
# Freephone, charity and business numbers: nobody's own.
SERVICE = re.compile(r"(?:\+44|0044|0)(?:3|8)")
RELAY = ("18000", "18001", "18002")
BOOK = re.compile(r"(?:isbn|issn)[\w :-]{0,12}$")
MAIL = re.compile(r"(?<![\w.+@-])([a-z0-9_'+.-]{1,64})@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}")
# For the quick look before the careful one. Of a telephone number, here or abroad, the first nine
# figures; of a National Insurance number all six, and its last letter.
NUMBER = re.compile(r"\d(?:[ .()-]{0,2}\d){5}(?:(?:[ .()-]{0,2}\d){3}|[ -]?[a-d](?![\w/]))")
BORN = ("born", "birth", "dob", "d.ob", "do.b", "d.o.b")
CALLED = ("tel", "phone", "mobile", "ext")
NEAR = 24  # between one of these and its number stand fewer characters
SIGNS = AhoCorasick((*BORN, *CALLED))
DIGITS = re.compile(r"[^\d+]")


@rule(
    "PS107",
    clause="none: the gate's own",
    role="policy developer",
    fix="name a post, a unit's mailbox or the switchboard instead; leave it if it may be public",
    severity=Severity.WARN,
    after=True,
)
def personal_data(pack: Pack, context: Context) -> Iterator[Problem]:
    """A public document holds what looks like a person's telephone number, e-mail address,
    National Insurance number or date of birth. It is named, never removed.

    Emergency, freephone and service numbers (101, 0800, 0300) and mailboxes of units (foi@) pass.
    Why: a page carries posts, not people, and what went out once cannot be called back.
    Good: "Write to foi@example.org or dial 101."
    Bad: "Ring Jane Smith on 07700 900123, or write to jane.smith@example.org."
    """  # noqa: D205 - the fault takes two lines to say
    if context.state(pack) is State.WITHDRAWN:
        return
    for document in pack.documents:
        if Site.PUBLIC in where(context.scheme, context.states, pack, document):
            for at, what in dict.fromkeys(_found(document, context)):
                yield Problem(at, f"holds {what}")


def _found(document: Document, context: Context) -> Iterator[tuple[Location, str]]:
    likely = _may_be_in(context.once(whole, document))
    for passage in printed_passages(document, context) if likely else ():
        yield from ((passage.at(start), what) for start, what in _places(passage))
    for link in document.source.outline.links:
        local = link.target.removeprefix("mailto:").split("@")[0]
        if link.target.startswith("mailto:") and is_personal(local):
            yield Location(document.path, link.line), MAILBOX


def _may_be_in(text: str) -> bool:
    """Take the quick look before the careful one."""
    if "@" in text or NUMBER.search(text):
        return True
    return any(
        sign < len(BORN) or TELLING.search(text, end, end + NEAR)
        for sign, _, end in SIGNS.find_matches_as_indexes(text, overlapping=True)
    )


MAILBOX = "the e-mail address of a person"


def _places(passage: Passage) -> Iterator[tuple[int, str]]:
    text = passage.text
    if not TELLING.search(text):
        return
    for match in BIRTH.finditer(text):
        yield match.start(), "a date of birth"
    for match in INSURANCE.finditer(text):
        yield match.start(), "a National Insurance number"
    for match in MAIL.finditer(text):
        if is_personal(match[1]):
            yield match.start(), MAILBOX
    for start in _telephones(text):
        yield start, "a telephone number"


def _telephones(text: str) -> Iterator[int]:
    for match in TELEPHONE.finditer(text):
        number = DIGITS.sub("", match[0].replace("(0)", ""))
        book = BOOK.search(text, max(0, match.start() - 20), match.start())
        if not SERVICE.match(number) and not book:
            yield match.start()
    yield from (match.start() for match in ABROAD.finditer(text))
    for match in EXTENSION.finditer(text):
        if not match["number"].replace(" ", "").startswith((*RELAY, "0")):
            yield match.start()
