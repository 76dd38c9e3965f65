"""The report form over HTTP: good and bad input, kept text and photos, sending twice."""

from __future__ import annotations

import io
import logging
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from catalog.modules.laksa.models import Report
from catalog.modules.laksa.services.photos import keep_draft, read_drafts, sign_drafts
from catalog.sdk.attachments import Attachment

ADDRESS = "/laksa/lapor/"


@pytest.fixture
def citizen(client_of, poso, sari):
    """Sari's browser."""
    return client_of(poso, sari)


@pytest.fixture
def typed():
    """A complete form."""
    return {
        "kind": "pengaduan",
        "category": "jalan",
        "title": "Lubang di depan pasar",
        "description": "Sudah seminggu.",
        "district_code": "72.02.01",
        "village_code": "72.02.01.1007",
        "address": "Depan pasar",
        "once": str(uuid.uuid4()),
    }


def lines(caplog):
    """What LAKSA itself logged."""
    return [record.getMessage() for record in caplog.records if record.name == "adopsi.laksa"]


def test_visitor_is_asked_to_sign_in(client_of, in_poso):
    answer = client_of(in_poso).get(ADDRESS)
    assert (answer.status_code, answer.url.endswith("?next=/laksa/lapor/")) == (302, True)


def test_good_form_becomes_a_report_and_shows_its_number(citizen, typed, sari):
    answer = citizen.post(ADDRESS, typed, follow=True)
    report = Report.objects.get()
    assert answer.redirect_chain == [(f"/laksa/laporan/{report.number}/diterima/", 302)]
    assert report.number in answer.content.decode()
    assert (report.reporter, report.village_code) == (sari, "72.02.01.1007")


def test_form_sent_twice_makes_one_report_and_leads_to_it_twice(citizen, typed, picture):
    first = citizen.post(ADDRESS, {**typed, "photos": picture()})
    second = citizen.post(ADDRESS, {**typed, "photos": picture()})
    assert first.url == second.url
    assert (Report.objects.count(), Attachment.objects.count()) == (1, 1)


