"""Look at the design system in a real browser: `python -m adopsi.theme.tests.looks [folder for pictures | --serve]`.

Serves the style guide and the other bases, opens each as a light phone and a dark desktop, with pictures at both sizes
in both, and prints axe's violations, console errors and sideways scrolling as JSON. Exit status 1 when there are any. With --serve it only
prints the site's address and serves until it is stopped.
"""

import itertools
import json
import os
import shutil
import sys
import threading
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

PAGES = {
    "styleguide": "/?pesan=1&demo=1",
    "errors": "/?salah=1",
    "console": "/konsol/",
    "pusat": "/pusat/",
    "narrow": "/masuk/",
    "pusat-login": "/pusat/masuk/",
    "not-found": "/galat/404/",
    "broken": "/galat/500/",
    "offline": "/luring/",
}
SIZES = {"390": {"width": 390, "height": 844}, "1280": {"width": 1280, "height": 800}}
SCHEMES = ("light", "dark")
# What one scheme has wrong it has wrong at both sizes.
LOOKS = (("390", "light"), ("1280", "dark"))
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the report is what counts."""


class _Threads(ThreadingMixIn, WSGIServer):
    # A browser opens connections it may never use; each would hold up a server of one thread.
    daemon_threads = True


def serve() -> WSGIServer:
    """The one-page site on a free port, in a thread."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "adopsi.theme.tests.settings"
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.wsgi import get_wsgi_application

    server = make_server("127.0.0.1", 0, StaticFilesHandler(get_wsgi_application()), _Threads, _Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def _problems(page: Any, axe: Any) -> list[str]:
    found = [
        f"axe {violation['id']}: {node['html'][:160]} {node['failureSummary'][:300]}"
        for violation in axe.run(page, options={"resultTypes": ["violations"]}).response["violations"]
        for node in violation["nodes"]
    ]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("scrolls sideways")
    return found


def look(browser: Any, address: str, pictures: Path | None) -> dict[str, list[str]]:
    """Problems by page, size and scheme; only those with any."""
    from axe_playwright_python.sync_playwright import Axe

    report: dict[str, list[str]] = {}
    for size, scheme in itertools.product(SIZES, SCHEMES) if pictures else LOOKS:
        # Fades are switched off: a half-faded text is measured as too pale.
        context = browser.new_context(viewport=SIZES[size], color_scheme=scheme, reduced_motion="reduce")
        for name, path in PAGES.items():
            page = context.new_page()
            said: list[str] = []
            page.on("console", lambda note, said=said: said.append(note.text) if note.type == "error" else None)
            page.on("pageerror", lambda error, said=said: said.append(str(error)))
            page.goto(address + path, wait_until="networkidle")
            if problems := said + _problems(page, Axe()):
                report[f"{name} {size} {scheme}"] = problems
            if pictures:
                page.screenshot(path=pictures / f"{name}-{size}-{scheme}.png", full_page=True)
            page.close()
        context.close()
    return report


def main() -> int:
    """Print the report; 1 when anything is wrong."""
    argument = sys.argv[1] if len(sys.argv) > 1 else ""
    server = serve()
    address = f"http://127.0.0.1:{server.server_port}"
    if argument == "--serve":
        sys.stdout.write(f"{address}\n")
        sys.stdout.flush()
        sys.stdin.read()  # until whoever started this ends
        return 0
    pictures = Path(argument) if argument else None
    if pictures:
        pictures.mkdir(parents=True, exist_ok=True)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        report = look(browser, address, pictures)
        browser.close()
    sys.stdout.write(json.dumps(report, indent=2, ensure_ascii=False) + "\n")
    return 1 if report else 0


if __name__ == "__main__":
    sys.exit(main())
