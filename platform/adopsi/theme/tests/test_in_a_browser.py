"""The design system in a real browser: how it looks, and what its scripts do and do not do."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from adopsi.theme.tests.looks import CHROMIUM, FLAGS, look

ROOT = Path(__file__).resolve().parents[4]
REQUIRED = os.environ.get("ADOPSI_REQUIRE_BROWSER") == "1"
pytestmark = pytest.mark.skipif(CHROMIUM is None and not REQUIRED, reason="needs Chromium")
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The address of the style guide's site, in a process of its own because its settings are its own."""
    with subprocess.Popen(
        [sys.executable, "-m", "adopsi.theme.tests.looks", "--serve"],
        cwd=ROOT / "platform",
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield process.stdout.readline().strip()
        process.stdin.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """The system's Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A phone with scripts."""
    context = browser.new_context(viewport=PHONE, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture
def plain(browser: Any) -> Iterator[Any]:
    """A phone whose browser runs no scripts."""
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    yield context.new_page()
    context.close()


def theme_of(page: Any) -> str | None:
    return page.locator("html").get_attribute("data-theme")


def test_dark_is_chosen_without_a_new_page_and_kept(page: Any, site: str) -> None:
    page.goto(site)
    page.evaluate("window.same = true")
    page.get_by_role("button", name="Tampilan gelap").click()
    assert theme_of(page) == "kota-gelap"
    assert page.evaluate("window.same")
    assert page.get_by_role("button", name="Tampilan terang").evaluate("button => button === document.activeElement")
    page.reload()
    assert theme_of(page) == "kota-gelap"


def test_dark_is_a_form_without_scripts(plain: Any, site: str) -> None:
    plain.goto(site)
    button = plain.get_by_role("button", name="Tampilan gelap")
    assert button.get_attribute("name") == "tema"
    assert button.get_attribute("value") == "gelap"
    assert plain.get_by_role("button", name="Tampilan terang").count() == 0
    with plain.expect_request("**/set-preferences/") as sent:
        button.click()
    assert "tema=gelap" in sent.value.post_data


def test_a_form_is_sent_once_and_opens_again_on_return(page: Any, site: str) -> None:
    page.goto(site)
    sent = []
    page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    with page.expect_request(lambda request: request.method == "POST"):
        page.evaluate(
            """() => {
        const form = document.querySelector('#formulir form');
        form.addEventListener('submit', event => setTimeout(() => window.stopped = true));
        form.requestSubmit(); form.requestSubmit();
        window.guard = [form.dataset.sent];
        }"""
        )
    page.wait_for_load_state("networkidle")
    assert len(sent) == 1


def test_the_error_summary_takes_the_focus_and_leads_to_the_field(page: Any, site: str) -> None:
    page.goto(f"{site}/?salah=1")
    assert page.evaluate("document.activeElement.dataset.errorSummary") == ""
    page.get_by_role("link", name="Judul: Bidang ini tidak boleh kosong.").press("Enter")
    assert page.evaluate("document.activeElement.id") == "id_title"


def test_the_side_menu_opens_by_keyboard_without_scripts(plain: Any, site: str) -> None:
    plain.goto(f"{site}/konsol/")
    link = plain.get_by_role("link", name="Laporan warga")
    assert not link.is_visible()
    plain.get_by_role("checkbox", name="Buka menu samping").press("Space")
    link.wait_for(state="visible")


def test_a_confirmation_opens_and_closes_without_scripts(plain: Any, site: str) -> None:
    plain.goto(site)
    plain.locator("details[data-confirm] > summary").click()
    confirm = plain.get_by_role("button", name="Ya, hapus")
    confirm.wait_for(state="visible")
    plain.mouse.click(10, 200)  # the veil belongs to the summary
    confirm.wait_for(state="hidden")


def test_escape_closes_a_confirmation_and_returns_the_focus(page: Any, site: str) -> None:
    page.goto(site)
    page.locator("details[data-confirm] > summary").press("Enter")
    page.get_by_role("button", name="Ya, hapus").wait_for(state="visible")
    page.keyboard.press("Escape")
    assert not page.get_by_role("button", name="Ya, hapus").is_visible()
    assert page.evaluate("document.activeElement.matches('details[data-confirm] > summary')")


def test_the_map_shows_places_and_says_nothing_as_markup(page: Any, site: str) -> None:
    page.goto(site)
    page.locator("#peta[data-ready]").wait_for()
    expect(page.locator("#peta .map-cluster").nth(1)).to_be_attached()
    assert page.locator("#peta .leaflet-marker-icon[role=button]").first.get_attribute("aria-label")
    page.get_by_role("button", name="Jalan berlubang").first.press("Enter")
    expect(page.locator("#peta .leaflet-popup")).to_contain_text("Jalan berlubang")


def test_the_pin_moves_by_keyboard_and_fills_the_form(page: Any, site: str) -> None:
    page.goto(site)
    page.locator("#pilih[data-ready]").wait_for()
    pin = page.get_by_role("button", name="Titik lokasi")
    pin.press("ArrowUp")
    first = float(page.locator("#id_latitude").input_value())
    for _ in range(5):
        pin.press("ArrowUp")
    assert float(page.locator("#id_latitude").input_value()) > first
    expect(page.locator("#pilih .map-say")).to_contain_text("Titik dipilih")
    for _ in range(40):
        pin.press("Shift+ArrowLeft")
    expect(page.locator("#pilih .map-say")).to_contain_text("Lokasi ini di luar wilayah")


def test_without_scripts_the_map_is_a_list(plain: Any, site: str) -> None:
    plain.goto(site)
    plain.get_by_text("Daftar lokasi (30)").click()
    assert plain.get_by_role("link", name="Jalan berlubang 7").is_visible()
    # Playwright's browser without scripts still parses <noscript> as text, so only the markup can be looked at.
    assert "Peta memerlukan JavaScript" in plain.locator("#peta noscript").inner_html()


def test_a_picture_is_shown_and_made_smaller_before_it_is_sent(page: Any, site: str, tmp_path: Path) -> None:
    from PIL import Image

    big = tmp_path / "besar.png"
    Image.effect_noise((3000, 2000), 80).save(big)
    page.goto(site)
    page.locator("#id_photo").set_input_files(big)
    page.locator("[data-photo-shelf] img").wait_for()
    width, kind, size = page.evaluate(
        """async () => {
        const file = document.getElementById('id_photo').files[0];
        const picture = await createImageBitmap(file);
        return [picture.width, file.type, file.size];
        }"""
    )
    assert (width, kind) == (1600, "image/jpeg")
    assert size < big.stat().st_size


def test_the_offline_page_comes_without_a_connection_and_keeps_nothing_private(browser: Any, site: str) -> None:
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    page.goto(site)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("caches.match('/luring/').then(Boolean)")
    page.reload()
    context.set_offline(True)
    page.goto(f"{site}/?halaman=2")
    assert page.get_by_role("heading", name="Anda sedang luring").is_visible()
    kept = page.evaluate("caches.open('adopsi-3').then(c => c.keys()).then(k => k.map(r => new URL(r.url).pathname))")
    assert "/" not in kept
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily").startswith("Jakarta")
    context.close()


def test_a_draft_stays_on_the_device_until_it_is_sent(page: Any, site: str) -> None:
    page.goto(site)
    page.evaluate("document.querySelector('#formulir form').dataset.draft = 'laporan'")
    page.locator("#id_title").fill("Lampu padam")
    kept = page.evaluate("localStorage.getItem('draf::/:laporan')")
    assert '["title","Lampu padam"]' in kept


def test_everything_has_room_to_be_touched(page: Any, site: str) -> None:
    page.goto(site)
    small = page.evaluate(
        """() => [...document.querySelectorAll('a.btn, button, summary.btn, .dock-bar a, .pager')]
        .filter(part => part.offsetParent && !part.closest('.leaflet-container'))
        .map(part => [part.textContent.trim().slice(0, 20), part.getBoundingClientRect()])
        .filter(([, box]) => box.width > 1 && (box.width < 24 || box.height < 24)).map(([name]) => name)"""
    )
    assert small == []


def test_nothing_is_wrong_at_phone_and_desktop_size_in_light_and_dark(site: str, browser: Any) -> None:
    assert look(browser, site, None) == {}
