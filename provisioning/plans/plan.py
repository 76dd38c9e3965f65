"""The plan itself, and the token by which a confirmation says what it has read."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from django.core import signing

from catalog.manifest import Manifest, Role
from provisioning.errors import PlanStale
from provisioning.words import Words
from provisioning.words import gettext as _
from tenants.errors import DomainError

SALT = "adopsi.plan"
TOKEN_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class TablePlan:
    """One table that the operation touches. `rows` is None until `with_counts` has looked."""

    name: str
    slug: str
    is_new: bool = False
    is_removed: bool = False
    columns_added: tuple[str, ...] = ()
    columns_removed: tuple[str, ...] = ()
    rows: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What one operation would do in one Pemda.

    `action` is enable, resume, park, upgrade, undo, purge or create. `blockers` are the refusals it would meet, the
    first being the one to mend first. `seconds` is the median of past runs, None where there was none.
    """

    operation: str
    action: str
    pemda_code: str
    slug: str = ""
    manifests: tuple[Manifest, ...] = ()
    tables: tuple[TablePlan, ...] = ()
    roles_added: tuple[Role, ...] = ()
    roles_removed: tuple[Role, ...] = ()
    requirements: tuple[Manifest, ...] = ()
    dependents: tuple[Manifest, ...] = ()
    agreement: str = ""
    blockers: tuple[DomainError, ...] = ()
    seconds: float | None = None
    kept: tuple[dict[str, Any], ...] = ()
    from_version: str = ""
    to_version: str = ""
    is_reversible: bool = True
    park_days: int = 0
    # From `with_counts`: None until somebody looked.
    rows_hidden: int | None = None
    rows_deleted: int | None = None
    long_locks: tuple[TablePlan, ...] = field(default=())

    @property
    def blocker(self) -> DomainError | None:
        """The refusal that the operation would meet first."""
        return self.blockers[0] if self.blockers else None

    @property
    def manifest(self) -> Manifest | None:
        """The module that was asked about."""
        return self.manifests[-1] if self.manifests else None

    @property
    def token(self) -> str:
        """Signed words on what the plan says; a confirmation sends it back."""
        return signing.dumps(self._summary(), salt=SALT, compress=True)

    def _summary(self) -> dict[str, Any]:
        return {
            "action": self.action,
            "place": f"{self.pemda_code} {self.slug}",
            "modules": [f"{manifest.slug} {manifest.version}" for manifest in self.manifests],
            "from": self.from_version,
            "tables": sorted(table.name for table in self.tables),
            "blockers": [blocker.code for blocker in self.blockers],
        }

    def refuse_if_stale(self, token: str) -> None:
        """Raise `PlanStale` naming what differs from the plan that the token was made for; no token is no promise."""
        if not token:
            return
        try:
            read = signing.loads(token, salt=SALT, max_age=TOKEN_SECONDS)
        except signing.BadSignature:
            raise PlanStale([_("rencana terlalu lama atau tidak utuh")]) from None
        now = self._summary()
        labels = {
            "action": _("tindakan"),
            "place": _("Pemda atau modul"),
            "modules": _("modul"),
            "from": _("versi terpasang"),
            "tables": _("tabel"),
            "blockers": _("halangan"),
        }
        changes = [
            # The sentence has nothing to translate but the label.
            Words("%(label)s: %(before)s → %(after)s")
            % {"label": label, "before": _words(read.get(name)), "after": _words(now[name])}
            for name, label in labels.items()
            if read.get(name) != now[name]
        ]
        if changes:
            raise PlanStale(changes)

    def as_json(self) -> dict[str, Any]:
        """The plan for machines."""
        return {
            "operation": self.operation,
            "action": self.action,
            "pemda": self.pemda_code,
            "module": self.slug,
            "modules": [{"slug": each.slug, "version": each.version} for each in self.manifests],
            "from_version": self.from_version,
            "to_version": self.to_version,
            "tables": [_table_as_json(table) for table in self.tables],
            "rows_hidden": self.rows_hidden,
            "rows_deleted": self.rows_deleted,
            "roles_added": [role.key for role in self.roles_added],
            "roles_removed": [role.key for role in self.roles_removed],
            "requirements": [each.slug for each in self.requirements],
            "dependents": [each.slug for each in self.dependents],
            "agreement": self.agreement,
            "blockers": [{"code": each.code, "message": str(each.message)} for each in self.blockers],
            "long_locks": [_table_as_json(table) for table in self.long_locks],
            "estimated_seconds": self.seconds,
            "kept": list(self.kept),
            "is_reversible": self.is_reversible,
            "park_days": self.park_days,
            "token": self.token,
        }


def _table_as_json(table: TablePlan) -> dict[str, Any]:
    return {
        "name": table.name,
        "module": table.slug,
        "is_new": table.is_new,
        "is_removed": table.is_removed,
        "columns_added": list(table.columns_added),
        "columns_removed": list(table.columns_removed),
        "rows": table.rows,
    }


def _words(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) if len(value) <= 5 else str(len(value))
    return str(value) if isinstance(value, (str, int)) else json.dumps(value)
