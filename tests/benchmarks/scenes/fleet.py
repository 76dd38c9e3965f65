"""Makes the fleet as the worker does, and on the way measures creating and enabling against raw SQL and the stock way."""

from __future__ import annotations

import os
import sys
import time
from typing import Any

import django

from tests.benchmarks import raw
from tests.benchmarks.measuring import Child, at_best, memory_kb, ratio, seconds, spread

STOCK_TEMPLATE = "stock_template"


def main(size: int, samples: int) -> dict[str, Any]:
    """Create `size` Pemda with every synthetic module; the last ones get the last module by enabling it."""
    django.setup()
    from django.conf import settings

    import adopsi.celery  # noqa: F401

    slugs = _synthetic(settings.MODULE_LABELS)
    owner = raw.connect()
    scripts = _scripts(slugs)
    raw.create(owner, STOCK_TEMPLATE, *scripts.values())
    codes = _codes(size)
    creating, enabling = codes[: -enablings(samples)], codes[-enablings(samples) :]
    stock_environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.benchmarks.stock_settings"}
    with Child("tests.benchmarks.stock", stock_environment) as stock:
        contest = _Contest(owner, stock, scripts, slugs)
        created = _create(contest, creating, samples)
        enabled = _enable(contest, enabling, slugs)
    return {
        "create": created,
        "enable": enabled,
        "owner_backend_kb": memory_kb(_owner_pid()),
        "pemda": len(codes),
        "tables_per_pemda": _count_tables(owner, codes[0]),
    }


def enablings(samples: int) -> int:
    """How often enabling is measured: it takes a tenth of the time, so a busy moment is more of it."""
    return samples + samples // 2


def _create(contest: _Contest, codes: list[str], samples: int) -> dict[str, Any]:
    """The first and the last of the fleet three ways, those between as they come."""
    # Two warm the caches of every contestant.
    for code in codes[:2]:
        contest.create(code)
    contest.forget()
    first, between = codes[2 : 2 + samples], codes[2 + samples :]
    last = between[-samples:] if len(between) > samples else []
    early = [contest.create(code) for code in first]
    for number, code in enumerate(between[: len(between) - len(last)], start=len(first) + 3):
        create_pemda(code, contest.slugs)
        if number % 20 == 0:
            sys.stderr.write(f"  {number} Pemda …\n")
    late = [contest.create(code) for code in last]
    return _create_findings(contest, early, late)


def _synthetic(labels: list[str]) -> list[str]:
    return [label for label in labels if label[-2:].isdigit()]


def _codes(size: int) -> list[str]:
    from tenants.models import Region

    autonomous = Region.objects.filter(is_autonomous=True).exclude(code="36.71")
    # The owner is the canary of every rollout.
    return ["36.71", *autonomous.order_by("code").values_list("code", flat=True)[: size - 1]]


def _scripts(slugs: list[str]) -> dict[str, str]:
    """The SQL of the core and of each module with its default data, as releases have it."""
    from django.db import connections

    from provisioning.releases import CORE_SLUG, seeds
    from provisioning.releases.shelf import current_release

    connections["owner"].ensure_connection()
    found = {}
    for slug in (CORE_SLUG, *slugs):
        release = current_release(slug, using="owner")
        if not release.snapshot:
            raise SystemExit(f"{slug}: no snapshot: {release.notes}")
        found[slug] = f"{release.snapshot};\n{seeds.insert_sql(release.seeds, connections['owner'].connection)}"
    return found


def create_pemda(code: str, slugs: list[str]) -> tuple[float, float]:
    """Create a Pemda with modules as the worker does; seconds of all, and until its tables are committed."""
    from provisioning.engine import drive
    from provisioning.models import Run
    from provisioning.services import request_create

    admin = {"name": "Rina", "email": f"rina.{code.replace('.', '')}@contoh.example"}
    run = request_create(
        code=code,
        modules=slugs,
        admin=admin,
        requested_by="make bench",
        is_owner=code == "36.71",
    )
    started, wall = time.perf_counter(), time.time()
    drive(str(run.pk))
    for later in Run.objects.filter(pemda_code=code, state__in=Run.UNFINISHED).order_by("created_at"):
        drive(str(later.pk))
    taken = time.perf_counter() - started
    committed = _must_be_done(code)
    return taken, committed - wall


def enable_module(code: str, slug: str) -> tuple[float, float]:
    """Enable a module as the worker does; seconds of all, and until it is committed."""
    from provisioning.engine import drive
    from provisioning.services import request_enable

    run = request_enable(pemda_code=code, slug=slug, requested_by="make bench")
    started, wall = time.perf_counter(), time.time()
    drive(str(run.pk))
    taken = time.perf_counter() - started
    return taken, _must_be_done(code) - wall


