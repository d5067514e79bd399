"""The records of the force's own reports, taken from ../shared/sources/records into our columns.

Nothing is added. A paragraph sign parts paragraphs, and "not stated" and blank cells are blank.
What was worked out by whoever took them from the reports (notes on the scan, lines, sums) is left.
"""

import csv
import io
import re

from tests.sources import SOURCES

RECORDS = SOURCES / "records"
COLUMNS = {
    "recommendations": "number recommendation paragraph links measures response timetable owner "
    "status",
    "actions": "number plan action lead due update status carried_forward_to",
    "grades": "code framework domain grade direction national_distribution note",
    "survey": "number question Yes Partly No",
}
SOURCE = {
    "recommendations": "winning_consent.csv",
    "actions": "gip_actions.csv",
    "grades": "baseline_grades.csv",
    "survey": "ags_survey.csv",
}


def rows(name):
    return list(csv.DictReader(io.StringIO((RECORDS / name).read_text("utf-8"))))


def records(kind):
    """Return the rows of one kind, each with its columns."""
    return list(MAKERS[kind](rows(SOURCE[kind])))


def as_csv(kind, found=None):
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS[kind].split(), restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(records(kind) if found is None else found)
    return out.getvalue()


def _recommendations(found):
    for row in found:
        stated = {name: row[name] for name in ("number", "recommendation", "paragraph", "owner")}
        complete = row["status_derived"].startswith("complete")
        yield {
            **stated,
            "response": row["response"].replace(" ¶ ", "\n\n"),
            "timetable": row["timetable"],
            "status": "complete" if complete else "",
        }


def _actions(found):
    counts = {}
    for row in found:
        carried = row["plan"].startswith("Para 1.8")
        plan = "C" if carried else row["plan"].split(":")[0]
        counts[plan] = counts.get(plan, 0) + 1
        yield {
            "number": f"{plan}.{counts[plan]}",
            "plan": row["plan"],
            "action": re.sub(r"^\d\. ", "", row["action"]),
            "lead": row["lead"],
            "due": row["due"],
            "update": row["update"],
        }


def _grades(found):
    for row in found:
        nation = {word: row[f"nat_{word}"] for word in ("poor", "fair", "good", "excellent")}
        yield {
            **{name: row[name] for name in ("code", "framework", "domain", "grade", "direction")},
            "national_distribution": ", ".join(f"{n.capitalize()} {v}" for n, v in nation.items()),
        }


def _survey(found):
    for row in found:
        answers = {name.capitalize(): row[name] for name in ("yes", "partly", "no")}
        yield {"number": row["q"], "question": row["statement"], **answers}


MAKERS = {
    "recommendations": _recommendations,
    "actions": _actions,
    "grades": _grades,
    "survey": _survey,
}
