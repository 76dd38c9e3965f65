"""One additive release (an AddField) over the whole fleet, against a raw loop and against `migrate_schemas`."""

from __future__ import annotations

import os
import sys
import time
from typing import Any

import django

from tests.benchmarks import raw
from tests.benchmarks.measuring import Child, conclude, memory_kb, seconds, spread

# The stock way takes ten seconds for each; the figure is a thousandth, so a few are enough.
MIGRATED = 3


def main(slug: str, other: str, samples: int) -> dict[str, Any]:
    """`slug` is rolled out by Adopsi; `other`, of the same shape, is what the raw loop changes and changes back."""
    django.setup()
    from django.db import connections

    import adopsi.celery  # noqa: F401
    from provisioning.releases.build import build_releases
    from tenants.models import Pemda

    build_releases([slug, other])
    schemas = list(Pemda.objects.order_by("code").values_list("schema_name", flat=True))
    segments = {each: _pending(each) for each in (slug, other)}
    # Once unmeasured: whoever comes first meets cold files. Each on a connection of its own, as a worker has one.
    _raw_loop(raw.connect(), schemas, segments[other])
    limits = [_raw_loop(raw.connect(), schemas, segments[other]) for _ in range(5)]
    limit = sorted(limits)[2]
    connections["owner"].close()
    ours, rollout = _roll_out(slug)
    stock = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.benchmarks.stock_settings"}
    with Child("tests.benchmarks.stock", stock) as child:
        template = "stock_00"
        schemas_of_stock = [f"stock_{number:02d}" for number in range(min(samples, MIGRATED + 1))]
        child.ask(do="migrate", schema=template)
        theirs = [child.ask(do="migrate", schema=schema) for schema in schemas_of_stock[1:]]
    per_tenant = sum(theirs) / len(theirs)
    return {
        "vs_raw": round(ours / limit, 3),
        "vs_migrate_schemas": round(ours / (per_tenant * len(schemas)), 6),
        "times_faster_than_migrate_schemas": round(per_tenant * len(schemas) / ours, 1),
        "seconds": round(ours, 3),
        "raw_seconds": round(limit, 3),
        "raw_loops": [round(each, 3) for each in limits],
        "ms_per_pemda": round(ours / len(schemas) * 1000, 3),
        "raw_ms_per_pemda": round(limit / len(schemas) * 1000, 3),
        "migrate_schemas_per_tenant": spread(theirs),
        "extrapolated_from": len(theirs),
        "pemda": len(schemas),
        "owner_backend_kb": rollout,
    }


def _pending(slug: str) -> dict[str, Any]:
    """The statements of the release's last migration, with the way back."""
    from provisioning.releases.shelf import current_release

    release = current_release(slug)
    assert release.version == "1.1.0", f"{slug} {release.version}"
    return release.segments[-1]


def _raw_loop(owner: Any, schemas: list[str], segment: dict[str, Any]) -> float:
    app, name = segment["migration"]
    note = f"INSERT INTO django_migrations (app, name, applied) VALUES ('{app}', '{name}', now())"
    taken = seconds(lambda: [raw.replay(owner, schema, *segment["statements"], note) for schema in schemas])
    for schema in schemas:
        raw.replay(
            owner, schema, segment["backward"], f"DELETE FROM django_migrations WHERE app = '{app}' AND name = '{name}'"
        )
    return taken


def _roll_out(slug: str) -> tuple[float, dict[str, int]]:
    """From the first to the last Pemda as the worker drives it."""
    from django.db import connections

    from catalog.models import Activation
    from provisioning.models import Rollout
    from provisioning.rollout_engine import drive_rollout
    from provisioning.rollouts import start_rollout

    rollout = start_rollout(
        slug=slug, requested_by="make bench", reason="make bench", error_budget=0, soak_hours=0, ignores_windows=True
    )
    started = time.perf_counter()
    while drive_rollout(str(rollout.pk)):
        pass
    taken = time.perf_counter() - started
    rollout.refresh_from_db()
    behind = Activation.objects.filter(slug=slug).exclude(version="1.1.0").count()
    if rollout.state != Rollout.State.DONE or behind:
        raise SystemExit(f"the rollout ended as {rollout.state} with {behind} behind: {rollout.halt_reason}")
    return taken, memory_kb(connections["owner"].connection.info.backend_pid)


if __name__ == "__main__":
    conclude(main(slug=sys.argv[1], other=sys.argv[2], samples=int(sys.argv[3])))
