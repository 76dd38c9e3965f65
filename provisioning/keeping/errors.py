"""Refusals of exporting and restoring."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from provisioning.words import Listing, listed
from provisioning.words import gettext as _
from tenants.errors import DomainError


class ArchiveDamaged(DomainError):
    """The file is cut off, changed, or no archive of Adopsi."""

    code = "archive_damaged"
    message = gettext_lazy("Berkas ini rusak, terpotong, atau bukan arsip Adopsi. Tidak ada yang berubah.")
    http_status = 422


class ArchiveTampered(DomainError):
    """A part is not what the archive's own list says."""

    code = "archive_tampered"
    http_status = 422

    def __init__(self, part: str) -> None:
        text = _("Isi arsip tidak sama dengan daftarnya (%(part)s). Tidak ada yang berubah.")
        super().__init__(text % {"part": part})


class ArchiveForeign(DomainError):
    """The archive was not sealed by this installation, so nobody vouches for what is in it."""

    code = "archive_foreign"
    message = gettext_lazy(
        "Arsip ini tidak disegel oleh instalasi ini, jadi isinya tidak dapat dipercaya. Tidak ada yang berubah."
    )
    http_status = 422


class ArchiveOfAnother(DomainError):
    """The archive belongs to another Pemda."""

    code = "archive_of_another"

    def __init__(self, name: str, code: str) -> None:
        text = _("Arsip ini milik %(name)s (%(code)s), bukan Pemda yang dipilih.")
        super().__init__(text % {"name": name, "code": code})


class ArchiveTooNew(DomainError):
    """The archive has releases that this code base does not have."""

    code = "archive_release_unknown"

    def __init__(self, releases: list[str]) -> None:
        text = _("Kode ini tidak mengenal rilis di dalam arsip: %(releases)s.")
        super().__init__(text % {"releases": listed(releases)})


class ArchiveStructure(DomainError):
    """The archive's tables have columns that their releases do not have."""

    code = "archive_structure"

    def __init__(self, table: str) -> None:
        super().__init__(_("Kolom tabel %(table)s di arsip tidak sama dengan rilisnya.") % {"table": table})


class RestoreDiffers(DomainError):
    """What was restored is not what the archive holds; it was thrown away."""

    code = "restore_differs"

    def __init__(self, tables: list[str]) -> None:
        text = _("Hasil pemulihan berbeda dari arsip pada: %(tables)s. Hasil itu dibuang.")
        super().__init__(text % {"tables": Listing(tuple(tables[:5]))})


class DumpProgramMissing(DomainError):
    """No pg_dump fits the server."""

    code = "pg_dump_missing"

    def __init__(self, wanted: int, found: str) -> None:
        text = _(
            "Server ini PostgreSQL %(wanted)s dan memerlukan pg_dump %(wanted)s atau lebih baru; yang ada: %(found)s. "
            "Pasang paket postgresql-client-%(wanted)s."
        )
        super().__init__(text % {"wanted": wanted, "found": found or "-"})


class DumpFailed(DomainError):
    """pg_dump ended with an error."""

    code = "pg_dump_failed"

    def __init__(self, words: str) -> None:
        super().__init__(_("pg_dump gagal: %(words)s") % {"words": words})


class NoRoomForArchive(DomainError):
    """The place where archives lie is full, or may not be written to."""

    code = "archive_no_room"

    def __init__(self, reason: str) -> None:
        text = _("Arsip tidak dapat disimpan: %(reason)s. Yang setengah jadi sudah dihapus.")
        super().__init__(text % {"reason": reason})


class UnknownBackup(DomainError):
    """There is no such backup, or its archive is gone."""

    code = "unknown_backup"
    message = gettext_lazy("Cadangan ini tidak ada, atau arsipnya sudah dihapus.")
    http_status = 404


class NoBackupYet(DomainError):
    """There is nothing to test or to restore."""

    code = "no_backup"
    message = gettext_lazy("Belum ada cadangan untuk Pemda ini.")


class NotForSandboxes(DomainError):
    """A sandbox is a copy already."""

    code = "backup_of_sandbox"
    message = gettext_lazy("Uji coba tidak dicadangkan: isinya salinan.")


class NotACopysCode(DomainError):
    """A copy beside has its Pemda's code with a suffix."""

    code = "not_a_copys_code"
    http_status = 422

    def __init__(self, code: str) -> None:
        text = _("Salinan di samping memakai kode Pemda-nya dengan akhiran, misalnya %(code)s-u3.")
        super().__init__(text % {"code": code})


class CopyExists(DomainError):
    """Something has this code already."""

    code = "copy_exists"

    def __init__(self, code: str) -> None:
        super().__init__(_("Kode %(code)s sudah dipakai. Pilih akhiran lain.") % {"code": code})


class BackupPlanInvalid(DomainError):
    """How many are kept lies outside of what is offered."""

    code = "backup_plan_invalid"
    message = gettext_lazy("Simpan sedikitnya satu cadangan harian, paling banyak 60 untuk setiap jenis.")
    http_status = 422
