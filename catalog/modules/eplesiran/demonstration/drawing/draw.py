"""Scenes by name, drawn to a JPEG."""

from __future__ import annotations

import io
from collections.abc import Callable

from catalog.modules.eplesiran.demonstration.drawing import built, life, nature, sacred
from catalog.modules.eplesiran.demonstration.drawing.canvas import Canvas

SCENES: dict[str, Callable[[Canvas], None]] = {
    "air_terjun": nature.waterfall,
    "bendung": built.water_gate,
    "candi": sacred.candi,
    "danau": nature.lake,
    "festival": life.festival,
    "gua": nature.cave,
    "hutan": nature.woods,
    "klenteng": sacred.klenteng,
    "kuliner": life.market,
    "lomba_perahu": life.regatta,
    "mangrove": nature.mangrove,
    "masjid": sacred.mosque,
    "megalit": built.megalith,
    "monumen": built.monument,
    "museum": built.museum,
    "ngarai": nature.canyon,
    "pantai": nature.beach,
    "pasar_malam": life.fair,
    "rumah_panggung": built.stilt_house,
    "taman": life.park,
}


# Daylight stands twice, for that is when most photos are taken.
DAYS = ("pagi", "siang", "sore", "siang", "pagi", "senja")
# Scenes whose lamps need a dark sky.
EVENINGS = {"festival": ("senja",), "kuliner": ("senja", "sore")}


def draw(scene: str, seed: str, sky: str = "") -> bytes:
    """The picture as JPEG, 1200 by 800; the same seed gives the same picture."""
    skies = EVENINGS.get(scene, DAYS)
    canvas = Canvas(seed, sky or skies[sum(map(ord, seed)) % len(skies)])
    SCENES[scene](canvas)
    buffer = io.BytesIO()
    canvas.finished().save(buffer, "JPEG", quality=92)
    return buffer.getvalue()
