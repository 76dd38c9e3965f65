"""A citizen's home page under load, hosts spread over the fleet against over four; and what a web worker holds."""

from __future__ import annotations

import asyncio
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg2

from adopsi.runtime.run import WEB_THREADS, WEB_WORKERS
from tests.benchmarks.load import visit
from tests.benchmarks.measuring import conclude, memory_kb, percentile_ms, spread

VISITORS, PAGES = 50, 400
FEW = 4
# Connections fall to the workers by chance, and the fuller one makes the p95 of a round: pairs of rounds, and their median.
ROUNDS = 9


def main() -> dict[str, Any]:
    """Alternating rounds; chance and the neighbours' noise are taken out by the median of rounds."""
    hosts = _hosts()
    few = hosts[:FEW]
    port = _free_port()
    with _web(port) as server:
        # So often that each worker has met each Pemda: 1 in 250 is missed.
        warm = asyncio.run(visit(port, hosts, pages=len(hosts) * WEB_WORKERS * 4, visitors=8))
        first = asyncio.run(visit(port, hosts, pages=len(hosts), visitors=8))
        results: dict[str, list[Any]] = {"fleet": [], "few": []}
        for _ in range(ROUNDS):
            for name, chosen in (("few", few), ("fleet", hosts)):
                results[name].append(asyncio.run(visit(port, chosen, pages=PAGES, visitors=VISITORS)))
        thinking = asyncio.run(visit(port, hosts, pages=VISITORS * 6, visitors=VISITORS, think_seconds=2.0))
        workers = _workers(server.pid)
        memory = [memory_kb(pid) for pid in workers]
    faults = [fault for each in (warm, first, *results["few"], *results["fleet"]) for fault in each.faults]
    p95 = {name: [percentile_ms(each.times, 0.95) for each in runs] for name, runs in results.items()}
    pairs = [fleet / few for fleet, few in zip(p95["fleet"], p95["few"], strict=True)]
    return {
        "p95_fleet_vs_few": round(statistics.median(pairs), 3),
        "p95_fleet_vs_few_each": [round(each, 2) for each in sorted(pairs)],
        "p95_ms": {name: round(statistics.median(each), 2) for name, each in p95.items()},
        "fleet": len(hosts),
        "visitors": VISITORS,
        "pages_per_second": {
            name: round(statistics.median(PAGES / _length(each) for each in runs), 1) for name, runs in results.items()
        },
        "warming": spread(warm.times),
        "p95_with_2s_to_think_ms": percentile_ms(thinking.times, 0.95),
        "page_bytes": results["few"][0].bytes // PAGES,
        "faults": faults[:5],
        "web_worker_kb": max(memory, key=lambda each: each["rss"]),
        "workers": len(workers),
    }


def _length(result: Any) -> float:
    return sum(result.times) / VISITORS


def _hosts() -> list[str]:
    with psycopg2.connect(os.environ["OWNER_DATABASE_URL"]) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT domain FROM public.tenants_domain WHERE is_primary ORDER BY tenant_id")
        return [row[0] for row in cursor.fetchall()]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def _web(port: int) -> Iterator[subprocess.Popen]:
    """Granian as the embedded run starts it, without the owner's login."""
    environment = {name: value for name, value in os.environ.items() if name != "OWNER_DATABASE_URL"}
    command = [sys.executable, "-m", "granian", "adopsi.wsgi:application", "--interface", "wsgi"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--no-ws", "--http", "1"]
    command += ["--workers", str(WEB_WORKERS), "--blocking-threads", str(WEB_THREADS), "--no-access-log"]
    command += ["--workers-kill-timeout", "5", "--respawn-failed-workers"]
    log = Path(os.environ["ADOPSI_HOME"]) / "logs" / "bench-web.log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=subprocess.STDOUT)
        try:
            if not _is_served(port, process):
                raise SystemExit(f"the web server did not answer:\n{log.read_text(errors='replace')[-2000:]}")
            yield process
        finally:
            process.terminate()
            process.wait()


def _is_served(port: int, process: subprocess.Popen) -> bool:
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline and process.poll() is None:
        try:
            result = asyncio.run(visit(port, ["localhost"], pages=1, visitors=1, path="/health/live"))
        except (OSError, EOFError):
            time.sleep(0.3)
            continue
        if not result.faults:
            return True
    return False


def _workers(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return [int(child) for child in children if b"resource_tracker" not in Path(f"/proc/{child}/cmdline").read_bytes()]


if __name__ == "__main__":
    conclude(main())
