"""Who reads what: the public, the reporter, officers."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from catalog.modules.laksa import presenters, selectors
from catalog.modules.laksa.hooks import live, live_list, map_points, search, statistics
from catalog.modules.laksa.models import Report
from catalog.modules.laksa.selectors import ReportFilter

NOBODY = AnonymousUser()


@pytest.mark.parametrize("state", ["diverifikasi", "diproses", "ditanggapi", "selesai"])
def test_public_reads_verified_reports(file_report, bring, state):
    report = bring(file_report(), state)
    assert list(selectors.list_public_reports()) == [report]
    assert selectors.get_report_for(NOBODY, report.number) == report


def test_public_reads_no_unverified_report(file_report, otto):
    report = file_report()
    assert not selectors.list_public_reports().exists()
    assert selectors.get_report_for(NOBODY, report.number) is None
    assert selectors.get_report_for(otto, report.number) is None


def test_public_reads_no_rejected_report(file_report, wulan, sari):
    from catalog.modules.laksa.services.verification import reject_report

    report = file_report()
    reject_report(number=report.number, actor=wulan, reason="Bukan masalah.")
    assert not selectors.list_public_reports().exists()
    assert selectors.get_report_for(sari, report.number) == report


def test_confidential_report_is_for_reporter_and_officers_only(file_report, bring, sari, otto, wulan, budi_pupr):
    report = bring(file_report(is_confidential=True), "selesai")
    assert not selectors.list_public_reports().exists()
    assert selectors.get_report_for(otto, report.number) is None
    assert selectors.get_report_for(sari, report.number) == report
    assert selectors.get_report_for_officer(wulan, report.number) == report
    assert selectors.get_report_for_officer(budi_pupr, report.number) == report
    assert map_points() == []


def test_closed_list_shows_nothing_to_the_public(file_report, bring, rina, sari):
    from catalog.activations import change_settings

    bring(file_report(), "diproses")
    change_settings(slug="laksa", values={"public_list": False}, actor=rina)
    assert not selectors.list_public_reports().exists()
    assert map_points() == []
    assert search("lubang", NOBODY) == []
    assert len(search("lubang", sari)) == 1


def test_officer_sees_the_reports_of_their_opd_only(file_report, bring, budi_pupr, dina_dlh, wulan, otto, rina):
    report, new = bring(file_report(), "didisposisikan"), file_report(title="Baru")
    assert list(selectors.list_queue(budi_pupr)) == [report]
    assert not selectors.list_queue(dina_dlh).exists()
    assert set(selectors.list_queue(wulan)) == {report, new}
    assert not selectors.list_queue(otto).exists()
    assert not selectors.list_queue(rina).exists()


def test_anonymous_reporter_is_named_to_nobody(file_report, bring, wulan, budi_pupr):
    report = bring(file_report(is_anonymous=True), "diproses")
    assert presenters.reporter_for_public(report) == "Anonim"
    assert presenters.reporter_for_officer(report, budi_pupr) == "Anonim"
    assert presenters.reporter_for_officer(report, wulan) == "Anonim (identitas disimpan)"
    names = [event["who"] for event in presenters.timeline_for_officer(report, budi_pupr)]
    assert "Sari" not in names


def test_nothing_that_an_anonymous_reporter_does_later_names_them(
    file_report, bring, sari, budi_pupr, client_of, in_poso
):
    from catalog.modules.laksa.services import conversation
    from catalog.sdk.records import trail_of

    report = file_report(is_anonymous=True)
    conversation.reply_to_report(number=report.number, author=sari, text="Makin dalam.")
    bring(report, "selesai")
    conversation.rate_report(number=report.number, reporter=sari, rating=2, comment="Lama.")
    conversation.reopen_report(number=report.number, reporter=sari, reason="Belum beres.")

    entries = list(trail_of("laksa.report", report.pk))
    assert {"laksa.message_written", "laksa.report_rated", "laksa.report_reopened"} <= {each.act for each in entries}
    assert not [each.act for each in entries if "Sari" in f"{each.actor_name} {each.subject_label} {each.changes}"]
    page = client_of(in_poso, budi_pupr).get(f"/konsol/m/laksa/laporan/{report.number}/").content.decode()
    assert ("Makin dalam." in page, "Sari" in page) == (True, False)
    assert not [note for note in budi_pupr.notifications.all() if "Sari" in f"{note.subject} {note.body}"]


def test_the_wall_counts_and_lists_no_confidential_report(file_report, bring):
    shown, hidden = bring(file_report(), "diproses"), bring(file_report(is_confidential=True), "diproses")
    Report.objects.filter(pk__in=[shown.pk, hidden.pk]).update(due_on=date(2020, 1, 2))
    wall = live()
    assert len(wall.points) == 1
    assert [(queue.waiting, queue.late) for queue in wall.queues if queue.waiting] == [(1, 1)]
    assert [item.title for item in live_list("masuk").items] == [shown.number]


def test_public_reads_first_name_and_initial(file_report, sari):
    sari.name = "Sari Dewi Lestari"
    sari.save()
    report = file_report()
    assert presenters.reporter_for_public(report) == "Sari L."


def test_public_point_is_about_a_hundred_metres_off_the_true_one(file_report, bring):
    from catalog.modules.laksa.services.reporting import Place

    place = Place(latitude=-1.392537, longitude=120.754049)
    report = bring(file_report(place=place), "diproses")
    assert presenters.public_point(report) == (-1.393, 120.754)
    assert [(point.latitude, point.longitude) for point in map_points()] == [(-1.393, 120.754)]


def test_notes_between_officers_are_not_for_the_reporter(file_report, bring, wulan, opd):
    from catalog.modules.laksa.services.verification import assign_to_opd

    report = bring(file_report(), "diverifikasi")
    assign_to_opd(number=report.number, actor=wulan, opd=opd("pupr"), note="Pelapor pernah marah.")
    texts = [event["text"] for event in presenters.timeline_for_citizen(report, reads_own=True)]
    assert not any(texts)


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (ReportFilter(text="lubang"), 1),
        (ReportFilter(text="LK-7202"), 2),
        (ReportFilter(text="Pulau Sumatera"), 0),
        (ReportFilter(stage="proses"), 1),
        (ReportFilter(stage="menunggu"), 1),
        (ReportFilter(category="jalan"), 2),
        (ReportFilter(category="pju"), 0),
        (ReportFilter(district="72.02.01"), 2),
    ],
)
def test_public_filters(file_report, bring, wanted, count):
    bring(file_report(), "diproses")
    bring(file_report(title="Trotoar amblas"), "diverifikasi")
    assert selectors.list_public_reports(wanted=wanted).count() == count


def test_late_reports(file_report, bring, wulan):
    from datetime import timedelta

    from catalog.modules.laksa.models import Report

    late, closed = file_report(), bring(file_report(), "selesai")
    Report.objects.filter(pk__in=[late.pk, closed.pk]).update(due_on=late.due_on - timedelta(days=30))
    assert list(selectors.list_queue(wulan, wanted=ReportFilter(is_late=True))) == [late]


def test_statistics_count_without_dividing_by_nothing(in_poso):
    assert [number.value for number in statistics()] == ["0", "0%", "–", "0", "0", "0"]
