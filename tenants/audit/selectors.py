"""Reading the audit trail."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from tenants.audit.models import Entry, Head, RowChange


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


def count_acts_since(moment: datetime) -> int:
    """How many acts stand in the trail of the active place after that moment."""
    return Entry.objects.filter(at__gt=moment).count()


def list_row_changes(*, search: str = "", table: str = "", row_key: str = "", request: str = "") -> QuerySet[RowChange]:
    """Changes of rows of the active place, newest first, whose actor's name contains the text.

    Citizens are not found by name: what they wrote may be anonymous.
    """
    wanted = {"table_name": table, "row_key": row_key, "request_id": request}
    changes = RowChange.objects.filter(**{name: value for name, value in wanted.items() if value})
    return changes.filter(actor_name__icontains=search).exclude(actor_kind="warga") if search else changes


def acts_of_requests(requests: Iterable[str]) -> dict[str, list[Entry]]:
    """The acts of these requests, by request."""
    found: dict[str, list[Entry]] = {}
    for entry in Entry.objects.filter(request_id__in={each for each in requests if each}).order_by("id"):
        found.setdefault(entry.request_id, []).append(entry)
    return found


def changes_about(person_id: int) -> QuerySet[RowChange]:
    """The changes of rows about a person, newest first."""
    return RowChange.objects.filter(person_id=person_id)


def looks_at(person_id: int) -> QuerySet[Entry]:
    """The acts of others on a person's own record, newest first: looking, exporting, entering by support."""
    own = Entry.objects.filter(subject_type="accounts.person", subject_id=str(person_id))
    return own.exclude(actor_id=person_id)


def chain_head() -> Head | None:
    """Where the active Pemda's chain ended at its last sealing."""
    return Head.objects.order_by("-number").first()
