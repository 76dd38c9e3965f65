"""Tables and columns in the words of people: `laksa_report` as “LAKSA: laporan”."""

from __future__ import annotations

import re

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from adopsi.console.wording import FIELDS, name_in_words
from catalog.activations import manifests_on
from catalog.errors import UnknownModule
from catalog.registry import get_manifest
from tenants.accounts.models import Person
from tenants.audit.acting import VISITOR
from tenants.audit.models import RowChange

ROOMS = {
    "account": _("Akun"),
    "accounts": _("Akun"),
    "attachments": _("Lampiran"),
    "identity": _("Cara masuk"),
    "mfa": _("Cara masuk"),
    "notifications": _("Notifikasi"),
    "organisation": _("OPD"),
    "portal": _("Portal"),
    "privacy": _("Pelindungan data"),
    "socialaccount": _("Cara masuk"),
    "support": _("Bantuan Tim Pusat"),
    "vault": _("Brankas"),
    "worklists": _("Tampilan tersimpan"),
}
MODELS = {
    "account.emailaddress": _("alamat surel"),
    "account.emailconfirmation": _("konfirmasi surel"),
    "accounts.apitoken": _("token API"),
    "accounts.person": _("orang"),
    "attachments.attachment": _("berkas"),
    "attachments.uploadlimits": _("batas unggahan"),
    "identity.identityprovider": _("penyedia identitas"),
    "mfa.authenticator": _("verifikasi dua langkah"),
    "notifications.notification": _("notifikasi"),
    "organisation.opd": _("unit kerja"),
    "organisation.rolegrant": _("pemberian peran"),
    "portal.signin": _("perangkat"),
    "privacy.consent": _("persetujuan"),
    "privacy.correction": _("perbaikan data"),
    "privacy.datarequest": _("permohonan data"),
    "privacy.incident": _("insiden"),
    "privacy.incidentstep": _("langkah insiden"),
    "privacy.requeststep": _("langkah permohonan"),
    "privacy.retentionrun": _("penghapusan berkala"),
    "vault.datakey": _("kunci data"),
    "worklists.defaultview": _("tampilan awal"),
    "worklists.savedview": _("tampilan"),
}
CAPITALS = re.compile(r"(?<=[a-z])(?=[A-Z])")
OPERATIONS = {
    RowChange.Operation.INSERT: _("Ditambahkan"),
    RowChange.Operation.UPDATE: _("Diubah"),
    RowChange.Operation.DELETE: _("Dihapus"),
}


def tables_of(code: str) -> list[tuple[str, str]]:
    """The tables of the Pemda whose rows people change, with their words, by these."""
    labels = settings.PER_PEMDA_LABELS | {manifest.slug for manifest in manifests_on(code)}
    names = {model._meta.db_table for model in apps.get_models() if model._meta.app_label in labels}
    return sorted(((name, table_in_words(name)) for name in names if not name.startswith("audit_")), key=_by_words)


def _by_words(pair: tuple[str, str]) -> str:
    return pair[1].lower()


def table_in_words(table: str) -> str:
    """Room and kind of thing; the plain name for a table that no code has any more."""
    model = _model_of(table)
    if model is None:
        return table
    room = ROOMS.get(model._meta.app_label) or _module(model._meta.app_label)
    words = MODELS.get(model._meta.label_lower) or name_in_words(CAPITALS.sub("_", model.__name__).lower())
    return f"{room}: {words}"


def _model_of(table: str) -> type[models.Model] | None:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.db_table == table:
            return model
    return None


def _module(slug: str) -> str:
    try:
        return str(get_manifest(slug).title).split(":")[0]
    except UnknownModule:
        return slug.capitalize()


def actor_in_words(change: RowChange) -> str:
    """Officers and programs by name; citizens as such, for what they wrote may be anonymous."""
    if change.actor_kind == Person.Kind.CITIZEN:
        return _text("Warga")
    if change.actor_kind == VISITOR:
        return _text("Pengunjung tanpa akun")
    return change.actor_name or "–"


def values_in_words(change: RowChange) -> list[tuple[str, str]]:
    """What changed, as (column, “before → after”); of a whole row only what is not empty."""
    before, after = change.before or {}, change.after or {}
    pairs = []
    for name in sorted({*before, *after}):
        if change.operation == RowChange.Operation.UPDATE:
            pairs.append((_column(name), f"{_plain(before.get(name))} → {_plain(after.get(name))}"))
        elif (value := before.get(name, after.get(name))) not in (None, "", [], {}):
            pairs.append((_column(name), _plain(value)))
    return pairs


def columns_in_words(change: RowChange) -> str:
    """Only which columns changed, as one line."""
    return ", ".join(_column(name) for name in sorted({*(change.before or {}), *(change.after or {})}))


def _column(name: str) -> str:
    return str(FIELDS.get(name) or name_in_words(name))


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return _text("ya") if value else _text("tidak")
    return "–" if value in (None, "", [], {}) else str(value)[:200]
