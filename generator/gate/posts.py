"""Posts, as records and policies name them."""

from __future__ import annotations


def same_post(one: str, other: str) -> bool:
    """Whether two names are of one post: capitals and spacing aside."""
    return one.casefold().split() == other.casefold().split()
