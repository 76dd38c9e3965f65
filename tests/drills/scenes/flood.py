"""One Pemda is flooded by fifty connections that wait for nothing; how long do the others' citizens wait?

Quiet and flooded seconds alternate, so that a busy minute of the machine slows both. The flood comes from as many
addresses as connections: what holds it off is the Pemda's own share and rate, not that of one address. The same is
measured with the limits off, to see that it is they that help.
"""

from __future__ import annotations

import asyncio
import os
import signal
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tests.benchmarks.load import visit
from tests.benchmarks.measuring import conclude, percentile_ms
from tests.benchmarks.scenes.pages import _free_port, _web
from tests.drills import code, towns

CONNECTIONS, ROUNDS, SECONDS = 50, 6, 5.0
VISITORS, PAUSE = 4, 0.1
MOST_RATIO = 2.0
OFF = {"ADOPSI_PEMDA_THREADS": "0", "ADOPSI_LIMIT_PEMDA": "0", "ADOPSI_LIMIT_ADDRESS": "0", "ADOPSI_LIMIT_PERSON": "0"}


def main(rounds: str = str(ROUNDS)) -> None:
    """Measure with the limits as they are, and without."""
    code.become(code.NEW, build=False)
    # The neighbours' visitors are no flood: one address each, far below its limit.
    os.environ.update({"ADOPSI_BEHIND_PROXY": "1", "ADOPSI_LOG_LEVEL": "CRITICAL", "ADOPSI_LIMIT_ADDRESS": "1200"})
    home = Path(os.environ["ADOPSI_DRILL_HOME"])
    (home / "logs").mkdir(exist_ok=True)
    os.environ.update({"ADOPSI_HOME": str(home), "ADOPSI_STATIC_ROOT": str(home / "static")})
    (home / "static").mkdir(exist_ok=True)
    subprocess.run([sys.executable, "-m", "django", "collectstatic", "--noinput", "--verbosity", "0"], check=True)
    with_limits = _measure(int(rounds))
    without = _measure(max(2, int(rounds) // 2), **OFF)
    problems = []
    if with_limits["ratio"] > MOST_RATIO:
        problems.append(f"the others' p95 is {with_limits['ratio']} times as long")
    if with_limits["faults_of_others"]:
        problems.append(f"others were turned away: {with_limits['faults_of_others']}")
    if not with_limits["turned_away"]:
        problems.append("nothing of the flood was turned away")
    figures = {"connections": CONNECTIONS, **with_limits, "ratio_without_limits": without["ratio"], "without": without}
    found = {"kills": 0, "half_made": len(problems), "unfinished": 0, "longest_recovery_s": 0.0, "problems": problems}
    conclude({"operations": {}, "faults": {"one Pemda flooded": {**found, **figures}}})


def _measure(rounds: int, **environment: str) -> dict[str, Any]:
    kept = {name: os.environ.get(name) for name in environment}
    os.environ.update(environment)
    port = _free_port()
    quiet: list[list[float]] = []
    loud: list[list[float]] = []
    faults: list[str] = []
    flooded = {"answers": 0, "turned_away": 0}
    try:
        with _web(port):
            asyncio.run(visit(port, [*_others(), _victim()], pages=60, visitors=4))
            for _round in range(rounds):
                quiet.append(_neighbours(port, faults))
                with subprocess.Popen(
                    [sys.executable, "-m", "tests.drills.scenes.flood_child", str(port), _victim(), str(CONNECTIONS)],
                    stdout=subprocess.PIPE,
                    text=True,
                ) as flood:
                    time.sleep(1.0)
                    loud.append(_neighbours(port, faults))
                    flood.send_signal(signal.SIGTERM)
                    answers, turned_away = (int(part) for part in flood.communicate()[0].split())
                flooded["answers"] += answers
                flooded["turned_away"] += turned_away
    finally:
        for name, value in kept.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})
    # A busy minute of the machine slows both of a pair.
    ratios = [percentile_ms(one, 0.95) / percentile_ms(other, 0.95) for one, other in zip(loud, quiet, strict=True)]
    all_quiet, all_loud = sum(quiet, []), sum(loud, [])
    return {
        "ratio": round(statistics.median(ratios), 2),
        "p95_ms": {"quiet": percentile_ms(all_quiet, 0.95), "flooded": percentile_ms(all_loud, 0.95)},
        "p50_ms": {"quiet": percentile_ms(all_quiet, 0.5), "flooded": percentile_ms(all_loud, 0.5)},
        "pages_of_others": len(all_quiet) + len(all_loud),
        "faults_of_others": faults[:3],
        **flooded,
    }


def _neighbours(port: int, faults: list[str]) -> list[float]:
    pages = int(VISITORS * SECONDS / PAUSE)
    result = asyncio.run(visit(port, _others(), pages=pages, visitors=VISITORS, think_seconds=PAUSE))
    faults += result.faults
    return result.times


def _others() -> list[str]:
    return [_host(each) for each in (towns.BLANK, towns.PURGED)]


def _victim() -> str:
    return _host(towns.NEIGHBOUR)


def _host(pemda_code: str) -> str:
    from tenants.directory import get_pemda

    return get_pemda(pemda_code).primary_host


if __name__ == "__main__":
    main(*sys.argv[1:])
