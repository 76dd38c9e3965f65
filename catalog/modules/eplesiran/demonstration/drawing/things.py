"""Things that stand in the scenes: trees, boats, people, umbrellas, stalls."""

from __future__ import annotations

import math

from catalog.modules.eplesiran.demonstration.drawing.canvas import HEIGHT, WIDTH, Canvas, Colour, mix

SHIRTS: tuple[Colour, ...] = (
    (222, 82, 70), (244, 180, 58), (62, 130, 196), (86, 164, 110), (238, 238, 232), (150, 94, 168),
)  # fmt: skip
GRASS: tuple[Colour, Colour] = ((150, 188, 104), (92, 146, 84))
SKIN: Colour = (146, 98, 70)


def palm(canvas: Canvas, x: float, base: float, height: float, colour: Colour = (36, 96, 76)) -> None:
    """A coconut palm, leaning a little."""
    lean = canvas.random.uniform(-0.25, 0.25) * height
    trunk = [(x + lean * (step / 12) ** 2, base - height * step / 12) for step in range(13)]
    canvas.line(trunk, (106, 78, 56, 255), max(4, height * 0.035))
    top_x, top_y = trunk[-1]
    for angle in (-170, -140, -105, -70, -40, -10, 25, 155):
        reach = height * canvas.random.uniform(0.34, 0.46)
        direction = math.radians(angle)
        points = []
        for step in range(9):
            share = step / 8
            points.append(
                (
                    top_x + math.cos(direction) * reach * share,
                    top_y + math.sin(direction) * reach * share + reach * 0.55 * share**2,
                )
            )
        back = [(px, py + reach * 0.13 * math.sin(math.pi * step / 8)) for step, (px, py) in enumerate(points)]
        canvas.polygon([*points, *reversed(back)], (*mix(colour, (160, 210, 120), canvas.random.random() * 0.3), 255))
    for dx in (-0.02, 0.03):
        canvas.ellipse(top_x + dx * height, top_y + height * 0.03, height * 0.025, height * 0.028, (92, 66, 44, 255))


def tree(canvas: Canvas, x: float, base: float, size: float, colour: Colour = (58, 128, 84)) -> None:
    """A round leafy tree with a lit crown."""
    canvas.polygon(
        [
            (x - size * 0.07, base),
            (x + size * 0.07, base),
            (x + size * 0.04, base - size * 0.6),
            (x - size * 0.04, base - size * 0.6),
        ],
        (98, 72, 54, 255),
    )
    for dx, dy, r, light in (
        (-0.28, 0.62, 0.3, 0),
        (0.28, 0.64, 0.3, 0.05),
        (0, 0.82, 0.38, 0.1),
        (0.1, 0.92, 0.24, 0.26),
    ):
        tone = mix(colour, (206, 226, 130), light)
        canvas.ellipse(x + dx * size, base - dy * size, r * size, r * size * 0.9, (*tone, 255))


def forest(canvas: Canvas, base: float, size: float, colour: Colour, *, gap: float = 0.55) -> None:
    """Trees side by side over the whole width."""
    x = -size
    while x < WIDTH + size:
        tone = mix(colour, (24, 60, 50), canvas.random.random() * 0.35)
        height = size * canvas.random.uniform(0.75, 1.25)
        canvas.ellipse(x, base - height * 0.55, height * 0.42, height * 0.6, (*tone, 255))
        x += size * gap
    canvas.rectangle(0, base - size * 0.3, WIDTH, base, (*mix(colour, (24, 60, 50), 0.3), 255))


def person(canvas: Canvas, x: float, base: float, height: float) -> None:
    """A visitor seen from afar."""
    shirt = canvas.random.choice(SHIRTS)
    trousers = mix(shirt, (30, 36, 60), 0.75)
    canvas.rounded(x - height * 0.1, base - height * 0.45, x + height * 0.1, base, height * 0.06, (*trousers, 255))
    canvas.rounded(
        x - height * 0.14, base - height * 0.8, x + height * 0.14, base - height * 0.38, height * 0.1, (*shirt, 255)
    )
    canvas.ellipse(x, base - height * 0.9, height * 0.1, height * 0.11, (*SKIN, 255))
    canvas.pie(x, base - height * 0.92, height * 0.11, height * 0.11, (180, 360), (40, 32, 30, 255))


def people(
    canvas: Canvas, count: int, base: float, height: float, *, left: float = 80, right: float = WIDTH - 80
) -> None:
    """Visitors here and there."""
    for _number in range(count):
        person(
            canvas,
            canvas.random.uniform(left, right),
            base + canvas.random.uniform(-10, 26),
            height * canvas.random.uniform(0.85, 1.1),
        )


def boat(canvas: Canvas, x: float, y: float, size: float, colour: Colour, *, sail: bool = False) -> None:
    """A slim wooden boat with an outrigger, or with a sail."""
    canvas.polygon(
        [
            (x - size, y - size * 0.16),
            (x + size, y - size * 0.2),
            (x + size * 0.78, y + size * 0.1),
            (x - size * 0.72, y + size * 0.1),
        ],
        (*colour, 255),
    )
    canvas.polygon(
        [
            (x - size, y - size * 0.16),
            (x + size, y - size * 0.2),
            (x + size * 0.96, y - size * 0.1),
            (x - size * 0.93, y - size * 0.08),
        ],
        (*mix(colour, (255, 255, 255), 0.55), 255),
    )
    if sail:
        canvas.line([(x, y - size * 0.15), (x, y - size * 1.5)], (88, 66, 52, 255), size * 0.04)
        canvas.polygon(
            [(x + size * 0.05, y - size * 1.45), (x + size * 0.75, y - size * 0.3), (x + size * 0.05, y - size * 0.3)],
            (250, 240, 220, 255),
        )
        canvas.polygon(
            [(x - size * 0.05, y - size * 1.2), (x - size * 0.5, y - size * 0.3), (x - size * 0.05, y - size * 0.3)],
            (236, 120, 92, 255),
        )
    else:
        canvas.line(
            [(x - size * 0.9, y + size * 0.24), (x + size * 0.9, y + size * 0.22)], (92, 70, 54, 255), size * 0.05
        )
        for dx in (-0.4, 0.4):
            canvas.line(
                [(x + dx * size, y - size * 0.1), (x + dx * size, y + size * 0.23)], (92, 70, 54, 255), size * 0.035
            )
        person(canvas, x - size * 0.2, y - size * 0.05, size * 0.62)
        person(canvas, x + size * 0.25, y - size * 0.05, size * 0.58)


