"""Make a seeded corpus of clean, signed packs: `python bench/corpus.py FOLDER DOCUMENTS [SEED]`.

Each policy has five documents of 3-6 KB (a statement, two SOPs, an assessment, a workbook) and
its record, with links, tables and footnotes, as the repository's own store has.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from generator.store.text import digest

A_PACK = 5
WORDS = """
    officer staff record decision member public report property custody search vehicle incident
    supervisor victim witness statement evidence station enquiry review lawful purpose consider
    explain reason action support community partner agency service request response assess risk
    plan train equip store return owner notice duty team unit borough desk counter caller child
    adult safe harm welfare court file case charge interview account camera footage retain
    delete disclose share secure check sample measure improve learn feedback complaint apology
    outcome arrive leave travel drive stop observe listen write read keep send receive open
    close
""".split()  # noqa: SIM905 - a list of words reads best as words
GROUPS = ["Frontline Policing", "Met Operations", "Professionalism", "Resources"]
CHARACTERISTICS = """
    age disability gender_reassignment marriage_and_civil_partnership pregnancy_and_maternity race
    religion_or_belief sex sexual_orientation
""".split()  # noqa: SIM905 - a list of words reads best as words


class Maker:
    """Writes packs below a folder; the same seed gives the same bytes."""

    def __init__(self, root: Path, seed: int) -> None:
        self.root = root
        self.random = random.Random(seed)  # noqa: S311 - a corpus, not a secret

    def sentence(self) -> str:
        words = self.random.choices(WORDS, k=self.random.randint(9, 18))
        return " ".join(words).capitalize() + "."

    def paragraphs(self, count: int) -> str:
        made = (" ".join(self.sentence() for _ in range(5)) for _ in range(count))
        return "\n\n".join(made)

    def table(self) -> str:
        rows = [f"| {n} | {self.sentence()} | Head of unit |" for n in range(1, 7)]
        return "\n".join(["| Step | What is done | Post |", "| --- | --- | --- |", *rows])

    def steps(self) -> str:
        return "\n".join(f"{n}. {self.sentence()}" for n in range(1, 11))

    def body(self, headings: list[str], link: str) -> str:
        parts = []
        for number, heading in enumerate(headings, 1):
            parts.append(f"## {number}. {heading}\n\n{self.paragraphs(2)}")
        parts.append(f"## Steps\n\nSee the [other document]({link}).[^1]\n\n{self.steps()}")
        parts.append(f"## Who does what\n\n{self.table()}\n\n[^1]: {self.sentence()}")
        return "\n\n".join(parts) + "\n"

    def write(self, path: str, front: dict[str, str], body: str) -> None:
        lines = "\n".join(f"{key}: {value}" for key, value in front.items())
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"---\n{lines}\n---\n\n{body}", "utf-8")

    def pack(self, number: int) -> None:
        name = f"{self.random.choice(WORDS)} and {self.random.choice(WORDS)} {number}".capitalize()
        folder = f"policies/policy-{number:05}/v1"
        self._policy(folder, number, name)
        for part in (1, 2):
            self._sop(folder, number, part, name)
        self._eia(folder, number, name)
        self._workbook(folder, name)
        self._record(folder, number)

    def _common(self, title: str, kind: str) -> dict[str, str]:
        return {
            "title": title,
            "type": kind,
            "status": "final",
            "protective_marking": "OFFICIAL",
            "summary": f'"{self.sentence()}"',
        }

    def _policy(self, folder: str, number: int, name: str) -> None:
        plan = (
            "{diversity_impact: A yearly sample., compliance: A dip sample., "
            "performance: Time taken., benefits: Fewer appeals.}"
        )
        front = self._common(name, "policy") | {
            "reference": f"POL-{number % 10000:04}",
            "scope": "corporate",
            "policy_owner": "Director of Resources",
            "policy_lead": "Assistant Commissioner",
            "business_group": GROUPS[number % len(GROUPS)],
            "unit": "Strategy",
            "implemented_by": "Heads of units",
            "monitored_by": "Policy Co-ordination Unit",
            "review_by": "2029-02-01",
            "health_and_safety": "{impact: none, statement: The team found no effect on safety.}",
            "monitoring_plan": plan,
        }
        headings = ["Policy statement", "Responsibilities", "Health and safety"]
        self.write(f"{folder}/policy.md", front, self.body(headings, "sop-part-1.md#steps"))

    def _sop(self, folder: str, number: int, part: int, name: str) -> None:
        front = self._common(f"{name}, part {part}", "sop") | {
            "reference": f"SOP-{(number * 2 + part) % 10000:04}"
        }
        headings = ["Introduction", "Application", "Responsibilities"]
        self.write(f"{folder}/sop-part-{part}.md", front, self.body(headings, "policy.md"))

    def _eia(self, folder: str, number: int, name: str) -> None:
        impacts = ", ".join(f"{item}: none" for item in CHARACTERISTICS)
        front = self._common(f"{name}, assessment", "eia") | {
            "reference": f"EIA-{number % 10000:04}",
            "form": "6119A",
            "completed_on": "2025-11-20",
            "assessed_version": "1",
            "impacts": f"{{{impacts}}}",
            "feedback_summary": "Nobody asked for a change.",
        }
        self.write(f"{folder}/eia.md", front, self.body(["Assessment"], "policy.md"))

    def _workbook(self, folder: str, name: str) -> None:
        names = "equality health_and_safety information_management necessity proportionality"
        sections = ", ".join(f"{item}: It was considered in full." for item in names.split())
        front = self._common(f"{name}, workbook", "workbook") | {
            "completed_on": "2025-11-25",
            "feedback_summary": "Nobody asked for a change.",
            "sections": f"{{{sections}}}",
        }
        self.write(f"{folder}/workbook.md", front, self.body(["Notes"], "policy.md"))

    def _record(self, folder: str, number: int) -> None:
        def signed(*names: str) -> str:
            lines = []
            for name in names:
                value = digest((self.root / folder / name).read_bytes())
                lines.append(f'{name}: "{value}"')
            return "{" + ", ".join(lines) + "}"

        both = ("policy.md", "sop-part-1.md", "sop-part-2.md")
        who = {
            "policy-co-ordination-unit": (*both, "workbook.md"),
            "diversity-and-citizen-focus": (*both, "eia.md"),
            "directorate-of-information": (*both, "workbook.md"),
        }
        assured = "\n".join(
            f"  - {{by: {role}, result: pass, date: 2025-12-10, documents: {signed(*names)}}}"
            for role, names in who.items()
        )
        yes = "{public: yes, ground: public-interest, by: Director, date: 2026-01-10, reason: Fit.}"
        asked = "opened: 2025-07-01, closed: 2025-08-15, result: In favour., decision: None."
        text = f"""stage: implementation
