"""“Data saya”: consents, requests and downloads of oneself, and of nobody else."""

import uuid
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from catalog.privacy.archive import build_archive
from catalog.privacy.purposes import NEWS
from tenants.privacy.models import Consent, DataRequest
from tenants.privacy.selectors import has_consent
from tenants.privacy.services import requests

FORMS = ("/data-saya/", "/data-saya/pembetulan/", "/data-saya/keberatan/", "/data-saya/penghapusan/")


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def client(poso, client_of, sari):
    return client_of(poso, sari)


@pytest.fixture
def ready(sari):
    return build_archive(request_id=requests.ask(person=sari, kind="akses").pk)


def file_of(row):
    return f"/data-saya/permintaan/{row.pk}/unduh/"


def test_a_visitor_logs_in_first(visitor, ready):
    for path in (*FORMS, f"/data-saya/permintaan/{ready.pk}/", file_of(ready)):
        assert visitor.get(path).url.startswith("/akun/masuk/")
    assert visitor.post("/data-saya/salinan/").url.startswith("/akun/masuk/")


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_page_opens_in_both_languages(client, path, language):
    client.cookies["bahasa"] = language
    assert client.get(path).status_code == 200


def test_the_account_page_leads_here(client):
    assert 'href="/data-saya/"' in client.get("/akun/").content.decode()


def test_consent_is_given_and_withdrawn(client, sari):
    client.post(f"/data-saya/persetujuan/{NEWS}/beri/")
    assert has_consent(person=sari, purpose=NEWS)
    assert "Anda setuju" in client.get("/data-saya/").content.decode()
    client.post(f"/data-saya/persetujuan/{NEWS}/tarik/")
    assert not has_consent(person=sari, purpose=NEWS)
    assert Consent.objects.get().withdrawn_at is not None
    assert client.post("/data-saya/persetujuan/lain.apa/beri/").status_code == 404


def test_asking_for_a_copy_starts_the_clock(client):
    answer = client.post("/data-saya/salinan/")
    row = DataRequest.objects.get()
    assert answer.url == f"/data-saya/permintaan/{row.pk}/"
    assert "Sisa 71 jam" in client.get(answer.url).content.decode()
    client.post("/data-saya/salinan/")
    assert DataRequest.objects.count() == 1


def test_the_archive_is_its_persons_alone(client, poso, client_of, otto, budi, rina, ready):
    answer = client.get(file_of(ready))
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    assert b"".join(answer.streaming_content)[:2] == b"PK"
    assert ready.steps.filter(act="downloaded").count() == 1
    for person in (otto, budi, rina):
        other = client_of(poso, person)
        assert other.get(file_of(ready)).status_code == 404
        assert other.get(f"/data-saya/permintaan/{ready.pk}/").status_code == 404
    assert ready.steps.filter(act="downloaded").count() == 1


def test_after_seven_days_there_is_nothing_to_download(client, ready):
    DataRequest.objects.update(file_until=timezone.now() - timedelta(seconds=1))
    assert default_storage.exists(ready.file_path)
    assert client.get(file_of(ready)).status_code == 404
    assert "Arsip sudah dihapus" in client.get(f"/data-saya/permintaan/{ready.pk}/").content.decode()


def test_a_request_of_nobody_is_missing(client):
    assert client.get(f"/data-saya/permintaan/{uuid.uuid4()}/").status_code == 404


def test_correction_needs_a_change(client, sari):
    form = client.get("/data-saya/pembetulan/").context["form"]
    same = {name: form.fields[name].initial for name in form.names}
    assert client.post("/data-saya/pembetulan/", same).status_code == 422
    assert not DataRequest.objects.exists()
    client.post("/data-saya/pembetulan/", same | {"isian-0": "Sari Tobondo"})
    assert DataRequest.objects.get().corrections.get().proposed == "Sari Tobondo"
    sari.refresh_from_db()
    assert sari.name == "Sari"


def test_erasure_needs_a_yes(client):
    assert client.post("/data-saya/penghapusan/", {"scope": ""}).status_code == 422
    assert client.post("/data-saya/penghapusan/", {"scope": "rahasia", "is_understood": "on"}).status_code == 422
    assert not DataRequest.objects.exists()
    client.post("/data-saya/penghapusan/", {"scope": "", "is_understood": "on"})
    assert DataRequest.objects.get().kind == "penghapusan"


def test_an_officers_page_offers_no_erasure(poso, client_of, budi):
    client = client_of(poso, budi)
    assert "/data-saya/penghapusan/" not in client.get("/data-saya/").content.decode()
    assert client.post("/data-saya/penghapusan/", {"scope": "", "is_understood": "on"}).status_code == 422
    assert not DataRequest.objects.exists()


def test_the_trail_names_no_officer(client, sari, budi, give):
    give(budi, "inti.pdp")
    row = requests.ask(person=sari, kind="keberatan", details="Survei.")
    requests.assign(request=row, to=budi, actor=budi)
    requests.add_note(request=row, text="RAHASIA-KANTOR", actor=budi)
    requests.answer_request(request=row, answer="Selesai.", actor=budi)
    page = client.get(f"/data-saya/permintaan/{row.pk}/").content.decode()
    assert "Budi" not in page
    assert "RAHASIA-KANTOR" not in page
    assert "Selesai." in page
