"""Malformed input gets a clear finding, no traceback, and nothing of it is published.

Each case is a pack of its own, damaged on disk, in one store: that store is checked once and
built once, so that every case also shows that its neighbours were read all the same.
"""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from generator import gather
from generator.store.child import Guard
from tests.commands import build, check, everything
from tests.stores import BASE, make_store, sign

SOP = "sop-process.md"
OWN = "use-of-cameras"


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
case("unclosed quote", put(TITLE, b'title: "Use of cameras'), "PS001", at=b"---\n\n## I",
     says="not valid YAML")  # fmt: skip
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
case("marking given twice, once in quotes",
     put(MARKING, MARKING + b'\n"protective_marking": SECRET'), "PS001",
     at=b'"protective_marking"', says="twice")  # fmt: skip
case("key given twice, blank first", put(MARKING, b"protective_marking:\n" + MARKING), "PS001",
     at=MARKING, says="twice")  # fmt: skip
case(
    "unknown key",
    put(b"summary:", b"sumary:"),
    "PS002",
    at=b"sumary",
    says="did you mean `summary`",
)
case("marking under another name", put(MARKING, b"marking: RESTRICTED"), "PS002", at=b"marking:",
     says="known here are: applies_to")  # fmt: skip
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
case("stage twice", put(b"stage: implementation", b"stage: implementation\nstage: development",
     "record.yml"), "PS001", "record.yml", at=2, says="twice", late=True)  # fmt: skip
case("stage twice, the other way", put(b"stage: implementation", b"stage: development\n"
     b"stage: implementation", "record.yml"), "PS001", "record.yml", at=2, says="twice",
     late=True)  # fmt: skip
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
case("bidirectional override", body("user\u202etxt.exe".encode()), "PS001", at="\u202e".encode(),
     says="U+202E")  # fmt: skip
case("bidirectional isolate in the title", put(TITLE, TITLE + "\u2066x".encode()), "PS001", at=2,
     says="U+2066")  # fmt: skip
case("terminal escape", body(b"\x1b[2Jcleared"), "PS001", at=b"\x1b", says="U+001B")
case("lone carriage return", body(b"one\rtwo"), "PS001", at=b"one\r", says="U+000D")
case("zero width space in a word", body("RESTR\u200bICTED".encode()), "PS001", at="\u200b".encode(),
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
              "attachments/deep/a.png", "attachments/.map.png", "Attachments/map.png"):  # fmt: skip
    folder = spare if "/." in spare else spare.rpartition("/")[0]
    case(f"spare folder {spare}", extra(spare), "PS004", folder)
case("statement in capitals only", lambda pack: (pack / "policy.md").rename(pack / "policy.MD"),
     "PS004", "policy.MD")  # fmt: skip
case("a name of newlines", extra("sop-a\n::error::b.md"), "PS004", r"sop-a\n::error::b.md",
     says="cannot be printed")  # fmt: skip
case("a name of cursor moves", extra("sop-\x1b[2J.md"), "PS004", r"sop-\x1b[2J.md")
case("a name turned round", extra("sop-\u202etxt.md"), "PS004", r"sop-\u202etxt.md")
case("a name that is not UTF-8", lambda pack: Path(os.fsdecode(os.fsencode(pack) + b"/caf\xe9.md"))
     .write_bytes(b"quorvath\n"), "PS004", r"caf\udce9.md")  # fmt: skip
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
    "include by snippet": '--8<-- "/etc/passwd"',
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

# What one program reads as text and another as something else
case("link address over two lines", body(b"[x]: policy.md\n'SECRET\nwords'"), "PS001",
     at=b"'SECRET",
     says="not every program reads")  # fmt: skip
case("code that does not end", body(b"```\n[words](policy.md)"), "PS001", at=b"```",
     says="does not end")  # fmt: skip
case("a link in what may be code", body(b"- words\n\n      [words](policy.md)"), "PS001",
     says="indented block")  # fmt: skip
case("a heading inside html", body(b"<br>\n## Words\n\nMore."), "PS001", at=b"<br>",
     says="inside a block of HTML")  # fmt: skip
case("more cells than columns", body(b"| a |\n| --- |\n| b | lost |"), "PS001", at=b"| b | lost",
     says="would be lost")  # fmt: skip
case("a marking in a comment", body(b"<!-- SECRET -->"), "PS102", at=b"<!-- SECRET")
case("a marking after a comment", body(b"<!-- words --> SECRET"), "PS102", at=b"<!-- words")

