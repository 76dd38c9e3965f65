"""Anybody can check a certificate of an erasure; nobody learns from the page who asked for it."""

import hashlib
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from provisioning.erasures.selectors import check_code
from provisioning.models import Erasure

CONTENT = b"%PDF-1.7 a signed certificate"


@pytest.fixture
def done(in_pusat, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "paper.pdf").write_bytes(CONTENT)
    return Erasure.objects.create(
        pemda_code="72.02",
        slug="laksa",
        state=Erasure.State.ASKED,
        reason="Layanan dipindahkan.",
        asked_by="Rina Rahasia",
        asked_by_key="72.02:1",
    )


@pytest.fixture
def certified(done, monkeypatch):
    """The owner alone writes the end of an erasure, so the page's source gives it finished."""
    done.state, done.finished_at = Erasure.State.DONE, timezone.now()
    done.export_sha256, done.rows_erased = "a" * 64, {"laksa_report": 1200, "laksa_message": 34}
    done.certificate_path, done.certificate_sha256 = "paper.pdf", hashlib.sha256(CONTENT).hexdigest()
    monkeypatch.setattr(
        "provisioning.erasures.selectors.get_erasure", lambda key, **_facts: done if key == done.pk else None
    )
    return done


def test_a_known_certificate_shows_its_facts_and_no_people(certified, client_of):
    page = client_of(None).get(f"/verifikasi/{certified.pk}/")
    text = page.content.decode()
    assert page.status_code == 200
    for part in (
        "Kabupaten Poso",
        "LAKSA",
        "2 tabel, 1.234 baris",
        check_code(certified),
        certified.certificate_sha256,
    ):
        assert part in text
    assert "Rina Rahasia" not in text


def test_the_signed_file_is_genuine_and_another_is_not(certified, client_of):
    client = client_of(None)
    address = f"/verifikasi/{certified.pk}/"
    for body, words in ((CONTENT, "Berkas asli"), (CONTENT + b" ", "Bukan berkas asli")):
        page = client.post(address, {"file": SimpleUploadedFile("x.pdf", body, "application/pdf")})
        assert f">{words}<" in page.content.decode()
    assert client.post(address, {}).status_code == 422


def test_an_unknown_or_unfinished_certificate_is_not_found(done, client_of):
    client = client_of(None)
    for key in (uuid.uuid4(), done.pk):
        page = client.get(f"/verifikasi/{key}/")
        assert page.status_code == 404
        assert "Sertifikat tidak dikenal" in page.content.decode()


def test_only_the_team_downloads_the_certificate(certified, tiara, client_of):
    address = f"/verifikasi/{certified.pk}/sertifikat.pdf"
    assert client_of(None).get(address).status_code == 302
    answer = client_of(None, tiara).get(address)
    assert b"".join(answer.streaming_content) == CONTENT
