"""What the server does for forms that are sent later; the browser's part is a journey."""

from __future__ import annotations


def test_who_says_nobody_to_visitors(visitor):
    answer = visitor.get("/kiriman/siapa/")
    assert answer.json()["visitor"] == ""
    assert "no-store" in answer["Cache-Control"]


def test_who_names_the_person_and_gives_a_token_that_counts(client_of, poso, sari):
    client = client_of(poso, sari, enforce_csrf_checks=True)
    who = client.get("/kiriman/siapa/").json()
    assert who["visitor"] == str(sari.pk)
    assert client.post("/preferensi/", {"teks": "besar"}).status_code == 403
    assert client.post("/preferensi/", {"teks": "besar"}, headers={"X-CSRFToken": who["token"]}).status_code == 302


def test_outbox_may_be_kept_but_not_the_page_that_asks_before_leaving(client_of, poso, sari):
    client = client_of(poso, sari)
    assert client.get("/kiriman/")["X-Keep-Offline"] == "page"
    leaving = client.get("/kiriman/?keluar=1")
    assert "X-Keep-Offline" not in leaving
    assert "Hapus dan keluar" in leaving.content.decode()


def test_only_the_empty_form_may_be_kept(client_of, poso, sari):
    client = client_of(poso, sari)
    assert client.get("/laksa/lapor/")["X-Keep-Offline"] == "form"
    assert "X-Keep-Offline" not in client.get("/notifikasi/")
    assert "X-Keep-Offline" not in client.get("/laksa/saya/")


def test_a_refusal_without_a_page_gives_reasons(client_of, poso, sari):
    answer = client_of(poso, sari).post("/laksa/lapor/", {"title": ""}, headers={"Accept": "application/json"})
    assert answer.status_code == 422
    assert "Judul singkat: Wajib diisi." in answer.json()["reasons"]
