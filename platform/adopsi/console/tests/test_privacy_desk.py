"""The desk's pages: who may open them, what they say, and that nobody sees another's archive."""

import io
import uuid
import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from adopsi.console import urls_privacy
from catalog.privacy.archive import build_archive
from tenants.attachments.models import UploadLimits
from tenants.audit.models import Entry
from tenants.privacy.models import DataRequest, Incident
from tenants.privacy.services import incidents, requests

URLCONF = "adopsi.urls_pemda"
POST_ONLY = {
    "request-assign", "request-note", "request-answer", "request-refuse", "request-gather", "request-erase",
    "request-decide", "incident-notified", "incident-close",
}  # fmt: skip
NAMES = sorted(pattern.name for pattern in urls_privacy.urlpatterns)
ADMIN_ONLY = {"uploads"}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def pandu(in_poso, person, give):
    made = person("Pandu", kind="petugas")
    give(made, "inti.pdp")
    return made


@pytest.fixture
def row(in_poso, sari):
    return requests.ask(person=sari, kind="keberatan", details="Jangan kirim survei.")


@pytest.fixture
def incident(pandu):
    made = Incident(
        title="Salah kirim",
        what_happened="Surel keliru.",
        data_disclosed="Nama",
        discovered_at=timezone.now() - timedelta(hours=1),
    )
    return incidents.save_incident(incident=made, actor=pandu)


def address(name, row=None, incident=None):
    pattern = next(pattern for pattern in urls_privacy.urlpatterns if pattern.name == name)
    values = {
        "request_id": row.pk if row else uuid.uuid4(),
        "incident_id": incident.pk if incident else 1,
        "correction_id": 1,
        "audience": "orang",
    }
    kwargs = {key: values[key] for key in pattern.pattern.converters}
    return reverse(f"pdp:{name}", urlconf=URLCONF, kwargs=kwargs)


def call(client, name, **known):
    return getattr(client, "post" if name in POST_ONLY else "get")(address(name, **known))


@pytest.mark.parametrize("name", NAMES)
def test_guests_log_in_and_citizens_and_other_officers_stay_outside(name, in_poso, client_of, sari, budi, row):
    guest = call(client_of(in_poso), name, row=row)
    assert guest.status_code == 302
    assert guest.url.startswith("/akun/masuk/")
    for person in (sari, budi):
        assert call(client_of(in_poso, person), name, row=row).status_code == 403
    row.refresh_from_db()
    assert (row.state, row.steps.count()) == ("diterima", 1)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("name", [name for name in NAMES if name not in POST_ONLY | {"request-receipt"}])
def test_the_desk_opens_every_page_in_both_languages(name, language, in_poso, client_of, pandu, rina, row, incident):
    for person in (pandu, rina):
        client = client_of(in_poso, person)
        client.cookies["bahasa"] = language
        expected = 403 if name in ADMIN_ONLY and person == pandu else 200
        assert call(client, name, row=row, incident=incident).status_code == expected


def test_a_request_of_nobody_is_missing(in_poso, client_of, pandu):
    for name in ("request", "request-answer", "request-receipt"):
        assert call(client_of(in_poso, pandu), name).status_code == 404
    assert call(client_of(in_poso, pandu), "incident").status_code == 404


def test_the_menu_leads_the_desk_there_with_what_waits(in_poso, client_of, pandu, budi, row):
    assert "/konsol/pdp/" in client_of(in_poso, pandu).get("/konsol/").content.decode()
    assert "/konsol/pdp/" not in client_of(in_poso, budi).get("/konsol/").content.decode()


def test_the_queue_shows_hours_left_and_hours_too_late(in_poso, client_of, pandu, row):
    client = client_of(in_poso, pandu)
    assert "Sisa 71 jam" in client.get("/konsol/pdp/").content.decode()
    DataRequest.objects.update(due_at=timezone.now() - timedelta(hours=4, minutes=30))
    page = client.get("/konsol/pdp/").content.decode()
    assert "Terlambat 5 jam" in page
    assert "melewati batas 3x24 jam" in page
    csv = client.get("/konsol/pdp/?format=csv&status=terbuka").content.decode("utf-8-sig")
    assert row.number in csv
    assert Entry.objects.filter(act="privacy.requests_exported").count() == 1


