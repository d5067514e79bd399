"""Load: the folders of a store become raw packs. Every file is read, or its absence is a fault."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

from msgspec import Struct, field

from generator.findings import Fault, Location
from generator.store.child import Guard, Stopped
from generator.store.files import CannotRead, Entry, Kind, entries, read_bytes, walk
from generator.store.source import (
    MAX_BYTES,
    Source,
    read_document,
    read_record,
    unreadable,
)
from generator.store.table import Table, read_table
from generator.store.text import digest
from generator.vocabulary import PackKind

SETTINGS_FILE = "scheme.yml"
LOOK_FILE = "mkdocs.yml"
RECORD = "record.yml"
WITHDRAWAL = "withdrawn.yml"
ATTACHMENTS = "attachments"
ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?")
VERSION = re.compile(r"v([1-9][0-9]{0,3})")
POLICY_DOCUMENT = re.compile(r"policy\.md|eia\.md|workbook\.md|sop-[a-z0-9][a-z0-9-]*\.md")
RECORDS_CSV = re.compile(r"[a-z0-9][a-z0-9._-]*\.csv")
PAGE = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?\.md")
SYSTEM_NAMES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
)
MAX_PATH = 240
SITE_NAMES = frozenset(
    {
        "404", "as-at", "assets", "attachments", "changes", "class", "classes", "data", "due",
        "feeds", "formats", "gate", "groups", "guide", "index", "manifest", "monitoring", "notices",
        "pagefind",
        "policies", "reference", "registers", "reports", "robots", "rules", "search", "sitemap",
        "withdrawn",
    }
)  # fmt: skip


class Attachment(Struct, frozen=True):
    """A file that documents may link to, or a report's records, with the digest to sign."""

    path: str
    digest: str
    size: int

    @property
    def name(self) -> str:
        """Its name within the pack, as records list it."""
        path = PurePosixPath(self.path)
        return f"{ATTACHMENTS}/{path.name}" if path.parent.name == ATTACHMENTS else path.name


class RecordsFile(Struct, frozen=True):
    """A CSV beside a report: the file, and what stands in it."""

    file: Attachment
    table: Table


class RawPack(Struct, frozen=True):
    """What one folder (or page) holds, before anything in it is believed.

    ``owner`` is the policy's or series' id; ``edition`` the version folder or edition.
    """

    path: str
    kind: PackKind
    owner: str
    edition: str
    sources: Mapping[str, Source] = field(default_factory=dict)
    record: Source | None = None
    attachments: tuple[Attachment, ...] = ()
    records: tuple[RecordsFile, ...] = ()
    faults: tuple[Fault, ...] = ()


class Store(Struct, frozen=True):
    """Every file of the store, read: settings, packs, withdrawals."""

    settings: Source | None
    packs: tuple[RawPack, ...]
    withdrawals: Mapping[str, Source]


class Folder(Struct):
    """A pack found by the walk: names sorted into what the layout knows and what it does not."""

    path: str
    kind: PackKind
    owner: str
    edition: str
    documents: list[str] = field(default_factory=list)
    record: str | None = None
    attachments: list[str] = field(default_factory=list)
    records: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def unexpected(self, path: str, message: str, fix: str) -> None:
        """Note a name that the layout does not know."""
        self.faults.append(Fault(Location(path), "PS004", message, fix))

    @property
    def files(self) -> tuple[str, ...]:
        """The paths of everything in it that is read."""
        record = [self.record] if self.record else []
        return (*self.documents, *record, *self.attachments, *self.records)


class Found(Struct, frozen=True):
    """What the walk found: a folder for each pack, and the path of each policy's withdrawal."""

    folders: tuple[Folder, ...]
    withdrawals: Mapping[str, str]


def find(root: Path) -> Found:
    """Walk the store under ``root`` and sort its names into packs; nothing is read yet."""
    walker = _Walker(root)
    folders = sorted(walker.folders(), key=_by_path)
    return Found(tuple(folders), dict(sorted(walker.withdrawals.items())))


def load(root: Path, *, jobs: int = 0, attachment_limit: int = 25_000_000) -> Store:
    """Read the whole store under ``root``. A file that cannot be read is a fault, never a gap."""
    found = find(root)
    packs = read_folders(root, found.folders, jobs=jobs, attachment_limit=attachment_limit)
    paths = tuple(found.withdrawals.values())
    withdrawals = dict(zip(found.withdrawals, read_files(root, paths, jobs=jobs), strict=True))
    return Store(load_settings(root), packs, withdrawals)


def read_folders(
    root: Path, folders: Sequence[Folder], *, jobs: int, attachment_limit: int
) -> tuple[RawPack, ...]:
    """Read every file of these packs, each in a child process with limits of its own."""
    tasks = [(root, path, attachment_limit) for folder in folders for path in folder.files]
    read = dict(zip((t[1] for t in tasks), Guard(_read, jobs=jobs).run(tasks), strict=True))
    return tuple(_pack(folder, read) for folder in folders)


