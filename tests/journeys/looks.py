"""Looking at pages with axe, in both sizes and colour schemes."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.journeys.conftest import DESK, PHONE, Site

# Each size in one of the two colour schemes: what one scheme has wrong it has wrong in both sizes.
LOOKS = [(PHONE, "light"), (DESK, "dark")]
# Without `preload`: axe would fetch the stylesheets once more, which the page's policy forbids, and wait for that.
# The colours of a scheme that comes while the page stands fade in: axe would read those of half-way.
LOOK = """async () => {
  for (const each of document.getAnimations()) try { each.finish(); } catch { /* It has no end. */ }
  const {violations} = await axe.run({resultTypes: ["violations"], preload: false});
  const root = document.documentElement;
  return {
    wide: root.scrollWidth - root.clientWidth,
    violations: violations.map(({id, nodes}) => [id, nodes.slice(0, 3).map(({target, html}) => [target, html])]),
  };
}"""


class Looks:
    """Looks at what a page shows, in each size and scheme of one loading: its layout is a matter of styles alone."""

    def __init__(self, page: Page, site: Site) -> None:
        self.page, self.site = page, site
        self.found: dict[str, Any] = {}

    def at(self, host: str, path: str) -> None:
        """What the address shows."""
        self.page.goto(self.site.url(host, path))
        self.now(host + path)

    def now(self, name: str) -> None:
        """What is open now; a map has its marks only after the page is there, everything else comes with it."""
        if self.page.locator(".leaflet-container").count():
            self.page.wait_for_load_state("networkidle")
        if not self.page.evaluate("() => 'axe' in window"):
            self.page.evaluate(AXE_SCRIPT)
        for size, scheme in LOOKS:
            self.page.set_viewport_size(size)
            self.page.emulate_media(color_scheme=scheme)
            seen = self.page.evaluate(LOOK)
            if seen["violations"]:
                self.found[f"{name} {scheme}"] = seen["violations"]
            if seen["wide"] > 1:
                self.found[f"{name} {scheme} scrolls sideways"] = seen["wide"]
