"""The figures as tables on the terminal, and as build/bench.json."""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """One key of bench.json: where it comes from, the target, and how it is said."""

    key: str
    path: str
    target: float
    words: str
    at_least: bool = False
    # What a small fleet does worse, for its fixed costs fall on few.
    is_of_all: bool = False

    def meets(self, value: float) -> bool:
        """Whether the target is reached."""
        return value >= self.target if self.at_least else value <= self.target


WHOLE_FLEET = 552
FIGURES = (
    Figure("create_pemda_vs_raw", "fleet.create.vs_raw", 1.5, "create a Pemda with all modules / raw replay"),
    Figure("create_pemda_vs_clone", "fleet.create.vs_clone", 0.25, "the same / django-tenants' schema clone"),
    Figure("enable_vs_raw", "fleet.enable.vs_raw", 2.0, "enable a module / raw replay"),
    Figure("enable_vs_django", "fleet.enable.vs_django", 0.1, "the same / migrate_schemas of that app"),
    Figure("fleet_check_ms_552", "check.ms", 50, "is everybody up to date? ms for 552 x 15"),
    Figure("rollout_vs_raw", "rollout.vs_raw", 3.0, "an AddField over the fleet / raw loop", is_of_all=True),
    Figure("rollout_vs_migrate_schemas", "rollout.vs_migrate_schemas", 0.01, "the same / migrate_schemas"),
    Figure("request_vs_plain", "requests.vs_plain", 1.10, "a request with one read / plain Django"),
    Figure("request_extra_queries", "requests.extra_queries", 0, "statements beyond plain Django's, warm"),
    Figure("backend_mb_vs_single", "memory.vs_single", 2.0, "largest backend / that of one tenant"),
    Figure("page_p95_552_vs_4", "pages.p95_fleet_vs_few", 1.2, "home page p95, whole fleet / 4 Pemda", is_of_all=True),
    Figure("reports_10k_page_p95_ms", "reports_10k.slowest_page_p95_ms", 500, "slowest page of 10,000 reports, ms"),
    Figure("web_rss_mb", "web_rss_mb", 200, "resident memory of a web worker, MB"),
)


def report(detail: dict[str, Any], *, file: Path, say: Callable[[str], None]) -> None:
    """Print the table and write the file; a scene that did not run leaves its figures out."""
    if "pages" in detail:
        detail["web_rss_mb"] = round(detail["pages"]["web_worker_kb"]["rss"] / 1024, 1)
    values = {figure.key: _at(detail, figure.path) for figure in FIGURES}
    is_whole = detail.get("fleet_asked", 0) >= WHOLE_FLEET
    say(f"\n{'figure':<28}{'value':>10}{'target':>10}   ")
    for figure in FIGURES:
        value = values[figure.key]
        if value is not None:
            mark = "" if figure.meets(value) else "  over*" if figure.is_of_all and not is_whole else "  over"
            say(f"{figure.key:<28}{value:>10.4g}{figure.target:>10.4g}{mark:<7}  {figure.words}")
    if not is_whole:
        say(f"* the target is one of {WHOLE_FLEET} Pemda (FLEET={WHOLE_FLEET})")
    _say_details(detail, say)
    file.parent.mkdir(exist_ok=True)
    document = {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        **{key: value for key, value in values.items() if value is not None},
        "detail": {**detail, "machine": machine()},
    }
    file.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    say(f"\nWritten to {file}")


def _at(detail: dict[str, Any], path: str) -> Any:
    found: Any = detail
    for name in path.split("."):
        found = found.get(name) if isinstance(found, dict) else None
    return found


ABSOLUTE = (
    ("create: Adopsi / to commit / raw / clone, ms", ("adopsi", "until_commit", "raw", "clone"), "fleet.create"),
    ("enable: Adopsi / to commit / raw / Django, ms", ("adopsi", "until_commit", "raw", "django"), "fleet.enable"),
)
PLAIN = (
    ("rollout: ms per Pemda, raw", "rollout.ms_per_pemda", "rollout.raw_ms_per_pemda"),
    (
        "rollout: seconds; migrate_schemas ms per tenant",
        "rollout.seconds",
        "rollout.migrate_schemas_per_tenant.median_ms",
    ),
    ("request: µs, plain", "requests.by_middleware.stock.adopsi_us", "requests.by_middleware.stock.plain_us"),
    ("home page p95 of 50 visitors, ms: 4 Pemda, fleet", "pages.p95_ms.few", "pages.p95_ms.fleet"),
    ("the same with 2 s to think; pages a second", "pages.p95_with_2s_to_think_ms", "pages.pages_per_second.fleet"),
    ("backend kB: largest of ours, single tenant", "memory.largest_kb.private", "memory.single_kb.private"),
    ("fleet: Pemda, tables each", "fleet.pemda", "fleet.tables_per_pemda"),
)


def _say_details(detail: dict[str, Any], say: Callable[[str], None]) -> None:
    say("\nabsolute, this run")
    for words, names, path in ABSOLUTE:
        found = _at(detail, path)
        if found:
            say(f"  {words:<52}" + "".join(f"{found[name]['median_ms']:>10.1f}" for name in names))
    for words, *paths in PLAIN:
        values = [_at(detail, path) for path in paths]
        if None not in values:
            say(f"  {words:<52}" + "".join(f"{value:>10.4g}" for value in values))


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    return {
        "cores": len(os.sched_getaffinity(0)),
        "memory_mb": memory,
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()}",
        "load": os.getloadavg()[0],
        "implementation": sys.implementation.name,
    }
