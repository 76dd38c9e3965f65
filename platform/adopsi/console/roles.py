"""Roles that can be given in a Pemda: Adopsi's own and those of its active modules, with their titles."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from catalog.activations import manifests_on
from catalog.manifest import Manifest
from catalog.registry import all_manifests
from tenants.organisation.core_roles import CORE_ROLES
from tenants.organisation.models import RoleGrant


@dataclass(frozen=True, slots=True)
class RoleOption:
    """A role in words; `group` is the module it belongs to."""

    key: str
    title: str
    summary: str
    group: str
    whole_pemda: bool


def roles_on_offer(code: str) -> list[RoleOption]:
    """The roles that can be given in the Pemda now."""
    return [*_core_roles(), *(option for manifest in manifests_on(code) for option in roles_of_module(manifest))]


def roles_of_module(manifest: Manifest) -> list[RoleOption]:
    """The roles that the module states."""
    return [
        RoleOption(role.key, str(role.title), str(role.summary), str(manifest.title), role.whole_pemda)
        for role in manifest.roles
    ]


def _core_roles() -> list[RoleOption]:
    group = _("Halaman warga")
    return [RoleOption(role.key, str(role.title), str(role.summary), group, role.whole_pemda) for role in CORE_ROLES]


def role_choices(code: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """The roles on offer as choices of a select, grouped by module."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for option in roles_on_offer(code):
        groups.setdefault(option.group, []).append((option.key, option.title))
    return list(groups.items())


def titles_by_key() -> dict[str, RoleOption]:
    """Every role of this code base by key, also of modules that are off."""
    known = [*_core_roles(), *(option for manifest in all_manifests() for option in roles_of_module(manifest))]
    return {option.key: option for option in known}


@dataclass(frozen=True, slots=True)
class GrantRow:
    """A grant in words; `is_asleep` while its module is off."""

    grant: RoleGrant
    title: str
    group: str
    place: str
    is_asleep: bool


def describe_grants(grants: list[RoleGrant], code: str) -> list[GrantRow]:
    """The person's grants in words."""
    known, awake = titles_by_key(), {option.key for option in roles_on_offer(code)}
    rows = []
    for grant in grants:
        option = known.get(grant.role)
        place = grant.opd.name if grant.opd else _("Seluruh Pemda")
        title, group = (option.title, option.group) if option else (grant.role, "")
        rows.append(GrantRow(grant, title, group, place, grant.role not in awake))
    return sorted(rows, key=lambda row: (row.group, row.title, row.place))
