"""Scenes of worship: temple of brick, mosque, Chinese temple."""

from __future__ import annotations

from catalog.modules.eplesiran.demonstration.drawing.canvas import HEIGHT, WIDTH, Canvas, Colour, mix
from catalog.modules.eplesiran.demonstration.drawing.things import ground, lamps, palm, path, people, tree

BRICK: Colour = (184, 104, 76)


def candi(canvas: Canvas) -> None:
    """A temple of red brick in terraces, among rice fields."""
    canvas.sun(canvas.random.uniform(220, 980), 190, 56)
    canvas.clouds(4)
    ground(canvas)
    for number in range(8):
        y = 640 + number * 20
        canvas.line([(0, y), (WIDTH, y + canvas.random.uniform(-6, 6))], (214, 196, 110, 90), 3)
    path(canvas, 640)
    middle, base, half = WIDTH / 2, 650.0, 330.0
    for level in range(7):
        tall = 44 if level < 4 else 34
        tone = mix(BRICK, (250, 196, 150), 0.06 * level)
        canvas.rectangle(middle - half, base - tall, middle + half, base, (*tone, 255))
        canvas.rectangle(
            middle - half, base - tall, middle + half, base - tall + 9, (*mix(tone, (255, 236, 210), 0.35), 255)
        )
        canvas.rectangle(middle + half * 0.55, base - tall, middle + half, base, (*mix(tone, (70, 30, 30), 0.22), 255))
        for number in range(int(half / 14)):
            x = middle - half + 28 * number + (14 if level % 2 else 0)
            canvas.line([(x, base - tall * 0.5), (x + 16, base - tall * 0.5)], (*mix(tone, (96, 44, 36), 0.4), 200), 2)
        base, half = base - tall, half - (38 if level < 5 else 30)
    canvas.pie(middle, base + 6, half * 0.9, 88, (180, 360), (*mix(BRICK, (255, 210, 170), 0.3), 255))
    canvas.polygon(
        [(middle - 10, base - 76), (middle + 10, base - 76), (middle, base - 130)],
        (*mix(BRICK, (255, 220, 180), 0.2), 255),
    )
    canvas.polygon(
        [(middle - 46, 650), (middle + 46, 650), (middle + 26, 480), (middle - 26, 480)],
        (*mix(BRICK, (255, 230, 200), 0.45), 255),
    )
    for step in range(9):
        canvas.line(
            [(middle - 44 + step * 2, 646 - step * 19), (middle + 44 - step * 2, 646 - step * 19)],
            (150, 84, 64, 255),
            3,
        )
    people(canvas, 5, 700, 84, left=330, right=870)
    palm(canvas, 110, 800, 420)
    palm(canvas, 1110, 800, 460)


def mosque(canvas: Canvas) -> None:
    """A great mosque with domes, minarets and a mirroring pool."""
    canvas.sun(canvas.random.uniform(260, 940), 300, 80)
    canvas.clouds(3, low=120)
    low = canvas.sky_colours[-1]
    canvas.ridge(560, 60, mix((70, 120, 120), low, 0.55))
    wall, dome = (246, 240, 226), canvas.random.choice(((46, 130, 118), (58, 120, 170), (206, 164, 72)))
    shadow = mix(wall, (90, 90, 120), 0.28)
    for x in (190, 1010):
        canvas.rectangle(x - 24, 170, x + 24, 600, (*wall, 255))
        canvas.rectangle(x + 8, 170, x + 24, 600, (*shadow, 255))
        for y in (230, 380):
            canvas.rectangle(x - 36, y, x + 36, y + 16, (*mix(wall, dome, 0.3), 255))
        canvas.polygon([(x - 27, 170), (x + 27, 170), (x, 70)], (*dome, 255))
        canvas.ellipse(x, 62, 7, 7, (236, 196, 92, 255))
    canvas.rectangle(300, 400, 900, 600, (*wall, 255))
    canvas.rectangle(760, 400, 900, 600, (*shadow, 255))
    canvas.rectangle(290, 388, 910, 406, (*mix(wall, dome, 0.35), 255))
    for x, y, r in ((390, 392, 72), (810, 392, 72), (600, 340, 160)):
        canvas.rectangle(x - r * 0.92, y - 4, x + r * 0.92, y + r * 0.4, (*wall, 255))
        canvas.pie(x, y, r, r * 1.06, (180, 360), (*dome, 255))
        canvas.pie(x - r * 0.3, y, r * 0.34, r * 0.96, (180, 360), (*mix(dome, (255, 255, 255), 0.25), 255))
        canvas.line([(x, y - r * 1.04), (x, y - r * 1.36)], (236, 196, 92, 255), 6)
        canvas.ellipse(x, y - r * 1.38, 8, 8, (236, 196, 92, 255))
    for number in range(7):
        x = 352 + number * 82
        canvas.rectangle(x - 24, 490, x + 24, 600, (*mix(dome, (20, 40, 60), 0.55), 255))
        canvas.pie(x, 492, 24, 38, (180, 360), (*mix(dome, (20, 40, 60), 0.55), 255))
    canvas.fade(598, HEIGHT, ((228, 222, 204), (196, 186, 164)))
    canvas.polygon([(450, 640), (750, 640), (940, HEIGHT), (260, HEIGHT)], (*mix((80, 160, 180), low, 0.35), 255))
    canvas.polygon([(520, 640), (680, 640), (720, 740), (480, 740)], (*mix(dome, low, 0.5), 150))
    for number in range(12):
        y = 655 + number * 12
        canvas.rounded(600 - 90 - number * 12, y, 600 + canvas.random.uniform(20, 120), y + 3, 2, (255, 255, 255, 90))
    people(canvas, 5, 640, 60, left=120, right=420)
    people(canvas, 4, 640, 60, left=780, right=1080)
    for x in (70, 1130):
        palm(canvas, x, 720, 300)


