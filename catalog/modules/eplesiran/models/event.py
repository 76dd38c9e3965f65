"""Something that happens at a known time: a festival, a market, a race."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Event(models.Model):
    """An event of the calendar, at a destination or at a place in words."""

    title = models.CharField(_("Nama acara"), max_length=120)
    description = models.TextField(_("Uraian"), max_length=6000)
    destination = models.ForeignKey(
        "eplesiran.Destination",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=pgettext_lazy("satu", "Destinasi"),
    )
    place = models.CharField(_("Tempat"), max_length=160, blank=True)
    starts_at = models.DateTimeField(pgettext_lazy("acara", "Mulai"), db_index=True)
    ends_at = models.DateTimeField(pgettext_lazy("acara", "Selesai"))
    is_published = models.BooleanField(_("Tayang"), default=False)
    photo = models.ForeignKey(
        "attachments.Attachment",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Foto"),
    )
    opd = models.ForeignKey(
        "organisation.Opd",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("OPD pengelola"),
    )
    client_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar = ["starts_at", "id"]
        verbose_name = _("Acara")
        verbose_name_plural = _("Acara")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="eplesiran_event_ends_after_start")
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The event's public page."""
        return reverse("eplesiran:event", args=[self.pk])

    @property
    def place_text(self) -> str:
        """Where it happens, in words; a destination that is off the site is not named."""
        names = [self.place, self.destination.name if self.destination and self.destination.is_published else ""]
        return ", ".join(name for name in names if name)
