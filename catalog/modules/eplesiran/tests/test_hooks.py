"""Search, map, statistics and the demonstration data."""

from __future__ import annotations

import pytest

from catalog.modules.eplesiran import hooks
from catalog.modules.eplesiran.demonstration import fill as filling
from catalog.modules.eplesiran.demonstration import paint as painting
from catalog.modules.eplesiran.demonstration.drawing.draw import SCENES, draw
from catalog.modules.eplesiran.demonstration.facts import generic_region, region_of
from catalog.modules.eplesiran.models import Destination, DestinationPhoto, Event, Review
from catalog.modules.eplesiran.services import destinations
from catalog.sdk import places

PILOTS = ("36.71", "72.02", "32.15", "32.16")


def test_search_finds_published_places_only(place, manager, sari):
    assert [hit.title for hit in hooks.search("danau", sari)] == ["Danau Poso"]
    assert hooks.search("danau", sari)[0].url == place.get_absolute_url()

    destinations.unpublish_destination(actor=manager, destination_id=place.pk)

    assert hooks.search("danau", sari) == []
    assert hooks.map_points() == []


def test_map_and_statistics_count_what_is_public(place):
    assert [(point.title, point.hue) for point in hooks.map_points()] == [("Danau Poso", "sky")]
    assert [(row.label, row.value) for row in hooks.statistics()] == [
        ("Destinasi tayang", "1"),
        ("Acara mendatang", "0"),
        ("Nilai rata-rata", "–"),
        ("Ulasan menunggu", "0"),
    ]


@pytest.fixture
def quick_pictures(monkeypatch):
    """One small picture for all, for the drawing has its own test."""
    from catalog.modules.eplesiran.tests.conftest import picture

    monkeypatch.setattr(painting, "draw", lambda scene, seed: picture().read())


def counts():
    return [model.objects.count() for model in (Destination, DestinationPhoto, Event, Review)]


def test_the_demonstration_of_poso_is_whole_and_repeatable(in_poso, quick_pictures, client_of):
    filling.fill()
    assert painting.paint() == 30
    first = counts()
    filling.fill()
    assert painting.paint() == 0

    assert counts() == first == [11, 24, 6, 27]
    assert set(Review.objects.values_list("state", flat=True)) == {"menunggu", "tampil", "ditolak"}
    client = client_of(in_poso)
    for place in Destination.objects.all():
        assert client.get(place.get_absolute_url()).status_code == 200
    for event in Event.objects.all():
        assert client.get(event.get_absolute_url()).status_code == 200


def test_a_region_without_its_own_file_gets_examples_that_say_so(in_poso, quick_pictures, monkeypatch):
    monkeypatch.setattr(filling, "region_of", generic_region)

    filling.fill()

    names = list(Destination.objects.values_list("name", flat=True))
    assert len(names) == 8
    assert all(name.endswith("(contoh)") for name in names)


@pytest.mark.parametrize("code", PILOTS)
def test_every_place_of_the_demonstration_lies_in_its_pemda(in_poso, code):
    region = region_of(code)

    assert len(region.destinations) >= 10
    for facts in region.destinations:
        columns = facts["columns"]
        assert places.contains(code, columns["latitude"], columns["longitude"]), facts["slug"]
        assert places.find_district(columns["district_code"]), facts["slug"]


def test_a_drawing_is_the_same_for_the_same_seed_and_differs_for_another():
    assert draw("danau", "a") == draw("danau", "a")
    assert draw("danau", "a") != draw("danau", "b")


@pytest.mark.parametrize("scene", sorted(SCENES))
def test_every_scene_can_be_drawn(scene):
    assert len(draw(scene, "uji")) > 20_000
