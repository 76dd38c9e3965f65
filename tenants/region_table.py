"""The table of regions, filled from the packaged list."""

from __future__ import annotations

from tenants.models import Region
from tenants.places.regions import all_regions
from tenants.router import OWNER

FIELDS = ("name", "display_name", "kind", "province_code", "time_zone", "is_autonomous")


def sync_regions() -> int:
    """Write every province, regency and city with the owner's login; returns how many. Repeatable."""
    rows = [
        Region(
            code=facts.code,
            name=facts.name,
            display_name=facts.display_name,
            kind=facts.kind,
            province_code=facts.province_code or "",
            time_zone=facts.time_zone,
            is_autonomous=facts.is_autonomous,
        )
        for facts in all_regions()
    ]
    known = {row.code: row for row in Region.objects.all()}
    changed = [
        row
        for row in rows
        if row.code not in known or any(getattr(row, name) != getattr(known[row.code], name) for name in FIELDS)
    ]
    Region.objects.using(OWNER).bulk_create(
        changed, update_conflicts=True, unique_fields=["code"], update_fields=list(FIELDS)
    )
    return len(rows)
