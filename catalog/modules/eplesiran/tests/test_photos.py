"""Photos of a destination in the console: added once, ordered, kept when the form comes back."""

from __future__ import annotations

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from catalog.modules.eplesiran.models import DestinationPhoto
from catalog.modules.eplesiran.tests.conftest import picture
from catalog.sdk.attachments import Attachment

HERE = "/konsol/m/eplesiran"


def test_photos_are_added_moved_described_and_removed(officer, place):
    address = f"{HERE}/destinasi/{place.pk}/foto/"
    for caption in ("Satu", "Dua"):
        officer.post(address, {"photo": picture(), "caption": caption, "once": str(uuid.uuid4())})
    first, second = place.photos.all()
    assert first.attachment.visibility == Attachment.Visibility.PUBLIC

    officer.post(f"{address}{second.pk}/geser/", {"ke": "0"})
    officer.post(f"{address}{second.pk}/keterangan/", {"caption": "Dua baru"})
    assert [photo.caption for photo in place.photos.all()] == ["Dua baru", "Satu"]

    officer.post(f"{address}{first.pk}/hapus/")
    assert [photo.caption for photo in place.photos.all()] == ["Dua baru"]
    assert not Attachment.objects.filter(pk=first.attachment_id).exists()


def test_a_photo_sent_twice_is_one_photo(officer, place):
    once = str(uuid.uuid4())

    for _twice in range(2):
        officer.post(f"{HERE}/destinasi/{place.pk}/foto/", {"photo": picture(), "caption": "Satu", "once": once})

    assert place.photos.count() == 1


@pytest.mark.parametrize(
    ("upload", "text"),
    [
        (SimpleUploadedFile("foto.jpg", b"#!/bin/sh\necho", "image/jpeg"), "Isi berkas tidak sesuai"),
        (
            SimpleUploadedFile("foto.jpg", b"\xff\xd8\xff" + b"0" * (10 * 1024 * 1024 + 1), "image/jpeg"),
            "terlalu besar",
        ),
        (None, "Pilih foto terlebih dahulu"),
    ],
)
def test_a_bad_photo_is_told_and_the_caption_kept(officer, place, upload, text):
    fields = {"caption": "Dermaga baru", "once": str(uuid.uuid4())} | ({"photo": upload} if upload else {})

    response = officer.post(f"{HERE}/destinasi/{place.pk}/foto/", fields)

    body = response.content.decode()
    assert response.status_code == 422
    assert text in body
    assert "Dermaga baru" in body
    assert not DestinationPhoto.objects.exists()
    assert not Attachment.objects.exists()


def test_a_good_photo_survives_a_missing_caption(officer, place):
    address = f"{HERE}/destinasi/{place.pk}/foto/"
    refused = officer.post(address, {"photo": picture(), "caption": "", "once": str(uuid.uuid4())})
    token = refused.context["picture"].token
    assert refused.status_code == 422

    sent = officer.post(address, {"photo_kept": token, "caption": "Dermaga", "once": str(uuid.uuid4())})

    assert sent.status_code == 302
    assert place.photos.get().caption == "Dermaga"


def test_anothers_kept_photo_is_of_no_use(officer, place, in_poso, person, give, client_of):
    address = f"{HERE}/destinasi/{place.pk}/foto/"
    token = (
        officer.post(address, {"photo": picture(), "caption": "", "once": str(uuid.uuid4())}).context["picture"].token
    )
    other = person("Tono", kind="petugas")
    give(other, "eplesiran.pengelola")

    response = client_of(in_poso, other).post(address, {"photo_kept": token, "caption": "x", "once": str(uuid.uuid4())})

    assert response.status_code == 422
    assert not place.photos.exists()
