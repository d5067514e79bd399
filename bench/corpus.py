"""Make a seeded corpus of clean, signed packs: `python -m bench.corpus FOLDER DOCUMENTS [SEED]`.

Of 20 documents, 19 are of policies (a statement, two SOPs, an assessment and a workbook, with their
record) and one is a monitoring report; each has 6-8 KB, with links, tables and footnotes, as the
repository's own store has. A reference has four digits, so that a large store has more versions of
its policies, two months apart, up to about 25,000 documents a version and five versions.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

from bench.words import NAMES, Speaker
from generator.store.text import digest

A_PACK = 5
A_REPORT = 20
"""One document in so many is a monitoring report."""
MOST_SOPS = 9_999
LEAST, MOST = 5_800, 6_600
"""Bytes of a text, without its front matter."""
GROUPS = ["Frontline Policing", "Met Operations", "Professionalism", "Resources"]
CHARACTERISTICS = """
    age disability gender_reassignment marriage_and_civil_partnership pregnancy_and_maternity race
    religion_or_belief sex sexual_orientation
""".split()


class Maker:
    """Writes packs below a folder; the same seed gives the same bytes."""

    def __init__(self, root: Path, seed: int, documents: int) -> None:
        self.root = root
        self.seed = seed
        self.reports = documents // A_REPORT
        packs = max(1, (documents - self.reports) // A_PACK)
        self.versions = -(-2 * packs // MOST_SOPS)
        self.policies = packs // self.versions
        self.documents = self.policies * self.versions * A_PACK + self.reports

    def make(self) -> None:
        self.root.mkdir(parents=True, exist_ok=True)
        organisation = "organisation: {name: Corpus Police, short_name: CP}\n"
        (self.root / "scheme.yml").write_text(organisation, "utf-8")
        for number in range(1, self.policies + 1):
            policy = Policy(self, number)
            for version in range(1, self.versions + 1):
                policy.save(f"{policy.home}/v{version}", policy.pack(version))
        for number in range(1, self.reports + 1):
            Report(self, number).write()

    def chance(self, what: str) -> random.Random:
        return random.Random(f"{self.seed} {what}")  # noqa: S311 - a corpus, not a secret


class Writer:
    """Writes the texts of one subject."""

    def __init__(self, maker: Maker, folder: str) -> None:
        self.maker = maker
        self.chance = maker.chance(folder)
        self.speaker = Speaker(self.chance)
        self.sentence = self.speaker.sentence

    def paragraph(self) -> str:
        return " ".join(self.sentence() for _ in range(5))

    def table(self) -> str:
        rows = [f"| {n} | {self.sentence()} | Head of unit |" for n in range(1, 7)]
        return "\n".join(["| Step | What is done | Post |", "| --- | --- | --- |", *rows])

    def body(self, headings: list[str], links: str) -> str:
        """Return a text with these headings, steps, links, a table and a footnote."""
        steps = "\n".join(f"{n}. {self.sentence()}" for n in range(1, 11))
        end = (
            f"## Steps\n\nSee {links}.[^1]\n\n{steps}\n\n"
            f"## Who does what\n\n{self.table()}\n\n[^1]: {self.sentence()}\n"
        )
        parts = [f"## {number}. {heading}" for number, heading in enumerate(headings, 1)]
        wanted = self.chance.randint(LEAST, MOST) - len(end)
        size, turn = 0, 0
        while size < wanted:
            paragraph = self.paragraph()
            parts[turn % len(parts)] += f"\n\n{paragraph}"
            size, turn = size + len(paragraph), turn + 1
        return "\n\n".join([*parts, end])

    def common(self, title: str, kind: str) -> dict[str, str]:
        return {
            "title": title,
            "type": kind,
            "status": "final",
            "protective_marking": "OFFICIAL",
            "summary": f'"{self.sentence()}"',
        }

    def text(self, front: dict[str, str], body: str) -> bytes:
        lines = "\n".join(f"{key}: {value}" for key, value in front.items())
        return f"---\n{lines}\n---\n\n{body}".encode()

    def save(self, folder: str, texts: dict[str, bytes]) -> None:
        target = self.maker.root / folder
        target.mkdir(parents=True, exist_ok=True)
        for name, data in texts.items():
            (target / name).write_bytes(data)


def signed(texts: dict[str, bytes], *names: str) -> str:
    """Return the digests of these texts, as a record names them."""
    return "{" + ", ".join(f'{name}: "{digest(texts[name])}"' for name in names) + "}"


class Policy(Writer):
    """Writes a policy. A version has one paragraph more than the one before."""

    def __init__(self, maker: Maker, number: int) -> None:
        self.home = f"policies/policy-{number:05}"
        super().__init__(maker, self.home)
        self.number = number
        self.name = _name(number)
        self.another = self.chance.randint(1, maker.policies)
        back = "the [policy](policy.md)"
        other = f"[another policy](../../policy-{self.another:05}/)"
        self.bodies = {
            "policy.md": self.body(
                ["Policy statement", "Responsibilities", "Health and safety"],
                f"the [first part](sop-part-1.md#steps) and {other}",
            ),
            "sop-part-1.md": self.body(["Introduction", "Application", "Responsibilities"], back),
            "sop-part-2.md": self.body(["Introduction", "Application", "Responsibilities"], back),
            "eia.md": self.body(["Assessment"], back),
            "workbook.md": self.body(["Notes"], back),
        }
        self.fronts = {
            "policy.md": self._policy(),
            "sop-part-1.md": self._sop(1),
            "sop-part-2.md": self._sop(2),
            "eia.md": self._eia(),
            "workbook.md": self._workbook(),
        }

    def pack(self, version: int) -> dict[str, bytes]:
        """Return the files of a version; call it for each in turn."""
        month = f"2026-{2 * version - 1:02}"
        if version > 1:
            self.add_paragraph("policy.md")
        self.fronts["eia.md"] |= {
            "completed_on": f"{month}-02",
            "assessed_version": str(version),
        }
        self.fronts["workbook.md"]["completed_on"] = f"{month}-02"
        texts = {name: self.text(self.fronts[name], body) for name, body in self.bodies.items()}
        texts["record.yml"] = self._record(texts, version, month)
        return texts

    def add_paragraph(self, name: str) -> None:
        """Put a new paragraph before the steps."""
        self.bodies[name] = self.bodies[name].replace("## Steps", f"{self.paragraph()}\n\n## Steps")

    def _policy(self) -> dict[str, str]:
        plan = (
            "{diversity_impact: A yearly sample., compliance: A dip sample., "
            "performance: Time taken., benefits: Fewer appeals.}"
        )
        return self.common(self.name, "policy") | {
            "reference": f"POL-{self.number:04}",
            "scope": "corporate",
            "policy_owner": "Director of Resources",
            "policy_lead": "Assistant Commissioner",
            "business_group": GROUPS[self.number % len(GROUPS)],
            "unit": "Strategy",
            "implemented_by": "Heads of units",
            "monitored_by": "Policy Co-ordination Unit",
            "review_by": "2029-01-01",
            "health_and_safety": "{impact: none, statement: The team found no effect on safety.}",
            "monitoring_plan": plan,
        }

    def _sop(self, part: int) -> dict[str, str]:
        number = self.number * 2 + part - 2
        return self.common(f"{self.name}, part {part}", "sop") | {"reference": f"SOP-{number:04}"}

    def _eia(self) -> dict[str, str]:
        impacts = ", ".join(f"{item}: none" for item in CHARACTERISTICS)
        return self.common(f"{self.name}, assessment", "eia") | {
            "reference": f"EIA-{self.number:04}",
            "form": "6119A",
            "impacts": f"{{{impacts}}}",
            "feedback_summary": "Nobody asked for a change.",
        }

    def _workbook(self) -> dict[str, str]:
        names = "equality health_and_safety information_management necessity proportionality"
        sections = ", ".join(f"{item}: It was considered in full." for item in names.split())
        return self.common(f"{self.name}, workbook", "workbook") | {
            "feedback_summary": "Nobody asked for a change.",
            "sections": f"{{{sections}}}",
        }

    def _record(self, texts: dict[str, bytes], version: int, month: str) -> bytes:
        number = self.number
        both = ("policy.md", "sop-part-1.md", "sop-part-2.md")
        who = {
            "policy-co-ordination-unit": (*both, "workbook.md"),
            "diversity-and-citizen-focus": (*both, "eia.md"),
            "directorate-of-information": (*both, "workbook.md"),
        }
        passed = f"result: pass, date: {month}-10"
        assured = "\n".join(
            f"  - {{by: {role}, {passed}, documents: {signed(texts, *names)}}}"
            for role, names in who.items()
        )
        yes = (
            f"{{public: yes, ground: public-interest, by: Director, date: {month}-20, "
            "reason: Fit.}"
        )
        asked = "opened: 2025-07-01, closed: 2025-08-15, result: In favour., decision: None."
        change = "major\nsummary_of_changes: A paragraph was added." if version > 1 else "new"
        return f"""stage: implementation
