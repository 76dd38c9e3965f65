"""The officers' download: each cell says what the report's own page says, and it stays quick with many rows."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import translation

from catalog.modules.laksa import presenters
from catalog.modules.laksa.models import Report
from catalog.modules.laksa.selectors import is_late
from catalog.modules.laksa.services import conversation, duplicates

EXPORT = "/konsol/m/laksa/ekspor/"
YES = {"id": ("Ya", "Tidak"), "en": ("Yes", "No")}


@pytest.fixture
def mixed(file_report, bring, otto, sari, wulan):
    """Reports of every sort: late, anonymous, merged, rated, without a point, of somebody who is gone."""
    late = file_report(title="Terlambat")
    Report.objects.filter(pk=late.pk).update(due_on=late.due_on - timedelta(days=60))
    rated = bring(file_report(title="Dinilai"), "selesai")
    conversation.rate_report(number=rated.number, reporter=sari, rating=4, comment="")
    main, again = file_report(title="Utama"), file_report(reporter=otto, is_anonymous=True, is_confidential=True)
    duplicates.merge_report(number=again.number, into=main.number, actor=wulan)
    gone = bring(file_report(title="Pelapor pergi"), "diproses")
    Report.objects.filter(pk=gone.pk).update(
        reporter=None, latitude=None, longitude=None, address="", village_code="", is_supervised=True
    )
    return Report.objects.select_related("category", "opd", "reporter", "merged_into")


def expected(report, officer, language):
    """The row as the page of one report words it."""
    yes, no = YES[language]
    cells = [
        *(report.number, presenters.moment(report.created_at), report.get_kind_display(), report.category.name),
        *(report.title, presenters.full_place(report), report.latitude, report.longitude, report.get_state_display()),
        report.opd.short_name if report.opd else "",
        presenters.day(report.due_on) if report.due_on else "",
        yes if is_late(report) else no,
        yes if report.is_supervised else no,
        report.merged_into.number if report.merged_into else "",
        presenters.reporter_for_officer(report, officer),
        *(presenters.moment(at) if at else "" for at in (report.answered_at, report.closed_at)),
        report.rating,
    ]
    return ["" if cell is None else str(cell) for cell in cells]


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_cell_says_what_the_page_says(mixed, wulan, client_of, in_poso, language):
    client = client_of(in_poso, wulan)
    client.cookies["bahasa"] = language
    answer = client.get(EXPORT)
    rows = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))[1:]
    with translation.override(language):
        assert rows == [expected(report, wulan, language) for report in mixed]
    assert len(rows) == 5


def test_an_opds_officer_downloads_no_names_of_the_anonymous(file_report, bring, budi_pupr, otto, client_of, in_poso):
    bring(file_report(reporter=otto, is_anonymous=True), "diproses")
    table = client_of(in_poso, budi_pupr).get(EXPORT).getvalue().decode()
    assert ("Otto" in table, "Anonim" in table, "identitas disimpan" in table) == (False, True, False)


def test_an_officer_downloads_their_own_opds_reports_only(file_report, bring, budi_pupr, dina_dlh, client_of, in_poso):
    bring(file_report(title="Milik PUPR"), "didisposisikan")
    assert "Milik PUPR" in client_of(in_poso, budi_pupr).get(EXPORT).getvalue().decode()
    assert "Milik PUPR" not in client_of(in_poso, dina_dlh).get(EXPORT).getvalue().decode()


def test_rows_are_fetched_a_few_at_a_time(file_report, wulan, client_of, in_poso, monkeypatch):
    from catalog.sdk import tables

    monkeypatch.setattr(tables, "AT_ONCE", 2)
    numbers = [file_report(title=f"Laporan {each}").number for each in range(5)]
    cache.clear()
    lines = client_of(in_poso, wulan).get(EXPORT).getvalue().decode("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == numbers[::-1]
