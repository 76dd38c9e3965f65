"""The pages that read many reports, asked as their readers ask for them: seconds and queries of each."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.core.cache import cache
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.benchmarks.measuring import seconds, spread

GUEST, OFFICER, ADMIN = "guest", "officer", "admin"
# Name, who asks, address; `{number}` is a report's number, `{unit}` an OPD, `{district}` a kecamatan.
PAGES: tuple[tuple[str, str, str], ...] = (
    ("home", GUEST, "/laksa/"),
    ("list_page_40", GUEST, "/laksa/?page=40"),
    ("search", GUEST, "/laksa/?q=lampu&stage=proses"),
    ("search_of_nothing", GUEST, "/laksa/?q=tidakadayangcocok"),
    ("by_district", GUEST, "/laksa/?district={district}"),
    ("nearest", GUEST, "/laksa/?lat=-6.17&lng=106.63"),
    ("map", GUEST, "/laksa/peta/"),
    ("map_points_all", GUEST, "/laksa/peta/titik/"),
    ("map_points_near", GUEST, "/laksa/peta/titik/?box={box}"),
    ("detail", GUEST, "/laksa/laporan/{number}/"),
    ("accountability", GUEST, "/laksa/kinerja/"),
    ("open_data_csv", GUEST, "/laksa/kinerja/laporan.csv"),
    ("open_data_geojson", GUEST, "/laksa/kinerja/laporan.geojson"),
    ("queue", OFFICER, "/konsol/m/laksa/"),
    ("queue_filtered", OFFICER, "/konsol/m/laksa/?q=lampu&opd={unit}&late=1"),
    ("queue_page_40", OFFICER, "/konsol/m/laksa/?page=40"),
    ("officers_detail", OFFICER, "/konsol/m/laksa/laporan/{number}/"),
    ("statistics", OFFICER, "/konsol/m/laksa/statistik/"),
    ("export_csv", OFFICER, "/konsol/m/laksa/ekspor/?format=csv"),
    ("live_room", ADMIN, "/konsol/live/"),
    ("live_data", ADMIN, "/konsol/live/data/"),
)
# Worked out anew each time, for their first reader of five minutes waits so long.
UNCACHED = {"accountability", "open_data_csv", "open_data_geojson", "live_room", "live_data"}
LONG = {"export_csv", "open_data_csv", "open_data_geojson"}


def addresses(pemda: Any) -> dict[str, str]:
    """The addresses of the pages in the active Pemda, by name."""
    from catalog.modules.laksa.models import Report

    report = Report.objects.filter(state="selesai", is_confidential=False, latitude__isnull=False).first()
    assert report is not None
    edge = 0.004
    box = (report.longitude - edge, report.latitude - edge, report.longitude + edge, report.latitude + edge)
    values = {
        "number": report.number,
        "unit": str(report.opd_id),
        "district": report.district_code,
        "box": ",".join(f"{each:.4f}" for each in box),
    }
    return {name: path.format(**values) for name, _who, path in PAGES}


def measure(pemda: Any, clients: dict[str, Client], *, times: int) -> dict[str, Any]:
    """Milliseconds, queries and bytes of each page; each answer must be a good one."""
    from tenants.context import inside

    with inside(pemda):
        places = addresses(pemda)
    found = {}
    for (name, who, _path), address in zip(PAGES, places.values(), strict=True):
        ask = _asking(clients[who], address, forgetting=pemda if name in UNCACHED else None)
        size = len(ask())
        turns = max(3, times // 6) if name in LONG else times
        taken = [seconds(ask) for _turn in range(turns)]
        found[name] = {**spread(taken), "queries": count_queries(ask), "kb": round(size / 1024, 1)}
    return found


def _asking(client: Client, address: str, *, forgetting: Any) -> Callable[[], bytes]:
    from tenants.context import inside

    def ask() -> bytes:
        if forgetting is not None:
            with inside(forgetting):
                cache.clear()
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return answer.content

    return ask


def count_queries(act: Callable[[], Any]) -> int:
    """How many queries the act takes, of the Pemda and of the shared tables."""
    with ExitStack() as stack:
        captured = [stack.enter_context(CaptureQueriesContext(connections[alias])) for alias in ("default", "public")]
        act()
        return len(list(itertools.chain.from_iterable(each.captured_queries for each in captured)))
