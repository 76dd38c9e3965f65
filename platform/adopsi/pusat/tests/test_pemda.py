"""One Pemda: enabling, disabling and upgrading, each planned, confirmed and audited."""

from __future__ import annotations

from catalog.models import Activation
from catalog.registry import all_manifests
from provisioning.engine import drive
from provisioning.models import Run
from tenants.audit.models import Entry
from tenants.context import at_pusat

SLUG = next(manifest.slug for manifest in all_manifests() if not manifest.requires)


def test_the_page_tells_the_facts(central):
    page = central.get("/armada/72.02/").content.decode()

    for text in ("Kabupaten Poso", "Sulawesi Tengah", "WITA", "pemda_7202", "poso.localhost", "Utama"):
        assert text in page
    for manifest in all_manifests():
        assert manifest.title.id in page
        assert f'href="/armada/72.02/modul/{manifest.slug}/"' in page
    assert central.get("/armada/99.99/").status_code == 404


def test_a_module_is_enabled_and_disabled_after_its_plan(central_fresh):
    address = f"/armada/32.15/modul/{SLUG}/"
    assert "Ya, aktifkan" in central_fresh.get(address).content.decode()

    answer = central_fresh.post(address, {"act": "enable", "reason": "PKS 7/2026"})

    run = Run.objects.get(pemda_code="32.15", subject=SLUG)
    assert answer["Location"] == f"/proses/{run.pk}/"
    assert "Modul ini sedang diubah" in central_fresh.get(address).content.decode()
    assert drive(str(run.pk))
    assert Activation.objects.get(pemda_id="32.15", slug=SLUG).state == "active"
    assert "Ya, nonaktifkan" in central_fresh.get(address).content.decode()
    central_fresh.post(address, {"act": "disable", "reason": "Jeda"})
    off = Run.objects.get(pemda_code="32.15", subject=SLUG, operation="disable_module")
    assert drive(str(off.pk))
    assert Activation.objects.get(pemda_id="32.15", slug=SLUG).state == "parked"
    assert "Data lama modul ini dipakai kembali" in central_fresh.get(address).content.decode()
    with at_pusat():
        acts = Entry.objects.filter(act__startswith="pusat.").order_by("at").values_list("act", "changes__reason")
        assert list(acts) == [
            ("pusat.module_enable_requested", "PKS 7/2026"),
            ("pusat.module_disable_requested", "Jeda"),
        ]


def test_a_second_click_does_not_undo_the_first(central):
    response = central.post(f"/armada/72.02/modul/{SLUG}/", {"act": "enable", "reason": "Lagi"})

    assert response.status_code == 422
    assert "Modul ini sudah aktif." in response.content.decode()
    assert not Run.objects.filter(pemda_code="72.02", operation="disable_module").exists()
    assert not Entry.objects.filter(act__startswith="pusat.").exists()


def test_a_reason_is_needed(central):
    response = central.post(f"/armada/72.02/modul/{SLUG}/", {"act": "disable", "reason": " "})

    assert response.status_code == 422
    assert 'id="id_reason_error"' in response.content.decode()
    assert not Run.objects.filter(pemda_code="72.02", operation="disable_module").exists()


def test_what_stands_in_the_way_is_said_before(central, monkeypatch):
    import dataclasses

    from catalog import registry
    from catalog.manifest import Requirement

    first, other = all_manifests()[:2]
    needy = dataclasses.replace(first, requires=(Requirement(other.slug),))
    monkeypatch.setitem(registry._manifests, first.slug, needy)

    page = central.get(f"/armada/32.15/modul/{first.slug}/").content.decode()

    assert f"Aktifkan dulu: {other.title.id}." in page
    assert "Ya, aktifkan" not in page


def test_a_pemda_is_upgraded(central_fresh):
    answer = central_fresh.post("/armada/72.02/mutakhirkan/", {"reason": "Rilis baru"})

    run = Run.objects.get(pemda_code="72.02", operation="upgrade_pemda")
    assert answer["Location"] == f"/proses/{run.pk}/"
    assert drive(str(run.pk))
    run.refresh_from_db()
    assert run.state == Run.State.DONE, run.error
    assert central_fresh.get("/armada/72.02/mutakhirkan/").status_code == 405
