"""The published reports as open data: what the public list and map tell, no titles, no texts, no names."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from operator import itemgetter
from typing import Any

from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.modules.laksa.accountability.figures import KEPT_SECONDS
from catalog.modules.laksa.accountability.periods import Period
from catalog.modules.laksa.presenters import PUBLIC_DECIMALS
from catalog.modules.laksa.selectors import list_public_reports
from catalog.modules.laksa.states import stage_of
from catalog.sdk.context import current_pemda
from catalog.sdk.places import find_district, find_village
from catalog.sdk.tables import Column, export_response

LICENCE = "CC BY 4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/deed.id"
# A period has a year at most; so many rows are its limit all the same.
MOST_ROWS = 50_000
# The names of columns are for machines and stay the same in every language.
DICTIONARY: tuple[tuple[str, Any], ...] = (
    ("nomor", _("Nomor laporan")),
    ("tanggal_masuk", _("Tanggal laporan dikirim (YYYY-MM-DD)")),
    ("jenis", _("pengaduan, informasi, atau aspirasi")),
    ("kategori", _("Kode kategori")),
    ("nama_kategori", _("Nama kategori")),
    ("tahap", _("menunggu, proses, atau selesai")),
    ("kode_kecamatan", _("Kode kecamatan Kemendagri")),
    ("kecamatan", _("Nama kecamatan")),
    ("kelurahan", _("Nama kelurahan atau desa, bila diketahui")),
    ("opd", _("OPD penanggung jawab")),
    ("tanggal_ditanggapi", _("Tanggal tanggapan terakhir; kosong bila belum")),
    ("tanggal_selesai", _("Tanggal selesai; kosong bila belum")),
    ("lintang", _("Lintang WGS84, dibulatkan sampai sekitar 100 meter")),
    ("bujur", _("Bujur WGS84, dibulatkan sampai sekitar 100 meter")),
)
FIELDS = (
    *("number", "created_at", "kind", "category__code", "category__name_id", "state", "district_code", "village_code"),
    *("opd__short_name", "answered_at", "closed_at", "latitude", "longitude"),
)
Row = dict[str, Any]


def csv_of(period: Period, category: str) -> bytes:
    """The rows as CSV: UTF-8 with a mark, for spreadsheets."""
    columns = [Column(name, itemgetter(name)) for name, _meaning in DICTIONARY]
    return _kept(
        f"csv:{period.key}:{category}",
        lambda: (
            export_response(rows=_rows(period, category), columns=columns, name="laporan", file_format="csv").content
        ),
    )


def geojson_of(period: Period, category: str) -> bytes:
    """The rows as GeoJSON (RFC 7946); reports without a point have a null geometry."""
    return _kept(f"geojson:{period.key}:{category}", lambda: _geojson(_rows(period, category)))


def _kept(name: str, make: Callable[[], bytes]) -> bytes:
    key = f"laksa:open-data:{name}"
    packed = cache.get(key)
    if packed is None:
        packed = zlib.compress(make(), 6)
        cache.set(key, packed, KEPT_SECONDS)
    return zlib.decompress(packed)


def _rows(period: Period, category: str) -> list[Row]:
    since, until = period.bounds()
    reports = list_public_reports().filter(created_at__gte=since, created_at__lt=until)
    if category:
        reports = reports.filter(category__code=category)
    return [_row(*values) for values in reports.prefetch_related(None).values_list(*FIELDS)[:MOST_ROWS]]


def _row(number: str, created: Any, kind: str, code: str, name: str, state: str, *rest: Any) -> Row:
    district_code, village_code, unit, answered, closed, latitude, longitude = rest
    district, village = find_district(district_code), find_village(village_code)
    return {
        "nomor": number,
        "tanggal_masuk": _day(created),
        "jenis": kind,
        "kategori": code,
        "nama_kategori": name,
        "tahap": stage_of(state).value,
        "kode_kecamatan": district_code,
        "kecamatan": district.name if district else "",
        "kelurahan": village.name if village else "",
        "opd": unit or "",
        "tanggal_ditanggapi": _day(answered),
        "tanggal_selesai": _day(closed),
        "lintang": _rounded(latitude),
        "bujur": _rounded(longitude),
    }


def _rounded(degrees: float | None) -> float | None:
    """As the public map has it."""
    return None if degrees is None else round(degrees, PUBLIC_DECIMALS)


def _day(moment: Any) -> str:
    return moment.astimezone(current_pemda().zone).date().isoformat() if moment else ""


def _geojson(rows: list[Row]) -> bytes:
    pemda = current_pemda()
    document = {
        "type": "FeatureCollection",
        "name": f"Laporan warga {pemda.display_name}",
        "license": f"{LICENCE}, {LICENCE_URL}",
        "attribution": pemda.display_name,
        "generated_at": timezone.now().isoformat(timespec="seconds"),
        "features": [_feature(row) for row in rows],
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _feature(row: Row) -> dict[str, Any]:
    latitude, longitude = row["lintang"], row["bujur"]
    geometry = None if latitude is None else {"type": "Point", "coordinates": [longitude, latitude]}
    properties = {name: value for name, value in row.items() if name not in {"lintang", "bujur"}}
    return {"type": "Feature", "id": row["nomor"], "geometry": geometry, "properties": properties}
