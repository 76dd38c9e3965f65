"""Every page, looked at by axe, light and dark, on a phone and on a desk; and what a page weighs."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.journeys.conftest import DESK, PHONE

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
ADMIN = [
    ("tangerang", path)
    for path in (
        "/konsol/",
        "/konsol/katalog/",
        "/konsol/katalog/laksa/",
        "/konsol/katalog/laksa/nonaktifkan/",
        "/konsol/katalog/laksa/pengaturan/",
        "/konsol/katalog/laksa/pengaturan/riwayat/",
        "/konsol/rilis/",
        "/konsol/rilis/modul/laksa/",
        "/konsol/uji-coba/",
        "/konsol/penghapusan/",
        "/konsol/bantuan/inti/rilis-cincin/",
        "/konsol/proses/",
        "/konsol/orang/",
        "/konsol/orang/undang/",
        "/konsol/cara-masuk/",
        "/konsol/bantuan/inti/cara-masuk/",
        "/akun/",
        "/akun/verifikasi/",
        "/akun/verifikasi/kunci-sandi/tambah/",
        "/konsol/opd/",
        "/konsol/opd/tambah/",
        "/konsol/merek/",
        "/konsol/domain/",
        "/konsol/aktivitas/",
        "/konsol/bantuan/",
        "/konsol/token/",
        "/konsol/token/buat/",
        "/konsol/cari/",
        "/konsol/cari/?q=undang",
        "/konsol/aktivitas/perubahan/",
        "/konsol/cadangan/",
        "/konsol/dukungan/",
        "/konsol/keamanan/",
        "/konsol/pengumuman/",
        "/konsol/webhook/",
        "/konsol/webhook/tambah/",
        "/konsol/pdp/",
        "/konsol/orang/?cari=tidakadaseorangpun",
    )
]
CENTRAL = [
    ("", path)
    for path in (
        "/",
        "/armada/",
        "/armada/baru/",
        "/armada/72.02/",
        "/armada/72.02/gelombang/",
        "/armada/72.02/jeda/",
        "/armada/72.02/sematkan/",
        "/armada/72.02/perjanjian/baru/",
        "/armada/72.02/modul/laksa/",
        "/armada/36.71/modul/laksa/",
        "/armada/72.02/modul/inti/mutakhirkan/",
        "/armada/matriks/",
        "/rilis/",
        "/rilis/laksa/",
        "/rilis/laksa/luncurkan/",
        "/peluncuran/",
        "/selisih/",
        "/selisih/72.02/",
        "/proses/",
        "/katalog/",
        "/katalog/laksa/",
        "/wilayah/",
        "/jejak/",
        "/armada/36.71/kesehatan/",
        "/armada/36.71/riwayat/",
        "/armada/36.71/",
        "/cari/?q=poso",
        "/pengumuman/",
        "/pengumuman/baru/",
        "/dukungan/",
        "/dukungan/minta/",
        "/cadangan/",
        "/penghapusan/",
        "/laporan-csp/",
    )
]
# Each size in one of the two colour schemes: what one scheme has wrong it has wrong in both sizes.
LOOKS = [(PHONE, False), (DESK, True)]
looks = pytest.mark.parametrize(("size", "dark"), LOOKS, ids=["phone", "desk-dark"])


def faults_on(page, name):
    """What axe and the width of the page have against what is open now."""
    page.wait_for_load_state("networkidle")
    result = Axe().run(page)
    found = {}
    if result.violations_count:
        found[name] = [
            (each["id"], [node["target"] for node in each["nodes"]][:3]) for each in result.response["violations"]
        ]
    width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if width > 1:
        found[f"{name} scrolls sideways"] = width
    return found


def violations_on(page, site, pages):
    found = {}
    for host, path in pages:
        page.goto(site.url(host, path))
        found |= faults_on(page, host + path)
    return found


@looks
def test_a_guests_pages(site, visit, size, dark):
    assert violations_on(visit(size=size, dark=dark, bypass_csp=True), site, GUEST) == {}


@looks
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
def test_the_pages_of(site, signed_in, host, who, pages, size, dark):
    assert violations_on(signed_in(host, who, size=size, dark=dark, bypass_csp=True), site, pages) == {}


def follow_first(page, site, listing, pattern):
    page.goto(site.url("tangerang", listing))
    return page.locator(f"a[href*='{pattern}']:not([href$='.ics'])").first.get_attribute("href")


@looks
def test_detail_pages(site, visit, signed_in, size, dark):
    guest = visit(size=size, dark=dark, bypass_csp=True)
    pages = [
        ("tangerang", follow_first(guest, site, "/laksa/", "/laksa/laporan/")),
        ("tangerang", follow_first(guest, site, "/eplesiran/", "/eplesiran/tempat/")),
        ("tangerang", follow_first(guest, site, "/eplesiran/acara/", "/eplesiran/acara/")),
        ("tangerang", follow_first(guest, site, "/berita/", "/berita/")),
    ]
    assert violations_on(guest, site, pages) == {}
    officer = signed_in("tangerang", "wulan", size=size, dark=dark, bypass_csp=True)
    report = follow_first(officer, site, "/konsol/m/laksa/", "/konsol/m/laksa/laporan/")
    assert violations_on(officer, site, [("tangerang", report)]) == {}
    admin = signed_in("tangerang", "rina", size=size, dark=dark, bypass_csp=True)
    person = follow_first(admin, site, "/konsol/orang/", "/konsol/orang/")
    run = follow_first(admin, site, "/konsol/proses/", "/konsol/proses/")
    assert violations_on(admin, site, [("tangerang", person), ("tangerang", run)]) == {}


def chosen_for_bulk(page, site, path, act):
    page.goto(site.url("tangerang", path))
    for index in range(2):
        page.locator("input[name=pilih]").nth(index).check()
    page.select_option("#tindakan", act)
    with page.expect_navigation():
        page.locator("form:has(#tindakan) button").first.click()


@looks
def test_what_opens_over_a_page_or_behind_a_question(site, signed_in, size, dark):
    admin, found = signed_in("tangerang", "rina", size=size, dark=dark, bypass_csp=True), {}
    admin.goto(site.url("tangerang", "/konsol/"))
    admin.keyboard.press("Control+k")
    admin.locator("#palet").get_by_role("option").first.wait_for()
    found |= faults_on(admin, "palette")
    admin.goto(site.url("tangerang", "/konsol/"))
    admin.locator("h1").click()
    admin.keyboard.press("?")
    found |= faults_on(admin, "keys")
    for path, act in (("/konsol/orang/", "close"), ("/konsol/orang/", "grant"), ("/konsol/opd/", "close-opd")):
        chosen_for_bulk(admin, site, path, act)
        found |= faults_on(admin, f"{path} {act}")
    team = signed_in("", "tiara", size=size, dark=dark, bypass_csp=True)
    team.goto(site.url("", "/armada/"))
    team.keyboard.press("Control+k")
    team.locator("#palet").get_by_role("option").first.wait_for()
    found |= faults_on(team, "the team's palette")
    assert found == {}


@looks
def test_a_webhooks_pages(site, signed_in, size, dark):
    """Nobody listens at the address: what is sent there waits and is tried again."""
    admin, found = signed_in("tangerang", "rina", size=size, dark=dark, bypass_csp=True), {}

    def press(button):
        with admin.expect_navigation():
            button.click()

    admin.goto(site.url("tangerang", "/konsol/webhook/tambah/"))
    form = admin.locator("form.panel")
    press(form.locator("button"))
    found |= faults_on(admin, "form with faults")
    form.locator("#id_name").fill("Dasbor kepala daerah")
    form.locator("#id_url").fill("http://127.0.0.1:9/masuk")
    form.locator("input[name=kinds]").first.check()
    press(form.locator("button"))
    found |= faults_on(admin, "secret")
    press(admin.get_by_role("link", name="Selesai, buka webhook"))
    webhook = admin.url
    found |= faults_on(admin, "without deliveries")
    press(admin.get_by_role("button", name="Kirim percobaan"))
    admin.get_by_text("Tidak dapat dihubungi").wait_for()
    found |= faults_on(admin, "delivery")
    admin.goto(webhook)
    found |= faults_on(admin, "failing")
    admin.goto(site.url("tangerang", "/konsol/webhook/"))
    found |= faults_on(admin, "list")
    admin.goto(webhook)
    admin.locator("summary", has_text="Jeda").click()
    press(admin.get_by_role("button", name="Ya, jeda"))
    found |= faults_on(admin, "paused")
    admin.locator("summary", has_text="Hapus").click()
    press(admin.get_by_role("button", name="Ya, hapus webhook"))
    assert found == {}


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
