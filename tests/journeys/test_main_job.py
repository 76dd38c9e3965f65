"""The main job: an admin enables LAKSA, a citizen reports with a photo, officers answer, the citizen rates."""

from __future__ import annotations

import io
import re

from PIL import Image, ImageDraw
from playwright.sync_api import expect

from tests.journeys.conftest import DESK, PHONE

TITLE = "Lampu jalan padam di depan Pasar Sentral Poso"


def photo(colour: str) -> dict:
    """A photo as a phone would send it."""
    picture = Image.new("RGB", (1600, 1200), colour)
    ImageDraw.Draw(picture).ellipse((500, 300, 1100, 900), fill="#fde68a")
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=85)
    return {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": buffer.getvalue()}


def test_the_main_job(site, visit, signed_in):
    assert site.get("poso", "/laksa/") == 404
    enable_laksa(signed_in("poso", "rina", size=DESK))
    assert site.get("poso", "/laksa/") == 200

    citizen = signed_in("poso", "sari", size=PHONE)
    number = report(citizen, site)
    officer_verifies(signed_in("poso", "wulan", size=DESK), site, number)
    officer_answers(signed_in("poso", "budi", size=DESK), site, number)
    citizen_rates(citizen, site, number)
    mail_lies_in_the_catcher(visit(size=DESK), site, number)

    for path in ("/laksa/", "/laksa/lapor/", f"/laksa/laporan/{number}/", "/konsol/m/laksa/", "/api/v1/laksa/reports/"):
        assert site.get("karawang", path) == 404, path


def enable_laksa(page):
    page.goto(page.url.split("/konsol")[0] + "/konsol/katalog/laksa/")
    page.get_by_role("link", name=re.compile("Aktifkan")).first.click()
    expect(page.get_by_role("heading", name="Yang akan terjadi")).to_be_visible()
    if page.locator("#peragaan").count():
        page.locator("#peragaan").uncheck()
    page.get_by_role("button", name="Ya, aktifkan sekarang").click()
    # The page refreshes itself until the last step is done.
    expect(page.get_by_text("Membuat tabel dan data awal")).to_be_visible()
    expect(page.locator("main")).to_contain_text(re.compile("[Ss]elesai|siap|aktif"), timeout=30_000)
    expect(page.get_by_text("Apa selanjutnya", exact=False).or_(page.get_by_text("Langkah berikutnya"))).to_be_visible(
        timeout=30_000
    )


def report(page, site):
    page.goto(site.url("poso", "/"))
    page.locator("a[href='/laksa/lapor/']").locator("visible=true").first.click()
    page.wait_for_url("**/laksa/lapor/")
    page.select_option("#id_category", index=1)
    page.fill("#id_title", TITLE)
    page.fill("#id_description", "Sudah tiga malam gelap, banyak anak lewat.")
    page.select_option("#id_district_code", label="Poso Kota")
    expect(page.locator("#id_village_code option").nth(1)).to_be_attached()
    page.select_option("#id_village_code", index=1)
    page.fill("#id_address", "Depan Pasar Sentral")
    page.set_input_files("#id_photos", [photo("#1e3a8a")])
    page.get_by_role("button", name="Kirim laporan").click()
    page.wait_for_url("**/diterima/")
    number = page.locator("#nomor-laporan").inner_text().strip()
    assert number.startswith("LK-7202-")
    page.goto(site.url("poso", f"/laksa/laporan/{number}/"))
    expect(page.locator("main")).to_contain_text("Menunggu")
    expect(page.locator("main img").first).to_be_visible()
    return number


def officer_verifies(page, site, number):
    page.goto(site.url("poso", f"/konsol/m/laksa/?q={number}"))
    page.goto(site.url("poso", f"/konsol/m/laksa/laporan/{number}/"))
    form = page.locator("form[action$='/verifikasi/']")
    form.locator("select[name$=opd]").select_option(label="Dinas PUPR")
    form.get_by_role("button", name="Verifikasi").click()
    expect(page.locator("main")).to_contain_text("Dinas Pekerjaan Umum")


def officer_answers(page, site, number):
    page.goto(site.url("poso", f"/konsol/m/laksa/laporan/{number}/"))
    with page.expect_navigation():
        page.locator("form[action$='/kerjakan/']").get_by_role("button").click()
    form = page.locator("form[action$='/tanggapi/']")
    form.locator("textarea").fill("Lampu sudah diganti tadi malam. Terima kasih laporannya.")
    form.locator("input[type=file]").set_input_files([photo("#047857")])
    with page.expect_navigation():
        form.get_by_role("button", name="Kirim tanggapan").click()
    page.get_by_text("Selesaikan", exact=True).first.click()
    with page.expect_navigation():
        page.get_by_role("button", name="Ya, selesaikan").click()
    expect(page.locator("main")).to_contain_text("Selesai")


def citizen_rates(page, site, number):
    page.goto(site.url("poso", f"/laksa/laporan/{number}/"))
    expect(page.locator("main")).to_contain_text("Lampu sudah diganti")
    page.locator("#nilai input[type=radio][value='5']").check(force=True)
    page.fill("#nilai textarea", "Cepat, terima kasih!")
    page.locator("#nilai").get_by_role("button").click()
    expect(page.locator("#nilai")).to_contain_text("Nilai Anda")


def mail_lies_in_the_catcher(page, site, number):
    for _turn in range(120):
        page.goto(site.url("", "/surat-peraga/"))
        if page.get_by_text(number).count():
            break
        page.wait_for_timeout(250)
    expect(page.get_by_text(number).first).to_be_visible()
