"""Fleet, regions, runs, catalog and audit trail: search, filter, paging, export."""

from __future__ import annotations

import io
import time

import pytest
from openpyxl import load_workbook

from catalog.registry import all_manifests
from provisioning.models import Run
from tenants.models import Pemda, Region


def text_of(response):
    assert response.status_code == 200
    return response.content.decode()


def csv_rows(response):
    assert response["Content-Type"].startswith("text/csv")
    return response.content.decode("utf-8-sig").strip().splitlines()


@pytest.mark.parametrize(
    ("query", "poso", "karawang"),
    [
        ({}, True, True),
        ({"cari": "poso"}, True, False),
        ({"cari": "32.15"}, False, True),
        ({"provinsi": "72"}, True, False),
        ({"keadaan": "active"}, True, True),
        ({"keadaan": "suspended"}, False, False),
    ],
)
def test_the_fleet_is_searched_and_filtered(central, query, poso, karawang):
    page = text_of(central.get("/armada/", query))

    assert ("/armada/72.02/" in page) == poso
    assert ("/armada/32.15/" in page) == karawang
    assert ("Tidak ada Pemda yang cocok" in page) == (not poso and not karawang)


def test_the_fleet_is_filtered_by_module(central):
    for manifest in all_manifests():
        page = text_of(central.get("/armada/", {"modul": manifest.slug}))
        assert "/armada/72.02/" in page
        assert f"{manifest.slug} {manifest.version}" in page
        assert "/armada/32.15/" not in page


def test_the_fleet_is_exported_as_filtered(central):
    rows = csv_rows(central.get("/armada/", {"cari": "poso", "unduh": "csv"}))
    sheet = load_workbook(io.BytesIO(central.get("/armada/", {"unduh": "xlsx"}).content)).active

    assert len(rows) == 2
    assert rows[1].startswith("72.02,Kabupaten Poso,Aktif,poso,")
    assert sheet.max_row == 3


def test_the_whole_country_is_listed_quickly(central_fresh):
    central, digits = central_fresh, lambda region: region.code.replace(".", "")
    # The web's own login may not write Pemda; the test stands in for provisioning.
    Pemda.objects.using("owner").bulk_create(
        Pemda(code=each.code, region=each, subdomain=f"uji-{digits(each)}", schema_name=f"pemda_{digits(each)}")
        for each in Region.objects.filter(governments=None)
    )
    central.get("/armada/")
    began = time.perf_counter()

    page = text_of(central.get("/armada/", {"page": "23"}))

    assert time.perf_counter() - began < 0.5
    assert page.count('scope="col"') == 4
    assert 'aria-current="page"><span class="sr-only">Halaman </span>23' in page
    assert len(csv_rows(central.get("/armada/", {"unduh": "csv"}))) == 553


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({}, 552),
        ({"jenis": "provinsi"}, 38),
        ({"adopsi": "ya"}, 2),
        ({"adopsi": "belum"}, 550),
        ({"provinsi": "72"}, 14),
        ({"cari": "kabupaten poso"}, 1),
        ({"cari": "tidak ada"}, 0),
    ],
)
def test_regions_are_searched_and_filtered(central, query, count):
    assert len(csv_rows(central.get("/wilayah/", {**query, "unduh": "csv"}))) == count + 1
    page = text_of(central.get("/wilayah/", query))
    assert ("Tidak ada wilayah yang cocok" in page) == (count == 0)


def test_regions_lead_to_their_pemda_or_to_adopting(central):
    page = text_of(central.get("/wilayah/", {"cari": "72.0"}))

    assert 'href="/armada/72.02/"' in page
    assert 'href="/armada/baru/?wilayah=72.01"' in page
    assert "Bukan daerah otonom" in text_of(central.get("/wilayah/", {"cari": "31.71"}))


def test_runs_are_searched_filtered_and_exported(central):
    run = Run.objects.get(pemda_code="32.15", operation="create_pemda")
    link = f'href="/proses/{run.pk}/"'

    assert link in text_of(central.get("/proses/", {"cari": "32.15"}))
    assert link in text_of(central.get("/proses/", {"keadaan": "done", "jenis": "create_pemda"}))
    assert link not in text_of(central.get("/proses/", {"keadaan": "failed"}))
    assert link not in text_of(central.get("/proses/", {"jenis": "upgrade_core"}))
    rows = csv_rows(central.get("/proses/", {"cari": "32.15", "unduh": "csv"}))
    assert "Kabupaten Karawang" in rows[1]


def test_the_catalog_is_searched_and_filtered(central):
    for manifest in all_manifests():
        link = f'href="/katalog/{manifest.slug}/"'
        for query in (
            {"cari": manifest.title.id},
            {"dimensi": manifest.dimension.value},
            {"opd": manifest.owner_opd},
            {"pakai": "ya"},
        ):
            assert link in text_of(central.get("/katalog/", query)), query
        assert link not in text_of(central.get("/katalog/", {"pakai": "belum"}))
    assert "Tidak ada modul yang cocok" in text_of(central.get("/katalog/", {"cari": "tidak ada yang begini"}))


def test_a_module_shows_all_that_its_manifest_says(central):
    for manifest in all_manifests():
        page = text_of(central.get(f"/katalog/{manifest.slug}/"))
        for role in manifest.roles:
            assert role.title.id in page
        for data in manifest.personal_data:
            assert str(data.legal_basis).split("&")[0] in page
        for change in manifest.changelog:
            assert change.version in page
        assert 'href="/armada/72.02/"' in page
    assert central.get("/katalog/tak_ada/").status_code == 404


def test_exports_do_not_run_as_formulas(central, tiara):
    from tenants.audit.services import record

    record(act="pusat.upgrade_requested", subject="pemda", label="=1+1", actor=tiara)

    rows = csv_rows(central.get("/jejak/", {"unduh": "csv"}))

    assert "'=1+1" in rows[1]
    assert "Meminta pemutakhiran" in text_of(central.get("/jejak/", {"cari": "=1+1"}))
    assert "Tidak ada catatan yang cocok" in text_of(central.get("/jejak/", {"cari": "tidak ada"}))
