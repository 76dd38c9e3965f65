"""The paper and the brushes: gradients, layered hills, suns, trees, water, people."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1200, 800
# Drawn at twice the size and halved, so that edges are smooth.
SCALE = 2
Colour = tuple[int, int, int]
Point = tuple[float, float]

SKIES: dict[str, tuple[Colour, ...]] = {
    "pagi": ((116, 190, 232), (186, 224, 240), (253, 240, 214)),
    "siang": ((58, 145, 214), (126, 192, 236), (208, 234, 246)),
    "sore": ((74, 78, 148), (226, 118, 110), (253, 200, 126)),
    "senja": ((38, 44, 96), (146, 76, 128), (248, 158, 104)),
}

TINTS: dict[str, tuple[Colour, int]] = {"sore": ((222, 108, 84), 26), "senja": ((56, 34, 96), 58)}


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """The colour between two; share 0 is the first."""
    return tuple(round(a + (b - a) * share) for a, b in zip(one, other, strict=True))  # type: ignore[return-value]


def angle_of(step: int, count: int) -> float:
    """The angle of one of `count` spokes, in radians."""
    return math.tau * step / count


class Canvas:
    """A picture of 1200 by 800 in whose units everything is drawn; `seed` makes it like no other, always."""

    def __init__(self, seed: str, sky: str) -> None:
        self.random = random.Random(seed)  # noqa: S311 - pictures, not secrets
        self.sky_colours, self.tint = SKIES[sky], TINTS.get(sky, ((0, 0, 0), 0))
        self.image = self._gradient(self.sky_colours, WIDTH, HEIGHT)
        self.draw = ImageDraw.Draw(self.image, "RGBA")

    @staticmethod
    def _gradient(colours: Sequence[Colour], width: float, height: float) -> Image.Image:
        steps = 64
        column = Image.new("RGB", (1, steps))
        for step in range(steps):
            at = step / (steps - 1) * (len(colours) - 1)
            low = min(int(at), len(colours) - 2)
            column.putpixel((0, step), mix(colours[low], colours[low + 1], at - low))
        return column.resize((round(width * SCALE), round(height * SCALE)), Image.Resampling.BICUBIC)

    def _scaled(self, points: Sequence[Point]) -> list[Point]:
        return [(x * SCALE, y * SCALE) for x, y in points]

    def polygon(self, points: Sequence[Point], fill: tuple[int, ...]) -> None:
        """A filled shape."""
        self.draw.polygon(self._scaled(points), fill=fill)

    def rectangle(self, left: float, top: float, right: float, bottom: float, fill: tuple[int, ...]) -> None:
        """A filled box."""
        self.draw.rectangle(self._scaled([(left, top), (right, bottom)]), fill=fill)

    def rounded(
        self, left: float, top: float, right: float, bottom: float, radius: float, fill: tuple[int, ...]
    ) -> None:
        """A filled box with round corners."""
        self.draw.rounded_rectangle(self._scaled([(left, top), (right, bottom)]), radius * SCALE, fill=fill)

    def ellipse(self, x: float, y: float, rx: float, ry: float, fill: tuple[int, ...]) -> None:
        """A filled ellipse around a middle."""
        self.draw.ellipse(self._scaled([(x - rx, y - ry), (x + rx, y + ry)]), fill=fill)

    def pie(self, x: float, y: float, rx: float, ry: float, span: tuple[float, float], fill: tuple[int, ...]) -> None:
        """A filled slice of an ellipse, degrees clockwise from three o'clock."""
        self.draw.pieslice(self._scaled([(x - rx, y - ry), (x + rx, y + ry)]), *span, fill=fill)

    def line(self, points: Sequence[Point], fill: tuple[int, ...], width: float) -> None:
        """A line with round joints."""
        self.draw.line(self._scaled(points), fill=fill, width=round(width * SCALE), joint="curve")

    def fade(self, top: float, bottom: float, colours: Sequence[Colour]) -> None:
        """A vertical gradient over the whole width between two heights."""
        self.image.paste(self._gradient(colours, WIDTH, bottom - top), (0, round(top * SCALE)))

    def sun(self, x: float, y: float, radius: float, colour: Colour = (255, 236, 170)) -> None:
        """A sun with a soft glow."""
        side = round(radius * 4)
        glow = Image.new("L", (side * 2, side * 2), 0)
        pen = ImageDraw.Draw(glow)
        for ring in range(18, 0, -1):
            reach = radius * (1 + ring * 0.16)
            pen.ellipse((side - reach, side - reach, side + reach, side + reach), fill=round(96 * (1 - ring / 19) ** 2))
        glow = glow.resize((side * 2 * SCALE, side * 2 * SCALE))
        self.image.paste(colour, (round((x - side) * SCALE), round((y - side) * SCALE)), glow)
        self.ellipse(x, y, radius, radius, (*mix(colour, (255, 255, 255), 0.35), 255))

    def cloud(self, x: float, y: float, size: float, alpha: int = 170) -> None:
        """A cloud of round puffs on a flat base."""
        layer = Image.new("L", (round(size * 4 * SCALE), round(size * 2 * SCALE)), 0)
        pen = ImageDraw.Draw(layer)
        for dx, dy, r in ((0.9, 1.1, 0.42), (1.5, 0.85, 0.6), (2.2, 0.95, 0.5), (2.8, 1.15, 0.36)):
            box = [(dx - r) * size, (dy - r) * size, (dx + r) * size, (dy + r) * size]
            pen.ellipse([value * SCALE for value in box], fill=alpha)
        pen.rounded_rectangle(
            [value * size * SCALE for value in (0.5, 1.1, 3.15, 1.52)], radius=0.2 * size * SCALE, fill=alpha
        )
        self.image.paste((255, 255, 255), (round(x * SCALE), round(y * SCALE)), layer)

    def clouds(self, count: int, *, low: float = 200) -> None:
        """Some clouds high in the sky."""
        for _number in range(count):
            size = self.random.uniform(38, 76)
            self.cloud(self.random.uniform(-60, WIDTH - 120), self.random.uniform(20, low), size, 150)

    def ridge(self, base: float, height: float, colour: Colour, *, rough: float = 1.0, bottom: float = HEIGHT) -> None:
        """A range of hills from edge to edge, its line summed of a few waves."""
        waves = [
            (self.random.uniform(0.6, 1.4) * power * rough, self.random.uniform(0, math.tau), share)
            for power, share in ((1.7, 0.55), (3.9, 0.3), (8.3, 0.15))
        ]
        points: list[Point] = []
        for x in range(-10, WIDTH + 20, 10):
            rise = sum(share * math.sin(x / WIDTH * math.tau * power + phase) for power, phase, share in waves)
            points.append((x, base - height * (0.5 + rise / 2)))
        self.polygon([(-10, bottom), *points, (WIDTH + 10, bottom)], (*colour, 255))

    def peaks(self, base: float, height: float, colour: Colour, count: int) -> None:
        """Pointed mountains with a lit side."""
        for number in range(count):
            x = WIDTH * (number + self.random.uniform(0.2, 0.8)) / count
            tall, half = height * self.random.uniform(0.65, 1.0), self.random.uniform(190, 330)
            shoulder = self.random.uniform(0.3, 0.5)
            top, right = (x, base - tall), (x + half, base)
            self.polygon([(x - half, base), (x - half * shoulder, base - tall * 0.6), top, right], (*colour, 255))
            lit = mix(colour, (255, 255, 255), 0.16)
            self.polygon([top, right, (x + half * 0.1, base), (x - half * 0.08, base - tall * 0.5)], (*lit, 255))

    def water(self, top: float, colours: Sequence[Colour], *, bottom: float = HEIGHT, glints: int = 60) -> None:
        """Water with light lying on it in strokes that grow towards the viewer."""
        self.fade(top, bottom, colours)
        for _number in range(glints):
            depth = self.random.random() ** 0.7
            y = top + 6 + (bottom - top - 10) * depth
            length = 20 + 130 * depth * self.random.random()
            x = self.random.uniform(-20, WIDTH)
            alpha = round(26 + 60 * self.random.random())
            self.rounded(x, y, x + length, y + 1.5 + 3 * depth, 2, (255, 255, 255, alpha))

    def reflection(self, x: float, top: float, width: float, colour: Colour, *, bottom: float = HEIGHT) -> None:
        """The path of the sun on the water."""
        y = top + 4
        while y < bottom:
            share = (y - top) / (bottom - top)
            half = width * (0.4 + share) * self.random.uniform(0.5, 1.0)
            self.rounded(x - half, y, x + half, y + 2 + 4 * share, 3, (*colour, round(150 * (1 - share) + 30)))
            y += 9 + 16 * share

    def haze(self, top: float, bottom: float, colour: Colour, alpha: int = 120) -> None:
        """Mist that thickens downwards."""
        height = round((bottom - top) * SCALE)
        mask = Image.linear_gradient("L").resize((WIDTH * SCALE, height)).point(lambda value: value * alpha // 255)
        self.image.paste(colour, (0, round(top * SCALE)), mask)

    def finished(self) -> Image.Image:
        """The picture at its final size, under the light of its hour and a little darker in the corners."""
        picture = self.image.reduce(SCALE)
        tint, alpha = self.tint
        if alpha:
            picture.paste(tint, (0, 0), Image.new("L", picture.size, alpha))
        corners = Image.radial_gradient("L").resize(picture.size)
        picture.paste((10, 16, 32), (0, 0), corners.point(lambda value: max(0, value - 160) * 48 // 95))
        return picture
