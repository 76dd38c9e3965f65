"""Sessions: listed per device, ended one by one or all at once, and known in their own Pemda alone."""

from __future__ import annotations

import time

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache

from tenants.audit.models import Entry
from tenants.context import inside

PASSWORD = "kata-sandi-uji"
PHONE = "Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36"
DESK = "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"


@pytest.fixture(autouse=True)
def _counts():
    cache.clear()


@pytest.fixture
def log_in(client_of):
    """Logs the citizen in on a device of its own."""

    def make(pemda, person, agent=PHONE):
        client = client_of(pemda)
        client.post("/akun/masuk/", {"login": person.email, "password": PASSWORD}, headers={"user-agent": agent})
        assert "_auth_user_id" in client.session
        return client

    return make


def _is_in(client):
    return client.get("/akun/data-saya.json").status_code == 200


def test_devices_are_listed_with_time_and_address(in_poso, sari, log_in):
    here = log_in(in_poso, sari)
    log_in(in_poso, sari, DESK)
    page = here.get("/akun/").content.decode()
    assert "Chrome di Android" in page
    assert "Firefox di Windows" in page
    assert page.count(">Perangkat ini<") == 1
    assert "127.0.0.1" in page


def test_one_device_is_signed_out(in_poso, sari, log_in):
    here, lost, third = log_in(in_poso, sari), log_in(in_poso, sari, DESK), log_in(in_poso, sari)
    session = UserSession.objects.get(session_key=lost.session.session_key)
    assert here.post(f"/akun/perangkat/{session.pk}/keluar/").url == "/akun/"
    assert [_is_in(client) for client in (here, lost, third)] == [True, False, True]
    assert Entry.objects.filter(act="account.signed_out_elsewhere", actor_id=sari.pk).exists()


def test_device_of_somebody_else_stays(in_poso, sari, otto, log_in):
    here, theirs = log_in(in_poso, sari), log_in(in_poso, otto)
    session = UserSession.objects.get(user=otto)
    here.post(f"/akun/perangkat/{session.pk}/keluar/")
    assert _is_in(theirs)
    assert UserSession.objects.filter(pk=session.pk).exists()


def test_all_others_are_signed_out(in_poso, sari, log_in):
    here, elsewhere = log_in(in_poso, sari), log_in(in_poso, sari)
    here.post("/akun/perangkat/keluar/")
    assert [_is_in(client) for client in (here, elsewhere)] == [True, False]


def test_signing_out_everywhere_ends_this_one_too(in_poso, sari, log_in):
    here, elsewhere = log_in(in_poso, sari), log_in(in_poso, sari)
    assert here.post("/akun/perangkat/keluar-semua/").url == "/akun/masuk/"
    assert [_is_in(client) for client in (here, elsewhere)] == [False, False]
    assert not UserSession.objects.filter(user=sari).exists()


def test_new_password_signs_the_others_out(in_poso, sari, log_in):
    here, elsewhere = log_in(in_poso, sari), log_in(in_poso, sari)
    here.post("/akun/sandi/ubah/", {"oldpassword": PASSWORD, "password1": "sandi-baru-yang-panjang"})
    assert [_is_in(client) for client in (here, elsewhere)] == [True, False]


def test_session_from_before_appears_when_it_is_used(client_of, in_poso, sari):
    client = client_of(in_poso, sari)
    assert not UserSession.objects.filter(user=sari).exists()
    client.get("/akun/")
    assert UserSession.objects.get(user=sari).session_key == client.session.session_key


def test_last_moment_is_written_once_in_a_while(client_of, in_poso, sari):
    client = client_of(in_poso, sari)
    client.get("/akun/")
    first = UserSession.objects.get(user=sari).last_seen_at
    client.get("/akun/")
    assert UserSession.objects.get(user=sari).last_seen_at == first
    session = client.session
    session["seen_at"] = int(time.time()) - 3600
    session.save()
    client.get("/akun/")
    assert UserSession.objects.get(user=sari).last_seen_at > first


def test_session_is_unknown_in_another_pemda(fresh, client_of, poso, karawang, person):
    """Both people have the same number in their schema; a session is a row of one schema."""
    for pemda in (poso, karawang):
        with inside(pemda):
            sari = person("Sari")
    client = client_of(poso)
    client.post("/akun/masuk/", {"login": sari.email, "password": PASSWORD})
    key = client.cookies["sesi"].value if "sesi" in client.cookies else client.session.session_key
    stranger = client_of(karawang)
    for cookie in client.cookies.values():
        stranger.cookies[cookie.key] = cookie.value
    assert stranger.get("/akun/data-saya.json").status_code == 302
    with inside(karawang):
        assert not Session.objects.filter(session_key=key).exists()
        assert not UserSession.objects.exists()
    with inside(poso):
        assert UserSession.objects.count() == 1


# --- closing an account -------------------------------------------------------------------------------


def test_closed_account_is_out_at_once_and_stays_out_when_it_opens_again(client_of, in_poso, rina, sari, log_in):
    theirs = log_in(in_poso, sari)
    admin = client_of(in_poso, rina)
    admin.post(f"/konsol/orang/{sari.pk}/tutup/")
    assert not _is_in(theirs)
    admin.post(f"/konsol/orang/{sari.pk}/buka/")
    assert not _is_in(theirs)


def test_closing_revokes_tokens_for_good(client_of, in_poso, rina, person):
    from tenants.accounts.tokens import issue_token

    dian = person("Dian", kind="admin_ti")
    key = issue_token(person=dian, name="dasbor", scopes=["activations:read"], days=None)[1]
    caller = client_of(in_poso)
    bearer = {"authorization": f"Bearer {key}"}
    assert caller.get("/api/v1/activations/", headers=bearer).status_code == 200
    admin = client_of(in_poso, rina)
    admin.post(f"/konsol/orang/{dian.pk}/tutup/")
    assert caller.get("/api/v1/activations/", headers=bearer).status_code == 401
    admin.post(f"/konsol/orang/{dian.pk}/buka/")
    assert caller.get("/api/v1/activations/", headers=bearer).status_code == 401
