"""`adopsi run list | show | retry | cancel | undo`."""

from __future__ import annotations

import argparse
import uuid

from adopsi.cli.documents import run_as_json
from adopsi.cli.errors import UnknownRun
from adopsi.cli.printing import add_asking, command_in, follow, say, say_json, say_step, say_table, show_plan, who
from provisioning.models import Run
from provisioning.plans import plan_undo, with_counts
from provisioning.registry import OPERATIONS
from provisioning.selectors import get_run, list_runs
from provisioning.services import cancel_run, request_undo, retry_run


def add_commands(commands: argparse._SubParsersAction) -> None:
    """Add `run`."""
    group = commands.add_parser("run", help="proses: riwayat, mengulang, membatalkan, mengurungkan").add_subparsers(
        required=True
    )
    listing = command_in(group, "list", show_all, "proses, terbaru di atas")
    listing.add_argument("--pemda", default="", help="kode Pemda")
    listing.add_argument("--state", default="", choices=["", *Run.State.values])
    listing.add_argument("--operation", default="", choices=["", *sorted(OPERATIONS)])
    listing.add_argument("--search", default="")
    listing.add_argument("--limit", type=int, default=20)
    for name, command, text in (
        ("show", show_one, "satu proses dengan langkahnya"),
        ("retry", retry, "mencoba lagi proses yang gagal"),
        ("cancel", cancel, "membatalkan proses yang belum mengubah apa pun"),
        ("undo", undo, "mengurungkan proses yang selesai, selama jendelanya terbuka"),
    ):
        parser = command_in(group, name, command, text)
        parser.add_argument("run", type=uuid.UUID, help="nomor proses")
        if name in {"retry", "undo"}:
            add_asking(parser)
        if name == "undo":
            parser.add_argument("--dry-run", action="store_true", help="hanya tampilkan rencananya")


def show_all(options: argparse.Namespace) -> int:
    """Print the newest runs of the filter."""
    rows = list_runs(search=options.search, state=options.state, pemda_code=options.pemda)
    if options.operation:
        rows = rows.filter(operation=options.operation)
    runs = list(rows[: max(0, options.limit)])
    if options.json:
        say_json([run_as_json(run) for run in runs])
        return 0
    say_table(
        (
            run.pk,
            f"{run.created_at:%Y-%m-%d %H:%M}",
            run.state,
            run.operation,
            run.pemda_code,
            run.subject or "-",
            f"{run.seconds:.1f} d" if run.seconds is not None else "-",
            run.error_code,
        )
        for run in runs
    )
    return 0


def _get(options: argparse.Namespace) -> Run:
    run = get_run(options.run)
    if run is None:
        raise UnknownRun
    return run


def show_one(options: argparse.Namespace) -> int:
    """Print one run."""
    run = _get(options)
    if options.json:
        say_json(run_as_json(run))
        return 0
    say(f"{run.title} {run.pemda_code} {run.subject}".rstrip() + f": {run.get_state_display()}")
    say(f"  diminta {run.requested_by} {run.created_at:%Y-%m-%d %H:%M:%S}" + (f": {run.reason}" if run.reason else ""))
    for step in run.steps.all():
        say_step(step)
    if run.error:
        say(f"  {run.error_in_words} [{run.error_code}]")
    if run.undo_until:
        say(f"  dapat diurungkan sampai {run.undo_until:%Y-%m-%d %H:%M:%S}")
    return 0


def retry(options: argparse.Namespace) -> int:
    """Start a failed run again and follow it."""
    return follow(retry_run(run=_get(options), requested_by=who()), here=options.here, as_json=options.json)


def cancel(options: argparse.Namespace) -> int:
    """Stop a run before it changes anything."""
    run = cancel_run(run=_get(options), requested_by=who())
    if options.json:
        say_json(run_as_json(run))
    else:
        say("Pembatalan diminta; proses berhenti sebelum langkah berikutnya.")
    return 0


def undo(options: argparse.Namespace) -> int:
    """Take a finished run back and follow the run that does it."""
    run = _get(options)
    if options.dry_run:
        return show_plan(with_counts(plan_undo(run=run)), as_json=options.json)
    back = request_undo(run=run, requested_by=who(), reason=options.reason)
    return follow(back, here=options.here, as_json=options.json)
