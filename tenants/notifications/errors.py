"""Refusals of notifications."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tenants.errors import DomainError


class BadSubscription(DomainError):
    """What the browser gave is no push service that we may send to."""

    code = "bad_push_subscription"
    message = _("Peramban ini memberi alamat pemberitahuan yang tidak dapat dipakai.")
    http_status = 422


class NoPushHere(DomainError):
    """A sandbox sends nothing to anybody."""

    code = "no_push_here"
    message = _("Di ruang uji coba pemberitahuan di peramban tidak dikirim.")
    http_status = 409