# Deep or long: over a limit, whatever it would cost to convert
case("lists 400 deep", body(b"\n".join(b"  " * n + b"- x" for n in range(400))), "PS001",
     says="deep")  # fmt: skip
case("quotations 2,000 deep", body(b"> " * 2_000 + b"x"), "PS001", says="deep")
case("lists 60 deep on one line", body(b"- " * 60 + b"x"), "PS001", says="deep")


# Odd, and welcome


@dataclass(frozen=True)
class Welcome:
    """Something odd that is no fault, and what its page shows."""

    name: str
    change: Callable[[Path], None]
    shows: str = ""

    def __str__(self):
        return self.name


HOSTILE = b"</title><script>alert('quorvath')</script><img src=x onerror=alert(1)>"
WELCOME = [
    Welcome("bom-and-crlf", rewrite(SOP, lambda d: b"\xef\xbb\xbf" + d.replace(b"\n", b"\r\n"))),
    Welcome("name-to-insert", body(b"Dear <insert name>,"), "Dear &lt;insert name&gt;,"),
    Welcome("template", body(b"Dear {{ name }} of {% unit %},"), "Dear {{ name }} of {% unit %},"),
    Welcome("year", body(b"Words.\n\n1974. A year."), '<ol start="1974">'),
    Welcome("comment-shown-as-code", body(b"Type `<!--` first.\n\nWords that follow."),
            "Words that follow."),
    Welcome("comment-not-ended", body(b"Type <!-- first.\n\nWords that follow."),
            "Words that follow."),
    Welcome("comment", body(b"Words <!-- quorvath, not shown --> that follow."), "that follow."),
    Welcome("code", body(b"```\n<script>alert(1)</script>\n```"), "&lt;script&gt;"),
    Welcome("entities", body(b"A &lt;script&gt; &copy;"), "&lt;script&gt; \N{COPYRIGHT SIGN}"),
    Welcome("long-line", body(b"word " * 80_000), "word word"),
    Welcome("allowed-tags", body(b"H<sub>2</sub>O and m<sup>2</sup>"), "H<sub>2</sub>O"),
    Welcome("hostile-title", put(TITLE, b"title: " + HOSTILE)),
    Welcome("hostile-policy-title", rewrite(
        "policy.md", lambda d: re.sub(rb"title: .*", b"title: Cameras " + HOSTILE, d, count=1))),
    Welcome("hostile-summary", rewrite(
        SOP, lambda d: re.sub(rb"summary: .*", b"summary: " + HOSTILE, d, count=1))),
    Welcome("hostile-keywords", field(b"keywords: ['" + HOSTILE.replace(b"'", b"''") + b"']")),
    Welcome("hostile-owner", put(b"policy_owner: Director of Resources", b"policy_owner: "
            + HOSTILE, "policy.md")),
    Welcome("hostile-note-of-changes", put(b"change: new", b"change: new\nsummary_of_changes: "
            + HOSTILE, "record.yml")),
]  # fmt: skip


def token(item):
    return f"quorvath{CASES.index(item):04d}x"


def clone(root, owner, number, word):
    """Add a policy like the base store's, with references, titles and a sentence of its own."""
    pack = root / "policies" / owner / "v1"
    shutil.copytree(BASE / "policies" / OWN / "v1", pack)
    for path in sorted(pack.glob("*.md")):
        text = path.read_text("utf-8").replace("-0002", f"-{number:04d}")
        text = text.replace("title: Use of cameras\n", f"title: Use of cameras {number}\n", 1)
        path.write_text(f"{text}\nA {word} lantern keeps watch over the quay.\n", "utf-8")
    return pack


@pytest.fixture(scope="module")
def harmed(tmp_path_factory):
    """The base store, with a damaged policy for each case and an odd one for each welcome."""
    root = make_store(tmp_path_factory.mktemp("malformed") / "store")
    packs = [root / f"policies/case-{number:03d}/v1" for number in range(len(CASES))]
    for number, (item, pack) in enumerate(zip(CASES, packs, strict=True)):
        clone(root, pack.parent.name, 1000 + number, token(item))
        if not item.late:
            item.damage(pack)
    for number, item in enumerate(WELCOME):
        item.change(clone(root, item.name, 2000 + number, "welcome"))
    sign(root)
    for item, pack in zip(CASES, packs, strict=True):
        if item.late:
            item.damage(pack)
    return root


