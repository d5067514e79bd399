"""The words that bind, each with the value under which two spellings are one (PS404)."""

import pytest

from generator.gate.significant import Family, Token, tokens

HEADINGS = {"4": "duties", "5": "", "6.1(a)": "appeals"}
POSTS = ("Heads of units", "Estates and  Property", "Solo")
# The family's initial and the value of each binding word of a text, in their order.
CASES = {
    "two hundred and fifty": ["n:250"],
    "two thousand": ["n:2000"],
    "a thousand five hundred": ["n:1500"],
    "two million three hundred thousand and six": ["n:2300006"],
    "one billion": ["n:1000000000"],
    "a dozen": ["n:12"],
    "two dozen": ["n:24"],
    "hundred": ["n:100"],
    "1,000": ["n:1000"],
    "1,234.5": ["n:1234.5"],
    "twenty-one": ["n:21"],
    "ninety nine": ["n:99"],
    "zero": ["n:0"],
    "nineteen": ["n:19"],
    "10k": ["n:10k"],
    "first-aiders": [],
    "3rd": ["n:3th"],
    "22nd": ["n:22th"],
    "1st": ["n:1th"],
    "third": ["n:3th"],
    "fourth": ["n:4th"],
    "thirtieth": ["n:30th"],
    "twentieth": ["n:20th"],
    "nineteenth": ["n:19th"],
    "within 5 days": ["n:within", "n:5 day"],
    "within five (5) days": ["n:within", "n:5 day"],
    "within five (7) days": ["n:within", "n:5(7) day"],
    "within 5 (5) days": ["n:within", "n:5 day"],
    "one working day": ["n:1 working day"],
    "5 working days": ["n:5 working day"],
    "five full working days": ["n:5 full working day"],
    "each year": ["n:1 year"],
    "a year": ["n:1 year"],
    "an hour": ["n:1 hour"],
    "every month": ["n:1 month"],
    "per week": ["n:1 week"],
    "one week": ["n:1 week"],
    "first week": ["n:1th week"],
    "second year": ["n:2th year"],
    "third month": ["n:3th month"],
    "2nd quarter": ["n:2th quarter"],
    "first working day": ["n:1th working day"],
    "a fortnight": ["n:1 fortnight"],
    "fortnight": ["n:1 fortnight"],
    "6 foot": ["n:6 feet"],
    "6 feet": ["n:6 feet"],
    "12 inches": ["n:12 inch"],
    "1 inch": ["n:1 inch"],
    "5 meters": ["n:5 metre"],
    "5 metres": ["n:5 metre"],
    "2 liters": ["n:2 litre"],
    "2 litres": ["n:2 litre"],
    "30 mph": ["n:30 mph"],
    "4 May 2010": ["n:2010 05 4"],
    "4th of May 2010": ["n:2010 05 4"],
    "14th May, 2010": ["n:2010 05 14"],
    "21st of August": ["n:08 21"],
    "May 4, 2010": ["n:2010 05 4"],
    "May 4th, 2010": ["n:2010 05 4"],
    "2010-05-04": ["n:2010 05 4"],
    "04/05/2010": ["n:04/05/2010"],
    "4.5.10": ["n:4/5/10"],
    "May 2010": ["n:2010 05"],
    "in May": ["n:within", "n:05"],
    "March": [],
    "Sept 2010": ["n:2010 09"],
    "4 Jan": ["n:01 4"],
    "Monday": ["n:monday"],
    "on Tuesdays": ["n:tuesday"],
    "5pm": ["n:17:00"],
    "5 p.m.": ["n:17:00"],
    "5:30pm": ["n:17:30"],
    "5.30 am": ["n:05:30"],
    "12am": ["n:00:00"],
    "12 pm": ["n:12:00"],
    "17:30": ["n:17:30"],
    "9:05": ["n:09:05"],
    "noon": ["n:12:00"],
    "midday": ["n:12:00"],
    "midnight": ["n:00:00"],
    "£5": ["n:£5"],
    "£ 1,000": ["n:£1000"],
    "£5k": ["n:£5 thousand"],
    "£5 m": ["n:£5 million"],
    "£2bn": ["n:£2 billion"],
    "£2 Thousand": ["n:£2 thousand"],
    "€3 million": ["n:€3 million"],
    "$4.50": ["n:$4.50"],
    "5%": ["n:5%"],
    "5 per cent": ["n:5%"],
    "five percent": ["n:5%"],
    "5 Per Cent": ["n:5%"],
    "1,000 %": ["n:1000%"],
    "no later than 5 days": ["n:within", "n:5 day"],
    "not more than 5 days": ["n:within", "n:5 day"],
    "up to 5": ["n:within", "n:5"],
    "at most 5": ["n:within", "n:5"],
    "at the most 5": ["n:within", "n:5"],
    "until 5 May": ["n:within", "n:05 5"],
    "a maximum of 5": ["n:within", "n:5"],
    "at least 5": ["n:at least", "n:5"],
    "not before 5 May": ["n:at least", "n:05 5"],
    "a minimum of 5": ["n:at least", "n:5"],
    "more than 5": ["n:over", "n:5"],
    "after 5 days": ["n:over", "n:5 day"],
    "older than 5": ["n:over", "n:5"],
    "less than 5": ["n:under", "n:5"],
    "before 5 May": ["n:under", "n:05 5"],
    "5 or more": ["n:5", "n:at least"],
    "5 or less": ["n:5", "n:within"],
    "5 or under": ["n:5", "n:within"],
    "immediately": ["n:at once"],
    "at once": ["n:at once"],
    "straight away": ["n:at once"],
    "without any delay": ["n:at once"],
    "as soon as possible": ["n:as soon as possible"],
    "as soon as it is reasonably practicable": ["n:as soon as possible"],
    "next working day": ["n:next working day"],
    "same day": ["n:same day"],
    "without undue delay": ["n:without undue delay"],
    "within the hour": ["n:within the hour"],
    "end of the shift": ["n:end of the shift"],
    "daily": ["n:1 day"],
    "Annually": ["n:1 year"],
    "per  annum": ["n:1 year"],
    "twice": ["n:twice"],
    "must": ["d:must"],
    "Shall": ["d:shall"],
    "can not": ["d:cannot"],
    "cannot": ["d:cannot"],
    "can't": ["d:cannot"],
    "won't": ["d:will", "d:not"],
    "shan't": ["d:shall", "d:not"],
    "mustn't": ["d:must", "d:not"],
    "shouldn't": ["d:should", "d:not"],
    "mayn't": ["d:may", "d:not"],
    "mightn't": ["d:might", "d:not"],
    "don't": ["d:not"],
    "isn't": ["d:not"],
    "they'll": ["d:will"],
    "has to": ["d:have to"],
    "had to": ["d:have to"],
    "having to": ["d:have to"],
    "needs to": ["d:need to"],
    "needed to": ["d:need to"],
    "need to": ["d:need to"],
    "ought to": ["d:ought to"],
    "authorized to": ["d:authorised to"],
    "is authorised to": ["d:authorised to"],
    "required not to": ["d:required not to"],
    "not": ["d:not"],
    "never": ["d:never"],
    "no one": ["d:nobody"],
    "no-one": ["d:nobody"],
    "without": ["d:without"],
    "inspector": ["p:inspector"],
    "Inspectors": ["p:inspector"],
    "the chief inspector": ["p:chief inspector"],
    "Each Custody Officer": ["p:custody officer"],
    "DCI": ["p:detective chief inspector"],
    "DCIs": ["p:detective chief inspector"],
    "sgt": [],
    "PCs": ["p:police constable"],
    "members of staff": ["p:staff"],
    "personnel": ["p:staff"],
    "advisors": ["p:adviser"],
    "legal adviser": ["p:legal adviser"],
    "co-ordinators": ["p:coordinator"],
    "Coordinator": ["p:coordinator"],
    "Director of Resources": ["p:director of resource"],
    "the Director of the Resources Board": ["p:director of resource board", "p:resource board"],
    "Commander, Met Operations": ["p:commander met operation"],
    "Commissioner, who": ["p:commissioner"],
    "Inspector, Met Operations": ["p:inspector"],
    "head of the unit": ["p:head of unit"],
    "heads of Legal Services": ["p:head of legal service"],
    "boss": [],
    "bosses": [],
    "all officers": ["p:officer"],
    "a  Front   Counter": ["p:front counter"],
    "Head Of Unit": ["p:head of unit"],
    "section 4": ["n:section 4"],
    "sections 4, 5 and 6.1(a)": ["n:section 4", "n:section 5", "n:section 6.1(a)"],
    "section 4 above": [],
    "see section 4": [],
    "paragraph 3 of this policy": [],
    "part 4 of the Act": ["n:section 4"],
    "section 12A": ["n:section 12a"],
    "one": ["n:1"],
    "One": ["n:1"],
    "I'll": ["d:will"],
    "5 kg": ["n:5 kg"],
    "the Estates and Property team": ["p:estate and property", "p:team"],
    "999": [],
    "100": ["n:100"],
}


