"""Clocks by kind of report, the Pemda's own days off, and the work of each morning."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from catalog.modules.laksa.errors import OnlyComplaints
from catalog.modules.laksa.models import Message, Report, Transition
from catalog.modules.laksa.services import conversation, daily, handling, verification
from catalog.modules.laksa.services.deadlines import working_days_from
from catalog.modules.laksa.services.supervision import set_supervision
from catalog.sdk.context import local_today
from catalog.sdk.errors import NotAllowed

TODAY = date(2026, 12, 1)


@pytest.fixture
def wishes(rina):
    """Changes LAKSA's settings as the admin."""
    from catalog.activations import change_settings

    return lambda **values: change_settings(slug="laksa", values=values, actor=rina)


@pytest.fixture
def watcher(person, give):
    """A leader who watches."""
    made = person("Bupati", kind="petugas")
    give(made, "laksa.pemantau")
    return made


def kinds(person):
    return [note.kind for note in person.notifications.all()]


def late_by(report, days):
    """Let the report be due so many calendar days ago (before, when negative)."""
    Report.objects.filter(pk=report.pk).update(due_on=local_today() - timedelta(days=days))


@pytest.mark.parametrize(
    ("kind", "is_supervised", "days"),
    [("pengaduan", False, 14), ("informasi", False, 5), ("aspirasi", False, 5), ("pengaduan", True, 60)],
)
def test_each_kind_of_report_has_its_own_clock(file_report, bring, wulan, kind, is_supervised, days):
    report = file_report(kind=kind)
    assert report.due_on == working_days_from(local_today(), 3)
    if is_supervised:
        set_supervision(number=report.number, actor=wulan, is_supervised=True)
    report = bring(report, "didisposisikan")
    assert report.due_on == working_days_from(local_today(), days)


def test_marking_a_report_that_an_opd_has_counts_from_its_disposition(file_report, bring, wulan):
    report = bring(file_report(), "didisposisikan")
    Report.objects.filter(pk=report.pk).update(disposed_at=timezone.now() - timedelta(days=10))
    set_supervision(number=report.number, actor=wulan, is_supervised=True)
    report.refresh_from_db()
    start = local_today() - timedelta(days=10)
    assert report.due_on == working_days_from(start, 60)
    assert report.transitions.last().kind == "pengawasan"


def test_only_the_verifier_marks_and_only_complaints(file_report, budi_pupr, wulan, snapshot):
    report, question = file_report(), file_report(kind="informasi")
    before = snapshot(report), snapshot(question)
    with pytest.raises(NotAllowed):
        set_supervision(number=report.number, actor=budi_pupr, is_supervised=True)
    with pytest.raises(OnlyComplaints):
        set_supervision(number=question.number, actor=wulan, is_supervised=True)
    assert (snapshot(report), snapshot(question)) == before


def test_the_pemdas_own_days_off_are_no_working_days(in_poso, wishes):
    assert working_days_from(TODAY, 2) == date(2026, 12, 3)
    wishes(days_off=["2026-12-02", "2026-02-30"])
    assert working_days_from(TODAY, 2) == date(2026, 12, 4)


def test_an_answer_stops_the_clock_and_a_word_of_the_reporter_starts_it(file_report, bring, sari, budi_pupr):
    report = bring(file_report(), "diproses")
    due = report.due_on
    handling.answer_report(number=report.number, actor=budi_pupr, text="Sudah.")
    report.refresh_from_db()
    assert (report.due_on, report.answer_due_on) == (None, due)
    conversation.reply_to_report(number=report.number, author=sari, text="Belum rata.")
    report.refresh_from_db()
    assert report.due_on == working_days_from(local_today(), 3)
    conversation.reply_to_report(number=report.number, author=budi_pupr, text="Kami ratakan.")
    report.refresh_from_db()
    assert report.due_on is None


def test_reminder_goes_to_the_opds_officers_once_for_each_due_day(file_report, bring, budi_pupr, dina_dlh, wulan):
    report = bring(file_report(), "diproses")
    late_by(report, 0)
    version = Report.objects.get(pk=report.pk).version
    assert (daily.remind_handlers(), daily.remind_handlers()) == (1, 0)
    assert (kinds(budi_pupr).count("laksa.due"), kinds(dina_dlh)) == (1, [])
    report.refresh_from_db()
    # An officer who is writing meanwhile is not told that somebody changed the report.
    assert report.version == version
    handling.answer_report(number=report.number, actor=budi_pupr, text="Sudah.", version=version)


def test_what_is_not_due_soon_is_not_reminded(file_report, bring, budi_pupr):
    bring(file_report(), "diproses")
    assert daily.remind_handlers() == 0
    assert "laksa.due" not in kinds(budi_pupr)


