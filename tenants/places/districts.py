"""Kecamatan and kelurahan or desa of one Pemda, read on demand.

The whole table (83,762 villages with postal codes) would cost a process 30 MB for good; here only the regencies
asked for lately stay in memory.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from tenants.places.errors import UnknownRegion
from tenants.places.regions import get_region, is_valid_code
from tenants.places.tables import read_slice

VillageKind = Literal["kelurahan", "desa", "desa_adat"]

_DISTRICT_CODE: Final = re.compile(r"\d{2}\.\d{2}\.\d{2}", re.ASCII)
_VILLAGE_CODE: Final = re.compile(r"\d{2}\.\d{2}\.\d{2}\.\d{4}", re.ASCII)
# Permendagri 58/2021: the first of the last four digits.
_VILLAGE_KINDS: Final[dict[str, VillageKind]] = {"1": "kelurahan", "2": "desa", "3": "desa_adat"}
_VILLAGE_TITLES: Final[dict[VillageKind, str]] = {
    "kelurahan": "Kelurahan",
    "desa": "Desa",
    "desa_adat": "Desa Adat",
}


@dataclass(frozen=True, slots=True)
class District:
    """A kecamatan (distrik in the Papuan provinces)."""

    code: str
    name: str

    @property
    def display_name(self) -> str:
        """Return 'Kecamatan Cipondoh', or 'Distrik Heram' in the Papuan provinces."""
        return f"{'Distrik' if int(self.code[:2]) >= 91 else 'Kecamatan'} {self.name}"


@dataclass(frozen=True, slots=True)
class Village:
    """A kelurahan, desa or desa adat; `postal_code` is five digits, or empty where none is known."""

    code: str
    name: str
    postal_code: str
    kind: VillageKind

    @property
    def display_name(self) -> str:
        """Return 'Kelurahan Cipondoh' or 'Desa Tonusu'."""
        return f"{_VILLAGE_TITLES[self.kind]} {self.name}"


def list_districts(pemda_code: str) -> list[District]:
    """List the kecamatan of a regency, city or province, ordered by code."""
    return list(_districts_of(get_region(pemda_code).code))


def list_villages(district_code: str) -> list[Village]:
    """List the kelurahan and desa of one kecamatan, ordered by code."""
    if find_district(district_code) is None:
        raise UnknownRegion
    return [village for village in _villages_of(district_code[:5]).values() if village.code[:8] == district_code]


def find_district(code: str) -> District | None:
    """Return the kecamatan with this dotted code, or None."""
    if not _DISTRICT_CODE.fullmatch(code) or not is_valid_code(code[:5]):
        return None
    return next((district for district in _districts_of(code[:5]) if district.code == code), None)


def find_village(code: str) -> Village | None:
    """Return the kelurahan or desa with this dotted code, or None."""
    if not _VILLAGE_CODE.fullmatch(code) or not is_valid_code(code[:5]):
        return None
    return _villages_of(code[:5]).get(code)


def label_of(code: str) -> str:
    """Name any code from province to village, nearest first: 'Kelurahan Cipondoh, Kecamatan Cipondoh'."""
    if len(code) <= 5:
        return get_region(code).display_name
    village = find_village(code)
    district = find_district(code[:8])
    if district is None or (village is None and len(code) > 8):
        raise UnknownRegion
    return f"{village.display_name}, {district.display_name}" if village else district.display_name


@lru_cache(maxsize=64)
def _districts_of(code: str) -> tuple[District, ...]:
    rows = read_slice("wilayah", f"{code}.")
    return tuple(District(code=key, name=name) for key, name in rows.items() if len(key) == 8)


@lru_cache(maxsize=16)
def _villages_of(regency_code: str) -> dict[str, Village]:
    prefix = f"{regency_code}."
    postal_codes = read_slice("kodepos", prefix)
    return {
        code: Village(code=code, name=name, postal_code=postal_codes.get(code, ""), kind=_VILLAGE_KINDS[code[9]])
        for code, name in read_slice("desa", prefix).items()
    }
