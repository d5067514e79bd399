"""What Lighthouse gives a page: full marks, and 95 or more for speed."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.browser.conftest import CHROMIUM

LIGHTHOUSE = Path(__file__).parents[1] / "lighthouse/node_modules/.bin/lighthouse"
FLAGS = "--chrome-flags=--headless --no-sandbox --disable-gpu"
FULL = ("accessibility", "best-practices", "seo")
FAST = 0.95


@pytest.mark.long
@pytest.mark.parametrize("place", ["", "policies/", "policies/stop-and-search/", "search/"])
def test_a_page_has_full_marks_and_is_fast(address, place):
    command = [str(LIGHTHOUSE), f"{address}public/{place}", "--output=json", "--quiet", FLAGS]
    environment = os.environ | {"CHROME_PATH": CHROMIUM}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)  # noqa: S603
    found = json.loads(done.stdout)["categories"]
    assert {name: found[name]["score"] for name in FULL} == dict.fromkeys(FULL, 1)
    assert found["performance"]["score"] >= FAST
