"""What the shared tables know of a Pemda, for an archive, and what of it a restore puts back.

A restore puts back brand, releases and activations with their settings. Domains and agreements stay as they are now:
a name may have changed hands since, and an agreement is a fact outside of this house.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.core import serializers
from django.db import models

from catalog.models import Activation, SettingsChange
from provisioning.models import Drift, Pin, Run
from tenants.models import Agreement, Domain, Pemda
from tenants.router import OWNER

# Columns of the Pemda's own row that a restore puts back.
RESTORED = (
    "brand_primary", "brand_secondary", "brand_logo", "tagline", "contact_email", "contact_phone", "contact_address",
    "tile_url", "tile_attribution", "core_version", "core_fingerprint",
)  # fmt: skip


def public_rows_of(code: str) -> dict[str, str]:
    """One JSON document per table: `{"pemda": "[...]"}`."""
    sources: dict[str, models.QuerySet] = {
        "pemda": Pemda.objects.filter(pk=code),
        "domain": Domain.objects.filter(tenant_id=code),
        "aktivasi": Activation.objects.filter(pemda_id=code),
        "riwayat-pengaturan": SettingsChange.objects.filter(pemda_id=code),
        "perjanjian": Agreement.objects.filter(pemda_id=code),
        "sematan": Pin.objects.filter(pemda_code=code),
    }
    return {name: serializers.serialize("json", rows.using(OWNER).order_by("pk")) for name, rows in sources.items()}


def rows_in(text: bytes) -> list[dict[str, Any]]:
    """The rows of one document: `{"pk": ..., "fields": {...}}`."""
    rows: list[dict[str, Any]] = json.loads(text)
    return rows


def put_back(code: str, *, pemda: dict[str, Any], activations: Sequence[dict[str, Any]]) -> None:
    """Make the shared tables say what the archive says, in the owner's transaction."""
    facts = pemda["fields"]
    Pemda.objects.using(OWNER).filter(pk=code).update(**{name: facts[name] for name in RESTORED if name in facts})
    Activation.objects.using(OWNER).filter(pemda_id=code).delete()
    Activation.objects.using(OWNER).bulk_create(activation_of(row, code) for row in activations)
    Drift.objects.using(OWNER).filter(pemda_code=code).delete()
    # What an undo would need went with the old tables.
    Run.objects.using(OWNER).filter(pemda_code=code, undo_until__isnull=False).update(undo_until=None)


def activation_of(row: dict[str, Any], code: str) -> Activation:
    """The activation as it was, for the Pemda of this code."""
    names = {each.attname: each for each in Activation._meta.concrete_fields}
    values = {name: names[name].to_python(value) for name, value in row["fields"].items() if name in names}
    return Activation(**{**values, "pemda_id": code})
