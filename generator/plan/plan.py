"""The plan: pages and files of each site by address, and the texts that must appear on neither."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from msgspec import Struct, field

from generator.links import ToDocument, ToFile, ToPolicy, resolve
from generator.model import Document, Scheme
from generator.plan.addresses import policy_address
from generator.settings import Settings
from generator.store.load import Attachment
from generator.vocabulary import DocumentType, DownloadForm, Site


class View(Struct, frozen=True):
    """What every page of a site is made from: the scheme, which site it is, and the day."""

    scheme: Scheme
    site: Site
    as_at: date

    @property
    def settings(self) -> Settings:
        """The authority's settings."""
        return self.scheme.settings


class Crumb(Struct, frozen=True):
    """A page as a link: what it is called and where it stands."""

    title: str
    address: str


class Searched(Struct, frozen=True):
    """How a page stands in the search: what is said of it, and by what a reader narrows.

    The title, summary and document are found, and ``more``: what the page says beside them.
    """

    kind: str
    version: str = ""
    in_force: bool = True
    group: str = ""
    class_of_information: str = ""
    more: tuple[str, ...] = ()


class PlannedPage(Struct, frozen=True):
    """One page of a site. ``data`` is what its template shows, ``document`` whose text it holds.

    A page is in the search where it says how; a text that stands at two addresses is there once.
    """

    address: str
    template: str
    title: str
    summary: str
    data: Mapping[str, Any] = field(default_factory=dict)
    document: Document | None = None
    crumbs: tuple[Crumb, ...] = ()
    near: tuple[Crumb, ...] = ()
    searched: Searched | None = None

    @property
    def file(self) -> str:
        """The file that answers at this address."""
        return self.address if self.address.endswith(".html") else f"{self.address}index.html"


class PlannedFile(Struct, frozen=True):
    """A file that is copied as it is: an attachment, or a report's records."""

    address: str
    attachment: Attachment


class MadeFile(Struct, frozen=True):
    """A file that the program makes from what the site shows: a feed, a catalogue, a register."""

    address: str
    data: bytes


class PlannedDownload(Struct, frozen=True):
    """A document as a file to keep, made when pages are. ``page`` is the address of its page.

    ``says`` stands on every page of it: its reference, version and date; ``on`` is that day.
    """

    address: str
    form: DownloadForm
    page: str
    says: str
    on: date | None


class PlannedTemplate(Struct, frozen=True):
    """The form of a type of document as a Word file; ``page`` is the address that offers it."""

    address: str
    kind: DocumentType
    page: str


class SitePlan(Struct, frozen=True):
    """Everything one site will hold.

    ``documents`` gives the address of each document shown, ``policies`` the text at the permanent
    address of each policy (none, where that says what became of it). ``said`` holds what pages say
    out of records that are not published themselves: summaries of changes, reasons, posts.
    """

    site: Site
    name: str
    address: str
    pages: tuple[PlannedPage, ...]
    files: tuple[PlannedFile, ...]
    documents: Mapping[str, str]
    policies: Mapping[str, Document | None]
    menu: tuple[Crumb, ...]
    footer: tuple[Crumb, ...]
    said: tuple[str, ...] = ()
    made: tuple[MadeFile, ...] = ()
    downloads: tuple[PlannedDownload, ...] = ()
    templates: tuple[PlannedTemplate, ...] = ()

    def link(self, scheme: Scheme, document: Document, target: str) -> str | None:
        """Return where a link of ``document`` leads on this site.

        An address of this site has no leading slash; ``None`` means that the words stay and the
        link does not.
        """
        match resolve(scheme, document, target):
            case ToDocument(path=path, anchor=anchor) if path in self.documents:
                return self.documents[path] + (f"#{anchor}" if anchor else "")
            case ToPolicy(policy_id=policy_id, anchor=anchor) if policy_id in self.policies:
                text = self.policies[policy_id]
                there = text is not None and anchor in text.anchors  # it may be another version's
                return policy_address(policy_id) + (f"#{anchor}" if there else "")
            case ToFile(attachment=attachment):
                found = (f.address for f in self.files if f.attachment is attachment)
                return next(found, None)
            case _:
                return None


class Withheld(Struct, frozen=True):
    """A text that must not appear on a site. Its name and title may, where ``named`` is false."""

    document: Document
    named: bool = True


class Plan(Struct, frozen=True):
    """What will be published on each site, and what must not be."""

    scheme: Scheme
    as_at: date
    sites: Mapping[Site, SitePlan]
    withheld: Mapping[Site, tuple[Withheld, ...]]
