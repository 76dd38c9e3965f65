"""Requests: a clock of 72 hours from when they came in, one desk, an answer or a reason."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from tenants.audit.models import Entry
from tenants.errors import NotAllowed
from tenants.notifications.models import Notification
from tenants.privacy import selectors
from tenants.privacy.clock import clock_of
from tenants.privacy.errors import (
    AssigneeNotAtDesk,
    IdentityNeeded,
    ReasonNeeded,
    RequestEnded,
    RequestUnderWay,
    StaffData,
)
from tenants.privacy.models import DataRequest, RequestStep
from tenants.privacy.services import requests


@pytest.fixture
def objection(sari):
    return requests.ask(person=sari, kind="keberatan", details="Jangan kirim survei.")


def snapshot(row):
    row.refresh_from_db()
    return (row.state, row.answer, row.assigned_to_id, RequestStep.objects.count(), Notification.objects.count())


def test_the_clock_has_three_times_twenty_four_hours(objection):
    assert objection.due_at - objection.received_at == timedelta(hours=72)
    clock = clock_of(due_at=objection.due_at, stopped_at=None)
    assert (clock.hours, clock.is_overdue, clock.is_short) == (71, False, False)
    assert clock_of(due_at=timezone.now() + timedelta(hours=3, minutes=5), stopped_at=None).is_short
    late = clock_of(due_at=timezone.now() - timedelta(hours=2, minutes=30), stopped_at=None)
    assert (late.is_overdue, late.hours_late) == (True, 3)


def test_the_clock_stands_still_with_the_answer(objection, pandu):
    requests.answer_request(request=objection, answer="Sudah kami hentikan.", actor=pandu)
    row = DataRequest.objects.get()
    assert row.state == "selesai"
    clock = clock_of(due_at=row.due_at, stopped_at=row.closed_at - timedelta(hours=10))
    assert (clock.hours, clock.is_stopped) == (81, True)


def test_the_desk_is_told_and_so_is_the_applicant(objection, sari, pandu, rina):
    requests.answer_request(request=objection, answer="Sudah kami hentikan.", actor=pandu)
    told = Notification.objects.get(person=sari)
    assert (told.kind, told.body) == ("inti.pdp_jawaban", "Sudah kami hentikan.")
    assert [step.act for step in objection.steps.all()] == ["received", "done"]
    assert set(Entry.objects.values_list("act", flat=True)) >= {"privacy.requested", "privacy.request_done"}


def test_asking_tells_everybody_at_the_desk(pandu, rina, budi, sari):
    requests.ask(person=sari, kind="keberatan", details="Survei.")
    assert set(Notification.objects.values_list("person__name", flat=True)) == {"Pandu", "Rina"}


def test_the_same_request_twice_is_refused_while_the_first_waits(sari):
    requests.ask(person=sari, kind="penghapusan")
    with pytest.raises(RequestUnderWay):
        requests.ask(person=sari, kind="penghapusan")
    assert DataRequest.objects.count() == 1


def test_officers_cannot_have_their_own_data_erased(budi):
    with pytest.raises(StaffData):
        requests.ask(person=budi, kind="penghapusan")
    assert not DataRequest.objects.exists()


ACTS = {
    "answer": lambda row, actor: requests.answer_request(request=row, answer="Ya.", actor=actor),
    "refuse": lambda row, actor: requests.refuse_request(request=row, reason="Tidak.", actor=actor),
    "note": lambda row, actor: requests.add_note(request=row, text="Catatan.", actor=actor),
    "assign": lambda row, actor: requests.assign(request=row, to=actor, actor=actor),
    "list": lambda row, actor: selectors.list_requests(actor=actor),
    "read": lambda row, actor: selectors.get_request(actor=actor, request_id=row.pk),
    "consents": lambda row, actor: selectors.list_consents(actor=actor),
    "incidents": lambda row, actor: selectors.list_incidents(actor=actor),
    "retention": lambda row, actor: selectors.list_retention_runs(actor=actor),
    "enter": lambda row, actor: requests.enter_at_counter(
        actor=actor, kind="akses", name="X", contact="", identity_check="KTP", details="y", received_at=timezone.now()
    ),
}


@pytest.mark.parametrize("act", sorted(ACTS))
@pytest.mark.parametrize("who", ["sari", "otto", "budi"])
def test_only_the_desk_acts(act, who, objection, request):
    actor, before = request.getfixturevalue(who), snapshot(objection)
    with pytest.raises(NotAllowed):
        ACTS[act](objection, actor)
    assert snapshot(objection) == before
    assert DataRequest.objects.count() == 1


@pytest.mark.parametrize("act", sorted(ACTS))
def test_the_pejabat_pdp_and_the_admin_may(act, objection, pandu, rina):
    ACTS[act](objection, pandu)
    if act not in {"answer", "refuse"}:
        ACTS[act](objection, rina)


def test_a_closed_officer_loses_the_desk(objection, pandu):
    pandu.is_active = False
    with pytest.raises(NotAllowed):
        ACTS["answer"](objection, pandu)
    assert DataRequest.objects.get().is_open


def test_a_refusal_needs_a_reason(objection, pandu):
    before = snapshot(objection)
    with pytest.raises(ReasonNeeded):
        requests.refuse_request(request=objection, reason="  ", actor=pandu)
    assert snapshot(objection) == before
    with pytest.raises(IntegrityError), transaction.atomic():
        DataRequest.objects.filter(pk=objection.pk).update(state="ditolak", closed_at=timezone.now(), answer="")


def test_what_is_answered_is_not_answered_again(objection, pandu):
    requests.refuse_request(request=objection, reason="Kewajiban hukum.", actor=pandu)
    before = snapshot(objection)
    for act in ("answer", "refuse", "assign"):
        with pytest.raises(RequestEnded):
            ACTS[act](objection, pandu)
    assert snapshot(objection) == before


def test_work_is_given_only_to_the_desk(objection, rina, budi, pandu):
    with pytest.raises(AssigneeNotAtDesk):
        requests.assign(request=objection, to=budi, actor=rina)
    requests.assign(request=objection, to=pandu, actor=rina)
    row = DataRequest.objects.get()
    assert (row.assigned_to, row.state) == (pandu, "dikerjakan")
    assert Notification.objects.filter(person=pandu, subject__contains=row.number).count() == 1


def test_a_letter_counts_from_when_it_came(pandu):
    came = timezone.now() - timedelta(hours=70)
    row = requests.enter_at_counter(
        actor=pandu,
        kind="akses",
        name="Bu Murni",
        contact="Jalan Melati 3",
        identity_check="KTP asli diperlihatkan",
        details="Minta salinan data anak saya.",
        received_at=came,
    )
    assert (row.channel, row.person, row.due_at) == ("loket", None, came + timedelta(hours=72))
    assert selectors.list_requests(actor=pandu, urgency="mendesak").get() == row


def test_how_to_reach_a_person_and_how_they_proved_who_they_are_stand_sealed_in_the_row(pandu):
    row = requests.enter_at_counter(
        actor=pandu,
        kind="akses",
        name="Bu Murni",
        contact="murni@contoh.example",
        identity_check="KTP asli, nomor berakhir 0042",
        details="",
        received_at=timezone.now(),
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT applicant_contact, identity_check FROM privacy_datarequest")
        columns = " ".join(cursor.fetchone())
    assert "murni" not in columns
    assert "0042" not in columns
    kept = DataRequest.objects.get(pk=row.pk)
    assert (kept.applicant_contact, kept.identity_check) == ("murni@contoh.example", "KTP asli, nomor berakhir 0042")


def test_nobody_is_entered_without_proof_of_who_they_are(pandu):
    with pytest.raises(IdentityNeeded):
        requests.enter_at_counter(
            actor=pandu,
            kind="akses",
            name="Bu Murni",
            contact="",
            identity_check=" ",
            details="",
            received_at=timezone.now(),
        )
    assert not DataRequest.objects.exists()


def test_the_queue_shows_the_most_urgent_first_and_filters(sari, otto, pandu):
    ask = requests.ask
    calm, urgent = ask(person=sari, kind="keberatan", details="Survei"), ask(person=otto, kind="penghapusan")
    DataRequest.objects.filter(pk=urgent.pk).update(due_at=timezone.now() - timedelta(hours=1))
    done = requests.answer_request(request=ask(person=otto, kind="keberatan", details="a"), answer="b", actor=pandu)
    listed = selectors.list_requests
    assert list(listed(actor=pandu)) == [urgent, calm, done]
    assert list(listed(actor=pandu, urgency="terlambat")) == [urgent]
    assert list(listed(actor=pandu, state="terbuka", search="survei")) == [calm]
    assert list(listed(actor=pandu, search=urgent.number)) == [urgent]
    assert list(listed(actor=pandu, kind="penghapusan")) == [urgent]
    requests.assign(request=calm, to=pandu, actor=pandu)
    assert list(listed(actor=pandu, assignee="saya")) == [calm]
    assert calm not in listed(actor=pandu, assignee="tanpa")
    assert selectors.count_at_desk() == (2, 1)


def test_a_person_finds_only_their_own(objection, sari, otto):
    assert selectors.find_own_request(person=sari, request_id=objection.pk) == objection
    assert selectors.find_own_request(person=otto, request_id=objection.pk) is None
    assert list(selectors.requests_of(otto)) == []
