"""The inbox."""

from __future__ import annotations

import pytest

from tenants.notifications.models import Notification
from tenants.notifications.selectors import count_unread


@pytest.fixture
def notes(sari):
    """Two unread messages of Sari."""
    paths = ("/berita/", "https://jahat.example/")
    return [
        Notification.objects.create(person=sari, kind="uji", subject=f"Pesan {n}", path=p) for n, p in enumerate(paths)
    ]


def test_visitor_is_told_what_it_is_for(visitor):
    assert "Masuk untuk melihat notifikasi" in visitor.get("/notifikasi/").content.decode()


def test_opening_marks_as_read_and_leads_to_the_page(client_of, poso, sari, notes):
    client = client_of(poso, sari)
    assert client.get(f"/notifikasi/{notes[0].pk}/").url == "/berita/"
    assert count_unread(sari) == 1
    assert client.get(f"/notifikasi/{notes[1].pk}/").url == "/notifikasi/"


def test_one_and_all_are_marked_as_read(client_of, poso, sari, notes):
    client = client_of(poso, sari)
    client.post("/notifikasi/dibaca/", {"id": notes[0].pk})
    assert count_unread(sari) == 1
    client.post("/notifikasi/dibaca/")
    assert count_unread(sari) == 0


def test_messages_of_others_do_not_exist(client_of, poso, sari, otto, notes):
    client = client_of(poso, otto)
    assert client.get(f"/notifikasi/{notes[0].pk}/").status_code == 404
    client.post("/notifikasi/dibaca/", {"id": notes[0].pk})
    client.post("/notifikasi/dibaca/")
    assert count_unread(sari) == 2
    assert "Pesan 0" not in client.get("/notifikasi/").content.decode()


def test_unread_filter(client_of, poso, sari, notes):
    client = client_of(poso, sari)
    client.post("/notifikasi/dibaca/", {"id": notes[0].pk})
    page = client.get("/notifikasi/?saring=baru").content.decode()
    assert "Pesan 1" in page
    assert "Pesan 0" not in page
