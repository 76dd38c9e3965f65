"""Files: judged by content, limited, scanned, stripped and re-encoded; a refusal stores nothing."""

import io
import zipfile

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tenants.attachments.content import EICAR
from tenants.attachments.errors import (
    ActiveDocument,
    BadFileName,
    DisguisedFile,
    FileTooLarge,
    InfectedFile,
    LimitsOutOfReason,
    NotADocument,
    NotAnImage,
    PolyglotFile,
    TooManyFiles,
)
from tenants.attachments.limits import change_limits, limits_here
from tenants.attachments.models import Attachment, UploadLimits
from tenants.attachments.services import Position, store_document, store_image, thumbnail_path
from tenants.errors import NotAllowed


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def picture(size=(2400, 1200), fmt="JPEG", exif=None):
    buffer = io.BytesIO()
    image = Image.new("RGB", size, "#0f766e")
    image.save(buffer, fmt, **({"exif": exif} if exif else {}))
    return buffer.getvalue()


def archive():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("jahat.exe", b"MZ" + b"\0" * 200)
    return buffer.getvalue()


PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"
PROGRAM = b"MZ\x90\x00" + b"\x00" * 500


def upload(body, name="foto.jpg"):
    return SimpleUploadedFile(name, body, content_type="image/jpeg")


def store(body, actor, name="foto.jpg", **more):
    return store_image(upload=upload(body, name), purpose="test", visibility="public", actor=actor, **more)


def store_paper(body, actor, name="surat.pdf"):
    return store_document(upload=upload(body, name), purpose="test", visibility="owner", actor=actor)


def nothing_stored(folder):
    return Attachment.objects.count() == 0 and not [file for file in folder.rglob("*") if file.is_file()]


def with_place(size=(400, 200), turned=6):
    exif = Image.Exif()
    exif[0x0112] = turned
    place = exif.get_ifd(0x8825)
    place.update({1: "S", 2: (1.0, 23.0, 33.0), 3: "E", 4: (120.0, 45.0, 14.4)})
    return picture(size, exif=exif)


def test_a_photo_is_kept_small_as_webp_under_its_pemda(in_poso, sari):
    kept = store(picture(), sari)
    assert (kept.content_type, kept.width, kept.height) == ("image/webp", 1600, 800)
    assert kept.path.startswith("pemda_7202/")
    with default_storage.open(kept.path) as file:
        assert Image.open(file).format == "WEBP"
    with default_storage.open(thumbnail_path(kept)) as file:
        assert Image.open(file).size == (480, 240)


def test_the_cameras_position_is_dropped_and_the_picture_turned_upright(in_poso, sari):
    kept = store(with_place(), sari)
    assert (kept.width, kept.height) == (200, 400)
    assert (kept.latitude, kept.longitude) == (None, None)
    with default_storage.open(kept.path) as file:
        assert not Image.open(file).getexif()


def test_the_position_is_kept_in_the_row_alone_when_asked(in_poso, sari):
    kept = store(with_place(), sari, position=Position.KEPT)
    assert (round(kept.latitude, 4), round(kept.longitude, 4)) == (-1.3925, 120.754)
    with default_storage.open(kept.path) as file:
        assert not Image.open(file).getexif()


def test_a_picture_without_a_position_has_none_to_keep(in_poso, sari):
    assert store(picture((80, 80)), sari, position=Position.KEPT).latitude is None


@pytest.mark.parametrize(
    ("body", "name", "refusal"),
    [
        (PROGRAM, "foto.jpg", DisguisedFile),
        (PROGRAM, "program.exe", NotAnImage),
        (SVG, "foto.png", DisguisedFile),
        (SVG, "gambar.svg", NotAnImage),
        (b"%PDF-1.7 surat", "surat.pdf", NotAnImage),
        (b"", "foto.jpg", DisguisedFile),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 100, "foto.jpg", DisguisedFile),
        (b"GIF89a" + b"\x00" * 100, "gerak.gif", NotAnImage),
        (b"\xff" * (10 * 1024 * 1024 + 1), "foto.jpg", FileTooLarge),
        (EICAR, "foto.jpg", InfectedFile),
        (picture((60, 60)) + EICAR, "foto.jpg", InfectedFile),
        (picture((60, 60)) + archive(), "foto.jpg", PolyglotFile),
        (picture((60, 60), "PNG") + b"<script>alert(1)</script>", "foto.png", PolyglotFile),
        (picture((60, 60)) + b"<?php system($_GET['c']); ?>", "foto.php.jpg", PolyglotFile),
    ],
)
def test_what_is_no_photo_is_refused_and_nothing_is_stored(in_poso, sari, media, body, name, refusal):
    with pytest.raises(NotAnImage if refusal is NotAnImage else refusal) as caught:
        store(body, sari, name)
    refused = FileTooLarge if issubclass(type(caught.value), FileTooLarge) else type(caught.value)
    assert refused is refusal
    assert len(str(caught.value.message)) > 20
    assert nothing_stored(media)


