"""The notices that stand above a version's text: superseded, overdue, under an exception."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from generator.model import Pack, UnassessedException
from generator.months import in_words
from generator.plan.addresses import policy_address
from generator.plan.plan import View
from generator.vocabulary import Site, State


class Banner(Struct, frozen=True):
    """A notice: its kind (for its look), a heading, sentences, and a link or none."""

    kind: str
    heading: str
    sentences: tuple[str, ...]
    link: str = ""
    link_text: str = ""


def banners(view: View, pack: Pack, state: State) -> tuple[Banner, ...]:
    """Return the notices of a policy's version on one site."""
    return tuple(_banners(view, pack, state))


def _banners(view: View, pack: Pack, state: State) -> Iterator[Banner]:
    if state is State.SUPERSEDED:
        yield Banner(
            "superseded",
            "This version has been superseded",
            ("It is kept so that what was in force on an earlier day can be read and cited.",),
            policy_address(pack.owner),
            "Read the version in force",
        )
        return
    review_by = pack.policy.review_by if pack.policy else None
    if review_by and review_by < view.as_at:
        yield Banner(
            "overdue",
            "Review overdue",
            (
                f"This policy was due for review by {in_words(review_by)}.",
                "It remains in force until it is reviewed or withdrawn.",
            ),
        )
    exception = pack.record.exception if pack.record else None
    if exception and pack.eia is None:
        yield _exception(exception, view.site)


def _exception(exception: UnassessedException, site: Site) -> Banner:
    due = exception.assessment_due
    what = "This policy meets an immediate need and was published before its impact assessment."
    sentences = [what]
    if due:
        sentences.append(f"The assessment is due by {in_words(due)}.")
    if site is Site.INTRANET:
        sentences += [
            f"Why: {exception.reason}",
            f"On the authority of: {exception.approved_by}, who answers for the risk.",
            "Nobody is held to account for not complying with it until it has been assessed.",
        ]
    return Banner("exception", "Published before its impact assessment", tuple(sentences))
