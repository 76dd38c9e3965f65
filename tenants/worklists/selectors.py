"""Reading saved views; what a person sees are their own and those shared with their OPD."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q, QuerySet

from tenants.accounts.models import Person
from tenants.worklists.models import DefaultView, SavedView


def list_views(person: Person, worklist: str, *, units: Collection[int] | None) -> QuerySet[SavedView]:
    """The views that the person may open; `units` are their OPD in this list, None the whole Pemda."""
    shared = Q(is_shared=True)
    if units is not None:
        shared &= Q(opd=None) | Q(opd_id__in=units)
    return SavedView.objects.filter(Q(owner=person) | shared, worklist=worklist).select_related("owner", "opd")


def default_view_id(person: Person, worklist: str) -> int | None:
    """The view with which the list opens for this person."""
    return DefaultView.objects.filter(person=person, worklist=worklist).values_list("view_id", flat=True).first()