def _must_be_done(code: str) -> float:
    """When the Pemda's newest run was committed; a failed run ends the benchmark with its reason."""
    from provisioning.models import Run

    runs = Run.objects.filter(pemda_code=code).order_by("-created_at")
    for run in runs:
        if run.state != Run.State.DONE:
            raise SystemExit(f"{run}: {run.state}: {run.error}")
    newest = runs.first()
    assert newest is not None
    assert newest.committed_at is not None
    return newest.committed_at.timestamp()


class _Contest:
    """One work done three ways, one after the other, so that a busy neighbour slows all of them."""

    def __init__(self, owner: Any, stock: Child, scripts: dict[str, str], slugs: list[str]) -> None:
        self.owner, self.stock, self.scripts, self.slugs = owner, stock, scripts, slugs
        self.ours: list[float] = []
        self.until_commit: list[float] = []
        self.raw: list[float] = []
        self.theirs: list[float] = []

    def forget(self) -> None:
        for kept in (self.ours, self.until_commit, self.raw, self.theirs):
            kept.clear()

    def create(self, code: str) -> tuple[float, float, float]:
        schema = f"limit_{code.replace('.', '')}"
        limit = seconds(lambda: raw.create(self.owner, schema, *self.scripts.values()))
        ours, until_commit = create_pemda(code, self.slugs)
        cloned = self.stock.ask(do="clone", template=STOCK_TEMPLATE, schema=f"clone_{code.replace('.', '')}")
        for kept, value in (
            (self.raw, limit),
            (self.ours, ours),
            (self.until_commit, until_commit),
            (self.theirs, cloned),
        ):
            kept.append(value)
        raw.drop(self.owner, schema)
        raw.drop(self.owner, f"clone_{code.replace('.', '')}")
        return ours, limit, cloned


def _create_findings(contest: _Contest, early: list[Any], late: list[Any]) -> dict[str, Any]:
    def at(measured: list[Any]) -> dict[str, float]:
        if not measured:
            return {}
        ours, limit, cloned = zip(*measured, strict=True)
        return {"vs_raw": ratio(ours, limit), "vs_clone": ratio(ours, cloned), "raw_ms": spread(limit)["median_ms"]}

    return {
        "vs_raw": ratio(contest.ours, contest.raw),
        "vs_clone": ratio(contest.ours, contest.theirs),
        "vs_raw_at_best": at_best(contest.ours, contest.raw),
        "until_commit_vs_raw": ratio(contest.until_commit, contest.raw),
        "adopsi": spread(contest.ours),
        "until_commit": spread(contest.until_commit),
        "raw": spread(contest.raw),
        "clone": spread(contest.theirs),
        "young_fleet": at(early),
        "grown_fleet": at(late),
    }


def _enable(contest: _Contest, codes: list[str], slugs: list[str]) -> dict[str, Any]:
    *base, module = slugs
    before = [contest.scripts[slug] for slug in contest.scripts if slug != module]
    ours, commits, limits, theirs = [], [], [], []
    for number, code in enumerate(codes):
        create_pemda(code, base)
        schema, stock = f"limit_e{number}", f"stock_{number:02d}"
        raw.create(contest.owner, schema, *before)
        raw.create(contest.owner, stock, *before)
        limits.append(seconds(lambda schema=schema: raw.replay(contest.owner, schema, contest.scripts[module])))
        taken, until_commit = enable_module(code, module)
        ours.append(taken)
        commits.append(until_commit)
        theirs.append(contest.stock.ask(do="migrate", schema=stock, app=module))
        raw.drop(contest.owner, schema)
    # What is measured first finds cold caches.
    ours, commits, limits, theirs = ours[1:], commits[1:], limits[1:], theirs[1:]
    return {
        "vs_raw": ratio(ours, limits),
        "vs_django": ratio(ours, theirs),
        "vs_raw_at_best": at_best(ours, limits),
        "until_commit_vs_raw": ratio(commits, limits),
        "adopsi": spread(ours),
        "until_commit": spread(commits),
        "raw": spread(limits),
        "django": spread(theirs),
    }


def _owner_pid() -> int:
    from django.db import connections

    connections["owner"].ensure_connection()
    return connections["owner"].connection.info.backend_pid


def _count_tables(owner: Any, code: str) -> int:
    with owner.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = %s", [f"pemda_{code.replace('.', '')}"])
        return cursor.fetchone()[0]


if __name__ == "__main__":
    from tests.benchmarks.measuring import conclude

    conclude(main(size=int(sys.argv[1]), samples=int(sys.argv[2])))
