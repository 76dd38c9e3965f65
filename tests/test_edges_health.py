"""Readiness, and figures for Prometheus that name no person."""

from __future__ import annotations

import json
import os
import time

import pytest
from django.db import DatabaseError
from django.test import Client
from redis import Redis

from adopsi import health
from adopsi.edges import metrics


def ask(path, **options):
    return Client(headers={"host": "10.0.0.1"}).get(path, **options)


def test_ready_names_each_part(shared_database):
    answer = ask("/health/ready")
    assert (answer.status_code, answer.json()) == (
        200,
        {"status": "ok", "database": "ok", "broker": "ok", "migrations": "ok"},
    )


def test_without_a_database_it_is_not_ready(shared_database, monkeypatch):
    def refuse(*_arguments):
        raise DatabaseError

    monkeypatch.setattr("django.db.backends.base.base.BaseDatabaseWrapper.cursor", refuse)
    answer = ask("/health/ready")
    assert (answer.status_code, answer.json()["database"]) == (503, "unavailable")
    assert ask("/health/live").status_code == 200


def test_a_database_behind_the_code_is_not_ready_and_one_ahead_is(fresh):
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO public.django_migrations (app, name, applied) VALUES ('tenants', '0999_next', now())"
        )
        assert ask("/health/ready").json()["migrations"] == "ok"
        cursor.execute("DELETE FROM public.django_migrations WHERE app = 'edges'")
    answer = ask("/health/ready")
    assert (answer.status_code, answer.json()["migrations"]) == (503, "behind")


def test_a_broker_that_is_down_is_told_and_takes_no_process_out(shared_database, monkeypatch):
    monkeypatch.setattr(health, "broker", lambda: Redis.from_url("unix:///nowhere"))
    answer = ask("/health/ready")
    assert answer.status_code == 200
    assert (answer.json()["status"], answer.json()["broker"]) == ("degraded", "unavailable")


# --- who may read the figures -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("token", "options", "status"),
    [
        ("", {"REMOTE_ADDR": "127.0.0.1"}, 200),
        ("", {"REMOTE_ADDR": "::1"}, 200),
        ("", {"REMOTE_ADDR": "10.0.0.7"}, 404),
        ("", {"REMOTE_ADDR": ""}, 404),
        ("", {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.9"}, 404),
        ("rahasia-ukur", {"REMOTE_ADDR": "127.0.0.1"}, 404),
        ("rahasia-ukur", {"HTTP_AUTHORIZATION": "Bearer salah"}, 404),
        ("rahasia-ukur", {"HTTP_AUTHORIZATION": "Bearer rahasia-ukur", "REMOTE_ADDR": "10.0.0.7"}, 200),
    ],
)
def test_figures_are_for_this_machine_or_the_bearer_of_the_token(shared_database, settings, token, options, status):
    settings.ADOPSI_METRICS_TOKEN = token
    answer = ask("/health/metrics", **options)
    assert answer.status_code == status
    if status == 404:
        assert b"adopsi_" not in answer.content


def samples():
    """The lines of the exposition as a dict."""
    text = ask("/health/metrics", REMOTE_ADDR="127.0.0.1").content.decode()
    pairs = [line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in pairs}


def test_requests_errors_and_latencies_by_pemda_and_route(in_poso, sari, client_of, monkeypatch):
    name = 'adopsi_requests_total{pemda="72.02",route="home",status="2xx"}'
    before = samples()
    client = client_of(in_poso, sari, raise_request_exception=False)
    client.get("/")
    client.get("/?nama=Sari", headers={"user-agent": "Sari"})
    client.get("/tidak-ada/sari@contoh.example")
    after = samples()
    assert after[name] - before.get(name, 0) == 2
    assert after['adopsi_request_seconds_count{pemda="72.02"}'] >= 3
    assert after['adopsi_route_seconds_count{route="home"}'] >= 2
    assert after['adopsi_requests_total{pemda="72.02",route="-",status="4xx"}'] >= 1
    with monkeypatch.context() as patch:
        patch.setattr("adopsi.portal.home.active_manifests", lambda *a: 1 / 0)
        assert client.get("/").status_code == 500
    assert samples()['adopsi_errors_total{pemda="72.02",route="home"}'] >= 1
    text = json.dumps(samples())
    for private in (sari.name, sari.email, "tidak-ada", "127.0.0.1", "nama="):
        assert private not in text


def test_figures_of_the_fleet_and_of_the_queues(shared_database):
    found = samples()
    assert found['adopsi_pemda{state="active"}'] == 2
    assert found['adopsi_runs{state="failed"}'] == 0
    assert found['adopsi_queue_length{queue="work"}'] >= 0
    assert (found['adopsi_up{part="database"}'], found['adopsi_up{part="broker"}']) == (1, 1)


def test_the_processes_of_a_machine_are_added_up(shared_database, settings, tmp_path):
    settings.ADOPSI_METRICS_FOLDER = tmp_path
    ask("/health/metrics", REMOTE_ADDR="127.0.0.1")
    metrics.UNCOUNTED.inc(3)
    metrics.write()
    own = samples()["adopsi_uncounted_total"]
    written = json.loads((tmp_path / f"{os.getpid()}.json").read_text())
    (tmp_path / "1.json").write_text(json.dumps(written))
    assert samples()["adopsi_uncounted_total"] == 2 * own
    # Half a file, and one of a process that is gone.
    (tmp_path / "2.json").write_text("[[")
    old = time.time() - 120
    os.utime(tmp_path / "1.json", (old, old))
    assert samples()["adopsi_uncounted_total"] == own
    assert not (tmp_path / "1.json").exists()


def test_a_full_disk_breaks_no_request(shared_database, poso, client_of, settings, tmp_path):
    settings.ADOPSI_METRICS_FOLDER = tmp_path / "file" / "folder"
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError):
        metrics.write()
    assert client_of(poso).get("/").status_code == 200
