"""Who may see which file."""

from __future__ import annotations

import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tenants.attachments.services import store_image


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def _stored(visibility: str, actor=None):
    buffer = io.BytesIO()
    Image.new("RGB", (800, 600), "teal").save(buffer, "JPEG")
    upload = SimpleUploadedFile("foto.jpg", buffer.getvalue(), content_type="image/jpeg")
    return store_image(upload=upload, purpose="uji", visibility=visibility, actor=actor)


@pytest.mark.parametrize(
    ("visibility", "who_may"),
    [
        ("public", {"visitor", "sari", "otto", "budi"}),
        ("staff", {"budi"}),
        ("owner", {"sari", "budi"}),
    ],
)
def test_visibility(client_of, poso, sari, otto, budi, visibility, who_may):
    stored = _stored(visibility, actor=sari)
    clients = {"visitor": client_of(poso), "sari": client_of(poso, sari), "otto": client_of(poso, otto)}
    clients["budi"] = client_of(poso, budi)
    for url in (stored.get_absolute_url(), stored.thumbnail_url):
        answered = {name for name, client in clients.items() if client.get(url).status_code == 200}
        assert answered == who_may


def test_file_of_nobody_is_for_staff_only(client_of, poso, sari):
    assert client_of(poso, sari).get(_stored("owner").get_absolute_url()).status_code == 404


def test_public_file_is_sandboxed_and_kept(visitor):
    answer = visitor.get(_stored("public").get_absolute_url())
    assert answer["Content-Type"] == "image/webp"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "immutable" in answer["Cache-Control"]
    assert b"".join(answer.streaming_content)[8:12] == b"WEBP"


def test_private_file_is_not_kept_by_others(client_of, poso, sari):
    answer = client_of(poso, sari).get(_stored("owner", actor=sari).get_absolute_url())
    assert answer["Cache-Control"].startswith("private")


def test_unknown_file_is_missing(visitor):
    assert visitor.get(f"/berkas/{uuid.uuid4()}").status_code == 404
    assert visitor.get("/berkas/tidak-ada").status_code == 404


def test_lost_file_is_missing(visitor, settings, tmp_path):
    stored = _stored("public")
    (tmp_path / stored.path).unlink()
    assert visitor.get(stored.get_absolute_url()).status_code == 404
