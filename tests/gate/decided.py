"""What becomes of every pack of an example, and where its documents go, as `decided.txt` has it."""

from functools import cache
from pathlib import Path

from generator.gate.report import as_json

DECIDED = Path(__file__).parent / "decided.txt"
BASE = "the base store"


def name_of(path):
    return f"{path.parent.name}/{path.stem}"


def decided(found):
    """Return a line for each pack, and below it one for each document: `path type sites`."""
    lines = []
    for pack in as_json(found, found.findings)["packs"]:
        lines.append(f"  {pack['pack']}: {pack['state']}")
        for document in pack["documents"]:
            sites = [site for site in ("public", "intranet") if document[site]]
            where = " and ".join(sites) or "nowhere"
            lines.append(f"  {document['path']} ({document['type']}): {where}")
    return lines


def changed(lines, base):
    gone = [f"  no {line.strip()}" for line in base if named(line) not in map(named, lines)]
    return [line for line in lines if line not in base] + gone


def named(line):
    return line.split(":")[0].split(" (")[0]


@cache
def kept():
    """Return what the file says of the base store and of each example, in its order."""
    found, name = {}, BASE
    for line in DECIDED.read_text("utf-8").splitlines():
        if line.startswith("  "):
            found[name].append(line)
        elif line:
            name = line
            found[name] = []
    return found
