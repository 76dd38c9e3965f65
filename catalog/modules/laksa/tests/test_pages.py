"""The citizens' pages."""

from __future__ import annotations

import uuid

import pytest

from catalog.modules.laksa.models import Report


@pytest.fixture
def visitor(client_of, in_poso):
    """A browser without an account."""
    return client_of(in_poso)


@pytest.mark.parametrize("address", ["/laksa/", "/laksa/peta/", "/laksa/lacak/"])
def test_public_pages_open_without_an_account(visitor, address):
    assert visitor.get(address).status_code == 200


def test_list_searches_filters_and_pages(visitor, file_report, bring, rina):
    from catalog.activations import change_settings

    change_settings(slug="laksa", values={"reports_per_hour": 100}, actor=rina)
    for number in range(14):
        bring(file_report(title=f"Lubang nomor {number:02d}"), "diverifikasi")
    first = visitor.get("/laksa/").content.decode()
    second = visitor.get("/laksa/?page=2").content.decode()
    assert "Lubang nomor 13" in first
    assert "Lubang nomor 00" not in first
    assert "Lubang nomor 00" in second
    assert "Lubang nomor 05" in visitor.get("/laksa/?q=nomor+05").content.decode()
    assert "Tidak ada laporan yang cocok" in visitor.get("/laksa/?stage=selesai").content.decode()
    assert visitor.get("/laksa/?page=abc&stage=x&district=%00").status_code == 200


def test_public_page_hides_name_address_point_and_conversation(visitor, file_report, bring, sari):
    from catalog.modules.laksa.services.conversation import reply_to_report

    report = bring(file_report(is_anonymous=True), "ditanggapi")
    reply_to_report(number=report.number, author=sari, text="Hubungi saya di rumah.")
    page = visitor.get(f"/laksa/laporan/{report.number}/").content.decode()
    assert "Sudah ditambal." in page
    for secret in ("Sari", "Jalan Pulau Sumatera", "-1.3925", "120.754,", "Hubungi saya"):
        assert secret not in page.replace("120.754]", "").replace("120.754,", "120.754 ")


@pytest.mark.parametrize("face", ["", "pesan/", "nilai/", "buka-kembali/", "diterima/"])
def test_report_of_another_person_is_not_found(client_of, in_poso, otto, file_report, face):
    report = file_report()
    client = client_of(in_poso, otto)
    call = client.get if face in ("", "diterima/") else client.post
    assert call(f"/laksa/laporan/{report.number}/{face}").status_code == 404


def test_reporter_writes_rates_and_reopens(client_of, in_poso, sari, file_report, bring):
    report, client = bring(file_report(), "ditanggapi"), client_of(in_poso, sari)
    address = f"/laksa/laporan/{report.number}/"
    client.post(f"{address}pesan/", {"pesan-text": "Terima kasih", "pesan-once": str(uuid.uuid4())})
    from catalog.modules.laksa.services.handling import close_report
    from catalog.sdk.people import Person

    close_report(number=report.number, actor=Person.objects.get(name="Budi"))
    assert client.post(f"{address}nilai/", {"nilai-rating": "4", "nilai-comment": "Baik"}).status_code == 302
    report.refresh_from_db()
    assert (report.rating, report.messages.filter(is_staff=False).get().text) == (4, "Terima kasih")
    client.post(f"{address}buka-kembali/", {"buka-reason": "Lubang lagi", "buka-once": str(uuid.uuid4())})
    report.refresh_from_db()
    assert report.state == "dibuka_kembali"


def test_empty_message_comes_back_with_words(client_of, in_poso, sari, file_report):
    report, client = file_report(), client_of(in_poso, sari)
    answer = client.post(f"/laksa/laporan/{report.number}/pesan/", {"pesan-text": " ", "pesan-once": str(uuid.uuid4())})
    assert (answer.status_code, report.messages.count()) == (422, 0)
    assert "Wajib diisi." in answer.content.decode()


def test_refused_reopening_keeps_the_reason(client_of, in_poso, sari, file_report, bring):
    from datetime import timedelta

    report, client = bring(file_report(), "selesai"), client_of(in_poso, sari)
    Report.objects.filter(pk=report.pk).update(closed_at=report.closed_at - timedelta(days=11))
    fields = {"buka-reason": "Lubang lagi", "buka-once": str(uuid.uuid4())}
    answer = client.post(f"/laksa/laporan/{report.number}/buka-kembali/", fields)
    assert answer.status_code == 422
    assert "dalam 10 hari" in answer.content.decode()
    assert "Lubang lagi" in answer.content.decode()


def test_my_reports_are_mine_only(client_of, in_poso, sari, otto, file_report):
    file_report(title="Punya Sari", is_confidential=True)
    assert "Punya Sari" in client_of(in_poso, sari).get("/laksa/saya/").content.decode()
    assert "Punya Sari" not in client_of(in_poso, otto).get("/laksa/saya/").content.decode()


def test_tracking_finds_what_may_be_read_and_tells_no_difference_otherwise(visitor, file_report, bring):
    public, new = bring(file_report(), "diproses"), file_report()
    assert visitor.get("/laksa/lacak/", {"number": public.number.lower()}).url == f"/laksa/laporan/{public.number}/"
    hidden = visitor.get("/laksa/lacak/", {"number": new.number})
    absent = visitor.get("/laksa/lacak/", {"number": "LK-7202-2026-999999"})
    assert (hidden.status_code, absent.status_code) == (404, 404)
    words = "Laporan itu tidak ditemukan, atau bukan untuk umum."
    assert words in hidden.content.decode()
    assert words in absent.content.decode()


def test_closed_list_has_no_map(visitor, rina, file_report, bring):
    from catalog.activations import change_settings

    bring(file_report(), "diproses")
    change_settings(slug="laksa", values={"public_list": False}, actor=rina)
    page = visitor.get("/laksa/").content.decode()
    assert "Daftar laporan tidak dibuka untuk umum" in page
    assert "Lubang besar" not in page
    assert visitor.get("/laksa/peta/").status_code == 404


def test_module_does_not_exist_where_it_is_off(client_of, karawang):
    assert client_of(karawang).get("/laksa/").status_code == 404


@pytest.mark.parametrize("language", ["id", "en"])
def test_pages_speak_both_languages(client_of, in_poso, sari, file_report, bring, language):
    report, client = bring(file_report(), "selesai"), client_of(in_poso, sari)
    client.cookies["bahasa"] = language
    page = client.get(f"/laksa/laporan/{report.number}/").content.decode()
    assert ("The report's way" in page.replace("&#x27;", "'")) is (language == "en")
    assert ("Perjalanan laporan" in page) is (language == "id")
