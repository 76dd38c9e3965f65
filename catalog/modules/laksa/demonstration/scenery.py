"""Parts of the drawn scenes: sky, street, houses, trees, lamps. Coordinates run from 0 to 1 across the picture."""

from __future__ import annotations

from random import Random

from PIL import Image, ImageDraw, ImageFilter

# Drawn twice as large and shrunk, which smooths every edge.
SCALE, WIDTH, HEIGHT = 2, 720, 540
Colour = tuple[int, int, int]
Point = tuple[float, float]

ASPHALT, ASPHALT_WET, KERB, LINE = (84, 92, 100), (58, 68, 80), (188, 190, 186), (236, 232, 214)
GRASS, SOIL, TRUNK = (126, 168, 102), (150, 122, 92), (112, 82, 60)
LEAVES: tuple[Colour, ...] = ((70, 128, 84), (88, 146, 92), (56, 110, 78), (110, 158, 88))
WALLS: tuple[Colour, ...] = ((236, 222, 200), (222, 232, 236), (244, 214, 190), (210, 224, 206), (232, 226, 240))
ROOFS: tuple[Colour, ...] = ((176, 88, 66), (150, 76, 62), (120, 98, 92), (196, 112, 78), (96, 108, 122))
SKIES: dict[str, tuple[Colour, Colour]] = {
    "day": ((150, 204, 236), (232, 244, 246)),
    "dusk": ((92, 104, 160), (246, 184, 138)),
    "rain": ((132, 146, 160), (196, 206, 212)),
    "night": ((18, 24, 52), (58, 66, 108)),
}


