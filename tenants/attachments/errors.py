"""Refusals of files."""

from django.utils.translation import gettext_lazy as _

from tenants.errors import DomainError


class FileTooLarge(DomainError):
    """The file has more bytes or pixels than allowed."""

    code = "file_too_large"
    message = _("Berkas terlalu besar. Foto paling besar 10 MB dan 50 megapiksel.")
    http_status = 413


class NotAnImage(DomainError):
    """The content is not a JPEG, PNG or WebP picture."""

    code = "not_an_image"
    message = _("Berkas ini bukan foto JPEG, PNG, atau WebP.")
    http_status = 415


class DisguisedFile(NotAnImage):
    """The content is something else than the name says."""

    code = "disguised_file"
    message = _("Isi berkas tidak sesuai dengan namanya. Pilih foto JPEG, PNG, atau WebP.")


class TooManyFiles(DomainError):
    """More files than the form takes."""

    code = "too_many_files"
    message = _("Terlalu banyak berkas.")
    http_status = 422
