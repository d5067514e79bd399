"""What a document or record says, what it leaves unsaid, and where to point for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from generator.findings import Location
from generator.model import Pack, Record
from generator.store.lookalikes import fold
from generator.store.source import Source

MEASURES = ("diversity_impact", "compliance", "performance", "benefits")

# Compared without case, spacing and punctuation, so that "n / a" and "N.A." are among them.
SAYS_NOTHING = frozenset(
    {
        "", "na", "notapplicable", "none", "nil", "nothing", "null", "notknown", "unknown",
        "tba", "tbc", "tbd", "tobeadvised", "tobecompleted", "tobeconfirmed", "tobedecided",
    }
)  # fmt: skip


def says_nothing(text: str | None) -> bool:
    """Whether a text is no answer: blank, a dash, "N/A", "none", or a promise of one."""
    return bare(text) in SAYS_NOTHING


def bare(text: str | None) -> str:
    """Return the text's letters and figures alone, in lower case, as a reader sees them."""
    return "".join(character for character in fold(text or "") if character.isalnum())


def place(source: Source, *keys: str | int, duty: str) -> Location:
    """Return where a key is written or, where it is not, the line that creates the duty."""
    return source.at(*keys) if (keys[0],) in source.metadata.marks else source.at(duty)


def missing(source: Source, *keys: str | int) -> bool:
    """Whether nothing is written at these keys. The wrong shape is PS002's, and not missing."""
    for end in range(1, len(keys)):
        above = source.metadata.get(*keys[:end])
        if above is not None and not isinstance(above, Mapping):
            return False
    return source.metadata.get(*keys) is None


def unanswered(source: Source, *keys: str | int) -> bool:
    """Whether nothing is written at these keys, or a text that is no answer."""
    value = source.metadata.get(*keys)
    return missing(source, *keys) or (isinstance(value, str) and says_nothing(value))


def gaps(
    source: Source,
    under: str,
    names: Iterable[str],
    is_gap: Callable[..., bool] = unanswered,
) -> Iterator[tuple[Location, str]]:
    """Yield where each of ``names`` is left unanswered under a key, and what that is in words.

    Where the key itself is not written, that is one gap and not as many as it has names.
    """
    words = {name: name.replace("_", " ") for name in names}
    if missing(source, under):
        yield place(source, under, duty="type"), listed(words.values())
        return
    for name, word in words.items():
        if is_gap(source, under, name):
            yield source.at(under, name), word


def listed(words: Iterable[str]) -> str:
    """Return words as a sentence lists them: ``a, b or c``."""
    *first, last = words
    return f"{', '.join(first)} or {last}" if first else last


def readable_record(pack: Pack) -> Record | None:
    """Return the record where it could be read; where it could not, PS001 or PS002 says so."""
    return pack.record if pack.record is not None and pack.record.source.readable else None