change: new
registered_file: RF/{number}
file_plan: POL/{number}
commissioned: {{by: Assistant Commissioner, date: 2025-05-01}}
consultation:
  - {{who: Staff associations, side: internal, {asked}}}
  - {{who: Advisory group, side: external, {asked}}}
safety_and_health: {{consulted: 2025-06-20, reference: SH/{number}}}
submitted: 2025-12-01
quality_assurance:
{assured}
approval: {{by: Assistant Commissioner, rank: acpo, on_behalf_of: Director of Resources, \
date: 2026-01-10, documents: {signed(*both)}}}
sop_publication: {{sop-part-1.md: {yes}, sop-part-2.md: {yes}}}
publish_on: 2026-02-01
implementation_plan: {{communication: Notices., training: None needed., resources: In budget.}}
"""
        (self.root / folder / "record.yml").write_text(text, "utf-8")


def make(root: Path, documents: int, seed: int = 1) -> int:
    """Write a store of about ``documents`` documents below ``root``; return how many it has."""
    maker = Maker(root, seed)
    packs = max(1, documents // A_PACK)
    root.mkdir(parents=True, exist_ok=True)
    organisation = "organisation: {name: Corpus Police, short_name: CP}\n"
    (root / "scheme.yml").write_text(organisation, "utf-8")
    for number in range(1, packs + 1):
        maker.pack(number)
    return packs * A_PACK


if __name__ == "__main__":
    made = make(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]) if sys.argv[3:] else 1)
    print(f"{made} documents")
