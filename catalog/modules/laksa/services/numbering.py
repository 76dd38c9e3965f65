"""Ticket numbers: `LK-7202-2026-000123`, unique per Pemda and year."""

from __future__ import annotations

from catalog.modules.laksa.models import NumberSeries
from catalog.sdk.context import current_pemda, local_today


def take_number() -> str:
    """The next ticket number; the series stays locked until the transaction ends, so no number is given twice."""
    year = local_today().year
    NumberSeries.objects.bulk_create([NumberSeries(year=year)], ignore_conflicts=True)
    series = NumberSeries.objects.select_for_update().get(year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return format_number(code=current_pemda().region_code, year=year, serial=series.last)


def format_number(*, code: str, year: int, serial: int) -> str:
    """Write a ticket number: the Pemda's code without its dot, the year, six digits."""
    return f"LK-{code.replace('.', '')}-{year}-{serial:06d}"
