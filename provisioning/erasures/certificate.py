"""The certificate of an erasure: one or two pages in Indonesian with English below, with a QR code, signed."""

from __future__ import annotations

import hashlib
import unicodedata
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import qrcode
from django.conf import settings
from fpdf import FPDF
from fpdf.enums import XPos, YPos

from provisioning.erasures.selectors import check_code, check_url
from provisioning.erasures.services import RULE_KEY
from provisioning.erasures.signing import sign_pdf
from provisioning.models import Erasure
from tenants.directory import PemdaFacts
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
INK, SOFT, LINE, TEAL = (23, 32, 38), (88, 102, 112), (208, 215, 220), (15, 118, 110)
MARGIN = 20
LABEL_WIDTH = 52


def write_certificate(erasure: Erasure, manifest: dict[str, Any], pemda: PemdaFacts) -> tuple[str, str]:
    """Write the signed PDF below MEDIA_ROOT; gives its path there and its SHA-256."""
    drawn = _draw(erasure, manifest, pemda)
    signed = sign_pdf(drawn, reason="Sertifikat penghapusan data", location=_shown(manifest["pemda_name"]))
    path = f"{pemda.schema_name}/ekspor/{erasure.slug}-{erasure.pk}.pdf"
    target = settings.MEDIA_ROOT / path
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(".pdf.part")
    partial.write_bytes(signed)
    partial.replace(target)
    return path, hashlib.sha256(signed).hexdigest()


def _draw(erasure: Erasure, manifest: dict[str, Any], pemda: PemdaFacts) -> bytes:
    page = FPDF(format="A4")
    page.set_margin(MARGIN)
    page.set_auto_page_break(auto=True, margin=MARGIN)
    page.set_title("Sertifikat Penghapusan Data")
    page.set_author("Adopsi")
    page.set_subject(_shown(f"{erasure.slug} {erasure.pemda_code} {erasure.pk}"))
    page.set_lang("id-ID")
    page.add_page()
    _head(page, erasure, manifest)
    for label, english, value in _facts(erasure, manifest, pemda.zone):
        _row(page, label, english, value)
    _tables(page, erasure)
    _foot(page, erasure)
    return bytes(page.output())


def _head(page: FPDF, erasure: Erasure, manifest: dict[str, Any]) -> None:
    page.set_fill_color(*TEAL)
    page.rect(0, 0, page.w, 4, style="F")
    page.image(_qr(check_url(erasure)), x=page.w - MARGIN - 30, y=12, w=30, h=30)
    _line(page, "Sertifikat Penghapusan Data", size=20, style="B", width=page.epw - 34)
    _line(page, "Certificate of data erasure", size=11, colour=SOFT, width=page.epw - 34)
    _line(page, f"Nomor {str(erasure.pk).upper()}", size=9, colour=SOFT, width=page.epw - 34)
    page.set_y(max(page.get_y() + 4, 46))
    _line(page, manifest["pemda_name"], size=14, style="B")
    _line(page, manifest["title"], size=12)
    page.ln(4)


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


def _row(page: FPDF, label: str, english: str, value: str) -> None:
    # A row that does not fit begins on the next page, label and value together.
    if page.will_page_break(14):
        page.add_page()
    top, number = page.get_y(), page.page_no()
    page.set_draw_color(*LINE)
    page.line(MARGIN, top, page.w - MARGIN, top)
    page.set_xy(MARGIN, top + 1.5)
    _line(page, label, size=10, style="B", width=LABEL_WIDTH)
    _line(page, english, size=8, colour=SOFT, width=LABEL_WIDTH)
    bottom = page.get_y()
    page.set_xy(MARGIN + LABEL_WIDTH, top + 1.5)
    page.set_font("Helvetica", "", 10)
    page.set_text_color(*INK)
    width = page.epw - LABEL_WIDTH
    page.multi_cell(width, 4.8, _shown(value), new_x=XPos.LMARGIN, new_y=YPos.NEXT, align="L")
    on_same_page = page.page_no() == number
    page.set_y((max(bottom, page.get_y()) if on_same_page else page.get_y()) + 1.5)


def _tables(page: FPDF, erasure: Erasure) -> None:
    counts = sorted(erasure.rows_erased.items())
    listed = "\n".join(f"{table}: {format_number(rows)} baris" for table, rows in counts)
    total = f"{len(counts)} tabel, {format_number(sum(rows for _table, rows in counts))} baris"
    _row(page, "Tabel yang dihapus", "Tables erased, with rows", f"{total}\n{listed}")


def _foot(page: FPDF, erasure: Erasure) -> None:
    page.ln(3)
    for text, colour in ((SIGNATURE, INK), (SIGNATURE_ENGLISH, SOFT)):
        page.set_font("Helvetica", "", 8)
        page.set_text_color(*colour)
        page.multi_cell(page.epw, 4, _shown(text), new_x=XPos.LMARGIN, new_y=YPos.NEXT, align="L")


def _line(
    page: FPDF, text: str, *, size: float, style: str = "", colour: tuple[int, int, int] = INK, width: float = 0
) -> None:
    page.set_font("Helvetica", style, size)
    page.set_text_color(*colour)
    page.multi_cell(width or page.epw, size * 0.48, _shown(text), new_x=XPos.LMARGIN, new_y=YPos.NEXT, align="L")


def _shown(text: str) -> str:
    """The text in the letters of PDF's own fonts: Latin 1; other letters lose their marks or become a question mark."""
    plain = "".join(each if each.encode("latin-1", "ignore") else unicodedata.normalize("NFKD", each) for each in text)
    plain = plain.replace("\u2026", "...").replace("\u201c", '"').replace("\u201d", '"').replace("\u2013", "-")
    return (
        "".join(each for each in plain if not unicodedata.combining(each))
        .encode("latin-1", "replace")
        .decode("latin-1")
    )


def _qr(address: str) -> Any:
    code = qrcode.QRCode(border=1, box_size=8)
    code.add_data(address)
    code.make(fit=True)
    return code.make_image().get_image()
