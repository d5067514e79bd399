"""Break the gate in one place at a time, and count what the tests do not see: `make mutants`.

Why not a library: mutmut passes over every decorated function, and so over every rule; cosmic-ray
starts a fresh process, and all the tests, for each of some thousands of mutants. Here the tests are
collected and timed once, and each mutant is a fork that runs those which reach its line: its own
first, then those that killed its neighbours, then the quickest, for a few seconds in all.

What is broken: a comparison (turned, and moved by one), `and`/`or`/`not`, a condition, a number, a
text, a flag, an operator, `min`/`max`, `any`/`all`, what is returned, a named argument, a case, a
statement, a member of a list (and so every rule). What is not: docstrings, annotations, how a
dataclass or a struct is declared. A mutant that no test reaches has survived.
"""

from __future__ import annotations

import argparse
import ast
import functools
import gc
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
import types
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import Enum, StrEnum
from importlib import import_module
from itertools import accumulate
from pathlib import Path
from typing import Any, NoReturn

import coverage
import pytest
from _pytest.runner import runtestprotocol

ROOT = Path(__file__).parent.parent
GATE = ROOT / "generator" / "gate"
TESTS = ("tests/gate", "tests/test_decide.py", "tests/test_constructs.py")
# A test that measures time would kill by chance; the properties hold by the same rules, slowly.
# Nor is anything of the gate seen in Word files and PDFs.
LEFT_OUT = (
    "takes_time", "takes_long", "compared_in_time", "test_properties.py",
    "becomes_what_the_manual_says", "in_opendocument", "is_lost_anywhere",
)  # fmt: skip
MEMORY = 4 * 1024**3
ENOUGH = 0.95
FAULT = 3


Steps = tuple[tuple[str, int | None], ...]
Change = Callable[[Any], Any]


@dataclass(frozen=True)
class Mutant:
    """One change of one module: where it stands, what it is, and how it is made.

    ``owner`` is the function or class it is in ("" at module level), ``body`` whether it is run
    with the function and not when the module is read; ``lines`` those of its statement.
    """

    path: Path
    line: int
    lines: frozenset[int]
    what: str
    owner: str
    body: bool
    steps: Steps
    change: Change

    def __str__(self) -> str:
        return f"{self.path.relative_to(ROOT)}:{self.line}: {self.what}"

    @property
    def module(self) -> str:
        """The dotted name of its module."""
        return ".".join(self.path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")

    def code(self) -> types.CodeType:
        """Return the module with the change, compiled."""
        tree = ast.parse(self.path.read_text("utf-8"))
        parent, (name, index) = tree, self.steps[-1]
        for step, at in self.steps[:-1]:
            parent = getattr(parent, step) if at is None else getattr(parent, step)[at]
        old = getattr(parent, name) if index is None else getattr(parent, name)[index]
        new = ast.copy_location(self.change(old), old)
        if index is None:
            setattr(parent, name, new)
        else:
            getattr(parent, name)[index] = new
        return compile(ast.fix_missing_locations(tree), str(self.path), "exec", dont_inherit=True)


# ---- what is broken

TURNED = {
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,), ast.NotIn: (ast.In,),
    ast.Lt: (ast.GtE, ast.LtE), ast.LtE: (ast.Gt, ast.Lt),
    ast.Gt: (ast.LtE, ast.GtE), ast.GtE: (ast.Lt, ast.Gt),
}  # fmt: skip
OTHER = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
SWAPPED = {"min": "max", "max": "min", "any": "all", "all": "any"}