def read(text, headings=HEADINGS, posts=POSTS, **more):
    return list(tokens(text, headings, posts, **more))


@pytest.mark.parametrize("text", CASES)
def test_the_binding_words_of_a_text(text):
    assert [f"{found.family[0]}:{found.value}" for found in read(text)] == CASES[text]


def test_each_is_shown_where_it_stands():
    assert read("Then  the Chief   Inspector must wait 5  days, or one.") == [
        Token(Family.POST, "chief inspector", "Chief Inspector", 10, 17),
        Token(Family.DUTY, "must", "must", 28, 4),
        Token(Family.NUMBER, "5 day", "5 days", 38, 7),
        Token(Family.NUMBER, "1", "one", 50, 3, weak=True),
    ]


def test_a_contraction_is_the_duty_and_the_negation():
    assert read("They mustn\u2019t go, and don't.") == [
        Token(Family.DUTY, "must", "must", 5, 7),
        Token(Family.DUTY, "not", "not", 5, 7),
        Token(Family.DUTY, "not", "not", 21, 5),
    ]
    assert read("It can't.") == [Token(Family.DUTY, "cannot", "cannot", 3, 5)]


def test_a_section_of_this_document_is_known_by_its_heading():
    found = read("As sections 4, 5 and 6.1(a) say.")
    assert found == [
        Token(Family.NUMBER, "section 4", "4", 12, 1, alias="duties"),
        Token(Family.NUMBER, "section 5", "5", 15, 1),
        Token(Family.NUMBER, "section 6.1(a)", "6.1(a)", 21, 6, alias="appeals"),
    ]
    renumbered = Token(Family.NUMBER, "section 9", "9", 0, 1, alias="duties")
    assert found[0].same(renumbered)
    assert not found[1].same(Token(Family.NUMBER, "section 9", "9", 0, 1))
    assert found[1].same(Token(Family.NUMBER, "section 5", "V", 0, 1))