change: {change}
registered_file: RF/{number}
file_plan: POL/{number}
commissioned: {{by: Assistant Commissioner, date: 2025-05-01}}
consultation:
  - {{who: Staff associations, side: internal, {asked}}}
  - {{who: Advisory group, side: external, {asked}}}
safety_and_health: {{consulted: 2025-06-20, reference: SH/{number}}}
submitted: {month}-05
quality_assurance:
{assured}
approval: {{by: Assistant Commissioner, rank: acpo, on_behalf_of: Director of Resources, \
date: {month}-20, documents: {signed(texts, *both)}}}
sop_publication: {{sop-part-1.md: {yes}, sop-part-2.md: {yes}}}
publish_on: 2026-{2 * version:02}-01
implementation_plan: {{communication: Notices., training: None needed., resources: In budget.}}
""".encode()


class Report(Writer):
    """Writes a monitoring report on a policy."""

    def __init__(self, maker: Maker, number: int) -> None:
        self.number = number
        step = max(1, maker.policies // maker.reports)
        turn, before = divmod((number - 1) * step, maker.policies)
        policy, edition = before + 1, f"2026-{turn + 1}"
        self.home = f"monitoring/policy-{policy:05}/{edition}"
        super().__init__(maker, self.home)
        self.policy = policy

    def write(self) -> None:
        front = self.common(
            f"{_name(self.policy)}, monitored {self.number}", "monitoring-report"
        ) | {
            "reference": f"MON-{self.number:04}",
            "period_from": "2026-02-01",
            "period_to": "2026-07-31",
            "measures": "{diversity_impact: No difference., compliance: 98 of 100 samples., "
            "performance: Three days., benefits: Fewer appeals.}",
            "remedial_actions": "[None was needed.]",
        }
        link = f"the [policy](../../../policies/policy-{self.policy:05}/)"
        texts = {"report.md": self.text(front, self.body(["Findings"], link))}
        texts["record.yml"] = f"""stage: implementation
