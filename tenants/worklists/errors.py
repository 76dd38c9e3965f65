"""What saved views refuse."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenants.errors import DomainError


class ViewNotFound(DomainError):
    """No such view, or not one that this person may use; the two cannot be told apart."""

    code = "view_not_found"
    message = gettext_lazy("Tampilan tersimpan itu tidak ditemukan.")
    http_status = 404


class ViewNeedsName(DomainError):
    """A view has a name of at most 60 letters."""

    code = "view_needs_name"
    http_status = 422

    def __init__(self) -> None:
        super().__init__(_("Beri nama tampilan ini, paling banyak 60 huruf."), field="name")


class TooManyViews(DomainError):
    """A list of views that nobody can read helps nobody."""

    code = "too_many_views"
    http_status = 422

    def __init__(self, most: int) -> None:
        super().__init__(_("Paling banyak %(most)s tampilan tersimpan. Hapus yang tidak dipakai.") % {"most": most})


class NotYourOpd(DomainError):
    """A view is shared with an OPD by those who work there."""

    code = "not_your_opd"
    message = gettext_lazy("Anda hanya dapat membagikan tampilan kepada OPD tempat Anda bertugas.")
    http_status = 403
