"""Look-ups are cached in process, cost nothing when warm, and forget within a second of a change."""

import time

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from catalog import activations
from catalog.models import Activation
from tenants import directory
from tenants.models import Pemda


@pytest.fixture
def listening(fresh, monkeypatch):
    """A directory with its listener, as in a web process."""
    listener = directory.Listener()
    monkeypatch.setattr(directory, "listener", listener)
    monkeypatch.setattr(directory, "BLIND_SECONDS", 0.2)
    monkeypatch.setattr(directory, "POLL_SECONDS", 0.1)
    listener.start()
    wait_until(lambda: listener.is_connected)
    yield listener
    listener.stop()


def wait_until(condition, seconds=5.0):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.02)


def test_a_warm_look_up_costs_no_query(listening):
    directory.pemda_at("poso.localhost")
    activations.activations_of("72.02")
    with CaptureQueriesContext(connections["public"]) as queries:
        assert directory.pemda_at("poso.localhost").code == "72.02"
        activations.activations_of("72.02")
    assert len(queries) == 0


def test_a_changed_name_is_seen_within_a_second(listening):
    assert directory.pemda_at("poso.localhost").tagline == ""
    Pemda.objects.filter(pk="72.02").update(tagline="Sintuwu Maroso")
    wait_until(lambda: directory.pemda_at("poso.localhost").tagline == "Sintuwu Maroso", seconds=1)


def test_a_change_inside_an_open_transaction_is_not_cached(listening):
    from django.db import transaction

    with transaction.atomic(using="owner"):
        Pemda.objects.using("owner").filter(pk="72.02").update(tagline="Belum")
        assert directory.pemda_at("poso.localhost").tagline == ""
    wait_until(lambda: directory.pemda_at("poso.localhost").tagline == "Belum", seconds=1)


def test_an_activation_that_ends_is_seen_within_a_second(listening):
    slugs = [slug for slug, facts in activations.activations_of("72.02").items() if facts.state == "active"]
    Activation.objects.using("owner").filter(pemda_id="72.02").update(state="parked")
    wait_until(lambda: not any(activations.is_active(slug, "72.02") for slug in slugs), seconds=1)


def test_while_the_listener_is_away_entries_live_a_moment_only(listening, monkeypatch):
    directory.pemda_at("poso.localhost")
    listening.stop()
    Pemda.objects.filter(pk="72.02").update(tagline="Tanpa kabar")
    wait_until(lambda: directory.pemda_at("poso.localhost").tagline == "Tanpa kabar", seconds=2)


def test_an_unknown_host_is_never_kept(listening):
    assert directory.pemda_at("entah.localhost") is None
    assert "entah.localhost" not in directory._by_host._entries