@pytest.fixture(scope="module")
def checked(harmed):
    return check(harmed)


@pytest.fixture(scope="module")
def published(harmed, checked):
    return build(harmed, "--withhold-refused")


def lines_of(path, at):
    """Return the lines at which a finding about ``at`` may stand: one, or the added text's."""
    data = path.read_bytes()
    if at == -1:
        first = data.index(b"keeps watch over the quay")
        return range(data[:first].count(b"\n") + 2, data.count(b"\n") + 2)
    line = at if isinstance(at, int) else data[: data.index(at)].count(b"\n") + 1
    return range(line, line + 1)


@pytest.mark.parametrize("item", CASES, ids=str)
def test_each_fault_is_found_where_it_stands_and_its_pack_refused(item, harmed, checked):
    pack = f"policies/case-{CASES.index(item):03d}/v1"
    found = checked.findings(pack)
    mine = [f for f in found if f["rule"] == item.rule and f["path"] == f"{pack}/{item.file}"]
    assert mine, found
    assert any(item.says in f["message"] + f["fix"] for f in mine), mine
    if item.at is not None:
        lines = lines_of(harmed / pack / item.file, item.at)
        assert any(f["line"] in lines for f in mine), (mine, lines)
    assert checked.state(pack) == "refused"


def test_every_finding_says_what_is_wrong_by_which_clause_who_mends_it_and_how(checked):
    for finding in checked.json["findings"]:
        for key in ("message", "clause", "role", "fix"):
            assert finding[key], finding
        assert "could not be checked" not in finding["message"], finding
        assert "made its reader" not in finding["message"], finding


def test_check_ends_with_1_and_no_traceback(checked):
    assert checked.status == 1
    assert checked.err == ""
    assert "Traceback" not in checked.out
    assert checked.json["summary"]["refused"] >= len(CASES)
    assert checked.seconds < 60


def test_one_bad_file_stops_neither_the_others_nor_the_build(harmed, published):
    assert published.status == 0, published.err[-2000:]
    assert "Traceback" not in published.err
    assert (harmed / f"site/public/policies/{OWN}/index.html").is_file()
    for number, item in enumerate(CASES):
        assert f"policies/case-{number:03d}/v1" in published.err.splitlines()[-1]
        for site in ("public", "intranet"):
            assert not (harmed / f"site/{site}/policies/case-{number:03d}").exists(), item


def test_not_one_damaged_text_is_anywhere_below_the_output(harmed, published):
    output = everything(harmed / "site")
    assert b"welcome lantern" in output
    assert not re.findall(rb"quorvath\d{4}x", output)
    assert not re.findall(rb"q\0u\0o\0r\0v", output)
    assert b"root:x:0:0" not in output


@pytest.mark.parametrize("item", WELCOME, ids=str)
def test_what_is_only_odd_is_published_as_text(item, harmed, checked, published):
    pack = f"policies/{item.name}/v1"
    assert checked.state(pack) == "in_force", checked.findings(pack)
    for site in ("public", "intranet"):
        page = (harmed / "site" / site / pack / "sop-process/index.html").read_text("utf-8")
        assert "welcome lantern" in page
        assert item.shows in page
        assert "not shown" not in page


ACTIVE = {"script", "iframe", "object", "embed", "form", "base", "svg", "math", "style", "frame"}
OURS = (
    'form[role="search"][action$="search/"], #scheme--search[action="./"], '
    'script[src="../assets/search.js"], #scheme--as-at:not([action]), '
    'script[src="../../../assets/as-at.js"]'
)


def test_no_built_page_holds_anything_that_runs(harmed, published):
    pages = sorted((harmed / "site").rglob("*.html"))
    assert pages
    for page in pages:
        tree = LexborHTMLParser(page.read_text("utf-8"))
        for ours in tree.css(OURS):
            ours.decompose()
        for node in tree.css("*"):
            own_chart = node.tag == "svg" and node.attributes.get("class") == "scheme-chart"
            assert node.tag not in ACTIVE or own_chart, (page, node.tag)
            for name, value in node.attributes.items():
                assert not name.startswith("on"), (page, node.html)
                if name in {"href", "src", "action", "content"}:
                    address = "".join((value or "").split()).lower()
                    assert not address.startswith(("javascript:", "data:", "vbscript:")), page


