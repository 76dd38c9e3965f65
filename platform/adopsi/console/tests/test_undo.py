"""Taking back: a finished run within its window, a change of settings, and stopping a run that did nothing yet."""

from datetime import timedelta

import pytest
from django.utils import timezone

from catalog.activations import is_on, settings_of
from catalog.models import Activation
from catalog.registry import all_manifests
from provisioning.models import Run
from tenants.audit.models import Entry
from tenants.context import inside


def last_run(town, operation):
    return Run.objects.filter(pemda_code=town.code, operation=operation).first()


def undo_url(run):
    return f"/konsol/proses/{run.pk}/urungkan/"


def test_enabling_is_undone_from_the_run_and_from_the_module(town, admin, client_of, finish, enabled):
    client, run = client_of(town, admin), last_run(town, "enable_module")
    for page in (f"/konsol/proses/{run.pk}/", f"/konsol/katalog/{enabled.slug}/"):
        assert f'href="{undo_url(run)}"' in client.get(page).content.decode()
    plan = client.get(undo_url(run))
    assert "tabel dihapus" in plan.content.decode()
    assert Run.objects.filter(operation="undo_run").count() == 0
    answer = client.post(undo_url(run), {"rencana": plan.context["plan"].token, "alasan": "Salah pilih"})
    finish()
    undoing = last_run(town, "undo_run")
    assert answer.url == f"/konsol/proses/{undoing.pk}/"
    assert (undoing.state, undoing.reason) == (Run.State.DONE, "Salah pilih"), undoing.error
    assert not Activation.objects.filter(pemda_id=town.code, slug=enabled.slug).exists()
    assert "kemudian diurungkan" in client.get(f"/konsol/proses/{run.pk}/").content.decode()
    again = client.get(undo_url(run)).content.decode()
    assert "Proses ini tidak dapat diurungkan" in again
    assert "Ya, urungkan sekarang" not in again
    with inside(town):
        assert Entry.objects.filter(act="run.undo_requested", actor_name="Rina").count() == 1


def test_parking_is_undone(town, admin, client_of, finish, enabled):
    client = client_of(town, admin)
    client.post(f"/konsol/katalog/{enabled.slug}/nonaktifkan/")
    finish()
    run = last_run(town, "park_module")
    assert "Modul aktif lagi" in client.get(undo_url(run)).content.decode()
    client.post(undo_url(run))
    finish()
    assert is_on(enabled.slug, town.code)


def test_past_its_window_nothing_is_undone(town, admin, client_of, enabled):
    run = last_run(town, "enable_module")
    Run.objects.filter(pk=run.pk).update(undo_until=timezone.now() - timedelta(hours=1))
    client = client_of(town, admin)
    assert "Batas waktu untuk mengurungkan sudah lewat" in client.get(undo_url(run)).content.decode()
    assert client.post(undo_url(run)).status_code == 409
    assert undo_url(run) not in client.get(f"/konsol/katalog/{enabled.slug}/").content.decode()
    assert not Run.objects.filter(operation="undo_run").exists()


def test_what_people_added_since_is_not_lost(town, admin, client_of, enabled):
    run = last_run(town, "enable_module")
    plan = client_of(town, admin).get(undo_url(run)).context["plan"]
    table = next(table.name for table in plan.tables if table.rows)
    Run.objects.filter(pk=run.pk).update(findings={**run.findings, "rows": {**run.findings["rows"], table: 0}})
    page = client_of(town, admin).get(undo_url(run)).content.decode()
    assert "data baru" in page
    assert table in page
    assert "Ya, urungkan sekarang" not in page


def test_a_run_of_another_pemda_is_not_undone(town, admin, client_of):
    other = Run.objects.filter(pemda_code="72.02").first()
    for method in ("get", "post"):
        assert getattr(client_of(town, admin), method)(undo_url(other)).status_code == 404
    assert client_of(town, admin).post(f"/konsol/proses/{other.pk}/batalkan/").status_code == 404


def test_a_run_that_changed_nothing_is_cancelled(town, admin, client_of, finish, manifest):
    client = client_of(town, admin)
    address = client.post(f"/konsol/katalog/{manifest.slug}/aktifkan/").url
    assert f'action="{address}batalkan/"' in client.get(address).content.decode()
    client.post(f"{address}batalkan/")
    assert "Dihentikan sebelum langkah berikutnya" in client.get(address).content.decode()
    finish()
    assert last_run(town, "enable_module").state == Run.State.CANCELLED
    assert not Activation.objects.filter(pemda_id=town.code).exists()
    refused = client.post(f"{address}batalkan/", follow=True).content.decode()
    assert "tidak dapat dibatalkan lagi" in refused
    with inside(town):
        assert Entry.objects.filter(act="run.cancelled").count() == 1


# --- settings -----------------------------------------------------------------------------------------


@pytest.fixture
def number():
    """A module, one of its whole numbers and a value that is not its default."""
    for each in all_manifests():
        for name, rule in each.settings_schema.get("properties", {}).items():
            if rule.get("type") == "integer" and rule.get("minimum") != rule["default"]:
                return each, name, rule["minimum"]
    pytest.skip("no module on the shelf has such a setting")


def test_the_history_of_settings_and_its_undo(in_poso, rina, client_of, number):
    manifest, name, value = number
    client, base = client_of(in_poso, rina), f"/konsol/katalog/{manifest.slug}/pengaturan/"
    assert "Belum pernah diubah" in client.get(f"{base}riwayat/").content.decode()
    filled = {key: "on" if each is True else each for key, each in manifest.defaults().items() if each is not False}
    assert client.post(base, {**filled, name: value}).status_code == 302
    page = client.get(f"{base}riwayat/").content.decode()
    assert str(manifest.settings_schema["properties"][name]["title"]) in page
    assert f'action="{base}urungkan/"' in page
    client.post(f"{base}urungkan/")
    assert settings_of(manifest.slug, in_poso.code) == manifest.defaults()
    after = client.get(f"{base}riwayat/").content.decode()
    assert "Diurungkan" in after
    assert f'action="{base}urungkan/"' not in after
    refused = client.post(f"{base}urungkan/", follow=True).content.decode()
    assert "Tidak ada perubahan pengaturan" in refused
    assert Entry.objects.filter(act="module.settings_undone").count() == 1
