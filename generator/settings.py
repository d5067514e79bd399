"""An authority's settings: the defaults, with its ``scheme.yml`` laid over them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from msgspec import Struct

from generator.expected import (
    ClassOfInformation,
    Guide,
    contradictions,
    read_classes,
    read_guide,
)
from generator.findings import Fault, Location, Severity
from generator.schema.believe import parse_date, shape_faults
from generator.sign_off_keys import APPROVAL, SignOffKeys, key_faults, read_keys
from generator.store.source import Source, read_record
from generator.store.yaml_reader import Metadata
from generator.vocabulary import INSERT, Site

EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
ENOUGH_CONTRAST = 4.5
DARK = 0.04045
LONGEST_INTERVAL = 120
ADOPTABLE = ("PS2", "PS4", "PS5")
SIGN_OFFS = "PS501"  # the sign-off of a report stands among the rules on reports
"""Rules that may spare what was published before they were adopted."""


class Contact(Struct, frozen=True):
    """Whom to write to, and the ways to do it; what is blank is not known."""

    name: str = ""
    email: str = ""
    post: str = ""
    telephone: str = ""
    web: str = ""

    @property
    def can_be_reached(self) -> bool:
        """Whether a reader who knows only this can get through."""
        return bool(self.email or self.post or self.telephone or self.web)


class Phase(Struct, frozen=True):
    """How far along a site is, where readers should know: `Beta`, and what that means for them."""

    name: str
    says: str


class Organisation(Struct, frozen=True):
    """The authority whose scheme this is."""

    name: str
    short_name: str
    public_address: str
    intranet_address: str
    contacts: Mapping[str, Contact]
    colour: str

    def contact(self, *names: str) -> Contact:
        """Return the first contact of these names; what it does not say, `general` may."""
        general = self.contacts.get("general", Contact())
        found = next((self.contacts[name] for name in names if name in self.contacts), general)
        return Contact(
            found.name or general.name,
            found.email or general.email,
            found.post or general.post,
            found.telephone or general.telephone,
            found.web or general.web,
        )

    def address(self, site: Site) -> str:
        """Return the site's address, ending in a slash."""
        address = self.public_address if site is Site.PUBLIC else self.intranet_address
        return address.rstrip("/") + "/"


@lru_cache
def _named(marking: str) -> str:
    return " ".join(marking.upper().split())


class Markings(Struct, frozen=True):
    """Protective markings. One in no scheme, or not in a site's set, is above that site."""

    schemes: tuple[tuple[str, ...], ...]
    allowed: Mapping[Site, frozenset[str]]
    legacy: Mapping[str, str]
    phrases: tuple[str, ...]

    def allows(self, site: Site, marking: str | None) -> bool:
        """Whether a document so marked may go to ``site``."""
        return self.current(marking) in self.allowed[site]

    def current(self, marking: str | None) -> str:
        """Return the marking by the name it has now, without regard to case and spacing."""
        name = _named(marking or "")
        return self.legacy.get(name, name)

    def names(self) -> tuple[str, ...]:
        """Return every marking known, of every scheme, and the legacy names."""
        known = dict.fromkeys(name for scheme in self.schemes for name in scheme)
        return (*known, *self.legacy)


class Licence(Struct, frozen=True):
    """Under what the authority's own texts and data may be used again."""

    title: str
    address: str


class Charge(Struct, frozen=True):
    """A line of the schedule of fees."""

    what: str
    charge: str


class Accessibility(Struct, frozen=True):
    """What the authority knows of how accessible its sites are."""

    compliance: str
    issues: tuple[str, ...]
    tested_on: date | None
    tested_by: str
    prepared_on: date | None


