"""A Pemda with 10,000 reports: how long its pages take, and how many queries; in one process, without a network."""

from __future__ import annotations

import os
import time
from typing import Any

import django

from tests.benchmarks.measuring import conclude

CODE, REPORTS, TIMES = "36.71", 10_000, 30


def main() -> dict[str, Any]:
    """Enable LAKSA in the first Pemda of the fleet, fill it, ask for every page."""
    django.setup()
    from django.conf import settings

    import adopsi.celery  # noqa: F401
    from tenants import directory
    from tenants.context import inside
    from tests.benchmarks.report_pages import LONG, measure
    from tests.benchmarks.reports import fill_reports
    from tests.benchmarks.scenes.fleet import enable_module

    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    enable_module(CODE, "laksa")
    pemda = directory.pemda_of(CODE)
    assert pemda is not None
    started = time.perf_counter()
    with inside(pemda):
        rows = fill_reports(REPORTS)
    filled = time.perf_counter() - started
    with inside(pemda):
        _analyse()
    pages = measure(pemda, _clients(pemda), times=TIMES)
    return {
        "reports": REPORTS,
        "rows": rows,
        "fill_seconds": round(filled, 1),
        "slowest_page_p95_ms": max(page["p95_ms"] for name, page in pages.items() if name not in LONG),
        "most_queries": max(page["queries"] for page in pages.values()),
        "pages": pages,
    }


def _analyse() -> None:
    """What autovacuum would have done a minute after so many rows: the planner knows the tables."""
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        for table in ("report", "transition", "message"):
            cursor.execute(f"ANALYZE pemda_3671.laksa_{table}")


def _clients(pemda: Any) -> dict[str, Any]:
    from django.test import Client

    from tenants.accounts.models import Person
    from tenants.context import inside
    from tenants.organisation.models import RoleGrant
    from tests.plugin import show_second_factor

    def make() -> Client:
        return Client(headers={"host": pemda.primary_host})

    clients = {"guest": make(), "officer": make(), "admin": make()}
    with inside(pemda):
        officer = Person.objects.create_user(name="Wulan Contoh", email="wulan@bangku.example", kind="petugas")
        RoleGrant.objects.create(person=officer, role="laksa.verifikator")
        admin = Person.objects.create_user(name="Rina Contoh", email="rina@bangku.example", kind="admin_ti")
        for who, person in (("officer", officer), ("admin", admin)):
            clients[who].force_login(person)
            show_second_factor(clients[who], person)
    return clients


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "adopsi.settings.base")
    conclude(main())
