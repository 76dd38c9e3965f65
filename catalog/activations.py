"""Which modules are on in a Pemda: cached reads for every request, and the change of settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import jsonschema
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.errors import (
    InvalidSettings,
    ModuleNotActive,
    NoSettingsToUndo,
    SettingsChangedSince,
    SettingsUndoTooLate,
)
from catalog.manifest import Manifest
from catalog.models import Activation, SettingsChange
from catalog.registry import all_manifests, get_manifest
from tenants.audit.services import record
from tenants.context import current_pemda
from tenants.directory import PemdaCache

SETTINGS_UNDO_WINDOW = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class ActivationFacts:
    """A snapshot of one activation."""

    slug: str
    state: str
    version: str
    settings: Mapping[str, Any]
    parked_at: datetime | None = None
    purge_after: datetime | None = None


def _load(code: str) -> tuple[str, dict[str, ActivationFacts]]:
    rows = Activation.objects.filter(pemda_id=code)
    return code, {
        row.slug: ActivationFacts(row.slug, row.state, row.version, row.settings, row.parked_at, row.purge_after)
        for row in rows
    }


_cache: PemdaCache[dict[str, ActivationFacts]] = PemdaCache(_load)


def activations_of(code: str) -> dict[str, ActivationFacts]:
    """All activations of the Pemda by slug; no query when warm."""
    return _cache.get(code) or {}


def is_on(slug: str, code: str) -> bool:
    """Whether the Pemda has the module switched on, be its tables up to date or not."""
    facts = activations_of(code).get(slug)
    return facts is not None and facts.state == Activation.State.ACTIVE


def is_active(slug: str, code: str) -> bool:
    """Whether the module is on in the Pemda and this code can work with the tables that it has there."""
    return is_on(slug, code) and get_manifest(slug).serves_release(activations_of(code)[slug].version)


def is_in_maintenance(slug: str, code: str) -> bool:
    """Whether the module is on, but waits for its upgrade: nothing of it may query its tables meanwhile."""
    return is_on(slug, code) and not is_active(slug, code)


def manifests_on(code: str) -> list[Manifest]:
    """The manifests of the modules that are on in the Pemda, by title; some may be in maintenance."""
    return [manifest for manifest in all_manifests() if is_on(manifest.slug, code)]


def active_manifests(code: str) -> list[Manifest]:
    """The manifests of the modules whose pages, tasks and hooks answer in the Pemda, by title."""
    return [manifest for manifest in manifests_on(code) if is_active(manifest.slug, code)]


def settings_of(slug: str, code: str | None = None) -> dict[str, Any]:
    """The module's settings in the Pemda (the active one by default), over the manifest's defaults."""
    facts = activations_of(code or current_pemda().code).get(slug)
    return {**get_manifest(slug).defaults(), **(facts.settings if facts else {})}


def check_settings(manifest: Manifest, values: Mapping[str, Any]) -> None:
    """Raise `InvalidSettings` naming every field that does not fit the schema."""
    validator = jsonschema.Draft202012Validator(manifest.settings_schema)
    problems = {
        str(next(iter(error.absolute_path), "")): _explain(error)
        for error in validator.iter_errors(dict(values))
        # Unknown names are told apart below, each at its own field.
        if error.validator != "additionalProperties"
    }
    unknown = set(values) - set(manifest.settings_schema.get("properties", {}))
    problems |= {name: _("Pengaturan ini tidak dikenal.") for name in unknown}
    if problems:
        raise InvalidSettings(problems)


def _explain(error: jsonschema.ValidationError) -> str:
    limit = error.validator_value
    texts = {
        "minimum": _("Paling kecil %(limit)s."),
        "maximum": _("Paling besar %(limit)s."),
        "minLength": _("Paling sedikit %(limit)s huruf."),
        "maxLength": _("Paling banyak %(limit)s huruf."),
        "enum": _("Pilih salah satu: %(limit)s."),
    }
    text = texts.get(str(error.validator), _("Isian ini tidak sesuai."))
    shown = ", ".join(map(str, limit)) if isinstance(limit, list) else limit
    return text % {"limit": shown} if "%(limit)s" in text else text


def change_settings(*, slug: str, values: Mapping[str, Any], actor: Any) -> None:
    """Change the module's settings in the active Pemda; refused whole when one does not fit."""
    manifest, code = get_manifest(slug), current_pemda().code
    check_settings(manifest, values)
    before = settings_of(slug, code)
    changes = {name: [before.get(name), value] for name, value in values.items() if before.get(name) != value}
    with transaction.atomic(), transaction.atomic(using="public"):
        rows = Activation.objects.select_for_update().filter(pemda_id=code, slug=slug, state=Activation.State.ACTIVE)
        activation = rows.first()
        if activation is None:
            raise ModuleNotActive
        stored = {**activation.settings, **values}
        if stored != activation.settings:
            SettingsChange.objects.create(
                pemda_id=code, slug=slug, before=activation.settings, after=stored, changed_by=actor.name
            )
        activation.settings = stored
        activation.save(update_fields=["settings", "updated_at"])
        record(act="module.settings_changed", subject="module", label=str(manifest.title), actor=actor, changes=changes)


def settings_history(slug: str, code: str) -> list[SettingsChange]:
    """The changes of the module's settings in the Pemda, newest first."""
    return list(SettingsChange.objects.filter(pemda_id=code, slug=slug))


def undo_settings(*, slug: str, actor: Any) -> SettingsChange:
    """Bring back exactly the settings that were stored before the last change in the active Pemda."""
    manifest, code = get_manifest(slug), current_pemda().code
    with transaction.atomic(), transaction.atomic(using="public"):
        rows = Activation.objects.select_for_update().filter(pemda_id=code, slug=slug, state=Activation.State.ACTIVE)
        activation = rows.first()
        if activation is None:
            raise ModuleNotActive
        last = settings_change_to_undo(activation)
        check_settings(manifest, last.before)
        last.undone_at = timezone.now()
        last.save(update_fields=["undone_at"])
        activation.settings = last.before
        activation.save(update_fields=["settings", "updated_at"])
        changes = differing_settings(manifest, last.after, last.before)
        record(act="module.settings_undone", subject="module", label=str(manifest.title), actor=actor, changes=changes)
    return last


def settings_change_to_undo(activation: Activation) -> SettingsChange:
    """The change that `undo_settings` would take back now; raises the refusal that it would meet."""
    rows = SettingsChange.objects.filter(pemda_id=activation.pemda_id, slug=activation.slug, undone_at=None)
    last = rows.first()
    if last is None:
        raise NoSettingsToUndo
    if last.after != activation.settings:
        raise SettingsChangedSince
    if (until := last.changed_at + SETTINGS_UNDO_WINDOW) < timezone.now():
        raise SettingsUndoTooLate(until)
    return last


def differing_settings(manifest: Manifest, before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """What differs for those who use the module: name, value before and value after, over the defaults."""
    old, new = {**manifest.defaults(), **before}, {**manifest.defaults(), **after}
    return {name: [old.get(name), new.get(name)] for name in {**old, **new} if old.get(name) != new.get(name)}
