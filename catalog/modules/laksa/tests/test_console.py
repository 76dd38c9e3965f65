"""The officers' pages."""

from __future__ import annotations

import csv
import io
import re
import uuid

import pytest
from openpyxl import load_workbook

from catalog.modules.laksa.models import Category, Report

QUEUE = "/konsol/m/laksa/"
TILE = re.compile(r'<dt class="[^"]*"><a href="([^"]+)"')


def act_fields(report, act, **fields):
    """The fields of an officer's form as a browser posts them."""
    sent = {"version": report.version, "once": str(uuid.uuid4()), **fields}
    return {f"{act}-{name}": value for name, value in sent.items()}


@pytest.fixture
def desk(client_of, in_poso):
    """The browser of an officer."""
    return lambda person: client_of(in_poso, person)


def test_citizen_and_officer_without_a_role_are_refused(desk, sari, budi, client_of, in_poso):
    assert desk(sari).get(QUEUE).status_code == 403
    assert desk(budi).get(QUEUE).status_code == 403
    assert client_of(in_poso).get(QUEUE).status_code == 302


def test_queue_shows_the_officers_work(desk, wulan, budi_pupr, dina_dlh, file_report, bring):
    bring(file_report(title="Untuk PUPR"), "didisposisikan")
    assert "Untuk PUPR" in desk(wulan).get(QUEUE).content.decode()
    assert "Untuk PUPR" in desk(budi_pupr).get(QUEUE).content.decode()
    assert "Untuk PUPR" not in desk(dina_dlh).get(QUEUE).content.decode()


