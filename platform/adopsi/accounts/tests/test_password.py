"""Forgotten and changed passwords."""

from __future__ import annotations

import pytest

NEW = "sandi-baru-yang-panjang"


@pytest.mark.parametrize("contact", ["sari@contoh.example", "0812-0000-1111"])
def test_forgotten_password_is_replaced_by_code(visitor, sari, mailoutbox, code_in, contact):
    sari.phone, sari.phone_verified = "+6281200001111", True
    sari.save()
    assert visitor.post("/akun/sandi/lupa/", {"contact": contact}).url == "/akun/sandi/lupa/kode/"
    assert visitor.post("/akun/sandi/lupa/kode/", {"code": code_in(mailoutbox[0])}).url == "/akun/sandi/lupa/baru/"
    assert visitor.post("/akun/sandi/lupa/baru/", {"password1": NEW}).url == "/akun/sandi/lupa/selesai/"
    assert visitor.post("/akun/masuk/", {"login": sari.email, "password": NEW}).url == "/"


def test_unknown_contact_is_answered_the_same(visitor, mailoutbox):
    answer = visitor.post("/akun/sandi/lupa/", {"contact": "nobody@contoh.example"})
    assert answer.url == "/akun/sandi/lupa/kode/"
    assert visitor.get("/akun/sandi/lupa/kode/").status_code == 200
    assert "belum ada akun" in mailoutbox[0].body


def test_new_password_needs_the_code(visitor, sari, mailoutbox):
    visitor.post("/akun/sandi/lupa/", {"contact": sari.email})
    assert visitor.post("/akun/sandi/lupa/baru/", {"password1": NEW}).url == "/akun/sandi/lupa/kode/"
    sari.refresh_from_db()
    assert not sari.check_password(NEW)


def test_changing_the_password_tells_the_owner(client_of, poso, sari, mailoutbox):
    client = client_of(poso, sari)
    form = {"oldpassword": "kata-sandi-uji", "password1": NEW}
    assert client.post("/akun/sandi/ubah/", form).url == "/akun/"
    sari.refresh_from_db()
    assert sari.check_password(NEW)
    assert mailoutbox[0].subject == "Kata sandi Anda diganti"


def test_changing_needs_the_present_password(client_of, poso, sari):
    answer = client_of(poso, sari).post("/akun/sandi/ubah/", {"oldpassword": "bukan-ini", "password1": NEW})
    assert "Kata sandi yang sekarang tidak cocok." in answer.content.decode()
