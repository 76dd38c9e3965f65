"""Scenes of nature: lake, waterfall, beach, cave, mangrove, forest, canyon."""

from __future__ import annotations

import math

from catalog.modules.eplesiran.demonstration.drawing.canvas import HEIGHT, WIDTH, Canvas, Colour, mix
from catalog.modules.eplesiran.demonstration.drawing.things import (
    SHIRTS,
    boat,
    flowers,
    forest,
    palm,
    people,
    person,
    tree,
    umbrella,
)

GREEN: Colour = (52, 122, 86)
DEEP: Colour = (28, 74, 66)


def _low(canvas: Canvas) -> Colour:
    """The colour of the sky at the horizon, which tints what is far."""
    return canvas.sky_colours[-1]


def lake(canvas: Canvas) -> None:
    """A lake before layered mountains, with a jetty and boats."""
    sun_x = canvas.random.uniform(280, 920)
    canvas.sun(sun_x, 210, 54)
    canvas.clouds(4)
    for share, base, height in ((0.62, 400, 210), (0.42, 420, 150), (0.2, 440, 100)):
        canvas.ridge(base, height, mix((44, 92, 110), _low(canvas), share), bottom=460)
    canvas.haze(340, 440, _low(canvas), 150)
    canvas.ridge(446, 44, mix(GREEN, _low(canvas), 0.12), rough=1.8, bottom=462)
    canvas.water(452, (mix((58, 140, 170), _low(canvas), 0.45), (30, 108, 146), (18, 70, 108)), glints=90)
    canvas.reflection(sun_x, 456, 70, mix(_low(canvas), (255, 255, 255), 0.5), bottom=680)
    for _number in range(3):
        boat(
            canvas,
            canvas.random.uniform(180, 1020),
            canvas.random.uniform(500, 590),
            canvas.random.uniform(34, 60),
            canvas.random.choice(SHIRTS),
        )
    start = canvas.random.uniform(120, 300)
    canvas.polygon(
        [(start + 250, 560), (start + 280, 560), (start + 150, HEIGHT), (start - 70, HEIGHT)], (122, 90, 64, 255)
    )
    for step in range(14):
        share = step / 14
        y = 560 + (HEIGHT - 560) * share**1.4
        canvas.line(
            [(start + 250 - 330 * share**1.4, y), (start + 280 - 120 * share**1.4, y)], (86, 62, 46, 255), 1 + 4 * share
        )
    person(canvas, start + 190, 640, 74)
    person(canvas, start + 222, 646, 68)
    palm(canvas, 1080, 830, 440, DEEP)
    palm(canvas, 1170, 850, 340, DEEP)


def waterfall(canvas: Canvas) -> None:
    """Water falling over steps into a green pool among trees."""
    canvas.clouds(2, low=90)
    canvas.ridge(260, 150, mix(GREEN, _low(canvas), 0.45))
    forest(canvas, 330, 120, mix(GREEN, _low(canvas), 0.22))
    forest(canvas, 400, 150, mix(GREEN, _low(canvas), 0.05))
    middle, rock = canvas.random.uniform(540, 660), (86, 94, 100)
    canvas.polygon([(middle - 330, 700), (middle - 250, 250), (middle + 240, 240), (middle + 350, 700)], (*rock, 255))
    top, width = 232.0, 92.0
    for step in range(4):
        drop = 84 + step * 22
        canvas.polygon(
            [
                (middle - width * 1.5, top + drop),
                (middle - width * 1.2, top - 8),
                (middle + width * 1.2, top - 8),
                (middle + width * 1.6, top + drop),
            ],
            (*mix(rock, (30, 36, 42), 0.12 * step), 255),
        )
        canvas.polygon(
            [
                (middle - width, top),
                (middle + width, top),
                (middle + width * 1.24, top + drop),
                (middle - width * 1.24, top + drop),
            ],
            (222, 240, 248, 255),
        )
        for _number in range(20):
            x = middle + canvas.random.uniform(-1, 1) * width
            canvas.line(
                [(x, top + 4), (x + (x - middle) * 0.22, top + drop - 4)],
                (140, 190, 214, 120),
                canvas.random.uniform(2, 7),
            )
        canvas.ellipse(middle, top + drop, width * 1.5, 15, (250, 253, 255, 220))
        top, width = top + drop, width * 1.3
    canvas.water(664, ((150, 206, 206), (54, 146, 146), (22, 96, 104)), glints=50)
    canvas.ellipse(middle, 668, 260, 22, (252, 254, 255, 200))
    canvas.haze(540, 700, (240, 248, 250), 90)
    for x, size in ((60, 330), (190, 230), (1010, 250), (1140, 350)):
        tree(canvas, x, 700, size, mix(DEEP, GREEN, canvas.random.random()))
    for _number in range(12):
        x = canvas.random.choice((canvas.random.uniform(-20, 300), canvas.random.uniform(900, 1220)))
        canvas.ellipse(
            x,
            canvas.random.uniform(720, 800),
            canvas.random.uniform(30, 80),
            canvas.random.uniform(18, 40),
            (*mix(rock, (50, 60, 60), canvas.random.random()), 255),
        )
    people(canvas, 3, 730, 80, left=180, right=340)


