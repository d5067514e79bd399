"""Build the public site alone, to measure with: `python -m bench.one_site`, and as `scheme build`.

It is the program's own pipeline, whose plan loses the intranet once it is made: so what is read,
gated and planned is whole, registers of the intranet included, and the rest is of one site. The
command line has no such option, since nobody should publish one site without the other.
"""

from __future__ import annotations

import dataclasses
import sys
from typing import Any

from generator.plan import make
from generator.vocabulary import Site

plan_both = make.make_plan


def plan_one(*arguments: Any, **options: Any) -> Any:
    """Return the plan without the intranet."""
    plan = plan_both(*arguments, **options)
    return dataclasses.replace(plan, sites={Site.PUBLIC: plan.sites[Site.PUBLIC]})


if __name__ == "__main__":
    make.make_plan = plan_one
    from generator import cli, pipeline

    pipeline.Site = (Site.PUBLIC,)  # type: ignore[assignment,misc] # the proof goes through these
    sys.exit(cli.main(["build", *sys.argv[1:]]))
