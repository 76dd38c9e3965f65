"""The contract that every module states about itself: a frozen, validated `Manifest`.

A manifest is checked when the process starts; a broken one stops it with file, field and reason.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import jsonschema
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version

SLUG = re.compile(r"^[a-z][a-z0-9_]{1,29}$")
# Without these hooks a person's rights over the data could not be served (UU 27/2022).
PERSONS_RIGHTS = (
    "export_person",
    "erase_person",
    "correctable_data",
    "correct_data",
    "expired_data",
    "expire_data",
)
DOTTED = re.compile(r"^[a-z_][a-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)+$")


class BrokenManifest(Exception):
    """A manifest breaks the contract; the process must not start."""

    def __init__(self, *, slug: str, field_name: str, reason: str) -> None:
        self.slug, self.field_name, self.reason = slug, field_name, reason
        super().__init__(f"catalog/modules/{slug}/manifest.py: {field_name}: {reason}")


class Dimension(StrEnum):
    """The six dimensions of Gerakan Menuju 100 Smart City (facts §17)."""

    GOVERNANCE = "governance"
    BRANDING = "branding"
    ECONOMY = "economy"
    LIVING = "living"
    SOCIETY = "society"
    ENVIRONMENT = "environment"

    @property
    def label(self) -> str:
        """The dimension's usual name."""
        return f"Smart {self.value.capitalize()}"


class Kind(StrEnum):
    """Whom a module serves first."""

    CITIZEN = "citizen"
    STAFF = "staff"

    @property
    def label(self) -> Any:
        """The kind on screen, translated."""
        return _("Layanan publik") if self is Kind.CITIZEN else _("Administrasi pemerintahan")


class Hue(StrEnum):
    """The colours of tiles; the design system knows these names."""

    TEAL = "teal"
    INDIGO = "indigo"
    ROSE = "rose"
    AMBER = "amber"
    VIOLET = "violet"
    SKY = "sky"
    CYAN = "cyan"
    LIME = "lime"


@dataclass(frozen=True, slots=True)
class Text:
    """A text in both languages of the house."""

    id: str
    en: str

    def __str__(self) -> str:
        return self.en if (get_language() or "id").startswith("en") else self.id


@dataclass(frozen=True, slots=True)
class Requirement:
    """Another module with the versions that fit: `Requirement("laksa", ">=1.2,<2")`."""

    slug: str
    versions: str = ">=0"

    def accepts(self, version: str) -> bool:
        """Whether the version lies in the range."""
        return SpecifierSet(self.versions).contains(version, prereleases=True)


@dataclass(frozen=True, slots=True)
class Role:
    """What a person may be in this module; `key` is `<slug>.<role>`; given per OPD unless `whole_pemda`."""

    key: str
    title: Text
    summary: Text
    whole_pemda: bool = False


@dataclass(frozen=True, slots=True)
class Tile:
    """The module's place on the citizen's home: `url_name` is a name in the module's portal URLs."""

    label: Text
    icon: str
    hue: Hue
    url_name: str
    order: int = 100


@dataclass(frozen=True, slots=True)
class PublicLink:
    """A page for everybody that the foot of each portal page names; `url_name` as in `Tile`."""

    label: Text
    url_name: str


@dataclass(frozen=True, slots=True)
class MenuItem:
    """A page in the officer's menu, seen by those who hold one of `roles`."""

    label: Text
    icon: str
    url_name: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotificationKind:
    """A message that the module sends; `key` is `<slug>.<event>`."""

    key: str
    title: Text
    audience: str  # "warga" or "petugas"


@dataclass(frozen=True, slots=True)
class EventKind:
    """Something that other systems may be told of (`catalog.sdk.events`); `key` is `<slug>.<event>`."""

    key: str
    title: Text


class Ending(StrEnum):
    """What becomes of rows whose time is over."""

    DELETE = "hapus"
    ANONYMISE = "anonim"


@dataclass(frozen=True, slots=True)
class PersonalData:
    """A field about a person: what for, on which basis, for how long (UU 27/2022).

    `kept_by_law` says why rows stay, without the person's name, when that person has their data erased.
    """

    model: str
    fields: tuple[str, ...]
    purpose: Text
    legal_basis: Text
    retention_days: int
    is_specific: bool = False
    recipients: Text = Text("OPD pelaksana layanan ini", "The OPD that runs this service")
    ending: Ending = Ending.DELETE
    kept_by_law: Text | None = None


@dataclass(frozen=True, slots=True)
class ConsentPurpose:
    """A use of data that needs the person's yes; `key` is `<slug>.<purpose>`.

    `text` is what the person agrees to; a new text gets a new `version`, and they are asked again. `withdrawal` says
    what happens when they take it back; the manifest's `consent_withdrawn` does it.
    """

    key: str
    version: str
    title: Text
    text: Text
    withdrawal: Text


