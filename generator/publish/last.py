"""What the last publication held, from the report that it left beside the sites."""

from __future__ import annotations

import json
from pathlib import Path

from generator.publish.swap import REPORT, NotOurs
from generator.vocabulary import State

PUBLISHED = frozenset({State.IN_FORCE.value, State.SUPERSEDED.value})


def published_packs(out: Path) -> frozenset[str]:
    """Return the paths of the packs that the sites in ``out`` show; none where there are no sites.

    Raises ``NotOurs`` where the report cannot be believed: what vanished could not be told.
    """
    file = out / REPORT
    if not file.is_file():
        return frozenset()
    try:
        packs = json.loads(file.read_text("utf-8"))["packs"]
        return frozenset(str(p["pack"]) for p in packs if p["state"] in PUBLISHED)
    except (ValueError, KeyError, TypeError) as error:
        raise NotOurs(f"{file} cannot be read; delete {out} and build afresh") from error
