"""The account page: profile, contacts, devices, own data."""

from __future__ import annotations

import json

from allauth.account.models import EmailAddress

from tenants.accounts.models import Person
from tenants.audit.models import Entry
from tenants.notifications.models import Notification

PASSWORD = "kata-sandi-uji"


def test_visitor_is_shown_the_way_in(visitor):
    page = visitor.get("/akun/").content.decode()
    assert "/akun/masuk/" in page
    assert "/akun/daftar/" in page


def test_name_and_language_are_changed(client_of, poso, sari):
    client = client_of(poso, sari)
    answer = client.post("/akun/", {"name": "Sari Baru", "language": "en"})
    assert answer.url == "/akun/"
    assert answer.cookies["bahasa"].value == "en"
    sari.refresh_from_db()
    assert (sari.name, sari.language) == ("Sari Baru", "en")
    assert "My data" in client.get("/akun/").content.decode()


def test_chosen_language_returns_with_the_log_in(visitor, sari):
    Person.objects.filter(pk=sari.pk).update(language="en")
    answer = visitor.post("/akun/masuk/", {"login": sari.email, "password": PASSWORD})
    assert answer.cookies["bahasa"].value == "en"


def test_email_is_changed_once_proven(client_of, poso, sari, mailoutbox, code_in):
    client = client_of(poso, sari)
    answer = client.post("/akun/surel/", {"action_add": "", "email": "baru@contoh.id"})
    assert answer.url == "/akun/surel/kode/"
    sari.refresh_from_db()
    assert sari.email == "sari@contoh.example"
    assert client.post("/akun/surel/kode/", {"code": code_in(mailoutbox[0])}).url == "/akun/surel/"
    sari.refresh_from_db()
    assert sari.email == "baru@contoh.id"
    assert list(EmailAddress.objects.filter(user=sari).values_list("email", flat=True)) == ["baru@contoh.id"]


def test_phone_is_added_once_proven(client_of, poso, sari, mailoutbox, code_in):
    client = client_of(poso, sari)
    assert client.post("/akun/ponsel/", {"phone": "0813 1111 2222"}).url == "/akun/ponsel/kode/"
    sari.refresh_from_db()
    assert sari.phone is None
    assert client.post("/akun/ponsel/kode/", {"code": code_in(mailoutbox[0])}).url == "/akun/ponsel/"
    sari.refresh_from_db()
    assert (sari.phone, sari.phone_verified) == ("+6281311112222", True)


def test_other_devices_are_signed_out(client_of, poso, sari):
    here, elsewhere = client_of(poso), client_of(poso)
    for client in (here, elsewhere):
        client.post(
            "/akun/masuk/",
            {"login": sari.email, "password": PASSWORD},
            headers={"user-agent": "Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36"},
        )
    assert here.get("/akun/").content.decode().count(">Chrome di Android<") == 2
    assert here.post("/akun/perangkat/keluar/").url == "/akun/"
    assert here.get("/akun/data-saya.json").status_code == 200
    assert elsewhere.get("/akun/data-saya.json").status_code == 302


def test_own_data_is_given_out(client_of, poso, sari, otto):
    Notification.objects.create(person=sari, kind="uji", subject="Untuk Sari")
    Notification.objects.create(person=otto, kind="uji", subject="Untuk Otto")
    answer = client_of(poso, sari).get("/akun/data-saya.json")
    data = json.loads(answer.content)
    assert data["account"]["email"] == sari.email
    assert [note["subject"] for note in data["notifications"]] == ["Untuk Sari"]
    assert answer["Content-Disposition"].startswith("attachment")


def test_account_is_closed_for_good(client_of, poso, sari):
    Notification.objects.create(person=sari, kind="uji", subject="Untuk Sari")
    client = client_of(poso, sari)
    assert client.get("/akun/hapus/").status_code == 200
    assert client.post("/akun/hapus/").url == "/"
    sari.refresh_from_db()
    assert (sari.name, sari.email, sari.is_active) == ("Akun dihapus", None, False)
    assert not Notification.objects.filter(person=sari).exists()
    assert not EmailAddress.objects.filter(user=sari).exists()
    assert Entry.objects.filter(act="account.closed_by_owner", subject_id=str(sari.pk)).exists()


def test_officer_cannot_close_their_account(client_of, poso, budi):
    assert client_of(poso, budi).post("/akun/hapus/").status_code == 403
    budi.refresh_from_db()
    assert budi.is_active