def changes(  # noqa: C901, PLR0912 - one case for each kind of node
    node: ast.AST,
) -> Iterator[tuple[str, Change]]:
    """Yield each way to break one node: its name, and what makes it of a copy of the node."""
    match node:
        case ast.Compare(ops=ops):
            for index, op in enumerate(ops):
                for other in TURNED[type(op)]:
                    name = f"{type(op).__name__} becomes {other.__name__}"
                    yield name, _turn(index, other)
        case ast.BoolOp(op=op):
            other = ast.Or if isinstance(op, ast.And) else ast.And
            yield f"{type(op).__name__} becomes {other.__name__}", _put(op=other())
        case ast.UnaryOp(op=ast.Not()):
            yield "not taken out", lambda it: it.operand
        case ast.BinOp(op=op) | ast.AugAssign(op=op) if type(op) in OTHER:
            other = OTHER[type(op)]
            yield f"{type(op).__name__} becomes {other.__name__}", _put(op=other())
            if isinstance(node, ast.AugAssign):
                yield "statement taken out", _nothing
        case ast.If(test=test) | ast.IfExp(test=test) | ast.While(test=test):
            if not isinstance(test, ast.Compare) and not _is_not(test):
                yield "condition negated", _negate
        case ast.comprehension(ifs=ifs):
            for index in range(len(ifs)):
                yield "filter taken out", _without("ifs", index)
        case ast.Constant(value=bool() as value):
            yield f"{value} becomes {not value}", _put(value=not value)
        case ast.Constant(value=int() | float() as value):
            yield f"{value} becomes {value + 1}", _put(value=value + 1)
        case ast.Constant(value=str() as value):
            yield f"text {value[:30]!r} changed", _put(value=_other_text(value))
        case ast.Return(value=value) if value is not None:
            if not (isinstance(value, ast.Constant) and not value.value):  # changed as a constant
                yield "returns None", _put(value=ast.Constant(None))
        case ast.Expr() | ast.Continue() | ast.Break() | ast.Raise() | ast.Return():
            yield "statement taken out", _nothing
        case ast.Call(func=ast.Name(id=name)) if name in SWAPPED:
            yield f"{name} becomes {SWAPPED[name]}", _put(func=ast.Name(SWAPPED[name], ast.Load()))
        case ast.Match(cases=cases) if len(cases) > 1:
            for index in range(len(cases)):
                yield f"case {index + 1} taken out", _without("cases", index)
        case ast.Set(elts=elts) | ast.List(elts=elts) | ast.Tuple(elts=elts, ctx=ast.Load()):
            for index in range(len(elts) if len(elts) > 1 else 0):
                yield f"member {index + 1} taken out", _without("elts", index)
        case ast.Dict(keys=keys):
            for index in range(len(keys) if len(keys) > 1 else 0):
                yield f"member {index + 1} taken out", _without_pair(index)
    if isinstance(node, ast.Call):
        for index, keyword in enumerate(node.keywords):
            yield f"argument {keyword.arg} taken out", _without("keywords", index)


def _other_text(text: str) -> str:
    """Return a text whose first and last words are others; of signs alone, one sign less."""
    words = text.strip() or text
    if len(words) > 1 and not any(character.isalnum() for character in words):
        return text.replace(words, words[1:])
    before, after = text[: text.index(words)], text[text.index(words) + len(words) :]
    return f"{before}XX{words}XX{after}"


def _is_not(test: ast.expr) -> bool:
    return isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)


def _put(**fields: Any) -> Change:
    def change(node: Any) -> Any:
        for name, value in fields.items():
            setattr(node, name, value)
        return node

    return change


def _turn(index: int, other: type[ast.cmpop]) -> Change:
    def change(node: Any) -> Any:
        node.ops[index] = other()
        return node

    return change


def _without(name: str, index: int) -> Change:
    def change(node: Any) -> Any:
        del getattr(node, name)[index]
        return node

    return change


def _without_pair(index: int) -> Change:
    def change(node: Any) -> Any:
        del node.keys[index], node.values[index]
        return node

    return change


def _negate(node: Any) -> Any:
    node.test = ast.UnaryOp(ast.Not(), node.test)
    return node


def _nothing(_: Any) -> Any:
    return ast.Pass()


def mutants(path: Path) -> Iterator[Mutant]:
    """Yield every mutant of a module."""
    tree = ast.parse(path.read_text("utf-8"))
    for index, statement in enumerate(tree.body):
        yield from _below(path, statement, (("body", index),), _Place())


