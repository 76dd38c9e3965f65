"""A run on screen: live by polling, plain words on failure, trying again."""

from __future__ import annotations

import pytest

from provisioning.engine import drive
from provisioning.models import Run
from provisioning.services import request_upgrade
from tenants.audit.models import Entry
from tenants.context import at_pusat


@pytest.fixture
def waiting(central):
    """A run that nobody has begun."""
    return request_upgrade(pemda_code="72.02", requested_by="Tiara")


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
    run = request_upgrade(pemda_code="72.02", requested_by="Tiara")
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
