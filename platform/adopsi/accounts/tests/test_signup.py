"""Signing up by e-mail and by phone, each proven by a code."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress

from tenants.accounts.models import Person

FORM = {"name": "Dewi Anggraeni", "password1": "rahasia-panjang"}


def test_citizen_signs_up_by_email(visitor, mailoutbox, code_in):
    sent = visitor.post("/akun/daftar/", FORM | {"contact": "Dewi@Contoh.id"})
    assert sent.url == "/akun/surel/kode/"
    assert mailoutbox[0].to == ["dewi@contoh.id"]
    assert mailoutbox[0].from_email.startswith("Kabupaten Poso <")
    done = visitor.post("/akun/surel/kode/", {"code": code_in(mailoutbox[0])})
    assert done.url == "/"
    dewi = Person.objects.get(email="dewi@contoh.id")
    assert (dewi.name, dewi.kind, dewi.phone) == ("Dewi Anggraeni", "warga", None)
    assert EmailAddress.objects.get(user=dewi).verified
    assert "Dewi" in visitor.get("/").content.decode()


def test_citizen_signs_up_by_phone(visitor, mailoutbox, code_in):
    sent = visitor.post("/akun/daftar/", FORM | {"contact": "0812-3456-7890"})
    assert sent.url == "/akun/ponsel/kode/"
    assert mailoutbox[0].to == ["+6281234567890@sms.localhost"]
    assert "Kabupaten Poso" in mailoutbox[0].body
    done = visitor.post("/akun/ponsel/kode/", {"code": code_in(mailoutbox[0])})
    assert done.url == "/"
    dewi = Person.objects.get(phone="+6281234567890")
    assert (dewi.email, dewi.phone_verified) == (None, True)


def test_wrong_code_lets_nobody_in(visitor, mailoutbox):
    visitor.post("/akun/daftar/", FORM | {"contact": "dewi@contoh.id"})
    answer = visitor.post("/akun/surel/kode/", {"code": "000000x"})
    assert answer.status_code == 200
    assert "Kode tidak cocok" in answer.content.decode()
    assert "_auth_user_id" not in visitor.session


def test_third_wrong_code_ends_the_attempt(visitor, mailoutbox, code_in):
    visitor.post("/akun/daftar/", FORM | {"contact": "dewi@contoh.id"})
    for _ in range(3):
        answer = visitor.post("/akun/surel/kode/", {"code": "abcdef"})
    assert answer.url == "/akun/masuk/"
    late = visitor.post("/akun/surel/kode/", {"code": code_in(mailoutbox[0])})
    assert late.status_code == 302
    assert "_auth_user_id" not in visitor.session


@pytest.mark.parametrize(
    ("contact", "path"), [("sari@contoh.example", "/akun/surel/kode/"), ("081200001111", "/akun/ponsel/kode/")]
)
def test_taken_contact_is_answered_like_a_free_one(visitor, sari, mailoutbox, contact, path):
    sari.phone, sari.phone_verified = "+6281200001111", True
    sari.save()
    before = Person.objects.count()
    answer = visitor.post("/akun/daftar/", FORM | {"contact": contact})
    assert answer.url == path
    assert visitor.get(path).status_code == 200
    assert Person.objects.count() == before
    assert "sudah memiliki akun" in mailoutbox[0].body


def test_weak_password_is_refused_and_the_rest_stays(visitor):
    answer = visitor.post("/akun/daftar/", FORM | {"contact": "dewi@contoh.id", "password1": "12345"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="Dewi Anggraeni"' in page
    assert 'value="dewi@contoh.id"' in page
    assert not Person.objects.filter(email="dewi@contoh.id").exists()


def test_contact_must_be_one_of_the_two(visitor):
    answer = visitor.post("/akun/daftar/", FORM | {"contact": "dewi"})
    assert "Tulis alamat surel seperti" in answer.content.decode()


def test_code_can_be_sent_again(visitor, mailoutbox, code_in):
    visitor.post("/akun/daftar/", FORM | {"contact": "dewi@contoh.id"})
    visitor.post("/akun/surel/kode/", {"action": "resend"})
    assert len(mailoutbox) == 2
    assert visitor.post("/akun/surel/kode/", {"code": code_in(mailoutbox[1])}).url == "/"