@dataclass(frozen=True)
class _Place:
    """Where the walk is: the names of the functions and classes, and the innermost statement."""

    owners: tuple[str, ...] = ()
    body: bool = False
    lines: frozenset[int] = frozenset()


def _below(path: Path, node: ast.AST, steps: Steps, place: _Place) -> Iterator[Mutant]:
    if isinstance(node, ast.stmt):
        place = replace(place, lines=_span(node))
    if _is_passed_over(node):
        return
    for what, change in changes(node):
        line = getattr(node, "lineno", min(place.lines))
        owner = ".".join(place.owners)
        yield Mutant(path, line, place.lines, what, owner, place.body, steps, change)
    for name, value in ast.iter_fields(node):
        if name in PASSED_OVER or (isinstance(node, ast.ClassDef) and name in DECLARED):
            continue
        inner = place
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            function = isinstance(node, ast.FunctionDef) and name == "body"
            inner = replace(place, owners=(*place.owners, node.name), body=place.body or function)
        for index, child in enumerate(value if isinstance(value, list) else [value]):
            if isinstance(child, ast.AST):
                step = (name, index if isinstance(value, list) else None)
                yield from _below(path, child, (*steps, step), inner)


BUILT_IN = {"dict", "frozenset", "list", "set", "tuple", "type"}
PASSED_OVER = {"annotation", "returns", "type_params"}
DECLARED = {"decorator_list", "keywords"}


def _is_passed_over(node: ast.AST) -> bool:
    """Whether a node is a docstring, or a hint to the type checker."""
    match node:
        case ast.Expr(value=ast.Constant(value=str())):
            return True
        case ast.Call(func=ast.Name(id="TypeVar")):
            return True
        case ast.Subscript(value=ast.Name(id=name)):  # a type: `Mapping[str, int]`, `list[str]()`
            return (name[0].isupper() and not name.isupper()) or name in BUILT_IN
        case ast.Constant(value="Answer"):  # what `cast` is told
            return True
    return False


def _span(statement: ast.stmt) -> frozenset[int]:
    """Return the lines of a statement, without those of the statements in it."""
    body = getattr(statement, "body", None) or getattr(statement, "cases", None)
    last = statement.end_lineno or statement.lineno
    if body:
        first = body[0].pattern if isinstance(body[0], ast.match_case) else body[0]
        last = max(statement.lineno, first.lineno - 1)
    return frozenset(range(statement.lineno, last + 1))


# ---- how a mutant is put in the place of the module


def live_functions() -> list[types.FunctionType]:
    """Return every function of the program and of its tests that is there."""
    things = gc.get_objects()
    return [t for t in things if isinstance(t, types.FunctionType) and _is_ours(t.__module__)]


def swap(mutant: Mutant, functions: list[types.FunctionType], tests: list[pytest.Item]) -> None:
    """Give the live functions the changed code; a module's own names, new values everywhere."""
    code = mutant.code()
    if mutant.body:
        _swap_code(mutant, code, functions)
        return
    new = _new_values(mutant, code)
    for module in [m for m in sys.modules.values() if _is_ours(getattr(m, "__name__", ""))]:
        _renew(vars(module), new)
    for function in functions:
        function.__defaults__ = _renewed(function.__defaults__, new)
        _renew(function.__kwdefaults__ or {}, new)
    for test in tests:
        _renew(test.callspec.params if hasattr(test, "callspec") else {}, new)


def _swap_code(mutant: Mutant, code: types.CodeType, functions: list[types.FunctionType]) -> None:
    changed = {inner.co_qualname: inner for inner in _codes(code)}
    found = False
    for function in functions:
        old = function.__code__
        inside = f"{mutant.owner}.".startswith(f"{old.co_qualname}.")
        if inside and old.co_filename == str(mutant.path):
            new = changed[old.co_qualname]
            if len(new.co_freevars) != len(old.co_freevars):  # it asks less of what is around it
                new = new.replace(co_freevars=old.co_freevars)
            function.__code__ = new
            found = True
    if not found:
        raise LookupError(f"no function for {mutant}")


