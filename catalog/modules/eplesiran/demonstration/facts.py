"""Reads a region's demonstration file, or makes a few examples of the kecamatan's names where there is none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time, timedelta
from importlib import resources
from typing import Any

import yaml
from django.utils.text import slugify

from catalog.sdk.context import current_pemda, local_today
from catalog.sdk.places import District, centre, contains, district_centre, has_outline, list_districts

HOURS = re.compile(r"^(\d)-(\d) (\d\d):(\d\d)-(\d\d):(\d\d)$")
STATES = {"?": "menunggu", "!": "ditolak"}
GENERIC = (
    ("taman", "Taman Kecamatan {}", "taman", [["taman", "Taman kecamatan (contoh)"], ["pasar_malam", "Acara warga"]]),
    ("kuliner", "Sentra Kuliner {}", "kuliner", [["kuliner", "Kedai malam (contoh)"]]),
    ("danau", "Situ {}", "air", [["danau", "Situ (contoh)"], ["hutan", "Hutan di sekitar situ"]]),
    ("masjid", "Masjid Raya {}", "religi", [["masjid", "Masjid raya (contoh)"]]),
)
GENERIC_PEOPLE = ["Contoh Satu", "Contoh Dua", "Contoh Tiga"]


@dataclass(frozen=True, slots=True)
class Region:
    """All that is filled in for a Pemda, ready for the tables."""

    people: list[str]
    destinations: list[dict[str, Any]]
    events: list[dict[str, Any]]


def region_of(code: str) -> Region:
    """The region's own data; generic examples, said to be examples, for a region without any."""
    file = resources.files("catalog.modules.eplesiran.demonstration.regions") / f"{code.replace('.', '')}.yaml"
    if not file.is_file():
        return generic_region(code)
    raw = yaml.safe_load(file.read_text(encoding="utf-8"))
    return Region(raw["people"], [_destination(code, each) for each in raw["destinations"]], raw["events"])


def _destination(code: str, raw: dict[str, Any]) -> dict[str, Any]:
    latitude, longitude = raw["at"]
    today = local_today()
    columns = {
        "name": raw["name"],
        "category": raw["category"],
        "summary_id": raw["summary"][0],
        "summary_en": raw["summary"][1],
        "description_id": raw["description"][0].strip(),
        "description_en": raw["description"][1].strip(),
        "latitude": latitude,
        "longitude": longitude,
        "district_code": f"{code}.{raw['district']}",
        "address": raw["address"],
        "facilities": raw["facilities"],
        "condition": raw.get("condition", "baik"),
        "condition_note": raw.get("note", ""),
        "last_verified_on": today - timedelta(days=raw["verified"]),
        "is_published": True,
    }
    return {
        "slug": raw["slug"],
        "columns": columns,
        "hours": [row for text in raw["hours"] for row in _hours(text)],
        "tariffs": _tariffs(raw, today),
        "photos": raw["photos"],
        "reviews": [_review(text) for text in raw["reviews"]],
    }


def _hours(text: str) -> list[dict[str, Any]]:
    match = HOURS.match(text)
    if match is None:
        raise ValueError(f"not hours: {text!r}")
    first, last, *clock = map(int, match.groups())
    opens, closes = time(clock[0], clock[1]), time(clock[2], clock[3])
    return [{"weekday": day - 1, "opens": opens, "closes": closes} for day in range(first, last + 1)]


def _tariffs(raw: dict[str, Any], today: date) -> list[dict[str, Any]]:
    new_year = date(today.year + 1, 1, 1)
    rows = []
    for label, amount in raw["tariffs"].items():
        later = raw.get("next", {}).get(label)
        ends = new_year - timedelta(days=1) if later is not None else None
        rows.append({"label": label, "amount": amount, "valid_from": date(today.year, 1, 1), "valid_until": ends})
        if later is not None:
            rows.append({"label": label, "amount": later, "valid_from": new_year, "valid_until": None})
    return rows


def _review(text: str) -> dict[str, Any]:
    state = STATES.get(text[0], "tampil")
    body, _bar, reason = text.lstrip("?!").partition(" | ")
    return {"rating": int(body[0]), "text": body[2:], "state": state, "reason": reason}


def generic_region(code: str) -> Region:
    """Eight places and one event, named after the kecamatan and marked as examples."""
    districts = list_districts(code)[: len(GENERIC) * 2]
    destinations = [
        _example(code, district, *GENERIC[number % len(GENERIC)]) for number, district in enumerate(districts)
    ]
    events = []
    if destinations:
        events.append(
            {
                "title": "Pasar Rakyat (contoh)",
                "scene": "festival",
                "at": destinations[0]["slug"],
                "place": "",
                "day": 10,
                "hour": 9,
                "hours": 8,
                "text": "Acara contoh untuk menunjukkan kalender. Ganti atau hapus setelah acara sebenarnya diisi.",
            }
        )
    return Region(GENERIC_PEOPLE, destinations, events)


def _example(
    code: str, district: District, kind: str, name: str, category: str, photos: list[list[str]]
) -> dict[str, Any]:
    full_name = f"{name.format(district.name)} (contoh)"
    raw = {
        "slug": f"contoh-{kind}-{slugify(district.name)}",
        "name": full_name,
        "category": category,
        "at": _point(code, district),
        "district": district.code[-2:],
        "address": district.display_name,
        "summary": [
            "Data contoh; ganti dengan destinasi sebenarnya.",
            "Example data; replace it with a real destination.",
        ],
        "description": [
            f"Destinasi contoh di {district.display_name} untuk mencoba e-Plesiran.",
            f"An example destination in {district.display_name} to try e-Plesiran.",
        ],
        "hours": ["1-7 08:00-17:00"],
        "tariffs": {"dewasa": 5000},
        "facilities": ["parkir", "toilet"],
        "verified": 7,
        "photos": photos,
        "reviews": ["4 Ulasan contoh: tempatnya bersih dan mudah dicapai."],
    }
    return _destination(code, raw)


def _point(code: str, district: District) -> tuple[float, float]:
    """The kecamatan's middle, or a spot near the region's where no outline is known."""
    known = district_centre(district.code) if has_outline(code) else None
    if known:
        return known
    latitude, longitude = centre(current_pemda().code)
    step = int(district.code[-2:]) * 0.004
    moved = (round(latitude + step, 5), round(longitude - step, 5))
    return moved if contains(code, *moved) else (latitude, longitude)
