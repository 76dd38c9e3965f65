"""Refusals around webhooks."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tenants.errors import DomainError


class UnsafeWebhook(DomainError):
    """The address is not https, or leads into a private network."""

    code = "unsafe_address"
    message = _("Alamat harus diawali https:// dan dapat dicapai dari internet.")
    http_status = 422

    def __init__(self) -> None:
        super().__init__(field="url")


class NoEvents(DomainError):
    """Nothing was chosen that the address should hear of, or something that does not exist."""

    code = "no_events"
    message = _("Pilih sedikitnya satu kejadian dari daftar.")
    http_status = 422

    def __init__(self) -> None:
        super().__init__(field="kinds")


class TooManyWebhooks(DomainError):
    """A Pemda has at most so many."""

    code = "too_many_webhooks"
    message = _("Sudah ada 20 webhook. Hapus yang tidak dipakai lagi.")


class NotWaitedFor(DomainError):
    """Only what is settled is sent again; what waits is sent by itself."""

    code = "delivery_waiting"
    message = _("Pengiriman ini masih menunggu giliran dan akan dicoba sendiri.")


class WebhookNotActive(DomainError):
    """A paused or disabled address gets nothing until it is resumed."""

    code = "webhook_not_active"
    message = _("Webhook ini sedang dijeda atau dimatikan. Lanjutkan dahulu.")
