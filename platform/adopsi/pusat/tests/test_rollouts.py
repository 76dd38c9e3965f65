"""Rollouts: planned, started, watched on the board, paused, resumed, cancelled, tried again."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from catalog.models import Activation
from catalog.registry import all_manifests
from provisioning.models import Pin, Rollout, RolloutTarget
from provisioning.rollout_engine import drive_rollout, finish_runs
from tenants.audit.models import Entry
from tenants.context import at_pusat

SLUG = next(manifest.slug for manifest in all_manifests() if not manifest.requires)
WISH = {"error_budget": "0", "soak_hours": "0", "reason": "Rilis baru"}


def text_of(response, status=200):
    assert response.status_code == status
    return response.content.decode()


@pytest.fixture
def behind(central_fresh, older):
    """Poso has an older release."""
    older(SLUG)
    return central_fresh


@pytest.fixture
def started(behind):
    """A rollout that nobody has driven."""
    behind.post(f"/rilis/{SLUG}/luncurkan/", WISH)
    return Rollout.objects.get()


def acts():
    with at_pusat():
        return list(Entry.objects.filter(act__startswith="pusat.rollout").order_by("at").values_list("act", flat=True))


def test_the_form_shows_the_plan_and_who_wants_to_wait(behind):
    until = timezone.localdate() + timedelta(days=3)
    Pin.objects.create(pemda_code="72.02", slug=SLUG, reason="Festival", until=until, pinned_by="Rina")

    page = text_of(behind.get(f"/rilis/{SLUG}/luncurkan/"))

    assert "1 Pemda memakai versi lain" in page
    assert "1 dilewati atas permintaannya" in page
    assert "Festival" in page
    assert "0.9.0 (1)" in page


def test_a_rollout_is_started_and_reaches_its_end(behind):
    answer = behind.post(f"/rilis/{SLUG}/luncurkan/", WISH)

    rollout = Rollout.objects.get()
    assert answer["Location"] == f"/peluncuran/{rollout.pk}/"
    assert (rollout.requested_by, rollout.reason, rollout.error_budget) == ("Tiara", "Rilis baru", 0)
    page = text_of(behind.get(f"/peluncuran/{rollout.pk}/"))
    assert f'hx-get="/peluncuran/{rollout.pk}/papan/?"' in page
    assert "0 dari 1 Pemda selesai" in page
    while drive_rollout(str(rollout.pk)):
        pass
    finish_runs(str(rollout.pk))
    assert Activation.objects.get(pemda_id="72.02", slug=SLUG).version != "0.9.0"
    page = text_of(behind.get(f"/peluncuran/{rollout.pk}/"))
    assert "1 dari 1 Pemda selesai" in page
    assert "hx-get" not in page
    run = RolloutTarget.objects.get().run
    assert f'href="/proses/{run.pk}/"' in page
    assert f'href="/peluncuran/{rollout.pk}/"' in text_of(behind.get(f"/proses/{run.pk}/"))
    assert acts() == ["pusat.rollout_started"]


@pytest.mark.parametrize(
    ("change", "field"),
    [({"reason": ""}, "reason"), ({"error_budget": "-1"}, "error_budget"), ({"soak_hours": "9999"}, "soak_hours")],
)
def test_a_wrong_wish_starts_nothing(behind, change, field):
    page = text_of(behind.post(f"/rilis/{SLUG}/luncurkan/", {**WISH, **change}), 422)

    assert f'id="id_{field}_error"' in page
    assert not Rollout.objects.exists()
    assert acts() == []


def test_one_rollout_of_a_module_at_a_time(behind, started):
    page = text_of(behind.post(f"/rilis/{SLUG}/luncurkan/", WISH), 422)

    assert "Peluncuran modul ini masih berjalan" in page
    assert f'href="/peluncuran/{started.pk}/"' in page
    assert Rollout.objects.count() == 1
    assert acts() == ["pusat.rollout_started"]


def test_nothing_is_rolled_out_where_all_are_current(central):
    assert "Tidak ada yang tertinggal" in text_of(central.get(f"/rilis/{SLUG}/luncurkan/"))
    text_of(central.post(f"/rilis/{SLUG}/luncurkan/", WISH), 422)
    assert not Rollout.objects.exists()


def test_it_is_paused_resumed_and_cancelled(behind, started):
    address = f"/peluncuran/{started.pk}/"
    for name, state in (("jeda", "paused"), ("lanjutkan", "running"), ("batalkan", "cancelled")):
        assert f'action="{address}{name}/"' in text_of(behind.get(address))
        assert behind.post(f"{address}{name}/")["Location"] == address
        started.refresh_from_db()
        assert started.state == state
    assert acts() == [
        "pusat.rollout_started",
        "pusat.rollout_paused",
        "pusat.rollout_resumed",
        "pusat.rollout_cancelled",
    ]


def test_what_has_ended_is_neither_paused_nor_opened_again(behind, started):
    Rollout.objects.update(state=Rollout.State.DONE)
    for name in ("jeda", "lanjutkan", "batalkan"):
        behind.post(f"/peluncuran/{started.pk}/{name}/")

    page = text_of(behind.get(f"/peluncuran/{started.pk}/"))

    assert "sudah berakhir" in page
    assert "/jeda/" not in page
    started.refresh_from_db()
    assert started.state == Rollout.State.DONE
    assert acts() == ["pusat.rollout_started"]
    assert behind.post(f"/peluncuran/{started.pk}/entah/").status_code == 404


def test_a_halt_says_why_and_one_pemda_is_tried_again(behind, started):
    RolloutTarget.objects.update(state=RolloutTarget.State.FAILED, note="kolom sudah ada", attempts=3)
    Rollout.objects.update(state=Rollout.State.HALTED, halt_reason="1 Pemda gagal, melebihi batas 0")
    target = RolloutTarget.objects.get()
    page = text_of(behind.get(f"/peluncuran/{started.pk}/"))
    assert "melebihi batas 0" in page
    assert "kolom sudah ada" in page
    assert f'action="/peluncuran/{started.pk}/ulangi/{target.pk}/"' in page

    behind.post(f"/peluncuran/{started.pk}/ulangi/{target.pk}/")

    target.refresh_from_db()
    assert (target.state, target.attempts, target.note) == ("waiting", 0, "")
    assert acts()[-1] == "pusat.rollout_target_retried"
    assert behind.post(f"/peluncuran/{started.pk}/ulangi/999999/").status_code == 404


def test_results_are_searched_filtered_and_exported(behind, started):
    address = f"/peluncuran/{started.pk}/"
    for query, found in (
        ({"cari": "poso"}, True),
        ({"cari": "72.02"}, True),
        ({"cari": "karawang"}, False),
        ({"keadaan": "waiting"}, True),
        ({"keadaan": "failed"}, False),
        ({"gelombang": "everyone"}, True),
        ({"gelombang": "canary"}, False),
    ):
        page = text_of(behind.get(address, query))
        assert ('href="/armada/72.02/"' in page) == found, query
        assert ("Tidak ada Pemda yang cocok" in page) == (not found), query
    rows = behind.get(address, {"unduh": "csv"}).content.decode("utf-8-sig").splitlines()
    assert rows[1].startswith("72.02,Kabupaten Poso,Semua,0.9.0,Menunggu,0,")


def test_the_board_polls_itself_and_leads_to_the_page_without_a_script(behind, started):
    address = f"/peluncuran/{started.pk}/papan/"
    fragment = behind.get(address, {"cari": "poso"}, headers={"hx-request": "true"})

    assert "<html" not in text_of(fragment)
    assert f'hx-get="{address}?cari=poso"' in text_of(fragment)
    assert behind.get(address)["Location"] == f"/peluncuran/{started.pk}/"


def test_rollouts_are_listed_searched_and_exported(behind, started):
    link = f'href="/peluncuran/{started.pk}/"'
    assert link in text_of(behind.get("/peluncuran/", {"cari": SLUG}))
    assert link in text_of(behind.get("/peluncuran/", {"keadaan": "running"}))
    assert "Tidak ada peluncuran yang cocok" in text_of(behind.get("/peluncuran/", {"keadaan": "halted"}))
    assert SLUG in behind.get("/peluncuran/", {"unduh": "csv"}).content.decode("utf-8-sig")


def test_without_rollouts_the_list_says_where_to_begin(central):
    assert "Belum ada peluncuran" in text_of(central.get("/peluncuran/"))
    assert central.get(f"/peluncuran/{uuid.uuid4()}/").status_code == 404
