"""Drift on screen: what is not current, the differences in words, looking again, repairing."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connections

from catalog.registry import all_manifests
from provisioning import tasks
from provisioning.engine import drive
from provisioning.models import Drift, Run
from tenants.audit.models import Entry
from tenants.context import at_pusat

SLUG = next(manifest.slug for manifest in all_manifests() if not manifest.requires)


@pytest.fixture
def drifted(central_fresh):
    """Somebody has taken an index and given rights in Poso; nobody has looked yet."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT indexname FROM pg_indexes WHERE schemaname = 'pemda_7202' AND tablename LIKE %s"
            " AND indexdef NOT LIKE '%%UNIQUE%%' ORDER BY 1 LIMIT 1",
            [f"{SLUG}\\_%"],
        )
        (name,) = cursor.fetchone()
        cursor.execute(f'DROP INDEX pemda_7202."{name}"')
        cursor.execute("GRANT UPDATE ON pemda_7202.audit_entry TO pemda_7202")
    return central_fresh, name


def text_of(response):
    assert response.status_code == 200
    return response.content.decode()


def test_where_all_is_well_the_list_says_so(central):
    assert "Semua sesuai rilisnya" in text_of(central.get("/selisih/"))
    assert "Tidak ada selisih yang diketahui" in text_of(central.get("/selisih/72.02/"))
    assert central.get("/selisih/99.99/").status_code == 404


def test_looking_finds_the_differences_and_plans_the_repair(drifted):
    client, name = drifted
    assert client.post("/selisih/72.02/periksa/")["Location"] == "/selisih/72.02/"
    assert tasks.inspect_one(code="72.02") == 2

    page = text_of(client.get("/selisih/72.02/"))

    assert name in page
    assert "Ada dalam rilis, tidak ada di Pemda ini." in page
    assert f"CREATE INDEX {name}" in page
    assert "GRANT INSERT, SELECT ON" in page
    assert "terakhir diperiksa" in page
    listed = text_of(client.get("/selisih/"))
    assert 'href="/selisih/72.02/"' in listed
    assert "Ada selisih" in listed
    with at_pusat():
        assert Entry.objects.filter(act="pusat.drift_looked_for", changes__code="72.02").count() == 1


def test_the_list_is_searched_filtered_and_exported(drifted):
    client, _name = drifted
    tasks.inspect_one(code="72.02")
    for query, found in (
        ({"cari": "poso"}, True),
        ({"cari": "karawang"}, False),
        ({"keadaan": "drifted"}, True),
        ({"keadaan": "behind"}, False),
        ({"modul": SLUG}, True),
        ({"provinsi": "32"}, False),
    ):
        page = text_of(client.get("/selisih/", query))
        assert ('href="/selisih/72.02/"' in page) == found, query
        assert ("Tidak ada yang cocok" in page) == (not found), query
    rows = client.get("/selisih/", {"unduh": "csv", "modul": SLUG}).content.decode("utf-8-sig").splitlines()
    assert len(rows) == 2
    assert ",Ada selisih,1," in rows[1]


def test_the_whole_fleet_is_looked_at_with_its_progress_shown(central_fresh):
    cache.clear()
    central_fresh.post("/selisih/periksa/")

    page = text_of(central_fresh.get("/selisih/"))
    assert "Memeriksa tabel: 0 dari 2 Pemda" in page
    assert 'hx-get="/selisih/kemajuan/"' in page
    fragment = central_fresh.get("/selisih/kemajuan/", headers={"hx-request": "true"})
    assert "<html" not in text_of(fragment)
    assert "HX-Refresh" not in fragment
    for code in ("72.02", "32.15"):
        tasks.inspect_one(code=code)
    assert "HX-Refresh" in central_fresh.get("/selisih/kemajuan/", headers={"hx-request": "true"})
    assert "Seluruh 2 Pemda diperiksa" in text_of(central_fresh.get("/selisih/"))


def test_differences_are_repaired(drifted):
    client, name = drifted
    tasks.inspect_one(code="72.02")

    answer = client.post(f"/selisih/72.02/perbaiki/{SLUG}/", {"reason": "Indeks hilang"})

    run = Run.objects.get(operation="repair_module")
    assert answer["Location"] == f"/proses/{run.pk}/"
    assert drive(str(run.pk))
    run.refresh_from_db()
    assert run.state == Run.State.DONE, run.error
    assert not Drift.objects.filter(pemda_code="72.02", slug=SLUG).exists()
    assert f"CREATE INDEX {name}" in text_of(client.get(f"/proses/{run.pk}/"))


def test_a_repair_needs_a_reason_and_something_to_repair(drifted):
    client, _name = drifted
    client.post(f"/selisih/72.02/perbaiki/{SLUG}/", {"reason": "Tidak ada selisih"})
    tasks.inspect_one(code="72.02")
    client.post(f"/selisih/72.02/perbaiki/{SLUG}/", {"reason": " "})

    assert not Run.objects.filter(operation="repair_module").exists()
    with at_pusat():
        assert not Entry.objects.filter(act="pusat.repair_requested").exists()


def test_a_pemda_that_is_gone_is_not_looked_at(fresh):
    assert tasks.inspect_one(code="99.99") == 0
