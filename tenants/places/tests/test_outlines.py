"""Known places fall inside their Pemda's outline, neighbours outside, and the base maps are sound."""

from __future__ import annotations

import json
from math import inf, nan

import pytest

from tenants.places.districts import list_districts
from tenants.places.errors import UnknownRegion
from tenants.places.extents import PROVINCE_BOXES
from tenants.places.outlines import (
    NOTE,
    _in_polygon,
    base_map,
    bounds,
    centre,
    contains,
    distance_m,
    district_centre,
    has_outline,
    nearest_district,
)
from tenants.places.regions import all_regions

DRAWN = ["36.71", "72.02", "32.15", "32.16"]
INSIDE = [
    ("36.71", "Puspem Kota Tangerang", -6.1703, 106.6403),
    ("36.71", "Stasiun Tangerang", -6.1768, 106.6327),
    ("36.71", "Situ Cipondoh", -6.187, 106.676),
    ("36.71", "Bendung Pintu Air 10", -6.168, 106.625),
    ("36.71", "Masjid Kali Pasir", -6.1785, 106.628),
    ("36.71", "Boen Tek Bio", -6.1797, 106.6297),
    ("36.71", "Bandara Soekarno-Hatta", -6.1256, 106.6558),
    ("36.71", "Kreo", -6.2335, 106.743),
    ("72.02", "Poso", -1.395, 120.752),
    ("72.02", "Pelabuhan Poso", -1.378, 120.755),
    ("72.02", "Tentena", -1.767, 120.643),
    ("72.02", "Danau Poso", -1.92, 120.62),
    ("72.02", "Pendolo", -2.063, 120.698),
    ("72.02", "Wuasa", -1.425, 120.31),
    ("72.02", "Lembah Bada", -1.887, 120.257),
    ("72.02", "Lembah Besoa", -1.70, 120.23),
    ("72.02", "Air Terjun Saluopa", -1.76, 120.56),
    ("72.02", "Bandara Kasiguncu", -1.4167, 120.6578),
    ("32.15", "Candi Jiwa Batujaya", -6.057, 107.155),
    ("32.15", "Pantai Tanjung Pakis", -5.955, 107.09),
    ("32.15", "Tugu Proklamasi Rengasdengklok", -6.159, 107.299),
    ("32.15", "Bendung Walahar", -6.385, 107.36),
    ("32.15", "Stasiun Cikampek", -6.404, 107.456),
    ("32.15", "Stasiun Karawang", -6.303, 107.301),
    ("32.15", "Pantai Samudera Baru", -6.055, 107.40),
    ("32.15", "Curug Cigentis", -6.585, 107.215),
    ("32.16", "Stasiun Cikarang", -6.2555, 107.145),
    ("32.16", "Stasiun Tambun", -6.259, 107.055),
    ("32.16", "Muara Gembong", -5.985, 107.03),
    ("32.16", "Pantai Muara Beting", -5.925, 107.04),
    ("32.16", "Kantor Bupati, Cikarang Pusat", -6.366, 107.173),
    ("32.16", "Gedung Juang Tambun", -6.258, 107.053),
    ("32.16", "Cibarusah", -6.45, 107.08),
]
OUTSIDE = [
    ("Monas", -6.1754, 106.8272),
    ("Bogor", -6.595, 106.797),
    ("Palu", -0.89, 119.87),
    ("Serpong", -6.32, 106.665),
    ("Kota Bekasi", -6.235, 106.993),
    ("Purwakarta", -6.556, 107.443),
    ("Subang", -6.571, 107.763),
    ("Danau Lindu", -1.32, 120.08),
    ("Parigi", -0.80, 120.18),
    ("Ampana", -0.87, 121.59),
    ("Laut Jawa, 30 km dari pantai", -5.65, 107.15),
    ("Teluk Tomini, 30 km dari pantai", -1.05, 120.95),
    ("titik nol", 0.0, 0.0),
]


@pytest.mark.parametrize(("code", "place", "latitude", "longitude"), INSIDE)
def test_known_places_are_inside(code, place, latitude, longitude):
    assert contains(code, latitude, longitude), place


@pytest.mark.parametrize("code", DRAWN)
@pytest.mark.parametrize(("place", "latitude", "longitude"), OUTSIDE)
def test_neighbours_and_the_open_sea_are_outside(code, place, latitude, longitude):
    assert not contains(code, latitude, longitude), place


@pytest.mark.parametrize("code", DRAWN)
def test_every_district_has_a_label_inside_and_nearest_to_itself(code):
    features = json.loads(base_map(code))["features"]
    labels = {f["properties"]["code"]: f for f in features if f["properties"]["kind"] == "district_label"}
    assert sorted(labels) == [district.code for district in list_districts(code)]
    for district in list_districts(code):
        assert labels[district.code]["properties"]["name"] == district.name
        latitude, longitude = district_centre(district.code)
        assert contains(code, latitude, longitude), district
        assert nearest_district(code, latitude, longitude) == district


