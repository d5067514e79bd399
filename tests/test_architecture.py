"""Data flows one way: a module imports only from its own stage or from earlier ones."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "generator"
ORDER = [
    {"vocabulary", "findings", "months", "ssh_signatures", "extras", "pandoc", "progress"},
    {"store"},
    {"schema"},
    {"expected"},
    {"settings", "sign_off_keys"},
    {"records", "model", "validate", "gather"},
    {"links"},
    {"gate", "attachments", "word"},
    {"forms"},
    {"plan", "compare"},
    {"render"},
    {"verify"},
    {"publish"},
    {"pipeline"},
    {"coverage", "explain", "serve", "sign_off", "start"},
    {"missing", "importing", "timings", "bars"},
    {"cli"},
    {"__main__"},
]
MODULES = sorted(PACKAGE.rglob("*.py"))


def stage(name):
    parts = name.split(".")
    found = [n for n, names in enumerate(ORDER) if len(parts) > 1 and parts[1] in names]
    assert len(parts) == 1 or found, f"{name} belongs to no stage"
    return found[0] if found else -1


def name_of(path):
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def imports(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module == "generator":
            yield from (f"generator.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def users(library):
    return {
        path.name for path in MODULES for name in imports(path) if name.split(".")[0] == library
    }


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_imports_only_from_its_own_stage_or_earlier_ones(path):
    for target in imports(path):
        if target.startswith("generator.") and not target.startswith("generator.__"):
            assert stage(target) <= stage(name_of(path)), f"{name_of(path)} imports {target}"


def test_only_one_module_knows_mkdocs():
    assert users("mkdocs") == {"mkdocs_site.py"}


def test_only_one_module_knows_each_library_that_makes_or_reads_downloads():
    assert users("pypandoc") == {"pandoc.py"}
    assert users("typst") == {"typst_pdf.py"}
    assert users("pypdfium2") == {"pdf_text.py"}


def test_only_one_module_knows_cryptography():
    assert users("cryptography") == {"ssh_signatures.py"}


def test_only_one_module_knows_where_pagefind_is():
    knowing = {path.name for path in MODULES if "pagefind_bin" in path.read_text("utf-8")}
    assert knowing == {"extras.py"}


def test_only_one_module_draws_on_a_terminal():
    assert users("rich") == {"bars.py"}


def test_only_the_command_line_and_its_timings_look_at_a_clock():
    assert users("time") <= {"bars.py", "cli.py", "timings.py"}


def test_only_the_gate_clears_a_pack():
    makers = {
        path.name
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "Cleared"
    }
    assert makers == {"decide.py"}


def test_only_the_command_line_prints():
    printers = {
        path.name
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    }
    assert printers == {"cli.py"}


def test_a_rule_touches_neither_files_nor_clock_nor_other_rules():
    for path in (PACKAGE / "gate" / "rules").glob("ps*.py"):
        for target in imports(path):
            forbidden = {"os", "shutil", "time", "random", "subprocess", "socket", "io"}
            assert target.split(".")[0] not in forbidden, f"{path.name} imports {target}"
            assert not target.startswith("generator.gate.rules"), f"{path.name} imports {target}"
        names = {
            n.id for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Name)
        }
        assert not names & {"open", "Path"}, path.name


def test_nothing_is_swallowed_or_guessed():
    for path in MODULES:
        text = path.read_text("utf-8")
        assert 'errors="replace"' not in text, path
        assert 'errors="ignore"' not in text, path
        for node in ast.walk(ast.parse(text)):
            assert not (isinstance(node, ast.ExceptHandler) and node.type is None), path
