"""What phones, networks and people send that a form did not think of."""

from __future__ import annotations

import io
import uuid
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from catalog.modules.laksa.models import Report
from catalog.sdk.attachments import Attachment

ADDRESS = "/laksa/lapor/"
ORIENTATION, GPS = 0x0112, 0x8825


@pytest.fixture
def citizen(client_of, poso, sari):
    """Sari's browser."""
    return client_of(poso, sari)


@pytest.fixture
def limits(rina):
    """Changes LAKSA's settings as the admin; addresses are counted afresh."""
    from catalog.activations import change_settings

    cache.clear()
    yield lambda **values: change_settings(slug="laksa", values=values, actor=rina)
    cache.clear()


def typed(**changes):
    fields = {
        "kind": "pengaduan",
        "category": "jalan",
        "title": "Lubang di depan pasar",
        "description": "Sudah seminggu.",
        "district_code": "72.02.01",
        "village_code": "72.02.01.1007",
        "once": str(uuid.uuid4()),
    }
    return {**fields, **changes}


def turned_photo():
    """A wide picture that its camera says to turn, left half red, with the place where it was taken."""
    picture = Image.new("RGB", (80, 40), "blue")
    picture.paste("red", (0, 0, 40, 40))
    facts = picture.getexif()
    facts[ORIENTATION] = 6
    facts.get_ifd(GPS).update({1: "S", 2: (1.0, 23.0, 33.0), 3: "E", 4: (120.0, 45.0, 14.0)})
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", exif=facts)
    return SimpleUploadedFile("foto.jpg", buffer.getvalue(), "image/jpeg")


def test_turned_photo_stands_upright_and_forgets_where_it_was_taken(citizen):
    sent = turned_photo()
    assert Image.open(sent).getexif().get_ifd(GPS)
    sent.seek(0)
    citizen.post(ADDRESS, typed(photos=sent))
    kept = Attachment.objects.get()
    assert (kept.width, kept.height, kept.latitude) == (40, 80, None)
    from django.core.files.storage import default_storage

    with default_storage.open(kept.path) as file:
        stored = Image.open(file)
        stored.load()
    red, _green, blue = stored.convert("RGB").getpixel((20, 5))
    assert red > blue
    assert not stored.getexif()
    assert b"GPS" not in default_storage.open(kept.path).read()


@pytest.mark.parametrize(
    ("name", "head", "words"),
    [
        ("IMG_1.HEIC", b"\x00\x00\x00\x18ftypheic", "Foto HEIC belum dapat dibuka"),
        ("IMG_1.jpg", b"\x00\x00\x00\x18ftypmif1", "Foto HEIC belum dapat dibuka"),
        ("program.jpg", b"MZ\x90\x00\x03\x00\x00\x00\x04\x00", "Isi berkas tidak sesuai dengan namanya"),
        ("program.png", b"\x7fELF\x02\x01\x01\x00", "Isi berkas tidak sesuai dengan namanya"),
    ],
)
def test_no_photo_is_refused_in_words_and_the_text_stays(citizen, name, head, words):
    upload = SimpleUploadedFile(name, head + b"\x00" * 400, "image/jpeg")
    answer = citizen.post(ADDRESS, typed(photos=upload))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Lubang di depan pasar" in answer.content.decode()
    assert (Report.objects.count(), Attachment.objects.count()) == (0, 0)


@pytest.mark.parametrize("point", [("-1.9", "121.9"), ("0", "0"), ("nan", "120.7"), ("91", "120.7"), ("-1.39", "")])
def test_place_at_sea_or_nowhere_is_refused_and_the_text_stays(citizen, point):
    answer = citizen.post(ADDRESS, typed(latitude=point[0], longitude=point[1]))
    assert answer.status_code == 422
    assert "Lubang di depan pasar" in answer.content.decode()
    assert Report.objects.count() == 0


def test_emoji_and_arabic_stay_as_they_were_typed(citizen, client_of, poso, sari):
    title, text = "Lampu mati 😡💡", "السلام عليكم، الطريق مظلم\n👨‍👩‍👧 takut lewat"
    citizen.post(ADDRESS, typed(title=title, description=text))
    report = Report.objects.get()
    assert (report.title, report.description.replace("\r\n", "\n")) == (title, text)
    page = citizen.get(f"/laksa/laporan/{report.number}/").content.decode()
    assert "😡💡" in page
    assert "الطريق مظلم" in page


def test_fifty_thousand_letters_come_back_with_a_reason(citizen):
    answer = citizen.post(ADDRESS, typed(description="Panjang. " * 5556))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "4000" in page
    assert page.count("Panjang. ") > 5000
    assert Report.objects.count() == 0


def test_clock_of_the_phone_is_not_believed(citizen):
    before = timezone.now()
    wrong = {"created_at": "2031-01-01T00:00:00Z", "due_on": "2031-01-01"}
    citizen.post(ADDRESS, typed(**wrong), headers={"date": "Wed, 01 Jan 2031 00:00:00 GMT"})
    report = Report.objects.get()
    assert before <= report.created_at <= timezone.now()
    assert report.due_on < timezone.now().date() + timedelta(days=20)


def test_report_sent_again_on_a_bad_network_is_one_report(citizen, limits):
    limits(reports_per_hour=1)
    sent = typed()
    addresses = {citizen.post(ADDRESS, sent).url for _turn in range(3)}
    assert (len(addresses), Report.objects.count()) == (1, 1)


def test_an_hours_worth_is_refused_in_words_and_the_text_stays(citizen, limits, client_of, poso, otto):
    limits(reports_per_hour=2)
    for _turn in range(2):
        assert citizen.post(ADDRESS, typed()).status_code == 302
    refused = citizen.post(ADDRESS, typed(title="Yang ketiga"))
    page = refused.content.decode()
    assert refused.status_code == 429
    assert 3500 < int(refused["Retry-After"]) <= 3600
    assert "Sudah ada 2 laporan dalam satu jam terakhir" in page
    assert "Yang ketiga" in page
    # The form's script and the outbox ask without the page.
    quietly = citizen.post(ADDRESS, typed(), headers={"Accept": "application/json"})
    assert (quietly.status_code, int(quietly["Retry-After"]) > 3500) == (429, True)
    assert "Sudah ada 2 laporan" in quietly.json()["reasons"][0]
    assert Report.objects.count() == 2
    # One citizen's hour is nobody else's, and it ends.
    assert client_of(poso, otto).post(ADDRESS, typed()).status_code == 302
    Report.objects.update(created_at=timezone.now() - timedelta(minutes=61))
    assert citizen.post(ADDRESS, typed()).status_code == 302


def test_one_address_has_its_limit_over_all_who_use_it(citizen, limits, client_of, poso, otto):
    limits(reports_per_hour_address=2)
    citizen.post(ADDRESS, typed())
    client_of(poso, otto).post(ADDRESS, typed())
    refused = citizen.post(ADDRESS, typed())
    assert "Sudah ada 2 laporan" in refused.content.decode()
    assert Report.objects.count() == 2
    assert citizen.post(ADDRESS, typed(), REMOTE_ADDR="203.0.113.9").status_code == 302
