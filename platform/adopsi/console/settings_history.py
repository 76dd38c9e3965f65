"""The history of a module's settings in words, and whether its last change can be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from adopsi.console.forms.settings import field_of
from catalog.activations import SETTINGS_UNDO_WINDOW, differing_settings, settings_change_to_undo, settings_history
from catalog.manifest import Manifest
from catalog.models import Activation, SettingsChange
from tenants.errors import DomainError


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change: who, when, and each setting before and after."""

    change: SettingsChange
    values: list[tuple[str, str, str]]
    can_undo: bool

    @property
    def undo_until(self) -> datetime:
        """The last moment for taking it back."""
        return self.change.changed_at + SETTINGS_UNDO_WINDOW


def history_of(manifest: Manifest, code: str) -> tuple[list[ChangeRow], DomainError | None]:
    """The changes, newest first, and why the last one cannot be taken back, where that is so."""
    changes = settings_history(manifest.slug, code)
    last, refusal = _last(manifest.slug, code)
    rows = [
        ChangeRow(change, _values(manifest, change), can_undo=last is not None and change.pk == last.pk)
        for change in changes
    ]
    is_waiting = any(change.undone_at is None for change in changes)
    return rows, refusal if is_waiting else None


def _last(slug: str, code: str) -> tuple[SettingsChange | None, DomainError | None]:
    try:
        return settings_change_to_undo(Activation.objects.get(pemda_id=code, slug=slug)), None
    except DomainError as refusal:
        return None, refusal


def _values(manifest: Manifest, change: SettingsChange) -> list[tuple[str, str, str]]:
    rules = manifest.settings_schema.get("properties", {})
    return [
        (_title(rules, name), _word(before), _word(after))
        for name, (before, after) in differing_settings(manifest, change.before, change.after).items()
    ]


def _title(rules: Any, name: str) -> str:
    return str(field_of(rules[name]).label) if name in rules else name


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return _("ya") if value else _("tidak")
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "–"
    return "–" if value in (None, "") else str(value)
