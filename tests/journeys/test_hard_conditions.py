"""No JavaScript, a connection that breaks, no network at all."""

from __future__ import annotations

import re
import socket
import time

from playwright.sync_api import expect

from tests.journeys.conftest import PHONE, cookie_header
from tests.journeys.test_main_job import photo
from tests.journeys.test_portal_offline import until

HOST = "tangerang"


def fill_report(page, title):
    page.select_option("#id_category", index=1)
    page.fill("#id_title", title)
    page.fill("#id_description", "Air selokan meluap sampai ke jalan.")
    page.fill("#id_address", "Dekat masjid")


def count_mine(page, site):
    page.goto(site.url(HOST, "/laksa/saya/"))
    found = re.search(r"(\d+) laporan", page.locator("main").inner_text())
    return int(found.group(1)) if found else page.locator("a[href*='/laksa/laporan/']").count()


def test_a_report_without_javascript(site, signed_in):
    page = signed_in(HOST, "sari", size=PHONE, java_script_enabled=False)
    page.goto(site.url(HOST, "/laksa/lapor/"))
    fill_report(page, "Selokan meluap, tanpa JavaScript")
    page.select_option("#id_district_code", index=2)
    page.get_by_role("button", name="Tampilkan kelurahannya").click()
    assert page.input_value("#id_title") == "Selokan meluap, tanpa JavaScript"
    page.select_option("#id_village_code", index=1)
    page.get_by_role("button", name="Kirim laporan").click()
    expect(page.locator("#nomor-laporan")).to_contain_text("LK-3671-")


def test_a_connection_that_breaks_in_the_upload_leaves_nothing(site, signed_in):
    page = signed_in(HOST, "sari", size=PHONE)
    before = count_mine(page, site)
    page.goto(site.url(HOST, "/laksa/lapor/"))
    cookies = cookie_header(page.context.cookies())
    body = (
        b'--x\r\nContent-Disposition: form-data; name="photos"; filename="a.jpg"\r\n\r\n' + photo("#123456")["buffer"]
    )
    head = (
        f"POST /laksa/lapor/ HTTP/1.1\r\nHost: {HOST}.localhost:{site.port}\r\nCookie: {cookies}\r\n"
        f"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: {len(body) + 100000}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", site.port)) as line:
        line.sendall(head.encode() + body[: len(body) // 2])
        time.sleep(0.5)
    assert count_mine(page, site) == before


def test_without_network_a_page_says_so(site, visit):
    page = visit(size=PHONE)
    page.goto(site.url(HOST, "/"))
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    until(page, "!!navigator.serviceWorker.controller")
    page.context.set_offline(True)
    page.goto(site.url(HOST, "/layanan/?belum=pernah"))
    expect(page.locator("body")).to_contain_text(re.compile("luring|jaringan|koneksi", re.I))
    page.context.set_offline(False)


def test_english_is_complete_on_the_way_to_a_report(site, visit):
    page = visit(size=PHONE)
    page.goto(site.url(HOST, "/"))
    page.get_by_role("button", name="EN").first.click()
    page.goto(site.url(HOST, "/laksa/"))
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("main")).not_to_contain_text(re.compile(r"\b(Laporan saya|Lacak|Terapkan|Saring)\b"))
