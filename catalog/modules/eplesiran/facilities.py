"""The fixed set of facilities that a destination may have, with their names and icons."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Facility:
    """One facility; `key` is what the database holds."""

    key: str
    label: str | Promise
    icon: str


FACILITIES: tuple[Facility, ...] = (
    Facility("parkir", _("Parkir"), icon="square-parking"),
    Facility("toilet", _("Toilet"), icon="toilet"),
    Facility("musala", _("Musala"), icon="moon-star"),
    Facility("warung", _("Warung makan"), icon="utensils"),
    Facility("penginapan", _("Penginapan"), icon="bed-double"),
    Facility("kursi_roda", _("Ramah kursi roda"), icon="accessibility"),
    Facility("wifi", _("Wi-Fi"), icon="wifi"),
    Facility("pemandu", _("Pemandu wisata"), icon="user-round-check"),
    Facility("bermain_anak", _("Area bermain anak"), icon="ferris-wheel"),
    Facility("perahu", _("Sewa perahu"), icon="sailboat"),
    Facility("piknik", _("Area piknik"), icon="tent-tree"),
    Facility("p3k", _("P3K"), icon="briefcase-medical"),
)
BY_KEY = {facility.key: facility for facility in FACILITIES}

CATEGORY_LOOKS: dict[str, dict[str, str]] = {
    "alam": {"icon": "mountain", "hue": "lime"},
    "air": {"icon": "waves-horizontal", "hue": "sky"},
    "sejarah": {"icon": "landmark", "hue": "amber"},
    "religi": {"icon": "moon-star", "hue": "teal"},
    "taman": {"icon": "trees", "hue": "green"},
    "kuliner": {"icon": "utensils", "hue": "rose"},
    "budaya": {"icon": "drama", "hue": "violet"},
    "buatan": {"icon": "ferris-wheel", "hue": "indigo"},
}


def facilities_of(keys: list[str]) -> list[Facility]:
    """The known facilities among the keys, in the usual order."""
    return [facility for facility in FACILITIES if facility.key in keys]