def umbrella(canvas: Canvas, x: float, base: float, size: float, colour: Colour) -> None:
    """A beach umbrella over a mat."""
    canvas.line([(x, base), (x + size * 0.1, base - size)], (96, 76, 62, 255), size * 0.04)
    top_x, top_y = x + size * 0.1, base - size
    canvas.pie(top_x, top_y + size * 0.3, size * 0.62, size * 0.42, (180, 360), (*colour, 255))
    for turn in (0, 2):
        canvas.pie(
            top_x,
            top_y + size * 0.3,
            size * 0.62 * (1 - turn * 0.34),
            size * 0.42,
            (180, 360),
            (*(mix(colour, (255, 255, 255), 0.7) if turn == 0 else colour), 90 if turn == 0 else 255),
        )
    canvas.rounded(
        x - size * 0.6, base - size * 0.04, x + size * 0.5, base + size * 0.08, size * 0.05, (250, 236, 214, 255)
    )


def stall(canvas: Canvas, x: float, base: float, width: float, colour: Colour, *, lit: bool = False) -> None:
    """A market stall with a striped awning, goods and a lamp."""
    height = width * 0.95
    canvas.rectangle(x, base - height, x + width, base, (*mix((120, 86, 62), (40, 28, 30), 0.25 if lit else 0.05), 255))
    canvas.rectangle(
        x + width * 0.06,
        base - height * 0.68,
        x + width * 0.94,
        base - height * 0.36,
        (255, 216, 138, 255) if lit else (96, 72, 60, 255),
    )
    person(canvas, x + width * 0.5, base - height * 0.36, height * 0.4)
    canvas.rectangle(x - width * 0.03, base - height * 0.38, x + width * 1.03, base - height * 0.3, (170, 122, 82, 255))
    for number in range(6):
        tone = canvas.random.choice(((226, 88, 62), (246, 190, 72), (122, 176, 84), (240, 224, 190), (196, 92, 60)))
        canvas.ellipse(
            x + width * (0.12 + number * 0.152), base - height * 0.41, width * 0.062, width * 0.055, (*tone, 255)
        )
    stripes = 8
    for number in range(stripes):
        tone = colour if number % 2 == 0 else (250, 244, 232)
        left = x - width * 0.08 + width * 1.16 * number / stripes
        right = left + width * 1.16 / stripes
        canvas.polygon(
            [
                (left + width * 0.03, base - height * 1.06),
                (right - width * 0.01, base - height * 1.06),
                (right, base - height * 0.8),
                (left, base - height * 0.8),
            ],
            (*tone, 255),
        )
        canvas.pie((left + right) / 2, base - height * 0.8, (right - left) / 2, width * 0.05, (0, 180), (*tone, 255))


def lamps(canvas: Canvas, left: float, right: float, y: float, count: int) -> None:
    """A string of warm lamps that sags."""
    points = []
    for step in range(count * 2 + 1):
        share = step / (count * 2)
        points.append((left + (right - left) * share, y + 46 * math.sin(math.pi * share)))
    canvas.line(points, (70, 58, 60, 255), 2)
    for px, py in points[1::2]:
        canvas.ellipse(px, py + 8, 17, 17, (255, 210, 120, 70))
        canvas.ellipse(px, py + 8, 8, 9, (255, 232, 170, 255))


def flowers(canvas: Canvas, base: float, count: int, *, depth: float = 60) -> None:
    """Flowers in the grass of the foreground."""
    for _number in range(count):
        x, y = canvas.random.uniform(0, WIDTH), base + canvas.random.uniform(0, depth)
        tone = canvas.random.choice(((244, 114, 102), (252, 202, 84), (240, 240, 240), (206, 120, 190)))
        size = canvas.random.uniform(4, 8) * (0.7 + 0.6 * (y - base) / depth)
        canvas.line([(x, y), (x, min(HEIGHT, y + size * 3))], (48, 110, 70, 255), 2)
        canvas.ellipse(x, y, size, size, (*tone, 255))
        canvas.ellipse(x, y, size * 0.4, size * 0.4, (255, 236, 150, 255))


def ground(canvas: Canvas, top: float = 600) -> None:
    """Hills, a wood and grass below them."""
    low = canvas.sky_colours[-1]
    canvas.ridge(top - 40, 120, mix((70, 120, 120), low, 0.55))
    forest(canvas, top + 6, 80, mix((60, 128, 90), low, 0.15))
    canvas.fade(top, HEIGHT, GRASS)


def path(canvas: Canvas, top: float, half: float = 50) -> None:
    """A path that comes towards the viewer."""
    middle = WIDTH / 2
    canvas.polygon(
        [(middle - half, top), (middle + half, top), (middle + half * 4.4, HEIGHT), (middle - half * 4.4, HEIGHT)],
        (232, 212, 174, 255),
    )
