"""Stopwatches, children that answer line by line, and what the kernel says of memory."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any


def seconds(act: Callable[[], Any]) -> float:
    """How long the act takes."""
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def median_ms(values: Sequence[float]) -> float:
    """The median of seconds, in milliseconds."""
    return round(statistics.median(values) * 1000, 3)


def percentile_ms(values: Sequence[float], share: float) -> float:
    """The value that `share` of the seconds do not exceed, in milliseconds."""
    ordered = sorted(values)
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000, 2)


def spread(values: Sequence[float]) -> dict[str, float]:
    """Median, least, p95 and number of measurements."""
    return {
        "median_ms": median_ms(values),
        "min_ms": round(min(values) * 1000, 3),
        "p95_ms": percentile_ms(values, 0.95),
        "count": len(values),
    }


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The median quotient of measurements that were taken side by side: a busy minute slows both of a pair."""
    return round(statistics.median(our / their for our, their in zip(ours, theirs, strict=True)), 3)


def at_best(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The quotient of the least: what remains when no neighbour disturbs."""
    return round(min(ours) / min(theirs), 3)


class Child:
    """A process with settings of its own that answers one line of JSON to each line of JSON."""

    def __init__(self, module: str, environment: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", module],
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, **question: Any) -> Any:
        """Send a question and wait for the answer."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        while line := self._process.stdout.readline():
            if line.startswith("{"):
                return json.loads(line)["answer"]
        raise RuntimeError(f"{self._process.args}: ended without an answer; the reason stands above")

    def __enter__(self) -> Child:
        return self

    def __exit__(self, *error: object) -> None:
        if self._process.stdin:
            self._process.stdin.close()
        self._process.wait()


def answer_forever(answers: Mapping[str, Callable[..., Any]]) -> None:
    """The child's side of `Child`: `{"do": name, **arguments}` a line."""
    for line in sys.stdin:
        question = json.loads(line)
        reply = answers[question.pop("do")](**question)
        sys.stdout.write(json.dumps({"answer": reply}) + "\n")
        sys.stdout.flush()


def memory_kb(pid: int) -> dict[str, int]:
    """Resident, proportional and private memory of a process."""
    found: dict[str, int] = {}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]:
        name, _, value = line.partition(":")
        found[name] = int(value.split()[0])
    private = found["Private_Clean"] + found["Private_Dirty"]
    return {"rss": found["Rss"], "pss": found["Pss"], "private": private}


def conclude(findings: Any) -> None:
    """A scene's last word."""
    sys.stdout.write("\nFINDINGS " + json.dumps(findings) + "\n")
    sys.stdout.flush()
