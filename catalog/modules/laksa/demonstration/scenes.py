"""Drawn pictures for the reports of each category, before and after; nobody's real photo stands in a demonstration."""

from __future__ import annotations

import io
from collections.abc import Callable
from random import Random

from catalog.modules.laksa.demonstration import scenery as s
from catalog.modules.laksa.demonstration.scenery import Scene

Painter = Callable[[Random, bool], Scene]
HORIZON = 0.46


def draw(category: str, *, seed: str, is_after: bool) -> bytes:
    """A JPEG of 720 x 540 pixels, the same for the same seed."""
    # Before and after start from one seed: the same street, only the problem is gone.
    scene = PAINTERS.get(category, _park)(Random(seed), is_after)  # noqa: S311 - a drawing, not a secret
    buffer = io.BytesIO()
    scene.finish().save(buffer, "JPEG", quality=88)
    return buffer.getvalue()


def _town(random: Random, light: str, surface: s.Colour = s.ASPHALT) -> Scene:
    scene = Scene(random, light)
    if light == "night":
        s.stars(scene)
    else:
        s.cloud(scene, random.uniform(0.15, 0.4), 0.12, 1.1)
        s.cloud(scene, random.uniform(0.6, 0.85), 0.2, 0.8)
    s.houses(scene, HORIZON)
    s.street(scene, HORIZON, surface)
    s.tree(scene, random.uniform(0.1, 0.2), 0.6, 0.9)
    s.tree(scene, random.uniform(0.84, 0.92), 0.66, 1.1)
    return scene


def _road(random: Random, is_after: bool) -> Scene:
    scene = _town(random, "day")
    holes = [(0.42, 0.8, 0.2), (0.6, 0.67, 0.12), (0.5, 0.93, 0.16)][: random.choice((2, 3))]
    for x, y, size in holes:
        if is_after:
            scene.area(
                (64, 70, 78),
                (x - size / 2, y - 0.04),
                (x + size / 2, y - 0.05),
                (x + size * 0.6, y + 0.05),
                (x - size * 0.55, y + 0.05),
            )
            continue
        scene.disc((112, 112, 108), (x, y), size * 1.15, size * 0.5)
        scene.disc((46, 46, 50), (x, y), size, size * 0.4)
        scene.disc((120, 134, 140), (x + 0.01, y + 0.01), size * 0.6, size * 0.2)
        for _pebble in range(8):
            near = (x + random.uniform(-size, size) * 0.7, y + random.uniform(-0.05, 0.06))
            scene.disc((140, 138, 132), near, 0.012, 0.01)
    return scene


def _lamp(random: Random, is_after: bool) -> Scene:
    scene = _town(random, "night")
    s.lamp(scene, 0.24, 0.72, 0.46, lit=is_after)
    s.lamp(scene, 0.68, 0.58, 0.28, lit=is_after)
    return scene


def _fallen_tree(random: Random, is_after: bool) -> Scene:
    scene = _town(random, "rain" if not is_after else "day")
    if is_after:
        for x in (0.14, 0.2, 0.26):
            scene.disc(s.TRUNK, (x, 0.82), 0.07, 0.08)
            scene.disc((196, 158, 118), (x, 0.82), 0.05, 0.056)
        return scene
    scene.stroke(s.TRUNK, 22, (0.06, 0.86), (0.4, 0.76), (0.78, 0.66))
    scene.stroke(s.TRUNK, 10, (0.5, 0.73), (0.62, 0.6))
    scene.stroke(s.TRUNK, 8, (0.6, 0.71), (0.74, 0.76))
    for _leaf in range(26):
        centre = (random.uniform(0.55, 0.95), random.uniform(0.54, 0.8))
        scene.disc(random.choice(s.LEAVES), centre, random.uniform(0.06, 0.13), random.uniform(0.06, 0.12))
    scene.disc((134, 104, 78), (0.05, 0.87), 0.09, 0.13)
    s.rain(scene)
    return scene


def _waste(random: Random, is_after: bool) -> Scene:
    scene = _town(random, "day")
    scene.box((200, 190, 176), 0.0, 0.5, 0.36, 0.72)
    scene.box((180, 168, 152), 0.0, 0.5, 0.36, 0.53)
    if is_after:
        for x, colour in ((0.08, (70, 140, 96)), (0.2, (206, 152, 64))):
            scene.box(colour, x, 0.62, x + 0.09, 0.78)
            scene.box(s.mix(colour, (0, 0, 0), 0.25), x - 0.01, 0.6, x + 0.1, 0.63)
        return scene
    bags = ((44, 48, 56), (62, 66, 76), (196, 92, 84), (230, 232, 230), (86, 132, 178))
    for row, count in enumerate((7, 6, 4, 2)):
        for index in range(count):
            x = 0.04 + row * 0.03 + index * 0.066 + random.uniform(-0.01, 0.01)
            scene.disc(random.choice(bags), (x, 0.84 - row * 0.06), 0.095, 0.1)
    for _paper in range(12):
        x, y = random.uniform(0.02, 0.55), random.uniform(0.84, 0.94)
        scene.area((240, 238, 228), (x, y), (x + 0.03, y - 0.01), (x + 0.035, y + 0.015), (x + 0.005, y + 0.02))
    return scene


