"""A Pemda's app icon in its own colours: a public building on a diagonal of its two colours."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

SIZES = (180, 192, 512)
# Drawn large and scaled down, for smooth edges.
OVERSAMPLING = 4


def app_icon(*, size: int, primary: str, secondary: str, maskable: bool) -> bytes:
    """A square PNG; a maskable one keeps the building in the safe middle and has no rounded corners."""
    side = size * OVERSAMPLING
    ground = _diagonal(side, primary, secondary)
    scale = 0.5 if maskable else 0.62
    _draw_building(ImageDraw.Draw(ground), side, scale)
    if not maskable:
        mask = Image.new("L", (side, side), 0)
        ImageDraw.Draw(mask).rounded_rectangle((0, 0, side - 1, side - 1), radius=side // 5, fill=255)
        ground.putalpha(mask)
    buffer = io.BytesIO()
    ground.resize((size, size), Image.Resampling.LANCZOS).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _diagonal(side: int, primary: str, secondary: str) -> Image.Image:
    """From the first colour at the top left to the second at the bottom right."""
    dots = [Image.new("RGB", (1, 1), colour) for colour in (primary, secondary)]
    middle = Image.blend(dots[0], dots[1], 0.5)
    small = Image.new("RGB", (2, 2))
    for place, dot in (((0, 0), dots[0]), ((1, 0), middle), ((0, 1), middle), ((1, 1), dots[1])):
        small.paste(dot, place)
    return small.resize((side, side), Image.Resampling.BICUBIC).convert("RGBA")


def _draw_building(draw: ImageDraw.ImageDraw, side: int, scale: float) -> None:
    """Lucide's landmark, redrawn on its grid of 24 with round strokes."""
    unit = side * scale / 24
    offset = (side - 24 * unit) / 2
    width = round(2 * unit)

    def at(x: float, y: float) -> tuple[float, float]:
        return offset + x * unit, offset + y * unit

    def stroke(*points: tuple[float, float]) -> None:
        places = [at(*point) for point in points]
        draw.line(places, fill="white", width=width, joint="curve")
        for x, y in places:
            draw.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill="white")

    stroke((3, 22), (21, 22))
    for column in (6, 10, 14, 18):
        stroke((column, 18), (column, 11))
    stroke((4, 7), (12, 2), (20, 7), (4, 7))