def test_a_title_that_looks_like_markup_is_printed_as_text(harmed, published):
    page = (harmed / "site/public/policies/hostile-title/v1/sop-process/index.html").read_text(
        "utf-8"
    )
    shown = LexborHTMLParser(page)
    words = HOSTILE.decode()
    assert shown.css_first("h1").text().strip() == words
    assert shown.css_first("title").text().startswith(words)


# Names: of policies, versions, reports and pages


BAD_IDS = ["con", "nul", "com1", "search", "assets", "a" * 81, "Use-Of-Cameras", "ünï", "a b",
           "-dash", "dash-", "under_score", "a.b", "use-οf-cameras"]  # fmt: skip
STRAYS = [
    "policies/readme.md", "policies/.DS_Store", "policies/templates/base.html",
    f"policies/{OWN}/notes.md", f"policies/{OWN}/V2/policy.md", f"policies/{OWN}/v02/policy.md",
    f"policies/{OWN}/v0/policy.md", f"policies/{OWN}/v-1/policy.md", f"policies/{OWN}/draft/a.md",
    f"policies/{OWN}/v99999/policy.md", f"policies/{OWN}/withdrawn.yaml",
    "monitoring/readme.md", "monitoring/found-property/notes.md",
    "monitoring/found-property/2025/notes.md", "monitoring/found-property/2025/report.MD",
    "content/About.md", "content/search.md", "content/data.txt", "content/.hidden.md",
    "content/.git/config", "content/a b.md", "content/deep/" + "a" * 81 + ".md",
    "content/policies/found-property.md",
]  # fmt: skip


def report_of(path):
    """Return where the finding about a stray file stands: at its outermost odd name."""
    parts = path.split("/")
    if parts[0] == "policies" and len(parts) > 2:
        return "/".join(parts[:3])
    return "content/.git" if parts[1] == ".git" else path


@pytest.fixture(scope="module")
def misnamed(tmp_path_factory):
    root = make_store(tmp_path_factory.mktemp("misnamed") / "store")
    for number, name in enumerate(BAD_IDS):
        clone(root, name, 3000 + number, f"quorvath{number:04d}x")
    for path in STRAYS:
        extra(path, b"---\ntitle: quorvath0999x\n---\n\nThe quorvath0999x lantern.\n")(root)
    (root / "content/loop").symlink_to("..")
    (root / "content/link.md").symlink_to("/etc/passwd")
    (root / "policies/link").symlink_to(f"{OWN}")
    (root / f"policies/{OWN}/v3").symlink_to("v1")
    os.mkfifo(root / "content/pipe.md")
    sign(root)
    folder = os.open(root / "content", os.O_RDONLY)
    for _ in range(DEEP):
        os.mkdir("d", dir_fd=folder)
        inner = os.open("d", os.O_RDONLY, dir_fd=folder)
        os.close(folder)
        folder = inner
    os.close(folder)
    (root / ("content" + "/d" * DEEP) / "about.md").write_bytes(b"quorvath0999x\n")
    yield root
    subprocess.run(["rm", "-r", root / "content/d"], check=True)  # noqa: S603, S607 - Python's recurses


DEEP = 1_200


@pytest.fixture(scope="module")
def misnamed_check(misnamed):
    return check(misnamed)


@pytest.mark.parametrize("name", BAD_IDS)
def test_a_name_that_is_no_id_refuses(name, misnamed_check):
    assert misnamed_check.state(f"policies/{name}/v1") == "refused"
    found = [f for f in misnamed_check.findings(f"policies/{name}") if f["rule"] == "PS004"]
    assert [f["path"] for f in found] == [f"policies/{name}"]


@pytest.mark.parametrize("path", STRAYS)
def test_a_file_that_the_layout_does_not_know_is_reported(path, misnamed_check):
    found = misnamed_check.findings(report_of(path))
    assert "PS004" in [f["rule"] for f in found if f["path"] == report_of(path)], found


def test_a_page_too_deep_is_reported_and_depth_hurts_nothing(misnamed_check):
    found = misnamed_check.findings("content" + "/d" * DEEP + "/about.md")
    assert "has a path over 240 characters long" in [f["message"] for f in found]


@pytest.mark.parametrize(
    "path",
    ["content/loop", "content/link.md", "policies/link", f"policies/{OWN}/v3", "content/pipe.md"],
)
def test_no_link_or_pipe_is_followed(path, misnamed_check):
    [finding] = misnamed_check.findings(path)
    assert finding["rule"] == "PS004"
    assert "never followed" in finding["message"]