def _flood(random: Random, is_after: bool) -> Scene:
    scene = _town(random, "day" if is_after else "rain", s.ASPHALT if is_after else s.ASPHALT_WET)
    if is_after:
        scene.area((98, 104, 108), (0.0, 0.94), (0.3, 0.62), (0.34, 0.62), (0.08, 1))
        for share in (0.66, 0.74, 0.84):
            scene.stroke((54, 58, 62), 3, (0.31 - (share - 0.62) * 0.85, share), (0.345 - (share - 0.62) * 0.72, share))
        return scene
    scene.box((134, 120, 100), 0, HORIZON - 0.04, 1, 1)
    for _ripple in range(60):
        x, y = random.random(), random.uniform(HORIZON, 1)
        scene.stroke((176, 168, 150), 2, (x, y), (x + random.uniform(0.03, 0.1), y))
    scene.box((206, 70, 60), 0.6, 0.54, 0.8, 0.66)
    scene.area((206, 70, 60), (0.63, 0.54), (0.66, 0.47), (0.75, 0.47), (0.79, 0.54))
    scene.area((190, 216, 228), (0.65, 0.54), (0.675, 0.485), (0.735, 0.485), (0.765, 0.54))
    scene.box((150, 136, 114), 0.56, 0.63, 0.84, 0.68)
    s.rain(scene)
    return scene


def _card(random: Random, is_after: bool) -> Scene:
    scene = Scene(random, "day")
    s.room(scene, (226, 234, 238))
    scene.area((168, 204, 226), (0.22, 0.42), (0.58, 0.38), (0.61, 0.6), (0.25, 0.64))
    scene.area((138, 182, 212), (0.22, 0.42), (0.58, 0.38), (0.585, 0.43), (0.228, 0.47))
    scene.box((232, 216, 196), 0.47, 0.45, 0.56, 0.57)
    scene.disc((120, 92, 76), (0.515, 0.485), 0.04, 0.05)
    scene.disc((84, 108, 150), (0.515, 0.56), 0.07, 0.06)
    for row in range(4):
        scene.stroke(
            (92, 124, 150), 4, (0.27, 0.49 + row * 0.03), (0.27 + random.uniform(0.1, 0.17), 0.486 + row * 0.03)
        )
    if is_after:
        scene.disc((58, 150, 96), (0.6, 0.38), 0.13, 0.17)
        scene.stroke((255, 255, 255), 8, (0.565, 0.385), (0.59, 0.42), (0.64, 0.345))
    return scene


def _nest(random: Random, is_after: bool) -> Scene:
    scene = Scene(random, "day")
    s.cloud(scene, 0.72, 0.16, 1.2)
    scene.box((236, 222, 200), 0, 0.4, 0.55, 1)
    scene.area((176, 88, 66), (0, 0.18), (0.5, 0.3), (0.66, 0.42), (0, 0.42))
    scene.box((150, 112, 82), 0, 0.4, 0.64, 0.44)
    scene.box((120, 150, 166), 0.1, 0.6, 0.34, 0.86)
    scene.box(s.GRASS, 0.55, 0.86, 1, 1)
    s.tree(scene, 0.84, 0.9, 1.6)
    if is_after:
        return scene
    for row in range(7):
        width = (0.06, 0.1, 0.13, 0.14, 0.13, 0.1, 0.06)[row]
        scene.disc((198, 158, 98) if row % 2 else (164, 122, 72), (0.5, 0.455 + row * 0.028), width, 0.045)
    scene.disc((60, 42, 26), (0.5, 0.6), 0.03, 0.035)
    for _wasp in range(16):
        x, y = random.uniform(0.36, 0.68), random.uniform(0.42, 0.74)
        scene.disc((60, 48, 30), (x, y), 0.012, 0.01)
        scene.disc((246, 196, 64), (x + 0.006, y), 0.008, 0.009)
    return scene


