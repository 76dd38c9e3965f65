"""The officers' pages: bad input at its field with everything kept, exports, moderation."""

from __future__ import annotations

import io
import uuid
from datetime import time

import pytest
from openpyxl import load_workbook

from catalog.modules.eplesiran.models import Destination, Event, Review
from catalog.modules.eplesiran.services.reviews import write_review
from catalog.modules.eplesiran.tests.conftest import destination_form, event_form, every_day, picture
from catalog.sdk.attachments import Attachment
from catalog.sdk.context import local_today

HERE = "/konsol/m/eplesiran"


def test_a_whole_destination_by_the_form(officer):
    sent = destination_form(
        **{
            "jam-0-opens": "08:00",
            "jam-0-closes": "17:00",
            "tarif-0-label": "dewasa",
            "tarif-0-amount": "10000",
            "tarif-0-valid_from": "2026-01-01",
        }
    )

    for _twice in range(2):
        response = officer.post(f"{HERE}/destinasi/baru/", sent)
        assert response.status_code == 302

    made = Destination.objects.get()
    assert (made.slug, made.latitude, made.is_published) == ("pantai-imbo", -1.361, False)
    assert [str(row) for row in made.hours.all()] == ["Senin 08.00-17.00"]
    assert made.tariffs.get().amount == 10000
    assert response["Location"] == f"{HERE}/destinasi/{made.pk}/foto/"


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"latitude": "-6.19", "longitude": "106.64"}, "di luar wilayah"),
        ({"latitude": "abc"}, "Isi derajat desimal"),
        ({"jam-2-opens": "17:00", "jam-2-closes": "08:00"}, "Jam tutup harus setelah jam buka"),
        ({"jam-2-opens": "17:00"}, "Isi juga jam tutup"),
        (
            {"tarif-0-label": "dewasa", "tarif-0-amount": "-5", "tarif-0-valid_from": "2026-01-01"},
            "Tarif tidak boleh kurang dari 0",
        ),
        ({"tarif-0-label": "dewasa", "tarif-0-amount": "5"}, "Wajib diisi"),
        ({"village_code": "72.02.04.1001"}, "bukan di kecamatan"),
        ({"phone": "abc"}, "Isi nomor telepon"),
        ({"name": ""}, "id_name_error"),
    ],
)
def test_bad_input_is_told_at_the_field_and_nothing_is_made(officer, changes, text):
    response = officer.post(f"{HERE}/destinasi/baru/", destination_form(address="Jalan yang sudah diketik", **changes))

    body = response.content.decode()
    assert response.status_code == 422
    assert text in body
    assert "Jalan yang sudah diketik" in body
    assert not Destination.objects.exists()


def test_tariffs_that_overlap_are_told(officer):
    lines = {"tarif-TOTAL_FORMS": "2"}
    for number in range(2):
        lines |= {
            f"tarif-{number}-label": "anak",
            f"tarif-{number}-amount": "5000",
            f"tarif-{number}-valid_from": "2026-01-01",
        }

    response = officer.post(f"{HERE}/destinasi/baru/", destination_form(**lines))

    assert "bertumpuk" in response.content.decode()
    assert not Destination.objects.exists()


def test_bad_input_in_english(officer):
    officer.cookies["bahasa"] = "en"

    response = officer.post(
        f"{HERE}/destinasi/baru/", destination_form(**{"jam-2-opens": "17:00", "jam-2-closes": "08:00"})
    )

    assert "Closing time must be after opening time" in response.content.decode()


def test_changing_by_the_form_keeps_the_address(officer, place):
    response = officer.post(f"{HERE}/destinasi/{place.pk}/", destination_form(name="Danau Baru", slug=""))

    place.refresh_from_db()
    assert response.status_code == 302
    assert (place.name, place.slug) == ("Danau Baru", "danau-poso")


def test_the_page_of_a_destination_shows_its_trail(officer, place):
    body = officer.get(f"{HERE}/destinasi/{place.pk}/").content.decode()

    assert "Ditayangkan" in body
    assert "Verifikasi hari ini" in body


def test_verified_today_by_a_button(officer, place):
    officer.post(f"{HERE}/destinasi/{place.pk}/periksa/")

    place.refresh_from_db()
    assert place.last_verified_on == local_today()


def test_published_and_reviewed_places_are_not_deleted_by_the_button(officer, place):
    response = officer.post(f"{HERE}/destinasi/{place.pk}/hapus/", follow=True)

    assert "Turunkan dari tayangan terlebih dahulu" in response.content.decode()
    assert Destination.objects.filter(pk=place.pk).exists()


