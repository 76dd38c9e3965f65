"""Conversation, rating and reopening."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from catalog.modules.laksa.errors import MoveRefused, RatingOutOfRange, ReopenTooLate, ReportNotFound, TextMissing
from catalog.modules.laksa.models import Message, Report
from catalog.modules.laksa.services.conversation import rate_report, reopen_report, reply_to_report
from catalog.sdk.errors import NotAllowed


def test_reporter_and_officer_converse(file_report, bring, sari, budi_pupr):
    report = bring(file_report(), "diproses")
    reply_to_report(number=report.number, author=sari, text="Kapan selesai?")
    assert budi_pupr.notifications.first().kind == "laksa.reply"
    reply_to_report(number=report.number, author=budi_pupr, text="Besok.")
    assert sari.notifications.first().kind == "laksa.message"
    lines = [(line.is_staff, line.opd.code if line.opd else None) for line in report.messages.all()]
    assert lines == [(False, None), (True, "pupr")]


def test_message_sent_twice_is_written_once(file_report, sari):
    report, once = file_report(), uuid.uuid4()
    for _ in range(2):
        reply_to_report(number=report.number, author=sari, text="Tambahan.", once=once)
    assert report.messages.count() == 1


def test_stranger_cannot_even_tell_that_the_report_exists(file_report, otto, snapshot):
    report = file_report()
    before = snapshot(report)
    for act in (
        lambda: reply_to_report(number=report.number, author=otto, text="Halo"),
        lambda: rate_report(number=report.number, reporter=otto, rating=1),
        lambda: reopen_report(number=report.number, reporter=otto, reason="Iseng"),
    ):
        with pytest.raises(ReportNotFound):
            act()
    assert snapshot(report) == before


def test_officer_of_another_opd_cannot_write(file_report, bring, dina_dlh, snapshot):
    report = bring(file_report(), "diproses")
    before = snapshot(report)
    with pytest.raises(NotAllowed):
        reply_to_report(number=report.number, author=dina_dlh, text="Halo")
    assert snapshot(report) == before


@pytest.mark.parametrize(
    ("text", "state", "refusal"), [("", "diproses", TextMissing), ("Halo", "selesai", MoveRefused)]
)
def test_empty_message_and_message_after_the_end_are_refused(file_report, bring, sari, snapshot, text, state, refusal):
    report = bring(file_report(), state)
    before = snapshot(report)
    with pytest.raises(refusal):
        reply_to_report(number=report.number, author=sari, text=text)
    assert snapshot(report) == before


def test_reporter_rates_and_changes_the_rating(file_report, bring, sari):
    report = bring(file_report(), "selesai")
    rate_report(number=report.number, reporter=sari, rating=5, comment="Bagus")
    rate_report(number=report.number, reporter=sari, rating=3)
    report.refresh_from_db()
    assert (report.rating, report.rating_comment) == (3, "")


@pytest.mark.parametrize(
    ("state", "rating", "refusal"), [("selesai", 6, RatingOutOfRange), ("diproses", 5, MoveRefused)]
)
def test_bad_ratings_change_nothing(file_report, bring, sari, snapshot, state, rating, refusal):
    report = bring(file_report(), state)
    before = snapshot(report)
    with pytest.raises(refusal):
        rate_report(number=report.number, reporter=sari, rating=rating)
    assert snapshot(report) == before
    assert report.rating is None


def test_reporter_reopens_within_ten_days(file_report, bring, sari, wulan, budi_pupr):
    report = bring(file_report(), "selesai")
    rate_report(number=report.number, reporter=sari, rating=2)
    reopen_report(number=report.number, reporter=sari, reason="Lubang lagi.")
    report.refresh_from_db()
    assert (report.state, report.stage, report.rating, report.closed_at) == ("dibuka_kembali", "menunggu", None, None)
    assert report.opd.code == "pupr"
    assert {wulan.notifications.first().kind, budi_pupr.notifications.first().kind} == {"laksa.reopened"}


def test_reopening_twice_with_one_form_reopens_once(file_report, bring, sari, snapshot):
    report, once = bring(file_report(), "selesai"), uuid.uuid4()
    reopen_report(number=report.number, reporter=sari, reason="Lagi.", once=once)
    before = snapshot(report)
    reopen_report(number=report.number, reporter=sari, reason="Lagi.", once=once)
    assert snapshot(report) == before


def test_reopening_after_ten_days_is_refused(file_report, bring, sari, snapshot):
    report = bring(file_report(), "selesai")
    Report.objects.filter(pk=report.pk).update(closed_at=report.closed_at - timedelta(days=10, minutes=1))
    before = snapshot(report)
    with pytest.raises(ReopenTooLate):
        reopen_report(number=report.number, reporter=sari, reason="Lagi.")
    assert snapshot(report) == before


def test_a_note_among_officers_is_read_by_nobody_outside(file_report, bring, sari, budi_pupr, client_of, in_poso):
    report = bring(file_report(), "diproses")
    Message.objects.create(report=report, author=budi_pupr, text="Catatan dalam saja.", is_staff=True, is_internal=True)
    reply_to_report(number=report.number, author=budi_pupr, text="Kami cek.")
    pages = [(sari, "/laksa/laporan/"), (sari, "/api/v1/laksa/reports/"), (None, "/laksa/laporan/")]
    for who, path in pages:
        answer = client_of(in_poso, who).get(f"{path}{report.number}/")
        assert (answer.status_code, "Catatan dalam" in answer.content.decode()) == (200, False)
    assert "Kami cek." in client_of(in_poso, sari).get(f"/laksa/laporan/{report.number}/").content.decode()