def test_report_of_another_opd_is_not_found(desk, dina_dlh, file_report, bring):
    report = bring(file_report(), "didisposisikan")
    assert desk(dina_dlh).get(f"{QUEUE}laporan/{report.number}/").status_code == 404


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", {"Baru", "Berjalan"}),
        ("q=Berjalan", {"Berjalan"}),
        ("state=diproses", {"Berjalan"}),
        ("category=pju", set()),
        ("district=72.02.01", {"Baru", "Berjalan"}),
        ("district=72.02.02", set()),
        ("since=2000-01-01&until=2001-01-01", set()),
        ("late=1", {"Baru"}),
        ("opd=999", set()),
        ("since=besok&opd=x&state=lain", {"Baru", "Berjalan"}),
    ],
)
def test_queue_filters_and_exports_the_same_rows(desk, wulan, file_report, bring, query, titles):
    from datetime import timedelta

    late = file_report(title="Baru")
    Report.objects.filter(pk=late.pk).update(due_on=late.due_on - timedelta(days=30))
    bring(file_report(title="Berjalan"), "diproses")
    page = desk(wulan).get(f"{QUEUE}?{query}")
    assert {report.title for report in page.context["page"]} == titles
    table = desk(wulan).get(f"{QUEUE}ekspor/?{query}&format=csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert {row["Judul"] for row in rows} == titles


def test_xlsx_export_opens_and_names_no_anonymous_reporter(desk, budi_pupr, wulan, file_report, bring):
    bring(file_report(is_anonymous=True), "diproses")
    book = load_workbook(io.BytesIO(desk(budi_pupr).get(f"{QUEUE}ekspor/?format=xlsx").content))
    cells = [cell for row in book.active.iter_rows(values_only=True) for cell in row]
    assert "Anonim" in cells
    assert "Sari" not in cells


def test_formula_in_a_title_is_exported_as_text(desk, wulan, file_report):
    file_report(title="=HYPERLINK(1)")
    assert "'=HYPERLINK(1)" in desk(wulan).get(f"{QUEUE}ekspor/").content.decode()


def test_verify_and_assign_in_one_form(desk, wulan, file_report, opd):
    report = file_report()
    fields = act_fields(report, "verifikasi", category="jalan", opd=opd("pupr").pk, note="Segera")
    answer = desk(wulan).post(f"{QUEUE}laporan/{report.number}/verifikasi/", fields)
    report.refresh_from_db()
    assert (answer.status_code, report.state, report.opd.code) == (302, "didisposisikan", "pupr")


def test_verify_alone(desk, wulan, file_report):
    report = file_report()
    fields = act_fields(report, "verifikasi", category="sampah", opd="", note="")
    desk(wulan).post(f"{QUEUE}laporan/{report.number}/verifikasi/", fields)
    report.refresh_from_db()
    assert (report.state, report.category.code) == ("diverifikasi", "sampah")


def test_rejecting_without_a_reason_comes_back(desk, wulan, file_report, snapshot):
    report = file_report()
    before = snapshot(report)
    fields = act_fields(report, "tolak", reason="")
    answer = desk(wulan).post(f"{QUEUE}laporan/{report.number}/tolak/", fields)
    assert answer.status_code == 422
    assert snapshot(report) == before


def test_answering_with_a_photo_and_closing(desk, budi_pupr, file_report, bring, picture):
    report, client = bring(file_report(), "diproses"), desk(budi_pupr)
    address = f"{QUEUE}laporan/{report.number}/"
    client.post(f"{address}tanggapi/", {**act_fields(report, "tanggapi", text="Beres"), "tanggapi-photos": picture()})
    report.refresh_from_db()
    assert (report.state, report.photos.get().kind) == ("ditanggapi", "sesudah")
    client.post(f"{address}selesai/", act_fields(report, "selesai"))
    report.refresh_from_db()
    assert report.state == "selesai"


def test_disguised_photo_keeps_the_answer_on_the_page(desk, budi_pupr, file_report, bring, snapshot):
    from django.core.files.uploadedfile import SimpleUploadedFile

    report = bring(file_report(), "diproses")
    before = snapshot(report)
    fields = act_fields(report, "tanggapi", text="Sudah kami perbaiki")
    fields["tanggapi-photos"] = SimpleUploadedFile("a.jpg", b"MZ" * 400, "image/jpeg")
    answer = desk(budi_pupr).post(f"{QUEUE}laporan/{report.number}/tanggapi/", fields)
    assert answer.status_code == 422
    assert "Sudah kami perbaiki" in answer.content.decode()
    assert "Isi berkas tidak sesuai" in answer.content.decode()
    assert snapshot(report) == before


def test_two_officers_at_once_second_is_told_and_keeps_the_text(desk, budi_pupr, wulan, file_report, bring, opd):
    from catalog.modules.laksa.services.conversation import reply_to_report

    report = bring(file_report(), "diproses")
    fields = act_fields(report, "tanggapi", text="Panjang sekali jawabannya")
    reply_to_report(number=report.number, author=wulan, text="Mohon dipercepat.")
    client, address = desk(budi_pupr), f"{QUEUE}laporan/{report.number}/tanggapi/"
    answer = client.post(address, fields)
    page = answer.content.decode()
    report.refresh_from_db()
    assert (answer.status_code, report.state) == (422, "diproses")
    assert "baru saja diubah oleh Wulan" in page
    assert "Panjang sekali jawabannya" in page
    # Having read how it stands, the officer sends the same page again.
    client.post(address, {**fields, "tanggapi-version": answer.context["forms"]["tanggapi"]["version"].value()})
    report.refresh_from_db()
    assert report.state == "ditanggapi"


def test_officer_who_returns_a_report_goes_back_to_the_queue(desk, budi_pupr, file_report, bring):
    report = bring(file_report(), "diproses")
    fields = act_fields(report, "kembalikan", reason="Jalan provinsi")
    answer = desk(budi_pupr).post(f"{QUEUE}laporan/{report.number}/kembalikan/", fields)
    assert answer.url == QUEUE


def test_observer_reads_but_finds_no_forms(desk, person, give, file_report, bring):
    watcher = person("Wati", kind="petugas")
    give(watcher, "laksa.pemantau")
    report = bring(file_report(), "diproses")
    page = desk(watcher).get(f"{QUEUE}laporan/{report.number}/")
    assert (page.status_code, page.context["forms"]) == (200, {})
    fields = act_fields(report, "selesai")
    assert desk(watcher).post(f"{QUEUE}laporan/{report.number}/selesai/", fields).status_code == 403


def test_unknown_act_is_not_found(desk, wulan, file_report):
    report = file_report()
    assert desk(wulan).post(f"{QUEUE}laporan/{report.number}/hancurkan/", {}).status_code == 404


def test_statistics_count_by_state_and_category(desk, wulan, file_report, bring):
    bring(file_report(), "ditanggapi")
    file_report()
    page = desk(wulan).get(f"{QUEUE}statistik/")
    assert page.context["total"] == 2
    assert {row.code: row.total for row in page.context["by_category"]}["jalan"] == 2
    table = desk(wulan).get(f"{QUEUE}statistik/ekspor/").content.decode("utf-8-sig")
    assert "Jalan berlubang" in table


def test_tiles_lead_an_officer_to_the_lists_behind_them(desk, wulan, file_report, bring):
    bring(file_report(title="Sudah beres"), "selesai")
    page = desk(wulan)
    tiles = TILE.findall(page.get("/konsol/").content.decode())
    assert tiles == [f"{QUEUE}?view=semua", f"{QUEUE}?state=selesai", f"{QUEUE}statistik/"]
    assert "Sudah beres" in page.get(tiles[1]).content.decode()
    assert [page.get(tile).status_code for tile in tiles] == [200, 200, 200]


def test_verifier_edits_and_adds_categories(desk, wulan, budi_pupr, opd):
    client = desk(wulan)
    fields = {"name_id": "Jalan rusak", "name_en": "Bad road", "opd": opd("pupr").pk, "position": 2, "is_active": "on"}
    assert client.post(f"{QUEUE}kategori/jalan/", fields).status_code == 302
    assert Category.objects.get(code="jalan").name_id == "Jalan rusak"
    client.post(f"{QUEUE}kategori/baru/", {**fields, "name_id": "Jembatan", "name_en": "Bridge"})
    assert Category.objects.get(name_en="Bridge").code.startswith("jembatan-")
    assert client.post(f"{QUEUE}kategori/jalan/", {"name_id": ""}).status_code == 422
    assert "Jembatan" in client.get(f"{QUEUE}kategori/?q=jemb").content.decode()
    assert "Jembatan" in client.get(f"{QUEUE}kategori/ekspor/").content.decode()
    assert desk(budi_pupr).get(f"{QUEUE}kategori/").status_code == 403


@pytest.mark.parametrize("language", ["id", "en"])
def test_console_pages_open_in_both_languages(desk, wulan, file_report, bring, language):
    report, client = bring(file_report(), "didisposisikan"), desk(wulan)
    client.cookies["bahasa"] = language
    for path in ("", f"laporan/{report.number}/", "statistik/", "kategori/", "kategori/baru/"):
        assert client.get(f"{QUEUE}{path}").status_code == 200
