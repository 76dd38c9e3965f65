"""Where personal data lies: one `Source` for each app of the core that keeps some, another for each module.

An app of the core names its source on its AppConfig: `privacy_source = "adopsi.portal.privacy.SOURCE"`. Modules say
the same in their manifests; `catalog.privacy.sources` joins both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from tenants.accounts.models import Person

DELETE, ANONYMISE, KEEP = "hapus", "anonim", "simpan"


@dataclass(frozen=True, slots=True)
class Processing:
    """One line of the register: fields of a model, what for, on which basis, who receives them, for how long.

    `retention_days` 0 means as long as the account. `kept_by_law` says why an erasure leaves the rows, without the
    person's name where `ending` is `anonim`.
    """

    model: str
    fields: tuple[str, ...]
    purpose: Any
    legal_basis: Any
    recipients: Any
    retention_days: int
    ending: str = DELETE
    kept_by_law: Any = ""
    is_specific: bool = False


@dataclass(frozen=True, slots=True)
class Correctable:
    """A field about the person that may be put right: `key` finds it again, `value` is what stands there now."""

    key: str
    label: str
    value: str


def _nothing(person: Person) -> dict[str, Any]:
    return {}


def _no_fields(person: Person) -> list[Correctable]:
    return []


@dataclass(frozen=True, slots=True)
class Source:
    """What one part of Adopsi keeps about people, and the acts by which a person's rights reach it.

    `export` gives plain JSON values; `erase` deletes or makes anonymous and gives counts by name; `correct` takes a
    key of `correctable` and the new value; `expired` gives the rows of a model that are older than a moment and
    `expire` ends those rows and gives their number.
    """

    slug: str
    title: Any
    processing: tuple[Processing, ...]
    export: Callable[[Person], dict[str, Any]] = _nothing
    erase: Callable[[Person], dict[str, Any]] = _nothing
    correctable: Callable[[Person], Sequence[Correctable]] = _no_fields
    correct: Callable[[Person, str, str], None] | None = None
    expired: Callable[[str, datetime], QuerySet] | None = None
    expire: Callable[[str, QuerySet], int] | None = None


def core_sources() -> Iterator[Source]:
    """The sources of the apps that every Pemda has."""
    for config in apps.get_app_configs():
        path = getattr(config, "privacy_source", "")
        if path and config.label in settings.PER_PEMDA_LABELS:
            yield import_string(path)
