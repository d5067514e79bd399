"""What a minor change may say differently, and what it may not."""

import time

import pytest

from generator.gate.wording import Change, changes
from generator.store.outline import outline

POSTS = ("Heads of units", "Policy Co-ordination Unit", "Estates and Property")


def compared(old, new):
    return [(change.old, change.new) for change in changes(outline(old), outline(new), POSTS)]


TABLE = "| Step | Post |\n| --- | --- |\n"
SAME = {
    "nothing": ("Officers must log it.", "Officers must log it."),
    "a typing error": ("Officers must recieve it.", "Officers must receive it."),
    "plainer words": (
        "In the event that a person cannot write, help them to do so.",
        "Where a person cannot write, help them.",
    ),
    "said anew": (
        "Points of learning are conveyed to the case officer and the unit.",
        "Lessons go to the case officer and the unit.",
    ),
    "another order of words": (
        "Within 5 days officers must reply.",
        "Officers must reply within 5 days.",
    ),
    "one sentence made two": (
        "Officers must log it within 5 days, and must tell the sergeant.",
        "Officers must log it within 5 days. They must tell the sergeant.",
    ),
    "two sentences made one": (
        "Officers must log it within 5 days. They must tell the sergeant.",
        "Officers must log it within 5 days, and they must tell the sergeant.",
    ),
    "a half that shares no words": (
        "Officers must log the report within 5 days, and tell the sergeant at once.",
        "Officers must log the report within 5 days. The sergeant hears at once.",
    ),
    "a half before, that shares no words": (
        "Tell the sergeant at once, and officers must log the report within 5 days.",
        "The sergeant hears at once. Officers must log the report within 5 days.",
    ),
    "a half of two, with others about": (
        "Keep on.\n\nOfficers must log the report within 5 days, and tell the sergeant.\n\nGo.",
        "Keep on!\n\nOfficers must log the report within 5 days. The sergeant hears.\n\nGone.",
    ),
    "a paragraph moved": (
        "Officers must log it.\n\nThe unit keeps it for 6 years.\n\nThe end.",
        "The unit keeps it for 6 years.\n\nThe end.\n\nOfficers must log it.",
    ),
    "steps in another order": ("1. Log it.\n2. Wait 5 days.", "1. Wait 5 days.\n2. Log it."),
    "a list numbered otherwise": ("3. Log it.\n4. Tell it.", "7. Log it.\n8. Tell it."),
    "letters for numbers": ("(a) log it; (b) tell it.", "(1) log it; (2) tell it."),
    "headings numbered": ("## Duties\n\nLog it.", "## 4. Duties\n\nLog it."),
    "paragraphs numbered": ("Log it now.", "4.2 Log it now."),
    "rows counted": (
        "| No. | What |\n| --- | --- |\n| 1 | Log |\n| 2 | Tell |",
        "| No. | What |\n| --- | --- |\n| 1 | Tell |\n| 2 | Log |",
    ),
    "a heading referred to by its new number": (
        "## 3. Duties\n\nAs section 3 says. See section 3.",
        "## 4. Duties\n\nAs section 4 says. See section 4.",
    ),
    "a numbered paragraph referred to by its new number": (
        "4.2 Log\nit.\n\nAs section 4.2 says.", "4.3 Log it.\n\nAs section 4.3 says.",
    ),
    "a step and a table": ("Go to step 3 and table 2.", "Go to step 4 and table 1."),
    "references": ("POL-0001 and RA/2024/017 apply.", "POL-0002 and RA/2025/3 apply."),
    "telephone numbers": (
        "Ring 020 7230 1212, or call 101.",
        "Ring 020 7230 9999, or call 999.",
    ),
    "an address": (
        "Write to 10 Broad Street, SW1H 0BG, or a.b2@example.org.",
        "Write to 12 Long Lane, SE1 9AA, or a.b3@example.org.",
    ),
    "a link": ("Read https://example.org/2.", "Read https://example.org/3."),
    "an address on a broadway": ("Write to 8 Broadway.", "Write to 9 Broadway."),
    "a paragraph referred to": ("Done as it says (see 4.2).", "Done as it says (see 4.3)."),
    "several forms": ("Fill in forms 12A and 14.", "Fill in forms 13A and 15."),
    "a number twice": ("Wait five (5) days.", "Wait 5 days."),
    "a notice": ("See Notice 13-02, item 4.", "See Notice 14-02, item 5."),
    "a version": ("Use v1.2 of it.", "Use v1.3 of it."),
    "a book": ("ISBN 978-1-84473-123-4", "ISBN 978-1-84473-124-4"),
    "a rank spelled out": ("Tell the Sgt.", "Tell the sergeant."),
    "ranks that end in s": ("Tell the DS.", "Tell the detective sergeant."),
    "a constable's number": ("Ask PC 1234AB.", "Ask PC 1235AB."),
    "working-days": ("Wait 5 working-days.", "Wait 5 working days."),
    "a form": ("Fill in form 6119A.", "Fill in form 6120B."),
    "a number in words": ("Keep it twenty-four hours.", "Keep it 24 hours."),
    "a hundred in words": ("Some 250 boxes.", "Some two hundred and fifty boxes."),
    "one or a": ("One officer attends.", "An officer attends."),
    "each month or monthly": ("A check is made each month.", "A check is made monthly."),
    "per cent": ("Check 20 per cent.", "Check 20%."),
    "a date written otherwise": ("By 4 May 2010.", "By 4th May, 2010."),
    "a time written otherwise": ("At 5.30pm.", "At 17:30."),
    "money written otherwise": ("It costs £1,500.", "It costs £1500."),
    "no later than": ("Reply no later than 5 days after.", "Reply within 5 days after."),
    "at once": ("Tell them immediately.", "Tell them at once."),
    "one post or several": ("Every officer logs it.", "All officers log it."),
    "members of staff": ("Tell members of staff.", "Tell staff."),
    "capitals": ("The Head of Unit logs it.", "The head of unit logs it."),
    "a contraction": ("Officers mustn't log it.", "Officers must not log it."),
    "whether or not": ("Log it whether or not it rains.", "Log it whether it rains."),
    "a comment that is never printed": ("Log it. <!-- 5 -->", "Log it. <!-- 7 -->"),
    "lines broken elsewhere": ("Officers must\nlog it.", "Officers\nmust log it."),
    "an ordinary sentence added": ("Log it.", "Log it. This helps the public to trust us."),
    "a quotation mark": ("Say \u201cso\u201d \u2013 you cannot.", 'Say "so" - you can\u2019t.'),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new"), SAME.values(), ids=SAME)
def test_no_change(old, new):
    assert compared(old, new) == []
    assert compared(new, old) == []


DIFFERENT = {
    "must, should": ("Officers must log it.", "Officers should log it.", ("must",), ("should",)),
    "must, may": ("They must log it.", "They may log it.", ("must",), ("may",)),
    "shall, will": ("It shall be so.", "It will be so.", ("shall",), ("will",)),
    "will dropped": ("They will log it.", "They log it.", ("will",), ()),
    "cannot": ("They cannot go.", "They can go.", ("cannot",), ()),
    "have to": ("They have to log it.", "They ought to log it.", ("have to",), ("ought to",)),
    "required": (
        "They are required to log it.", "They are allowed to log it.",
        ("required to",), ("allowed to",),
    ),
    "not": ("It must not be kept.", "It must be kept.", ("not",), ()),
    "never": ("It is never kept.", "It is kept.", ("never",), ()),
    "without": ("Enter without a warrant.", "Enter with a warrant.", ("without",), ()),
    "days": ("Decide within 7 days.", "Decide within 5 days.", ("7 days",), ("5 days",)),
    "in words": ("Wait seven days.", "Wait five days.", ("seven days",), ("five days",)),
    "working": ("Wait 5 days.", "Wait 5 working days.", ("5 days",), ("5 working days",)),
    "units": ("Wait 5 days.", "Wait 5 weeks.", ("5 days",), ("5 weeks",)),
    "metres": ("Stay 50 metres off.", "Stay 50 feet off.", ("50 metres",), ("50 feet",)),
    "one to two": ("Within one week.", "Within two weeks.", ("one week",), ("two weeks",)),
    "a to two": ("Send an officer there.", "Send two officers there.", (), ("two",)),
    "a rank in short": ("Tell the DCI.", "Tell the DI.", ("DCI",), ("DI",)),
    "within the": ("Call within the hour.", "Call within the day.",
                   ("within the hour",), ("within the day",)),
    "unless": ("Enter if told to.", "Enter unless told to.", (), ("unless",)),
    "two numbers that differ": ("Wait five (5) days.", "Wait five (7) days.",
                                ("five (5) days",), ("five (7) days",)),
    "each": ("Check it each month.", "Check it each quarter.", ("each month",), ("each quarter",)),
    "yearly": ("A yearly check.", "A quarterly check.", ("yearly",), ("quarterly",)),
    "at least": ("At least 5 boxes.", "More than 5 boxes.", ("At least",), ("More than",)),
    "within, after": ("Go within 5 days.", "Go after 5 days.", ("within",), ("after",)),
    "soon": ("Go at once.", "Go as soon as possible.", ("at once",), ("as soon as possible",)),
    "next day": ("Go the same day.", "Go the next day.", ("same day",), ("next day",)),
    "a date": ("By 4 May 2010.", "By 5 May 2010.", ("4 May 2010",), ("5 May 2010",)),
    "a month": ("In March they meet.", "In April they meet.", ("March",), ("April",)),
    "a weekday": ("Report by Friday.", "Report by Monday.", ("Friday",), ("Monday",)),
    "a time": ("Open at 9am.", "Open at 10am.", ("9am",), ("10am",)),
    "noon": ("Open until noon.", "Open until midnight.", ("noon",), ("midnight",)),
    "money": ("The fee is £5.", "The fee is £50.", ("£5",), ("£50",)),
    "scale": ("Up to £5 million.", "Up to £5 billion.", ("£5 million",), ("£5 billion",)),
    "per cent": ("Check 20 per cent.", "Check 10 per cent.", ("20 per cent",), ("10 per cent",)),
    "a decimal": ("Keep 1.5 litres.", "Keep 2.5 litres.", ("1.5 litres",), ("2.5 litres",)),
    "first in a line": ("5 days is the limit.", "7 days is the limit.", ("5 days",), ("7 days",)),
    "an age": ("If aged 17 or over.", "If aged 18 or over.", ("17",), ("18",)),
    "an act": ("The Act of 1998.", "The Act of 2018.", ("1998",), ("2018",)),
    "two sentences made one, with another limit": (
        "Officers must log the report within 5 days. They must tell the owner by letter.",
        "Officers must log the report within 7 days and they must tell the owner by letter.",
        ("5 days",), ("7 days",),
    ),
    "a half that says more": (
        "Officers must log the report within 5 days, and tell the sergeant at once.",
        "Officers must log the report within 5 days. The sergeant and the inspector hear at once.",
        ("sergeant", "at once"), ("sergeant", "inspector", "at once"),
    ),
    "a section that is no heading's": (
        "As section 5 says.\n\n5 days is the limit.", "As section 6 says.\n\n6 days is the limit.",
        ("5", "5 days"), ("6", "6 days"),
    ),
    "a duty said twice": (
        "Officers must log it.", "Officers must log it.\n\nOfficers must log it.",
        (), ("Officers", "must"),
    ),
    "a section": ("As section 60 says.", "As section 61 says.", ("60",), ("61",)),
    "a post": ("The inspector logs it.", "The sergeant logs it.", ("inspector",), ("sergeant",)),
    "a deputy": (
        "The superintendent decides.", "The deputy superintendent decides.",
        ("superintendent",), ("deputy superintendent",),
    ),
    "a director": (
        "The Director of Resources decides.", "The Director of Finance decides.",
        ("Director of Resources",), ("Director of Finance",),
    ),
    "a commander": (
        "Ask the Commander, Met Operations first.", "Ask the Commander, Frontline Policing first.",
        ("Commander, Met Operations",), ("Commander, Frontline Policing",),
    ),
    "heads": ("Heads of units decide.", "Heads of department decide.",
              ("Heads of units",), ("Heads of department",)),
    "in brackets": ("Wait (5) days.", "Wait (7) days.", ("5",), ("7",)),
    "a unit of the metadata": (
        "Send it to Estates and Property.", "Send it to Police Stores.",
        ("Estates and Property",), (),
    ),
    "posts changed places": (
        "The inspector tells the sergeant.", "The sergeant tells the inspector.",
        ("inspector", "sergeant"), ("sergeant", "inspector"),
    ),
    "numbers changed places": (
        "Wait 5 days, and then 7 days.", "Wait 7 days, and then 5 days.",
        ("5 days", "7 days"), ("7 days", "5 days"),
    ),
    "a post in a table": (
        TABLE + "| Log it | Front counter |", TABLE + "| Log it | Reception |",
        ("Front counter",), ("Reception",),
    ),
    "in a heading": ("## Go in 5 days\n\nA", "## Go in 7 days\n\nA", ("5 days",), ("7 days",)),
    "in a table's head": (
        "| What | In 5 days |\n| --- | --- |\n| Log | Tell |",
        "| What | In 7 days |\n| --- | --- |\n| Log | Tell |", ("5 days",), ("7 days",),
    ),
    "in a footnote": (
        "Go.[^1]\n\n[^1]: In 5 days.", "Go.[^1]\n\n[^1]: In 7 days.", ("5 days",), ("7 days",),
    ),
    "in HTML": ("<div>Go in 5 days.</div>", "<div>Go in 7 days.</div>", ("5 days",), ("7 days",)),
    "a sentence taken out": (
        "Keep it.\n\nOfficers must log it.\n\nThe end.", "Keep it.\n\nThe end.",
        ("Officers", "must"), (),
    ),
    "a sentence put in": (
        "Keep it.\n\nThe end.", "Keep it.\n\nOfficers must log it.\n\nThe end.",
        (), ("Officers", "must"),
    ),
    "another duty of the same post": (
        "Officers must wear white hats.", "Officers must pay each visitor.",
        ("Officers", "must"), ("Officers", "must"),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "gone", "come"), DIFFERENT.values(), ids=DIFFERENT)
def test_a_change(old, new, gone, come):
    found = compared(old, new)
    assert tuple(word for was, _ in found for word in was) == gone
    assert tuple(word for _, now in found for word in now) == come
    assert compared(new, old) != []


def test_duties_that_changed_places_are_two_changes():
    old = "Inspectors must log arrests.\n\nSergeants must log complaints."
    new = "Sergeants must log arrests.\n\nInspectors must log complaints."
    assert compared(old, new) == [
        (("Inspectors",), ("Sergeants",)),
        (("Sergeants",), ("Inspectors",)),
    ]


def test_of_sentences_equally_alike_the_nearest_became_the_new_one():
    days = [f"Log the book within {n} days." for n in (2, 4, 6, 8)]
    old, new = "\n\n".join(days), "\n\n".join(day.replace(" days", "0 days") for day in days)
    assert compared(old, new) == [((f"{n} days",), (f"{n}0 days",)) for n in (2, 4, 6, 8)]


def test_rows_that_exchanged_their_posts_are_two_changes():
    old = TABLE + "| Log it | Front counter |\n| Decide | Head of unit |"
    new = TABLE + "| Log it | Head of unit |\n| Decide | Front counter |"
    assert len(compared(old, new)) == 2


def test_a_deadline_that_went_from_one_duty_to_another_is_a_change():
    old = "Log the report within 5 days. Then tell the owner."
    new = "Log the report. Then tell the owner within 5 days."
    assert len(compared(old, new)) == 2


def test_a_change_stands_on_the_line_of_the_new_words():
    old = outline("## Duties\n\nKeep it\nin order, and decide\nin 5 days.\n", 20)
    new = outline("## Duties\n\nNew.\n\nKeep it\nin order, and decide\nin 7 days.\n", 30)
    assert changes(old, new) == (Change(36, ("7 days",), ("5 days",)),)


def test_of_several_changes_in_a_sentence_the_first_line_is_told():
    old, new = (
        outline("Log it\nin 5 days,\nor in 6 weeks."),
        outline("Log it\nin 7 days,\nor in 8 weeks."),
    )
    assert changes(old, new) == (Change(2, ("7 days", "8 weeks"), ("5 days", "6 weeks")),)


def test_of_a_sentence_with_more_than_anybody_can_read_all_is_told():
    sums = [f"£{n}" for n in range(1000)]
    many, more = f"Pay {' '.join(sums)}", f"Pay {' '.join(sums)} £1000"
    assert compared(many, many.replace("£7 ", "£0.07 ")) == [(("£7",), ("£0.07",))]
    for old, new in ((more, more.replace("£7 ", "£0.07 ")), (more, "Pay £1"), ("Pay £1", more)):
        [(gone, come)] = compared(old, new)
        assert (len(gone), len(come)) == (len(old.split()) - 1, len(new.split()) - 1)


def test_a_word_said_again_and_again_is_still_compared():
    assert compared("must " * 250, "must " * 125 + "may " + "must " * 125) == [((), ("may",))]


def test_words_taken_out_are_placed_where_the_text_before_them_stands():
    old = outline("Keep it.\n\nOfficers must log it.\n\nThe end.\n", 20)
    new = outline("Keep it.\n\nThe end.\n", 30)
    assert changes(old, new) == (Change(30, (), ("Officers", "must")),)


def test_a_long_text_wholly_rewritten_is_compared_in_time():
    old = outline(
        "\n\n".join(f"Officers must log item{n} and word{n} at once." for n in range(2000))
    )
    new = outline("\n\n".join(f"Sergeants may keep thing{n} with note{n}." for n in range(2000)))
    began = time.process_time()
    assert changes(old, new)
    assert time.process_time() - began < 15  # generous: it takes one or two


@pytest.mark.parametrize("hostile", ["a" * 50_000, "e.g. A " * 6_000, "1" * 25_000,
                                     "one " * 12_000, "Aa " * 15_000, "0 1 2 3 " * 4_000,
                                     "the head of " * 4_000, "section 1, " * 4_000])  # fmt: skip
def test_no_text_takes_long_to_read(hostile):
    began = time.process_time()
    changes(outline(hostile), outline(hostile + " must"))
    assert time.process_time() - began < 15  # generous: it takes one or two
