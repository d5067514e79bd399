"""A store with a document of every kind that is offered as a file, and all that one may hold."""

from pathlib import Path

from tests.stores import AS_AT, BASE, Example, make_store

STORE = Path(__file__).parent.parent
INSPECTED = BASE / "monitoring/inspectorate/2026"
KINDS = {
    "policy": "policies/found-property/v2/pol-0001-v2",
    "procedures": "policies/found-property/v2/sop-process/sop-0001-v2",
    "assessment": "policies/found-property/v2/eia/eia-0001-v2",
    "monitoring report": "monitoring/found-property/2025/mon-0001-2025",
    "inspection report": "monitoring/inspectorate/2026/rep-0001-2026",
    "inspection response": "monitoring/response/2026/rep-0002-2026",
    "improvement plan": "monitoring/plan/2026/rep-0003-2026",
}
DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c020000000b4944415478da6364"
    "f80f00010501012718e3660000000049454e44ae426082"
)
SIGNED = 'attachments/label.png: "sha256:SIGN"\n'
EVERYTHING = """
## Everything an author may write

The force *must* decide within **5 days**.[^law] It uses `form 6119A`, and says so ([the
process](sop-process.md#process), [the law](https://www.legislation.gov.uk/ukpga/1997/30)).

[^law]: Police (Property) Act 1897, *section 1*.

1. Take the item in.
2. Enter it:
    - in the register;
    - on the label.
3. Store it.

!!! warning "Cash"
    Count it in front of a second person.

> A finder is thanked.

![The label: a number, a day and a name](attachments/label.png)

### Limits

Table: What may be stored where

| Item | Place | Days |
|------|:-----:|-----:|
| Cash | safe  | 5    |
| Keys | shelf | 28   |

Finder
:   Whoever hands a thing in.
"""


def _report(folder, puts, real):
    """Return the files of a report: the inspectorate's, with these words put for its own."""
    old, new = "grades.csv", puts["grades.csv"]
    text = (INSPECTED / "report.md").read_text("utf-8")
    for find, put in puts.items():
        assert find in text, find
        text = text.replace(find, put)
    return {
        f"{folder}/report.md": text,
        f"{folder}/record.yml": (INSPECTED / "record.yml").read_text("utf-8").replace(old, new),
        f"{folder}/{new}": (STORE / "monitoring" / real / new).read_text("utf-8"),
    }


RESPONSE = {
    "inspection-report": "inspection-response", "REP-0001": "REP-0002",
    "Inspection of property": "Response to the inspection of", "grades.csv": "recommendations.csv",
    "records_kind: grades": "records_kind: recommendations",
}  # fmt: skip
PLAN = {
    "inspection-report": "improvement-plan", "REP-0001": "REP-0003",
    "Inspection of property": "Plan for the", "grades.csv": "actions.csv",
    "records_kind: grades": "records_kind: actions",
}  # fmt: skip


def make_every_kind(root):
    """Make the store, and return its folder."""
    policy = "policies/found-property/v2"
    edits = {
        f"{policy}/policy.md": [
            {"find": "\n## Health and safety", "put": EVERYTHING + "\n## Health and safety"}
        ],
        f"{policy}/record.yml": [
            *(
                {
                    "find": f"{day}\n    documents:\n",
                    "put": f"{day}\n    documents:\n      {SIGNED}",
                }
                for day in ("2025-06-10", "2025-06-12", "2025-06-15")
            ),
            {"find": "\n  documents:\n", "put": f"\n  documents:\n    {SIGNED}"},
        ],
    }
    add = _report("monitoring/response/2026", RESPONSE, "custody-inspection-response/2026")
    add |= _report("monitoring/plan/2026", PLAN, "information-improvement-plan/2026")
    label = root / policy / "attachments/label.png"
    label.parent.mkdir(parents=True)
    label.write_bytes(DOT)
    return make_store(root, Example("", "", AS_AT, edits, add))
