"""Incidents: the clock from discovery, two notices, closed only after both."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tenants.errors import NotAllowed
from tenants.privacy.errors import IncidentClosed, NoticesMissing
from tenants.privacy.models import Incident
from tenants.privacy.notices import AUTHORITY, PEOPLE, draft_notice, draw_notice
from tenants.privacy.selectors import count_at_desk
from tenants.privacy.services import incidents


def new(**changes):
    fields = {
        "title": "Lampiran salah kirim",
        "what_happened": "Daftar hadir terkirim ke alamat yang keliru.",
        "data_disclosed": "Nama dan nomor ponsel",
        "discovered_at": timezone.now() - timedelta(hours=2),
        "people_count": 1240,
        "measures": "Penerima menghapus berkas.",
    }
    return Incident(**(fields | changes))


@pytest.fixture
def incident(pandu):
    return incidents.save_incident(incident=new(), actor=pandu)


def test_the_clock_counts_from_discovery(incident):
    assert incident.due_at == incident.discovered_at + timedelta(hours=72)
    assert count_at_desk() == (1, 0)
    Incident.objects.update(due_at=timezone.now() - timedelta(hours=1))
    assert count_at_desk() == (1, 1)


def test_the_drafts_say_what_article_46_asks_for(incident):
    for audience in (PEOPLE, AUTHORITY):
        text = draft_notice(incident=incident, audience=audience).text
        for part in ("Nama dan nomor ponsel", "terkirim ke alamat yang keliru", "Penerima menghapus berkas.", "Poso"):
            assert part in text
        assert draw_notice(incident=incident, audience=audience).startswith(b"%PDF-")
    assert "1.240" in draft_notice(incident=incident, audience=AUTHORITY).text
    assert "Pasal 46" in draft_notice(incident=incident, audience=AUTHORITY).text


def test_it_closes_only_after_both_notices(incident, pandu):
    with pytest.raises(NoticesMissing):
        incidents.close_incident(incident=incident, actor=pandu)
    incidents.note_people_notified(incident=incident, how="Surel ke 1.240 orang", actor=pandu)
    with pytest.raises(NoticesMissing):
        incidents.close_incident(incident=incident, actor=pandu)
    assert Incident.objects.get().state == "terbuka"
    incidents.note_authority_notified(incident=incident, how="Surat", actor=pandu)
    assert count_at_desk() == (0, 0)
    incidents.close_incident(incident=incident, actor=pandu)
    assert [step.act for step in incident.steps.all()] == ["opened", "people_notified", "authority_notified", "closed"]
    with pytest.raises(IncidentClosed):
        incidents.save_incident(incident=Incident.objects.get(), actor=pandu)


def test_the_database_keeps_an_unannounced_incident_open(incident):
    with pytest.raises(IntegrityError), transaction.atomic():
        Incident.objects.update(state="ditutup", closed_at=timezone.now())


@pytest.mark.parametrize("who", ["sari", "budi"])
def test_only_the_desk_writes_it(incident, who, request):
    actor = request.getfixturevalue(who)
    for act in (incidents.close_incident, incidents.save_incident):
        with pytest.raises(NotAllowed):
            act(incident=incident, actor=actor)
    with pytest.raises(NotAllowed):
        incidents.note_people_notified(incident=incident, how="", actor=actor)
    assert Incident.objects.get().people_notified_at is None