def test_lateness_goes_up_level_by_level_once_each_and_into_the_history(file_report, wulan, watcher, sari):
    report = file_report()
    late_by(report, 1)
    daily.morning()
    daily.morning()
    assert (kinds(wulan).count("laksa.late"), kinds(watcher)) == (1, [])
    late_by(report, 20)
    daily.morning()
    daily.morning()
    assert (kinds(wulan).count("laksa.late"), kinds(watcher)) == (2, ["laksa.late"])
    levels = list(report.transitions.filter(kind="eskalasi").values_list("level", flat=True))
    assert levels == [1, 1, 2]
    assert "laksa.late" not in kinds(sari)


def test_escalation_waits_until_somebody_holds_the_role(file_report, give, watcher, person):
    from catalog.sdk.people import people_with_role

    assert not people_with_role(["laksa.verifikator"])
    report = file_report()
    late_by(report, 1)
    assert daily.escalate(level=1) == 0
    chief = person("Tono", kind="petugas")
    give(chief, "laksa.verifikator")
    assert daily.escalate(level=1) == 1


def test_the_database_keeps_a_second_run_from_telling_twice(file_report, wulan):
    from django.db import IntegrityError, transaction

    report = file_report()
    late_by(report, 1)
    daily.escalate(level=1)
    told = Transition.objects.get(kind="eskalasi")
    told.pk, told.client_key = None, None
    with pytest.raises(IntegrityError), transaction.atomic():
        told.save(force_insert=True)


def age(report, days):
    """Let the answer lie so many days back."""
    then = timezone.now() - timedelta(days=days)
    Report.objects.filter(pk=report.pk).update(answered_at=then)
    Message.objects.filter(report=report).update(created_at=then)


def test_silence_after_the_answer_closes_the_report_and_tells_the_reporter(file_report, bring, sari):
    report = bring(file_report(), "ditanggapi")
    age(report, 9)
    assert daily.close_silent_reports() == 0
    age(report, 11)
    assert (daily.close_silent_reports(), daily.close_silent_reports()) == (1, 0)
    report.refresh_from_db()
    assert (report.state, report.closed_at is not None) == ("selesai", True)
    assert report.transitions.last().kind == "otomatis"
    assert "ditutup otomatis" in sari.notifications.first().body
    # It may be reopened like any other.
    conversation.reopen_report(number=report.number, reporter=sari, reason="Belum beres.")


@pytest.mark.parametrize("who", ["sari", "budi_pupr"])
def test_a_word_keeps_the_report_open(request, file_report, bring, who):
    report = bring(file_report(), "ditanggapi")
    age(report, 30)
    conversation.reply_to_report(number=report.number, author=request.getfixturevalue(who), text="Sebentar.")
    assert daily.close_silent_reports() == 0
    # The reporter's word keeps it open for good, an officer's only for the days after it.
    Message.objects.filter(report=report).update(created_at=timezone.now() - timedelta(days=12))
    last = report.messages.order_by("-id").first()
    Message.objects.filter(pk=last.pk).update(created_at=timezone.now() - timedelta(days=11))
    assert daily.close_silent_reports() == (0 if who == "sari" else 1)


def test_reminders_and_escalations_are_not_for_citizens(file_report, bring, wulan, sari, client_of, in_poso):
    from catalog.modules.laksa.presenters import timeline_for_citizen, timeline_for_officer

    report = bring(file_report(), "diproses")
    late_by(report, 1)
    daily.morning()
    set_supervision(number=report.number, actor=wulan, is_supervised=True)
    assert len(timeline_for_officer(report, wulan)) == 6
    assert len(timeline_for_citizen(report, reads_own=True)) == 4
    page = client_of(in_poso, sari).get(f"/laksa/laporan/{report.number}/").content.decode()
    assert "Terlambat sejak" not in page
    assert "pengawasan" not in page


def test_taking_up_a_reopened_report_gives_it_the_opds_days(file_report, bring, sari, budi_pupr):
    report = bring(file_report(), "selesai")
    conversation.reopen_report(number=report.number, reporter=sari, reason="Lubang lagi.")
    handling.take_up_report(number=report.number, actor=budi_pupr)
    report.refresh_from_db()
    assert report.due_on == working_days_from(local_today(), 14)


def test_returned_report_goes_to_another_opd_and_officers_read_why(
    file_report, bring, budi_pupr, dina_dlh, wulan, opd, sari
):
    """No wrong door: the reporter need not do anything, and the reason does not reach them."""
    from catalog.modules.laksa.presenters import timeline_for_citizen, timeline_for_officer

    report = bring(file_report(), "didisposisikan")
    handling.return_for_disposition(number=report.number, actor=budi_pupr, reason="Ini taman, bukan jalan.")
    verification.assign_to_opd(number=report.number, actor=wulan, opd=opd("dlh"), note="Menurut PUPR ini taman.")
    report.refresh_from_db()
    assert (report.state, report.opd.code) == ("didisposisikan", "dlh")
    assert "laksa.work" in kinds(dina_dlh)
    told = " ".join(step["text"] for step in timeline_for_officer(report, dina_dlh))
    assert "Ini taman" in told
    assert "Menurut PUPR" in told
    assert "taman" not in " ".join(step["text"] for step in timeline_for_citizen(report, reads_own=True))
