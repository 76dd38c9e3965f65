"""One embedded run of the demonstration for the journeys of each test worker, and a browser."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
READY_SECONDS = 480
PASSWORD = "peragaan-adopsi"
CITIZEN = "sari"
# A code of an officer counts once and lasts half a minute: the journeys of one person share a session.
_KEPT: dict[tuple[int, str, str], Any] = {}
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a browser the journeys are skipped with a plain notice, or fail where one is required."""
    if CHROMIUM or os.environ.get("ADOPSI_REQUIRE_BROWSER") == "1":
        return
    for item in items:
        if "journeys" in str(item.fspath):
            item.add_marker(pytest.mark.skip(reason="Chromium is not installed: browser journeys are left out"))


@dataclass(frozen=True)
class Site:
    """A running demonstration."""

    port: int
    home: Path

    def url(self, host: str, path: str = "/") -> str:
        """The address of a page: `url("poso", "/laksa/")`; host "" is pusat."""
        return f"http://{host + '.' if host else ''}localhost:{self.port}{path}"

    def get(self, host: str, path: str) -> int:
        """The status of a GET without a browser."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}")
        request.add_header("Host", f"{host}.localhost:{self.port}" if host else f"localhost:{self.port}")
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code

    def read(self, host: str, path: str, cookies: list[Any]) -> tuple[int, str]:
        """The status and text of a page as the browser's visitor gets it; a file that is no text is empty."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        host_name = f"{host}.localhost:{self.port}" if host else f"localhost:{self.port}"
        connection.request("GET", path, headers={"Host": host_name, "Cookie": cookie_header(cookies)})
        answer = connection.getresponse()
        is_text = (answer.getheader("Content-Type") or "").startswith("text/html")
        return answer.status, answer.read().decode() if is_text else ""

    def post(self, host: str, path: str, fields: dict[str, str], cookies: list[Any]) -> tuple[int, str]:
        """The status and address of the answer to a form, without following it."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {
            "Host": f"{host}.localhost:{self.port}",
            "Cookie": cookie_header(cookies),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        connection.request("POST", path, urllib.parse.urlencode(fields), headers)
        answer = connection.getresponse()
        return answer.status, answer.getheader("Location") or ""


def cookie_header(cookies: list[Any]) -> str:
    """A browser's cookies as a header."""
    return "; ".join(f"{each['name']}={each['value']}" for each in cookies)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """The demonstration, made and started as `make run` does it; ADOPSI_TEST_SITE=port:home uses a running one."""
    if running := os.environ.get("ADOPSI_TEST_SITE"):
        port, home = running.split(":", 1)
        yield Site(int(port), Path(home))
        return
    if CHROMIUM is None:
        pytest.fail("ADOPSI_REQUIRE_BROWSER=1, and Chromium is not installed")
    port = _free_port()
    with tempfile.TemporaryDirectory(prefix="adopsi-journey-", ignore_cleanup_errors=True) as folder:
        home = Path(folder) / "home"
        kept = {"PATH", "HOME", "LANG", "TMPDIR", "VIRTUAL_ENV"}
        environment = {name: value for name, value in os.environ.items() if name in kept} | {
            "ADOPSI_HOME": str(home),
            "ADOPSI_PORT": str(port),
            "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'platform'}",
        }
        log_file = Path(folder) / "log"
        with log_file.open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "adopsi.runtime", "run"], cwd=ROOT, env=environment, stdout=log, stderr=log
            )
        site = Site(port, home)
        try:
            _wait(site, process, log_file)
            yield site
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=60)


def _wait(site: Site, process: subprocess.Popen, log_file: Path) -> None:
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        # The last line of the list of addresses: everything is provisioned by then.
        if re.search(r"Ctrl[-+]C", log_file.read_text(errors="replace")):
            return
        time.sleep(0.5)
    pytest.fail(f"the demonstration did not become ready:\n{log_file.read_text(errors='replace')[-4000:]}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium of the system."""
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
        arguments += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens pages, each in a context of its own: `visit(size=PHONE, dark=True)`; errors of scripts fail the test."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_page(*, size: dict[str, int] = PHONE, dark: bool = False, **options: Any) -> Page:
        scheme = "dark" if dark else "light"
        context = browser.new_context(viewport=size, color_scheme=scheme, locale="id-ID", **options)
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "console",
            lambda message: faults.append(message.text) if "Content Security Policy" in message.text else None,
        )
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def signed_in(site: Site, visit: Callable[..., Page]) -> Callable[..., Page]:
    """A page of somebody signed in: `signed_in("poso", "sari")`, `signed_in("", "tiara")` at pusat."""

    def sign_in(host: str, who: str, **options: Any) -> Page:
        key = (site.port, host, who)
        page = visit(storage_state=_KEPT.get(key), **options)
        page.goto(site.url(host, "/akun/masuk/"))
        if "/akun/masuk/" not in page.url:
            return page
        domain = f"{host}.example" if host else "pusat.example"
        page.locator("#id_login").fill(f"{who}@{domain}")
        page.locator("#id_password").fill(PASSWORD)
        page.locator("#id_password").press("Enter")
        page.wait_for_url(lambda url: not url.endswith("/akun/masuk/"))
        show_second_factor(page)
        page.wait_for_url(lambda url: "/akun/masuk" not in url)
        _KEPT[key] = page.context.storage_state()
        if who == CITIZEN and host:
            _let_report_often(sign_in(host, "rina", size=DESK), site.url(host, "/konsol/katalog/laksa/pengaturan/"))
        return page

    return sign_in


def _let_report_often(admin: Page, settings: str) -> None:
    """All journeys of an hour are one citizen's: more reports than a Pemda allows by default."""
    answer = admin.goto(settings)
    if answer is None or answer.status == 404:
        # A Pemda without LAKSA.
        admin.close()
        return
    admin.locator("[name=reports_per_hour]").fill("100")
    with admin.expect_navigation():
        admin.locator("[name=reports_per_hour]").press("Enter")
    admin.goto(settings)
    assert admin.locator("[name=reports_per_hour]").input_value() == "100"
    admin.close()


def show_second_factor(page: Page) -> None:
    """Type the code that the demonstration shows its officers beside the field."""
    if "/akun/masuk/verifikasi/" in page.url:
        page.locator("#id_code").fill(page.locator("[data-demo-code]").inner_text())
        page.locator("#id_code").press("Enter")
