"""The certificate of an erasure: one or two pages in Indonesian with English below, with a QR code, signed."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import qrcode
from django.conf import settings

from provisioning.erasures.selectors import check_code, check_url
from provisioning.erasures.services import RULE_KEY
from provisioning.erasures.signing import sign_pdf
from provisioning.models import Erasure
from tenants.directory import PemdaFacts
from tenants.letters.letter import MARGIN, SOFT, TEAL, Letter
from tenants.letters.script import plain
from tenants.places.clock import format_datetime, format_number

# UU 27/2022 tentang Pelindungan Data Pribadi: ending at the end of retention (42), erasing what is no longer needed
# (43), destroying what retention has ended for (44), telling people (45).
LEGAL_BASIS = (
    "UU 27/2022 tentang Pelindungan Data Pribadi: Pasal 42 (pengakhiran setelah masa retensi), Pasal 43 (penghapusan), "
    "Pasal 44 (pemusnahan) dan Pasal 45 (pemberitahuan)."
)
LEGAL_BASIS_ENGLISH = "Law 27/2022 on personal data protection, articles 42 to 45."
SIGNATURE = (
    "Surat ini ditandatangani secara elektronik (PAdES) dengan sertifikat milik pemasangan Adopsi ini; "
    "tanda tangan elektronik tidak tersertifikasi menurut UU ITE."
)
SIGNATURE_ENGLISH = "Signed electronically (PAdES) with this installation's own certificate; not a certified signature."


def write_certificate(erasure: Erasure, manifest: dict[str, Any], pemda: PemdaFacts) -> tuple[str, str]:
    """Write the signed PDF below MEDIA_ROOT; gives its path there and its SHA-256."""
    drawn = _draw(erasure, manifest, pemda)
    signed = sign_pdf(drawn, reason="Sertifikat penghapusan data", location=plain(manifest["pemda_name"]))
    path = f"{pemda.schema_name}/ekspor/{erasure.slug}-{erasure.pk}.pdf"
    target = settings.MEDIA_ROOT / path
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(".pdf.part")
    partial.write_bytes(signed)
    partial.replace(target)
    return path, hashlib.sha256(signed).hexdigest()


def _draw(erasure: Erasure, manifest: dict[str, Any], pemda: PemdaFacts) -> bytes:
    letter = Letter(title="Sertifikat Penghapusan Data", author="Adopsi")
    letter.sheet.set_subject(f"{erasure.slug} {erasure.pemda_code} {erasure.pk}")
    _head(letter, erasure, manifest)
    for label, english, value in _facts(erasure, manifest, pemda.zone):
        letter.row(label, english, value)
    _tables(letter, erasure)
    letter.gap(3)
    letter.line(SIGNATURE, size=8)
    letter.note(SIGNATURE_ENGLISH, size=8)
    return letter.pdf()


def _head(letter: Letter, erasure: Erasure, manifest: dict[str, Any]) -> None:
    page = letter.sheet
    page.set_fill_color(*TEAL)
    page.rect(0, 0, page.w, 4, style="F")
    page.image(_qr(check_url(erasure)), x=page.w - MARGIN - 30, y=12, w=30, h=30)
    # Left of the code.
    width = page.epw - 34
    letter.write("Sertifikat Penghapusan Data", size=20, style="B", width=width)
    letter.write("Certificate of data erasure", size=11, colour=SOFT, width=width)
    letter.write(f"Nomor {str(erasure.pk).upper()}", size=9, colour=SOFT, width=width)
    page.set_y(max(page.get_y() + 4, 46))
    letter.heading(manifest["pemda_name"], size=14)
    letter.line(manifest["title"], size=12)
    letter.gap()


def _facts(erasure: Erasure, manifest: dict[str, Any], zone: ZoneInfo) -> list[tuple[str, str, str]]:
    period = manifest["period"]
    since = _moment(period["enabled_at"], zone)
    rule = " (aturan, setelah masa simpan berakhir)" if erasure.approved_by_key == RULE_KEY else ""
    assert erasure.finished_at is not None
    return [
        ("Modul dan rilis", "Module and release", f"{erasure.slug} {manifest['release']}"),
        ("Masa data", "Period of the data", f"{since} s.d. {_moment(period['parked_at'], zone)}"),
        ("Dihapus pada", "Erased on", format_datetime(erasure.finished_at, zone)),
        ("Alasan", "Reason", erasure.reason),
        ("Diminta oleh", "Asked by", f"{erasure.asked_by}, {format_datetime(erasure.asked_at, zone)}"),
        ("Disetujui oleh", "Approved by", f"{erasure.approved_by}{rule}, {_when(erasure.approved_at, zone)}"),
        ("Arsip ekspor, SHA-256", "Export, SHA-256", erasure.export_sha256),
        ("Dasar hukum", "Legal basis", f"{LEGAL_BASIS}\n{LEGAL_BASIS_ENGLISH}"),
        ("Kode verifikasi", "Verification code", f"{check_code(erasure)}\n{check_url(erasure)}"),
    ]


def _moment(text: str | None, zone: ZoneInfo) -> str:
    return _when(datetime.fromisoformat(text) if text else None, zone)


def _when(moment: datetime | None, zone: ZoneInfo) -> str:
    return format_datetime(moment, zone) if moment else "-"


def _tables(letter: Letter, erasure: Erasure) -> None:
    counts = sorted(erasure.rows_erased.items())
    listed = "\n".join(f"{table}: {format_number(rows)} baris" for table, rows in counts)
    total = f"{len(counts)} tabel, {format_number(sum(rows for _table, rows in counts))} baris"
    letter.row("Tabel yang dihapus", "Tables erased, with rows", f"{total}\n{listed}")


def _qr(address: str) -> Any:
    code = qrcode.QRCode(border=1, box_size=8)
    code.add_data(address)
    code.make(fit=True)
    return code.make_image().get_image()
