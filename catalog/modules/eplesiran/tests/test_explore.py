"""Finding places: nearest first, filters, what strangers may see."""

from __future__ import annotations

from datetime import time

import pytest

from catalog.modules.eplesiran.models import Event
from catalog.modules.eplesiran.selectors.destinations import NEAREST, Wanted, list_published
from catalog.modules.eplesiran.services import destinations as services
from catalog.modules.eplesiran.tests.conftest import POSO_KOTA, TENTENA, every_day, wita
from catalog.modules.eplesiran.where import Origin
from catalog.modules.eplesiran.wording import distance_text
from catalog.sdk.places import distance_m


@pytest.fixture
def three(add):
    """In Tentena, on the lake's western shore, and in Poso town."""
    return [
        add(name="Saluopa", latitude=-1.757, longitude=120.563),
        add(name="Imbo", latitude=-1.361, longitude=120.782, district_code="72.02.22", category="taman"),
        add(name="Jembatan", latitude=TENTENA[0], longitude=TENTENA[1]),
    ]


def test_nearest_first_by_real_distances(three):
    origin = Origin(*TENTENA)

    rows = list(list_published(Wanted(origin=origin, order=NEAREST)))

    assert [row.name for row in rows] == ["Jembatan", "Saluopa", "Imbo"]
    for row in rows:
        expected = distance_m(origin.latitude, origin.longitude, row.latitude, row.longitude)
        assert row.distance_m == pytest.approx(expected, abs=1)


@pytest.mark.parametrize(("metres", "text"), [(4, "0 m"), (853, "850 m"), (2345, "2,3 km"), (23_456, "23 km")])
def test_distances_in_words(metres, text):
    assert distance_text(metres) == text


def test_a_position_sorts_the_page_nearest_first(in_poso, three, client_of):
    body = client_of(in_poso).get(f"/eplesiran/?lat={POSO_KOTA[0]}&lng={POSO_KOTA[1]}").content.decode()

    assert body.index("Imbo") < body.index("Saluopa")
    assert "km" in body


def test_without_script_a_kecamatan_is_the_origin(in_poso, three, client_of):
    body = client_of(in_poso).get("/eplesiran/?dari=72.02.22&urut=terdekat").content.decode()

    assert body.index("Imbo") < body.index("Jembatan")


@pytest.mark.parametrize(
    "query", ["lat=x&lng=y", "lat=nan&lng=1", "lat=999&lng=0", "dari=36.71.01", "page=999", "urut=x"]
)
def test_nonsense_in_the_address_is_left_out(in_poso, three, client_of, query):
    response = client_of(in_poso).get(f"/eplesiran/?{query}")

    assert response.status_code == 200
    assert "3 destinasi" in response.content.decode()


def test_search_and_category_narrow(three):
    assert [row.name for row in list_published(Wanted(text="salu"))] == ["Saluopa"]
    assert [row.name for row in list_published(Wanted(category="taman"))] == ["Imbo"]


def test_map_and_list_show_the_same_places(in_poso, three, client_of):
    body = client_of(in_poso).get("/eplesiran/?tampilan=peta").content.decode()

    assert all(name in body for name in ("Saluopa", "Imbo", "Jembatan"))
    assert "peta-destinasi-data" in body


def test_what_is_not_published_is_not_there_for_anyone(in_poso, place, manager, client_of):
    services.unpublish_destination(actor=manager, destination_id=place.pk)

    for visitor in (None, manager):
        client = client_of(in_poso, visitor)
        assert client.get(f"/eplesiran/tempat/{place.slug}/").status_code == 404
        assert place.name not in client.get("/eplesiran/").content.decode()
    assert client_of(in_poso).get(f"/api/v1/eplesiran/destinations/{place.slug}/").status_code == 404


def test_the_page_of_a_place_says_hours_condition_and_coordinates(in_poso, place, client_of):
    body = client_of(in_poso).get(place.get_absolute_url()).content.decode()

    assert "08.00–17.00" in body
    assert "Kondisi baik" in body
    assert "geo:-1.76700,120.64100" in body
    assert "hari ini" in body
    assert "WITA" in body


def test_in_english(in_poso, place, client_of):
    client = client_of(in_poso)
    client.cookies["bahasa"] = "en"

    body = client.get(place.get_absolute_url()).content.decode()

    assert "A lake as clear as glass." in body
    assert "Opening hours" in body


def test_an_event_off_the_site_is_not_there(in_poso, client_of):
    event = Event.objects.create(title="Dero", description="x", place="y", starts_at=wita(9), ends_at=wita(10))

    assert client_of(in_poso).get(f"/eplesiran/acara/{event.pk}/").status_code == 404
    event.is_published = True
    event.save()
    assert client_of(in_poso).get(f"/eplesiran/acara/{event.pk}/").status_code == 200


def test_the_calendar_shows_the_month_asked_for(in_poso, client_of):
    Event.objects.create(
        title="Festival Danau", description="x", place="Tentena", starts_at=wita(9), ends_at=wita(12), is_published=True
    )

    assert "Festival Danau" in client_of(in_poso).get("/eplesiran/acara/?bulan=2026-11").content.decode()
    assert "Festival Danau" not in client_of(in_poso).get("/eplesiran/acara/?bulan=2026-12").content.decode()
    assert client_of(in_poso).get("/eplesiran/acara/?bulan=abc").status_code == 200


def test_pages_do_not_query_more_for_more_places(in_poso, add, client_of, django_assert_max_num_queries):
    for number in range(12):
        add(name=f"Tempat {number}", hours=every_day(time(8), time(17)))

    with django_assert_max_num_queries(12):
        client_of(in_poso).get("/eplesiran/")