def _codes(code: types.CodeType) -> Iterator[types.CodeType]:
    for inner in code.co_consts:
        if isinstance(inner, types.CodeType):
            yield inner
            yield from _codes(inner)


def _change_class(old: type, new: type) -> None:
    """Give a class what another does; what a dataclass's fields are by default is in its init.

    What a struct's are cannot be changed any more: a mutant of that counts as survived. The members
    of an enum stay, since they are known by their ids, and take the new values.
    """
    if issubclass(old, Enum) and issubclass(new, Enum):
        for name, member in old.__members__.items():
            member._value_ = new[name].value
        return
    for name, value in vars(new).items():
        if isinstance(value, types.FunctionType | property):
            setattr(old, name, value)


class UnimportableError(Exception):
    """A changed module that can not be read: every test would see it."""


def _new_values(mutant: Mutant, code: types.CodeType) -> dict[int, Any]:
    """Read the changed module anew, and return its values, never its classes, by id of the old."""
    module = sys.modules[mutant.module]
    old = dict(vars(module))
    try:
        exec(code, vars(module))  # noqa: S102 - the module itself, changed
    except Exception as error:
        raise UnimportableError from error
    for name, value in old.items():
        if isinstance(value, type):
            if value.__module__ == module.__name__:
                _change_class(value, vars(module)[name])
            setattr(module, name, value)
    return {
        id(value): vars(module)[name]
        for name, value in old.items()
        if not name.startswith("__") and _is_value(value)
    }


def _is_ours(module: str | None) -> bool:
    return str(module).startswith(("generator.", "tests."))


def _is_value(value: object) -> bool:
    """Whether a value is known by its id: words and numbers may be shared by chance."""
    return not isinstance(value, type | types.ModuleType | str | int | None)


def _renew(names: dict[str, Any], new: dict[int, Any]) -> None:
    names.update({name: _renewed(value, new) for name, value in list(names.items())})


def _renewed(value: Any, new: dict[int, Any]) -> Any:
    """Return what takes the place of a value: itself, or a tuple of what takes its members'."""
    if id(value) in new or type(value) is not tuple:
        return new.get(id(value), value)
    members = tuple(_renewed(member, new) for member in value)
    same = all(a is b for a, b in zip(members, value, strict=True))
    return value if same else members


# ---- the tests, collected once


class Answer(StrEnum):
    """What became of a mutant."""

    KILLED = "killed"
    TIMEOUT = "timeout"
    SURVIVED = "survived"
    UNREACHED = "unreached"


