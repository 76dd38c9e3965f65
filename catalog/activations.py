"""Which modules are on in a Pemda: cached reads for every request, and the change of settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jsonschema
from django.db import transaction
from django.utils.translation import gettext as _

from catalog.errors import InvalidSettings, ModuleNotActive
from catalog.manifest import Manifest
from catalog.models import Activation
from catalog.registry import all_manifests, get_manifest
from tenants.audit.services import record
from tenants.context import current_pemda
from tenants.directory import PemdaCache


@dataclass(frozen=True, slots=True)
class ActivationFacts:
    """A snapshot of one activation."""

    slug: str
    state: str
    version: str
    settings: Mapping[str, Any]


def _load(code: str) -> tuple[str, dict[str, ActivationFacts]]:
    rows = Activation.objects.filter(pemda_id=code)
    return code, {row.slug: ActivationFacts(row.slug, row.state, row.version, row.settings) for row in rows}


_cache: PemdaCache[dict[str, ActivationFacts]] = PemdaCache(_load)


def activations_of(code: str) -> dict[str, ActivationFacts]:
    """All activations of the Pemda by slug; no query when warm."""
    return _cache.get(code) or {}


def is_active(slug: str, code: str) -> bool:
    """Whether the module is on in the Pemda."""
    facts = activations_of(code).get(slug)
    return facts is not None and facts.state == Activation.State.ACTIVE


def active_manifests(code: str) -> list[Manifest]:
    """The manifests of the modules that are on in the Pemda, by title."""
    return [manifest for manifest in all_manifests() if is_active(manifest.slug, code)]


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
        activation.settings = {**activation.settings, **values}
        activation.save(update_fields=["settings", "updated_at"])
        record(act="module.settings_changed", subject="module", label=str(manifest.title), actor=actor, changes=changes)
