"""A run on screen: live by polling, plain words on failure, trying again."""

from __future__ import annotations

import re

import pytest

from catalog.models import Activation
from catalog.registry import all_manifests
from provisioning.engine import drive
from provisioning.models import Run
from provisioning.services import request_enable, request_upgrade
from tenants.audit.models import Entry
from tenants.context import at_pusat

SLUG = next(manifest.slug for manifest in all_manifests() if not manifest.requires)


@pytest.fixture
def waiting(central):
    """A run that nobody has begun."""
    return request_upgrade(pemda_code="72.02", slug="inti", requested_by="Tiara")


def steps_of(client, run):
    return client.get(f"/proses/{run.pk}/langkah/", headers={"hx-request": "true"})


def test_an_unfinished_run_polls_its_own_fragment(central, waiting):
    page = central.get(f"/proses/{waiting.pk}/").content.decode()
    fragment = steps_of(central, waiting)

    for text in (page, fragment.content.decode()):
        assert f'hx-get="/proses/{waiting.pk}/langkah/" hx-trigger="every 1s" hx-target="#run-{waiting.pk}"' in text
        assert f'<noscript><a class="btn btn-outline btn-sm" href="/proses/{waiting.pk}/">' in text
    assert "<html" not in fragment.content.decode()
    assert "no-store" in fragment["Cache-Control"]


def test_the_last_fragment_carries_no_trigger(central):
    done = Run.objects.filter(state=Run.State.DONE, pemda_code="72.02").first()

    fragment = steps_of(central, done).content.decode()

    assert "hx-" not in fragment
    assert "Selesai dalam" in fragment
    assert 'href="/armada/72.02/"' in fragment


def test_without_a_script_the_fragment_leads_to_the_page(central, waiting):
    response = central.get(f"/proses/{waiting.pk}/langkah/")

    assert (response.status_code, response["Location"]) == (302, f"/proses/{waiting.pk}/")


def test_a_failed_run_says_why_and_is_tried_again(central_fresh):
    run = request_upgrade(pemda_code="72.02", slug="inti", requested_by="Tiara")
    Run.objects.filter(pk=run.pk).update(state=Run.State.FAILED, error="Diska penuh.", error_code="unexpected")
    page = central_fresh.get(f"/proses/{run.pk}/").content.decode()
    assert "Diska penuh." in page
    assert f'action="/proses/{run.pk}/ulangi/"' in page
    assert "hx-trigger" not in page
    assert "Diska penuh." in central_fresh.get("/").content.decode()

    answer = central_fresh.post(f"/proses/{run.pk}/ulangi/")

    assert answer["Location"] == f"/proses/{run.pk}/"
    run.refresh_from_db()
    assert run.state == Run.State.QUEUED
    assert drive(str(run.pk))
    run.refresh_from_db()
    assert run.state == Run.State.DONE
    with at_pusat():
        assert Entry.objects.filter(act="pusat.run_retried", actor_name="Tiara").count() == 1


def test_only_a_failed_run_is_tried_again(central, waiting):
    central.post(f"/proses/{waiting.pk}/ulangi/")

    waiting.refresh_from_db()
    assert waiting.state == Run.State.QUEUED
    assert not Entry.objects.filter(act="pusat.run_retried").exists()
    assert "Hanya proses yang gagal" in central.get(f"/proses/{waiting.pk}/").content.decode()


def test_an_unknown_run_is_not_found(central):
    assert central.get("/proses/00000000-0000-0000-0000-000000000000/").status_code == 404


def test_a_failed_creation_can_start_again_from_the_form(central):
    from provisioning.services import request_create

    run = request_create(code="32.04", requested_by="Tiara")
    Run.objects.filter(pk=run.pk).update(state=Run.State.FAILED, error="Subdomain sudah dipakai.")

    assert 'href="/armada/baru/?wilayah=32.04"' in central.get(f"/proses/{run.pk}/").content.decode()
    assert "Subdomain sudah dipakai." in central.get("/").content.decode()
    # What was asked for again needs nobody's eyes any more.
    request_create(code="32.04", requested_by="Tiara", subdomain="bandung-baru")
    assert "Subdomain sudah dipakai." not in central.get("/").content.decode()


