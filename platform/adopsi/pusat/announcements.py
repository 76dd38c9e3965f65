"""Whom an announcement goes to: its audience as a list of Pemda, with a mark by which a changed list is noticed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from adopsi.pusat.selectors import module_name
from catalog.models import Activation
from tenants.accounts.models import Person
from tenants.announcements import services
from tenants.announcements.errors import AnnouncementChanged
from tenants.announcements.models import Announcement
from tenants.models import Pemda, Region

Audience = Announcement.Audience


@dataclass(frozen=True, slots=True)
class Place:
    """A Pemda that would get it."""

    code: str
    name: str
    ring: str


def places_of(audience: str, values: Iterable[str]) -> list[Place]:
    """The active Pemda that the audience means today, by name; sandboxes are nobody's readers."""
    rows = Pemda.objects.filter(state=Pemda.State.ACTIVE, sandbox_of=None).select_related("region")
    rows = _FILTERS[audience](rows, list(values)).order_by("region__name", "code")
    return [Place(row.code, row.region.display_name, row.get_ring_display()) for row in rows]


def _in_provinces(rows: QuerySet[Pemda], values: list[str]) -> QuerySet[Pemda]:
    return rows.filter(Q(code__in=values) | Q(region__province_code__in=values))


def _using(rows: QuerySet[Pemda], values: list[str]) -> QuerySet[Pemda]:
    on = Activation.objects.filter(state=Activation.State.ACTIVE, slug__in=values)
    return rows.filter(pk__in=on.values("pemda_id"))


_FILTERS: dict[str, Callable[[QuerySet[Pemda], list[str]], QuerySet[Pemda]]] = {
    Audience.ALL: lambda rows, _values: rows,
    Audience.RING: lambda rows, values: rows.filter(ring__in=values),
    Audience.PROVINCE: _in_provinces,
    Audience.MODULE: _using,
    Audience.PICKED: lambda rows, values: rows.filter(pk__in=values),
}


def mark_of(places: Iterable[Place]) -> str:
    """Another list has another mark."""
    return hashlib.sha256(",".join(sorted(place.code for place in places)).encode()).hexdigest()[:16]


def audience_in_words(announcement: Announcement) -> str:
    """“Menurut modul yang dipakai: LAKSA”."""
    kind, values = str(announcement.get_audience_display()), announcement.audience_values
    if not values:
        return kind
    if announcement.audience == Audience.PICKED and len(values) > 3:
        return _("%(kind)s: %(count)s Pemda") % {"kind": kind, "count": len(values)}
    return f"{kind}: {', '.join(_names(announcement.audience, values))}"


def _names(audience: str, values: list[str]) -> list[str]:
    if audience == Audience.RING:
        titles = dict(Pemda.Ring.choices)
        return [str(titles.get(value, value)) for value in values]
    if audience == Audience.MODULE:
        return [module_name(value) for value in values]
    names = dict(Region.objects.filter(pk__in=values).values_list("code", "display_name"))
    return [names.get(value, value) for value in values]


def send_as_seen(*, draft: Announcement, mark: str, actor: Person) -> Announcement:
    """Send it to those whom the sender has seen on the page; where the list changed since, to nobody."""
    places = places_of(draft.audience, draft.audience_values)
    if mark != mark_of(places):
        raise AnnouncementChanged
    return services.send_announcement(draft=draft, codes=[place.code for place in places], actor=actor)
