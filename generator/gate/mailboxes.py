"""Which e-mail addresses are a person's, and which a unit's or a post's mailbox."""

from __future__ import annotations

import re

# A mailbox of a unit or post has one of these among its words.
OF_A_UNIT = frozenset(
    """
    access accessibility accounts admin administration advice advisory alerts appeals archive
    archives assurance audit authority awards benefits board bookings borough bureau business
    campaign careers centre chair change chief child claims clerk command commissioner committee
    communications community compliance complaints consultation contact contacts control
    coordination corporate correspondence council counter court crime customer data dept
    department desk digital director directorate disclosure diversity dpo duty emergency
    enquiries enquiry enquirydesk equality estates events exchange executive facilities family
    feedback finance fire firearms fleet foi force forensic forum found fraud front general
    governance group guide hate head health help helpdesk helpline history homicide hr human
    impact improvement inclusion independent info information inquiries inspectorate insurance
    integrity intelligence interpreters investigations jobs justice legal library liaison
    licence licensing local lost mail mailbox management marine media member members membership
    met missing monitoring museum neighbourhood network news newsdesk noreply notices office
    officer online operations panel partnership patrol payments payroll pensions people
    performance person persons planning police policies policing policy post postmaster press
    privacy process procurement professional programme project property protection public
    publication publications publishing quality queries query reception recruitment records
    region register registrar registry reply report reporting reports request requests research
    resources response review rights risk road roads safeguarding safer safety sales scheme
    school schools search secretariat secretary security service services shared sop standards
    staff stolen stop store stores strategic strategy subject subscriptions support switchboard
    team tenders traffic training transport travel treasury unit unmanned vehicle vehicles
    vetting victim victims volunteer volunteers web webmaster website welfare whistleblowing
    witness workforce youth
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
PARTS = re.compile(r"[._+-]")
WARRANT = re.compile(r"[a-z]{1,2}\d{4,7}")
MOST_NAMES = 4


def is_personal(local: str) -> bool:
    """Whether what stands before the @ looks like a person: jane.smith, j.smith2, p123456."""
    text = local.casefold()
    if WARRANT.fullmatch(text):
        return True
    parts = [part.rstrip("0123456789") for part in PARTS.split(text.replace("'", ""))]
    named = [part for part in parts if part]
    if not 1 < len(named) <= MOST_NAMES or not all(part.isalpha() for part in named):
        return False
    return not OF_A_UNIT.intersection(named) and any(len(part) > 1 for part in named)
