"""Kecamatan, kelurahan, outlines, distances and working days."""

from tenants.places.clock import (
    format_date,
    format_datetime,
    format_number,
    format_rupiah,
    format_time,
    relative_time,
)
from tenants.places.districts import (
    District,
    Village,
    find_district,
    find_village,
    label_of,
    list_districts,
    list_villages,
)
from tenants.places.outlines import (
    base_map,
    bounds,
    centre,
    contains,
    distance_m,
    district_centre,
    has_outline,
    nearest_district,
)
from tenants.places.workdays import add_working_days, is_working_day

__all__ = [
    "District",
    "Village",
    "add_working_days",
    "base_map",
    "bounds",
    "centre",
    "contains",
    "distance_m",
    "district_centre",
    "find_district",
    "find_village",
    "format_date",
    "format_datetime",
    "format_number",
    "format_rupiah",
    "format_time",
    "has_outline",
    "is_working_day",
    "label_of",
    "list_districts",
    "list_villages",
    "nearest_district",
    "relative_time",
]
