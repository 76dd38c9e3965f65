"""All 38 provinces and 514 regencies and cities of Indonesia: code, name, kind, time zone, address on the web."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from tenants.places.errors import UnknownRegion
from tenants.places.tables import read_slice

Kind = Literal["provinsi", "kabupaten", "kota"]
ZoneLabel = Literal["WIB", "WITA", "WIT"]

_CODE: Final = re.compile(r"\d{2}(\.\d{2})?")
# What follows the region's code in that of a sandbox: 72.02-u1 lies where 72.02 lies.
_SANDBOX_SUFFIX: Final = re.compile(r"-u\d$", re.ASCII)
_NOT_SLUG: Final = re.compile(r"[^a-z0-9]+")
_SPACES: Final = re.compile(r"\s+")

ZONE_LABELS: Final[dict[str, ZoneLabel]] = {
    "Asia/Jakarta": "WIB",
    "Asia/Pontianak": "WIB",
    "Asia/Makassar": "WITA",
    "Asia/Jayapura": "WIT",
}
_EAST_ZONES: Final = {
    "Asia/Pontianak": ("61", "62"),
    "Asia/Makassar": ("51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"),
    "Asia/Jayapura": ("81", "82", "91", "92", "93", "94", "95", "96"),
}
_ZONE_OF_PROVINCE: Final = {province: zone for zone, provinces in _EAST_ZONES.items() for province in provinces}

# Provinces whose law gives them another title than "Provinsi …": (short name, full name).
_SPECIAL_PROVINCES: Final = {
    "11": ("Aceh", "Aceh"),
    "31": ("DKI Jakarta", "Daerah Khusus Ibukota Jakarta"),
    "34": ("DI Yogyakarta", "Daerah Istimewa Yogyakarta"),
}

# Subdomains that do not follow the rule of `default_subdomain`: the four of the pilot, named by their agreements,
# and the two provinces whose legal names are too long for an address.
_RESERVED_SUBDOMAINS: Final = {
    "36.71": "tangerang",
    "32.16": "bekasi",
    "32.15": "karawang",
    "72.02": "poso",
    "31": "jakarta",
    "34": "diy",
}
_SUBDOMAIN_PREFIX: Final[dict[Kind, str]] = {"provinsi": "prov", "kabupaten": "kab", "kota": "kota"}
_TITLE: Final[dict[Kind, str]] = {"provinsi": "Provinsi", "kabupaten": "Kabupaten", "kota": "Kota"}


@dataclass(frozen=True, slots=True)
class RegionFacts:
    """One province, regency or city as the Ministry of Home Affairs lists it."""

    code: str
    name: str
    display_name: str
    kind: Kind
    province_code: str | None
    time_zone: str
    zone_label: ZoneLabel
    is_autonomous: bool


def normalise_code(code: str) -> str:
    """Return the dotted form: '7202' and '72.02' give '72.02', '36' gives '36'; any other form is refused."""
    text = code.strip()
    if len(text) == 4 and text.isdecimal():
        text = f"{text[:2]}.{text[2:]}"
    if not text.isascii() or not _CODE.fullmatch(text):
        raise UnknownRegion
    return text


def is_valid_code(code: str) -> bool:
    """Tell whether `code`, dotted or not, is one of the 552 regions."""
    try:
        return normalise_code(code) in _regions_by_code()
    except UnknownRegion:
        return False


def get_region(code: str) -> RegionFacts:
    """Return the region with this code, dotted or not; a sandbox lies in its Pemda's region."""
    try:
        return _regions_by_code()[normalise_code(_SANDBOX_SUFFIX.sub("", code))]
    except KeyError:
        raise UnknownRegion from None


def all_regions() -> tuple[RegionFacts, ...]:
    """Return all 552 regions ordered by code."""
    return tuple(_regions_by_code().values())


def search_regions(text: str, *, limit: int = 20) -> list[RegionFacts]:
    """Find regions by a part of their name or by code; whole names first, then beginnings, then the rest."""
    words = _SPACES.sub(" ", text.strip().lower())
    if not words:
        return []
    scored = [(score, region.code, region) for region in all_regions() if (score := _match(region, words))]
    scored.sort(key=lambda row: (-row[0], row[1]))
    return [region for _, _, region in scored[:limit]]


def default_subdomain(code: str) -> str:
    """Return the subdomain this region gets unless it asks for another; unique among all 552, at most 40 letters.

    The rule: a name that only one region bears stands plain (`karawang`, `banten`). A name that several bear gets its
    kind before it in each of them (`kab-bogor`, `kota-bogor`; `prov-jambi`, `kota-jambi`). `_RESERVED_SUBDOMAINS`
    holds the exceptions, so `tangerang` is the city and `bekasi` the regency.
    """
    return _subdomains()[get_region(code).code]


@lru_cache(maxsize=1)
def _regions_by_code() -> dict[str, RegionFacts]:
    return {code: _read_region(code, name) for code, name in read_slice("wilayah").items() if len(code) <= 5}


def _read_region(code: str, official_name: str) -> RegionFacts:
    full_name = official_name.replace("Kep. ", "Kepulauan ")
    kind: Kind = "provinsi" if len(code) == 2 else "kota" if full_name.startswith("Kota ") else "kabupaten"
    name, display_name = _names(code, kind, full_name)
    zone = _ZONE_OF_PROVINCE.get(code[:2], "Asia/Jakarta")
    return RegionFacts(
        code=code,
        name=name,
        display_name=display_name,
        kind=kind,
        province_code=code[:2] if len(code) == 5 else None,
        time_zone=zone,
        zone_label=ZONE_LABELS[zone],
        # The six units of Jakarta are run by the province, so they cannot sign an agreement of their own.
        is_autonomous=not code.startswith("31."),
    )


def _names(code: str, kind: Kind, full_name: str) -> tuple[str, str]:
    if code in _SPECIAL_PROVINCES:
        return _SPECIAL_PROVINCES[code]
    if kind == "provinsi":
        return full_name, f"Provinsi {full_name}"
    return full_name.removeprefix(f"{_TITLE[kind]} ").removeprefix("Administrasi "), full_name


def _match(region: RegionFacts, words: str) -> int:
    name, display = region.name.lower(), region.display_name.lower()
    if words in (name, display, region.code, region.code.replace(".", "")):
        return 4
    if name.startswith(words) or display.startswith(words):
        return 3
    if f" {words}" in f" {display}":
        return 2
    return int(words in display or words in name)


@lru_cache(maxsize=1)
def _subdomains() -> dict[str, str]:
    bearers: dict[str, int] = {}
    for region in all_regions():
        bearers[_slug(region)] = bearers.get(_slug(region), 0) + 1
    return {region.code: _subdomain(region, shared=bearers[_slug(region)] > 1) for region in all_regions()}


def _subdomain(region: RegionFacts, *, shared: bool) -> str:
    if region.code in _RESERVED_SUBDOMAINS:
        return _RESERVED_SUBDOMAINS[region.code]
    return f"{_SUBDOMAIN_PREFIX[region.kind]}-{_slug(region)}" if shared else _slug(region)


def _slug(region: RegionFacts) -> str:
    return _NOT_SLUG.sub("-", region.name.lower()).strip("-")
