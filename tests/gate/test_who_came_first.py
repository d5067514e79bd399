"""Who keeps a reference (PS003): what was published already, whatever its dates say."""

import dataclasses

from generator.gate.decide import decide
from generator.gate.rules import RULES
from tests.gate.test_rules import context
from tests.stores import Example, make_store

CAMERAS, FOUND = "policies/use-of-cameras/v1", "policies/found-property/v1"
NEXT = "policies/found-property/v2"
SHARED = {
    f"{CAMERAS}/policy.md": [{"find": "reference: POL-0002", "put": "reference: POL-0001"}],
}


def refused_for_its_reference(root, published):
    ready = context(make_store(root, Example("", "", None, SHARED)))
    ready = dataclasses.replace(ready, published=frozenset(published))
    found = decide(RULES, ready).findings
    return sorted({f.at.path.rpartition("/")[0] for f in found if f.rule == "PS003"})


def test_the_earlier_day_keeps_it_where_nothing_was_published(tmp_path):
    assert refused_for_its_reference(tmp_path, ()) == [CAMERAS]


def test_the_one_that_was_published_keeps_it_though_its_day_is_later(tmp_path):
    assert refused_for_its_reference(tmp_path, {CAMERAS}) == [FOUND, NEXT]


def test_of_two_that_were_published_the_earlier_day_keeps_it(tmp_path):
    assert refused_for_its_reference(tmp_path, {CAMERAS, FOUND, NEXT}) == [CAMERAS]
