"""A Pemda's agreements, ring, pauses and pins."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from django.utils import timezone

from catalog.registry import all_manifests
from provisioning.models import Pin
from tenants.audit.models import Entry
from tenants.models import Agreement, Pemda

SLUG = next(manifest.slug for manifest in all_manifests() if not manifest.requires)
TODAY = timezone.localdate()
LATER, EARLIER = (TODAY + timedelta(days=9)).isoformat(), (TODAY - timedelta(days=9)).isoformat()
PKS = {"kind": "pks", "number": "180/12/PKS", "signed_on": "2026-03-01", "modules": [SLUG], "module_limit": "5"}


def acts():
    return list(Entry.objects.filter(act__startswith="pusat.").order_by("at").values_list("act", flat=True))


def text_of(response, status=200):
    assert response.status_code == status
    return response.content.decode()


# --- agreements ---------------------------------------------------------------------------------------


def test_an_agreement_is_added_changed_and_removed(central):
    assert "Belum ada perjanjian" in text_of(central.get("/armada/72.02/"))
    assert central.post("/armada/72.02/perjanjian/baru/", PKS)["Location"] == "/armada/72.02/"
    made = Agreement.objects.get(pemda_id="72.02")
    assert (made.kind, made.number, made.modules, made.module_limit) == ("pks", "180/12/PKS", [SLUG], 5)
    page = text_of(central.get("/armada/72.02/"))
    assert "180/12/PKS" in page
    assert "paling banyak 5 modul" in page

    address = f"/armada/72.02/perjanjian/{made.pk}/"
    assert 'value="180/12/PKS"' in text_of(central.get(address))
    central.post(address, {**PKS, "modules": [], "module_limit": "", "valid_until": "2026-04-01"})
    made.refresh_from_db()
    assert (made.modules, made.module_limit, made.valid_until) == ([], None, date(2026, 4, 1))
    page = text_of(central.get("/armada/72.02/"))
    assert "Semua modul" in page
    assert "Tidak berlaku" in page

    central.post(f"{address}hapus/")
    assert not Agreement.objects.exists()
    assert acts() == ["pusat.agreement_added", "pusat.agreement_changed", "pusat.agreement_removed"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"number": ""}, "number"),
        ({"signed_on": "kemarin"}, "signed_on"),
        ({"valid_until": "2020-01-01"}, "valid_until"),
        ({"modules": ["tak_ada"]}, "modules"),
        ({"module_limit": "0"}, "module_limit"),
        ({"kind": "surat"}, "kind"),
    ],
)
def test_a_wrong_agreement_is_refused_at_its_field(central, change, field):
    page = text_of(central.post("/armada/72.02/perjanjian/baru/", {**PKS, **change}), 422)

    assert f'id="id_{field}_error"' in page
    assert not Agreement.objects.exists()
    assert acts() == []


def test_a_number_is_written_down_once(central):
    central.post("/armada/72.02/perjanjian/baru/", PKS)

    page = text_of(central.post("/armada/72.02/perjanjian/baru/", PKS), 422)

    assert "sudah tercatat untuk Pemda ini" in page
    assert Agreement.objects.count() == 1
    assert acts() == ["pusat.agreement_added"]


def test_another_pemdas_agreement_is_not_found(central):
    central.post("/armada/72.02/perjanjian/baru/", PKS)
    made = Agreement.objects.get()

    assert central.get(f"/armada/32.15/perjanjian/{made.pk}/").status_code == 404
    assert central.post(f"/armada/32.15/perjanjian/{made.pk}/hapus/").status_code == 404
    assert Agreement.objects.count() == 1


# --- ring, pause, pins --------------------------------------------------------------------------------


def test_ring_and_window_are_chosen(central):
    wish = {"ring": "volunteer", "window_starts": "22:00", "window_ends": "04:00"}

    assert central.post("/armada/72.02/gelombang/", wish)["Location"] == "/armada/72.02/"

    pemda = Pemda.objects.get(pk="72.02")
    assert (pemda.ring, pemda.window_starts, pemda.window_ends) == ("volunteer", time(22), time(4))
    assert "22.00–04.00 WITA" in text_of(central.get("/armada/72.02/"))
    assert 'value="22:00"' in text_of(central.get("/armada/72.02/gelombang/"))
    assert acts() == ["pusat.ring_chosen"]


@pytest.mark.parametrize(
    "change", [{"window_ends": ""}, {"window_ends": "22:00"}, {"ring": "entah"}, {"window_starts": "25:00"}]
)
def test_a_wrong_window_changes_nothing(central, change):
    wish = {"ring": "canary", "window_starts": "22:00", "window_ends": "04:00", **change}

    text_of(central.post("/armada/72.02/gelombang/", wish), 422)

    pemda = Pemda.objects.get(pk="72.02")
    assert (pemda.ring, pemda.window_starts) == ("everyone", None)
    assert acts() == []


def test_upgrades_are_paused_and_resumed(central):
    central.post("/armada/72.02/jeda/", {"until": LATER, "reason": "Pilkada"})
    assert Pemda.objects.get(pk="72.02").upgrades_paused_reason == "Pilkada"
    assert "Pilkada" in text_of(central.get("/armada/72.02/"))

    central.post("/armada/72.02/jeda/akhiri/")

    assert Pemda.objects.get(pk="72.02").upgrades_paused_until is None
    assert "Tidak dijeda" in text_of(central.get("/armada/72.02/"))
    assert acts() == ["pusat.upgrades_paused", "pusat.upgrades_resumed"]


@pytest.mark.parametrize("name", ["jeda", "sematkan"])
@pytest.mark.parametrize(
    ("wish", "field"),
    [({"until": EARLIER, "reason": "Pilkada"}, "until"), ({"until": LATER, "reason": " "}, "reason"), ({}, "until")],
)
def test_a_date_that_passed_or_no_reason_is_refused(central, name, wish, field):
    page = text_of(central.post(f"/armada/72.02/{name}/", {"slug": SLUG, **wish}), 422)

    assert f'id="id_{field}_error"' in page
    assert Pemda.objects.get(pk="72.02").upgrades_paused_until is None
    assert not Pin.objects.exists()
    assert acts() == []


def test_a_module_is_pinned_and_unpinned(central):
    central.post("/armada/72.02/sematkan/", {"slug": SLUG, "until": LATER, "reason": "Festival"})
    pin = Pin.objects.get()
    assert (pin.slug, pin.pinned_by, pin.until.isoformat()) == (SLUG, "Tiara", LATER)
    assert "Festival" in text_of(central.get("/armada/72.02/"))

    central.post("/armada/72.02/sematkan/lepas/", {"slug": SLUG})

    assert not Pin.objects.exists()
    assert acts() == ["pusat.module_pinned", "pusat.module_unpinned"]


def test_only_a_module_that_is_there_is_pinned(central):
    text_of(central.post("/armada/72.02/sematkan/", {"slug": "tak_ada", "until": LATER, "reason": "x"}), 422)
    assert not Pin.objects.exists()
