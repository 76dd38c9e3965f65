"""The shared tables, the releases, and the Pemda with the first release of the module."""

from __future__ import annotations

from datetime import timedelta

from tests.benchmarks.measuring import conclude
from tests.drills import code, towns


def main() -> None:
    """Make everything that the other scenes begin with."""
    code.become(code.OLD, build=False)
    code.trust_no_cache()
    from adopsi.cli.migrate import migrate
    from provisioning.releases.build import build_releases
    from provisioning.services import request_park

    migrate(None)
    build_releases([code.SLUG])
    for pemda_code in (towns.NEIGHBOUR, towns.UPGRADES, towns.RESUMED, *towns.FLEET):
        towns.create(pemda_code, code.SLUG)
        towns.plant(pemda_code)
    towns.drive(request_park(pemda_code=towns.RESUMED, slug=code.SLUG, requested_by="drill"))
    for pemda_code in (towns.BLANK, towns.PURGED):
        towns.create(pemda_code)
    _prepare_rollouts()
    conclude({"pemda": 5 + len(towns.FLEET)})


def _prepare_rollouts() -> None:
    """One Pemda of the fleet in each ring; the others do not want a new release."""
    from django.utils import timezone

    from provisioning.rollouts import pin
    from tenants.models import Pemda

    for pemda_code in (towns.NEIGHBOUR, towns.UPGRADES):
        pin(pemda_code=pemda_code, slug=code.SLUG, reason="drill", until=timezone.localdate() + timedelta(9), by="x")
    for pemda_code, ring in zip(towns.FLEET, ("canary", "volunteer", "everyone"), strict=True):
        Pemda.objects.using("owner").filter(pk=pemda_code).update(ring=ring)


if __name__ == "__main__":
    main()
