"""Words and JSON on the terminal, and the progress of a run."""

from __future__ import annotations

import argparse
import json
import os
import pwd
import sys
import time
from collections.abc import Iterable
from typing import Any

from adopsi.cli.documents import run_as_json
from adopsi.pusat.plan_words import effects_of
from provisioning.engine import drive
from provisioning.models import Run, RunStep
from provisioning.plans import Plan

MARKS = {
    RunStep.State.WAITING: "·",
    RunStep.State.RUNNING: "…",
    RunStep.State.DONE: "✓",
    RunStep.State.FAILED: "✗",
}
POLL_SECONDS = 0.1


def say(text: str) -> None:
    """One line on standard output, at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def say_json(document: Any) -> None:
    """One JSON document on standard output."""
    say(json.dumps(document, ensure_ascii=False, indent=2, default=str))


def complain(message: object, code: str) -> int:
    """One line on standard error with the code of the refusal; the exit status."""
    sys.stderr.write(f"adopsi: {message} [{code}]\n")
    return 1


def who() -> str:
    """Who asks, as it stands in the journal: the account of the machine, whatever its variables say."""
    number = os.getuid()
    try:
        name = pwd.getpwuid(number).pw_name
    except KeyError:
        # Containers run under numbers that no account has.
        name = str(number)
    return f"CLI ({name})"


def command_in(group: argparse._SubParsersAction, name: str, command: Any, text: str) -> argparse.ArgumentParser:
    """A command with `--json`."""
    parser = group.add_parser(name, help=text)
    parser.add_argument("--json", action="store_true", help="cetak satu dokumen JSON")
    parser.set_defaults(command=command)
    return parser


def add_asking(parser: argparse.ArgumentParser) -> None:
    """What every command that asks for a run takes."""
    parser.add_argument("--reason", default="", help="alasan, tercatat di jurnal")
    parser.add_argument("--here", action="store_true", help="kerjakan di proses ini, tanpa pekerja Celery")


def say_table(rows: Iterable[Iterable[object]]) -> None:
    """Rows in columns as wide as their content needs."""
    texts = [[str(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*texts, strict=True)]
    for row in texts:
        say("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


# --- plans --------------------------------------------------------------------------------------------


def show_plan(plan: Plan, *, as_json: bool) -> int:
    """Print what an operation would do; 1 where something stands in its way."""
    if as_json:
        say_json(plan.as_json())
    else:
        _say_plan(plan)
    return complain(plan.blocker.message, plan.blocker.code) if plan.blocker else 0


def _say_plan(plan: Plan) -> None:
    say(f"Rencana: {plan.action} {plan.slug} {plan.pemda_code}".replace("  ", " "))
    for effect in effects_of(plan):
        say(f"  {'!' if effect.tone == 'warning' else '-'} {effect.text}")
    for table in plan.tables:
        mark = "+" if table.is_new else "-" if table.is_removed else "~"
        columns = [*(f"+{name}" for name in table.columns_added), *(f"-{name}" for name in table.columns_removed)]
        rows = f" ({table.rows} baris)" if table.rows is not None else ""
        say(f"  {mark} {table.name}{rows} {' '.join(columns)}".rstrip())
    for blocker in plan.blockers:
        say(f"  ✗ {blocker.message} [{blocker.code}]")


# --- runs ---------------------------------------------------------------------------------------------


def follow(run: Run, *, here: bool = False, as_json: bool = False, quietly: bool = False) -> int:
    """Print each step as it ends; 0 when the run is done, 1 when it failed or was cancelled.

    With `here` this process drives the run itself, for machines without a worker. With `as_json` nothing is printed
    but the finished run, and `quietly` not even that.
    """
    is_silent = as_json or quietly
    if not is_silent:
        say(f"{run.title} {run.pemda_code} {run.subject}".rstrip())
    if here:
        drive(str(run.pk))
    _wait(run, quietly=is_silent)
    if as_json:
        say_json(run_as_json(run))
    if run.state != Run.State.DONE:
        return complain(run.error_in_words or run.get_state_display(), run.error_code or run.state)
    if not is_silent:
        say(f"  selesai dalam {run.seconds or 0:.1f} d")
    return 0


def _wait(run: Run, *, quietly: bool) -> None:
    told: set[int] = set()
    while True:
        run.refresh_from_db()
        for step in [] if quietly else run.steps.all():
            if step.state in {RunStep.State.DONE, RunStep.State.FAILED} and step.pk not in told:
                told.add(step.pk)
                say_step(step)
        if run.is_finished:
            return
        time.sleep(POLL_SECONDS)


def say_step(step: RunStep) -> None:
    """One step with its mark, detail and duration."""
    detail = f" ({step.detail_in_words})" if step.detail else ""
    took = f" {step.milliseconds} ms" if step.milliseconds is not None else ""
    say(f"  {MARKS[RunStep.State(step.state)]} {step.title}{detail}{took}")
