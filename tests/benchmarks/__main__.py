"""`make bench`: servers, synthetic modules, scenes one after the other, report."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from adopsi.runtime import environment
from tests.benchmarks.modules import layout_of, write_modules, write_next_release
from tests.benchmarks.report import report
from tests.benchmarks.scenes.fleet import enablings
from tests.benchmarks.servers import servers

LIMITS = ("ADOPSI_LIMIT_PEMDA", "ADOPSI_LIMIT_PERSON", "ADOPSI_LIMIT_ADDRESS", "ADOPSI_PEMDA_THREADS")
SCENES = ("fleet", "check", "requests", "memory", "pages", "reports_10k", "rollout")
# A minute and a half for figures of one module: on demand.
USUAL = tuple(scene for scene in SCENES if scene != "reports_10k")
# 7.5 MB of files per Pemda with its 90 tables, twice that while schemas of the baselines stand, and WAL.
DISK_PER_PEMDA, DISK_BASE = 15 * 2**20, 26 * 2**30


def say(text: str) -> None:
    """One line, at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; 1 where a scene failed."""
    options = _options(arguments)
    with tempfile.TemporaryDirectory(prefix="adopsi-bench-", dir=options.folder, ignore_cleanup_errors=True) as place:
        _refuse_small_disk(Path(place), options.fleet)
        say(f"Starting PostgreSQL and Valkey in {place} …")
        (Path(place) / "home").mkdir()
        with servers(Path(place) / "home") as addresses:
            bench = Bench(Path(place), addresses, options)
            try:
                bench.play()
            finally:
                report(bench.found, file=environment.PROJECT / "build" / "bench.json", say=say)
    return 0 if not bench.failed else 1


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--fleet", type=int, default=40, help="how many Pemda (552 is the whole of Indonesia)")
    parser.add_argument("--modules", type=int, default=15, help="how many synthetic modules")
    parser.add_argument("--samples", type=int, default=6, help="how often creating and enabling are measured")
    parser.add_argument(
        "--only", default=",".join(USUAL), help=f"scenes of {', '.join(SCENES)}; fleet is always played"
    )
    parser.add_argument("--folder", default=None, help="where the data lies meanwhile; default: the system's own")
    options = parser.parse_args(arguments)
    least = options.samples + enablings(options.samples) + 3
    if not least <= options.fleet <= 552:
        parser.error(f"--fleet must lie between {least} and 552")
    return options


def _refuse_small_disk(place: Path, fleet: int) -> None:
    free = shutil.disk_usage(place).free
    needed = DISK_PER_PEMDA * fleet + (DISK_BASE if fleet > 200 else 2 * 2**30)
    if free < needed:
        raise SystemExit(f"{place}: {free >> 30} GB free, {needed >> 30} GB needed; see --folder")


class Bench:
    """The scenes with what they share."""

    def __init__(self, place: Path, addresses: dict[str, str], options: argparse.Namespace) -> None:
        self.place, self.options = place, options
        self.modules = place / "modules"
        self.modules.mkdir()
        self.slugs = write_modules(self.modules, options.modules)
        self.environment = {
            **environment.inherited(),
            **addresses,
            "ADOPSI_EXTRA_MODULES": str(self.modules),
            "DJANGO_SETTINGS_MODULE": "adopsi.settings.base",
            "ADOPSI_PORT": "8000",
            "ADOPSI_LOG_LEVEL": "WARNING",
            # As docs/deploy.md advises: room for every Pemda.
            "ADOPSI_POOL_SIZE": str(options.fleet + 8),
            # All visitors of the benchmark come from one address: what holds a flood back would hold them back.
            **dict.fromkeys(LIMITS, "0"),
        }
        self.found: dict[str, Any] = {"fleet_asked": options.fleet, "modules": options.modules}
        self.failed: list[str] = []

    def play(self) -> None:
        """All scenes; the rollout last, for it makes the code newer."""
        wanted = set(self.options.only.split(","))
        self._run("migrate", "adopsi.cli.main", "migrate")
        log = self.place / "home" / "logs" / "postgres.log"
        arguments = {
            "fleet": (str(self.options.fleet), str(self.options.samples)),
            "check": tuple(self.slugs),
            "requests": ("pemda_3671", "tangerang.localhost", str(log)),
            "rollout": (self.slugs[0], self._same_shape(), str(self.options.samples)),
        }
        for scene in SCENES:
            if scene == "fleet" or scene in wanted:
                getattr(self, f"_before_{scene}", lambda: None)()
                self._scene(scene, *arguments.get(scene, ()))

    def _same_shape(self) -> str:
        mine = layout_of(self.slugs[0])
        return next(slug for slug in self.slugs[1:] if layout_of(slug) is mine)

    def _before_pages(self) -> None:
        self._run("collectstatic", "django", "collectstatic", "--noinput", "--verbosity", "0")

    def _before_rollout(self) -> None:
        for slug in (self.slugs[0], self._same_shape()):
            write_next_release(self.modules, slug)

    def _scene(self, name: str, *arguments: str) -> None:
        started = time.monotonic()
        output = self._run(name, f"tests.benchmarks.scenes.{name}", *arguments)
        finding = next((line for line in output.splitlines() if line.startswith("FINDINGS ")), None)
        if finding is None:
            return
        self.found[name] = json.loads(finding.removeprefix("FINDINGS "))
        say(f"  {name}: {time.monotonic() - started:.0f} s")

    def _run(self, name: str, *module: str) -> str:
        say(f"{name} …")
        # A group of its own, so that what a scene started ends with it when we are interrupted.
        process = subprocess.Popen(
            [sys.executable, "-m", *module],
            env=self.environment,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        try:
            output, _ = process.communicate()
        except KeyboardInterrupt:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()
            raise
        if process.returncode:
            self.failed.append(name)
            say(f"  {name} failed: {output[-500:]}")
        return output


def _end(number: int, frame: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    os.environ.setdefault("ADOPSI_LOG_LEVEL", "WARNING")
    signal.signal(signal.SIGTERM, _end)
    sys.exit(main())