class Settings(Struct, frozen=True, dict=True):
    """Everything that another authority would change. Intervals are whole months."""

    organisation: Organisation
    markings: Markings
    roles: Mapping[str, str]
    matrix: Mapping[str, tuple[str, ...]]
    approved: tuple[str, ...]
    approving_ranks: tuple[str, ...]
    protected_characteristics: tuple[str, ...]
    classes_of_information: tuple[ClassOfInformation, ...]
    guide: Guide
    intervals: Mapping[str, int]
    business_groups: tuple[str, ...]
    headings: Mapping[str, tuple[str, ...]]
    offered_headings: Mapping[str, tuple[str, ...]]
    heading_guidance: Mapping[str, str]
    placeholders: tuple[str, ...]
    grades: tuple[str, ...]
    directions: tuple[str, ...]
    attachment_types: tuple[str, ...]
    attachment_limit: int
    fees: str
    charges: tuple[Charge, ...]
    licence: Licence
    accessibility: Accessibility
    notices_title: str
    phase: Phase | None
    severity: Mapping[str, Severity]
    adopted: Mapping[str, date]
    sign_off_keys: SignOffKeys

    @cached_property
    def default_class(self) -> str:
        """The class that policies belong to where they name none."""
        ids = [item.id for item in self.classes_of_information]
        return next((name for name in ids if "polic" in name), ids[0])

    def role_title(self, role: str) -> str:
        """Return how a role is called on a page or in a message."""
        return self.roles.get(role, role)


def read_settings(
    source: Source | None, rules: frozenset[str] = frozenset()
) -> tuple[Settings, tuple[Fault, ...]]:
    """Return the settings and every fault in ``scheme.yml``. With a fault nothing may go on.

    ``rules`` are the ids of the rules that there are, where they are known.
    """
    path = "generator/schema/defaults.yml"
    text = files("generator").joinpath("schema/defaults.yml").read_bytes()
    base = dict(read_record(path, text).metadata.data)
    if source is None:
        fix = "write scheme.yml with `organisation:`, its `name:` and `short_name:`"
        return _settings(base), (Fault(Location("scheme.yml"), "PS002", "is not there", fix),)
    faults = (*source.faults, *shape_faults("settings", source.metadata))
    if faults:
        return _settings(base), tuple(sorted(faults))
    settings = _settings(_laid_over(base, source.metadata.data))
    contradictions = _contradictions(settings, source.metadata)
    unknown = _unknown_rules(settings, source.metadata, rules)
    return settings, tuple(sorted((*contradictions, *unknown)))


def read_look(source: Source | None, root: Path) -> tuple[Path | None, tuple[Fault, ...]]:
    """Return the folder of an authority's own templates (``theme: {custom_dir: ...}``), and faults.

    Nothing else of ``mkdocs.yml`` is taken: MkDocs itself would run plugins, hooks and YAML tags.
    """
    if source is None:
        return None, ()
    named = source.metadata.get("theme", "custom_dir")
    if source.faults or named is None:
        return None, source.faults
    home = root.resolve()
    folder = (home / str(named)).resolve()
    if not folder.is_relative_to(home) or folder == home or not folder.is_dir():
        at = source.at("theme", "custom_dir")
        message = "names a folder for the theme that is not in the store"
        return None, (Fault(at, "PS002", message, "name a folder of the store, such as `theme`"),)
    return folder, ()