@pytest.mark.parametrize("fmt", ["PNG", "WEBP"])
def test_a_picture_bomb_is_refused_before_it_is_unpacked(in_poso, sari, media, fmt):
    bomb = picture((10000, 6000), fmt)
    assert len(bomb) < 2_000_000
    with pytest.raises(FileTooLarge):
        store(bomb, sari, "besar.png")
    assert nothing_stored(media)


@pytest.mark.parametrize("name", ["..\\..\\rahasia.jpg", "../../etc/passwd.jpg", "foto\x00.jpg", "..", "foto\n.jpg"])
def test_a_name_that_leads_elsewhere_is_refused(in_poso, sari, media, name):
    file = upload(picture((50, 50)))
    # As a hostile parser would hand it over; Django's own cuts paths off.
    file._name = name
    with pytest.raises(BadFileName):
        store_image(upload=file, purpose="test", visibility="public", actor=sari)
    assert nothing_stored(media)


def test_a_file_lies_where_its_key_says_whatever_its_name(in_poso, sari):
    kept = store(picture((50, 50)), sari, name="foto.php.jpg")
    assert kept.path == f"pemda_7202/{kept.pk.hex[:2]}/{kept.pk.hex}.webp"


def test_a_plain_pdf_is_kept_as_it_is(in_poso, sari):
    kept = store_paper(PDF, sari)
    assert (kept.content_type, kept.size) == ("application/pdf", len(PDF))
    with default_storage.open(kept.path) as file:
        assert file.read() == PDF


def test_a_document_may_be_a_photo_of_it(in_poso, sari):
    assert store_paper(picture((300, 400)), sari, "surat.jpg").content_type == "image/webp"


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        (PDF.replace(b"/Type/Catalog", b"/Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>"), ActiveDocument),
        (PDF.replace(b"/Type/Catalog", b"/Type/Catalog/Names<</EmbeddedFile 9 0 R>>"), ActiveDocument),
        (PDF.replace(b"/Type/Catalog", b"/Type/Catalog/AA<</S/Launch>>"), ActiveDocument),
        (PDF + archive(), PolyglotFile),
        (PDF + PROGRAM, PolyglotFile),
        (PDF[:-8], NotADocument),
        (b"xx" + PDF, NotADocument),
        (PDF.replace(b"%%EOF", EICAR + b"\n%%EOF"), InfectedFile),
        (PROGRAM, NotADocument),
        (archive(), NotADocument),
        (SVG, NotADocument),
        (b"halo", NotADocument),
    ],
)
def test_what_is_no_plain_document_is_refused(in_poso, sari, media, body, refusal):
    with pytest.raises((refusal, PolyglotFile)):
        store_paper(body, sari)
    assert nothing_stored(media)


def test_the_pemdas_own_limits_hold(in_poso, sari, rina, media):
    change_limits(megabytes=1, megapixels=2, files_per_day=2, actor=rina)
    with pytest.raises(FileTooLarge, match="1 MB"):
        store(picture((100, 100)) + b"\0" * (1024 * 1024), sari)
    with pytest.raises(FileTooLarge):
        store(picture((2000, 1500)), sari)
    assert nothing_stored(media)
    store(picture((50, 50)), sari)
    store(picture((50, 50)), sari)
    with pytest.raises(TooManyFiles):
        store(picture((50, 50)), sari)
    assert Attachment.objects.count() == 2


@pytest.mark.parametrize("wrong", [{"megabytes": 0}, {"megabytes": 26}, {"megapixels": 101}, {"files_per_day": 0}])
def test_limits_stay_within_reason(in_poso, rina, wrong):
    with pytest.raises(LimitsOutOfReason):
        change_limits(**({"megabytes": 5, "megapixels": 20, "files_per_day": 10} | wrong), actor=rina)
    assert not UploadLimits.objects.exists()
    assert limits_here().megabytes == 10


def test_only_an_admin_sets_limits(in_poso, budi):
    with pytest.raises(NotAllowed):
        change_limits(megabytes=5, megapixels=20, files_per_day=10, actor=budi)
    assert not UploadLimits.objects.exists()


def test_when_the_row_cannot_be_written_the_file_goes_too(in_poso, sari, monkeypatch):
    stored = []
    real = default_storage.save
    monkeypatch.setattr(default_storage, "save", lambda *a, **k: stored.append(real(*a, **k)) or stored[-1])
    monkeypatch.setattr(Attachment, "save", lambda *a, **k: (_ for _ in ()).throw(RuntimeError("full")))
    with pytest.raises(RuntimeError):
        store(picture((100, 100)), sari)
    assert stored
    assert not any(default_storage.exists(name) for name in stored)