def klenteng(canvas: Canvas) -> None:
    """A Chinese temple with curved roofs, red pillars and lanterns."""
    canvas.sun(canvas.random.uniform(220, 980), 170, 50)
    canvas.clouds(3)
    canvas.fade(600, HEIGHT, ((214, 200, 178), (176, 158, 138)))
    red, roof, gold = (190, 48, 42), (62, 96, 92), (234, 186, 84)
    canvas.rectangle(240, 420, 960, 610, (226, 190, 150, 255))
    canvas.rectangle(220, 596, 980, 624, (150, 132, 118, 255))
    for number in range(7):
        x = 270 + number * 110
        canvas.rectangle(x - 15, 412, x + 15, 604, (*red, 255))
        canvas.rectangle(x + 4, 412, x + 15, 604, (*mix(red, (60, 10, 20), 0.35), 255))
    canvas.rectangle(500, 470, 700, 604, (92, 30, 32, 255))
    canvas.rectangle(512, 482, 596, 604, (*red, 255))
    canvas.rectangle(604, 482, 688, 604, (*red, 255))
    for x in (586, 614):
        canvas.ellipse(x, 545, 6, 6, (*gold, 255))
    for y, half, tall in ((424, 430, 96), (300, 290, 84)):
        points = [
            (600 - half - 46, y - 34),
            (600 - half, y),
            (600 + half, y),
            (600 + half + 46, y - 34),
            (600 + half * 0.72, y - tall),
            (600 - half * 0.72, y - tall),
        ]
        canvas.polygon(points, (*roof, 255))
        for number in range(int(half / 12)):
            eave = 600 - half * 0.96 + number * 24
            canvas.line(
                [(600 + (eave - 600) * 0.75, y - tall + 4), (eave, y - 2)], (*mix(roof, (20, 40, 44), 0.4), 255), 3
            )
        canvas.line(
            [(600 - half - 46, y - 34), (600 - half, y), (600 + half, y), (600 + half + 46, y - 34)], (*gold, 255), 9
        )
        canvas.line(
            [
                (600 - half * 0.76, y - tall - 14),
                (600 - half * 0.66, y - tall),
                (600 + half * 0.66, y - tall),
                (600 + half * 0.76, y - tall - 14),
            ],
            (*red, 255),
            12,
        )
    canvas.rectangle(360, 300, 840, 332, (*red, 255))
    for x in (330, 440, 760, 870):
        canvas.line([(x, 424), (x, 450)], (70, 40, 40, 255), 2)
        canvas.ellipse(x, 472, 20, 24, (226, 58, 48, 255))
        canvas.rectangle(x - 9, 446, x + 9, 452, (*gold, 255))
        canvas.rectangle(x - 9, 492, x + 9, 498, (*gold, 255))
    lamps(canvas, 30, 1170, 180, 12)
    canvas.rounded(560, 640, 640, 690, 12, (150, 110, 70, 255))
    for dx in (-14, 0, 14):
        canvas.line([(600 + dx, 640), (600 + dx, 604)], (196, 70, 50, 255), 3)
    people(canvas, 6, 690, 92, left=140, right=1060)
    for x in (90, 1120):
        tree(canvas, x, 660, 250)
