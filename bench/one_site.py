"""Build the public site alone, to measure with: `python -m bench.one_site`, and as `scheme build`.

It is the program's own pipeline, whose plan has an empty intranet once it is made: so what is read,
gated and planned is whole, registers of the intranet included, and the rest is of one site. The
command line has no such option, since nobody should publish one site without the other.
"""

from __future__ import annotations

import sys
from typing import Any

from msgspec import structs

from generator.plan import make
from generator.vocabulary import Site

plan_both = make.make_plan


def plan_one(*arguments: Any, **options: Any) -> Any:
    """Return the plan with nothing to show on the intranet, and so nothing to keep out of it."""
    plan = plan_both(*arguments, **options)
    empty = structs.replace(
        plan.sites[Site.INTRANET],
        pages=(), files=(), documents={}, policies={}, made=(), downloads=(),
    )  # fmt: skip
    return structs.replace(
        plan,
        sites={**plan.sites, Site.INTRANET: empty},
        withheld={**plan.withheld, Site.INTRANET: ()},
    )


if __name__ == "__main__":
    make.make_plan = plan_one
    from generator import cli  # once the plan is ours

    sys.exit(cli.main(["build", *sys.argv[1:]]))
