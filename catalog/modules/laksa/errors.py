"""What LAKSA refuses, in the reporter's or officer's words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.sdk.errors import DomainError


class ReportNotFound(DomainError):
    """No such report, or not one that this person may see; the two cannot be told apart."""

    code = "report_not_found"
    message = gettext_lazy("Laporan tidak ditemukan.")
    http_status = 404


class MoveRefused(DomainError):
    """The act does not fit the report's state."""

    code = "move_refused"

    def __init__(self, state_label: str) -> None:
        super().__init__(
            _("Tindakan ini tidak dapat dilakukan pada laporan berstatus “%(state)s”.") % {"state": state_label}
        )


class ReportChanged(DomainError):
    """Somebody else acted on the report after this person opened it."""

    code = "report_changed"

    def __init__(self, name: str) -> None:
        super().__init__(
            _("Laporan ini baru saja diubah oleh %(name)s. Periksa keadaan terbarunya, lalu kirim lagi.")
            % {"name": name}
        )


class OutsidePemda(DomainError):
    """The point lies outside the region."""

    code = "outside_pemda"
    http_status = 422

    def __init__(self, region: str) -> None:
        text = _("Titik lokasi berada di luar wilayah %(region)s. Geser pin ke dalam wilayah atau pilih kecamatan.")
        super().__init__(text % {"region": region}, field="latitude")


class PlaceUnknown(DomainError):
    """Neither a point nor a kecamatan of the region was given."""

    code = "place_unknown"
    http_status = 422

    def __init__(self, field: str = "district_code") -> None:
        super().__init__(_("Pilih titik di peta, atau kecamatan dan kelurahannya."), field=field)


class AnonymousNotOffered(DomainError):
    """This Pemda takes reports under a name only."""

    code = "anonymous_not_offered"
    http_status = 422

    def __init__(self) -> None:
        super().__init__(_("Laporan anonim tidak dibuka di daerah ini."), field="is_anonymous")


class CategoryClosed(DomainError):
    """The category is unknown or no longer used."""

    code = "category_closed"
    http_status = 422

    def __init__(self) -> None:
        super().__init__(_("Kategori ini tidak dipakai lagi. Pilih kategori lain."), field="category")


class TextMissing(DomainError):
    """The act needs words: a reason, an answer, a message."""

    code = "text_missing"
    http_status = 422

    def __init__(self, field: str) -> None:
        super().__init__(_("Wajib diisi."), field=field)


class OpdClosed(DomainError):
    """The OPD is unknown or closed."""

    code = "opd_closed"
    http_status = 422

    def __init__(self) -> None:
        super().__init__(_("Pilih OPD yang aktif."), field="opd")


class ReopenTooLate(DomainError):
    """The days in which a closed report may be reopened are over."""

    code = "reopen_too_late"

    def __init__(self, days: int) -> None:
        text = _("Laporan hanya dapat dibuka kembali dalam %(days)s hari setelah selesai. Silakan buat laporan baru.")
        super().__init__(text % {"days": days})


class RatingOutOfRange(DomainError):
    """A rating is a whole number from 1 to 5."""

    code = "rating_out_of_range"
    http_status = 422

    def __init__(self) -> None:
        super().__init__(_("Pilih nilai 1 sampai 5."), field="rating")


class PhotoGone(DomainError):
    """A photo that was kept for an unfinished form is no longer there."""

    code = "photo_gone"
    http_status = 422

    def __init__(self) -> None:
        super().__init__(
            _("Foto yang Anda unggah sebelumnya sudah tidak tersimpan. Pilih lagi fotonya."), field="photos"
        )


class HeicPhoto(DomainError):
    """The photo is in the format of new phones, which few browsers can show."""

    code = "heic_photo"
    http_status = 415

    def __init__(self) -> None:
        super().__init__(
            _(
                "Foto HEIC belum dapat dibuka di sini. Di iPhone pilih Pengaturan › Kamera › Format › Paling "
                "Kompatibel, atau kirim tangkapan layar fotonya."
            ),
            field="photos",
        )


class UploadInterrupted(DomainError):
    """The connection broke before the whole form arrived."""

    code = "upload_interrupted"
    message = gettext_lazy(
        "Kiriman terputus sebelum selesai. Periksa koneksi Anda, lalu kirim lagi; tidak ada yang tersimpan ganda."
    )
    http_status = 400


class KeyTaken(DomainError):
    """Another person's form already used this key."""

    code = "key_taken"
    message = gettext_lazy("Formulir ini sudah pernah dipakai. Buka formulir baru.")


class MergeRefused(DomainError):
    """The report cannot be merged into that one."""

    code = "merge_refused"
    http_status = 422

    def __init__(self, why: str) -> None:
        super().__init__(why, field="into")


class NothingToUndo(DomainError):
    """The act was not this person's, was taken back before, or its minutes are over."""

    code = "nothing_to_undo"
    message = gettext_lazy("Tindakan ini tidak dapat dibatalkan lagi.")


class OnlyComplaints(DomainError):
    """Only complaints are supervised."""

    code = "only_complaints"
    message = gettext_lazy("Hanya pengaduan yang dapat berkadar pengawasan.")
    http_status = 422


class TooManyReports(DomainError):
    """The person, or the address they write from, filed as many reports in an hour as the Pemda takes.

    `until` is the time of day from which there is room again, `retry_after` the seconds till then.
    """

    code = "throttled"
    http_status = 429

    def __init__(self, most: int, until: str, *, retry_after: int) -> None:
        text = _(
            "Sudah ada %(most)s laporan dalam satu jam terakhir. Tunggu sampai pukul %(until)s, lalu kirim lagi; "
            "isian Anda tetap ada. Keadaan darurat? Hubungi 112."
        )
        super().__init__(text % {"most": most, "until": until})
        self.retry_after = retry_after


class TooManyChosen(DomainError):
    """A bulk act takes only so many reports at once."""

    code = "too_many_chosen"
    http_status = 422

    def __init__(self, most: int) -> None:
        super().__init__(_("Pilih paling banyak %(most)s laporan sekaligus.") % {"most": most})