def beach(canvas: Canvas) -> None:
    """Sand, surf, palms, umbrellas and a sail."""
    sun_x = canvas.random.uniform(300, 900)
    canvas.sun(sun_x, 300, 60)
    canvas.clouds(4)
    canvas.ridge(440, 60, mix((60, 100, 120), _low(canvas), 0.55), bottom=450)
    canvas.water(440, (mix((60, 150, 180), _low(canvas), 0.4), (38, 150, 176), (92, 198, 200)), bottom=640, glints=80)
    canvas.reflection(sun_x, 444, 60, mix(_low(canvas), (255, 255, 255), 0.55), bottom=600)
    boat(canvas, canvas.random.uniform(560, 1000), 500, 56, (214, 96, 70), sail=True)
    boat(canvas, canvas.random.uniform(160, 460), 540, 44, (60, 110, 160))
    phase = canvas.random.uniform(0, 6)
    for lift, colour in ((0, (252, 254, 254)), (14, (238, 214, 170))):
        shore = [
            (x, 620 + lift + 26 * math.sin(x / 210 + phase) + 10 * math.sin(x / 70 + phase))
            for x in range(-10, WIDTH + 20, 10)
        ]
        canvas.polygon([(-10, HEIGHT), *shore, (WIDTH + 10, HEIGHT)], (*colour, 255))
    canvas.haze(690, HEIGHT, (222, 188, 138), 190)
    for x, colour in ((360, SHIRTS[0]), (640, SHIRTS[1]), (900, SHIRTS[2])):
        umbrella(canvas, x + canvas.random.uniform(-40, 40), 745 + canvas.random.uniform(-16, 20), 110, colour)
    people(canvas, 6, 690, 72)
    palm(canvas, 90, 830, 520, DEEP)
    palm(canvas, 180, 850, 400, GREEN)
    palm(canvas, 1150, 830, 460, DEEP)


def cave(canvas: Canvas) -> None:
    """A cave's mouth with stalactites, light outside."""
    canvas.sun(640, 300, 80)
    canvas.clouds(2)
    canvas.ridge(470, 160, mix(GREEN, _low(canvas), 0.4))
    forest(canvas, 560, 130, mix(GREEN, _low(canvas), 0.1))
    canvas.fade(556, HEIGHT, ((206, 190, 150), (150, 128, 98)))
    for step, tone in enumerate(((88, 80, 84), (62, 56, 64), (38, 34, 42))):
        inset = 240 - step * 90
        canvas.polygon(
            [(0, 0), (inset, 0), (inset * 0.72, 300), (inset * 0.95, 560), (inset * 0.5, HEIGHT), (0, HEIGHT)],
            (*tone, 255),
        )
        canvas.polygon(
            [
                (WIDTH, 0),
                (WIDTH - inset, 0),
                (WIDTH - inset * 0.66, 330),
                (WIDTH - inset * 0.92, 600),
                (WIDTH - inset * 0.5, HEIGHT),
                (WIDTH, HEIGHT),
            ],
            (*tone, 255),
        )
        canvas.rectangle(0, 0, WIDTH, 110 - step * 36, (*tone, 255))
        for _number in range(16):
            x, width = canvas.random.uniform(60, WIDTH - 60), canvas.random.uniform(12, 32)
            length = canvas.random.uniform(50, 210) * (1 - step * 0.22)
            canvas.polygon(
                [(x - width, 108 - step * 36), (x + width, 108 - step * 36), (x, 108 - step * 36 + length)],
                (*tone, 255),
            )
    people(canvas, 3, 690, 116, left=420, right=780)


