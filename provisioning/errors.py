"""Refusals of provisioning."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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


class RequirementUnmet(DomainError):
    """The module needs others that are off; `missing` names them."""

    code = "requirement_unmet"

    def __init__(self, titles: Iterable[str]) -> None:
        text = _("Aktifkan dulu: %(names)s.")
        super().__init__(text % {"names": ", ".join(titles)})


class ModuleConflict(DomainError):
    """A module that is on cannot live beside this one."""

    code = "module_conflict"

    def __init__(self, titles: Iterable[str]) -> None:
        super().__init__(_("Tidak dapat berjalan bersama: %(names)s.") % {"names": ", ".join(titles)})


class DependentsActive(DomainError):
    """Other modules that are on need this one."""

    code = "dependents_active"

    def __init__(self, titles: Iterable[str]) -> None:
        text = _("Modul ini masih dibutuhkan oleh: %(names)s. Nonaktifkan modul itu dulu.")
        super().__init__(text % {"names": ", ".join(titles)})


class AlreadyActive(DomainError):
    """The module is on."""

    code = "already_active"
    message = gettext_lazy("Modul ini sudah aktif.")


class AlreadyOff(DomainError):
    """The module is off."""

    code = "already_off"
    message = gettext_lazy("Modul ini tidak aktif.")


class NotRetryable(DomainError):
    """Only a failed run can be tried again."""

    code = "not_retryable"
    message = gettext_lazy("Hanya proses yang gagal yang dapat dicoba lagi.")
