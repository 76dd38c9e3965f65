"""One read by key: a Pemda's request against plain Django, in alternating blocks; statements counted by the server."""

from __future__ import annotations

import os
import statistics
import sys
from pathlib import Path
from typing import Any

from tests.benchmarks import raw
from tests.benchmarks.measuring import Child, conclude, ratio

BLOCKS, PER_BLOCK = 50, 40
COUNTED, WARMING = 100, 6
CHILD = "tests.benchmarks.request_child"


def main(schema: str, host: str, log: Path) -> dict[str, Any]:
    """Each list of middleware; the figure is that of Django's usual list."""
    found = {name: _race(name, schema, [host]) for name in ("bare", "stock", "all")}
    many = _hosts()
    spread = {"pemda": len(many), **_race("stock", schema, many)}
    statements = _statements(schema, [host], log)
    return {
        "by_middleware": found,
        "spread_over_many": spread,
        **statements,
        "vs_plain": found["stock"]["vs_plain"],
    }


def _hosts() -> list[str]:
    """As many Pemda as one process keeps connections of, in turn: each request finds another's in the pool."""
    with raw.connect().cursor() as cursor:
        cursor.execute("SELECT domain FROM public.tenants_domain WHERE is_primary ORDER BY 1 LIMIT 20")
        return [row[0] for row in cursor.fetchall()]


def _children(middleware: str, schema: str) -> tuple[Child, Child]:
    common = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.benchmarks.request_settings",
        "BENCH_MIDDLEWARE": middleware,
    }
    # The web holds no owner's login: one alias less to look after in every request.
    web = {name: value for name, value in common.items() if name != "OWNER_DATABASE_URL"}
    return Child(CHILD, web), Child(CHILD, {**common, "BENCH_PLAIN": schema})


def _race(middleware: str, schema: str, hosts: list[str]) -> dict[str, float]:
    ours, plain = _children(middleware, schema)
    times: dict[Child, list[float]] = {ours: [], plain: []}
    own: dict[Child, list[float]] = {ours: [], plain: []}
    with ours, plain:
        pk = plain.ask(do="first_unit")
        for number in range(BLOCKS + WARMING):
            # Whoever goes first in a block goes second in the next.
            for child in (ours, plain) if number % 2 else (plain, ours):
                taken = child.ask(do="serve", hosts=hosts, count=PER_BLOCK, pk=pk)
                times[child].append(taken["seconds"] / PER_BLOCK)
                own[child].append(taken["own"] / PER_BLOCK)
    for kept in (*times.values(), *own.values()):
        del kept[:WARMING]
    return {
        "vs_plain": ratio(times[ours], times[plain]),
        "cpu_vs_plain": ratio(own[ours], own[plain]),
        "adopsi_us": round(statistics.median(times[ours]) * 1e6, 1),
        "plain_us": round(statistics.median(times[plain]) * 1e6, 1),
        "adopsi_cpu_us": round(statistics.median(own[ours]) * 1e6, 1),
        "plain_cpu_us": round(statistics.median(own[plain]) * 1e6, 1),
    }


def _statements(schema: str, hosts: list[str], log: Path) -> dict[str, float]:
    with raw.connect("SUPERUSER_DATABASE_URL").cursor() as cursor:
        logins = ("adopsi_owner", "adopsi_web", schema)
        for login in logins:
            cursor.execute(f"ALTER ROLE {login} IN DATABASE adopsi SET log_statement = 'all'")
        try:
            ours, plain = _children("stock", schema)
            with ours, plain:
                pk = plain.ask(do="first_unit")
                counts = [_count(child, hosts, pk, log) for child in (ours, plain)]
        finally:
            for login in logins:
                cursor.execute(f"ALTER ROLE {login} IN DATABASE adopsi RESET log_statement")
    return {"extra_queries": counts[0] - counts[1], "queries": counts[0], "plain_queries": counts[1]}


def _count(child: Child, hosts: list[str], pk: int, log: Path) -> float:
    child.ask(do="serve", hosts=hosts, count=20, pk=pk)
    before = log.stat().st_size
    child.ask(do="serve", hosts=hosts, count=COUNTED, pk=pk)
    with log.open("rb") as file:
        file.seek(before)
        return file.read().count(b"LOG:  statement:") / COUNTED


if __name__ == "__main__":
    conclude(main(schema=sys.argv[1], host=sys.argv[2], log=Path(sys.argv[3])))