class Hunt:
    """A plugin of pytest that runs the tests once as they are, and then for each mutant."""

    def __init__(self, wanted: list[Mutant], jobs: int, seconds_each: float) -> None:
        self.wanted = wanted
        self.jobs = jobs
        self.seconds_each = seconds_each
        self.answers: dict[Mutant, Answer] = {}
        self.killers: dict[Path, Counter[str]] = defaultdict(Counter)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Take the place of pytest's own loop over the tests."""
        self.items = [i for i in session.items if not any(o in i.nodeid for o in LEFT_OUT)]
        self.seconds: dict[str, float] = {}
        self.reach: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
        files = {item.nodeid.split("::")[0]: item.getparent(pytest.Module) for item in self.items}
        self.imported = {name: _imports(file.obj) for name, file in files.items() if file}
        self._run_unchanged()
        self._temporary = session.config._tmp_path_factory.getbasetemp()  # noqa: SLF001
        self.functions = live_functions()
        gc.collect()
        gc.freeze()
        self._hunt()
        return True

    def _run_unchanged(self) -> None:
        watch = coverage.Coverage(data_file=None, config_file=False, source=[str(GATE)])
        watch.start()
        for item in self.items:
            forget()  # else only the first test that asks would reach what is remembered
            watch.switch_context(item.nodeid)
            before = time.process_time()
            if not _passes(item):
                raise SystemExit(f"{item.nodeid} fails as it is")
            self.seconds[item.nodeid] = time.process_time() - before
        watch.stop()
        data = watch.get_data()
        for name in data.measured_files():
            for line, tests in data.contexts_by_lineno(name).items():
                self.reach[name][line] |= set(tests) - {""}
        forget()  # what the unchanged gate remembers would hide a change

    def _tests(self, mutant: Mutant) -> list[pytest.Item]:
        """Return the tests that reach a mutant: its own first, then what kills its neighbours."""
        lines = self.reach[str(mutant.path)]
        reached: set[str] = set()
        for line in mutant.lines if mutant.body else lines:
            reached |= lines.get(line, set())
        rule = mutant.path.stem.split("_")[0]
        killers = self.killers[mutant.path]

        def is_own(item: pytest.Item) -> bool:
            told = item.nodeid + (item.getparent(pytest.Module).obj.__doc__ or "")
            named = rule.startswith("ps") and rule in told.casefold()
            return named or mutant.module in self.imported[item.nodeid.split("::")[0]]

        def order(item: pytest.Item) -> tuple[bool, int, bool, float]:
            name = item.nodeid
            return not is_own(item), -killers[name], name not in reached, self.seconds[name]

        # What a module says as it is read, any test may ask for.
        able = [i for i in self.items if i.nodeid in reached or not mutant.body]
        tests = sorted(able, key=order)
        own = sum(self.seconds[test.nodeid] for test in tests if is_own(test))
        spent = accumulate(self.seconds[test.nodeid] for test in tests)
        most = own + self.seconds_each
        return [t for t, total in zip(tests, spent, strict=True) if total <= most]

    def _hunt(self) -> None:
        waiting = list(reversed(self.wanted))
        running: dict[int, Mutant] = {}
        while waiting or running:
            while waiting and len(running) < self.jobs:
                mutant = waiting.pop()
                tests = self._tests(mutant)
                if not tests:
                    self._note(mutant, Answer.UNREACHED)
                    continue
                child = os.fork()
                if child == 0:
                    self._be(mutant, tests)
                running[child] = mutant
            if running:
                child, status = os.wait()
                killer = self._temporary / str(child) / "killer"
                if killer.exists():
                    self.killers[running[child].path][killer.read_text("utf-8")] += 1
                shutil.rmtree(self._temporary / str(child), ignore_errors=True)
                self._note(running.pop(child), _answer(status))

    def _be(self, mutant: Mutant, tests: list[pytest.Item]) -> NoReturn:
        """Run the tests on a mutant, in a child of this process, until one fails."""
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        long = 10 + 5 * sum(self.seconds[test.nodeid] for test in tests)
        signal.setitimer(signal.ITIMER_PROF, long)
        signal.setitimer(signal.ITIMER_REAL, 20 * long)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        folder = self._temporary / str(os.getpid())
        folder.mkdir()
        tests[0].config._tmp_path_factory._basetemp = folder  # noqa: SLF001
        try:
            swap(mutant, self.functions, tests)
            killer = next((test for test in tests if not _passes(test)), None)
            if killer is not None:
                (folder / "killer").write_text(killer.nodeid, "utf-8")
            os._exit(0 if killer is None else 1)
        except UnimportableError:
            os._exit(1)
        except BaseException:  # noqa: BLE001 - a fault of this script, which must be seen
            traceback.print_exc(file=sys.__stderr__)
            os._exit(FAULT)

    def _note(self, mutant: Mutant, answer: Answer) -> None:
        self.answers[mutant] = answer
        if answer is not Answer.KILLED:
            print(f"{mutant} [{answer}]", flush=True)


def _imports(module: Any) -> frozenset[str]:
    """Return the modules that a file of tests takes something from, if only a table."""
    nodes = ast.walk(ast.parse(Path(module.__file__).read_text("utf-8")))
    values = frozenset(map(_home, vars(module).values()))
    return values | {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)}