def _bench(random: Random, is_after: bool) -> Scene:
    scene = Scene(random, "dusk")
    s.houses(scene, 0.62)
    scene.box((176, 170, 164), 0, 0.62, 1, 1)
    scene.box((196, 192, 184), 0, 0.62, 1, 0.66)
    s.tree(scene, 0.88, 0.72, 1.3)
    scene.box((142, 98, 66), 0.26, 0.68, 0.74, 0.71)
    scene.box((142, 98, 66), 0.26, 0.76, 0.76, 0.79)
    for x in (0.3, 0.7):
        scene.box((80, 84, 92), x, 0.7, x + 0.02, 0.88)
    if not is_after:
        scene.area((92, 118, 158), (0.3, 0.76), (0.36, 0.7), (0.58, 0.7), (0.64, 0.77))
        scene.disc((170, 128, 84), (0.72, 0.85), 0.1, 0.11)
    s.lamp(scene, 0.12, 0.86, 0.5, lit=True)
    return scene


def _fire(random: Random, is_after: bool) -> Scene:
    scene = Scene(random, "dusk" if not is_after else "day")
    s.houses(scene, 0.5)
    scene.box((172, 160, 104), 0, 0.5, 1, 1)
    if is_after:
        scene.disc((92, 84, 74), (0.5, 0.78), 0.8, 0.26)
        scene.disc((66, 62, 58), (0.46, 0.77), 0.5, 0.15)
        return scene
    scene.disc((84, 74, 60), (0.5, 0.82), 0.8, 0.2)
    for _puff in range(18):
        height = random.random()
        grey = s.mix((90, 88, 96), (170, 166, 172), height)
        scene.disc(
            grey, (0.45 + height * 0.25 + random.uniform(-0.06, 0.06), 0.66 - height * 0.55), 0.16, 0.15, raw=True
        )
    for x, tall in ((0.3, 0.15), (0.38, 0.24), (0.47, 0.3), (0.56, 0.22), (0.65, 0.16)):
        for colour, share in (((222, 84, 40), 1.0), ((244, 150, 50), 0.7), ((252, 214, 110), 0.4)):
            width = 0.07 * share
            tip = 0.82 - tall * share
            scene.pen.polygon(
                scene.at(
                    (x - width, 0.82),
                    (x - width * 0.5, tip + tall * share * 0.5),
                    (x, tip),
                    (x + width * 0.6, tip + tall * share * 0.45),
                    (x + width, 0.82),
                ),
                fill=colour,
            )
    return scene


def _counter(random: Random, is_after: bool) -> Scene:
    scene = Scene(random, "day")
    s.room(scene, (238, 230, 216))
    scene.disc((250, 250, 248), (0.3, 0.22), 0.15, 0.2)
    scene.stroke((60, 66, 74), 4, (0.3, 0.22), (0.3, 0.15))
    scene.stroke((60, 66, 74), 4, (0.3, 0.22), (0.345, 0.25))
    people = (
        (0.14, (196, 110, 92)),
        (0.3, (86, 128, 160)),
        (0.46, (112, 146, 96)),
        (0.62, (150, 110, 158)),
        (0.78, (214, 166, 80)),
    )
    for x, colour in people[: 2 if is_after else 5]:
        scene.disc((92, 66, 52), (x, 0.63), 0.075, 0.1)
        scene.disc(colour, (x, 0.84), 0.15, 0.32)
    return scene


def _park(random: Random, is_after: bool) -> Scene:
    scene = Scene(random, "day")
    s.cloud(scene, 0.25, 0.14, 1.2)
    s.cloud(scene, 0.7, 0.2, 0.9)
    s.houses(scene, 0.5)
    scene.box(s.GRASS, 0, 0.5, 1, 1)
    scene.area((214, 202, 178), (0.4, 0.5), (0.5, 0.5), (0.8, 1), (0.2, 1))
    for x, size in ((0.1, 1.2), (0.3, 0.8), (0.72, 0.9), (0.9, 1.3)):
        s.tree(scene, x, 0.56 + size * 0.1, size)
    scene.stroke((206, 84, 70), 7, (0.56, 0.86), (0.62, 0.66), (0.86, 0.66), (0.92, 0.86))
    if is_after:
        for x in (0.69, 0.79):
            scene.stroke((80, 84, 92), 2, (x, 0.66), (x, 0.8))
            scene.box((62, 130, 170), x - 0.03, 0.8, x + 0.03, 0.82)
    return scene


PAINTERS: dict[str, Painter] = {
    "jalan": _road,
    "pju": _lamp,
    "pohon": _fallen_tree,
    "sampah": _waste,
    "banjir": _flood,
    "dukcapil": _card,
    "tawon": _nest,
    "terlantar": _bench,
    "kebakaran": _fire,
    "pelayanan": _counter,
    "lainnya": _park,
}