registered_file: RF/M{self.number}
quality_assurance:
  - by: business-group-policy-co-ordinator
    result: pass
    date: 2026-08-20
    documents: {signed(texts, "report.md")}
    checks: {{logical: yes, comprehensive: yes, plain_english: yes, legislation: yes}}
publish_on: 2026-09-01
""".encode()
        self.save(self.home, texts)


def _name(number: int) -> str:
    """Return the title of a policy: two names, and never the same two in the same order."""
    turn, first = divmod(number, len(NAMES))
    return f"{NAMES[first]} and {NAMES[(first + turn + 1) % len(NAMES)]}".capitalize()


def make(root: Path, documents: int, seed: int = 1) -> int:
    """Write a store of about ``documents`` documents below ``root``; return how many it has."""
    maker = Maker(root, seed, documents)
    maker.make()
    return maker.documents


def change(root: Path, documents: int, number: int = 1, seed: int = 1) -> None:
    """Add a paragraph to the statement of a policy of that store, and sign it anew."""
    maker = Maker(root, seed, documents)
    policy = Policy(maker, number)
    for version in range(1, maker.versions):
        policy.pack(version)
    policy.add_paragraph("policy.md")
    policy.save(f"{policy.home}/v{maker.versions}", policy.pack(maker.versions))


if __name__ == "__main__":
    made = make(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]) if sys.argv[3:] else 1)
    print(f"{made} documents")
