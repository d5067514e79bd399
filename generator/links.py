"""Where a document's links lead: another document, a policy, a file, outside, or nowhere."""

from __future__ import annotations

import posixpath
import re
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from generator.model import Document, Pack, Scheme
from generator.store.load import Attachment
from generator.vocabulary import PackKind

OUTSIDE = frozenset({"https", "mailto"})
ADDRESS = re.compile(r"https://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?::[0-9]{1,5})?(?:[/?#][^\s\\]*)?")
MAIL = re.compile(r"mailto:[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


class Outside(Struct, frozen=True):
    """An address outside the site. It is not followed."""

    address: str


class ToDocument(Struct, frozen=True):
    """A document of the store, and a place in it; ``document`` is ``None`` if it is unreadable."""

    path: str
    pack: Pack
    document: Document | None
    anchor: str


class ToPolicy(Struct, frozen=True):
    """The version of a policy that is in force, whichever it is."""

    policy_id: str
    anchor: str


class ToFile(Struct, frozen=True):
    """An attachment of a pack, or the records beside a report."""

    attachment: Attachment
    pack: Pack


class Nowhere(Struct, frozen=True):
    """A link that leads to nothing in the store; ``reason`` says why in plain words."""

    reason: str


class Unsafe(Struct, frozen=True):
    """A link of a kind that no page may hold."""

    reason: str


Target = Outside | ToDocument | ToPolicy | ToFile | Nowhere | Unsafe


def resolve(scheme: Scheme, document: Document, target: str) -> Target:
    """Return where ``target``, as written in ``document``, leads."""
    if any(character.isspace() or character == "\\" for character in target.strip()):
        return Unsafe("an address with a space or a backslash")
    try:
        parts = urlsplit(target.strip())
    except ValueError:
        return Unsafe("an address that cannot be read")
    if parts.scheme or target.startswith("//"):
        return _outside(parts.scheme.lower(), target.strip())
    if parts.query:
        return Nowhere("is an address with a question mark, which no file of the store has")
    anchor = unquote(parts.fragment)
    if not parts.path:
        pack = _home(scheme, document)
        return _anchored(ToDocument(document.path, pack, document, anchor))
    return _inside(scheme, document, unquote(parts.path), anchor)


def _outside(scheme: str, target: str) -> Target:
    if scheme not in OUTSIDE:
        begins = f"{scheme}:" if scheme else "//"
        return Unsafe(f"a link that begins with `{begins}`; only https: and mailto: may leave")
    if (ADDRESS if scheme == "https" else MAIL).fullmatch(target):
        return Outside(target)
    return Unsafe("an address with a user name, an odd host or a character written as a code")


def _home(scheme: Scheme, document: Document) -> Pack:
    folder = document.path if document.path in scheme.by_path else posixpath.dirname(document.path)
    return scheme.by_path[folder]


def _inside(scheme: Scheme, document: Document, path: str, anchor: str) -> Target:
    if path.startswith("/"):
        return Nowhere("begins with a slash; links in the store are relative paths")
    folder = posixpath.dirname(document.path)
    wanted = posixpath.normpath(posixpath.join(folder, path))
    if wanted.startswith(".."):
        return Nowhere("leads out of the store")
    return (
        _to_page(scheme, wanted, anchor)
        or _to_policy(scheme, wanted, anchor)
        or _to_pack_file(scheme, wanted, anchor)
        or Nowhere(f"leads to {wanted!a}, which is not in the store")
    )


def _to_page(scheme: Scheme, wanted: str, anchor: str) -> Target | None:
    pack = scheme.by_path.get(wanted)
    if pack is None or pack.kind is not PackKind.PAGE or not pack.names:
        return None
    found = next(iter(pack.documents), None)
    return _anchored(ToDocument(wanted, pack, found, anchor))


def _to_policy(scheme: Scheme, wanted: str, anchor: str) -> Target | None:
    parts = PurePosixPath(wanted).parts
    if len(parts) != 2 or parts[0] != "policies" or parts[1] not in scheme.policies:  # noqa: PLR2004
        return None
    if anchor and not any(
        anchor in pack.policy.anchors for pack in scheme.policies[parts[1]] if pack.policy
    ):
        return Nowhere(f"leads to #{anchor}, which no version of {parts[1]} has")
    return ToPolicy(parts[1], anchor)


LEADS = {PackKind.POLICY: "policy.md", PackKind.REPORT: "report.md"}


def _to_pack_file(scheme: Scheme, wanted: str, anchor: str) -> Target | None:
    """Look for a pack's document, attachment or records; a pack's folder is its first document."""
    pack = scheme.by_path.get(wanted)
    name = LEADS.get(pack.kind, "") if pack else ""
    if pack is None:
        head, _, name = wanted.rpartition("/")
        if head.endswith("/attachments"):
            head, name = head.removesuffix("/attachments"), f"attachments/{name}"
        pack = scheme.by_path.get(head)
    if pack is None:
        return None
    if name in pack.names:
        path = f"{pack.path}/{name}"
        return _anchored(ToDocument(path, pack, pack.document(name), anchor))
    files = {file.name: file for file in (*pack.attachments, *pack.records_csv)}
    return ToFile(files[name], pack) if name in files else None


def _anchored(found: ToDocument) -> Target:
    document, anchor = found.document, found.anchor
    if anchor and document and anchor not in document.anchors:
        return Nowhere(f"leads to #{anchor}, and there is no such heading in {document.name}")
    return found