@dataclass(frozen=True, slots=True)
class HelpPage:
    """A page of in-product help; `template` holds the text."""

    slug: str
    title: Text
    template: str
    audience: str = "admin_ti"


@dataclass(frozen=True, slots=True)
class SeedRef:
    """A value of default data that points at another row: `SeedRef("organisation.Opd", code="pupr")`.

    Where the Pemda has no such row the value stays empty.
    """

    model: str
    key: tuple[tuple[str, Any], ...]

    def __init__(self, model: str, **key: Any) -> None:
        object.__setattr__(self, "model", model)
        object.__setattr__(self, "key", tuple(sorted(key.items())))


@dataclass(frozen=True, slots=True)
class SeedRow:
    """One row of default data: `SeedRow("laksa.Category", {"code": "jalan"}, {"name_id": …})`.

    `key` finds the row again at an upgrade; the module's table must have a unique constraint on it.
    """

    model: str
    key: Mapping[str, Any]
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """One version in the module's changelog, in the users' words."""

    version: str
    date: str
    notes: tuple[Text, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Manifest:
    """All that Adopsi knows of a module without running it."""

    slug: str
    version: str
    title: Text
    summary: Text
    description: Text
    icon: str
    owner_opd: str
    dimension: Dimension
    kind: Kind
    roles: tuple[Role, ...]
    requires: tuple[Requirement, ...] = ()
    optional: tuple[Requirement, ...] = ()
    conflicts: tuple[Requirement, ...] = ()
    tile: Tile | None = None
    quick_action: Tile | None = None
    public_links: tuple[PublicLink, ...] = ()
    menu: tuple[MenuItem, ...] = ()
    settings_schema: Mapping[str, Any] = field(default_factory=lambda: {"type": "object", "properties": {}})
    notifications: tuple[NotificationKind, ...] = ()
    events: tuple[EventKind, ...] = ()
    personal_data: tuple[PersonalData, ...] = ()
    consents: tuple[ConsentPurpose, ...] = ()
    help_pages: tuple[HelpPage, ...] = ()
    changelog: tuple[Change, ...] = ()
    api_scopes: Mapping[str, Text] = field(default_factory=dict)
    next_steps: tuple[Text, ...] = ()
    # Dotted paths, imported only when used, so that a manifest stays a plain statement.
    export_person: str = ""  # (person) -> dict: all the module knows of them
    erase_person: str = ""  # (person) -> dict: what was erased or made anonymous
    correctable_data: str = ""  # (person) -> list[Correctable]: fields about them that may be put right
    correct_data: str = ""  # (person, key, value) -> None: put one of those right
    expired_data: str = ""  # (model, before) -> QuerySet: rows of that model whose time ended before the moment
    expire_data: str = ""  # (model, rows) -> int: delete them or make them anonymous; how many
    consent_withdrawn: str = ""  # (person, key) -> dict: what follows when a consent is taken back
    default_data: str = ""  # () -> list[SeedRow]: what a Pemda starts with; its own changes survive upgrades
    demonstration: str = ""  # () -> None: believable demonstration data of the active Pemda's region
    search: str = ""  # (query: str, person) -> list[SearchHit]
    history: str = ""  # (person, most: int) -> list[HistoryItem]: the person's own things, newest first
    map_points: str = ""  # () -> list[MapPoint]
    statistics: str = ""  # () -> list[Statistic]
    waiting_work: str = ""  # (person | None, since | None) -> list[WorkCount]: an officer's queue; None: everybody's
    payment_changed: str = ""  # (PaymentFacts) -> None: what follows when a payment it asked for changed
    live: str = ""  # () -> LivePanels: the module's part of the LIVE Room
    live_list: str = ""  # (key: str) -> LiveList | None: what lies behind a number of the LIVE Room
    daily: str = ""  # () -> None: work of each morning in the active Pemda; may come twice
    park_days: int = 365
    # Installed releases that this code can serve while their Pemda wait for the rollout (">=1.2,<2"); empty: those
    # of the same major and minor version, which have the same tables.
    serves: str = ""

    def serves_release(self, version: str) -> bool:
        """Whether this code answers in a Pemda whose tables are of that release."""
        if version == self.version:
            return True
        if self.serves:
            return SpecifierSet(self.serves).contains(version, prereleases=True)
        return version.split(".")[:2] == self.version.split(".")[:2]

    def defaults(self) -> dict[str, Any]:
        """The settings of a Pemda that changed none."""
        properties = self.settings_schema.get("properties", {})
        return {name: rule["default"] for name, rule in properties.items() if "default" in rule}

    def role_keys(self) -> set[str]:
        """The keys of all roles of the module."""
        return {role.key for role in self.roles}


def check_manifest(manifest: Manifest, *, folder: str) -> None:
    """Raise `BrokenManifest` for the first field that breaks the contract."""
    for name, reason in _problems(manifest, folder):
        raise BrokenManifest(slug=folder, field_name=name, reason=reason)


def _problems(manifest: Manifest, folder: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    if not SLUG.match(manifest.slug) or manifest.slug != folder:
        found.append(("slug", f"{manifest.slug!r} must equal the folder's name {folder!r} in lower case"))
    found += _version_problems(manifest)
    found += _text_problems(manifest)
    found += _key_problems(manifest)
    found += _settings_problems(manifest)
    for name in (
        "export_person",
        "erase_person",
        "correctable_data",
        "correct_data",
        "expired_data",
        "expire_data",
        "consent_withdrawn",
        "default_data",
        "demonstration",
        "search",
        "history",
        "map_points",
        "statistics",
        "waiting_work",
        "daily",
        "live",
        "live_list",
        "payment_changed",
    ):
        path = getattr(manifest, name)
        if path and not DOTTED.match(path):
            found.append((name, f"{path!r} is not a dotted path"))
    return found + _privacy_problems(manifest)


def _privacy_problems(manifest: Manifest) -> list[tuple[str, str]]:
    found = []
    missing = [name for name in PERSONS_RIGHTS if not getattr(manifest, name)]
    if manifest.personal_data and missing:
        found.append(("personal_data", f"modules with personal data need {', '.join(missing)}"))
    if manifest.consents and not manifest.consent_withdrawn:
        found.append(("consents", "modules that ask for consent need consent_withdrawn"))
    found += [
        ("consents", f"{purpose.key!r} must begin with '{manifest.slug}.'")
        for purpose in manifest.consents
        if not purpose.key.startswith(f"{manifest.slug}.")
    ]
    return found


def _version_problems(manifest: Manifest) -> list[tuple[str, str]]:
    found = []
    try:
        Version(manifest.version)
        if manifest.version.count(".") != 2:
            raise InvalidVersion(manifest.version)
    except InvalidVersion:
        found.append(("version", f"{manifest.version!r} is not a semantic version such as 1.4.2"))
    try:
        SpecifierSet(manifest.serves)
    except InvalidSpecifier:
        found.append(("serves", f"{manifest.serves!r} is not a version range"))
    for name in ("requires", "optional", "conflicts"):
        for requirement in getattr(manifest, name):
            try:
                SpecifierSet(requirement.versions)
            except InvalidSpecifier:
                found.append((name, f"{requirement.slug}: {requirement.versions!r} is not a version range"))
            if requirement.slug == manifest.slug:
                found.append((name, "a module cannot name itself"))
    return found


def _text_problems(manifest: Manifest) -> list[tuple[str, str]]:
    texts: list[tuple[str, Text]] = [(n, getattr(manifest, n)) for n in ("title", "summary", "description")]
    texts += [(f"roles[{role.key}]", role.title) for role in manifest.roles]
    texts += [(f"menu[{item.url_name}]", item.label) for item in manifest.menu]
    texts += [(f"public_links[{link.url_name}]", link.label) for link in manifest.public_links]
    return [(name, "needs a text in Indonesian and in English") for name, text in texts if not (text.id and text.en)]


def _key_problems(manifest: Manifest) -> list[tuple[str, str]]:
    prefix = f"{manifest.slug}."
    found = [
        ("roles", f"{role.key!r} must begin with {prefix!r}")
        for role in manifest.roles
        if not role.key.startswith(prefix)
    ]
    found += [
        ("notifications", f"{kind.key!r} must begin with {prefix!r}")
        for kind in manifest.notifications
        if not kind.key.startswith(prefix)
    ]
    found += [
        ("events", f"{kind.key!r} must begin with {prefix!r}")
        for kind in manifest.events
        if not kind.key.startswith(prefix)
    ]
    known = manifest.role_keys()
    found += [
        ("menu", f"{item.url_name}: unknown role {role!r}")
        for item in manifest.menu
        for role in item.roles
        if role not in known
    ]
    if manifest.kind is Kind.CITIZEN and manifest.tile is None:
        found.append(("tile", "a module for citizens needs a tile"))
    return found


def _settings_problems(manifest: Manifest) -> list[tuple[str, str]]:
    schema = manifest.settings_schema
    try:
        jsonschema.Draft202012Validator.check_schema(schema)
        jsonschema.Draft202012Validator(schema).validate(manifest.defaults())
    except jsonschema.SchemaError as error:
        return [("settings_schema", error.message)]
    except jsonschema.ValidationError as error:
        return [("settings_schema", f"its defaults do not fit: {error.message}")]
    return [
        ("settings_schema", f"{name}: every setting needs a title, a default and x-en")
        for name, rule in schema.get("properties", {}).items()
        if not {"title", "default", "x-en"} <= set(rule)
    ]
