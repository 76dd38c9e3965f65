"""The ledger of Stripe's events, and what they add up to; kept for ever, so no foreign key to a Pemda."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tenants.choices import TextChoices


class Event(models.Model):
    """One event of Stripe. The web writes the first part, once; the provisioner writes the second."""

    class State(TextChoices):
        RECEIVED = "received", _("Menunggu diterapkan")
        APPLIED = "applied", _("Diterapkan")
        IGNORED = "ignored", _("Tidak diperlukan")
        UNBOUND = "unbound", _("Tanpa Pemda")
        FAILED = "failed", pgettext_lazy("peristiwa", "Gagal")

    event_id = models.CharField(max_length=255, unique=True)
    type = models.CharField(max_length=255)
    created = models.DateTimeField()
    livemode = models.BooleanField()
    object_id = models.CharField(max_length=255, blank=True)
    subscription_id = models.CharField(max_length=255, blank=True, db_index=True)
    payload = models.JSONField()
    # SHA-256 of the bytes as they came, and of what every delivery of this event shares.
    digest = models.CharField(max_length=64)
    content_digest = models.CharField(max_length=64)
    received_at = models.DateTimeField(auto_now_add=True)

    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVED)
    # A word for machines: what applying it did, or why it did not.
    outcome = models.CharField(max_length=40, blank=True)
    pemda_code = models.CharField(max_length=8, blank=True, db_index=True)
    # The act of the notice that was written with it, and to how many people.
    told = models.CharField(max_length=40, blank=True)
    told_people = models.PositiveSmallIntegerField(default=0)
    applied_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["-created", "-event_id"]
        indexes: ClassVar = [
            models.Index(fields=["received_at"], condition=models.Q(state="received"), name="billing_event_waiting"),
        ]

    def __str__(self) -> str:
        return self.event_id

    @property
    def may_be_retried(self) -> bool:
        """Whether somebody may have it applied again."""
        return self.state in {self.State.UNBOUND, self.State.FAILED}


class Retry(models.Model):
    """Somebody of tim pusat wants an event applied again; a row of its own, so that the web changes no event."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="retries")
    asked_by = models.CharField(max_length=120)
    asked_at = models.DateTimeField(auto_now_add=True)
    is_taken = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["asked_at"]
        indexes: ClassVar = [models.Index(fields=["event"], condition=models.Q(is_taken=False), name="billing_retries")]

    def __str__(self) -> str:
        return f"{self.event_id}: {self.asked_by}"


class Standing(models.Model):
    """How something stands at Stripe by the event that counts: the most final, then the newest."""

    stripe_id = models.CharField(max_length=255, unique=True)
    finality = models.PositiveSmallIntegerField(default=0)
    newest_created = models.DateTimeField()
    newest_event = models.CharField(max_length=255)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.stripe_id


class Subscription(Standing):
    """A Pemda's subscription. It is the Pemda's that the newest event with a known code names."""

    class Status(TextChoices):
        INCOMPLETE = "incomplete", _("Menunggu pembayaran pertama")
        INCOMPLETE_EXPIRED = "incomplete_expired", _("Tidak jadi")
        TRIALING = "trialing", _("Masa coba")
        ACTIVE = "active", pgettext_lazy("langganan", "Aktif")
        PAST_DUE = "past_due", _("Menunggak")
        UNPAID = "unpaid", _("Tidak dibayar")
        PAUSED = "paused", pgettext_lazy("langganan", "Dijeda")
        CANCELED = "canceled", pgettext_lazy("langganan", "Berakhir")

    # The more final of two states stays, whichever came first.
    FINALITY: ClassVar[dict[str, int]] = {Status.INCOMPLETE_EXPIRED: 1, Status.CANCELED: 2}
    LATE: ClassVar = (Status.PAST_DUE, Status.UNPAID)

    pemda_code = models.CharField(max_length=8, db_index=True)
    bound_created = models.DateTimeField()
    bound_event = models.CharField(max_length=255)
    customer_id = models.CharField(max_length=255)
    plan = models.CharField(max_length=120, blank=True)
    # Whole rupiah for each interval: day, week, month or year.
    amount = models.PositiveBigIntegerField(default=0)
    interval = models.CharField(max_length=10, blank=True)
    status = models.CharField(max_length=20, choices=Status.choices)
    period_end = models.DateTimeField(null=True, blank=True)
    cancel_at_period_end = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["pemda_code", "stripe_id"]

    @property
    def is_late(self) -> bool:
        """Whether Stripe waits for money."""
        return self.status in self.LATE

    @property
    def is_over(self) -> bool:
        """Whether it will never be paid again."""
        return self.finality > 0

    @property
    def next_payment(self) -> datetime | None:
        """When the next period is to be paid; None where there is none."""
        return None if self.is_over or self.cancel_at_period_end else self.period_end


class Invoice(Standing):
    """An invoice of a subscription; amounts in whole rupiah."""

    class Status(TextChoices):
        DRAFT = "draft", pgettext_lazy("tagihan", "Disusun")
        OPEN = "open", _("Belum dibayar")
        UNCOLLECTIBLE = "uncollectible", _("Tidak tertagih")
        DELETED = "deleted", pgettext_lazy("tagihan", "Dihapus")
        VOID = "void", pgettext_lazy("tagihan", "Dibatalkan")
        PAID = "paid", _("Lunas")

    FINALITY: ClassVar[dict[str, int]] = {Status.DELETED: 1, Status.VOID: 2, Status.PAID: 3}

    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="invoices")
    number = models.CharField(max_length=60, blank=True)
    status = models.CharField(max_length=20, choices=Status.choices)
    amount = models.PositiveBigIntegerField()
    amount_paid = models.PositiveBigIntegerField(default=0)
    hosted_url = models.CharField(max_length=1000, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    issued_at = models.DateTimeField(null=True, blank=True)
    paid_at = models.DateTimeField(null=True, blank=True)
    next_attempt_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-issued_at", "-stripe_id"]
