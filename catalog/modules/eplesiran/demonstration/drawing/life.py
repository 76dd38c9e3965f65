"""Scenes of people: park, market at night, festival, boat race, fair."""

from __future__ import annotations

import math

from catalog.modules.eplesiran.demonstration.drawing.canvas import HEIGHT, WIDTH, Canvas, Colour, angle_of, mix
from catalog.modules.eplesiran.demonstration.drawing.things import (
    SHIRTS,
    flowers,
    forest,
    lamps,
    people,
    person,
    stall,
    tree,
)

TOWN: Colour = (96, 116, 144)


def _skyline(canvas: Canvas, base: float) -> None:
    low = canvas.sky_colours[-1]
    x = -20.0
    while x < WIDTH:
        width, height = canvas.random.uniform(50, 110), canvas.random.uniform(60, 210)
        tone = mix(TOWN, low, canvas.random.uniform(0.45, 0.65))
        canvas.rectangle(x, base - height, x + width, base, (*tone, 255))
        for row in range(int(height / 26)):
            for column in range(int(width / 22)):
                if canvas.random.random() < 0.5:
                    left, top = x + 8 + column * 22, base - height + 10 + row * 26
                    canvas.rectangle(left, top, left + 9, top + 12, (255, 244, 206, 110))
        x += width + canvas.random.uniform(-6, 26)


def park(canvas: Canvas) -> None:
    """A city park with a pond, paths, benches and flowers."""
    canvas.sun(canvas.random.uniform(220, 980), 160, 50)
    canvas.clouds(4)
    _skyline(canvas, 430)
    forest(canvas, 450, 80, mix((66, 140, 92), canvas.sky_colours[-1], 0.12))
    canvas.fade(440, HEIGHT, ((166, 206, 112), (98, 160, 86)))
    canvas.ellipse(330, 580, 330, 74, (224, 206, 168, 255))
    canvas.ellipse(330, 578, 296, 60, (104, 178, 196, 255))
    for _number in range(10):
        x, y = canvas.random.uniform(110, 520), canvas.random.uniform(552, 612)
        canvas.rounded(x, y, x + canvas.random.uniform(20, 60), y + 3, 2, (255, 255, 255, 120))
    for step in range(9):
        direction = math.pi * (0.12 + 0.76 * step / 8)
        reach = 110 + 16 * math.sin(step)
        points = [
            (
                330 + math.cos(direction) * reach * s / 8 * 0.7,
                568 - reach * 1.25 * math.sin(math.pi * s / 8 * 0.62) * abs(math.sin(direction)),
            )
            for s in range(9)
        ]
        canvas.line(points, (240, 250, 253, 190), 4)
    path = [(x, 640 + 70 * math.sin(x / 260)) for x in range(-20, WIDTH + 40, 20)]
    canvas.polygon([*path, *[(x, y + 46 + x * 0.03) for x, y in reversed(path)]], (234, 214, 176, 255))
    for x in (720, 980):
        canvas.rectangle(x, 560, x + 130, 574, (150, 102, 66, 255))
        canvas.rectangle(x, 530, x + 130, 544, (150, 102, 66, 255))
        for leg in (10, 112):
            canvas.rectangle(x + leg, 544, x + leg + 8, 604, (80, 84, 92, 255))
    for x, size in ((40, 300), (660, 210), (900, 250), (1150, 330)):
        tree(canvas, x, 560 if size < 280 else 620, size, mix((70, 150, 88), (40, 110, 80), canvas.random.random()))
    people(canvas, 9, 690, 82)
    flowers(canvas, 730, 130, depth=64)