def test_ids_that_look_alike_refuse_the_newcomer_only(misnamed_check):
    assert misnamed_check.state(f"policies/{OWN}/v1") == "in_force"
    for alike in ("Use-Of-Cameras", "use-οf-cameras"):
        rules = {f["rule"] for f in misnamed_check.findings(f"policies/{alike}")}
        assert "PS003" in rules


def test_what_is_misnamed_is_not_published_and_the_rest_is(misnamed, misnamed_check):
    made = build(misnamed, "--withhold-refused")
    assert made.status == 0, made.err[-2000:]
    assert "Traceback" not in made.err + misnamed_check.err
    for site in ("public", "intranet"):
        found = everything(misnamed / "site" / site)
        assert not re.findall(rb"quorvath\d{4}x|root:x:0:0", found)
    assert (misnamed / f"site/public/policies/{OWN}/index.html").is_file()


# The settings, and whole folders


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        (None, "is not there"),
        (b"", "no `key: value` lines"),
        (b"organisation: {name: A", "not valid YAML"),
        (b"\torganisation: x", "not valid YAML"),
        (b"organisation: {name: A, short_name: B}\nmarkngs: {x: y}", "not known"),
        (b"organisation: {name: A, short_name: B, shrt: C}", "not known"),
        (b"organisation: {name: A, short_name: B}\norganisation: {name: C}", "twice"),
        (b"organisation: {name: A, name: C, short_name: B}", "twice"),
        (b"organisation: {name: A}", "has no"),
        (b"organisation: A", "must be a mapping"),
        (b"- organisation", "key: value"),
        (b"organisation: {name: !!python/object/apply:os.system [id], short_name: B}", "YAML tag"),
        (b"organisation: &a {name: A, short_name: B}", "anchor"),
        (b"organisation: {name: Caf\xe9, short_name: B}", "not UTF-8"),
        (b"organisation: {name: A\x00, short_name: B}", "U+0000"),
        (b"organisation: {name: A, short_name: B}\nintervals: {review: soon}", "review"),
        (
            b"organisation: {name: A, short_name: B}\nmarkings: {public: [SECRET]}",
            "not on the intranet",
        ),
        (b"organisation: {name: A, short_name: B}\nseverity: {PS301: warn}", "PS301"),
        (b"organisation: {name: A, short_name: B}\nadopted: {PS301: 2030-01-01}", "PS301"),
        (b"organisation: {name: A, short_name: B}\nadopted: {PS501: 2030-01-01}", "PS501"),
        (b"x" * 3_000_000, "2,000,000"),
    ],
)
def test_settings_that_cannot_be_read_stop_everything(settings, says, tmp_path):
    root = make_store(tmp_path / "store")
    if settings is None:
        (root / "scheme.yml").unlink()
    else:
        (root / "scheme.yml").write_bytes(settings)
    checked = check(root)
    assert checked.status == 2
    assert checked.json["packs"] == []
    assert {f["path"] for f in checked.json["findings"]} == {"scheme.yml"}
    assert says in " ".join(f["message"] for f in checked.json["findings"])
    made = build(root, "--withhold-refused")
    assert made.status == 2
    assert "Traceback" not in made.err
    assert not (root / "site").exists()


@pytest.mark.parametrize("make", [os.mkfifo, Path.mkdir, lambda p: p.symlink_to("elsewhere.yml")])
def test_settings_that_are_no_ordinary_file_stop_everything(make, tmp_path):
    root = make_store(tmp_path / "store")
    (root / "scheme.yml").rename(root / "elsewhere.yml")
    make(root / "scheme.yml")
    assert check(root).status == 2


@pytest.mark.parametrize("top", ["policies", "monitoring", "content"])
@pytest.mark.parametrize("make", [lambda p: p.symlink_to("other"), lambda p: p.write_text("x")])
def test_a_folder_of_the_store_that_is_none_is_refused(top, make, tmp_path):
    root = make_store(tmp_path / "store")
    (root / top).mkdir(exist_ok=True)
    (root / top).rename(root / "other")
    make(root / top)
    checked = check(root)
    assert checked.status == 1
    assert [f["rule"] for f in checked.findings(top) if f["path"] == top] == ["PS004"]


