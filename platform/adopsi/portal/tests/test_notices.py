"""Notices of the editors."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from adopsi.portal.models import Notice

SPAN = {"starts_at": "2026-11-22T08:00", "ends_at": "2030-11-23T18:00"}
FORM = {"severity": "warning", "topic": "cuaca", "title": "Hujan lebat", "text": "Hindari Jalan Melati."} | SPAN


@pytest.fixture
def editor(client_of, poso, budi, give):
    """A client signed in as an editor."""
    give(budi, "inti.redaksi")
    return client_of(poso, budi)


def test_editor_puts_up_and_takes_down(editor, visitor):
    assert editor.post("/konsol/berita/pengumuman/baru/", FORM).url == "/konsol/berita/pengumuman/"
    notice = Notice.objects.get()
    # Times are the Pemda's own: Poso is eight hours ahead of UTC.
    assert notice.starts_at.isoformat() == "2026-11-22T00:00:00+00:00"
    Notice.objects.update(starts_at=timezone.now() - timedelta(hours=1))
    assert "Hindari Jalan Melati." in visitor.get("/").content.decode()
    editor.post(f"/konsol/berita/pengumuman/{notice.pk}/turunkan/")
    assert "Hindari Jalan Melati." not in visitor.get("/").content.decode()


def test_notice_cannot_end_before_it_starts(editor):
    page = editor.post("/konsol/berita/pengumuman/baru/", FORM | {"ends_at": "2026-11-21T08:00"}).content.decode()
    assert "Waktu selesai harus sesudah waktu mulai." in page
    assert not Notice.objects.exists()


def test_notice_taken_down_before_it_began_is_never_shown(editor, visitor):
    now = timezone.now()
    notice = Notice.objects.create(
        title="Nanti", text="Isi", starts_at=now + timedelta(hours=1), ends_at=now + timedelta(hours=2)
    )
    editor.post(f"/konsol/berita/pengumuman/{notice.pk}/turunkan/")
    notice.refresh_from_db()
    assert notice.ends_at == notice.starts_at
