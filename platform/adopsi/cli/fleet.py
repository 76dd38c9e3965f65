"""`adopsi fleet status | drift`."""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from typing import Any

from adopsi.cli.documents import moment, run_as_json
from adopsi.cli.printing import add_asking, command_in, complain, follow, say, say_json, who
from provisioning import inspections
from provisioning.drift import (
    AHEAD,
    BEHIND,
    CURRENT,
    DRIFTED,
    UNKNOWN,
    FleetCheckRow,
    fleet_check,
    inspect_pemda,
    plan_repair,
)
from provisioning.models import Run
from provisioning.selectors import drifts_of, list_fleet, rows_of_fleet
from provisioning.services import request_repair
from tenants.errors import DomainError

VERDICTS = {
    BEHIND: "tertinggal",
    AHEAD: "lebih baru daripada kode",
    UNKNOWN: "rilis tak dikenal",
    DRIFTED: "ada selisih",
    CURRENT: "mutakhir",
}


def add_commands(commands: argparse._SubParsersAction) -> None:
    """Add `fleet`."""
    group = commands.add_parser("fleet", help="seluruh armada Pemda").add_subparsers(required=True)
    command_in(group, "status", status, "keadaan, versi, dan proses setiap Pemda")
    checking = command_in(group, "drift", drift, "di mana tabel tidak sama dengan rilisnya, dan rencana perbaikannya")
    checking.add_argument(
        "--live", action="store_true", help="lihat langsung ke tabel setiap Pemda (perlu login pemilik)"
    )
    checking.add_argument("--repair", action="store_true", help="minta perbaikan setiap selisih yang diketahui")
    checking.add_argument("--pemda", default="", help="hanya Pemda ini")
    add_asking(checking)


def status(options: argparse.Namespace) -> int:
    """Print the fleet; 1 when a Pemda is not what the releases of this code base say."""
    rows = rows_of_fleet(list(list_fleet()))
    checks: dict[str, list[FleetCheckRow]] = defaultdict(list)
    for check in fleet_check(everything=True):
        checks[check.pemda_code].append(check)
    behind = sorted(
        {row.pemda.code for row in rows if any(check.verdict != CURRENT for check in checks[row.pemda.code])}
    )
    waiting = Run.objects.filter(state__in=Run.UNFINISHED).count()
    if options.json:
        fleet = [_as_json(row, checks[row.pemda.code]) for row in rows]
        say_json({"pemda": fleet, "behind": behind, "unfinished_runs": waiting})
    else:
        for row in rows:
            _say_row(row, is_behind=row.pemda.code in behind)
        say(f"{len(rows)} Pemda, {len(behind)} tertinggal, {waiting} proses belum selesai.")
    return complain(f"tidak mutakhir: {', '.join(behind)}", "fleet_behind") if behind else 0


def _say_row(row: Any, *, is_behind: bool) -> None:
    modules = " ".join(f"{each.slug}@{each.version}" for each in row.modules) or "-"
    tables = "tertinggal" if is_behind else "mutakhir"
    last = row.last_run_at.strftime("%Y-%m-%d %H:%M") if row.last_run_at else "-"
    name = row.pemda.region.display_name
    say(f"{row.pemda.code}  {row.pemda.state:<10} {tables:<10} {last:<16}  {name:<26} {modules}")


def _as_json(row: Any, checks: list[FleetCheckRow]) -> dict[str, Any]:
    return {
        "code": row.pemda.code,
        "name": row.pemda.region.display_name,
        "state": row.pemda.state,
        "ring": row.pemda.ring,
        "last_run_at": moment(row.last_run_at),
        "modules": [
            {
                "module": check.slug,
                "state": check.state,
                "version": check.version,
                "current_version": check.wanted_version,
                "verdict": check.verdict,
            }
            for check in checks
        ],
    }


# --- drift --------------------------------------------------------------------------------------------


def drift(options: argparse.Namespace) -> int:
    """Print what is not current, each known difference and how it would be mended; 1 where there is any."""
    if options.live:
        _look(options.pemda)
    runs = _repair(options) if options.repair else []
    checks = [row for row in fleet_check() if options.pemda in ("", row.pemda_code)]
    found = {(row.pemda_code, row.slug): row for row in drifts_of(options.pemda)}
    if options.json:
        documents = [_drift_as_json(row, found.get((row.pemda_code, row.slug))) for row in checks]
        say_json({"not_current": documents, "repairs": [run_as_json(run) for run in runs]})
    else:
        for row in checks:
            _say_drift(row, found.get((row.pemda_code, row.slug)))
        say(f"{len(checks)} modul tidak sama dengan rilisnya.")
    failed = [run for run in runs if run.state != Run.State.DONE]
    if failed:
        return complain(failed[0].error_in_words or failed[0].state, failed[0].error_code or "repair_unfinished")
    return complain(f"{len(checks)} modul tidak mutakhir atau berselisih", "drift") if checks else 0


def _look(pemda_code: str) -> None:
    codes = [pemda_code] if pemda_code else inspections.codes_to_look_at()
    for code in codes:
        inspect_pemda(code)
        inspections.note_looked(code)


def _repair(options: argparse.Namespace) -> list[Run]:
    """Ask for the repair of every known difference; a refusal of one does not keep the others from theirs."""
    runs = []
    for row in list(drifts_of(options.pemda)):
        try:
            run = request_repair(pemda_code=row.pemda_code, slug=row.slug, requested_by=who(), reason=options.reason)
        except DomainError as refusal:
            sys.stderr.write(f"adopsi: {row}: {refusal.message} [{refusal.code}]\n")
            continue
        follow(run, here=options.here, quietly=options.json)
        runs.append(run)
    return runs


def _drift_as_json(row: FleetCheckRow, known: Any) -> dict[str, Any]:
    repairs = plan_repair(known.differences, code=row.pemda_code) if known else []
    return {
        "pemda": row.pemda_code,
        "module": row.slug,
        "version": row.version,
        "current_version": row.wanted_version,
        "verdict": row.verdict,
        "found_at": moment(known.found_at) if known else None,
        "differences": [each.difference | {"repair": each.statement or None} for each in repairs],
    }


def _say_drift(row: FleetCheckRow, known: Any) -> None:
    versions = f"{row.version or '0'}" + (f" → {row.wanted_version}" if row.wanted_version != row.version else "")
    say(f"{row.pemda_code}  {row.slug}  {versions}  {VERDICTS[row.verdict]}")
    if row.verdict != DRIFTED or known is None:
        return
    for each in plan_repair(known.differences, code=row.pemda_code):
        difference = each.difference
        say(f"  {difference['kind']} {difference['name']}: {_words(difference)}")
        say(f"    perbaikan: {each.statement or 'perlu diputuskan orang'}")


def _words(difference: dict[str, str]) -> str:
    if not difference["found"]:
        return "tidak ada"
    if not difference["expected"]:
        return "tidak ada dalam rilis"
    return f"{difference['found']} (rilis: {difference['expected']})"
