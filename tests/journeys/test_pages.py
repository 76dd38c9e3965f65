"""Every page, looked at by axe, light and dark, on a phone and on a desk; and what a page weighs."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import PHONE
from tests.journeys.looks import Looks

GUEST = [
    ("tangerang", path)
    for path in (
        "/",
        "/layanan/",
        "/berita/",
        "/cari/?q=jalan",
        "/cari/?q=tidakadaapapun",
        "/cari/",
        "/tampilan/",
        "/luring/",
        "/akun/masuk/",
        "/akun/daftar/",
        "/laksa/",
        "/laksa/peta/",
        "/laksa/lacak/",
        "/eplesiran/",
        "/eplesiran/?tampilan=peta",
        "/eplesiran/acara/",
        "/tidak-ada/",
    )
] + [("", "/"), ("", "/akun/masuk/"), ("", "/surat-peraga/"), ("entah", "/")]
CITIZEN = [
    ("tangerang", path)
    for path in (
        "/",
        "/notifikasi/",
        "/notifikasi/pengaturan/",
        "/riwayat/",
        "/kiriman/",
        "/kiriman/?keluar=1",
        "/akun/",
        "/laksa/lapor/",
        "/laksa/saya/",
        "/eplesiran/ulasan-saya/",
    )
]
OFFICER = [
    ("tangerang", path)
    for path in (
        "/konsol/",
        "/konsol/m/laksa/",
        "/konsol/m/laksa/statistik/",
        "/konsol/m/laksa/kategori/",
        "/konsol/m/eplesiran/ulasan/",
        "/konsol/berita/",
        "/konsol/berita/baru/",
        "/konsol/berita/pengumuman/",
    )
]
KEEPER = [
    ("tangerang", path)
    for path in (
        "/konsol/m/eplesiran/",
        "/konsol/m/eplesiran/destinasi/",
        "/konsol/m/eplesiran/destinasi/baru/",
        "/konsol/m/eplesiran/acara/",
        "/konsol/m/eplesiran/acara/baru/",
    )
]
# Every other page of the console and of pusat is walked to in test_console_pusat.
ADMIN = [
    ("tangerang", path)
    for path in (
        "/konsol/",
        "/konsol/cari/?q=undang",
        "/konsol/orang/?cari=tidakadaseorangpun",
        "/akun/",
        "/akun/verifikasi/",
        "/akun/verifikasi/kunci-sandi/tambah/",
    )
]
CENTRAL = [("", path) for path in ("/cari/?q=poso", "/armada/36.71/", "/armada/72.02/modul/inti/mutakhirkan/")]


def faults_of(page, site, pages):
    looks = Looks(page, site)
    for host, path in pages:
        looks.at(host, path)
    return looks.found


def test_a_guests_pages(site, visit):
    assert faults_of(visit(), site, GUEST) == {}


@pytest.mark.parametrize(
    ("host", "who", "pages"),
    [
        ("tangerang", "sari", CITIZEN),
        ("tangerang", "wulan", OFFICER),
        ("tangerang", "budi", KEEPER),
        ("tangerang", "rina", ADMIN),
        ("", "tiara", CENTRAL),
    ],
    ids=["citizen", "officer", "keeper", "admin", "central"],
)
def test_the_pages_of(site, signed_in, host, who, pages):
    assert faults_of(signed_in(host, who), site, pages) == {}


def follow_first(page, site, listing, pattern):
    page.goto(site.url("tangerang", listing))
    return page.locator(f"a[href*='{pattern}']:not([href$='.ics'])").first.get_attribute("href")


def test_detail_pages(site, visit, signed_in):
    guest = visit()
    pages = [
        ("tangerang", follow_first(guest, site, "/laksa/", "/laksa/laporan/")),
        ("tangerang", follow_first(guest, site, "/eplesiran/", "/eplesiran/tempat/")),
        ("tangerang", follow_first(guest, site, "/eplesiran/acara/", "/eplesiran/acara/")),
        ("tangerang", follow_first(guest, site, "/berita/", "/berita/")),
    ]
    assert faults_of(guest, site, pages) == {}
    officer = signed_in("tangerang", "wulan")
    report = follow_first(officer, site, "/konsol/m/laksa/", "/konsol/m/laksa/laporan/")
    assert faults_of(officer, site, [("tangerang", report)]) == {}
    admin = signed_in("tangerang", "rina")
    person = follow_first(admin, site, "/konsol/orang/", "/konsol/orang/")
    run = follow_first(admin, site, "/konsol/proses/", "/konsol/proses/")
    assert faults_of(admin, site, [("tangerang", person), ("tangerang", run)]) == {}


def chosen_for_bulk(page, site, path, act):
    page.goto(site.url("tangerang", path))
    for index in range(2):
        page.locator("input[name=pilih]").nth(index).check()
    page.select_option("#tindakan", act)
    with page.expect_navigation():
        page.locator("form:has(#tindakan) button").first.click()


def test_what_opens_over_a_page_or_behind_a_question(site, signed_in):
    admin = signed_in("tangerang", "rina")
    looks = Looks(admin, site)
    admin.goto(site.url("tangerang", "/konsol/"))
    admin.keyboard.press("Control+k")
    admin.locator("#palet").get_by_role("option").first.wait_for()
    looks.now("palette")
    admin.goto(site.url("tangerang", "/konsol/"))
    admin.locator("h1").click()
    admin.keyboard.press("?")
    looks.now("keys")
    for path, act in (("/konsol/orang/", "close"), ("/konsol/orang/", "grant"), ("/konsol/opd/", "close-opd")):
        chosen_for_bulk(admin, site, path, act)
        looks.now(f"{path} {act}")
    team = signed_in("", "tiara")
    team.goto(site.url("", "/armada/"))
    team.keyboard.press("Control+k")
    team.locator("#palet").get_by_role("option").first.wait_for()
    of_team = Looks(team, site)
    of_team.now("the team's palette")
    assert looks.found | of_team.found == {}


def test_a_webhooks_pages(site, signed_in):
    """Nobody listens at the address: what is sent there waits and is tried again."""
    admin = signed_in("tangerang", "rina")
    looks = Looks(admin, site)

    def press(button):
        with admin.expect_navigation():
            button.click()

    admin.goto(site.url("tangerang", "/konsol/webhook/tambah/"))
    form = admin.locator("form.panel")
    press(form.locator("button"))
    looks.now("form with faults")
    form.locator("#id_name").fill("Dasbor kepala daerah")
    form.locator("#id_url").fill("http://127.0.0.1:9/masuk")
    form.locator("input[name=kinds]").first.check()
    press(form.locator("button"))
    looks.now("secret")
    press(admin.get_by_role("link", name="Selesai, buka webhook"))
    webhook = admin.url
    looks.now("without deliveries")
    press(admin.get_by_role("button", name="Kirim percobaan"))
    admin.get_by_text("Tidak dapat dihubungi").wait_for()
    looks.now("delivery")
    admin.goto(webhook)
    looks.now("failing")
    admin.goto(site.url("tangerang", "/konsol/webhook/"))
    looks.now("list")
    admin.goto(webhook)
    admin.locator("summary", has_text="Jeda").click()
    press(admin.get_by_role("button", name="Ya, jeda"))
    looks.now("paused")
    admin.locator("summary", has_text="Hapus").click()
    press(admin.get_by_role("button", name="Ya, hapus webhook"))
    assert looks.found == {}


def transferred(page, address):
    """Bytes over the wire of a first visit, without pictures of people's making."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: dict[str, float] = {}
    urls: dict[str, str] = {}
    session.on("Network.responseReceived", lambda event: urls.update({event["requestId"]: event["response"]["url"]}))
    session.on("Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return {urls[key]: size for key, size in sizes.items() if key in urls and "/berkas/" not in urls[key]}


@pytest.mark.parametrize("path", ["/laksa/", "/laksa/lacak/", "/berita/", "/layanan/", "/eplesiran/acara/"])
def test_a_citizens_page_without_map_weighs_at_most_60_kb(site, visit, path):
    weights = transferred(visit(size=PHONE, service_workers="block"), site.url("tangerang", path))
    assert sum(weights.values()) <= 60 * 1024, weights


def test_a_report_page_weighs_at_most_60_kb_without_its_map(site, visit):
    guest = visit(size=PHONE, service_workers="block")
    address = follow_first(guest, site, "/laksa/", "/laksa/laporan/")
    fresh = visit(size=PHONE, service_workers="block")
    weights = transferred(fresh, site.url("tangerang", address))
    of_map = {url: size for url, size in weights.items() if "leaflet" in url or "map" in url or "/peta/" in url}
    assert sum(weights.values()) - sum(of_map.values()) <= 60 * 1024, weights


def test_the_home_page_with_map_weighs_at_most_130_kb(site, visit):
    weights = transferred(visit(size=PHONE, service_workers="block"), site.url("tangerang", "/"))
    assert sum(weights.values()) <= 130 * 1024, weights