@pytest.mark.parametrize("code", DRAWN)
def test_base_maps_are_small_complete_and_marked_as_indicative(code):
    raw = base_map(code)
    collection = json.loads(raw)
    assert len(raw) <= 25 * 1024
    assert collection["metadata"]["note"] == NOTE
    kinds = [feature["properties"]["kind"] for feature in collection["features"]]
    assert set(kinds) == {"region", "water", "river", "road", "district_label"}
    assert kinds[0] == "region"
    assert all(feature["properties"]["name"] for feature in collection["features"])


@pytest.mark.parametrize("code", DRAWN)
def test_outlines_have_a_closed_ring_of_sensible_length(code):
    region = json.loads(base_map(code))["features"][0]
    for ring in region["geometry"]["coordinates"]:
        assert ring[0] == ring[-1]
        assert 40 <= len(ring) <= 121


@pytest.mark.parametrize(
    ("code", "official_km2"), [("36.71", 178.3), ("72.02", 7545), ("32.15", 1916), ("32.16", 1255)]
)
def test_outlines_are_a_little_larger_than_the_land(code, official_km2):
    west, south, east, north = bounds(code)
    steps = [(step + 0.5) / 60 for step in range(60)]
    hits = sum(contains(code, south + y * (north - south), west + x * (east - west)) for x in steps for y in steps)
    width = distance_m(south, west, south, east) / 1000
    height = distance_m(south, west, north, west) / 1000
    assert 1.0 < width * height * hits / 3600 / official_km2 < 1.35


def test_the_lake_belongs_to_its_regency_and_a_hole_does_not():
    ring = [[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]
    hole = [[1, 1], [2, 1], [2, 2], [1, 2], [1, 1]]
    assert _in_polygon([ring, hole], 3.0, 3.0)
    assert not _in_polygon([ring, hole], 1.5, 1.5)
    assert not _in_polygon([ring, hole], 5.0, 1.0)


def test_a_pemda_without_outline_falls_back_to_its_province():
    assert not has_outline("91.71")
    assert has_outline("3671")
    assert contains("91.71", -2.53, 140.70)
    assert not contains("91.71", -6.1754, 106.8272)
    assert contains("36", -6.17, 106.64)
    assert nearest_district("91.71", -2.53, 140.70) is None
    assert json.loads(base_map("91.71"))["features"][0]["properties"]["is_box"] is True


def test_every_region_has_bounds_in_indonesia():
    assert sorted(PROVINCE_BOXES) == [region.code for region in all_regions() if region.kind == "provinsi"]
    for region in all_regions():
        west, south, east, north = bounds(region.code)
        assert 94.0 < west < east < 142.0
        assert -12.0 < south < north < 7.0
        latitude, longitude = centre(region.code)
        assert south < latitude < north
        assert west < longitude < east


@pytest.mark.parametrize(
    ("province", "latitude", "longitude"),
    [
        ("11", 5.548, 95.324),
        ("12", 3.595, 98.672),
        ("13", -0.947, 100.417),
        ("14", 0.507, 101.448),
        ("15", -1.610, 103.613),
        ("16", -2.976, 104.775),
        ("17", -3.800, 102.266),
        ("18", -5.397, 105.266),
        ("19", -2.131, 106.117),
        ("21", 0.917, 104.447),
        ("31", -6.175, 106.827),
        ("32", -6.917, 107.619),
        ("33", -6.967, 110.417),
        ("34", -7.797, 110.371),
        ("35", -7.257, 112.752),
        ("36", -6.120, 106.150),
        ("51", -8.650, 115.217),
        ("52", -8.583, 116.117),
        ("53", -10.172, 123.607),
        ("61", -0.026, 109.343),
        ("62", -2.208, 113.917),
        ("63", -3.443, 114.831),
        ("64", -0.502, 117.154),
        ("65", 2.837, 117.365),
        ("71", 1.474, 124.842),
        ("72", -0.898, 119.871),
        ("73", -5.148, 119.432),
        ("74", -3.998, 122.513),
        ("75", 0.556, 123.058),
        ("76", -2.677, 118.886),
        ("81", -3.696, 128.181),
        ("82", 0.735, 127.560),
        ("91", -2.533, 140.718),
        ("92", -0.862, 134.062),
        ("93", -8.493, 140.402),
        ("94", -3.367, 135.496),
        ("95", -4.098, 138.951),
        ("96", -0.862, 131.252),
    ],
)
def test_each_box_holds_its_provincial_capital(province, latitude, longitude):
    assert contains(province, latitude, longitude)


@pytest.mark.parametrize(("latitude", "longitude"), [(nan, 106.6), (-6.2, inf), (-6.2, -inf), (500.0, 106.6)])
def test_broken_coordinates_are_outside(latitude, longitude):
    assert not contains("36.71", latitude, longitude)


def test_an_unknown_pemda_is_refused():
    with pytest.raises(UnknownRegion):
        contains("99.99", -6.2, 106.6)


def test_distances_are_great_circles():
    assert distance_m(-6.1703, 106.6403, -6.1703, 106.6403) == 0
    assert distance_m(0, 0, 0, 1) == pytest.approx(111_195, abs=1)
    assert distance_m(-6.1754, 106.8272, -1.395, 120.752) == pytest.approx(1_630_000, rel=0.01)
