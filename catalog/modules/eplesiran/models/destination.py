"""A place worth a visit, when it is open, what it costs and what it looks like."""

from __future__ import annotations

import uuid
from datetime import date
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from catalog.sdk.choices import IntegerChoices, TextChoices

# Far above any tariff, so that a slip of zeros is caught while a bus for a whole school still fits.
HIGHEST_TARIFF = 100_000_000


def in_language(indonesian: str, english: str) -> str:
    """The text in the reader's language; Indonesian where no English text was written."""
    return english if english and (get_language() or "id").startswith("en") else indonesian


class Weekday(IntegerChoices):
    """Days of the week as `date.weekday()` numbers them; Monday is first."""

    MONDAY = 0, _("Senin")
    TUESDAY = 1, _("Selasa")
    WEDNESDAY = 2, _("Rabu")
    THURSDAY = 3, _("Kamis")
    FRIDAY = 4, _("Jumat")
    SATURDAY = 5, _("Sabtu")
    SUNDAY = 6, _("Minggu")


class Destination(models.Model):
    """A tourist destination; the public sees it only while it is published."""

    class Category(TextChoices):
        NATURE = "alam", _("Alam")
        WATER = "air", _("Wisata air")
        HISTORY = "sejarah", _("Sejarah")
        RELIGION = "religi", _("Religi")
        PARK = "taman", _("Taman")
        FOOD = "kuliner", _("Kuliner")
        CULTURE = "budaya", _("Budaya")
        BUILT = "buatan", _("Wahana")

    class Condition(TextChoices):
        GOOD = "baik", _("Baik")
        REPAIR = "perbaikan", _("Sedang diperbaiki")
        CLOSED = "tutup_sementara", _("Tutup sementara")

    slug = models.SlugField(_("Alamat halaman"), max_length=80, unique=True)
    name = models.CharField(_("Nama"), max_length=120)
    category = models.CharField(_("Kategori"), max_length=10, choices=Category.choices)
    summary_id = models.CharField(_("Ringkasan (Indonesia)"), max_length=200)
    summary_en = models.CharField(_("Ringkasan (Inggris)"), max_length=200, blank=True)
    description_id = models.TextField(_("Uraian (Indonesia)"), max_length=6000)
    description_en = models.TextField(_("Uraian (Inggris)"), max_length=6000, blank=True)
    latitude = models.FloatField(_("Lintang"), validators=[MinValueValidator(-90), MaxValueValidator(90)])
    longitude = models.FloatField(_("Bujur"), validators=[MinValueValidator(-180), MaxValueValidator(180)])
    district_code = models.CharField(_("Kecamatan"), max_length=8)
    village_code = models.CharField(_("Kelurahan atau desa"), max_length=13, blank=True)
    address = models.CharField(_("Alamat"), max_length=200)
    facilities = models.JSONField(_("Fasilitas"), default=list, blank=True)
    condition = models.CharField(_("Kondisi"), max_length=20, choices=Condition.choices, default=Condition.GOOD)
    condition_note = models.CharField(_("Catatan kondisi"), max_length=200, blank=True)
    last_verified_on = models.DateField(_("Terakhir diperiksa"), null=True, blank=True)
    phone = models.CharField(_("Telepon"), max_length=20, blank=True)
    website = models.URLField(_("Situs web"), blank=True)
    is_published = models.BooleanField(_("Tayang"), default=False)
    opd = models.ForeignKey(
        "organisation.Opd",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("OPD pengelola"),
    )
    # Sent with the form, so that a form sent twice makes one destination.
    client_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar = ["name", "id"]
        verbose_name = _("Destinasi")
        indexes: ClassVar = [models.Index(fields=["is_published", "category"], name="eplesiran_public_category")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(latitude__range=(-90, 90)) & Q(longitude__range=(-180, 180)),
                name="eplesiran_point_on_earth",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The destination's public page."""
        return reverse("eplesiran:destination", args=[self.slug])

    @property
    def summary(self) -> str:
        """One sentence about the place in the reader's language."""
        return in_language(self.summary_id, self.summary_en)

    @property
    def description(self) -> str:
        """The full text about the place in the reader's language."""
        return in_language(self.description_id, self.description_en)

    @property
    def is_closed_for_now(self) -> bool:
        """Whether the place takes no visitors whatever its hours say."""
        return self.condition == self.Condition.CLOSED


class OpeningHours(models.Model):
    """When a destination is open on one day of the week; a day without a row is a closed day."""

    destination = models.ForeignKey(Destination, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField(_("Hari"), choices=Weekday.choices)
    opens = models.TimeField(pgettext_lazy("jam buka", "Buka"))
    closes = models.TimeField(pgettext_lazy("jam buka", "Tutup"))

    class Meta:
        ordering: ClassVar = ["weekday"]
        verbose_name = _("Jam buka")
        verbose_name_plural = _("Jam buka")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["destination", "weekday"], name="eplesiran_hours_once_a_day"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="eplesiran_hours_weekday"),
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="eplesiran_hours_close_after_open"),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H.%M}-{self.closes:%H.%M}"


class Tariff(models.Model):
    """What one kind of visitor or vehicle pays, in whole rupiah, from one day to another."""

    class Payer(TextChoices):
        ADULT = "dewasa", _("Dewasa")
        CHILD = "anak", _("Anak")
        STUDENT = "pelajar", _("Pelajar")
        FOREIGNER = "mancanegara", _("Wisatawan mancanegara")
        GROUP = "rombongan", _("Rombongan")
        MOTORCYCLE = "motor", _("Sepeda motor")
        CAR = "mobil", _("Mobil")
        BUS = "bus", _("Bus")

    destination = models.ForeignKey(Destination, on_delete=models.CASCADE, related_name="tariffs")
    label = models.CharField(_("Untuk"), max_length=20, choices=Payer.choices)
    amount = models.PositiveIntegerField(_("Tarif (Rp)"), validators=[MaxValueValidator(HIGHEST_TARIFF)])
    valid_from = models.DateField(_("Berlaku mulai"))
    valid_until = models.DateField(_("Berlaku sampai"), null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        verbose_name = _("Tarif")
        verbose_name_plural = _("Tarif")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["destination", "label", "valid_from"], name="eplesiran_tariff_once"),
            models.CheckConstraint(
                condition=Q(amount__gte=0, amount__lte=HIGHEST_TARIFF), name="eplesiran_tariff_amount"
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="eplesiran_tariff_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_label_display()}: {self.amount}"

    def is_valid_on(self, day: date) -> bool:
        """Whether the tariff holds on the day."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


class DestinationPhoto(models.Model):
    """A picture of a destination; the first in order is its face in lists."""

    destination = models.ForeignKey(Destination, on_delete=models.CASCADE, related_name="photos")
    attachment = models.ForeignKey("attachments.Attachment", on_delete=models.PROTECT, related_name="+")
    caption = models.CharField(_("Keterangan foto"), max_length=160)
    order = models.PositiveSmallIntegerField(default=0)
    client_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    class Meta:
        ordering: ClassVar = ["order", "id"]
        verbose_name = _("Foto")
        verbose_name_plural = _("Foto")

    def __str__(self) -> str:
        return self.caption
