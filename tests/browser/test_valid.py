"""Every kind of page is valid HTML, by the Nu validator."""

import json
import re
import subprocess
from pathlib import Path

from tests.browser.kinds import kinds

# A table that stands as blocks on a narrow screen says its roles itself, which a browser forgets.
ROLES_OF_TABLES = re.compile(
    "The “role” attribute must not be used on a “(tr|th|td)” element which has a “table” ancestor"
    "|The “(table|rowgroup|row|columnheader|rowheader|cell)” role is unnecessary for element"
)
CHECKER = Path(__file__).parent / "node_modules/vnu-jar/build/dist/vnu.jar"


def test_every_kind_of_page_is_valid_html(built):
    pages = [str(built / file) for file in sorted(kinds().values())]
    command = ["java", "-jar", str(CHECKER), "--format", "json", "--exit-zero-always", *pages]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    said = json.loads(done.stderr)["messages"]
    assert [
        f"{m['url'].partition(built.name)[2]}:{m['lastLine']} {m['message']}"
        for m in said
        if not ROLES_OF_TABLES.match(m["message"])
    ] == []
