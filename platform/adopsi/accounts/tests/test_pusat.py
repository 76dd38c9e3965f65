"""The Tangerang team's own host."""

from __future__ import annotations

import pytest


@pytest.fixture
def _unlimited(settings):
    """These tests run at pusat, not inside Poso."""
    settings.ACCOUNT_RATE_LIMITS = False


def test_team_logs_in_and_lands_on_its_home(client_of, tiara):
    client = client_of(None)
    answer = client.post("/akun/masuk/", {"login": tiara.email, "password": "kata-sandi-uji"})
    assert answer.url == "/"
    assert "_auth_user_id" in client.session


def test_nobody_signs_up(client_of, in_pusat):
    page = client_of(None).get("/akun/daftar/")
    assert "Pendaftaran ditutup" in page.content.decode()


def test_account_page_works(client_of, tiara):
    page = client_of(None, tiara).get("/akun/")
    assert page.status_code == 200
    assert "Tiara" in page.content.decode()
