"""What a visitor says of a destination."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalog.sdk.choices import TextChoices


class Review(models.Model):
    """One person's review of one destination; the public sees it only in the state `tampil`."""

    class State(TextChoices):
        WAITING = "menunggu", _("Menunggu")
        SHOWN = "tampil", _("Tampil")
        REFUSED = "ditolak", _("Ditolak")

    destination = models.ForeignKey("eplesiran.Destination", on_delete=models.CASCADE, related_name="reviews")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    rating = models.PositiveSmallIntegerField(_("Nilai"))
    text = models.TextField(_("Ulasan"), max_length=1000)
    state = models.CharField(_("Status"), max_length=10, choices=State.choices, default=State.WAITING)
    reason = models.CharField(_("Alasan"), max_length=300, blank=True)
    # Sent with the form, so that a form sent twice is one review.
    client_key = models.UUIDField(unique=True, default=uuid.uuid4)
    created_at = models.DateTimeField(auto_now_add=True)
    written_at = models.DateTimeField(_("Ditulis"))

    class Meta:
        ordering: ClassVar = ["-written_at", "-id"]
        verbose_name = _("Ulasan")
        verbose_name_plural = _("Ulasan")
        indexes: ClassVar = [models.Index(fields=["destination", "state"], name="eplesiran_review_state")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["destination", "author"], name="eplesiran_review_once_per_person"),
            models.CheckConstraint(condition=Q(rating__gte=1, rating__lte=5), name="eplesiran_review_rating"),
            models.CheckConstraint(condition=~Q(state="ditolak") | ~Q(reason=""), name="eplesiran_refusal_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.destination_id}: {self.rating}"
