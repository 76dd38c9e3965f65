"""Refusals of files."""

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from tenants.errors import DomainError


class FileRefused(DomainError):
    """A file that is not taken, whatever the reason: what forms catch."""

    code = "file_refused"
    message = _("Berkas ini tidak dapat diterima.")
    http_status = 422


class FileTooLarge(FileRefused):
    """The file has more bytes or pixels than allowed."""

    code = "file_too_large"
    message = _("Berkas terlalu besar. Foto paling besar 10 MB dan 50 megapiksel.")
    http_status = 413


class OverPemdaLimit(FileTooLarge):
    """The file has more bytes or pixels than this Pemda allows."""

    def __init__(self, megabytes: int, megapixels: int) -> None:
        text = _now("Berkas terlalu besar. Di sini paling besar %(mb)s MB dan %(mp)s megapiksel.")
        super().__init__(text % {"mb": megabytes, "mp": megapixels})


class NotAnImage(FileRefused):
    """The content is not a JPEG, PNG or WebP picture."""

    code = "not_an_image"
    message = _("Berkas ini bukan foto JPEG, PNG, atau WebP.")
    http_status = 415


class DisguisedFile(NotAnImage):
    """The content is something else than the name says."""

    code = "disguised_file"
    message = _("Isi berkas tidak sesuai dengan namanya. Pilih foto JPEG, PNG, atau WebP.")


class PolyglotFile(NotAnImage):
    """The content is two things at once: a picture or document, and a program, archive or page."""

    code = "polyglot_file"
    message = _("Berkas ini berisi program atau arsip tersembunyi. Simpan ulang sebagai foto biasa, lalu unggah lagi.")


class NotADocument(FileRefused):
    """The content is neither a picture nor a plain PDF."""

    code = "not_a_document"
    message = _("Berkas ini bukan PDF atau foto JPEG, PNG, atau WebP.")
    http_status = 415


class ActiveDocument(NotADocument):
    """The PDF runs something or carries other files."""

    code = "active_document"
    message = _("PDF ini berisi program atau lampiran. Cetak ke PDF biasa, lalu unggah lagi.")


class InfectedFile(FileRefused):
    """The scanner knows the content as harmful."""

    code = "infected_file"
    message = _("Berkas ini ditolak karena berisi virus.")
    http_status = 422


class BadFileName(FileRefused):
    """The name leads to another folder or has signs that no name has."""

    code = "bad_file_name"
    message = _("Nama berkas ini tidak diterima. Ganti namanya tanpa garis miring, lalu unggah lagi.")
    http_status = 422


class TooManyFiles(FileRefused):
    """More files than the form takes, or than one person may send in a day."""

    code = "too_many_files"
    message = _("Terlalu banyak berkas.")
    http_status = 422


class LimitsOutOfReason(DomainError):
    """A limit that would let nothing in, or everything."""

    code = "limits_out_of_reason"
    message = _("Isi 1–25 MB, 1–100 megapiksel, dan paling sedikit 1 berkas per hari.")
    http_status = 422
