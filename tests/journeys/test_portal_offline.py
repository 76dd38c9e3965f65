"""A report written without a network arrives once; a shared phone forgets; pages stay light."""

from __future__ import annotations

import gzip
import http.client
import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PASSWORD, PHONE, cookie_header
from tests.journeys.test_main_job import photo

HOST = "bekasi"
WORDS = {
    "id": {"waiting": "Menunggu jaringan", "sent": "Terkirim", "send": "Kirim laporan", "log_in": "Perlu masuk dulu"},
    "en": {
        "waiting": "Waiting for the network",
        "sent": "Sent",
        "send": "Send report",
        "log_in": "Needs you to sign in",
    },
}
# The worker is there; whatever is opened from now on goes through it.
READY = "navigator.serviceWorker.ready.then(() => true)"
STORED = """async () => (await adopsiStore.all("drafts")).length + (await adopsiStore.all("outbox")).length"""
WITH_MAP, WITHOUT_MAP = 130_000, 60_000


def open_form(page, site, language="id"):
    """The report form, twice: the second time the service worker has it."""
    page.context.add_cookies([{"name": "bahasa", "value": language, "url": site.url(HOST)}])
    page.goto(site.url(HOST, "/laksa/"))
    page.evaluate(READY)
    page.goto(site.url(HOST, "/laksa/lapor/"))
    page.wait_for_load_state("networkidle")


def fill(page, title):
    page.select_option("#id_category", index=1)
    page.fill("#id_title", title)
    page.fill("#id_description", "Gelap sejak kemarin, banyak anak lewat.")
    page.select_option("#id_district_code", index=2)


def until(page, promise, title=""):
    """Wait until the promise gives true: a browser's own waiting does not wait for promises."""
    for _each in range(50):
        if page.evaluate(promise.replace("TITLE", title)):
            return
        page.wait_for_timeout(100)
    pytest.fail(promise)


def count_mine(page, site, title):
    page.goto(site.url(HOST, "/laksa/saya/"))
    return page.locator("h3", has_text=title).count()


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_report_written_offline_arrives_once(site, signed_in, language):
    page, words = signed_in(HOST, "sari", size=PHONE), WORDS[language]
    title = f"Lampu padam, tanpa sinyal ({language})"
    open_form(page, site, language)
    page.context.set_offline(True)
    page.reload()
    fill(page, title)
    page.set_input_files("#id_photos", [photo("#1e3a8a")])
    expect(page.locator("[data-photo-shelf] img")).to_have_count(1)
    page.get_by_role("button", name=words["send"]).click()
    page.wait_for_url("**/kiriman/")
    row = page.locator("[data-outbox-list] > li")
    expect(row).to_contain_text(title)
    expect(row).to_contain_text(words["waiting"])

    page.context.set_offline(False)
    expect(row).to_contain_text(words["sent"])
    row.locator("[data-part=open]").click()
    expect(page.locator("#nomor-laporan")).to_contain_text("LK-3216-")
    number = page.locator("#nomor-laporan").inner_text().strip()
    page.goto(site.url(HOST, f"/laksa/laporan/{number}/"))
    expect(page.locator("main img").first).to_be_visible()
    assert count_mine(page, site, title) == 1


def test_an_answer_that_is_lost_makes_no_second_report(site, signed_in):
    page, title = signed_in(HOST, "sari", size=PHONE), "Jawaban yang hilang"
    open_form(page, site)
    fill(page, title)
    arrived = []

    def lose_first_answer(route):
        if route.request.method != "POST" or arrived:
            route.continue_()
            return
        # The browser's own helper knows no names below localhost.
        line = http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)
        headers = route.request.all_headers() | {"Host": f"{HOST}.localhost:{site.port}"}
        line.request("POST", "/laksa/lapor/", route.request.post_data_buffer, headers)
        arrived.append(line.getresponse().status)
        route.abort("connectionreset")

    page.context.route("**/laksa/lapor/", lose_first_answer)
    page.get_by_role("button", name="Kirim laporan").click()
    page.wait_for_url("**/kiriman/")
    expect(page.locator("[data-outbox-list] > li")).to_contain_text("Terkirim")
    assert arrived == [201]
    assert count_mine(page, site, title) == 1