class Scene:
    """A picture being drawn."""

    def __init__(self, random: Random, light: str) -> None:
        self.random, self.light = random, light
        self.image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE))
        self.pen = ImageDraw.Draw(self.image)
        top, bottom = SKIES[light]
        for row in range(self.image.height):
            share = row / self.image.height
            self.pen.line((0, row, self.image.width, row), fill=mix(top, bottom, share))

    def at(self, *points: Point) -> list[tuple[float, float]]:
        """The points in pixels."""
        return [(x * self.image.width, y * self.image.height) for x, y in points]

    def shade(self, colour: Colour) -> Colour:
        """The colour as it looks in this light."""
        if self.light == "night":
            return mix(colour, (16, 22, 48), 0.68)
        if self.light == "dusk":
            return mix(colour, (120, 84, 120), 0.22)
        return mix(colour, (120, 130, 140), 0.25) if self.light == "rain" else colour

    def area(self, colour: Colour, *points: Point) -> None:
        """A filled polygon."""
        self.pen.polygon(self.at(*points), fill=self.shade(colour))

    def disc(self, colour: Colour, centre: Point, width: float, height: float, *, raw: bool = False) -> None:
        """A filled ellipse of that width and height."""
        (x, y) = centre
        box = self.at((x - width / 2, y - height / 2), (x + width / 2, y + height / 2))
        self.pen.ellipse([*box[0], *box[1]], fill=colour if raw else self.shade(colour))

    def box(self, colour: Colour, left: float, top: float, right: float, bottom: float, *, raw: bool = False) -> None:
        """A filled rectangle."""
        corners = self.at((left, top), (right, bottom))
        self.pen.rectangle([*corners[0], *corners[1]], fill=colour if raw else self.shade(colour))

    def stroke(self, colour: Colour, width: int, *points: Point) -> None:
        """A line of that many pixels of the finished picture."""
        self.pen.line(self.at(*points), fill=self.shade(colour), width=width * SCALE, joint="curve")

    def glow(self, colour: Colour, *points: Point) -> None:
        """A soft light over the area."""
        veil = Image.new("L", self.image.size, 0)
        ImageDraw.Draw(veil).polygon(self.at(*points), fill=150)
        veil = veil.filter(ImageFilter.GaussianBlur(18 * SCALE))
        self.image.paste(Image.new("RGB", self.image.size, colour), mask=veil)
        self.pen = ImageDraw.Draw(self.image)

    def finish(self) -> Image.Image:
        """The finished picture."""
        return self.image.reduce(SCALE)


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """A colour between the two; `share` is that of the second."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


def houses(scene: Scene, horizon: float) -> None:
    """A row of houses along the horizon."""
    left = -0.05
    while left < 1.0:
        width, height = scene.random.uniform(0.14, 0.22), scene.random.uniform(0.14, 0.22)
        right, top = left + width, horizon - height
        scene.box(scene.random.choice(WALLS), left, top, right, horizon)
        roof = scene.random.choice(ROOFS)
        scene.area(roof, (left - 0.015, top), (right + 0.015, top), (left + width / 2, top - 0.09))
        lit = scene.light == "night" and scene.random.random() < 0.5
        window = (255, 214, 130) if lit else (120, 150, 166)
        for share in (0.2, 0.6):
            x = left + width * share
            scene.box(window, x, top + 0.04, x + width * 0.2, top + 0.09, raw=lit)
        left = right + scene.random.uniform(0.01, 0.05)


def street(scene: Scene, horizon: float, surface: Colour = ASPHALT) -> None:
    """A street that comes towards the viewer, with verges and a broken middle line."""
    scene.box(GRASS, 0, horizon, 1, 1)
    scene.area(KERB, (0.43, horizon), (0.57, horizon), (1.04, 1), (-0.04, 1))
    scene.area(surface, (0.44, horizon), (0.56, horizon), (1.0, 1), (0.0, 1))
    for near, far in ((0.98, 0.86), (0.78, 0.69), (0.63, 0.57), (0.53, 0.49)):
        y1, y2 = (horizon + (1 - horizon) * share for share in (near, far))
        scene.area(
            LINE, (0.5 - 0.02 * near, y1), (0.5 + 0.02 * near, y1), (0.5 + 0.02 * far, y2), (0.5 - 0.02 * far, y2)
        )


def tree(scene: Scene, x: float, foot: float, size: float) -> None:
    """A standing tree."""
    scene.box(TRUNK, x - 0.012 * size, foot - 0.2 * size, x + 0.012 * size, foot)
    for dx, dy, width in ((-0.06, -0.22, 0.15), (0.06, -0.22, 0.15), (0, -0.3, 0.17), (0, -0.2, 0.15)):
        scene.disc(scene.random.choice(LEAVES), (x + dx * size, foot + dy * size), width * size, width * 1.15 * size)


def lamp(scene: Scene, x: float, foot: float, height: float, *, lit: bool) -> None:
    """A street lamp whose arm reaches over the street."""
    top = foot - height
    arm = 0.09 if x < 0.5 else -0.09
    scene.stroke((96, 104, 116), 6, (x, foot), (x, top), (x + arm, top - 0.02))
    if lit:
        head = x + arm
        scene.glow((255, 226, 150), (head - 0.02, top), (head + 0.02, top), (head + 0.2, foot), (head - 0.2, foot))
    scene.disc((255, 240, 190) if lit else (70, 78, 92), (x + arm, top - 0.01), 0.06, 0.025, raw=lit)


def cloud(scene: Scene, x: float, y: float, size: float) -> None:
    """A cloud."""
    colour = mix(SKIES[scene.light][1], (255, 255, 255), 0.6)
    for dx, dy, width in ((-0.06, 0.01, 0.1), (0, -0.015, 0.13), (0.07, 0.01, 0.1)):
        scene.disc(colour, (x + dx * size, y + dy * size), width * size, width * 0.6 * size, raw=True)


def rain(scene: Scene) -> None:
    """Falling rain."""
    for _drop in range(140):
        x, y = scene.random.random(), scene.random.random()
        scene.stroke((226, 234, 240), 1, (x, y), (x - 0.008, y + 0.03))


def stars(scene: Scene) -> None:
    """Stars and a moon."""
    for _star in range(50):
        scene.disc((226, 230, 250), (scene.random.random(), scene.random.random() * 0.35), 0.003, 0.004, raw=True)
    scene.disc((244, 240, 214), (0.8, 0.12), 0.07, 0.093, raw=True)


def room(scene: Scene, wall: Colour) -> None:
    """An office: wall, floor, a counter."""
    scene.box(wall, 0, 0, 1, 0.72)
    scene.box((206, 196, 182), 0, 0.72, 1, 1)
    scene.box((238, 240, 240), 0.62, 0.1, 0.92, 0.4)
    scene.box((170, 204, 226), 0.635, 0.12, 0.905, 0.38)
    scene.box((150, 112, 82), 0, 0.62, 1, 0.68)
    scene.box((178, 138, 104), 0.02, 0.68, 0.98, 0.9)