def test_missing_fields_come_back_with_everything_typed(citizen, typed, caplog):
    with caplog.at_level(logging.INFO, logger="adopsi.laksa"):
        answer = citizen.post(ADDRESS, {**typed, "title": "", "address": "Sebelah <masjid>"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Judul singkat: Wajib diisi." in page
    assert "Sudah seminggu." in page
    assert "Sebelah &lt;masjid&gt;" in page
    assert 'value="72.02.01.1007" selected' in page
    assert Report.objects.count() == 0
    assert lines(caplog) == ["refused code=invalid form=report fields=title"]


def test_good_photo_is_kept_when_the_form_comes_back(citizen, typed, picture):
    answer = citizen.post(ADDRESS, {**typed, "title": "", "photos": picture()})
    draft = Attachment.objects.get()
    assert draft.thumbnail_url in answer.content.decode()
    kept = answer.context["shelf"].token
    citizen.post(ADDRESS, {**typed, "kept": kept})
    report = Report.objects.get()
    assert [photo.attachment_id for photo in report.photos.all()] == [draft.pk]


def test_kept_photo_can_be_taken_away(citizen, typed, picture):
    answer = citizen.post(ADDRESS, {**typed, "title": "", "photos": picture()})
    draft = Attachment.objects.get()
    citizen.post(ADDRESS, {**typed, "kept": answer.context["shelf"].token, "remove_photo": str(draft.pk)})
    assert Report.objects.get().photos.count() == 0
    assert Attachment.objects.count() == 0


def test_kept_photos_of_another_person_are_worthless(citizen, typed, picture, otto, client_of, poso):
    answer = client_of(poso, otto).post(ADDRESS, {**typed, "title": "", "photos": picture()})
    answer = citizen.post(ADDRESS, {**typed, "kept": answer.context["shelf"].token})
    assert answer.status_code == 422
    assert Report.objects.count() == 0


def test_a_token_gives_nobody_the_photos_of_another_person(in_poso, sari, otto, picture):
    others, own = keep_draft(upload=picture(), person=otto), keep_draft(upload=picture(), person=sari)
    token = sign_drafts(drafts=[others, own], person=sari)
    assert read_drafts(token=token, person=sari) == [own]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("foto.jpg", b"<?php echo 1; ?>" * 20, "Isi berkas tidak sesuai dengan namanya"),
        ("foto.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "bukan foto JPEG, PNG, atau WebP"),
        ("kosong.jpg", b"", "Isi berkas tidak sesuai dengan namanya"),
        ("besar.jpg", b"\xff\xd8\xff\xe0" + b"0" * (10 * 1024 * 1024), "Berkas terlalu besar"),
    ],
)
def test_bad_files_are_refused_in_words_and_nothing_is_made(citizen, typed, name, content, words, caplog):
    upload = SimpleUploadedFile(name, content, "image/jpeg")
    with caplog.at_level(logging.INFO, logger="adopsi.laksa"):
        answer = citizen.post(ADDRESS, {**typed, "photos": upload})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Lubang di depan pasar" in answer.content.decode()
    assert (Report.objects.count(), Attachment.objects.count()) == (0, 0)
    assert len([line for line in lines(caplog) if "form=photos" in line]) == 1


def test_point_outside_the_pemda_is_refused_in_words(citizen, typed):
    answer = citizen.post(ADDRESS, {**typed, "latitude": "-6.17", "longitude": "106.63"})
    assert answer.status_code == 422
    assert "di luar wilayah Kabupaten Poso" in answer.content.decode()
    assert "Lubang di depan pasar" in answer.content.decode()
    assert Report.objects.count() == 0


def test_messages_are_english_for_english_readers(citizen, typed):
    citizen.cookies["bahasa"] = "en"
    answer = citizen.post(ADDRESS, {**typed, "latitude": "-6.17", "longitude": "106.63"})
    assert "The point lies outside Kabupaten Poso." in answer.content.decode()


def test_without_script_the_kecamatan_button_shows_its_kelurahan_and_keeps_the_rest(citizen, typed, picture):
    sent = {**typed, "district_code": "72.02.04", "village_code": "", "pilih_kelurahan": "1", "photos": picture()}
    answer = citizen.post(ADDRESS, sent)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Tonusu" in page
    assert "Lubang di depan pasar" in page
    assert Attachment.objects.get().thumbnail_url in page
    assert "Wajib diisi" not in page
    assert Report.objects.count() == 0


def test_body_that_did_not_arrive_is_told_and_logged_once(citizen, caplog):
    with caplog.at_level(logging.INFO, logger="adopsi.laksa"):
        answer = citizen.generic("POST", ADDRESS, b"x" * 100, content_type="multipart/form-data; boundary=nie")
    assert answer.status_code == 400
    assert "Kiriman terputus sebelum selesai" in answer.content.decode()
    assert lines(caplog) == ["refused code=upload_interrupted form=report"]


def test_expired_form_makes_nothing(client_of, poso, sari, typed):
    answer = client_of(poso, sari, enforce_csrf_checks=True).post(ADDRESS, typed)
    assert answer.status_code == 403
    assert Report.objects.count() == 0


def test_script_gets_the_address_or_the_kept_photos_as_json(citizen, typed, picture):
    bad = citizen.post(ADDRESS, {**typed, "title": "", "photos": picture()}, headers={"accept": "application/json"})
    assert (bad.status_code, bool(bad.json()["kept"])) == (422, True)
    good = citizen.post(ADDRESS, {**typed, "kept": bad.json()["kept"]}, headers={"accept": "application/json"})
    assert (good.status_code, good.json()["location"]) == (
        201,
        f"/laksa/laporan/{Report.objects.get().number}/diterima/",
    )
    assert Report.objects.get().photos.count() == 1


def test_script_hears_of_bad_photos_and_the_page_still_tells(citizen, typed, picture):
    bad = SimpleUploadedFile("b.jpg", b"MZ" * 300, "image/jpeg")
    sent = {**typed, "photos": [picture(), bad]}
    answer = citizen.post(ADDRESS, sent, headers={"accept": "application/json"}).json()
    assert answer["photo_problems"] == ["disguised_file"]
    page = citizen.post(ADDRESS, {**typed, "kept": answer["kept"], "photo_problem": ["disguised_file", "apa_saja"]})
    assert "Isi berkas tidak sesuai dengan namanya" in page.content.decode()
    assert Report.objects.count() == 0


def test_four_photos_are_too_many(citizen, typed, picture):
    answer = citizen.post(ADDRESS, {**typed, "photos": [picture(f"{n}.jpg") for n in range(4)]})
    assert answer.status_code == 422
    assert "Terlalu banyak berkas" in answer.content.decode()
    assert Report.objects.count() == 0


def test_villages_of_a_district_and_of_a_point(citizen):
    chosen = citizen.get("/laksa/kelurahan/", {"district": "72.02.04"}).json()
    assert ["72.02.04.2007", "Tonusu"] in chosen["villages"] or "Tonusu" in {name for _code, name in chosen["villages"]}
    near = citizen.get("/laksa/kelurahan/", {"lat": "-1.3925", "lng": "120.754"}).json()
    assert near["district"].startswith("72.02.")
    assert citizen.get("/laksa/kelurahan/", {"lat": "-6.1", "lng": "106.6"}).json()["outside"] is True
    assert citizen.get("/laksa/kelurahan/", {"district": "36.71.01"}).json()["villages"] == []


def test_page_without_map_and_font_is_small(citizen):
    import gzip

    page = citizen.get(ADDRESS).content
    assert len(gzip.compress(page)) < 15_000
    assert io.BytesIO(page).read().count(b"<script>") == 0
