"""The front page: for guests, and for the team."""

from __future__ import annotations


def test_guests_learn_what_adopsi_is(in_pusat, client_of):
    page = client_of(None).get("/").content.decode()

    assert "Aplikasi kota yang sudah terbukti" in page
    assert 'href="http://poso.localhost:8000/"' in page
    assert 'href="/akun/masuk/"' in page
    assert "Perlu perhatian" not in page


def test_the_team_sees_the_fleet_in_numbers(central):
    page = central.get("/").content.decode()

    assert "Halo, Tiara" in page
    assert "Kabupaten Poso" in page
    assert "dari 552 wilayah" in page
    assert "Semua beres" in page


def test_it_speaks_english(central):
    central.cookies["bahasa"] = "en"

    page = central.get("/").content.decode()

    assert "Hello, Tiara" in page
    assert "of 552 regions" in page
