"""The figures as tables on the terminal, and as build/drill.json."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.benchmarks.report import machine

KEYS = ("kills", "half_made", "unfinished", "longest_recovery_s")
ORDER = ("create", "enable", "park", "undo", "upgrade", "rollout", "purge", "sandbox")


def merge(findings: list[dict[str, Any]]) -> dict[str, Any]:
    """The scenes' figures, added up per operation; the longest recovery is the longest of all."""
    operations: dict[str, dict[str, Any]] = {}
    faults: dict[str, Any] = {}
    for finding in findings:
        faults |= finding["faults"]
        for name, each in finding["operations"].items():
            kept = operations.setdefault(name, {**dict.fromkeys((*KEYS, "missed"), 0), "problems": []})
            for key in ("kills", "half_made", "unfinished", "missed", "problems"):
                kept[key] += each[key]
            kept["longest_recovery_s"] = max(kept["longest_recovery_s"], each["longest_recovery_s"])
    return {"operations": operations, "faults": faults}


def report(merged: dict[str, Any], *, file: Path, seconds: float, say: Callable[[str], None]) -> int:
    """Print the tables and write the file; 1 where anything was half made, unfinished or not reached."""
    operations, faults = merged["operations"], merged["faults"]
    both = [*operations.values(), *faults.values()]
    totals: dict[str, Any] = {key: sum(each.get(key, 0) for each in both) for key in KEYS[:3]}
    totals["longest_recovery_s"] = max((each.get("longest_recovery_s", 0) for each in both), default=0)
    totals["missed"] = sum(each.get("missed", 0) for each in both)
    say(f"\n{'operation':<22}" + "".join(f"{key:>20}" for key in KEYS))
    for name in sorted(operations, key=lambda name: ORDER.index(name)):
        say(_line(name, operations[name]))
    say(f"\n{'other faults':<22}" + "".join(f"{key:>20}" for key in KEYS))
    for name, each in faults.items():
        say(_line(name, each) + "  " + _others(each))
    say("\n" + _line("all", totals))
    for problem in [problem for each in both for problem in each.get("problems", ())][:40]:
        say(f"  ! {problem}")
    document = {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        **totals,
        "seconds": round(seconds),
        **operations,
        "faults": faults,
        "machine": machine(),
    }
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    say(f"\n{seconds:.0f} s. Written to {file}")
    return int(bool(totals["half_made"] or totals["unfinished"] or totals["missed"]))


def _line(name: str, each: dict[str, Any]) -> str:
    return f"{name:<22}" + "".join(f"{each.get(key, 0):>20}" for key in KEYS)


def _others(each: dict[str, Any]) -> str:
    known = (*KEYS, "problems", "missed")
    return ", ".join(f"{key} {value}" for key, value in each.items() if key not in known)
