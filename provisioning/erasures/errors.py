"""Why data is not erased."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tenants.errors import DomainError


class ModuleStillActive(DomainError):
    """Data of a module in use is never erased."""

    code = "module_still_active"
    message = _("Modul ini sedang aktif. Data hanya dapat dihapus dari modul yang sudah dinonaktifkan.")


class NothingToErase(DomainError):
    """The Pemda has no data of this module."""

    code = "nothing_to_erase"
    message = _("Tidak ada data modul ini yang tersimpan.")
    http_status = 404


class ErasureUnderWay(DomainError):
    """Somebody asked already."""

    code = "erasure_under_way"
    message = _("Penghapusan data modul ini sudah diminta.")


class ErasureNeedsReason(DomainError):
    """The certificate names a reason, so there must be one."""

    code = "erasure_needs_reason"
    message = _("Tulis alasan penghapusan.")
    http_status = 422


class SecondPersonNeeded(DomainError):
    """The same person cannot ask and approve."""

    code = "second_person_needed"
    message = _("Penghapusan harus disetujui oleh orang lain, bukan oleh yang memintanya.")
    http_status = 403


class ErasureDecided(DomainError):
    """The wish was approved, refused or carried out already."""

    code = "erasure_decided"
    message = _("Permintaan penghapusan ini sudah diputuskan.")


class PeriodNotOver(DomainError):
    """The rule may act only after the parking period."""

    code = "period_not_over"
    message = _("Masa simpan data modul ini belum berakhir.")


class ExportMissing(DomainError):
    """There is no whole export, so nothing may be erased."""

    code = "export_missing"
    message = _("Arsip ekspor tidak ada atau rusak. Tidak ada data yang dihapus.")


class ExportStale(DomainError):
    """The tables changed since they were exported."""

    code = "export_stale"
    message = _("Isi tabel berubah sejak diekspor. Tidak ada data yang dihapus.")
