"""Refusals of acts on how people sign in."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tenants.errors import DomainError


class OwnReset(DomainError):
    """Nobody takes their own second factor away by the supervised reset."""

    code = "own_reset"
    message = _("Verifikasi dua langkah Anda sendiri hanya dapat disetel ulang oleh Admin TI lain.")
    http_status = 403


class ReasonMissing(DomainError):
    """A reset without a reason is none."""

    code = "reason_missing"
    message = _("Tulis alasannya.")
    http_status = 422

    def __init__(self) -> None:
        super().__init__(field="reason")


class NothingToReset(DomainError):
    """The person has no second factor."""

    code = "nothing_to_reset"
    message = _("Orang ini belum memasang verifikasi dua langkah.")


class UnsafeAddress(DomainError):
    """The provider's address is not https, or leads into a private network."""

    code = "unsafe_address"
    message = _("Alamat harus diawali https:// dan dapat dicapai dari internet.")
    http_status = 422

    def __init__(self) -> None:
        super().__init__(field="issuer")


class ProviderUnreachable(DomainError):
    """The provider's discovery document cannot be read, or is not what it should be."""

    code = "provider_unreachable"
    message = _("Dokumen penemuan (.well-known/openid-configuration) tidak dapat dibaca dari alamat itu.")
    http_status = 422

    def __init__(self) -> None:
        super().__init__(field="issuer")


class ProviderMismatch(DomainError):
    """The discovery document names another issuer, or lacks an endpoint."""

    code = "provider_mismatch"
    message = _("Dokumen penemuan menyebut penerbit lain atau tidak lengkap.")
    http_status = 422

    def __init__(self) -> None:
        super().__init__(field="issuer")