@pytest.mark.parametrize(
    "make",
    [
        lambda p: p.write_bytes(b""),
        lambda p: p.write_bytes(b"date: 2026-02-30\nreason: x\n"),
        lambda p: p.write_bytes(b"date: 2026-03-01\n"),
        lambda p: p.write_bytes(b"date: 2026-03-01\nreason: x\nreplaced_by: no-such-policy\n"),
        lambda p: p.write_bytes(b"date: 2026-03-01\ndate: 2099-01-01\nreason: x\n"),
        lambda p: p.write_bytes(b"\xff\xfe"),
        lambda p: p.symlink_to("v1/record.yml"),
        os.mkfifo,
        Path.mkdir,
    ],
)
def test_a_fault_in_a_withdrawal_refuses_every_version(make, tmp_path):
    root = make_store(tmp_path / "store")
    make(root / "policies/found-property/withdrawn.yml")
    checked = check(root)
    assert checked.status == 1
    for version in ("v1", "v2"):
        assert checked.state(f"policies/found-property/{version}") == "refused"
    assert "PS413" in {f["rule"] for f in checked.findings("policies/found-property")}


def test_a_number_of_5_000_digits_is_a_finding(tmp_path):
    root = make_store(tmp_path / "store")
    put(b"assessed_version: 1", b"assessed_version: " + b"1" * 5_000, "eia.md")(
        root / f"policies/{OWN}/v1"
    )
    assert check(root).status == 1


def test_a_refused_page_named_404_does_not_stop_the_build(tmp_path):
    root = make_store(tmp_path / "store")
    extra("content/404.md", b"---\ntitle: Not found\n---\n\nWords.\n")(root)
    assert build(root, "--withhold-refused").status == 0


def test_a_refused_text_that_goes_on_where_a_note_stands_does_not_stop_the_build(tmp_path):
    root = make_store(tmp_path / "store")
    body(b"The quorvath lantern keeps watch.")(root / f"policies/{OWN}/v1")
    made = build(root, "--withhold-refused")
    assert made.status == 0, made.err


def test_an_unknown_key_without_a_value_is_a_finding(tmp_path):
    root = make_store(tmp_path / "store")
    field(b"draft:")(root / f"policies/{OWN}/v1")
    sign(root)
    assert "PS002" in {f["rule"] for f in check(root).json["findings"]}


# Slow texts


SLOW = {
    "13,000 brackets": b"[" * 13_000,
    "48 KB of open links": b"[a](<b" * 8_000,
    "open images": b"![" * 13_000,
    "escapes": b"\\" * 100_000,
    "30,000 open emphases": b"*a " * 30_000,
    "headings alike": b"a\n===\n" * 3_000,
    "a line of 400 KB": b"word " * 80_000,
    "a line of figures": b"1." * 50_000,
    "a line of blanks": b" " * 100_000 + b"x",
    "a line of at signs": b"a@" * 50_000,
    "tags": b"<a " * 30_000,
    "comments": b"<!-- " * 30_000,
}


def test_slow_texts_are_stopped_and_the_rest_is_published(tmp_path, monkeypatch):
    """Each text has one second here in place of ten, so that the test is quick."""
    monkeypatch.setattr(gather, "Guard", partial(Guard, seconds=1.0))
    root = make_store(tmp_path / "store")
    for number, (_, text) in enumerate(SLOW.items()):
        body(text)(clone(root, f"slow-{number:02d}", 4000 + number, f"quorvath{number:04d}x"))
    sign(root)
    made = build(root, "--withhold-refused")
    assert made.status == 0, made.err[-2000:]
    assert "Traceback" not in made.err
    assert made.seconds < 300  # it hung for ever, or it did not
    report = json.loads((root / "site/report.json").read_text("utf-8"))
    states = {pack["pack"]: pack["state"] for pack in report["packs"]}
    assert states[f"policies/{OWN}/v1"] == "in_force"
    output = everything(root / "site")
    for number, name in enumerate(SLOW):
        state = states[f"policies/slow-{number:02d}/v1"]
        assert state in {"refused", "in_force"}, name
        assert (b"quorvath%04dx" % number in output) == (state == "in_force"), name
    for name in ("13,000 brackets", "48 KB of open links"):
        path = f"policies/slow-{list(SLOW).index(name):02d}/v1/{SOP}"
        messages = [f["message"] for f in report["findings"] if f["path"] == path]
        assert any("took longer than 1 seconds" in message for message in messages), messages
