"""What a proof keeps for the next one: what was looked for, and what it saw of each file."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Mapping

from generator.store.kept import Kept, Place
from generator.verify.verify import Before, Proof, Seen
from generator.vocabulary import Site

SEEN = "seen:"


def last_proof(kept: Kept, site: Site, same: Iterable[str]) -> Before:
    """Return the last proof of a site, ``same`` being the files that stand there from it."""
    places: Mapping[str, Place] = kept.index.get("places", {})
    start = f"{site}/"

    def recall(name: str) -> Seen:
        data = kept.read(places[f"{SEEN}{start}{name}"])
        seen: Seen = pickle.loads(data)  # noqa: S301 - our own, by its digest
        return seen

    return Before(
        kept.index.get("asked", {}).get(site, b""),
        _below(start, kept.index.get("files", ())),
        _below(start, same),
        recall,
    )


def _below(start: str, names: Iterable[str]) -> frozenset[str]:
    return frozenset(name.removeprefix(start) for name in names if name.startswith(start))


def notes(
    kept: Kept, proofs: Mapping[Site, Proof], names: Iterable[str]
) -> dict[str, Place | bytes]:
    """Return what was seen of each of these files, now or when it was last read."""
    places: Mapping[str, Place] = kept.index.get("places", {})
    found: dict[str, Place | bytes] = {}
    for name in names:
        site, _, address = name.partition("/")
        seen = proofs[Site(site)].seen.get(address)
        found[SEEN + name] = places[SEEN + name] if seen is None else pickle.dumps(seen, protocol=5)
    return found
