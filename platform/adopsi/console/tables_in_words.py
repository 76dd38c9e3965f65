"""Tables and columns in the words of people: `laksa_report` as “LAKSA: laporan”."""

from __future__ import annotations

import re

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from adopsi.console.vocabulary import column_in_words, name_in_words
from adopsi.console.wording import program_in_words, signer_in_words
from adopsi.portal.templatetags.portal import local_datetime
from catalog.activations import manifests_on
from catalog.errors import UnknownModule
from catalog.registry import get_manifest
from tenants.accounts.models import Person
from tenants.audit.acting import SYSTEM, VISITOR
from tenants.audit.models import RowChange

ROOMS = {
    "idempotency": _("Antarmuka API"),
    "payments": _("Pembayaran"),
    "sessions": _("Cara masuk"),
    "usersessions": _("Cara masuk"),
    "webhooks": _("Webhook"),
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
    "idempotency.keptanswer": _("jawaban tersimpan"),
    "notifications.noticechoice": _("pilihan pemberitahuan"),
    "notifications.notification": _("notifikasi"),
    "notifications.pushkey": _("kunci pemberitahuan peramban"),
    "notifications.pushsubscription": _("peramban yang diberi tahu"),
    "organisation.opd": _("unit kerja"),
    "organisation.rolegrant": _("pemberian peran"),
    "payments.notice": _("pesan penyedia pembayaran"),
    "payments.payment": _("pembayaran"),
    "portal.news": _("berita"),
    "portal.notice": _("pengumuman portal"),
    "portal.signin": _("perangkat"),
    "privacy.consent": _("persetujuan"),
    "privacy.correction": _("perbaikan data"),
    "privacy.datarequest": _("permohonan data"),
    "privacy.incident": _("insiden"),
    "privacy.incidentstep": _("langkah insiden"),
    "privacy.requeststep": _("langkah permohonan"),
    "privacy.retentionrun": _("penghapusan berkala"),
    "sessions.session": _("sesi"),
    "socialaccount.socialaccount": _("akun penyedia identitas"),
    "socialaccount.socialapp": _("penyedia identitas"),
    "socialaccount.socialtoken": _("kunci penyedia identitas"),
    "usersessions.usersession": _("sesi"),
    "vault.datakey": _("kunci data"),
    "webhooks.attempt": _("percobaan kirim"),
    "webhooks.delivery": _("kiriman"),
    "webhooks.endpoint": _("alamat penerima"),
    "webhooks.event": _("kejadian"),
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
    return f"{room}: {MODELS.get(model._meta.label_lower) or _name_of(model)}"


def _name_of(model: type[models.Model]) -> str:
    """What the model calls itself in the reader's language, else the words of its name."""
    if isinstance(model._meta.verbose_name, Promise):
        return str(model._meta.verbose_name).lower()
    return name_in_words(CAPITALS.sub("_", model.__name__).lower())


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
    if change.actor_kind == SYSTEM.kind:
        name, words = change.actor_name, program_in_words(change.actor_name)
        return f"{words} ({name})" if name.isidentifier() and name.islower() else words
    return signer_in_words(change.actor_name) or "–"


def values_in_words(change: RowChange) -> list[tuple[str, str]]:
    """What changed, as (column, “before → after”); of a whole row only what is not empty."""
    before, after = change.before or {}, change.after or {}
    fields, pairs = _fields_of(change.table_name), []
    for name in sorted({*before, *after}):
        field = fields.get(name)
        if change.operation == RowChange.Operation.UPDATE:
            text = f"{_plain(before.get(name), field)} → {_plain(after.get(name), field)}"
            pairs.append((_column(name, field), text))
        elif (value := before.get(name, after.get(name))) not in (None, "", [], {}):
            pairs.append((_column(name, field), _plain(value, field)))
    return pairs


def columns_in_words(change: RowChange) -> str:
    """Only which columns changed, as one line."""
    fields = _fields_of(change.table_name)
    names = sorted({*(change.before or {}), *(change.after or {})})
    return ", ".join(_column(name, fields.get(name)) for name in names)


def _fields_of(table: str) -> dict[str, models.Field]:
    """The fields of a table by their columns; none for a table that no code has any more."""
    model = _model_of(table)
    return {field.column: field for field in model._meta.concrete_fields} if model else {}


def _column(name: str, field: models.Field | None) -> str:
    if field is not None and isinstance(field.verbose_name, Promise):
        return str(field.verbose_name)
    return column_in_words(field.name if field is not None else name)


def _plain(value: object, field: models.Field | None) -> str:
    if isinstance(value, bool):
        return _text("ya") if value else _text("tidak")
    if value in (None, "", [], {}):
        return "–"
    if field is not None and field.name == "act":
        return name_in_words(str(value))
    if field is not None and field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.DateTimeField) and (moment := parse_datetime(str(value))):
        return local_datetime(moment)
    return str(value)[:200]
