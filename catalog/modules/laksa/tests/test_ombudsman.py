"""Sixty working days without a settlement: the reporter hears of the Ombudsman, those above hear of the lapse."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from catalog.modules.laksa.models import Report
from catalog.modules.laksa.services import daily, duplicates, handling
from catalog.modules.laksa.services.deadlines import working_days_from
from catalog.modules.laksa.services.supervision import set_supervision
from catalog.sdk.context import local_today

HEADING = "Belum selesai setelah 60 hari kerja"


@pytest.fixture
def watcher(person, give):
    """A leader who watches."""
    made = person("Bupati", kind="petugas")
    give(made, "laksa.pemantau")
    return made


def told(person, kind):
    return person.notifications.filter(kind=kind).count()


def accept(report, working_days):
    """Let the complaint have been verified and handed over so many working days ago."""
    back = (local_today() - working_days_from(local_today(), -working_days)).days
    then = timezone.now() - timedelta(days=back)
    Report.objects.filter(pk=report.pk).update(created_at=then, verified_at=then, disposed_at=then)
    report.refresh_from_db()


def test_the_last_day_still_belongs_to_the_pemda_and_the_next_tells_everybody_once(
    file_report, bring, sari, otto, wulan, watcher, client_of, in_poso
):
    report = bring(file_report(), "diproses")
    set_supervision(number=report.number, actor=wulan, is_supervised=True)
    citizen, address = client_of(in_poso, sari), f"/laksa/laporan/{report.number}/"
    accept(report, 60)
    daily.morning()
    assert (told(sari, "laksa.unsettled"), told(watcher, "laksa.late")) == (0, 0)
    assert HEADING not in citizen.get(address).content.decode()

    accept(report, 61)
    daily.morning()
    daily.morning()

    [note] = sari.notifications.filter(kind="laksa.unsettled")
    assert (note.path, "telepon 137" in note.body, "60 hari kerja" in note.subject) == (address, True, True)
    assert [told(each, "laksa.late") for each in (wulan, watcher)] == [1, 1]
    assert report.number in wulan.notifications.filter(kind="laksa.late").get().body
    assert list(report.transitions.filter(kind="eskalasi").values_list("level", flat=True)) == [3]
    page = citizen.get(address).content.decode()
    assert HEADING in page
    assert 'href="tel:137"' in page
    assert HEADING not in client_of(in_poso, otto).get(address).content.decode()
    assert (
        "pelapor diberi tahu tentang Ombudsman"
        in client_of(in_poso, wulan).get(f"/konsol/m/laksa/laporan/{report.number}/").content.decode()
    )


def test_a_new_opd_does_not_begin_the_days_anew_but_an_answer_ends_them(file_report, bring, budi_pupr, sari):
    report = bring(file_report(), "diproses")
    accept(report, 61)
    Report.objects.filter(pk=report.pk).update(disposed_at=timezone.now())
    assert daily.point_to_ombudsman() == 1
    answered = bring(file_report(), "diproses")
    accept(answered, 61)
    handling.answer_report(number=answered.number, actor=budi_pupr, text="Sudah ditambal.")
    assert daily.point_to_ombudsman() == 0
    assert told(sari, "laksa.unsettled") == 1


@pytest.mark.parametrize("kind", ["informasi", "aspirasi"])
def test_only_complaints_go_to_the_ombudsman(file_report, bring, sari, client_of, in_poso, kind):
    report = bring(file_report(kind=kind), "diproses")
    accept(report, 90)
    assert daily.point_to_ombudsman() == 0
    assert HEADING not in client_of(in_poso, sari).get(f"/laksa/laporan/{report.number}/").content.decode()


def test_who_follows_a_merged_report_hears_it_too(file_report, bring, sari, otto, wulan, client_of, in_poso):
    main, repeated = bring(file_report(), "diproses"), file_report(reporter=otto)
    duplicates.merge_report(number=repeated.number, into=main.number, actor=wulan)
    accept(main, 61)
    assert daily.point_to_ombudsman() == 1
    assert (told(sari, "laksa.unsettled"), told(otto, "laksa.unsettled")) == (1, 1)
    page = client_of(in_poso, otto).get(f"/laksa/laporan/{repeated.number}/")
    assert HEADING in page.content.decode()


def test_nobody_above_is_no_reason_to_be_silent(file_report, sari):
    report = file_report()
    Report.objects.filter(pk=report.pk).update(created_at=timezone.now() - timedelta(days=120))
    assert daily.point_to_ombudsman() == 1
    assert told(sari, "laksa.unsettled") == 1
