"""Tickets: what a destination sells, how many a day, who booked, and who went through the gate."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from catalog.modules.eplesiran.models.destination import Tariff
from catalog.sdk.choices import TextChoices

HIGHEST_QUOTA = 100_000


class TicketOffer(models.Model):
    """How a destination sells tickets: to whom, how many a day, how far ahead, and by which regulation."""

    destination = models.OneToOneField("eplesiran.Destination", on_delete=models.CASCADE, related_name="offer")
    is_open = models.BooleanField(_("Tiket dapat dipesan"), default=False)
    # Labels of `Tariff.Payer`; what each pays on a day is the destination's tariff of that day.
    payers = models.JSONField(_("Golongan pengunjung"), default=list)
    daily_quota = models.PositiveIntegerField(_("Kuota per hari"))
    days_ahead = models.PositiveSmallIntegerField(_("Dapat dipesan sampai berapa hari ke depan"), default=30)
    legal_basis = models.CharField(_("Dasar hukum tarif"), max_length=200)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("Tiket")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(daily_quota__gte=1, daily_quota__lte=HIGHEST_QUOTA), name="eplesiran_offer_quota"
            ),
            models.CheckConstraint(condition=Q(days_ahead__lte=365), name="eplesiran_offer_days_ahead"),
        ]

    def __str__(self) -> str:
        return str(self.destination)


class TicketDay(models.Model):
    """One day at one destination: the counter that every booking locks, so that nobody is sold a place too many."""

    destination = models.ForeignKey("eplesiran.Destination", on_delete=models.CASCADE, related_name="ticket_days")
    day = models.DateField(_("Hari"))
    quota = models.PositiveIntegerField(_("Kuota"))
    taken = models.PositiveIntegerField(_("Terpesan"), default=0)
    is_closed = models.BooleanField(pgettext_lazy("jam buka", "Tutup"), default=False)
    # An officer said something about this very day; a new daily quota leaves it as it is.
    is_exception = models.BooleanField(default=False)
    note = models.CharField(pgettext_lazy("kuota", "Keterangan"), max_length=120, blank=True)

    class Meta:
        ordering: ClassVar = ["day"]
        verbose_name = _("Hari kunjungan")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["destination", "day"], name="eplesiran_one_counter_a_day"),
            models.CheckConstraint(condition=Q(taken__lte=F("quota")), name="eplesiran_never_oversold"),
        ]

    def __str__(self) -> str:
        return f"{self.day}"


class Booking(models.Model):
    """Places for one day at one destination: held until paid, then issued as tickets."""

    class State(TextChoices):
        HELD = "menunggu", _("Menunggu pembayaran")
        ISSUED = "terbit", pgettext_lazy("tiket", "Terbit")
        EXPIRED = "kedaluwarsa", _("Kedaluwarsa")
        CANCELLED = "batal", _("Dibatalkan")

    # Sent with the form, so that a form sent twice is one booking; also its public name.
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    destination = models.ForeignKey("eplesiran.Destination", on_delete=models.PROTECT, related_name="bookings")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    holder_name = models.CharField(_("Nama pemesan"), max_length=120, blank=True)
    day = models.DateField(_("Hari kunjungan"))
    seats = models.PositiveSmallIntegerField(_("Jumlah pengunjung"))
    amount = models.PositiveBigIntegerField(_("Jumlah (Rp)"))
    legal_basis = models.CharField(_("Dasar hukum tarif"), max_length=200, blank=True)
    state = models.CharField(_("Status"), max_length=12, choices=State.choices, default=State.HELD)
    payment_reference = models.CharField(max_length=32, blank=True)
    held_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    issued_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    refund_amount = models.PositiveBigIntegerField(_("Dikembalikan (Rp)"), default=0)

    class Meta:
        ordering: ClassVar = ["-created_at", "-id"]
        verbose_name = _("Pesanan tiket")
        indexes: ClassVar = [
            models.Index(fields=["person", "-day"], name="eplesiran_booking_own"),
            models.Index(fields=["destination", "day", "state"], name="eplesiran_booking_day"),
            models.Index(fields=["held_until"], condition=Q(state="menunggu"), name="eplesiran_booking_held"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(seats__gte=1), name="eplesiran_booking_seats"),
            models.CheckConstraint(
                condition=~Q(state="terbit") | Q(issued_at__isnull=False), name="eplesiran_issued_has_moment"
            ),
            models.CheckConstraint(condition=Q(refund_amount__lte=F("amount")), name="eplesiran_refund_within_price"),
        ]

    def __str__(self) -> str:
        return f"{self.destination} {self.day}"

    def get_absolute_url(self) -> str:
        """The booking's page, for its owner alone."""
        return reverse("eplesiran:booking", args=[self.key])


class Ticket(models.Model):
    """One visitor's ticket; its code opens one gate once."""

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="tickets")
    code = models.CharField(_("Kode tiket"), max_length=12, unique=True)
    payer = models.CharField(_("Golongan pengunjung"), max_length=20, choices=Tariff.Payer.choices)
    amount = models.PositiveIntegerField(_("Tarif (Rp)"))
    used_at = models.DateTimeField(pgettext_lazy("tiket", "Dipakai"), null=True, blank=True)
    used_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    used_gate = models.CharField(_("Gerbang"), max_length=40, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        verbose_name = _("Tiket")
        indexes: ClassVar = [models.Index(fields=["used_at"], name="eplesiran_ticket_used")]

    def __str__(self) -> str:
        return self.code


class Scan(models.Model):
    """One look at a code at a gate, whatever came of it."""

    class Answer(TextChoices):
        ADMITTED = "masuk", _("Silakan masuk")
        USED = "terpakai", _("Sudah dipakai")
        WRONG_DAY = "salah_hari", _("Bukan untuk hari ini")
        WRONG_PLACE = "salah_tempat", _("Untuk destinasi lain")
        UNPAID = "belum_bayar", _("Belum dibayar")
        CANCELLED = "batal", _("Dibatalkan")
        FORGED = "palsu", _("Tanda keaslian tidak cocok")
        ELSEWHERE = "daerah_lain", _("Tiket daerah lain")
        UNKNOWN = "tak_dikenal", _("Tidak dikenal")

    # Sent with the form, so that an answer asked for twice on a bad network is the same answer.
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    destination = models.ForeignKey("eplesiran.Destination", on_delete=models.CASCADE, related_name="+")
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, null=True, blank=True, related_name="scans")
    answer = models.CharField(_("Hasil"), max_length=12, choices=Answer.choices)
    gate = models.CharField(_("Gerbang"), max_length=40, blank=True)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("Waktu"))
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_reason = models.CharField(_("Alasan"), max_length=160, blank=True)

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        verbose_name = _("Pemeriksaan tiket")
        indexes: ClassVar = [models.Index(fields=["destination", "-at"], name="eplesiran_scan_place")]
        constraints: ClassVar = [
            # Whatever the code does, a ticket lets one visitor in.
            models.UniqueConstraint(
                fields=["ticket"],
                condition=Q(answer="masuk", undone_at__isnull=True),
                name="eplesiran_ticket_admits_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.answer}"