def market(canvas: Canvas) -> None:
    """An evening food market under strings of lamps."""
    low = canvas.sky_colours[-1]
    canvas.clouds(2, low=100)
    _skyline(canvas, 470)
    canvas.fade(460, HEIGHT, (mix((120, 96, 96), low, 0.2), (64, 52, 64)))
    tones = list(SHIRTS[:4])
    canvas.random.shuffle(tones)
    for number, tone in enumerate((*tones, SHIRTS[5])):
        stall(canvas, 10 + number * 240, 610, 212, tone, lit=True)
    for y in (150, 220):
        lamps(canvas, -30, WIDTH / 2, y, 7)
        lamps(canvas, WIDTH / 2, WIDTH + 30, y, 7)
    for x in (190, 560, 960):
        canvas.ellipse(x, 740, 110, 24, (50, 36, 40, 120))
        canvas.rectangle(x - 8, 690, x + 8, 742, (92, 66, 52, 255))
        canvas.ellipse(x, 690, 100, 24, (176, 122, 80, 255))
        for step in range(4):
            dish_x = x - 60 + step * 40
            canvas.ellipse(dish_x, 686, 18, 8, (250, 246, 238, 255))
            canvas.ellipse(
                dish_x, 683, 12, 5, (*canvas.random.choice(((222, 120, 60), (246, 200, 90), (120, 170, 84))), 255)
            )
        for step in range(2):
            curl = [(x - 30 + step * 50 + 7 * math.sin(s / 2), 674 - s * 6) for s in range(10)]
            canvas.line(curl, (255, 255, 255, 70), 5)
    people(canvas, 10, 740, 116)


def regatta(canvas: Canvas) -> None:
    """A race of long boats before a cheering bank."""
    canvas.sun(canvas.random.uniform(260, 940), 160, 54)
    canvas.clouds(3)
    _skyline(canvas, 360)
    forest(canvas, 390, 70, (74, 140, 96))
    canvas.rectangle(0, 376, WIDTH, 424, (214, 204, 186, 255))
    people(canvas, 34, 404, 50, left=10, right=WIDTH - 10)
    for number in range(15):
        x = number * 84
        canvas.polygon([(x, 330), (x + 84, 330), (x + 42, 366)], (*SHIRTS[number % 5], 255))
    canvas.line([(0, 330), (WIDTH, 330)], (80, 70, 70, 255), 3)
    canvas.water(424, ((150, 204, 214), (60, 146, 170), (24, 94, 128)), glints=110)
    for number, tone in enumerate((SHIRTS[0], SHIRTS[2], SHIRTS[1])):
        y = 500 + number * 108
        length = 300 + number * 46
        bow = canvas.random.uniform(330, 830)
        canvas.polygon(
            [
                (bow - length, y - 26),
                (bow - length * 0.9, y + 14),
                (bow + length * 0.9, y + 14),
                (bow + length, y - 34),
            ],
            (*tone, 255),
        )
        canvas.line([(bow - length * 0.98, y - 16), (bow + length * 0.98, y - 20)], (250, 226, 150, 255), 7)
        canvas.ellipse(bow + length, y - 44, 22, 20, (*mix(tone, (255, 210, 90), 0.5), 255))
        for seat in range(9):
            sx = bow - length * 0.78 + seat * length * 0.19
            person(canvas, sx, y + 4, 66 + number * 8)
            canvas.line([(sx + 4, y - 30), (sx - 30, y + 34)], (110, 80, 56, 255), 5)
        canvas.rounded(bow - length * 1.15, y + 16, bow + length * 1.05, y + 23, 4, (255, 255, 255, 150))


def festival(canvas: Canvas) -> None:
    """A stage at dusk with dancers, flags and a crowd."""
    canvas.clouds(2, low=100)
    canvas.ridge(430, 150, mix((52, 72, 110), canvas.sky_colours[-1], 0.35))
    canvas.fade(430, HEIGHT, ((92, 80, 100), (40, 36, 56)))
    for x, lean in ((170, 210), (420, 90), (780, -90), (1030, -210)):
        canvas.polygon([(x, 150), (x + lean - 90, 520), (x + lean + 90, 520)], (255, 236, 170, 46))
    canvas.rectangle(140, 140, 1060, 156, (60, 56, 72, 255))
    for x in (140, 1044):
        canvas.rectangle(x, 140, x + 16, 540, (60, 56, 72, 255))
    canvas.rectangle(200, 190, 1000, 470, (122, 44, 70, 255))
    for number in range(16):
        canvas.line([(200 + number * 50, 190), (200 + number * 50, 470)], (96, 32, 56, 255), 9)
    canvas.ellipse(600, 330, 120, 120, (250, 196, 92, 255))
    for step in range(16):
        turn = angle_of(step, 16)
        canvas.polygon(
            [
                (600 + math.cos(turn - 0.1) * 130, 330 + math.sin(turn - 0.1) * 130),
                (600 + math.cos(turn) * 172, 330 + math.sin(turn) * 172),
                (600 + math.cos(turn + 0.1) * 130, 330 + math.sin(turn + 0.1) * 130),
            ],
            (250, 196, 92, 255),
        )
    canvas.rectangle(110, 470, 1090, 540, (150, 102, 72, 255))
    canvas.rectangle(110, 470, 1090, 484, (196, 146, 100, 255))
    for number in range(6):
        x = 300 + number * 120
        person(canvas, x, 482, 132)
        for side in (-1, 1):
            canvas.line([(x + side * 14, 400), (x + side * 46, 366 + 20 * (number % 2))], (146, 98, 70, 255), 8)
        canvas.polygon([(x - 30, 482), (x + 30, 482), (x + 14, 426), (x - 14, 426)], (*SHIRTS[number % 6], 255))
        canvas.polygon([(x - 16, 356), (x + 16, 356), (x, 336)], (246, 200, 90, 255))
    lamps(canvas, -20, 620, 70, 8)
    lamps(canvas, 580, 1220, 70, 8)
    _crowd(canvas)


