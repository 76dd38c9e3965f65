"""Language and colours."""

from __future__ import annotations

import pytest

from adopsi.portal.safe import is_own_path


def test_choices_are_kept_and_the_page_returns(visitor):
    answer = visitor.post("/preferensi/", {"tema": "gelap", "bahasa": "en", "next": "/berita/?kategori=pajak"})
    assert answer.url == "/berita/?kategori=pajak"
    assert answer.cookies["tema"].value == "gelap"
    assert answer.cookies["bahasa"].value == "en"
    page = visitor.get("/berita/").content.decode()
    assert 'data-theme="kota-gelap"' in page
    assert '<html lang="en"' in page


def test_automatic_colours_forget_the_choice(visitor):
    visitor.post("/preferensi/", {"tema": "gelap"})
    answer = visitor.post("/preferensi/", {"tema": "otomatis"})
    assert answer.cookies["tema"]["max-age"] == 0


def test_language_is_kept_in_the_account(client_of, poso, sari):
    client_of(poso, sari).post("/preferensi/", {"bahasa": "en"})
    sari.refresh_from_db()
    assert sari.language == "en"


@pytest.mark.parametrize("choice", [{"tema": "ungu"}, {"bahasa": "xx"}])
def test_unknown_choice_changes_nothing(visitor, choice):
    assert not visitor.post("/preferensi/", choice).cookies


@pytest.mark.parametrize(
    "target", ["https://jahat.example/", "//jahat.example/", "/\\jahat.example", "javascript:alert(1)", "", "berita"]
)
def test_redirect_stays_on_the_host(visitor, target):
    assert not is_own_path(target)
    assert visitor.post("/preferensi/", {"tema": "gelap", "next": target}).url == "/"


def test_it_takes_a_post(visitor):
    assert visitor.get("/preferensi/").status_code == 405
