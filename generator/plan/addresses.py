"""Where each document stands on the sites. Addresses are promises: they never change."""

from __future__ import annotations

import hashlib

from generator.model import Document, Pack
from generator.store.anchors import slug
from generator.vocabulary import PackKind


def policy_address(policy_id: str) -> str:
    """The version in force of a policy."""
    return f"policies/{policy_id}/"


def pack_address(pack: Pack) -> str:
    """A version of a policy, an edition of a report, or a page, for ever."""
    if pack.kind is PackKind.PAGE:
        return pack.path.removeprefix("content/").removesuffix(".md") + "/"
    return f"{pack.path}/"


def document_address(pack: Pack, document: Document) -> str:
    """A document: a pack's first document has the pack's own address."""
    if pack.kind is not PackKind.POLICY or document.name == "policy.md":
        return pack_address(pack)
    return f"{pack.path}/{document.name.rpartition('.')[0]}/"


def changes_address(policy_id: str, old: int, new: int) -> str:
    """The comparison of two versions of a policy."""
    return f"{policy_address(policy_id)}changes/{old}-{new}/"


def as_at_address(policy_id: str) -> str:
    """Which version of a policy was in force on which day."""
    return f"{policy_address(policy_id)}as-at/"


def group_address(group: str) -> str:
    """The policies of a business group; one without a Latin letter goes by its digest."""
    plain = slug(group) or hashlib.sha256(group.encode()).hexdigest()[:12]
    return f"groups/{plain}/"


def feed_address() -> str:
    """The feed of all notices."""
    return "feeds/notices.atom"


def group_feed_address(group: str) -> str:
    """The feed of a business group's notices."""
    return f"feeds/{group_address(group).rstrip('/')}.atom"


def class_address(class_id: str) -> str:
    """The policies of a class of information."""
    return f"classes/{class_id}/"


def guide_address(class_id: str) -> str:
    """A class of information in the guide."""
    return f"guide/#{class_anchor(class_id)}"


def class_anchor(class_id: str) -> str:
    """The place of a class on the page of the guide."""
    return f"scheme--class-{class_id}"


def reference_address(reference: str) -> str:
    """What forwards to the document of this reference."""
    return f"reference/{reference}/"
