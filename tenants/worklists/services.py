"""Acts on saved views."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import parse_qsl, urlencode

from django.db import transaction

from tenants.accounts.models import Person
from tenants.audit.services import record
from tenants.worklists.errors import NotYourOpd, TooManyViews, ViewNeedsName, ViewNotFound
from tenants.worklists.models import DefaultView, SavedView
from tenants.worklists.selectors import list_views

MOST_VIEWS = 30
MOST_LETTERS = 500


def kept_query(query: str, fields: Collection[str]) -> str:
    """The part of an address's query that belongs to a view: the list's own filters that say something."""
    pairs = sorted(
        {name: value.strip() for name, value in parse_qsl(query) if name in fields and value.strip()}.items()
    )
    kept = urlencode(pairs)
    while len(kept) > MOST_LETTERS:
        pairs.pop()
        kept = urlencode(pairs)
    return kept


@transaction.atomic
def save_view(
    *,
    worklist: str,
    owner: Person,
    name: str,
    query: str,
    units: Collection[int] | None,
    is_shared: bool = False,
    opd_id: int | None = None,
) -> SavedView:
    """Keep these filters under a name; the owner's view of the same name gets the new filters.

    Shared with `opd_id`, one of the owner's `units`; without one, with everybody who has the list, which only those
    may do who work for the whole Pemda (`units` None).
    """
    name = " ".join(name.split())
    if not 0 < len(name) <= SavedView._meta.get_field("name").max_length:
        raise ViewNeedsName
    if is_shared and units is not None and opd_id not in units:
        raise NotYourOpd
    own = SavedView.objects.select_for_update().filter(owner=owner, worklist=worklist)
    if own.exclude(name=name).count() >= MOST_VIEWS:
        raise TooManyViews(MOST_VIEWS)
    values = {"query": query, "is_shared": is_shared, "opd_id": opd_id if is_shared else None}
    view, _is_new = SavedView.objects.update_or_create(owner=owner, worklist=worklist, name=name, defaults=values)
    record(act="worklist.view_saved", subject=view, actor=owner, changes={"query": query, "shared": is_shared})
    return view


@transaction.atomic
def delete_view(*, view_id: int, worklist: str, owner: Person) -> None:
    """Remove one's own view; for those who opened the list with it, the whole list opens again."""
    view = SavedView.objects.select_for_update().filter(pk=view_id, worklist=worklist, owner=owner).first()
    if view is None:
        raise ViewNotFound
    record(act="worklist.view_deleted", subject=view, actor=owner, changes={"query": view.query})
    view.delete()


@transaction.atomic
def open_with(*, view_id: int | None, worklist: str, person: Person, units: Collection[int] | None) -> None:
    """Let the list open with this view for the person, or whole with None."""
    if view_id is None:
        DefaultView.objects.filter(person=person, worklist=worklist).delete()
        return
    view = list_views(person, worklist, units=units).filter(pk=view_id).first()
    if view is None:
        raise ViewNotFound
    DefaultView.objects.update_or_create(person=person, worklist=worklist, defaults={"view": view})