def mangrove(canvas: Canvas) -> None:
    """A channel between mangroves with a boardwalk."""
    canvas.sun(canvas.random.uniform(420, 780), 240, 50)
    canvas.clouds(4)
    forest(canvas, 440, 90, mix(GREEN, _low(canvas), 0.35))
    canvas.water(430, (mix((90, 160, 160), _low(canvas), 0.5), (62, 136, 130), (36, 92, 92)), glints=80)
    for side in (-1, 1):
        for step in range(6):
            share = step / 5
            x, base = WIDTH / 2 + side * (170 + 470 * share), 470 + 290 * share
            size = 150 + 170 * share
            for leg in (-0.34, -0.14, 0.12, 0.34):
                canvas.line(
                    [(x, base - size * 0.34), (x + leg * size * 0.6, base - size * 0.14), (x + leg * size, base)],
                    (88, 66, 54, 255),
                    4 + 5 * share,
                )
            for dx, dy, r in ((-0.3, 0.5, 0.32), (0.3, 0.52, 0.32), (0, 0.68, 0.4)):
                tone = mix(GREEN, DEEP, canvas.random.random() * 0.8)
                canvas.ellipse(x + dx * size, base - dy * size, r * size, r * size * 0.8, (*tone, 255))
    boat(canvas, canvas.random.uniform(520, 680), 560, 66, (200, 84, 62))
    canvas.polygon([(560, 640), (640, 640), (900, HEIGHT), (380, HEIGHT)], (170, 128, 88, 255))
    for step in range(9):
        share = (step / 9) ** 1.5
        canvas.line(
            [(560 - 180 * share, 640 + 160 * share), (640 + 260 * share, 640 + 160 * share)],
            (122, 88, 62, 255),
            2 + 5 * share,
        )
    people(canvas, 2, 690, 84, left=570, right=660)


def woods(canvas: Canvas) -> None:
    """A valley of forest under mountains, with flowers in front."""
    canvas.sun(canvas.random.uniform(240, 960), 180, 50)
    canvas.clouds(5)
    canvas.peaks(460, 300, mix((70, 98, 122), _low(canvas), 0.42), 4)
    canvas.haze(320, 470, _low(canvas), 170)
    for share, base, height in ((0.3, 500, 120), (0.14, 580, 110)):
        canvas.ridge(base, height, mix(GREEN, _low(canvas), share))
    forest(canvas, 620, 90, mix(GREEN, (150, 180, 90), 0.2))
    canvas.ridge(700, 90, (104, 158, 84))
    canvas.polygon([(560, 660), (600, 660), (760, HEIGHT), (500, HEIGHT)], (222, 196, 146, 255))
    for x, size in ((90, 330), (230, 220), (1000, 240), (1120, 340)):
        tree(canvas, x, 740, size, mix(GREEN, DEEP, canvas.random.random() * 0.6))
    flowers(canvas, 730, 90)
    people(canvas, 3, 740, 86, left=560, right=690)


def canyon(canvas: Canvas) -> None:
    """Green water between walls of rock."""
    canvas.clouds(3)
    canvas.ridge(330, 120, mix(GREEN, _low(canvas), 0.35))
    canvas.water(420, ((150, 214, 190), (52, 160, 138), (22, 104, 104)), glints=70)
    for step in range(5):
        share = step / 4
        tone = mix((196, 172, 140), (96, 82, 78), share)
        reach = 560 - 80 * step
        low = 440 + 90 * step
        left = [
            (0, 150 + 26 * step),
            (reach * 0.55, 190 + 32 * step),
            (reach * 0.8, 280 + 48 * step),
            (reach * 0.86, low),
            (0, low + 60),
        ]
        canvas.polygon(left, (*tone, 255))
        canvas.polygon([(WIDTH - x, y + 14) for x, y in left], (*mix(tone, (60, 60, 70), 0.12), 255))
        for number in range(3):
            y = 250 + 50 * step + 44 * number
            canvas.line(
                [(0, y + 30), (reach * 0.5, y), (reach * 0.72, y + 12)], (*mix(tone, (70, 56, 52), 0.35), 255), 3
            )
    for x in (60, 180, 1020, 1140):
        tree(canvas, x, canvas.random.uniform(330, 420), canvas.random.uniform(150, 220), GREEN)
    boat(canvas, canvas.random.uniform(540, 660), 640, 90, (222, 120, 60))
    boat(canvas, canvas.random.uniform(520, 680), 520, 44, (70, 120, 170))
