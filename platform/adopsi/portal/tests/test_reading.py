"""Text size, contrast and low data, in the first answer of the server."""

from __future__ import annotations

import pytest

from adopsi.reading import from_profile, leave_out_photos, to_profile
from tenants.attachments.models import Attachment


@pytest.fixture
def with_photo(article, sari):
    """An article with a photo that everybody may see."""
    photo = Attachment.objects.create(
        name="danau.jpg", path="x/danau.jpg", content_type="image/jpeg", size=1, width=800, height=600,
        purpose="portal.news", visibility="public", uploaded_by=sari,
    )  # fmt: skip
    return article("danau-poso", picture=photo)


def test_choices_stand_in_the_first_answer(visitor):
    visitor.post("/preferensi/", {"teks": "terbesar", "kontras": "tinggi", "next": "/tampilan/"})
    page = visitor.get("/berita/").content.decode()
    assert 'class="teks-terbesar kontras-tinggi"' in page
    assert "jakarta" in page.lower()


def test_low_data_leaves_out_photos_maps_and_the_font(visitor, with_photo):
    before = visitor.get("/").content.decode()
    assert 'src="/berkas/' in before
    assert "leaflet" in before
    visitor.post("/preferensi/", {"hemat": "ya"})
    page = visitor.get("/").content.decode()
    assert 'src="/berkas/' not in page
    assert f'data-later="{with_photo.picture.thumbnail_url}"' in page
    assert "leaflet" not in page
    assert "jakarta" not in page.lower()
    assert len(page) < len(before)


def test_what_is_left_out_comes_when_it_is_asked_for(visitor, with_photo):
    visitor.post("/preferensi/", {"hemat": "ya"})
    page = visitor.get("/?muat=foto&muat=peta").content.decode()
    assert 'src="/berkas/' in page
    assert "leaflet" in page


@pytest.mark.parametrize(("header", "cookie", "is_low"), [("on", "", True), ("on", "tidak", False), ("", "", False)])
def test_a_device_that_saves_data_is_believed_unless_told_otherwise(visitor, header, cookie, is_low):
    visitor.post("/preferensi/", {"hemat": cookie})
    answer = visitor.get("/", headers={"Save-Data": header})
    assert ("hemat" in answer.content.decode().split(">", 2)[1]) is is_low
    assert "Save-Data" in answer["Vary"]


def test_choices_go_along_to_the_next_device(client_of, poso, person):
    tuti = person("Tuti")
    client_of(poso, tuti).post("/preferensi/", {"teks": "besar", "hemat": "ya"})
    tuti.refresh_from_db()
    assert from_profile(tuti.reading) == {"teks": "besar", "hemat": "ya"}
    fresh_phone = client_of(poso)
    answer = fresh_phone.post("/akun/masuk/", {"login": tuti.email, "password": "kata-sandi-uji"})
    assert (answer.cookies["teks"].value, answer.cookies["hemat"].value) == ("besar", "ya")


@pytest.mark.parametrize("choice", [{"teks": "raksasa"}, {"kontras": "<x>"}, {"hemat": "1"}])
def test_unknown_choices_change_nothing(client_of, poso, sari, choice):
    assert not client_of(poso, sari).post("/preferensi/", choice).cookies
    sari.refresh_from_db()
    assert sari.reading == ""


def test_the_page_is_there_for_everybody(visitor):
    page = visitor.get("/tampilan/?next=/berita/").content.decode()
    assert "Sangat besar" in page
    assert 'href="/berita/"' in page
    assert 'href="//jahat' not in visitor.get("/tampilan/?next=//jahat.example/").content.decode()
    assert 'href="/tampilan/?next=%2Fberita%2F"' in visitor.get("/berita/").content.decode()


def test_profile_text_is_read_as_it_was_written():
    assert from_profile(to_profile({"teks": "besar", "tema": "", "hemat": "ya"})) == {"teks": "besar", "hemat": "ya"}


def test_only_pages_are_changed(visitor, rf):
    from django.http import HttpResponse

    data = HttpResponse('<img src="/berkas/1">', content_type="application/json")
    leave_out_photos(data)
    assert data.content == b'<img src="/berkas/1">'
