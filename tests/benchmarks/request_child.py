"""Serves requests in process, through the same WSGI handler as a server would call."""

from __future__ import annotations

import io
import sys
import time
from typing import Any

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

from tests.benchmarks.measuring import answer_forever


def serve(*, hosts: list[str], count: int, pk: int) -> dict[str, float]:
    """Seconds that so many requests took, one after the other, and those of this process alone."""
    started, own = time.perf_counter(), time.process_time()
    for number in range(count):
        _request(hosts[number % len(hosts)], pk)
    return {"seconds": time.perf_counter() - started, "own": time.process_time() - own}


def _request(host: str, pk: int) -> None:
    answered: list[str] = []
    environment: dict[str, Any] = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": f"/opd/{pk}/",
        "SCRIPT_NAME": "",
        "QUERY_STRING": "",
        "SERVER_NAME": host,
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": host,
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    response = application(environment, lambda status, headers, error=None: answered.append(status))
    for _ in response:
        pass
    response.close()
    if not answered[0].startswith("200"):
        raise SystemExit(f"{host}: {answered[0]}")


def first_unit() -> int:
    """A key to read."""
    from tenants.organisation.models import Opd

    return Opd.objects.order_by("pk").values_list("pk", flat=True)[0]


if __name__ == "__main__":
    django.setup()
    # Only now: apps insist on their own middleware while they load.
    settings.MIDDLEWARE = settings.BENCH_MIDDLEWARE
    application = WSGIHandler()
    answer_forever({"serve": serve, "first_unit": first_unit})
