"""The registered file of a pack that has just been started: everything it will have to say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from generator.forms.markdown import comment, value
from generator.vocabulary import Change, Stage

CARRIED = ("no_sops", "withheld_from_public")
"""What holds for the next version until somebody says otherwise; each keeps something inside."""
DAY = "YYYY-MM-DD"
HEAD = "# The registered file: who did what, and when. It is never published."


def policy_record(
    change: str, sops: Iterable[str], before: Mapping[str, Any] | None = None, summary: str = ""
) -> str:
    """Return the record of a new pack; ``before`` is that of the version before it, if any."""
    return "\n".join(_policy_lines(change, tuple(sops), before, summary)) + "\n"


def report_record() -> str:
    """Return the record of a new report."""
    lines = (
        HEAD,
        f"stage: {Stage.DEVELOPMENT}{comment('implementation, when the report is submitted')}",
        f"registered_file:{comment('its reference')}",
        "# quality_assurance: is written by `scheme sign-off`",
        f"publish_on:{comment('the day, YYYY-MM-DD')}",
    )
    return "\n".join(lines) + "\n"


def _policy_lines(
    change: str, sops: tuple[str, ...], before: Mapping[str, Any] | None, summary: str
) -> Iterator[str]:
    later = [kind.value for kind in Change if kind is not Change.NEW]
    known = before or {}
    yield HEAD
    yield f"stage: {Stage.DEVELOPMENT}{comment('implementation, when the pack is submitted')}"
    yield f"change: {change}" if change else f"change:{comment(', '.join(later))}"
    if before is not None:
        what = "what changed, in one or two sentences"
        yield (
            f"summary_of_changes: {value(summary)}"
            if summary
            else _blank("summary_of_changes", what)
        )
    last = (
        f"; that of the version before is {known['registered_file']}"
        if "registered_file" in known
        else ""
    )
    yield _blank("registered_file", f"its reference{last or ', such as AB/RF/2026/0421'}")
    yield _kept(known, "file_plan", "the second place where versions are kept")
    yield "commissioned:"
    commissioned = known.get("commissioned", {})
    yield f"  {_kept(commissioned, 'by', 'the post of the policy lead')}"
    yield f"  {_blank('date', 'the day, YYYY-MM-DD')}"
    yield "safety_and_health:"
    yield f"  {_blank('consulted', 'the day on which the safety and health team was consulted')}"
    yield f"  {_blank('reference', 'the reference of their answer')}"
    yield "consultation:"
    yield "  # an entry for each, somebody inside and somebody outside:"
    said = f"opened: {DAY}, closed: {DAY}, result: ..., decision: ..."
    yield f"  # - {{who: ..., side: internal, {said}}}"
    yield _blank("submitted", "the day, YYYY-MM-DD")
    yield "# quality_assurance: and approval: are written by `scheme sign-off`"
    yield "sop_publication:"
    yield "  # for each procedure, a no as well as a yes:"
    for name in sops or ("sop-process.md",):
        decided = f"public: yes, ground: public-interest, by: ..., date: {DAY}, reason: ..."
        yield f"  # {name}: {{{decided}}}"
    yield _blank("publish_on", "the day, YYYY-MM-DD; nothing of it is shown before")
    yield "implementation_plan:"
    yield f"  {_blank('communication', 'how people will hear of it')}"
    yield f"  {_blank('training', 'who will be trained, and how')}"
    yield f"  {_blank('resources', 'what it needs')}"
    for key in CARRIED:
        if key in known:
            yield from _whole(key, known[key])
    if "no_sops" not in known and not sops:
        yield f"# no_sops:{comment('the reason, where the policy needs no procedures')}"


def _blank(key: str, what: str) -> str:
    return f"{key}:{comment(what)}"


def _kept(known: Mapping[str, Any], key: str, what: str) -> str:
    return f"{key}: {value(known[key])}" if key in known else _blank(key, what)


def _whole(key: str, said: Any) -> Iterator[str]:
    """Yield a value as it was, whatever its shape."""
    if isinstance(said, Mapping):
        yield f"{key}:"
        yield from (f"  {inner}: {value(str(text))}" for inner, text in said.items())
    else:
        yield f"{key}: {value(str(said))}"
