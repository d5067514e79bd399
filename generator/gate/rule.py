"""What a rule of the gate is."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from generator.findings import Fault, Finding, Location, Severity
from generator.gate.context import Context
from generator.model import Pack
from generator.settings import is_adoptable
from generator.store.kept import Damaged
from generator.vocabulary import PackKind

EVERY_KIND = frozenset(PackKind)
POLICIES = frozenset({PackKind.POLICY})
REPORTS = frozenset({PackKind.REPORT})
RECORDED = POLICIES | REPORTS


class Problem(Struct, frozen=True):
    """What a rule found: where, what, and, where it differs from the rule's own, how to mend it."""

    at: Location
    message: str
    fix: str = ""
    severity: Severity | None = None
    role: str = ""


Check = Callable[[Pack, Context], Iterable[Problem]]


class Rule(Struct, frozen=True):
    """One clause that a pack must meet to be published.

    ``after`` marks a rule that asks which versions are in force or which documents are public:
    it runs once that is known.
    """

    id: str
    name: str
    severity: Severity
    clause: str
    role: str
    fix: str
    kinds: frozenset[PackKind]
    after: bool
    check: Check
    doc: str

    def findings(self, pack: Pack, context: Context) -> Iterator[Finding]:
        """Run the check on one pack. A check that breaks refuses: it never lets a pack through."""
        if pack.kind not in self.kinds:
            return
        try:
            for problem in self.check(pack, context):
                yield self._finding(problem, pack, context)
        except Damaged:  # no fault of the rule's: the run begins again, and reads afresh
            raise
        except Exception as error:  # noqa: BLE001 - fail closed, whatever went wrong
            message = f"could not be checked for {self.name} ({type(error).__name__})"
            yield Finding(
                pack.at(), self.id, self.name, Severity.REFUSE, message, self.clause,
                "developers of the generator", "report this as a fault of the program",
            )  # fmt: skip

    def _finding(self, problem: Problem, pack: Pack, context: Context) -> Finding:
        severity = self._severity(problem.severity or self.severity, pack, context)
        return Finding(
            problem.at,
            self.id,
            self.name,
            severity,
            problem.message,
            self.clause,
            problem.role or self.role,
            problem.fix or self.fix,
        )

    def _severity(self, severity: Severity, pack: Pack, context: Context) -> Severity:
        """Apply the settings: a warning may refuse instead; a new rule spares what came before."""
        asked = context.settings.severity.get(self.id)
        if severity is Severity.WARN and asked is Severity.REFUSE:
            severity = Severity.REFUSE
        adopted = context.settings.adopted.get(self.id)
        spared = (
            adopted is not None
            and adopted <= context.as_at  # a day yet to come spares nobody
            and is_adoptable(self.id)
            and pack.publish_on is not None
            and pack.publish_on < adopted
        )
        return Severity.WARN if spared else severity


def rule(  # noqa: PLR0913 - all that a rule is stands on it
    rule_id: str,
    *,
    clause: str,
    role: str,
    fix: str,
    severity: Severity = Severity.REFUSE,
    kinds: frozenset[PackKind] = EVERY_KIND,
    after: bool = False,
) -> Callable[[Check], Rule]:
    """Turn a check into a ``Rule``; its name and its docstring become its page in the manual."""

    def build(check: Check) -> Rule:
        name = check.__name__.replace("_", "-")
        doc = inspect.getdoc(check) or ""
        return Rule(rule_id, name, severity, clause, role, fix, kinds, after, check, doc)

    return build


def reading(rule_id: str, pack: Pack) -> Iterator[Problem]:
    """Yield the faults that reading the pack put down to this rule."""
    for fault in pack.faults:
        if fault.rule == rule_id:
            yield problem(fault)


def problem(fault: Fault) -> Problem:
    """Return a fault of reading as a rule's problem."""
    return Problem(fault.at, fault.message, fault.fix, fault.severity, fault.role)
