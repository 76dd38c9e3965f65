"""Pictures: checked by content, limited, stripped and re-encoded; a refusal stores nothing."""

import io

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tenants.attachments.errors import DisguisedFile, FileTooLarge, NotAnImage
from tenants.attachments.models import Attachment
from tenants.attachments.services import MAX_BYTES, store_image, thumbnail_path


def picture(size=(2400, 1200), fmt="JPEG", exif=None):
    buffer = io.BytesIO()
    image = Image.new("RGB", size, "#0f766e")
    image.save(buffer, fmt, **({"exif": exif} if exif else {}))
    return buffer.getvalue()


def upload(body, name="foto.jpg"):
    return SimpleUploadedFile(name, body, content_type="image/jpeg")


def store(body, actor, name="foto.jpg"):
    return store_image(upload=upload(body, name), purpose="test", visibility="public", actor=actor)


def test_a_photo_is_kept_small_as_webp_under_its_pemda(in_poso, sari):
    kept = store(picture(), sari)
    assert (kept.content_type, kept.width, kept.height) == ("image/webp", 1600, 800)
    assert kept.path.startswith("pemda_7202/")
    with default_storage.open(kept.path) as file:
        assert Image.open(file).format == "WEBP"
    with default_storage.open(thumbnail_path(kept)) as file:
        assert Image.open(file).size == (480, 240)


def test_the_cameras_position_is_dropped_and_the_picture_turned_upright(in_poso, sari):
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "S"
    kept = store(picture((400, 200), exif=exif), sari)
    assert (kept.width, kept.height) == (200, 400)
    with default_storage.open(kept.path) as file:
        assert not Image.open(file).getexif()


@pytest.mark.parametrize(
    ("body", "name", "refusal"),
    [
        (b"MZ\x90\x00" + b"\x00" * 500, "foto.jpg", DisguisedFile),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "foto.png", DisguisedFile),
        (b"%PDF-1.7 surat", "surat.pdf", NotAnImage),
        (b"", "foto.jpg", DisguisedFile),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 100, "foto.jpg", DisguisedFile),
        (b"GIF89a" + b"\x00" * 100, "gerak.gif", NotAnImage),
        (b"\xff" * (MAX_BYTES + 1), "foto.jpg", FileTooLarge),
    ],
)
def test_what_is_no_photo_is_refused_and_nothing_is_stored(in_poso, sari, body, name, refusal):
    with pytest.raises(refusal) as caught:
        store(body, sari, name)
    assert type(caught.value) is refusal
    assert Attachment.objects.count() == 0


def test_a_picture_bomb_is_refused(in_poso, sari):
    with pytest.raises(FileTooLarge):
        store(picture((10000, 6000), "PNG"), sari, "besar.png")


def test_a_script_behind_a_picture_does_not_survive(in_poso, sari):
    kept = store(picture((100, 100)) + b"<script>alert(1)</script>", sari)
    with default_storage.open(kept.path) as file:
        assert b"<script>" not in file.read()


def test_when_the_row_cannot_be_written_the_file_goes_too(in_poso, sari, monkeypatch):
    stored = []
    real = default_storage.save
    monkeypatch.setattr(default_storage, "save", lambda *a, **k: stored.append(real(*a, **k)) or stored[-1])
    monkeypatch.setattr(Attachment, "save", lambda *a, **k: (_ for _ in ()).throw(RuntimeError("full")))
    with pytest.raises(RuntimeError):
        store(picture((100, 100)), sari)
    assert stored
    assert not any(default_storage.exists(name) for name in stored)
