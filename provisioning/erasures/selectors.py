"""Reading erasures: what waits, what a module holds, and whether a certificate is genuine."""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import connections
from django.db.models import Case, Q, QuerySet, Value, When
from django.utils import timezone
from psycopg2 import sql

from catalog.models import Activation
from catalog.registry import get_manifest
from provisioning.models import Erasure, Release
from tenants import directory
from tenants.context import inside
from tenants.models import Region
from tenants.router import DEFAULT, PUBLIC

# Below MEDIA_ROOT, which web and provisioner share; the key lies where only the provisioner reads it.
SIGNER = "penanda-tangan.crt"


def erasures_of(pemda_code: str) -> QuerySet[Erasure]:
    """The Pemda's erasures, newest first."""
    return Erasure.objects.filter(pemda_code=pemda_code).select_related("run")


def list_erasures(*, search: str = "", state: str = "") -> QuerySet[Erasure]:
    """The erasures of all Pemda, those that wait for a second person first; `search` looks into Pemda, module, people."""
    waits = Case(When(state=Erasure.State.ASKED, then=Value(0)), default=Value(1))
    rows = Erasure.objects.select_related("run").order_by(waits, "-asked_at")
    if state:
        rows = rows.filter(state=state)
    if search:
        regions = Region.objects.filter(display_name__icontains=search).values("code")
        words = Q(slug__icontains=search) | Q(asked_by__icontains=search) | Q(approved_by__icontains=search)
        rows = rows.filter(words | Q(pemda_code__startswith=search) | Q(pemda_code__in=regions))
    return rows


def count_waiting() -> int:
    """How many erasures wait for a second person."""
    return Erasure.objects.filter(state=Erasure.State.ASKED).count()


def get_erasure(erasure_id: UUID | str, *, pemda_code: str = "") -> Erasure | None:
    """The erasure; with `pemda_code`, only if it is that Pemda's."""
    rows = erasures_of(pemda_code) if pemda_code else Erasure.objects.select_related("run")
    return rows.filter(pk=erasure_id).first()


def open_erasure(*, pemda_code: str, slug: str) -> Erasure | None:
    """The erasure of this module that waits for its second person or for its run."""
    waiting = [Erasure.State.ASKED, Erasure.State.APPROVED]
    return erasures_of(pemda_code).filter(slug=slug, state__in=waiting).first()


def parked_until(*, within: timedelta) -> QuerySet[Activation]:
    """Parked modules of governments whose period ends within the span or has ended; sandboxes aside."""
    parked = Activation.objects.filter(state=Activation.State.PARKED, purge_after__lte=timezone.now() + within)
    return parked.filter(pemda__sandbox_of=None, pemda__state="active").select_related("pemda").order_by("purge_after")


def table_names(slug: str, *, version: str = "", using: str = PUBLIC) -> list[str]:
    """The tables that the module may have in a Pemda: those of its release there and of this code base."""
    get_manifest(slug)
    names = {model._meta.db_table for model in apps.get_app_config(slug).get_models(include_auto_created=True)}
    release = Release.objects.using(using).filter(slug=slug, version=version).defer("snapshot", "segments").first()
    return sorted(names | set(release.tables if release else ()))


def tables_and_counts(pemda_code: str, slug: str) -> dict[str, int]:
    """How many rows each of the module's tables has, read with the Pemda's own login; not inside a transaction."""
    activation = Activation.objects.filter(pemda_id=pemda_code, slug=slug).first()
    if activation is None:
        return {}
    with inside(directory.get_pemda(pemda_code)), connections[DEFAULT].cursor() as cursor:
        names = table_names(slug, version=activation.version)
        cursor.execute("SELECT name FROM unnest(%s::text[]) name WHERE to_regclass(name) IS NOT NULL", [names])
        found = sorted(row[0] for row in cursor.fetchall())
        counts = {}
        for name in found:
            cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name)))
            counts[name] = cursor.fetchone()[0]
    return counts


def console_path(erasure: Erasure) -> str:
    """The erasure's page in the Pemda's console."""
    return f"/konsol/penghapusan/{erasure.pk}/"


def check_url(erasure: Erasure) -> str:
    """Where anybody can see whether a certificate is genuine: on the Tangerang team's host."""
    port = f":{settings.ADOPSI_PUBLIC_PORT}" if settings.ADOPSI_PUBLIC_PORT else ""
    return f"{settings.ADOPSI_SCHEME}://{settings.ADOPSI_BASE_DOMAIN}{port}/verifikasi/{erasure.pk}/"


def check_code(erasure: Erasure) -> str:
    """Ten letters and digits that stand on the certificate and on its page: `ABCDE-FGH23`."""
    digest = hashlib.sha256(f"{erasure.pk}:{erasure.export_sha256}".encode()).digest()
    letters = base64.b32encode(digest).decode()[:10]
    return f"{letters[:5]}-{letters[5:]}"


def is_genuine(erasure: Erasure, sha256: str) -> bool:
    """Whether a file with this hash is the certificate that was signed."""
    return bool(erasure.certificate_sha256) and sha256.lower() == erasure.certificate_sha256


def certificate_file(erasure: Erasure) -> Path | None:
    """The signed certificate as a PDF; None while there is none."""
    return _file(erasure.certificate_path)


def archive_name(erasure: Erasure) -> str:
    """The name of the erasure's export, without its ending."""
    return f"{erasure.slug}-{erasure.pk}"


def export_until(erasure: Erasure) -> datetime | None:
    """Until when the archive is kept after the data was erased; None while it was not, or once it is deleted."""
    if erasure.finished_at is None or erasure.export_deleted_at is not None:
        return None
    return erasure.finished_at + timedelta(days=settings.ADOPSI_EXPORT_DAYS)


def export_file(erasure: Erasure) -> Path | None:
    """The archive of what was erased, as a ZIP; None while there is none."""
    return _file(erasure.export_path)


def signing_certificate() -> Path | None:
    """The certificate with which readers check our signatures; None before the first signature."""
    return _file(SIGNER)


def _file(relative: str) -> Path | None:
    path = settings.MEDIA_ROOT / relative
    return path if relative and path.is_file() else None