def _crowd(canvas: Canvas) -> None:
    """Heads of those who watch."""
    for row in range(3):
        for number in range(16):
            x = number * 80 + row * 34 - 20 + canvas.random.uniform(-12, 12)
            base = 660 + row * 66
            dark = mix((30, 26, 46), canvas.random.choice(SHIRTS), 0.16 - row * 0.05)
            canvas.rounded(x - 26, base - 60, x + 26, base + 80, 22, (*dark, 255))
            canvas.ellipse(x, base - 78, 19, 22, (*dark, 255))


def fair(canvas: Canvas) -> None:
    """A big wheel, tents and balloons."""
    canvas.sun(canvas.random.uniform(200, 420), 190, 54)
    canvas.clouds(4)
    _skyline(canvas, 560)
    forest(canvas, 580, 60, (74, 150, 96))
    canvas.fade(570, HEIGHT, ((186, 212, 124), (120, 172, 96)))
    x, y, reach = canvas.random.uniform(700, 860), 330.0, 240.0
    for dx in (-110, 110):
        canvas.line([(x, y), (x + dx, 610)], (110, 116, 132, 255), 14)
    for step in range(16):
        turn = angle_of(step, 16)
        canvas.line([(x, y), (x + math.cos(turn) * reach, y + math.sin(turn) * reach)], (214, 220, 228, 255), 4)
    for size in (reach, reach * 0.86):
        ring = [(x + math.cos(angle_of(s, 60)) * size, y + math.sin(angle_of(s, 60)) * size) for s in range(61)]
        canvas.line(ring, (232, 96, 84, 255), 8)
    for step in range(12):
        turn = angle_of(step, 12)
        gx, gy = x + math.cos(turn) * reach, y + math.sin(turn) * reach
        canvas.rounded(gx - 20, gy + 4, gx + 20, gy + 36, 10, (*SHIRTS[step % 6], 255))
        canvas.line([(gx, gy), (gx, gy + 8)], (90, 96, 110, 255), 4)
    canvas.ellipse(x, y, 26, 26, (246, 196, 84, 255))
    for number, left in enumerate((60, 270)):
        tone = SHIRTS[number * 2]
        canvas.rectangle(left + 16, 540, left + 174, 640, (250, 244, 232, 255))
        for stripe in range(3):
            canvas.rectangle(left + 16 + stripe * 54, 540, left + 43 + stripe * 54, 640, (*tone, 255))
        canvas.polygon([(left, 544), (left + 190, 544), (left + 95, 440)], (*tone, 255))
        canvas.polygon([(left + 60, 544), (left + 130, 544), (left + 95, 440)], (250, 244, 232, 255))
    for _number in range(8):
        bx, by = canvas.random.uniform(80, 560), canvas.random.uniform(120, 400)
        canvas.line([(bx, by + 22), (bx + 6, by + 70)], (120, 120, 130, 255), 2)
        canvas.ellipse(bx, by, 19, 24, (*canvas.random.choice(SHIRTS[:4]), 255))
    people(canvas, 14, 720, 88)
    flowers(canvas, 752, 80, depth=44)
