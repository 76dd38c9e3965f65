"""`adopsi rollout start | list | show | pause | resume | cancel | retry`."""

from __future__ import annotations

import argparse
import uuid
from typing import Any

from adopsi.cli.documents import rollout_as_json, target_as_json
from adopsi.cli.errors import UnknownRollout
from adopsi.cli.printing import command_in, complain, say, say_json, say_table, who
from adopsi.pusat.releases import RolloutPlan, plan_rollout
from provisioning import rollout_engine, rollouts
from provisioning.errors import AlreadyCurrent
from provisioning.models import Rollout
from provisioning.selectors import get_rollout, list_rollouts, list_targets


def add_commands(commands: argparse._SubParsersAction) -> None:
    """Add `rollout`."""
    group = commands.add_parser("rollout", help="peluncuran rilis ke seluruh armada").add_subparsers(required=True)
    starting = command_in(group, "start", start, "meluncurkan rilis kode ini ke Pemda yang tertinggal")
    starting.add_argument("slug", help="modul, atau inti")
    starting.add_argument("--reason", default="")
    starting.add_argument("--budget", type=_whole, default=3, help="berapa Pemda boleh gagal sebelum semuanya berhenti")
    starting.add_argument("--soak", type=_whole, default=0, help="jam pengamatan sesudah setiap gelombang")
    starting.add_argument("--ignore-windows", action="store_true", help="abaikan jam pemeliharaan Pemda")
    starting.add_argument("--dry-run", action="store_true", help="hanya tampilkan rencananya")
    starting.add_argument("--here", action="store_true", help="kerjakan di proses ini, tanpa pekerja Celery")
    listing = command_in(group, "list", show_all, "peluncuran, terbaru di atas")
    listing.add_argument("--state", default="", choices=["", *Rollout.State.values])
    listing.add_argument("--limit", type=int, default=20)
    for name, command, text in (
        ("show", show_one, "satu peluncuran dengan hasil tiap Pemda"),
        ("pause", pause, "menjeda: yang sedang dikerjakan diselesaikan"),
        ("resume", resume, "melanjutkan sesudah jeda atau berhenti"),
        ("cancel", cancel, "mengakhiri: yang sudah menerima rilis tetap memakainya"),
        ("retry", retry, "mencoba lagi satu Pemda"),
    ):
        parser = command_in(group, name, command, text)
        parser.add_argument("rollout", type=uuid.UUID, help="nomor peluncuran")
        if name == "retry":
            parser.add_argument("--pemda", required=True, help="kode Pemda")


def _whole(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError("tidak boleh negatif")
    return number


def start(options: argparse.Namespace) -> int:
    """Start a rollout, or print what it would do."""
    if options.dry_run:
        return _show_plan(plan_rollout(options.slug), as_json=options.json)
    rollout = rollouts.start_rollout(
        slug=options.slug,
        requested_by=who(),
        reason=options.reason,
        error_budget=options.budget,
        soak_hours=options.soak,
        ignores_windows=options.ignore_windows,
    )
    while options.here and rollout_engine.drive_rollout(str(rollout.pk)):
        pass
    if options.here:
        rollout_engine.finish_runs(str(rollout.pk))
    return _answer(rollout, as_json=options.json)


def _show_plan(plan: RolloutPlan, *, as_json: bool) -> int:
    if as_json:
        say_json(
            {
                "module": plan.release.slug,
                "version": plan.release.version,
                "total": plan.total,
                "held": plan.held,
                "from_versions": dict(plan.versions),
                "rings": [
                    {
                        "ring": ring.ring,
                        "count": ring.count,
                        "windowed": ring.windowed,
                        "held": [{"pemda": code, "reason": words} for code, _name, words in ring.holds],
                    }
                    for ring in plan.rings
                ],
            }
        )
    else:
        say(f"Rencana peluncuran {plan.release}: {plan.total} Pemda, {plan.held} dilewati atas permintaannya")
        for ring in plan.rings:
            say(f"  {ring.title}: {ring.count} Pemda, {ring.windowed} dengan jam pemeliharaan")
            for code, name, words in ring.holds:
                say(f"    {code} {name}: {words}")
    return 0 if plan.total else complain(AlreadyCurrent.message, AlreadyCurrent.code)


def _answer(rollout: Rollout, *, as_json: bool) -> int:
    found = get_rollout(rollout.pk)
    assert found is not None
    if as_json:
        say_json(rollout_as_json(found))
    else:
        _say_line(found)
    return complain(found.halt_reason_in_words, "rollout_halted") if found.state == Rollout.State.HALTED else 0


def _say_line(rollout: Any) -> None:
    say(
        f"{rollout.pk}  {rollout.slug} {rollout.version}  {rollout.state}  gelombang {rollout.ring}  "
        f"{rollout.done} selesai, {rollout.failed} gagal, {rollout.skipped} dilewati, {rollout.waiting} menunggu"
    )


def show_all(options: argparse.Namespace) -> int:
    """Print the newest rollouts."""
    rows = list(list_rollouts(state=options.state)[: max(0, options.limit)])
    if options.json:
        say_json([rollout_as_json(row) for row in rows])
    else:
        for row in rows:
            _say_line(row)
    return 0


def _get(options: argparse.Namespace) -> Rollout:
    rollout = get_rollout(options.rollout)
    if rollout is None:
        raise UnknownRollout
    return rollout


def show_one(options: argparse.Namespace) -> int:
    """Print one rollout with the result of each Pemda."""
    rollout = _get(options)
    targets = list(list_targets(rollout))
    if options.json:
        say_json(rollout_as_json(rollout) | {"results": [target_as_json(each) for each in targets]})
        return 0
    _say_line(rollout)
    if rollout.halt_reason:
        say(f"  berhenti: {rollout.halt_reason_in_words}")
    say_table(("", each.pemda_code, each.ring, each.from_version, each.state, each.note_in_words) for each in targets)
    return 0


def pause(options: argparse.Namespace) -> int:
    """Let nothing new begin."""
    return _answer(rollouts.pause_rollout(rollout=_get(options)), as_json=options.json)


def resume(options: argparse.Namespace) -> int:
    """Go on."""
    return _answer(rollouts.resume_rollout(rollout=_get(options)), as_json=options.json)


def cancel(options: argparse.Namespace) -> int:
    """End it."""
    return _answer(rollouts.cancel_rollout(rollout=_get(options)), as_json=options.json)


def retry(options: argparse.Namespace) -> int:
    """Try one Pemda again."""
    rollout = _get(options)
    target = rollout.targets.filter(pemda_code=options.pemda).first()
    if target is None:
        raise UnknownRollout
    rollouts.retry_target(target=target)
    return _answer(rollout, as_json=options.json)
