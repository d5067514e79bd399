"""What a proof keeps for the next one: what was looked for, and what it saw of each file."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Mapping
from typing import Any

from generator.store.kept import Kept, Place
from generator.verify.leaks import KeptSecrets
from generator.verify.verify import Before, Proof, Seen
from generator.vocabulary import Site

SEEN, WANTED, TOLD = "seen:", "wanted:", "told:"


def last_proof(kept: Kept, site: Site, same: Iterable[str]) -> Before:
    """Return the last proof of a site, ``same`` being the files that stand there from it."""
    asked = kept.index.get("asked", {}).get(site)
    if asked is None:
        return Before()
    places: Mapping[str, Place] = kept.index["places"]
    start = f"{site}/"

    def recall(name: str) -> Seen:
        seen: Seen = _fetched(kept, places[f"{SEEN}{start}{name}"])
        return seen

    secrets = KeptSecrets(
        _fetched(kept, places[WANTED + site]), _fetched(kept, places[TOLD + site])
    )
    files = kept.index["files"]
    return Before(asked, _below(start, files), _below(start, same), recall, secrets)


def _fetched(kept: Kept, place: Place) -> Any:
    return pickle.loads(kept.read(place))  # noqa: S301 - our own, by its digest


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
        if address:  # else it stands beside the sites
            seen = proofs[Site(site)].seen.get(address)
            found[SEEN + name] = places[SEEN + name] if seen is None else _packed(seen)
    for site, proof in proofs.items():
        same = proof.secrets.wanted.basis == kept.index.get("wanted", {}).get(site)
        found[WANTED + site] = places[WANTED + site] if same else _packed(proof.secrets.wanted)
        found[TOLD + site] = _packed(proof.secrets.told)
    return found


def _packed(value: object) -> bytes:
    return pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
