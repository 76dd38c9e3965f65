"""The officers' acts: what each does, and that each refusal changes nothing."""

from __future__ import annotations

import uuid

import pytest

from catalog.modules.laksa.errors import MoveRefused, OpdClosed, ReportChanged, ReportNotFound, TextMissing
from catalog.modules.laksa.models import Category
from catalog.modules.laksa.services import handling, verification
from catalog.modules.laksa.services.photos import keep_draft
from catalog.sdk.errors import NotAllowed


def test_verifying_publishes_the_report_and_its_photos(file_report, wulan, sari, picture):
    report = file_report(photos=[keep_draft(upload=picture(), person=sari)])
    waste = Category.objects.get(code="sampah")
    verification.verify_report(number=report.number, actor=wulan, category=waste)
    report.refresh_from_db()
    assert (report.state, report.category, report.version) == ("diverifikasi", waste, 2)
    assert report.verified_at is not None
    assert report.photos.get().attachment.visibility == "public"


def test_verifying_a_confidential_report_keeps_its_photos_closed(file_report, wulan, sari, picture, category):
    report = file_report(photos=[keep_draft(upload=picture(), person=sari)], is_confidential=True)
    verification.verify_report(number=report.number, actor=wulan, category=category)
    assert report.photos.get().attachment.visibility == "owner"


def test_assigning_tells_reporter_and_the_opds_officers_only(file_report, bring, sari, budi_pupr, dina_dlh):
    report = bring(file_report(), "didisposisikan")
    assert report.opd.code == "pupr"
    assert "laksa.assigned" in [note.kind for note in sari.notifications.all()]
    assert [note.kind for note in budi_pupr.notifications.all()] == ["laksa.work"]
    assert dina_dlh.notifications.count() == 0


def test_verify_and_assign_in_one_step(file_report, wulan, category, opd):
    report = file_report()
    verification.verify_and_assign(number=report.number, actor=wulan, category=category, opd=opd("pupr"))
    report.refresh_from_db()
    assert (report.state, report.opd.code, report.version) == ("didisposisikan", "pupr", 3)


def test_verify_and_assign_does_both_or_neither(file_report, wulan, category, opd, snapshot):
    report, unit = file_report(), opd("dlh")
    unit.is_active = False
    unit.save()
    before = snapshot(report)
    with pytest.raises(OpdClosed):
        verification.verify_and_assign(number=report.number, actor=wulan, category=category, opd=unit)
    assert snapshot(report) == before


def test_report_can_go_to_another_opd(file_report, bring, wulan, opd):
    report = bring(file_report(), "didisposisikan")
    verification.assign_to_opd(number=report.number, actor=wulan, opd=opd("dlh"))
    report.refresh_from_db()
    assert (report.state, report.opd.code) == ("didisposisikan", "dlh")


@pytest.mark.parametrize(("act", "state"), [("reject_report", "ditolak"), ("archive_report", "diarsipkan")])
def test_turning_down_needs_a_reason_and_tells_the_reporter(file_report, wulan, sari, snapshot, act, state):
    report = file_report()
    turn_down, before = getattr(verification, act), snapshot(report)
    with pytest.raises(TextMissing):
        turn_down(number=report.number, actor=wulan, reason=" ")
    assert snapshot(report) == before
    turn_down(number=report.number, actor=wulan, reason="Bukan masalah.")
    report.refresh_from_db()
    assert (report.state, report.due_on) == (state, None)
    assert sari.notifications.first().body == "Bukan masalah."


@pytest.mark.parametrize("who", ["budi_pupr", "sari"])
def test_only_the_verifier_verifies_and_assigns(request, who, file_report, category, opd, snapshot):
    report, person = file_report(), request.getfixturevalue(who)
    before = snapshot(report)
    with pytest.raises(NotAllowed):
        verification.verify_report(number=report.number, actor=person, category=category)
    with pytest.raises(NotAllowed):
        verification.assign_to_opd(number=report.number, actor=person, opd=opd("pupr"))
    with pytest.raises(NotAllowed):
        verification.reject_report(number=report.number, actor=person, reason="Tidak.")
    assert snapshot(report) == before


