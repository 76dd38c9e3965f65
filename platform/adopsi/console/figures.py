"""The numbers that modules give to the dashboard."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import Any

from catalog.activations import is_active, manifests_on
from catalog.manifest import Manifest
from catalog.registry import hook
from catalog.sdk.search import Statistic
from tenants.accounts.models import Person
from tenants.organisation.selectors import roles_of

log = logging.getLogger("adopsi.console")


@dataclass(frozen=True, slots=True)
class ModuleFigures:
    """A module's numbers; `works_in_it` whether the person holds one of its roles."""

    manifest: Manifest
    statistics: list[Any]
    works_in_it: bool
    is_broken: bool
    is_in_maintenance: bool = False

    @property
    def hue(self) -> str:
        """The colour of the module's tile."""
        return str(self.manifest.tile.hue) if self.manifest.tile else "indigo"


def figures_for(person: Person, code: str) -> list[ModuleFigures]:
    """The active modules in which the person has a role; for an IT admin all of them."""
    held, found = roles_of(person), []
    for manifest in manifests_on(code):
        works_in_it = bool(held & manifest.role_keys())
        if works_in_it or person.is_it_admin:
            waits = not is_active(manifest.slug, code)
            statistics, is_broken = ([], False) if waits else _ask(manifest, held)
            found.append(ModuleFigures(manifest, statistics, works_in_it, is_broken, waits))
    return found


def _ask(manifest: Manifest, held: set[str]) -> tuple[list[Any], bool]:
    count = hook(manifest, "statistics")
    if count is None:
        return [], False
    try:
        return [_for_holder(number, held) for number in count()], False
    except Exception:  # One module's fault must not take the whole console away.
        log.exception("statistics of %s failed", manifest.slug)
        return [], True


def _for_holder(number: Statistic, held: set[str]) -> Statistic:
    """The number, with the officers' own list behind it where the person works on what it counts."""
    return replace(number, url=number.work_url) if held & set(number.work_roles) else number
