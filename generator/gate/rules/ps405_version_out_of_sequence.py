"""PS405: versions that do not follow one another."""

from __future__ import annotations

from collections.abc import Iterator

from generator.gate.context import Context
from generator.gate.rule import Problem, reading, rule
from generator.gate.signatures import every
from generator.gate.states import is_withdrawn
from generator.gate.versions import versions_before
from generator.model import Pack
from generator.months import in_words
from generator.vocabulary import PackKind


@rule(
    "PS405",
    clause="SOPs, Role of Policy Managers (audit trail)",
    role="policy co-ordination unit",
    fix="put the versions in order: v1, v2, v3 ..., none published before the one it follows",
)
def version_out_of_sequence(pack: Pack, context: Context) -> Iterator[Problem]:
    """A version does not follow the one before it, or one that was published is gone.

    Why: copies of every version are kept. A gap, a version published before its predecessor, or a
    folder that vanished leaves nobody able to say what the policy was on a given day.
    Good: v1, then v2 published after it. A policy ends with `withdrawn.yml`, and
    its folders stay.
    Bad: v3 without v2; v2 published a day before v1; the folder of v1 deleted.
    """
    yield from reading("PS405", pack)
    if pack.kind is not PackKind.POLICY:
        return
    vanished = _vanished(pack, context)
    if vanished and not pack.in_development:  # else it is found where it was
        yield _gone(pack, vanished)
    before = pack.version - 1
    if before and before not in vanished and not _is_there(pack.owner, before, context):
        message = f"is version {pack.version}, and there is no version {pack.version - 1}"
        yield Problem(pack.at("change"), message)
    yield from _not_later(pack, context)


def _vanished(pack: Pack, context: Context) -> tuple[int, ...]:
    """Return the versions that the last publication had and the store has no more."""
    if is_withdrawn(context.scheme, pack.owner, context.as_at):
        return ()
    numbers = context.versions_published(pack.owner)
    return tuple(n for n in numbers if not _is_there(pack.owner, n, context))


def _is_there(policy_id: str, version: int, context: Context) -> bool:
    return f"policies/{policy_id}/v{version}" in context.scheme.by_path


def _gone(pack: Pack, vanished: tuple[int, ...]) -> Problem:
    names = every(f"version {number}" for number in vanished)
    verb = "was" if len(vanished) == 1 else "were"
    message = f"belongs to a policy whose {names} {verb} published and cannot be found any more"
    fix = "put the folder back; to end the policy, write withdrawn.yml and keep its folders"
    return Problem(pack.at("change"), message, fix)


def _not_later(pack: Pack, context: Context) -> Iterator[Problem]:
    """The later version is the one refused: what is in force stays in force."""
    dated = [(p.publish_on, p.version) for p in versions_before(pack, context) if p.publish_on]
    if pack.publish_on and dated and pack.publish_on < max(dated)[0]:
        day, version = max(dated)
        message = (
            f"is published on {in_words(pack.publish_on)}, before version {version} "
            f"({in_words(day)})"
        )
        yield Problem(pack.at("publish_on"), message)