def _laid_over(base: dict[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Merge mappings key by key, but take a map of roles or a list as it is given."""
    merged = dict(base)
    for key, value in over.items():
        if key != "roles" and isinstance(value, Mapping) and isinstance(base.get(key), Mapping):
            merged[key] = {**base[key], **value}
        else:
            merged[key] = value
    return merged


def _settings(data: Mapping[str, Any]) -> Settings:
    organisation, markings = data["organisation"], data["markings"]
    classes = read_classes(data)
    return Settings(
        organisation=Organisation(
            organisation.get("name", ""),
            organisation.get("short_name", ""),
            organisation["public_address"],
            organisation["intranet_address"],
            {name: _contact(said) for name, said in organisation.get("contacts", {}).items()},
            organisation["colour"],
        ),
        markings=_markings(markings),
        roles=data["roles"],
        matrix={kind: tuple(roles) for kind, roles in data["matrix"].items()},
        approved=tuple(data["approved"]),
        approving_ranks=tuple(data["approving_ranks"]),
        protected_characteristics=tuple(data["protected_characteristics"]),
        classes_of_information=classes,
        guide=read_guide(data, classes),
        intervals={name: int(months) for name, months in data["intervals"].items()},
        business_groups=tuple(data.get("business_groups", ())),
        headings={kind: tuple(names) for kind, names in data["headings"].items()},
        offered_headings={
            kind: tuple(names) for kind, names in data["formats"].get("offered", {}).items()
        },
        heading_guidance=data["formats"].get("guidance", {}),
        placeholders=_placeholders(data["placeholders"]),
        grades=tuple(data["inspections"]["grades"]),
        directions=tuple(data["inspections"]["directions"]),
        attachment_types=tuple(data["attachments"]["types"]),
        attachment_limit=int(data["attachments"]["limit_mb"]) * 1_000_000,
        fees=data["fees"],
        charges=tuple(Charge(line["for"], line["charge"]) for line in data.get("charges", ())),
        licence=Licence(data["licence"]["title"], data["licence"]["address"]),
        accessibility=_accessibility(data["accessibility"]),
        notices_title=data["notices"]["title"],
        phase=Phase(**data["phase"]) if "phase" in data else None,
        severity={rule: Severity(word) for rule, word in data.get("severity", {}).items()},
        adopted={
            rule: day
            for rule, word in data.get("adopted", {}).items()
            if (day := parse_date(word)) is not None
        },
        sign_off_keys=read_keys(data["sign_off_keys"]),
    )


def _placeholders(listed: Sequence[str]) -> tuple[str, ...]:
    """Return the placeholders listed; what the forms are filled with is always one."""
    known = any(said.casefold() == INSERT for said in listed)
    return (*listed,) if known else (*listed, INSERT)


def _contact(said: str | Mapping[str, str]) -> Contact:
    """Return a contact; one value alone is an address where it looks like one, else a name."""
    if not isinstance(said, str):
        return Contact(**said)
    if said.startswith("https://"):
        return Contact(web=said)
    return Contact(email=said) if EMAIL.fullmatch(said) else Contact(said)


def _accessibility(data: Mapping[str, Any]) -> Accessibility:
    return Accessibility(
        data["compliance"],
        tuple(data.get("issues", ())),
        parse_date(data.get("tested_on")),
        data.get("tested_by", ""),
        parse_date(data.get("prepared_on")),
    )


def _markings(data: Mapping[str, Any]) -> Markings:
    def tidy(name: str) -> str:
        return " ".join(name.upper().split())

    return Markings(
        tuple(tuple(map(tidy, scheme)) for scheme in data["schemes"]),
        {site: frozenset(map(tidy, data.get(site.value, ()))) for site in Site},
        {tidy(old): tidy(new) for old, new in data.get("legacy", {}).items()},
        tuple(data.get("phrases", ())),
    )


def _contradictions(settings: Settings, written: Metadata) -> Iterator[Fault]:
    """Settings that each have the right shape, but do not agree with one another."""
    known = set(settings.markings.names())
    for site in Site:
        for name in sorted(settings.markings.allowed[site] - known):
            message = f"allows {name} on the {site} site, which no scheme of markings holds"
            fix = "add it to `markings.schemes`, or take it out here"
            yield Fault(written.at("markings", site.value), "PS002", message, fix)
    above = settings.markings.allowed[Site.PUBLIC] - settings.markings.allowed[Site.INTRANET]
    for name in sorted(above):
        message = f"allows {name} in public but not on the intranet"
        at = written.at("markings", "public")
        yield Fault(at, "PS002", message, "allow it on the intranet as well")
    yield from _ceilings(settings.markings, written)
    yield from _weakened(settings, written)
    yield from contradictions(settings.classes_of_information, written)
    yield from _out_of_bounds(settings, written)
    if _contrast_with_white(settings.organisation.colour) < ENOUGH_CONTRAST:
        message = "is so light that the white words on it cannot be read (4.5 to 1 is the least)"
        yield Fault(
            written.at("organisation", "colour"), "PS002", message, "choose a darker colour"
        )
    for kind, roles in sorted(settings.matrix.items()):
        for role in sorted(set(roles) - set(settings.roles)):
            message = f"asks `{role}` to assure each {kind}, and no role has that name"
            fix = f"add `{role}` to `roles:`, or correct the name"
            yield Fault(written.at("matrix", kind), "PS002", message, fix)
    signers = frozenset(role for roles in settings.matrix.values() for role in roles)
    needed = signers & set(settings.roles) | {APPROVAL}
    yield from key_faults(settings.sign_off_keys, settings.roles, needed, written)


def _ceilings(markings: Markings, written: Metadata) -> Iterator[Fault]:
    """No marking may be read as one that goes further, and no ceiling may be left blank."""
    for old, new in sorted(markings.legacy.items()):
        at = written.at("markings", "legacy")
        if new not in {name for scheme in markings.schemes for name in scheme}:
            message = f"reads {old} as {new}, which no scheme of markings holds"
            yield Fault(at, "PS002", message, "name a marking of `markings.schemes`")
            continue
        for site in Site:
            known = any(old in scheme for scheme in markings.schemes)
            if known and new in markings.allowed[site] and old not in markings.allowed[site]:
                message = f"reads {old} as {new}, which would let it onto the {site} site"
                fix = f"take {old} out of `legacy:`, or out of `markings.schemes`"
                yield Fault(at, "PS002", message, fix)
                break
    for site in Site:
        keys = "markings", site.value
        if keys in written.marks and written.get(*keys) is None:
            message = f"has a blank `markings.{site}`, which could mean all or nothing"
            fix = "list the markings that may go there, or take the line out for the defaults"
            yield Fault(written.at(*keys), "PS002", message, fix)


def _out_of_bounds(settings: Settings, written: Metadata) -> Iterator[Fault]:
    """Values that would leave a rule with nothing to ask."""
    for name, months in sorted(settings.intervals.items()):
        if months > LONGEST_INTERVAL:
            message = f"has `intervals.{name}` at {months} months, over {LONGEST_INTERVAL}"
            fix = f"write at most {LONGEST_INTERVAL} months"
            yield Fault(written.at("intervals", name), "PS002", message, fix)


def _unknown_rules(settings: Settings, written: Metadata, rules: frozenset[str]) -> Iterator[Fault]:
    """A rule that there is not would be made stricter in vain."""
    for key, named in (("severity", settings.severity), ("adopted", settings.adopted)):
        for rule in sorted(set(named) - rules) if rules else ():
            message = f"names {rule} under `{key}:`, and there is no such rule"
            fix = "correct the id; the intranet's manual lists the rules"
            yield Fault(written.at(key, rule), "PS002", message, fix)


def _contrast_with_white(colour: str) -> float:
    """Return the contrast of a colour ``#rrggbb`` with white, as WCAG 2.2 works it out."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= DARK else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def is_adoptable(rule: str) -> bool:
    """Whether a rule may spare what was published before a date; no rule on sign-offs may."""
    return rule.startswith(ADOPTABLE) and rule != SIGN_OFFS


def _weakened(settings: Settings, written: Metadata) -> Iterator[Fault]:
    """Settings may make a warning a refusal, never the reverse; few rules know an adoption date."""
    for rule, severity in sorted(settings.severity.items()):
        if severity is not Severity.REFUSE:
            message = f"would turn {rule} into `{severity}`; settings may only make a rule stricter"
            at = written.at("severity", rule)
            yield Fault(at, "PS002", message, "write `refuse`, or take the line out")
    for rule in sorted(settings.adopted):
        if not is_adoptable(rule):
            message = f"gives {rule} a date of adoption, which rules of its kind do not have"
            fix = f"take the line out: only PS2xx, PS4xx and PS5xx but {SIGN_OFFS} may have one"
            yield Fault(written.at("adopted", rule), "PS002", message, fix)
