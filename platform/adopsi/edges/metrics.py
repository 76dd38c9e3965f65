"""Counters of this process by Pemda and route, and their sum over the processes of this machine for Prometheus.

Each process keeps its counters in memory and writes them to a file of its own every few seconds; whoever is scraped adds
up the files. (prometheus_client's own way maps the files into memory: on a full disk the kernel then kills the process.)
"""

from __future__ import annotations

import json
import logging
import os
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

log = logging.getLogger("adopsi.metrics")
WRITE_SECONDS = 5.0
# A process that has not written for so long is gone.
GONE_SECONDS = 60.0
BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
PUSAT, NOWHERE = "pusat", "-"

registry = CollectorRegistry()
REQUESTS = Counter(
    "adopsi_requests", "Answers by Pemda, route and class of status.", ["pemda", "route", "status"], registry=registry
)
SECONDS = Histogram(
    "adopsi_request_seconds", "How long answers took, by Pemda.", ["pemda"], buckets=BUCKETS, registry=registry
)
ROUTE_SECONDS = Histogram(
    "adopsi_route_seconds", "How long answers took, by route.", ["route"], buckets=BUCKETS, registry=registry
)
ERRORS = Counter("adopsi_errors", "Answers with a status from 500 on.", ["pemda", "route"], registry=registry)
LIMITED = Counter("adopsi_limited", "Requests turned away, by why.", ["pemda", "why"], registry=registry)
UNCOUNTED = Counter("adopsi_uncounted", "Requests let through because Valkey did not answer.", registry=registry)


def count(request: HttpRequest, status: int, seconds: float) -> None:
    """Count one answer; static files, health checks and hosts where nobody lives are not counted."""
    if not hasattr(request, "pemda"):
        return
    match = request.resolver_match
    place = request.pemda.code if request.pemda else PUSAT if hasattr(request, "urlconf") else NOWHERE
    route = match.view_name if match else NOWHERE
    REQUESTS.labels(place, route, f"{status // 100}xx").inc()
    SECONDS.labels(place).observe(seconds)
    ROUTE_SECONDS.labels(route).observe(seconds)
    if status >= 500:
        ERRORS.labels(place, route).inc()
    _writer.keep_up()


class Writer:
    """A daemon thread of this process that writes its counters down."""

    def __init__(self) -> None:
        self._pid = 0
        self._lock = threading.Lock()

    def keep_up(self) -> None:
        """Start the thread in this process if it does not run yet; a forked child has none."""
        if self._pid == os.getpid():
            return
        with self._lock:
            if self._pid != os.getpid():
                self._pid = os.getpid()
                threading.Thread(target=self._write_forever, name="adopsi-metrics", daemon=True).start()

    def _write_forever(self) -> None:
        while True:
            time.sleep(WRITE_SECONDS)
            try:
                write()
            except OSError as error:
                log.warning("metrics could not be written: %s", error.strerror)


_writer = Writer()


def write() -> None:
    """Write this process's counters to its file, whole or not at all."""
    folder: Path = settings.ADOPSI_METRICS_FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    scratch = folder / f".{os.getpid()}.new"
    scratch.write_text(json.dumps(list(_snapshot())), encoding="utf-8")
    scratch.replace(folder / f"{os.getpid()}.json")


def _snapshot() -> Iterator[list[Any]]:
    for family in registry.collect():
        samples = [
            [each.name, each.labels, each.value] for each in family.samples if not each.name.endswith("_created")
        ]
        yield [family.name, family.documentation, family.type, samples]


class AllProcesses(Collector):
    """This process's counters as they are now, with the others' as they last wrote them."""

    def collect(self) -> Iterable[Metric]:
        """The families, each sample the sum over processes."""
        sums: dict[tuple[str, str, str], dict[tuple[str, tuple[tuple[str, str], ...]], float]] = {}
        for snapshot in (list(_snapshot()), *_of_others()):
            for name, text, kind, samples in snapshot:
                kept = sums.setdefault((name, text, kind), {})
                for sample, labels, value in samples:
                    key = (sample, tuple(sorted(labels.items())))
                    kept[key] = kept.get(key, 0.0) + value
        for (name, text, kind), kept in sums.items():
            family = Metric(name, text, kind)
            for (sample, labels), value in kept.items():
                family.add_sample(sample, dict(labels), value)
            yield family


def _of_others() -> Iterator[list[Any]]:
    for file in settings.ADOPSI_METRICS_FOLDER.glob("*.json"):
        if file.stem == str(os.getpid()):
            continue
        try:
            if time.time() - file.stat().st_mtime > GONE_SECONDS:
                file.unlink()
                continue
            yield json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            # Gone between the look and the reading.
            continue


def exposition(*more: Collector) -> bytes:
    """Everything in Prometheus's text format."""
    whole = CollectorRegistry()
    for collector in (AllProcesses(), *more):
        whole.register(collector)
    return generate_latest(whole)
