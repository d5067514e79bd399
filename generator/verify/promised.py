"""PS908 and PS909: every address and paragraph that was ever published is there still."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from generator.findings import Finding
from generator.plan.plan import SitePlan
from generator.plan.promises import Promise
from generator.verify.faults import Flaw, finding, printable, quoted


def lost_addresses(site: SitePlan, lost: Iterable[Promise]) -> Iterator[Finding]:
    """Yield each address that was published and would lead nowhere."""
    for promise in lost:
        message = (
            f"was published, and nothing would answer there: it held {printable(promise.of)}, "
            "which is not in the store any more"
        )
        yield finding(site.site, Flaw(promise.address, 1, "PS908", message))


def lost_anchors(
    site: SitePlan,
    promised: Mapping[str, tuple[str, ...]],
    standing: Mapping[str, tuple[str, ...]],
) -> Iterator[Finding]:
    """Yield each paragraph of a version shown still that was published and is not in its text."""
    for path, anchors in promised.items():
        if path not in site.documents or path not in standing:
            continue
        for anchor in sorted({*anchors} - {*standing[path]}):
            message = (
                f"had the paragraph {quoted('#' + anchor)}, which was published, and the text of "
                f"{printable(path)} has it no more"
            )
            yield finding(site.site, Flaw(site.documents[path], 1, "PS909", message))