def _home(value: Any) -> str:
    """Return the module that a value is, or is from."""
    name = "__name__" if isinstance(value, types.ModuleType) else "__module__"
    return str(getattr(value, name, ""))


def _passes(item: pytest.Item) -> bool:
    return not any(report.failed for report in runtestprotocol(item, log=False, nextitem=None))


def _answer(status: int) -> Answer:
    if os.WIFSIGNALED(status):
        return Answer.TIMEOUT
    if os.WEXITSTATUS(status) == FAULT:
        raise RuntimeError("a mutant could not be made: see above")
    return Answer.KILLED if os.WEXITSTATUS(status) else Answer.SURVIVED


def forget() -> None:
    """Let the gate work out anew whatever it has worked out before."""
    for module in [m for name, m in sys.modules.items() if name.startswith("generator.gate.")]:
        for thing in vars(module).values():
            if isinstance(thing, functools._lru_cache_wrapper):  # noqa: SLF001
                thing.cache_clear()


def remember(module: str, name: str) -> None:
    """Let a function before the gate, which no mutant changes, do the same work once only."""
    function = getattr(import_module(module), name)
    known: dict[Any, Any] = {}

    def remembered(*arguments: Any) -> Any:
        key = tuple(a if isinstance(a, str | bytes) else id(a) for a in arguments)
        if key not in known:
            known[key] = arguments, function(*arguments)  # the arguments stay, so their ids do
        return known[key][1]

    setattr(import_module(module), name, remembered)


def table(answers: dict[Mutant, Answer]) -> Iterator[str]:
    """Yield a line for each module, those with most survivors first, and the figure."""
    counts: dict[str, Counter[Answer]] = defaultdict(Counter)
    for mutant, answer in answers.items():
        counts[str(mutant.path.relative_to(GATE))][answer] += 1
        counts["all of gate/"][answer] += 1
    yield f"{'module':<52}{'mutants':>8}" + "".join(f"{a:>10}" for a in Answer) + f"{'%':>7}"
    for name, count in sorted(counts.items(), key=lambda pair: _alive(pair[1])):
        share = 100 * (count.total() - _alive(count)) / count.total()
        numbers = "".join(f"{count[a]:>10}" for a in Answer)
        yield f"{name:<52}{count.total():>8}{numbers}{share:>7.1f}"


def _alive(count: Counter[Answer]) -> int:
    return count[Answer.SURVIVED] + count[Answer.UNREACHED]


def main() -> int:
    """Hunt the mutants of the gate; exit 1 where fewer than 95 in 100 were killed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("only", nargs="*", help="words of the mutants wanted: `ps303`, `:12:`")
    parser.add_argument(
        "--again", type=Path, help="a file that names the mutants wanted, as printed"
    )
    parser.add_argument("--jobs", type=int, default=1, help="how many at a time")
    parser.add_argument(
        "--seconds", type=float, default=5, help="of tests for a mutant, after its own"
    )
    asked = parser.parse_args()
    found = [m for path in sorted(GATE.rglob("*.py")) for m in mutants(path)]
    wanted = [m for m in found if not asked.only or any(word in str(m) for word in asked.only)]
    if asked.again:
        named = asked.again.read_text("utf-8")
        wanted = [m for m in wanted if f"{m} [" in named]
    for module, name in (
        ("generator.store.load", "read_document"),
        ("generator.store.load", "read_record"),
        ("generator.validate", "shape_faults"),
    ):
        remember(module, name)
    hunt = Hunt(wanted, asked.jobs, asked.seconds)
    options = ["-q", "-s", "-p", "no:cacheprovider", "-o", "tmp_path_retention_policy=none"]
    with tempfile.TemporaryDirectory() as folder:
        options += ["--basetemp", f"{folder}/tests"]
        status = pytest.main([*options, *TESTS], plugins=[hunt])
    print("\n".join(table(hunt.answers)))
    killed = len(hunt.answers) - _alive(Counter(hunt.answers.values()))
    return int(status != pytest.ExitCode.OK or killed < ENOUGH * len(wanted))


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main())
