"""PS101: a marking that may not go to the site a document is meant for."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Severity
from generator.gate.context import Context
from generator.gate.rule import Problem, rule
from generator.model import Document, Eia, Pack, Policy, Workbook
from generator.settings import Markings
from generator.vocabulary import PackKind, Site

SHOWN = 40
INSIDE = "content/intranet/"


@rule(
    "PS101",
    clause="SOPs, Corporate policy and Standard operating procedures (protective marking)",
    role="policy developer",
    fix="write one of the markings of scheme.yml as `protective_marking:`, or keep the document out"
    " of the scheme",
)
def marking_above_ceiling(pack: Pack, context: Context) -> Iterator[Problem]:
    """A document carries a protective marking that is not allowed on a site it is meant for.

    A marking that the settings do not know is above every ceiling. Above the intranet's ceiling,
    any document refuses its pack. Above the public site's, an SOP, a report or a page stays inside;
    a statement or an impact assessment, which the SOPs publish always, refuses the pack unless
    `withheld_from_public` in the record says why.
    Why: a text that went outside cannot be called back, and a marking that nobody knows protects
    nothing.
    Good: `protective_marking: OFFICIAL`
    Bad: `protective_marking: SECRET`; `protective_marking: RESTRICTED` on a policy statement.
    """
    for document in pack.documents:
        marking = document.protective_marking
        if marking is not None:
            yield from _problems(pack, document, marking, context.settings.markings)


def _problems(
    pack: Pack, document: Document, marking: str, markings: Markings
) -> Iterator[Problem]:
    at = document.at("protective_marking")
    if markings.current(marking) not in markings.names():
        message = f"is marked {marking[:SHOWN]!a}, which is no marking that the settings know"
        known = ", ".join(n for n in markings.names() if markings.allows(Site.INTRANET, n))
        yield Problem(at, message, f"write one that may stand on the sites: {known}")
    elif not markings.allows(Site.INTRANET, marking):
        message = f"is marked {markings.current(marking)}, which neither site may hold"
        yield Problem(at, message, "take the document out of the pack, or have it marked anew")
    elif not markings.allows(Site.PUBLIC, marking):
        yield from _inside(pack, document, at_site=f"is marked {markings.current(marking)}")


def _inside(pack: Pack, document: Document, at_site: str) -> Iterator[Problem]:
    at = document.at("protective_marking")
    if isinstance(document, Workbook) or _is_intranet_page(pack):
        return  # it is not meant for the public site
    if not isinstance(document, Policy | Eia):
        yield Problem(at, f"{at_site}, so it stays off the public site", KEEP, Severity.PUBLIC)
    elif pack.record is not None and pack.record.withheld_reason:
        yield Problem(at, f"{at_site}, and is kept from the public as its record says", KEEP,
                      Severity.WARN)  # fmt: skip
    else:
        yield Problem(at, f"{at_site}, which the public site may not hold, and the SOPs publish it "
                      "always", RECORD)  # fmt: skip


KEEP = "nothing, if it is to stay inside; else have it marked anew"
RECORD = (
    "have it marked anew, or record `withheld_from_public:` with its reason, by whom and the date"
)


def _is_intranet_page(pack: Pack) -> bool:
    return pack.kind is PackKind.PAGE and pack.path.startswith(INSIDE)
