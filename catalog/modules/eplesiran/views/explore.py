"""Exploring: the list of destinations, the same on a map, and one destination's page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.modules.eplesiran.cards import card_of, cards_of, marker_of
from catalog.modules.eplesiran.facilities import CATEGORY_LOOKS, facilities_of
from catalog.modules.eplesiran.forms.review import ReviewForm
from catalog.modules.eplesiran.hours import tariffs_after, tariffs_on, week_of
from catalog.modules.eplesiran.models import Destination
from catalog.modules.eplesiran.models.destination import in_language
from catalog.modules.eplesiran.selectors.destinations import (
    BY_NAME,
    BY_RATING,
    NEAREST,
    NEWEST,
    Wanted,
    find_published,
    list_nearby,
    list_published,
)
from catalog.modules.eplesiran.selectors.events import list_coming_events
from catalog.modules.eplesiran.selectors.reviews import list_shown, own_review, public_name, rating_shares
from catalog.modules.eplesiran.ticket_days import offer_of
from catalog.modules.eplesiran.where import Origin, district_origin, map_data, read_point
from catalog.modules.eplesiran.wording import amount_text, date_text, local, span_text
from catalog.sdk.context import current_pemda, local_now, module_settings
from catalog.sdk.places import find_district, find_village, format_time, list_districts
from catalog.sdk.tables import page_of

CARDS, REVIEWS = 12, 8


@dataclass(frozen=True, slots=True)
class Chip:
    """A category to choose, with the address that chooses it."""

    label: str
    query: str
    icon: str
    is_chosen: bool


def orders() -> list[tuple[str, str]]:
    """The ways to sort, for a select."""
    return [
        (NEAREST, _("Terdekat")),
        (BY_NAME, _("Nama")),
        (BY_RATING, _("Nilai tertinggi")),
        (NEWEST, _("Terbaru")),
    ]


@require_safe
def explore(request: HttpRequest) -> HttpResponse:
    """All published destinations that fit the search, as cards or as a map."""
    settings, now = module_settings("eplesiran"), local_now()
    wanted = read_wanted(request, settings["default_sort"])
    rows = list_published(wanted)
    on_map = request.GET.get("tampilan") == "peta"
    page = None if on_map else page_of(request, rows, size=CARDS)
    cards = cards_of(rows if page is None else page.object_list, now)
    context = {
        "wanted": wanted,
        "page": page,
        "cards": cards,
        "count": len(cards) if page is None else page.paginator.count,
        "on_map": on_map,
        "map_data": map_data(marker_of(card.destination, _marker_text(card)) for card in cards) if on_map else None,
        "chips": _chips(request, wanted.category),
        "orders": orders(),
        "districts": [(row.code, row.name) for row in list_districts(request.pemda.code)],
        "chosen_district": request.GET.get("dari", ""),
        "is_open_wanted": wanted.open_at is not None,
        "list_query": _query(request, tampilan=None, halaman=None, page=None),
        "map_query": _query(request, tampilan="peta", halaman=None, page=None),
        "is_narrowed": bool(wanted.text or wanted.category or wanted.open_at),
        "intro": in_language(settings["intro"], settings["intro_en"]),
        "has_origin": wanted.origin is not None,
        "own_position": wanted.origin is not None and not wanted.origin.label,
        "latitude": request.GET.get("lat", "") if wanted.origin and not wanted.origin.label else "",
        "longitude": request.GET.get("lng", "") if wanted.origin and not wanted.origin.label else "",
    }
    return render(request, "eplesiran/explore.html", context)


def read_wanted(request: HttpRequest, default_order: str) -> Wanted:
    """What the address asks for; values that make no sense are left out."""
    category = request.GET.get("kategori", "")
    origin = _origin(request)
    order = request.GET.get("urut", "") or (NEAREST if origin else default_order)
    return Wanted(
        text=request.GET.get("cari", "").strip()[:100],
        category=category if category in Destination.Category.values else "",
        open_at=local_now() if request.GET.get("buka") else None,
        origin=origin,
        order=order,
    )


def _origin(request: HttpRequest) -> Origin | None:
    point = read_point(request.GET.get("lat", ""), request.GET.get("lng", ""))
    # A kecamatan chosen by hand says more than a position that the browser once gave.
    return district_origin(request.GET.get("dari", "")) or point


def _marker_text(card: Any) -> str:
    return " · ".join(text for text in (str(card.destination.get_category_display()), card.distance) if text)


def _chips(request: HttpRequest, chosen: str) -> list[Chip]:
    chips = [Chip(_("Semua"), _query(request, kategori=None, halaman=None, page=None), "layout-grid", not chosen)]
    for value, label in Destination.Category.choices:
        query = _query(request, kategori=value, halaman=None, page=None)
        chips.append(Chip(str(label), query, CATEGORY_LOOKS[value]["icon"], value == chosen))
    return chips


def _query(request: HttpRequest, **changes: str | None) -> str:
    """The present query with some values set, or left out for None; empty values are left out too."""
    values = request.GET.copy()
    for name, value in changes.items():
        values.pop(name, None)
        if value is not None:
            values[name] = value
    for name in [name for name, value in values.items() if not value]:
        del values[name]
    return f"?{values.urlencode()}"


@require_safe
def destination(request: HttpRequest, slug: str) -> HttpResponse:
    """One destination: photos, condition, hours, tariffs, facilities, map, reviews."""
    return destination_page(request, find_published(slug))


def destination_page(
    request: HttpRequest, place: Destination, *, form: ReviewForm | None = None, status: int = 200
) -> HttpResponse:
    """The page of a destination, with the review form as it was sent where that had errors."""
    now = local_now()
    own = own_review(person=request.user, destination=place)
    page = page_of(request, list_shown(destination=place), size=REVIEWS)
    initial = {"rating": own.rating, "text": own.text} if own else None
    context = {
        "place": place,
        "card": card_of(place, now),
        "photos": list(place.photos.all()),
        "week": week_of(place, now.date()),
        "tariffs": [(row.get_label_display(), amount_text(row.amount)) for row in tariffs_on(place, now.date())],
        "next_tariffs": [
            (row.get_label_display(), amount_text(row.amount), date_text(row.valid_from))
            for row in tariffs_after(place, now.date())
        ],
        "facilities": facilities_of(place.facilities),
        "zone_label": format_time(now, current_pemda().zone).rsplit(" ", 1)[1],
        "verified_on": date_text(place.last_verified_on) if place.last_verified_on else "",
        "coordinates": f"{place.latitude:.5f}, {place.longitude:.5f}",
        "geo_address": f"geo:{place.latitude:.5f},{place.longitude:.5f}?q={place.latitude:.5f},{place.longitude:.5f}",
        "area": _area(place),
        "map_data": map_data([marker_of(place)], zoom=13),
        "nearby": cards_of(list_nearby(place), now),
        "events": [
            (row, span_text(row.starts_at, row.ends_at)) for row in list_coming_events(destination=place, now=now)
        ],
        "shares": rating_shares(place),
        "page": page,
        "reviews": [(row, public_name(row), date_text(local(row.written_at))) for row in page],
        "own": own,
        "form": form or ReviewForm(initial=initial),
        "sells_tickets": offer_of(place) is not None,
        "reviews_enabled": module_settings("eplesiran")["reviews_enabled"],
    }
    return render(request, "eplesiran/destination.html", context, status=status)


def _area(place: Destination) -> str:
    village = find_village(place.village_code) if place.village_code else None
    district = find_district(place.district_code)
    return ", ".join(part.display_name for part in (village, district) if part)