def test_an_ended_session_is_asked_for_and_then_it_is_sent(site, signed_in):
    page, title = signed_in(HOST, "sari", size=PHONE), "Sesi berakhir di tengah jalan"
    open_form(page, site)
    fill(page, title)
    page.context.clear_cookies()
    page.get_by_role("button", name="Kirim laporan").click()
    page.wait_for_url("**/kiriman/")
    expect(page.locator("main")).to_contain_text("Ada kiriman yang menunggu Anda masuk")
    expect(page.locator("main")).not_to_contain_text(title)
    page.get_by_role("link", name="Masuk untuk mengirim").click()
    page.locator("#id_login").fill(f"sari@{HOST}.example")
    page.locator("#id_password").fill(PASSWORD)
    page.locator("#id_password").press("Enter")
    page.wait_for_url("**/kiriman/")
    expect(page.locator("[data-outbox-list] > li")).to_contain_text("Terkirim")
    assert count_mine(page, site, title) == 1


def test_logging_out_of_a_shared_phone_warns_and_forgets(site, signed_in):
    page, title = signed_in(HOST, "sari", size=PHONE), "Hanya untuk mata saya"
    open_form(page, site)
    fill(page, title)
    until(
        page,
        "adopsiStore.all('drafts').then((rows) => rows.some((row) => row.fields.some(([, is]) => is === 'TITLE')))",
        title,
    )
    page.reload()
    expect(page.locator("#id_title")).to_have_value(title)
    page.goto(site.url(HOST, "/akun/"))
    page.locator("main").get_by_role("button", name="Keluar", exact=True).click()
    page.wait_for_url("**/kiriman/?keluar=1")
    expect(page.locator("main")).to_contain_text("dihapus dari perangkat ini")
    assert page.evaluate(STORED) == 1
    page.get_by_role("button", name="Hapus dan keluar").click()
    page.wait_for_url(lambda url: "/kiriman/" not in url)
    page.goto(site.url(HOST, "/kiriman/"))
    until(page, f"({STORED})().then((count) => count === 0)")
    assert (
        page.evaluate(
            "caches.has('adopsi-forms').then(async (is) => is ? (await (await caches.open('adopsi-forms')).keys()).length : 0)"
        )
        <= 1
    )


@pytest.mark.parametrize(
    ("path", "limit"),
    [("/", WITH_MAP), ("/laksa/lapor/", WITH_MAP), ("/laksa/", WITHOUT_MAP), ("/cari/?q=lampu", WITHOUT_MAP)],
)
def test_pages_stay_light(site, signed_in, path, limit):
    cookies = cookie_header(signed_in(HOST, "sari", size=PHONE).context.cookies())
    weight = weigh(site, HOST, path, cookies)
    assert weight <= limit
    assert weigh(site, HOST, path, f"{cookies}; hemat=ya") <= WITHOUT_MAP * 0.6


def test_a_destination_stays_light(site):
    page, _size = fetch(site, "poso", "/eplesiran/", "")
    destination = re.search(r'href="(/eplesiran/tempat/[^"]+)"', page)
    assert weigh(site, "poso", destination[1], "") <= WITH_MAP


def weigh(site, host, path, cookies):
    """The compressed bytes of a page and all its stylesheets, scripts, fonts and outlines; photos come when seen."""
    html, size = fetch(site, host, path, cookies)
    parts = set(re.findall(r'<(?:link|script)[^>]*?(?:href|src)="(/[^"]+)"', html))
    parts |= {"/peta/dasar.geojson"} if "data-map=" in html else set()
    return size + sum(fetch(site, host, part, cookies)[1] for part in parts)


def fetch(site, host, path, cookies):
    """The text of an answer and the bytes that came over the line."""
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)
    headers = {"Host": f"{host}.localhost:{site.port}", "Cookie": cookies, "Accept-Encoding": "gzip"}
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    assert answer.status == 200, (path, answer.status)
    plain = gzip.decompress(body) if answer.getheader("Content-Encoding") == "gzip" else body
    return plain.decode(errors="replace"), len(body)
