"""PS215: an associated document that nobody could find."""

from __future__ import annotations

from collections.abc import Container, Iterator

from generator.findings import Severity
from generator.gate.context import Context
from generator.gate.rule import POLICIES, Problem, rule
from generator.links import ADDRESS
from generator.model import Pack


@rule(
    "PS215",
    clause="SOPs, Associated documents",
    role="policy developer",
    fix="write the reference of a document of the store (POL-0001), or an address (https://...)",
    severity=Severity.WARN,
    kinds=POLICIES,
)
def associated_document_unknown(pack: Pack, context: Context) -> Iterator[Problem]:
    """An associated document is neither in the store nor an address.

    Why: the list sends the reader on. A name that leads nowhere sends them to the policy unit.
    Good: `POL-0002`; `https://www.legislation.gov.uk/ukpga/2010/15/contents`
    Bad: `The equality policy`; `POL-9999`, where nothing has that reference; `www.example.org`.
    """
    policy = pack.policy
    written = policy.source.metadata.get("associated_documents") if policy else None
    if policy is None or not isinstance(written, list):
        return
    known = context.scheme.references
    for index, entry in enumerate(written):
        if isinstance(entry, str) and entry.strip() and not _leads_on(entry.strip(), known):
            at = policy.at("associated_documents", index)
            message = "lists an associated document that is neither in the store nor an address"
            yield Problem(at, message)


def _leads_on(entry: str, known: Container[str]) -> bool:
    return entry in known or ADDRESS.fullmatch(entry) is not None
