"""The copy of everything a Pemda keeps about one person: a ZIP with JSON, a readable page and the files.

It lies under the Pemda's prefix, is offered to its person alone for seven days, and is deleted then.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from datetime import timedelta
from typing import Any, BinaryIO
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from catalog.privacy.sources import sources_here
from tenants.accounts.models import Person
from tenants.attachments.models import Attachment
from tenants.audit.services import record
from tenants.context import current_pemda
from tenants.directory import PemdaFacts, get_pemda
from tenants.privacy.errors import AccountNeeded, WrongKind
from tenants.privacy.models import DataRequest
from tenants.privacy.services.requests import close_request, note_step

KEPT = timedelta(days=7)
FOLDER = "pdp"
BLOCK = 1 << 20
README = "BACA-SAYA.txt"


def build_archive(*, request_id: UUID) -> DataRequest | None:
    """Write the archive of an open request for access and answer it; None where somebody did so already."""
    with transaction.atomic():
        rows = DataRequest.objects.select_for_update(of=("self",)).select_related("person")
        request = rows.filter(pk=request_id, state__in=DataRequest.OPEN).first()
        if request is None:
            return None
        if request.kind != DataRequest.Kind.ACCESS:
            raise WrongKind
        if request.person is None:
            raise AccountNeeded
        with translation.override(request.person.language or "id"):
            return _build(request, request.person)


def _build(request: DataRequest, person: Person) -> DataRequest:
    path = f"{current_pemda().schema_name}/{FOLDER}/{request.pk}.zip"
    # What a killed attempt left; the request was never answered with it.
    default_storage.delete(path)
    with tempfile.TemporaryFile() as file:
        sha256 = write_archive(file, person=person)
        default_storage.save(path, File(file))
    request.file_path, request.file_sha256 = path, sha256
    request.file_until = timezone.now() + KEPT
    answer = _("Arsip data Anda siap diunduh selama 7 hari di halaman Data saya.")
    return close_request(request=request, answer=answer, outcome={}, actor=None)


def write_archive(target: BinaryIO, *, person: Person) -> str:
    """Write the ZIP; gives its SHA-256. Each part's hash stands in `manifest.json`."""
    facts = get_pemda(current_pemda().code)
    data = {source.slug: source.export(person) for source in sources_here()}
    titles = {source.slug: str(source.title) for source in sources_here()}
    hashes: dict[str, str] = {}
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for slug, content in data.items():
            text = json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
            _put(archive, f"data/{slug}.json", text.encode(), hashes)
        page = _page(person, data, titles, facts)
        _put(archive, "ringkasan.html", page.encode(), hashes)
        for attachment in Attachment.objects.filter(uploaded_by=person):
            _put_file(archive, attachment, hashes)
        _put(archive, README, render_to_string("privacy/readme.txt", {"pemda": facts}).encode(), hashes)
        about = {"pemda": current_pemda().code, "made_at": timezone.now(), "sha256": hashes}
        archive.writestr("manifest.json", json.dumps(about, cls=DjangoJSONEncoder, indent=2))
    target.seek(0)
    digest = hashlib.sha256()
    while block := target.read(BLOCK):
        digest.update(block)
    target.seek(0)
    return digest.hexdigest()


def _put(archive: ZipFile, name: str, body: bytes, hashes: dict[str, str]) -> None:
    archive.writestr(name, body)
    hashes[name] = hashlib.sha256(body).hexdigest()


def _put_file(archive: ZipFile, attachment: Attachment, hashes: dict[str, str]) -> None:
    if attachment.is_quarantined:
        return
    try:
        with default_storage.open(attachment.path) as file:
            body = file.read()
    except FileNotFoundError:
        return
    ending = attachment.path.rpartition(".")[2]
    _put(archive, f"berkas/{attachment.pk}.{ending}", body, hashes)


def _page(person: Person, data: dict[str, Any], titles: dict[str, str], facts: PemdaFacts) -> str:
    parts = [(titles[slug], list(_lines(content))) for slug, content in data.items()]
    context = {"person": person, "pemda": facts, "parts": parts, "now": timezone.localtime()}
    return render_to_string("privacy/archive.html", context)


def _lines(content: dict[str, Any]) -> list[tuple[str, list[list[tuple[str, str]]]]]:
    """Each part of an export as named groups of (field, value) lists: what the page shows."""
    lines = []
    for name, value in content.items():
        rows = value if isinstance(value, list) else [value]
        groups = [_pairs(row) for row in rows]
        lines.append((name.replace("_", " "), groups))
    return lines


def _pairs(row: Any) -> list[tuple[str, str]]:
    if not isinstance(row, dict):
        return [("", str(row))]
    return [(name.replace("_", " "), _shown(value)) for name, value in row.items()]


def _shown(value: Any) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "–"
    return str(value)


@transaction.atomic
def delete_archive(*, request: DataRequest) -> None:
    """Delete the file whose days are over; what was asked and answered stays."""
    path = request.file_path
    request.file_path = ""
    request.save(update_fields=["file_path"])
    note_step(request=request, act="file_deleted", actor=None)
    record(act="privacy.archive_deleted", subject=request, label=request.number)
    transaction.on_commit(lambda: default_storage.delete(path), robust=True)