@pytest.mark.parametrize("who", ["dina_dlh", "wulan", "sari"])
def test_only_the_reports_opd_takes_up_answers_and_returns(request, who, file_report, bring, snapshot):
    report, person = bring(file_report(), "didisposisikan"), request.getfixturevalue(who)
    before = snapshot(report)
    for act in (
        lambda: handling.take_up_report(number=report.number, actor=person),
        lambda: handling.answer_report(number=report.number, actor=person, text="Beres."),
        lambda: handling.return_for_disposition(number=report.number, actor=person, reason="Bukan kami."),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert snapshot(report) == before


def test_answer_with_photos_is_public_and_dated(file_report, bring, budi_pupr, picture):
    report = bring(file_report(), "diproses")
    draft = keep_draft(upload=picture(), person=budi_pupr)
    handling.answer_report(number=report.number, actor=budi_pupr, text="Sudah.", photos=[draft])
    report.refresh_from_db()
    message, photo = report.messages.get(), report.photos.get()
    assert (message.is_answer, message.is_staff, message.opd.code) == (True, True, "pupr")
    assert (photo.kind, photo.message, photo.attachment.visibility) == ("sesudah", message, "public")
    assert report.answered_at is not None


def test_returning_leaves_the_report_with_the_verifier(file_report, bring, budi_pupr, wulan):
    report = bring(file_report(), "diproses")
    handling.return_for_disposition(number=report.number, actor=budi_pupr, reason="Jalan provinsi.")
    report.refresh_from_db()
    assert (report.state, report.opd) == ("diverifikasi", None)
    assert wulan.notifications.first().kind == "laksa.returned"


def test_closing_needs_an_answer(file_report, bring, budi_pupr, snapshot):
    report = bring(file_report(), "diproses")
    before = snapshot(report)
    with pytest.raises(MoveRefused):
        handling.close_report(number=report.number, actor=budi_pupr)
    assert snapshot(report) == before


def test_closed_report_is_due_no_more(file_report, bring):
    report = bring(file_report(), "selesai")
    assert (report.due_on, report.stage) == (None, "selesai")
    assert report.closed_at is not None


@pytest.mark.parametrize("state", ["diproses", "ditanggapi", "selesai"])
def test_new_steps_are_refused_out_of_order(state, file_report, bring, wulan, category, snapshot):
    report = bring(file_report(), state)
    before = snapshot(report)
    with pytest.raises(MoveRefused):
        verification.reject_report(number=report.number, actor=wulan, reason="Terlambat.")
    assert snapshot(report) == before


def test_officer_who_saw_an_older_version_is_told_who_changed_it(file_report, bring, budi_pupr, snapshot):
    report = bring(file_report(), "diproses")
    seen = report.version
    handling.answer_report(number=report.number, actor=budi_pupr, text="Pertama.", version=seen)
    before = snapshot(report)
    with pytest.raises(ReportChanged) as refusal:
        handling.answer_report(number=report.number, actor=budi_pupr, text="Kedua.", version=seen)
    assert "Budi" in str(refusal.value.message)
    assert snapshot(report) == before


def test_officers_form_sent_twice_acts_once(file_report, bring, budi_pupr, snapshot):
    report, once = bring(file_report(), "diproses"), uuid.uuid4()
    order = {"number": report.number, "actor": budi_pupr, "text": "Beres.", "version": report.version, "once": once}
    handling.answer_report(**order)
    before = snapshot(report)
    handling.answer_report(**order)
    assert snapshot(report) == before


def test_unknown_number_is_refused(wulan, category):
    with pytest.raises(ReportNotFound):
        verification.verify_report(number="LK-7202-2026-999999", actor=wulan, category=category)
