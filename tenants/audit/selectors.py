"""Reading the audit trail."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from tenants.audit.models import Entry


def list_entries(*, search: str = "") -> QuerySet[Entry]:
    """Entries of the active place, newest first, whose actor, act or subject contains the text."""
    entries = Entry.objects.all()
    if search:
        entries = entries.filter(
            Q(actor_name__icontains=search) | Q(act__icontains=search) | Q(subject_label__icontains=search)
        )
    return entries


def list_rooms() -> list[str]:
    """What stands before the dot in the acts of the active place: `account`, `laksa`, …"""
    acts = Entry.objects.order_by("act").values_list("act", flat=True).distinct()
    return sorted({act.partition(".")[0] for act in acts})


def trail_of(subject_type: str, subject_id: object) -> QuerySet[Entry]:
    """The entries about one thing, newest first."""
    return Entry.objects.filter(subject_type=subject_type, subject_id=str(subject_id))
