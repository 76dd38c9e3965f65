"""Reading support accesses: a Pemda's own, or the whole fleet's for tim pusat."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from tenants.support.models import ANSWER_WITHIN, SupportAccess

State = SupportAccess.State


def accesses_of(code: str) -> QuerySet[SupportAccess]:
    """The Pemda's accesses, newest first."""
    return SupportAccess.objects.filter(pemda_code=code)


def list_accesses(*, search: str = "", state: str = "") -> QuerySet[SupportAccess]:
    """The fleet's accesses, newest first; `state` is one of the model's or `open`."""
    rows = SupportAccess.objects.all()
    if search:
        rows = rows.filter(
            Q(pemda_code__icontains=search) | Q(asked_by__icontains=search) | Q(reason__icontains=search)
        )
    if state == "open":
        return rows.filter(state=State.GRANTED, expires_at__gt=timezone.now())
    return rows.filter(state=state) if state else rows


def get_access(access_id: UUID, *, pemda_code: str = "") -> SupportAccess | None:
    """The access with this number, of this Pemda where one is named."""
    rows = accesses_of(pemda_code) if pemda_code else SupportAccess.objects.all()
    return rows.filter(pk=access_id).first()


def count_waiting(code: str) -> int:
    """How many questions wait for the Pemda's answer."""
    return accesses_of(code).filter(state=State.ASKED, asked_at__gt=timezone.now() - ANSWER_WITHIN).count()


def count_open() -> int:
    """How many Pemda can be entered at this moment."""
    return list_accesses(state="open").count()
