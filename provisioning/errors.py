"""Refusals of provisioning."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy

from catalog.errors import ModuleInMaintenance
from catalog.manifest import Text
from provisioning.words import Said, Words, listed, ngettext
from provisioning.words import gettext as _
from tenants.errors import DomainError


class PemdaExists(DomainError):
    """The region has adopted already."""

    code = "pemda_exists"
    message = gettext_lazy("Daerah ini sudah terdaftar sebagai Pemda.")


class UnknownPemda(DomainError):
    """No Pemda with this code has adopted."""

    code = "unknown_pemda"
    http_status = 404

    def __init__(self, code: str) -> None:
        super().__init__(_("Belum ada Pemda dengan kode %(code)s.") % {"code": code})


class NotAutonomous(DomainError):
    """An administrative unit without a government of its own cannot adopt."""

    code = "not_autonomous"
    message = gettext_lazy("Wilayah administratif ini bukan daerah otonom, jadi tidak dapat mengadopsi.")
    http_status = 422


class SubdomainTaken(DomainError):
    """Another Pemda has this subdomain, or the house keeps it."""

    code = "subdomain_taken"

    def __init__(self, subdomain: str) -> None:
        super().__init__(_("Subdomain “%(name)s” sudah dipakai. Pilih nama lain.") % {"name": subdomain})


class InvalidSubdomain(DomainError):
    """Not a DNS label."""

    code = "invalid_subdomain"
    http_status = 422

    def __init__(self, subdomain: str) -> None:
        text = _("“%(name)s” bukan subdomain yang sah: pakai huruf kecil, angka, dan tanda hubung.")
        super().__init__(text % {"name": subdomain})


# --- modules and each other ---------------------------------------------------------------------------


class RequirementUnmet(DomainError):
    """The module needs others that are off; `missing` names them."""

    code = "requirement_unmet"

    def __init__(self, titles: Iterable[Text]) -> None:
        text = _("Aktifkan dulu: %(names)s.")
        super().__init__(text % {"names": listed(titles)})


class RequirementTooOld(DomainError):
    """A module that this one needs is on, in a version that does not fit."""

    code = "requirement_too_old"

    def __init__(self, title: Text, version: str, wanted: str) -> None:
        text = _("%(title)s di sini versi %(version)s, padahal dibutuhkan %(wanted)s. Mutakhirkan modul itu dulu.")
        super().__init__(text % {"title": title, "version": version, "wanted": wanted})


class ModuleConflict(DomainError):
    """A module that is on cannot live beside this one."""

    code = "module_conflict"

    def __init__(self, titles: Iterable[Text]) -> None:
        super().__init__(_("Tidak dapat berjalan bersama: %(names)s.") % {"names": listed(titles)})


class DependentsActive(DomainError):
    """Other modules that are on need this one."""

    code = "dependents_active"

    def __init__(self, titles: Iterable[Text]) -> None:
        text = _("Modul ini masih dibutuhkan oleh: %(names)s. Nonaktifkan bersama, atau nonaktifkan modul itu dulu.")
        super().__init__(text % {"names": listed(titles)})


class AlreadyActive(DomainError):
    """The module is on."""

    code = "already_active"
    message = gettext_lazy("Modul ini sudah aktif.")


class AlreadyOff(DomainError):
    """The module is off."""

    code = "already_off"
    message = gettext_lazy("Modul ini tidak aktif.")


class AheadOfCode(DomainError):
    """The Pemda has a newer release than this code base: an old deployment must not take it back."""

    code = "ahead_of_code"

    def __init__(self, title: Text | Words, version: str) -> None:
        text = _("%(title)s di sini sudah versi %(version)s, lebih baru daripada kode yang berjalan.")
        super().__init__(text % {"title": title, "version": version})


class AlreadyCurrent(DomainError):
    """There is no newer release."""

    code = "already_current"
    message = gettext_lazy("Sudah memakai rilis terbaru.")


# --- agreements, quotas, maintenance ------------------------------------------------------------------


class NotEntitled(DomainError):
    """No agreement in force has the module in its annex."""

    code = "not_entitled"
    http_status = 403

    def __init__(self, titles: Iterable[Text]) -> None:
        text = _("Tidak tercantum dalam lampiran PKS yang berlaku: %(names)s. Hubungi tim pusat untuk adendum.")
        super().__init__(text % {"names": listed(titles)})


class QuotaReached(DomainError):
    """The agreement allows no more modules."""

    code = "quota_reached"
    http_status = 403

    def __init__(self, limit: int) -> None:
        text = ngettext(
            "PKS Anda memuat paling banyak %(limit)s modul aktif.",
            "PKS Anda memuat paling banyak %(limit)s modul aktif.",
            limit,
        )
        super().__init__(text % {"limit": limit})


class PemdaNotOpen(DomainError):
    """The Pemda is being prepared or suspended."""

    code = "pemda_not_open"
    message = gettext_lazy("Pemda ini sedang disiapkan atau ditangguhkan, jadi belum dapat diubah.")


# --- runs ---------------------------------------------------------------------------------------------


class NotRetryable(DomainError):
    """Only a failed run can be tried again."""

    code = "not_retryable"
    message = gettext_lazy("Hanya proses yang gagal yang dapat dicoba lagi.")


class NotCancellable(DomainError):
    """What the run does is done already, or it ended."""

    code = "not_cancellable"
    message = gettext_lazy("Proses ini sudah mengubah data atau sudah berakhir, jadi tidak dapat dibatalkan lagi.")


class Cancelled(DomainError):
    """A person stopped the run before its transaction was committed."""

    code = "cancelled"
    message = gettext_lazy("Dibatalkan sebelum ada yang berubah.")


class RunUnderWay(DomainError):
    """Another run works on the same subject."""

    code = "run_under_way"

    def __init__(self, title: str) -> None:
        super().__init__(_("Masih berjalan: %(title)s. Tunggu sampai selesai.") % {"title": title})


class IdempotencyKeyReused(DomainError):
    """The key stands for another request of this Pemda."""

    code = "idempotency_key_reused"
    message = gettext_lazy("Idempotency-Key ini sudah dipakai untuk permintaan lain. Pakai kunci baru.")
    http_status = 422


class TablesBusy(DomainError):
    """Queries of people held the tables for longer than provisioning may wait."""

    code = "tables_busy"
    message = gettext_lazy("Tabel sedang dipakai warga. Tidak ada yang berubah; proses dicoba lagi sebentar lagi.")


class DatabaseTrouble(TablesBusy):
    """The database refused for now: a full disk, too little memory."""

    code = "database_trouble"
    message = gettext_lazy("Basis data menolak untuk sementara. Tidak ada yang berubah; proses dicoba lagi.")


class PlanStale(DomainError):
    """What the plan showed is no longer what would happen."""

    code = "plan_stale"

    def __init__(self, changes: Iterable[Said]) -> None:
        text = _("Keadaan berubah sejak rencana dibaca: %(changes)s. Baca rencana yang baru, lalu setujui lagi.")
        super().__init__(text % {"changes": listed(changes, separator="; ")})


# --- rollouts -----------------------------------------------------------------------------------------


class RolloutUnderWay(DomainError):
    """One rollout of a module at a time."""

    code = "rollout_under_way"
    message = gettext_lazy("Peluncuran modul ini masih berjalan. Selesaikan atau batalkan dulu.")


class RolloutFinished(DomainError):
    """The rollout is not in a state that allows this."""

    code = "rollout_finished"
    message = gettext_lazy("Peluncuran ini sudah berakhir atau tidak dalam keadaan yang memungkinkan tindakan itu.")


class EmptyWindow(DomainError):
    """A maintenance window needs a beginning and another end."""

    code = "empty_window"
    message = gettext_lazy("Isi jam mulai dan jam selesai yang berbeda, atau kosongkan keduanya.")
    http_status = 422


class DateInPast(DomainError):
    """A pause or a pin must end today or later."""

    code = "date_in_past"
    message = gettext_lazy("Tanggal itu sudah lewat. Pilih hari ini atau sesudahnya.")
    http_status = 422


class ReasonMissing(DomainError):
    """A pause or a pin needs a reason, for the team reads it."""

    code = "reason_missing"
    message = gettext_lazy("Tulis alasannya; tim pusat membacanya.")
    http_status = 422


# --- drift --------------------------------------------------------------------------------------------


class NothingToRepair(DomainError):
    """The tables are what the release says."""

    code = "nothing_to_repair"
    message = gettext_lazy("Tidak ada selisih untuk diperbaiki.")


class NeedsAPerson(DomainError):
    """Every difference holds data, or might."""

    code = "needs_a_person"
    message = gettext_lazy(
        "Selisih yang tersisa menyangkut data, jadi harus diputuskan oleh orang. Tidak ada yang diubah."
    )


# --- undo ---------------------------------------------------------------------------------------------


class NotUndoable(DomainError):
    """The run is not one that can be taken back."""

    code = "not_undoable"
    message = gettext_lazy("Proses ini tidak dapat diurungkan.")


class UndoWindowPassed(DomainError):
    """The time for undoing is over."""

    code = "undo_window_passed"

    def __init__(self, until: datetime) -> None:
        super().__init__(_("Batas waktu untuk mengurungkan sudah lewat (%(until)s).") % {"until": until})


class NotTheLast(DomainError):
    """Something else happened to the module since."""

    code = "not_the_last"
    message = gettext_lazy("Sesudah itu sudah ada perubahan lain pada modul ini; urungkan yang terakhir dulu.")


class UndoWouldLose(DomainError):
    """People's data came since; undoing would lose it."""

    code = "undo_would_lose"

    def __init__(self, tables: Iterable[str]) -> None:
        text = _(
            "Sejak itu sudah ada data baru (%(tables)s) yang akan hilang. Nonaktifkan modul saja; datanya disimpan."
        )
        super().__init__(text % {"tables": listed(tables)})


# The codes of the Open Service Broker's conflicts, for the API.
CONFLICT_CODES: dict[str, str] = {
    RunUnderWay.code: "CONCURRENCY",
    TablesBusy.code: "CONCURRENCY",
    PlanStale.code: "CONCURRENCY",
    AlreadyActive.code: "CONCURRENCY",
    AlreadyOff.code: "CONCURRENCY",
    RequirementUnmet.code: "DEPENDENCY",
    RequirementTooOld.code: "DEPENDENCY",
    ModuleConflict.code: "DEPENDENCY",
    DependentsActive.code: "DEPENDENCY",
    NotEntitled.code: "ENTITLEMENT",
    QuotaReached.code: "QUOTA",
    PemdaNotOpen.code: "MAINTENANCE",
    AheadOfCode.code: "MAINTENANCE",
    ModuleInMaintenance.code: "MAINTENANCE",
}