@pytest.mark.parametrize(
    "text",
    [
        "section 4 above", "section 4, below", "section 4 of this policy", "section 4 of these",
        "section 4 of our rules", "section 4 of the policy", "section 4 of the procedure",
        "section 4 of the SOP", "section 4 of the statement", "section 4 of the document",
        "section 4 of the guidance", "see section 4", "refer to section 4", "refers to section 4",
    ],
)  # fmt: skip
def test_a_section_that_is_pointed_at_binds_nobody(text):
    assert read(text) == []


def test_a_stretch_names_a_post_whatever_its_words_are():
    text = "Log | The  Blue Rooms |  | an inspector"
    assert read(text, spans=[(6, 21), (24, 25), (27, 39)]) == [
        Token(Family.POST, "blue room", "The Blue Rooms", 6, 15),
        Token(Family.POST, "inspector", "an inspector", 27, 12),
    ]


@pytest.mark.parametrize("article", ["the", "Their", "each", "a", "an", "Every", "all"])
def test_a_post_is_one_whatever_article_it_has(article):
    text = f"{article} inspector"
    assert [f.value for f in read(text, spans=[(0, len(text))])] == ["inspector"]


def test_a_post_next_to_a_stretch_is_another_post():
    found = read("Blue officers", spans=[(0, 5)])
    assert [(post.value, post.offset) for post in found] == [("blue", 0), ("officer", 5)]


def test_nothing_is_read_before_the_first_word_asked_for():
    assert read("5 days must", first=1) == [Token(Family.DUTY, "must", "must", 7, 4)]


def test_dashes_quotation_marks_and_spaces_of_print_are_plain():
    plain = [found.value for found in read("They won't; no-one; 5 days; twenty-one.")]
    printed = "They won\u2019t; no\u2011one; 5\u00a0days; twenty\u2010one."
    assert [found.value for found in read(printed)] == plain
    for dash in "\u2010\u2011\u2012\u2013\u2014":
        assert [found.value for found in read(f"twenty{dash}one")] == ["21"]
    for space in "\u00a0\u202f":
        assert [found.value for found in read(f"5{space}days")] == ["5 day"]
    assert [found.value for found in read("can\u2018t")] == ["cannot"]


def test_posts_of_the_metadata_are_known_in_any_spacing():
    assert [f.value for f in read("the Heads  of units", posts=POSTS)] == ["head of unit"]
    assert [f.value for f in read("Zed and Company", posts=("Zed and Company",))] == [
        "zed and company"
    ]
    assert read("Zed and Company", posts=()) == []
    assert read("Solo", posts=("Solo",)) == []
    long = read("Zed and Company of York", posts=("Zed and Company", "Zed and Company of York"))
    assert [f.value for f in long] == ["zed and company of york"]
    for posts in (("blue room", "Blue Room Ltd"), ("Blue Room", "blue room ltd")):
        assert [f.value for f in read("Blue  Room\nLtd", posts=posts)] == ["blue room ltd"]
