"""Addresses that were published stay: what the last build held, and what answers there now.

A page that was published and is not planned any more is answered for: it forwards where the
document went, says that the policy was withdrawn, or says that the document is no longer published
here. What nothing explains is left to the proof (PS908).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property

from msgspec import Struct, structs

from generator.gate.states import is_withdrawn
from generator.model import Scheme, Withdrawal
from generator.months import in_words
from generator.plan.addresses import document_address, pack_address, policy_address
from generator.plan.plan import Crumb, PlannedPage, SitePlan
from generator.vocabulary import PackKind

PROMISED = ("policies/", "monitoring/", "reference/", "notices/")
"""Below these every page is a promise; lists, which change with what they list, are none."""
LISTS = frozenset(PROMISED)
NOTICES = "notices/"
WITHDRAWN = "withdrawn.html"
COMPARISON = re.compile(r"policies/([^/]+)/changes/(\d+)-(\d+)/")


class Promise(Struct, frozen=True, order=True):
    """An address that was published: since when, what it held, and where it forwarded, if it did.

    ``of`` is the path of the document in the store, or of the policy or report.
    """

    address: str
    of: str
    since: date
    reference: str = ""
    to: str = ""


def promises(site: SitePlan, before: Iterable[Promise], as_at: date) -> tuple[Promise, ...]:
    """Return what a site promises: an address promised before stays as it was."""
    known = {promise.address: promise for promise in before}
    made = {page.address: _promise(page, as_at) for page in site.pages if is_promised(page)}
    files = {f.address: Promise(f.address, f.attachment.path, as_at) for f in site.files}
    return tuple(sorted((made | files | known).values()))


def unanswered(
    site: SitePlan, scheme: Scheme, before: Iterable[Promise], as_at: date
) -> Iterator[Promise]:
    """Yield what was published by the day of the build and has no answer.

    In the place of a file no page can stand: for one that is in the store still, or whose policy
    was withdrawn, the page of the document that linked to it answers.
    """
    planned = {page.address for page in site.pages} | {file.address for file in site.files}
    for promise in before:
        if promise.address not in planned and promise.since <= as_at:
            is_file = not promise.address.endswith("/")
            if not (is_file and (_is_over(scheme, promise, as_at) or _stored(scheme, promise))):
                yield promise


def _stored(scheme: Scheme, promise: Promise) -> bool:
    """Whether the file that stood at an address is in the store, shown here or not."""
    packs = (pack for pack in scheme if promise.of.startswith(f"{pack.path}/"))
    return any(a.path == promise.of for p in packs for a in (*p.attachments, *p.records_csv))


def _policy_id(promise: Promise) -> str:
    """Return the policy that an address belonged to, or nothing."""
    kind, _, rest = promise.of.partition("/")
    return rest.partition("/")[0] if kind == "policies" else ""


def _is_over(scheme: Scheme, promise: Promise, as_at: date) -> bool:
    return is_withdrawn(scheme, _policy_id(promise), as_at)


def is_promised(page: PlannedPage) -> bool:
    """Whether a page's address must answer for ever."""
    below = page.address.startswith(PROMISED) and page.address not in LISTS
    return below or page.document is not None


def _promise(page: PlannedPage, as_at: date) -> Promise:
    to = page.data.get("to")
    own = page.document if page.address == page.data.get("permanent", page.address) else None
    return Promise(
        page.address,
        own.path if own else _owner(to.address if to else page.address),
        as_at,
        (own.reference if own else None) or "",
        to.address if to else "",
    )


def _owner(address: str) -> str:
    """Return the policy or report that an address belongs to."""
    first, _, rest = address.rstrip("/").partition("/")
    return "/".join((first, *rest.split("/")[: 1 if first == "policies" else None]))


def comparisons(before: Iterable[Promise]) -> Mapping[str, frozenset[tuple[int, int]]]:
    """Return which comparisons of each policy were published."""
    found: dict[str, set[tuple[int, int]]] = {}
    for promise in before:
        if match := COMPARISON.fullmatch(promise.address):
            found.setdefault(match[1], set()).add((int(match[2]), int(match[3])))
    return {policy_id: frozenset(both) for policy_id, both in found.items()}


