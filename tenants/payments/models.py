"""A demand for money and what the provider said about it."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tenants.choices import TextChoices

# Far above any ticket or levy that a person pays by a code, far below what would overflow a report.
HIGHEST_AMOUNT = 1_000_000_000


def new_reference() -> str:
    """A name for a payment that nobody can guess (144 bits)."""
    return secrets.token_urlsafe(18)


class Payment(models.Model):
    """One amount in whole rupiah for one subject of a module; its state only ever goes forward.

    `menunggu` becomes `lunas`, `kedaluwarsa` or `batal`; money that came and has to go back is `pengembalian` until
    the provider has returned it, then `dikembalikan`.
    """

    class State(TextChoices):
        WAITING = "menunggu", _("Menunggu pembayaran")
        PAID = "lunas", _("Lunas")
        EXPIRED = "kedaluwarsa", _("Kedaluwarsa")
        CANCELLED = "batal", _("Dibatalkan")
        REFUND_DUE = "pengembalian", _("Menunggu pengembalian dana")
        REFUNDED = "dikembalikan", _("Dana dikembalikan")

    reference = models.CharField(max_length=32, unique=True, default=new_reference, editable=False)
    module = models.SlugField(max_length=30)
    subject_type = models.CharField(max_length=60)
    subject_key = models.CharField(max_length=60)
    label = models.CharField(max_length=160)
    payer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    amount = models.BigIntegerField(_("Jumlah (Rp)"))
    provider = models.SlugField(max_length=30)
    # What the payer's app reads: the text inside the QRIS code, or a virtual account's number.
    payload = models.TextField(blank=True)
    state = models.CharField(_("Status"), max_length=12, choices=State.choices, default=State.WAITING)
    # The last state that the module was told of; another one is told again by the sweeper.
    told_state = models.CharField(max_length=12, default=State.WAITING)
    return_path = models.CharField(max_length=200)
    reason = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True, blank=True)
    refunded_at = models.DateTimeField(null=True, blank=True)
    refund_amount = models.BigIntegerField(_("Dikembalikan (Rp)"), default=0)

    class Meta:
        ordering: ClassVar = ["-created_at", "-id"]
        verbose_name = _("Pembayaran")
        indexes: ClassVar = [
            models.Index(fields=["expires_at"], condition=Q(state="menunggu"), name="payments_open_until"),
            models.Index(fields=["module", "created_at"], name="payments_of_module"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gt=0, amount__lte=HIGHEST_AMOUNT), name="payments_amount"),
            models.CheckConstraint(
                condition=Q(refund_amount__gte=0, refund_amount__lte=F("amount")), name="payments_refund_within_amount"
            ),
            models.CheckConstraint(
                condition=Q(paid_at__isnull=False) | ~Q(state__in=["lunas", "pengembalian", "dikembalikan"]),
                name="payments_money_came",
            ),
            models.CheckConstraint(
                condition=Q(refunded_at__isnull=False) | ~Q(state="dikembalikan"), name="payments_money_went_back"
            ),
            models.UniqueConstraint(
                fields=["module", "subject_type", "subject_key"],
                condition=Q(state="menunggu"),
                name="payments_one_open_per_subject",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class Notice(models.Model):
    """One signed message of a provider, kept once by the provider's own number for it."""

    class Outcome(TextChoices):
        SETTLED = "diterima", _("Diterima")
        LATE = "terlambat", _("Terlambat, dana dikembalikan")
        REFUNDED = "dikembalikan", _("Pengembalian dicatat")
        REPEATED = "berulang", _("Sudah tercatat")

    payment = models.ForeignKey(Payment, on_delete=models.CASCADE, related_name="notices")
    provider = models.SlugField(max_length=30)
    number = models.CharField(max_length=80)
    kind = models.CharField(max_length=12)
    amount = models.BigIntegerField()
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-received_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["provider", "number"], name="payments_notice_once"),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.number}"
