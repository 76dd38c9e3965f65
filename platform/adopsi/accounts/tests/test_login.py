"""Logging in by password and by code, and where it leads."""

from __future__ import annotations

import pytest

from tenants.accounts.models import Person

PASSWORD = "kata-sandi-uji"


def _is_in(client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("login", ["sari@contoh.example", "SARI@contoh.example ", "0812 0000 1111", "+6281200001111"])
def test_citizen_logs_in_by_email_or_phone(visitor, sari, login):
    sari.phone, sari.phone_verified = "+6281200001111", True
    sari.save()
    answer = visitor.post("/akun/masuk/", {"login": login, "password": PASSWORD})
    assert answer.url == "/"
    assert _is_in(visitor)


@pytest.mark.parametrize("login", ["sari@contoh.example", "nobody@contoh.example", "081299998888", "apa saja"])
def test_refusal_does_not_tell_who_has_an_account(visitor, sari, login):
    answer = visitor.post("/akun/masuk/", {"login": login, "password": "salah-sekali"})
    assert "Surel, nomor ponsel, atau kata sandi tidak cocok." in answer.content.decode()
    assert not _is_in(visitor)


def test_officer_lands_in_the_console(visitor, budi):
    assert visitor.post("/akun/masuk/", {"login": budi.email, "password": PASSWORD}).url == "/konsol/"


def test_next_is_followed_within_the_host(visitor, sari):
    form = {"login": sari.email, "password": PASSWORD, "next": "/notifikasi/"}
    assert visitor.post("/akun/masuk/", form).url == "/notifikasi/"


@pytest.mark.parametrize("target", ["https://jahat.example/", "//jahat.example/", "/\\jahat.example"])
def test_next_to_another_host_is_ignored(visitor, sari, target):
    form = {"login": sari.email, "password": PASSWORD, "next": target}
    assert visitor.post("/akun/masuk/", form).url == "/"


def test_code_instead_of_a_password(visitor, sari, mailoutbox, code_in):
    assert visitor.post("/akun/masuk/kode/", {"contact": sari.email}).url == "/akun/masuk/kode/isi/"
    assert visitor.post("/akun/masuk/kode/isi/", {"code": code_in(mailoutbox[0])}).url == "/"
    assert _is_in(visitor)


def test_code_by_text_message(visitor, sari, mailoutbox, code_in):
    sari.phone, sari.phone_verified = "+6281200001111", False
    sari.save()
    visitor.post("/akun/masuk/kode/", {"contact": "081200001111"})
    assert mailoutbox[0].to == ["+6281200001111@sms.localhost"]
    assert visitor.post("/akun/masuk/kode/isi/", {"code": code_in(mailoutbox[0])}).url == "/"
    sari.refresh_from_db()
    assert sari.phone_verified


@pytest.mark.parametrize("contact", ["nobody@contoh.example", "081299998888"])
def test_code_for_an_unknown_contact_looks_the_same(visitor, mailoutbox, contact):
    assert visitor.post("/akun/masuk/kode/", {"contact": contact}).url == "/akun/masuk/kode/isi/"
    page = visitor.get("/akun/masuk/kode/isi/")
    assert page.status_code == 200
    assert "belum" in mailoutbox[0].body
    assert "Kode tidak cocok" in visitor.post("/akun/masuk/kode/isi/", {"code": "123456"}).content.decode()


def test_wrong_code_lets_nobody_in(visitor, sari, mailoutbox):
    visitor.post("/akun/masuk/kode/", {"contact": sari.email})
    visitor.post("/akun/masuk/kode/isi/", {"code": "xxxxxx"})
    assert not _is_in(visitor)


def test_waiting_for_a_code_can_be_given_up(visitor, sari, mailoutbox):
    visitor.post("/akun/masuk/kode/", {"contact": sari.email})
    assert visitor.get("/akun/masuk/").url.startswith("/akun/masuk/kode/isi/")
    visitor.post("/akun/keluar/", {"next": "/akun/masuk/"})
    assert visitor.get("/akun/masuk/").status_code == 200


def test_citizen_with_an_unproven_address_gets_a_code_first(visitor, mailoutbox, code_in):
    Person.objects.create_user(name="Baru", email="baru@contoh.id", password=PASSWORD)
    answer = visitor.post("/akun/masuk/", {"login": "baru@contoh.id", "password": PASSWORD})
    assert answer.url == "/akun/surel/kode/"
    assert not _is_in(visitor)
    assert visitor.post("/akun/surel/kode/", {"code": code_in(mailoutbox[0])}).url == "/"


def test_closed_account_stays_out(visitor, sari):
    Person.objects.filter(pk=sari.pk).update(is_active=False)
    answer = visitor.post("/akun/masuk/", {"login": sari.email, "password": PASSWORD})
    assert answer.url == "/akun/nonaktif/"
    assert not _is_in(visitor)


def test_logging_out_takes_a_post(client_of, poso, sari):
    client = client_of(poso, sari)
    assert client.get("/akun/keluar/").status_code == 200
    assert _is_in(client)
    assert client.post("/akun/keluar/").url == "/"
    assert not _is_in(client)


def test_failed_attempts_by_phone_are_counted_per_number(settings, visitor, sari, person):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "2/5m/key"}
    sari.phone, sari.phone_verified = "+6281200001111", True
    sari.save()
    for _ in range(3):
        answer = visitor.post("/akun/masuk/", {"login": "081299998888", "password": "salah-sekali"})
    assert "Terlalu banyak percobaan" in answer.content.decode()
    assert visitor.post("/akun/masuk/", {"login": "081200001111", "password": PASSWORD}).url == "/"


def test_too_many_requests_get_a_page(settings, visitor):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    visitor.post("/akun/masuk/", {"login": "a@b.id", "password": "x"})
    answer = visitor.post("/akun/masuk/", {"login": "a@b.id", "password": "x"})
    assert answer.status_code == 429
    assert "Terlalu banyak" in answer.content.decode()


def test_demonstration_accounts_are_shown_only_in_the_demonstration(settings, visitor):
    settings.ADOPSI_DEMO = False
    assert "peragaan-adopsi" not in visitor.get("/akun/masuk/").content.decode()
    settings.ADOPSI_DEMO = True
    assert "sari@poso.example" in visitor.get("/akun/masuk/").content.decode()