def test_answering_and_refusing_from_the_page(in_poso, client_of, pandu, row):
    client = client_of(in_poso, pandu)
    client.post(address("request-refuse", row=row), {"text": " "})
    assert DataRequest.objects.get().is_open
    client.post(address("request-answer", row=row), {"text": "Sudah kami hentikan."})
    assert DataRequest.objects.get().answer == "Sudah kami hentikan."
    page = client.get(address("request", row=row)).content.decode()
    assert "Sudah kami hentikan." in page
    assert "Dijawab dengan sisa 71 jam" in page


def test_a_letter_is_entered_and_found(in_poso, client_of, pandu, sari):
    fields = {
        "kind": "akses",
        "name": "Bu Murni",
        "identity_check": "KTP asli",
        "details": "Salinan data.",
        "received_at": (timezone.localtime() - timedelta(hours=60)).strftime("%Y-%m-%dT%H:%M"),
    }
    client = client_of(in_poso, pandu)
    assert client.post(address("request-add"), fields | {"identity_check": ""}).status_code == 422
    assert client.post(address("request-add"), fields | {"account": "tak@dikenal.example"}).status_code == 422
    assert not DataRequest.objects.exists()
    assert client.post(address("request-add"), fields).status_code == 302
    assert "Bu Murni" in client.get("/konsol/pdp/?waktu=mendesak").content.decode()
    client.post(address("request-add"), fields | {"account": sari.email})
    assert DataRequest.objects.filter(person=sari, channel="loket").count() == 1


def test_the_desk_never_gets_a_persons_archive(in_poso, client_of, pandu, rina, sari):
    row = build_archive(request_id=requests.ask(person=sari, kind="akses").pk)
    for person in (pandu, rina):
        assert client_of(in_poso, person).get(address("request-receipt", row=row)).status_code == 404
        assert client_of(in_poso, person).get(f"/data-saya/permintaan/{row.pk}/unduh/").status_code == 404


def test_the_register_is_there_as_csv_xlsx_and_pdf(in_poso, client_of, pandu):
    client = client_of(in_poso, pandu)
    assert "UU 27/2022" in client.get("/konsol/pdp/register/").content.decode()
    assert "Jejak audit" in client.get("/konsol/pdp/register/?format=csv").content.decode("utf-8-sig")
    assert zipfile.is_zipfile(io.BytesIO(client.get("/konsol/pdp/register/?format=xlsx").content))
    paper = client.get("/konsol/pdp/register/?format=pdf")
    assert paper["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF-")


def test_an_incident_from_the_first_note_to_its_end(in_poso, client_of, pandu):
    client = client_of(in_poso, pandu)
    now = timezone.localtime()
    fields = {
        "title": "Salah kirim",
        "what_happened": "Surel keliru.",
        "data_disclosed": "Nama",
        "discovered_at": (now - timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M"),
        "occurred_at": now.strftime("%Y-%m-%dT%H:%M"),
        "people_count": "3",
    }
    assert client.post("/konsol/pdp/insiden/baru/", fields).status_code == 422
    assert not Incident.objects.exists()
    client.post("/konsol/pdp/insiden/baru/", fields | {"occurred_at": ""})
    incident = Incident.objects.get()
    paper = client.get(address("incident-notice", incident=incident))
    assert paper.content.startswith(b"%PDF-")
    close = address("incident-close", incident=incident)
    client.post(close)
    assert Incident.objects.get().state == "terbuka"
    for audience in ("orang", "lembaga"):
        client.post(f"/konsol/pdp/insiden/{incident.pk}/diberitahu/{audience}/", {"how": "Surel"})
    client.post(close)
    assert Incident.objects.get().state == "ditutup"


def test_the_admin_sets_the_limits_of_uploads(in_poso, client_of, rina):
    client = client_of(in_poso, rina)
    wrong = {"megabytes": "900", "megapixels": "20", "files_per_day": "10"}
    assert client.post("/konsol/pdp/unggahan/", wrong).status_code == 422
    assert not UploadLimits.objects.exists()
    assert client.post("/konsol/pdp/unggahan/", wrong | {"megabytes": "5"}).status_code == 302
    assert UploadLimits.objects.get().megabytes == 5