def test_a_waiting_run_is_cancelled(central_fresh):
    run = request_upgrade(pemda_code="72.02", slug="inti", requested_by="Tiara")
    assert f'action="/proses/{run.pk}/batalkan/"' in central_fresh.get(f"/proses/{run.pk}/").content.decode()

    central_fresh.post(f"/proses/{run.pk}/batalkan/")

    assert "Pembatalan diminta" in central_fresh.get(f"/proses/{run.pk}/").content.decode()
    drive(str(run.pk))
    run.refresh_from_db()
    assert run.state == Run.State.CANCELLED
    page = central_fresh.get(f"/proses/{run.pk}/").content.decode()
    assert "batalkan/" not in page
    assert "Dibatalkan" in page
    with at_pusat():
        assert Entry.objects.filter(act="pusat.run_cancelled").count() == 1


def test_what_is_done_is_not_cancelled(central):
    run = Run.objects.filter(state=Run.State.DONE).first()

    central.post(f"/proses/{run.pk}/batalkan/")

    run.refresh_from_db()
    assert not run.is_cancel_requested
    assert not Entry.objects.filter(act="pusat.run_cancelled").exists()


def test_a_run_is_undone_after_its_plan(central_fresh):
    run = request_enable(pemda_code="32.15", slug=SLUG, requested_by="Tiara")
    assert drive(str(run.pk))
    address = f"/proses/{run.pk}/urungkan/"
    assert f'href="{address}"' in central_fresh.get(f"/proses/{run.pk}/").content.decode()
    page = central_fresh.get(address).content.decode()
    assert "Keadaan sebelum proses itu dikembalikan persis." in page
    assert "Dihapus" in page
    token = re.search(r'name="plan_token" value="([^"]+)"', page).group(1)

    answer = central_fresh.post(address, {"reason": "Salah modul", "plan_token": token})

    back = Run.objects.get(undoes=run)
    assert answer["Location"] == f"/proses/{back.pk}/"
    assert drive(str(back.pk))
    assert not Activation.objects.filter(pemda_id="32.15", slug=SLUG).exists()
    page = central_fresh.get(f"/proses/{run.pk}/").content.decode()
    assert "Proses ini sudah diurungkan" in page
    assert f'href="{address}"' not in page
    with at_pusat():
        assert Entry.objects.filter(act="pusat.run_undo_requested", changes__reason="Salah modul").count() == 1


def test_what_cannot_be_undone_says_why(central):
    run = Run.objects.get(pemda_code="72.02", operation="create_pemda")

    answer = central.post(f"/proses/{run.pk}/urungkan/", {"reason": "Coba"})

    assert answer.status_code == 422
    assert "Proses ini tidak dapat diurungkan." in answer.content.decode()
    assert not Run.objects.filter(operation="undo_run").exists()
    assert not Entry.objects.filter(act="pusat.run_undo_requested").exists()


def test_what_a_run_found_is_told_in_words(central_fresh):
    run = request_upgrade(pemda_code="72.02", slug="inti", requested_by="Tiara")
    key = {"table": "laksa_category", "key": {"code": "jalan"}}
    Run.objects.filter(pk=run.pk).update(
        findings={
            "from": "0.9.0",
            "to": "1.0.0",
            "late_indexes": ["CREATE INDEX besar ON laksa_report (number)"],
            "seeds_kept": [{**key, "column": "name", "yours": "Jalan Poso", "ours": "Jalan"}, {**key, "deleted": True}],
        }
    )

    page = central_fresh.get(f"/proses/{run.pk}/").content.decode()

    for text in (
        "0.9.0 → 1.0.0",
        "CREATE INDEX besar",
        "tetap “Jalan Poso”, rilis memuat “Jalan”",
        "dihapus oleh Pemda",
    ):
        assert text in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"pemda": "karawang"}, True),
        ({"pemda": "32.15"}, True),
        ({"pemda": "poso"}, False),
        ({"dari": "2026-01-01"}, True),
        ({"sampai": "2026-01-01"}, False),
        ({"dari": "bukan tanggal", "sampai": "2026-13-45"}, True),
    ],
)
def test_the_history_is_filtered_by_pemda_and_date(central, query, found):
    run = Run.objects.get(pemda_code="32.15", operation="create_pemda")

    assert (f'href="/proses/{run.pk}/"' in central.get("/proses/", query).content.decode()) == found
