"""Is the whole fleet up to date? 552 Pemda of 15 modules, asked once."""

from __future__ import annotations

import os
import sys
from typing import Any

import django

from tests.benchmarks.measuring import conclude, seconds, spread

WHOLE_FLEET = 552


def main(modules: list[str]) -> dict[str, Any]:
    """Where the fleet is smaller, the public rows of the missing Pemda are written first and removed after."""
    django.setup()
    from provisioning.drift import fleet_check
    from tenants.models import Pemda

    real = Pemda.objects.count()
    _fill_up(modules, real)
    try:
        times = [seconds(fleet_check) for _ in range(12)][2:]
        rows = len(fleet_check())
        statements = _count_statements(fleet_check)
    finally:
        Pemda.objects.using("owner").filter(subdomain__startswith="bench-").delete()
    few = [seconds(fleet_check) for _ in range(12)][2:]
    return {
        "ms": spread(times)["median_ms"],
        "whole": spread(times),
        "real_fleet_only": spread(few),
        "real_pemda": real,
        "rows": rows,
        "statements": statements,
    }


def _fill_up(modules: list[str], real: int) -> None:
    from catalog.models import Activation
    from provisioning.releases.shelf import current_release
    from tenants.models import Pemda, Region

    lacking = Region.objects.exclude(pk__in=Pemda.objects.values("code")).order_by("code")[: max(0, WHOLE_FLEET - real)]
    core = current_release("inti")
    made = [
        Pemda(
            code=region.code,
            region=region,
            schema_name=f"pemda_{region.code.replace('.', '')}",
            subdomain=f"bench-{region.code.replace('.', '')}",
            core_version=core.version,
            core_fingerprint=core.fingerprint,
            state=Pemda.State.ACTIVE,
        )
        for region in lacking
    ]
    Pemda.objects.using("owner").bulk_create(made)
    releases = [current_release(slug) for slug in modules]
    Activation.objects.using("owner").bulk_create(
        [
            Activation(
                pemda=pemda,
                slug=release.slug,
                version=release.version,
                fingerprint=release.fingerprint,
                state=Activation.State.ACTIVE,
            )
            for pemda in made
            for release in releases
        ]
    )


def _count_statements(act: Any) -> int:
    from django.db import connections
    from django.test.utils import CaptureQueriesContext

    count = 0
    for alias in ("public", "owner"):
        with CaptureQueriesContext(connections[alias]) as captured:
            act()
        count += len(captured)
    return count


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "adopsi.settings.base")
    conclude(main(sys.argv[1:]))