def read_folder(root: Path, folder: Folder, attachment_limit: int) -> RawPack:
    """Read every file of one pack here and now; for use in a child process."""
    read = {path: _read((root, path, attachment_limit)) for path in folder.files}
    return _pack(folder, read)


def read_files(root: Path, paths: Sequence[str], *, jobs: int) -> tuple[Source, ...]:
    """Read single documents or records, each in a child process."""
    results = Guard(_read, jobs=jobs).run([(root, path, MAX_BYTES) for path in paths])
    return tuple(_source(path, result) for path, result in zip(paths, results, strict=True))


def load_settings(root: Path, name: str = SETTINGS_FILE) -> Source | None:
    """Read ``scheme.yml`` (or ``mkdocs.yml``), or return ``None`` where there is none."""
    try:
        if all(entry.name != name for entry in entries(root)):
            return None
        return read_record(name, read_bytes(root / name, MAX_BYTES))
    except CannotRead as error:
        return unreadable(name, str(error), "make it an ordinary, readable file")


def vanished(found: Found, published: frozenset[str]) -> tuple[Folder, ...]:
    """Return an empty, faulty folder for each pack that was published and is not there any more.

    It would otherwise go missing in silence (PS405).
    """
    present = {folder.path for folder in found.folders}
    gone = []
    for path in sorted(published - present):
        message = "was published, and cannot be found any more"
        fix = "put it back; a policy ends with withdrawn.yml, and its folders stay"
        fault = Fault(Location(path), "PS405", message, fix)
        gone.append(Folder(path, PackKind.PAGE, "", "", faults=[fault]))
    return tuple(gone)


def _by_path(pack: RawPack | Folder) -> str:
    return pack.path


Read = Source | Attachment | RecordsFile


def _read(task: tuple[Path, str, int]) -> Read:
    """Read one file; runs in a child process."""
    root, path, limit = task
    try:
        if path.endswith(".md") and f"/{ATTACHMENTS}/" not in path:
            return read_document(path, read_bytes(root / path, MAX_BYTES))
        if path.endswith((RECORD, WITHDRAWAL)) and f"/{ATTACHMENTS}/" not in path:
            return read_record(path, read_bytes(root / path, MAX_BYTES))
        data = read_bytes(root / path, limit)
    except CannotRead as error:
        return unreadable(path, str(error), "make it an ordinary, readable file")
    if len(data) > limit:
        message = f"is over the limit of {limit:,} bytes"
        return unreadable(path, message, "make the file smaller", rule="PS608")
    file = Attachment(path, digest(data), len(data))
    if f"/{ATTACHMENTS}/" in path:
        return file
    return RecordsFile(file, read_table(path, data))


def _source(path: str, result: Read | Stopped) -> Source:
    match result:
        case Source():
            return result
        case Stopped(reason):
            return unreadable(path, f"could not be read: it {reason}", "simplify or split it")
        case Attachment() | RecordsFile():
            return unreadable(path, "is not a document", "give it its proper name")


def _pack(folder: Folder, read: Mapping[str, Read | Stopped]) -> RawPack:
    sources = {path: _source(path, read[path]) for path in folder.files}
    documents = {PurePosixPath(p).name: sources[p] for p in folder.documents}
    record = sources[folder.record] if folder.record else None
    faults = list(folder.faults)
    attachments: list[Attachment] = []
    records: list[RecordsFile] = []
    for path in (*folder.attachments, *folder.records):
        match read[path]:
            case Attachment() as attachment:
                attachments.append(attachment)
            case RecordsFile() as file:
                records.append(file)
                faults += file.table.faults
            case _:
                faults += sources[path].faults
    for source in (*documents.values(), *([record] if record else [])):
        faults += source.faults
    return RawPack(
        folder.path,
        folder.kind,
        folder.owner,
        folder.edition,
        documents,
        record,
        tuple(attachments),
        tuple(records),
        tuple(sorted(faults)),
    )


