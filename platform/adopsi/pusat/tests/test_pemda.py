"""One Pemda: enabling, disabling and upgrading, each planned, confirmed and audited."""

from __future__ import annotations

import re

from catalog.models import Activation
from catalog.registry import all_manifests
from provisioning.engine import drive
from provisioning.models import Run
from tenants.audit.models import Entry
from tenants.context import at_pusat
from tenants.models import Agreement, Pemda


def token_of(page):
    return re.search(r'name="plan_token" value="([^"]+)"', page).group(1)


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
    assert "Sedang ada proses pada modul ini" in central_fresh.get(address).content.decode()
    assert drive(str(run.pk))
    assert Activation.objects.get(pemda_id="32.15", slug=SLUG).state == "active"
    assert "Ya, nonaktifkan" in central_fresh.get(address).content.decode()
    central_fresh.post(address, {"act": "disable", "reason": "Jeda"})
    off = Run.objects.get(pemda_code="32.15", subject=SLUG, operation="park_module")
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
    assert not Run.objects.filter(pemda_code="72.02", operation="park_module").exists()
    assert not Entry.objects.filter(act__startswith="pusat.").exists()


def test_a_reason_is_needed(central):
    response = central.post(f"/armada/72.02/modul/{SLUG}/", {"act": "disable", "reason": " "})

    assert response.status_code == 422
    assert 'id="id_reason_error"' in response.content.decode()
    assert not Run.objects.filter(pemda_code="72.02", operation="park_module").exists()


def test_requirements_are_enabled_along(central, monkeypatch):
    import dataclasses

    from catalog import registry
    from catalog.manifest import Requirement

    first, other = all_manifests()[:2]
    needy = dataclasses.replace(first, requires=(Requirement(other.slug),))
    monkeypatch.setitem(registry._manifests, first.slug, needy)
    address = f"/armada/32.15/modul/{first.slug}/"

    page = central.get(address).content.decode()

    assert f"Diaktifkan bersama, karena dibutuhkan: {other.title.id}." in page
    central.post(address, {"act": "enable", "reason": "PKS 7/2026", "plan_token": token_of(page)})
    assert Run.objects.get(pemda_code="32.15", subject=first.slug).arguments["modules"] == [other.slug, first.slug]


def test_dependents_are_listed_and_parked_along_or_refused(central, monkeypatch):
    import dataclasses

    from catalog import registry
    from catalog.manifest import Requirement

    first, other = all_manifests()[:2]
    monkeypatch.setitem(
        registry._manifests, first.slug, dataclasses.replace(first, requires=(Requirement(other.slug),))
    )
    address = f"/armada/72.02/modul/{other.slug}/"

    alone = central.get(address).content.decode()
    assert str(first.title.id) in alone
    assert "Ya, nonaktifkan" not in alone
    refused = central.post(address, {"act": "disable", "reason": "Jeda"})
    assert refused.status_code == 422
    assert not Run.objects.filter(pemda_code="72.02", operation="park_module").exists()

    together = central.get(address, {"bersama": "ya"}).content.decode()
    wish = {"act": "disable", "reason": "Jeda", "bersama": "ya", "plan_token": token_of(together)}
    assert central.post(address, wish).status_code == 302
    assert Run.objects.get(pemda_code="72.02", operation="park_module").arguments == {"with_dependents": True}


def test_a_stale_plan_is_shown_anew_with_the_difference_and_what_was_typed(central):
    address = f"/armada/32.15/modul/{SLUG}/"
    token = token_of(central.get(address).content.decode())
    Agreement.objects.create(pemda_id="32.15", kind="pks", number="1", signed_on="2026-01-01", modules=["lain"])

    answer = central.post(address, {"act": "enable", "reason": "Sesuai PKS 7", "plan_token": token})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Rencana berubah sejak Anda membacanya" in page
    assert "halangan" in page
    assert "Tidak tercantum dalam lampiran PKS" in page
    assert not Run.objects.filter(pemda_code="32.15", subject=SLUG).exists()
    assert not Entry.objects.filter(act__startswith="pusat.").exists()
    Agreement.objects.filter(pemda_id="32.15").update(modules=[SLUG])
    fresh = central.post(address, {"act": "enable", "reason": "Sesuai PKS 7", "plan_token": "rusak"})
    page = fresh.content.decode()
    assert fresh.status_code == 422
    assert "Sesuai PKS 7</textarea>" in page
    assert "Tercakup dalam perjanjian 1." in page
    assert central.post(address, {"act": "enable", "reason": "Ya", "plan_token": token_of(page)}).status_code == 302


def test_a_module_is_upgraded_after_its_plan(central_fresh, older):
    address = f"/armada/72.02/modul/{SLUG}/mutakhirkan/"
    older(SLUG)
    page = central_fresh.get(address).content.decode()
    assert "Dari versi 0.9.0 ke versi" in page
    assert f'href="{address}"' in central_fresh.get("/armada/72.02/").content.decode()

    answer = central_fresh.post(address, {"reason": "Rilis baru", "plan_token": token_of(page)})

    run = Run.objects.get(pemda_code="72.02", operation="upgrade_module")
    assert answer["Location"] == f"/proses/{run.pk}/"
    assert drive(str(run.pk))
    run.refresh_from_db()
    assert run.state == Run.State.DONE, run.error
    assert Activation.objects.get(pemda_id="72.02", slug=SLUG).version != "0.9.0"
    assert "Versi" in central_fresh.get(f"/proses/{run.pk}/").content.decode()


def test_what_is_current_is_not_upgraded(central):
    for slug in (SLUG, "inti"):
        answer = central.post(f"/armada/72.02/modul/{slug}/mutakhirkan/", {"reason": "Rilis baru"})

        assert answer.status_code == 422
        assert "Sudah memakai rilis terbaru." in answer.content.decode()
    assert not Run.objects.filter(pemda_code="72.02", operation__startswith="upgrade").exists()
    assert not Entry.objects.filter(act="pusat.upgrade_requested").exists()


def test_the_core_is_upgraded_after_its_plan(central_fresh):
    Pemda.objects.using("owner").filter(pk="72.02").update(core_version="0.0.9")
    address = "/armada/72.02/modul/inti/mutakhirkan/"
    page = central_fresh.get(address).content.decode()
    assert "Dari versi 0.0.9" in page

    central_fresh.post(address, {"reason": "Rilis baru", "plan_token": token_of(page)})

    run = Run.objects.get(pemda_code="72.02", operation="upgrade_core")
    assert drive(str(run.pk))
    run.refresh_from_db()
    assert run.state == Run.State.DONE, run.error