class Keeper(Struct, frozen=True, dict=True):
    """Plans what answers at addresses whose page is gone. ``pages`` are planned already."""

    scheme: Scheme
    pages: tuple[PlannedPage, ...]
    documents: Mapping[str, str]
    as_at: date

    def kept(self, before: Iterable[Promise]) -> Iterator[PlannedPage]:
        """Yield a page for each lost address that the store explains; forwards come last."""
        planned = {page.address: page for page in self.pages}
        asked = (p for p in before if p.address.endswith("/") and p.since <= self.as_at)
        lost = [promise for promise in asked if promise.address not in planned]
        for promise in sorted(lost, key=lambda p: (bool(p.to), p.address)):
            page = self._page(promise, planned)
            if page is not None:
                planned[page.address] = page
                yield page

    def _page(self, promise: Promise, planned: Mapping[str, PlannedPage]) -> PlannedPage | None:
        if promise.to and promise.to in planned:
            target = planned[promise.to]
            return _known(forward(promise.address, Crumb(target.title, target.address)))
        if successor := self._successor(promise):
            return _known(forward(promise.address, successor))
        if ended := self._ended(promise, planned):
            return _known(ended)
        if promise.of in self._held or promise.address.startswith(NOTICES):
            return gone(promise.address)  # what an issue told of answers at its own address
        return None

    def _ended(self, promise: Promise, planned: Mapping[str, PlannedPage]) -> PlannedPage | None:
        """Return the page that says that the policy was withdrawn, where it was."""
        if not _is_over(self.scheme, promise, self.as_at):
            return None
        policy_id = _policy_id(promise)
        page = planned.get(policy_address(policy_id))
        if page is not None and page.template == WITHDRAWN:
            return structs.replace(page, address=promise.address)
        return _withdrawn(promise.address, self.scheme.withdrawals[policy_id])

    def _successor(self, promise: Promise) -> Crumb | None:
        """Return the document of the same reference in the same version: its file was renamed."""
        folder = promise.of.rpartition("/")[0]
        pack = self.scheme.by_path.get(folder)
        if not promise.reference or pack is None or promise.of in pack.document_paths:
            return None
        for document in pack.documents:
            if document.reference == promise.reference and document.path in self.documents:
                return Crumb(document.label, document_address(pack, document))
        return None

    @cached_property
    def _held(self) -> frozenset[str]:
        """What is in the store, shown here or not: documents, policies, reports."""
        held: set[str] = set()
        for pack in self.scheme:
            held.update(pack.document_paths)
            if pack.kind is PackKind.POLICY:
                held.add(f"policies/{pack.owner}")
            elif pack.names:
                held.add(pack_address(pack).rstrip("/"))
        return frozenset(held)


def forward(address: str, to: Crumb) -> PlannedPage:
    """Return a page that forwards to another."""
    return PlannedPage(address, "forward.html", to.title, f"Forwards to {to.title}.", {"to": to})


def _withdrawn(address: str, withdrawal: Withdrawal) -> PlannedPage:
    """Return the page of a policy that was withdrawn and of which the store holds no more."""
    day = in_words(withdrawal.date) if withdrawal.date else ""
    data = {"date": day, "reason": withdrawal.reason or "", "replacement": None, "reference": ""}
    summary = f"A policy that was withdrawn on {day}."
    return PlannedPage(address, WITHDRAWN, "Withdrawn policy", summary, data)


GONE = "No longer published here"


def gone(address: str) -> PlannedPage:
    """Return the page that stands where a document was that is no longer published here.

    It says no word of the document.
    """
    summary = "What stood at this address is no longer published on this site."
    return _known(PlannedPage(address, "gone.html", GONE, summary))


def _known(page: PlannedPage) -> PlannedPage:
    """Return the page with leave to say its address, which everybody knows."""
    return structs.replace(page, data={**page.data, "said": (page.address,)})