class _Walker:
    """Sorts every name under the three folders into packs; what it does not know is a fault.

    A name outside every pack becomes a pack of its own with nothing in it, so that it is listed
    and refused like any other.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.withdrawals: dict[str, str] = {}
        self.found: list[Folder] = []

    def folders(self) -> list[Folder]:
        for top, visit in (
            ("policies", self._policy),
            ("monitoring", self._series),
        ):
            if self._is_link(top):
                continue
            for entry in self._entries(top):
                path = f"{top}/{entry.name}"
                if entry.kind is not Kind.FOLDER:
                    self._stray(path, entry, f"take it out; {top}/ holds folders named by ids")
                else:
                    visit(path, entry.name)
        self._content("content")
        return self.found

    def _is_link(self, top: str) -> bool:
        if not (self.root / top).is_symlink():
            return False
        self._stray(top, Entry(top, Kind.LINK), "put the files themselves there")
        return True

    def _entries(self, path: str) -> tuple[Entry, ...]:
        try:
            return entries(f"{self.root}/{path}")  # a Path for each would cost as much again
        except CannotRead as error:
            self._stray(path, Entry(path, Kind.OTHER), str(error))
            return ()

    def _policy(self, path: str, owner: str) -> None:
        for entry in self._entries(path):
            inner = f"{path}/{entry.name}"
            if entry.kind is Kind.FOLDER and VERSION.fullmatch(entry.name):
                self._policy_pack(inner, owner, entry.name)
            elif entry.name == WITHDRAWAL:  # a link or folder of that name is a fault of it
                self.withdrawals[owner] = inner
            else:
                self._stray(inner, entry, "take it out; here stand v1, v2 ... and withdrawn.yml")

    def _policy_pack(self, path: str, owner: str, edition: str) -> None:
        folder = self._folder(path, PackKind.POLICY, owner, edition)
        for entry in self._entries(path):
            self._file(folder, entry, POLICY_DOCUMENT)

    def _series(self, path: str, owner: str) -> None:
        for entry in self._entries(path):
            inner = f"{path}/{entry.name}"
            if entry.kind is Kind.FOLDER:
                folder = self._folder(inner, PackKind.REPORT, owner, entry.name)
                if not is_id(entry.name):
                    folder.unexpected(inner, *bad_id(entry.name))
                for item in self._entries(inner):
                    self._file(folder, item, re.compile(r"report\.md"), RECORDS_CSV)
            else:
                self._stray(inner, entry, "take it out; a series holds a folder for each edition")

    def _folder(self, path: str, kind: PackKind, owner: str, edition: str) -> Folder:
        folder = Folder(path, kind, owner, edition)
        if not is_id(owner):
            folder.unexpected(str(PurePosixPath(path).parent), *bad_id(owner))
        self.found.append(folder)
        return folder

    def _file(
        self,
        folder: Folder,
        entry: Entry,
        documents: re.Pattern[str],
        records: re.Pattern[str] | None = None,
    ) -> None:
        path = f"{folder.path}/{entry.name}"
        if entry.kind is Kind.FILE and documents.fullmatch(entry.name):
            folder.documents.append(path)
        elif entry.kind is Kind.FILE and entry.name == RECORD:
            folder.record = path
        elif entry.kind is Kind.FILE and records and records.fullmatch(entry.name):
            folder.records.append(path)
        elif entry.kind is Kind.FOLDER and entry.name == ATTACHMENTS:
            self._attachments(folder, path)
        else:
            folder.unexpected(path, *_unexpected(entry))

    def _attachments(self, folder: Folder, path: str) -> None:
        for entry in self._entries(path):
            inner = f"{path}/{entry.name}"
            if entry.kind is Kind.FILE and not entry.name.startswith("."):
                folder.attachments.append(inner)
            else:
                folder.unexpected(inner, *_unexpected(entry))

    def _content(self, top: str) -> None:
        if self._is_link(top):
            return
        try:
            for name, entry in walk(self.root / top):
                self._page(f"{top}/{name}", entry)
        except CannotRead as error:
            self._stray(top, Entry(top, Kind.OTHER), str(error))

    def _page(self, path: str, entry: Entry) -> None:
        if entry.kind is Kind.FOLDER:
            if not is_id(entry.name):
                self._stray(path, entry, "name the folder with letters a-z, digits and hyphens")
            return
        if entry.kind is not Kind.FILE or not PAGE.fullmatch(entry.name):
            self._stray(path, entry, "take it out, or name it like a page: about-us.md")
            return
        name = path.removesuffix(".md").removeprefix("content/")
        folder = Folder(path, PackKind.PAGE, name, "", documents=[path])
        inner = name.removeprefix("intranet/").split("/")[0]
        if len(path) > MAX_PATH:
            folder.unexpected(path, f"has a path over {MAX_PATH} characters long", "shorten it")
        if inner in SITE_NAMES - {"index"} or not is_id(entry.name.removesuffix(".md")):
            folder.unexpected(path, *bad_id(inner))
        self.found.append(folder)

    def _stray(self, path: str, entry: Entry, fix: str) -> None:
        what = "is not expected here" if entry.kind in {Kind.FILE, Kind.FOLDER} else ""
        message = what or f"is a {entry.kind}, which is never followed"
        folder = Folder(path, PackKind.PAGE, "", "")
        folder.unexpected(path, message, fix)
        self.found.append(folder)


def is_id(name: str) -> bool:
    """Whether a folder's name can be an address: see store, section 1."""
    return bool(ID.fullmatch(name)) and name not in SYSTEM_NAMES | SITE_NAMES


def bad_id(name: str) -> tuple[str, str]:
    """Return why a folder's name can not be an address, and what to do about it."""
    if name in SYSTEM_NAMES | SITE_NAMES:
        return f"is named {name!a}, which the sites or some computers keep for themselves", (
            "choose another name"
        )
    return (
        f"is named {name!a}, which is no id",
        "use lower-case letters a-z, digits and hyphens, at most 80, first and last no hyphen",
    )


def _unexpected(entry: Entry) -> tuple[str, str]:
    if entry.kind not in {Kind.FILE, Kind.FOLDER}:
        return f"is a {entry.kind}, which is never followed", "put the file itself there"
    return (
        f"is a {entry.kind} that a pack does not hold",
        "take it out, or put a file that a document links to into attachments/",
    )
