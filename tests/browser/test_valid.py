"""Every kind of page is valid HTML, by the Nu validator."""

import json
import subprocess
from pathlib import Path

from tests.browser.kinds import kinds

CHECKER = Path(__file__).parent / "node_modules/vnu-jar/build/dist/vnu.jar"


def test_every_kind_of_page_is_valid_html(built):
    pages = [str(built / file) for file in sorted(kinds().values())]
    command = ["java", "-jar", str(CHECKER), "--format", "json", "--exit-zero-always", *pages]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    said = json.loads(done.stderr)["messages"]
    assert [
        f"{Path(m['url']).relative_to(built)}:{m['lastLine']} {m['message']}" for m in said
    ] == []
