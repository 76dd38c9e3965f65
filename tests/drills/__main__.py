"""`make drill`: servers of its own, scenes one after the other, report."""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from adopsi.runtime import environment
from tests.drills import code
from tests.drills.report import merge, report
from tests.drills.servers import servers

# So many kills are made by one round of all points, and by the real worker's lanes.
KILLS_PER_ROUND, KILLS_PER_LANE = 360, 4
SCENES = (
    "rollout-in-one-message",
    "steps",
    "rollout-by-runs",
    "faults",
    "keeping",
    "visitors",
    "web",
    "real",
    "freed-domain",
    "stripe",
    "flood",
)
MEASURED = ("keeping", "flood")


def say(text: str) -> None:
    """One line, at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    """Play the scenes; 1 where one failed, or something was left half made or unfinished."""
    options = _options(arguments)
    started = time.monotonic()
    scenes = [scene for scene in _scenes(options) if scene[0] in options.only.split(",")]
    # The real worker mostly waits for its sweeper: it does so on servers of its own, meanwhile. What is measured is
    # measured alone.
    real = [scene for scene in scenes if scene[0] == "real"]
    measured = [scene for scene in scenes if scene[0] in MEASURED]
    others = [scene for scene in scenes if scene not in real + measured]
    with ThreadPoolExecutor() as pool:
        playing = [pool.submit(_play, stage, options.folder) for stage in (others, real) if stage]
        found = [pair for each in playing for pair in each.result()]
    if measured:
        found += _play(measured, options.folder)
    file = environment.PROJECT / "build" / "drill.json"
    findings = [finding for _name, finding in found if finding]
    verdict = report(merge(findings), file=file, seconds=time.monotonic() - started, say=say)
    for name, finding in found:
        if not finding:
            say(f"The scene {name} failed.")
    return verdict if len(findings) == len(found) else 1


def _play(scenes: list[tuple[str, ...]], folder: str | None) -> list[tuple[str, dict[str, Any] | None]]:
    """The scenes one after the other on servers of their own; what each found, None where it broke."""
    with tempfile.TemporaryDirectory(prefix="adopsi-drill-", dir=folder, ignore_cleanup_errors=True) as place:
        home = Path(place) / "home"
        home.mkdir()
        with servers(home) as addresses:
            stage = Stage(home, addresses)
            if stage.play("setup", "setup") is None:
                return [("setup", None)]
            return [(name, stage.play(name, scene, *words)) for name, scene, *words in scenes]


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make drill")
    parser.add_argument("--kills", type=int, default=200, help="at least so many kills")
    parser.add_argument("--only", default=",".join(SCENES), help="scenes, separated by commas")
    parser.add_argument("--folder", default=None, help="where the data lies meanwhile; default: the system's own")
    options = parser.parse_args(arguments)
    if unknown := set(options.only.split(",")) - set(SCENES):
        parser.error(f"no such scene: {', '.join(sorted(unknown))}")
    return options


def _scenes(options: argparse.Namespace) -> list[tuple[str, ...]]:
    rounds = str(max(1, math.ceil(options.kills / KILLS_PER_ROUND)))
    lanes = str(max(9, options.kills // (10 * KILLS_PER_LANE)))
    return [
        ("rollout-in-one-message", "rollout", code.PLAIN, rounds),
        ("steps", "steps", rounds),
        ("rollout-by-runs", "rollout", code.NEW, rounds),
        ("faults", "faults"),
        ("keeping", "keeping", "archives"),
        ("visitors", "keeping", "visitors"),
        ("web", "web"),
        ("real", "real", lanes),
        ("freed-domain", "freed_domain"),
        ("stripe", "stripe"),
        ("flood", "flood"),
    ]


class Stage:
    """Where scenes are played: processes of their own, with the servers' addresses."""

    def __init__(self, home: Path, addresses: dict[str, str]) -> None:
        self.environment = {
            **environment.inherited(),
            **addresses,
            "DJANGO_SETTINGS_MODULE": "adopsi.settings.base",
            "ADOPSI_PORT": "8000",
            # Workers that are killed log much; what matters is looked at afterwards.
            "ADOPSI_LOG_LEVEL": "CRITICAL",
            "ADOPSI_DRILL_HOME": str(home),
        }

    def play(self, name: str, scene: str, *words: str) -> dict[str, Any] | None:
        """What the scene found; None where it broke."""
        say(f"{name} …")
        started = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-m", f"tests.drills.scenes.{scene}", *words],
            env=self.environment,
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
        found = next((line for line in done.stdout.splitlines() if line.startswith("FINDINGS ")), None)
        say(f"  {name}: {time.monotonic() - started:.0f} s")
        return json.loads(found.removeprefix("FINDINGS ")) if found and not done.returncode else None


if __name__ == "__main__":
    sys.exit(main())