def test_an_event_by_the_form_in_local_time(officer):
    sent = event_form(photo=picture())
    response = officer.post(f"{HERE}/acara/baru/", sent)

    event = Event.objects.get()
    assert response.status_code == 302
    assert event.starts_at.isoformat() == "2026-12-05T11:00:00+00:00"
    assert event.photo.visibility == Attachment.Visibility.PUBLIC
    officer.post(f"{HERE}/acara/{event.pk}/tayang/")
    event.refresh_from_db()
    assert event.is_published


def test_an_event_sent_twice_is_one_event(officer):
    sent = event_form()

    for _twice in range(2):
        assert officer.post(f"{HERE}/acara/baru/", sent).status_code == 302

    assert Event.objects.count() == 1


def test_an_event_that_ends_before_it_begins_is_told_and_its_photo_kept(officer):
    sent = event_form(photo=picture(), ends_at="2026-12-05T18:00")

    refused = officer.post(f"{HERE}/acara/baru/", sent)

    body = refused.content.decode()
    assert refused.status_code == 422
    assert "Waktu selesai harus setelah waktu mulai." in body
    assert "Menari bersama." in body
    assert not Event.objects.exists()
    again = event_form(once=sent["once"], photo_kept=refused.context["picture"].token)
    assert officer.post(f"{HERE}/acara/baru/", again).status_code == 302
    assert Event.objects.get().photo is not None


def test_an_event_needs_a_place(officer):
    response = officer.post(f"{HERE}/acara/baru/", event_form(place=""))

    assert "Pilih destinasi, atau tulis tempat acara." in response.content.decode()


def test_a_changed_event_loses_the_photo_it_was_told_to_lose(officer):
    officer.post(f"{HERE}/acara/baru/", event_form(photo=picture()))
    event = Event.objects.get()

    officer.post(f"{HERE}/acara/{event.pk}/", event_form(title="Malam Dero 2", photo_remove="1"))

    event.refresh_from_db()
    assert (event.title, event.photo) == ("Malam Dero 2", None)
    assert not Attachment.objects.exists()


def test_the_list_exports_what_it_shows(officer, add):
    add(name="=Danau", hours=every_day(time(8), time(17)))
    add(name="Pantai", category="taman", published=False)

    csv = officer.get(f"{HERE}/destinasi/?format=csv&kategori=air").content.decode("utf-8-sig")
    sheet = load_workbook(io.BytesIO(officer.get(f"{HERE}/destinasi/?format=xlsx").content)).active

    assert csv.splitlines()[0].startswith("Nama,Kategori")
    assert "'=Danau" in csv
    assert "Pantai" not in csv
    assert sheet.max_row == 3


def test_events_and_reviews_export_too(in_poso, officer, place, sari, moderator, client_of):
    officer.post(f"{HERE}/acara/baru/", event_form())
    write_review(author=sari, destination_id=place.pk, rating=4, text="Bagus dan bersih", client_key=uuid.uuid4())

    assert "Malam Dero" in officer.get(f"{HERE}/acara/?format=csv").content.decode()
    reviews = client_of(in_poso, moderator).get(f"{HERE}/ulasan/?format=csv").content.decode()
    assert "Bagus dan bersih" in reviews


def test_the_queue_publishes_and_refuses(in_poso, place, sari, otto, moderator, client_of):
    client = client_of(in_poso, moderator)
    for author in (sari, otto):
        write_review(author=author, destination_id=place.pk, rating=4, text="Bagus dan bersih", client_key=uuid.uuid4())
    first, second = Review.objects.order_by("pk")

    assert "Bagus dan bersih" in client.get(f"{HERE}/ulasan/").content.decode()
    client.post(f"{HERE}/ulasan/putuskan/", {"ulasan": [first.pk], "putusan": "tayang"})
    refused = client.post(f"{HERE}/ulasan/putuskan/", {"ulasan": [second.pk], "putusan": "tolak"}, follow=True)
    assert "Tulis alasan penolakan" in refused.content.decode()
    client.post(f"{HERE}/ulasan/putuskan/", {"ulasan": [second.pk], "putusan": "tolak", "reason": "Iklan"})

    assert list(Review.objects.order_by("pk").values_list("state", "reason")) == [("tampil", ""), ("ditolak", "Iklan")]
    assert client.get(f"{HERE}/ulasan/{second.pk}/").status_code == 200


def test_each_role_sees_only_its_own_pages(in_poso, place, manager, moderator, sari, client_of):
    managers, moderators = client_of(in_poso, manager), client_of(in_poso, moderator)

    assert managers.get(f"{HERE}/ulasan/").status_code == 403
    assert moderators.get(f"{HERE}/destinasi/").status_code == 403
    assert managers.get(f"{HERE}/", follow=True).redirect_chain[-1][0] == f"{HERE}/destinasi/"
    assert moderators.get(f"{HERE}/", follow=True).redirect_chain[-1][0] == f"{HERE}/ulasan/"
    assert client_of(in_poso, sari).get(f"{HERE}/destinasi/").status_code == 403
