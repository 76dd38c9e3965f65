"""The receipt of an erasure: what went, what the law keeps and why; kept for the desk, mailed to the person."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import translation

from tenants.context import current_pemda
from tenants.directory import get_pemda
from tenants.places.clock import format_datetime
from tenants.privacy.counted import counted_in_words
from tenants.privacy.models import DataRequest
from tenants.privacy.paper import Paper
from tenants.privacy.tasks import mail_receipt

LAW = "UU 27/2022 tentang Pelindungan Data Pribadi, Pasal 8 (hak menghapus), Pasal 43 dan 44 (penghapusan)."
LAW_ENGLISH = "Law 27/2022 on personal data protection, articles 8, 43 and 44."


@transaction.atomic
def store_receipt(*, request: DataRequest) -> DataRequest:
    """Draw the receipt of an answered erasure, keep it, and mail it once the erasure stands."""
    body = draw_receipt(request)
    path = f"{current_pemda().schema_name}/pdp/{request.pk}.pdf"
    default_storage.delete(path)
    default_storage.save(path, ContentFile(body))
    request.file_path, request.file_sha256 = path, hashlib.sha256(body).hexdigest()
    request.save(update_fields=["file_path", "file_sha256"])
    code, key = current_pemda().code, str(request.pk)
    if request.applicant_contact:
        transaction.on_commit(lambda: mail_receipt.delay(pemda=code, request_id=key), robust=True)
    return request


def draw_receipt(request: DataRequest) -> bytes:
    """The receipt as PDF; it names no one: the number ties it to the request."""
    facts = get_pemda(current_pemda().code)
    assert request.closed_at is not None
    with translation.override("id"):
        paper = Paper(
            title="Tanda Terima Penghapusan Data Pribadi",
            english="Receipt: erasure of personal data",
            pemda=facts.display_name,
            number=f"Nomor {request.number}",
        )
        paper.row("Diminta", "Asked", format_datetime(request.received_at, facts.zone))
        paper.row("Dihapus", "Erased", format_datetime(request.closed_at, facts.zone))
        paper.row("Lingkup", "Scope", request.scope or "Semua data, termasuk akun")
        paper.row("Yang dihapus", "What was erased", _erased_words(request.outcome.get("erased", {})))
        paper.row("Yang disimpan", "What is kept, by law", _kept_words(request.outcome.get("kept", [])))
        paper.row("Dasar hukum", "Legal basis", f"{LAW}\n{LAW_ENGLISH}")
        paper.paragraph(
            "Dokumen ini dibuat oleh sistem. Sidik SHA-256 dokumen tercatat di jejak audit Pemda.",
            "Made by the system; the document's SHA-256 is kept by the Pemda.",
        )
        return paper.pdf()


def _erased_words(erased: dict[str, dict[str, int]]) -> str:
    lines = []
    for source, counts in erased.items():
        lines.append(f"{source}: {counted_in_words(counts, 'id') or 'tidak ada data'}")
        lines.append(f"({counted_in_words(counts, 'en') or 'no data'})")
    return "\n".join(lines) or "Tidak ada data (no data)"


def _kept_words(kept: list[dict[str, Any]]) -> str:
    return "\n".join(f"{line['source']}: {line['purpose']} {line['reason']}" for line in kept) or "Tidak ada"
