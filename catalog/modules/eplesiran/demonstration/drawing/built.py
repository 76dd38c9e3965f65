"""Scenes of what people built: old houses, water gates, monuments, stones."""

from __future__ import annotations

from catalog.modules.eplesiran.demonstration.drawing.canvas import HEIGHT, WIDTH, Canvas, mix
from catalog.modules.eplesiran.demonstration.drawing.things import flowers, forest, ground, palm, path, people, tree


def museum(canvas: Canvas) -> None:
    """A colonial house with a tiled roof, pillars and shutters."""
    canvas.sun(canvas.random.uniform(220, 980), 170, 50)
    canvas.clouds(4)
    ground(canvas, 580)
    path(canvas, 620)
    wall, roof = canvas.random.choice(((248, 242, 228), (240, 222, 180))), (160, 78, 60)
    canvas.rectangle(220, 360, 980, 620, (*wall, 255))
    canvas.rectangle(820, 360, 980, 620, (*mix(wall, (80, 80, 110), 0.2), 255))
    canvas.polygon([(180, 366), (1020, 366), (880, 230), (320, 230)], (*roof, 255))
    for number in range(24):
        x = 210 + number * 34
        canvas.line([(600 + (x - 600) * 0.7, 236), (x, 362)], (*mix(roof, (70, 26, 24), 0.35), 255), 3)
    canvas.polygon([(450, 366), (750, 366), (600, 262)], (*mix(wall, (200, 180, 150), 0.25), 255))
    canvas.ellipse(600, 330, 20, 20, (*mix(roof, (40, 30, 40), 0.3), 255))
    for x in (470, 540, 660, 730):
        canvas.rectangle(x - 12, 366, x + 12, 620, (255, 252, 244, 255))
        canvas.rectangle(x + 4, 366, x + 12, 620, (222, 212, 196, 255))
    for x in (270, 370, 830, 930):
        canvas.rectangle(x - 30, 430, x + 30, 560, (74, 112, 96, 255))
        for step in range(8):
            canvas.line([(x - 26, 442 + step * 15), (x + 26, 442 + step * 15)], (52, 84, 74, 255), 2)
        canvas.line([(x, 430), (x, 560)], (46, 74, 66, 255), 3)
    canvas.rectangle(566, 450, 634, 620, (92, 62, 48, 255))
    canvas.rectangle(420, 612, 780, 632, (214, 204, 186, 255))
    people(canvas, 6, 690, 84, left=260, right=940)
    tree(canvas, 100, 690, 320)
    tree(canvas, 1110, 690, 340)
    flowers(canvas, 740, 60, depth=50)


def water_gate(canvas: Canvas) -> None:
    """A weir with gates across a broad river."""
    canvas.sun(canvas.random.uniform(220, 980), 180, 54)
    canvas.clouds(4)
    low = canvas.sky_colours[-1]
    forest(canvas, 400, 90, mix((60, 128, 90), low, 0.35))
    canvas.water(390, (mix((96, 156, 172), low, 0.4), (70, 140, 160)), bottom=560, glints=30)
    canvas.rectangle(0, 300, WIDTH, 332, (214, 206, 190, 255))
    canvas.rectangle(0, 330, WIDTH, 342, (150, 142, 132, 255))
    for number in range(11):
        x = 24 + number * 115
        canvas.rectangle(x - 17, 190, x + 17, 580, (228, 220, 204, 255))
        canvas.rectangle(x + 5, 190, x + 17, 580, (178, 168, 156, 255))
        canvas.polygon([(x - 27, 196), (x + 27, 196), (x, 160)], (176, 84, 62, 255))
        if number < 10:
            canvas.rectangle(
                x + 17, 400, x + 98, 520, (*mix((58, 110, 120), (30, 60, 70), canvas.random.random() * 0.3), 255)
            )
            canvas.line([(x + 58, 250), (x + 58, 400)], (90, 100, 108, 255), 7)
            canvas.polygon([(x + 17, 520), (x + 98, 520), (x + 112, 620), (x + 3, 620)], (226, 240, 246, 255))
            for step in range(5):
                canvas.line([(x + 24 + step * 16, 524), (x + 18 + step * 20, 612)], (140, 190, 210, 150), 4)
    canvas.line([(0, 288), (WIDTH, 288)], (96, 108, 116, 255), 4)
    people(canvas, 6, 298, 50)
    canvas.water(600, ((206, 232, 240), (88, 166, 184), (34, 108, 134)), glints=70)
    canvas.ellipse(600, 612, 760, 18, (250, 253, 255, 190))
    canvas.polygon([(0, 690), (330, 740), (400, HEIGHT), (0, HEIGHT)], (120, 168, 92, 255))
    tree(canvas, 90, 740, 230)


def monument(canvas: Canvas) -> None:
    """A monument on a square with flags."""
    canvas.sun(canvas.random.uniform(260, 940), 200, 56)
    canvas.clouds(4)
    ground(canvas, 590)
    canvas.fade(630, HEIGHT, ((224, 214, 196), (190, 178, 160)))
    stone = (226, 222, 214)
    for level in range(4):
        half = 270 - level * 54
        canvas.rectangle(
            600 - half,
            620 - level * 26,
            600 + half,
            650 - level * 26,
            (*mix(stone, (120, 120, 140), 0.12 * level), 255),
        )
    canvas.polygon([(556, 544), (644, 544), (622, 170), (578, 170)], (*stone, 255))
    canvas.polygon([(608, 544), (644, 544), (622, 170), (604, 170)], (*mix(stone, (80, 84, 110), 0.3), 255))
    flame = (244, 184, 70)
    canvas.ellipse(600, 168, 40, 13, (176, 150, 90, 255))
    canvas.polygon([(572, 160), (590, 96), (600, 122), (616, 70), (630, 160)], (*flame, 255))
    for step in range(7):
        x = 90 + step * 170
        if abs(x - 600) < 90:
            continue
        canvas.line([(x, 640), (x, 360)], (120, 124, 132, 255), 6)
        wave = canvas.random.uniform(-8, 8)
        canvas.polygon([(x, 364), (x + 76, 372 + wave), (x + 76, 396 + wave), (x, 388)], (214, 44, 44, 255))
        canvas.polygon([(x, 388), (x + 76, 396 + wave), (x + 76, 420 + wave), (x, 412)], (252, 250, 246, 255))
    people(canvas, 9, 710, 84)
    flowers(canvas, 750, 70, depth=44)


def megalith(canvas: Canvas) -> None:
    """Standing stones with faces, in a valley of grass."""
    canvas.sun(canvas.random.uniform(240, 960), 190, 56)
    canvas.clouds(5)
    low = canvas.sky_colours[-1]
    canvas.peaks(470, 260, mix((72, 104, 122), low, 0.45), 4)
    canvas.haze(340, 480, low, 160)
    canvas.ridge(520, 100, mix((96, 150, 100), low, 0.2))
    canvas.fade(520, HEIGHT, ((168, 192, 108), (110, 150, 80)))
    for x, base, size in ((270, 610, 150), (930, 620, 170), (590, 720, 330)):
        stone = mix((150, 148, 144), low, 0.1)
        lean = canvas.random.uniform(-0.06, 0.06) * size
        canvas.ellipse(x, base, size * 0.34, size * 0.06, (70, 96, 60, 120))
        canvas.polygon(
            [
                (x - size * 0.25, base),
                (x - size * 0.27 + lean, base - size * 0.62),
                (x + size * 0.27 + lean, base - size * 0.62),
                (x + size * 0.25, base),
            ],
            (*stone, 255),
        )
        canvas.ellipse(x + lean, base - size * 0.66, size * 0.27, size * 0.3, (*stone, 255))
        canvas.polygon(
            [
                (x + size * 0.1, base),
                (x + size * 0.13 + lean, base - size * 0.9),
                (x + size * 0.26 + lean, base - size * 0.62),
                (x + size * 0.25, base),
            ],
            (*mix(stone, (60, 64, 84), 0.25), 255),
        )
        dark = (*mix(stone, (40, 40, 50), 0.55), 255)
        for side in (-1, 1):
            canvas.ellipse(x + lean + side * size * 0.1, base - size * 0.7, size * 0.045, size * 0.05, dark)
            canvas.line(
                [
                    (x + lean + side * size * 0.02, base - size * 0.8),
                    (x + lean + side * size * 0.19, base - size * 0.79),
                ],
                dark,
                size * 0.025,
            )
        canvas.line([(x + lean, base - size * 0.78), (x + lean, base - size * 0.6)], dark, size * 0.03)
        canvas.line(
            [(x + lean - size * 0.07, base - size * 0.53), (x + lean + size * 0.07, base - size * 0.53)],
            dark,
            size * 0.025,
        )
        for side in (-1, 1):
            canvas.line(
                [(x + lean + side * size * 0.22, base - size * 0.42), (x + side * size * 0.06, base - size * 0.2)],
                dark,
                size * 0.03,
            )
    people(canvas, 3, 680, 92, left=740, right=860)
    for _number in range(70):
        foot, low_end = canvas.random.uniform(0, WIDTH), canvas.random.uniform(700, HEIGHT)
        canvas.line(
            [(foot, low_end), (foot + canvas.random.uniform(-8, 8), low_end - canvas.random.uniform(14, 34))],
            (84, 124, 64, 255),
            3,
        )


def stilt_house(canvas: Canvas) -> None:
    """A wooden house on stilts with a steep roof."""
    canvas.sun(canvas.random.uniform(220, 980), 190, 54)
    canvas.clouds(4)
    ground(canvas, 600)
    wood, thatch = (150, 102, 66), (112, 82, 62)
    for number in range(6):
        x = 330 + number * 108
        canvas.rectangle(x - 11, 520, x + 11, 670, (*mix(wood, (40, 26, 20), 0.35), 255))
    canvas.rectangle(300, 400, 900, 530, (*wood, 255))
    for number in range(20):
        canvas.line([(300 + number * 30, 402), (300 + number * 30, 528)], (*mix(wood, (60, 36, 24), 0.4), 255), 2)
    for x in (380, 500, 700, 820):
        canvas.rectangle(x - 28, 432, x + 28, 500, (70, 48, 38, 255))
        canvas.line([(x, 432), (x, 500)], (196, 150, 96, 255), 4)
    canvas.rectangle(566, 424, 634, 530, (84, 56, 42, 255))
    canvas.polygon([(240, 414), (960, 414), (790, 190), (410, 190)], (*thatch, 255))
    for step in range(8):
        y = 214 + step * 26
        spread = (y - 190) / 224
        canvas.line([(410 - 170 * spread, y), (790 + 170 * spread, y)], (*mix(thatch, (50, 34, 28), 0.35), 255), 4)
    for x, turn in ((410, -1), (790, 1)):
        canvas.line([(x, 196), (x + turn * 34, 146)], (196, 150, 96, 255), 9)
    canvas.polygon([(560, 530), (640, 530), (690, 690), (510, 690)], (*mix(wood, (255, 220, 170), 0.25), 255))
    for step in range(7):
        canvas.line([(557 - step * 7, 548 + step * 21), (643 + step * 7, 548 + step * 21)], (100, 66, 44, 255), 4)
    people(canvas, 5, 720, 88, left=240, right=960)
    palm(canvas, 130, 780, 400)
    palm(canvas, 1090, 790, 450)
    canvas.ridge(800, 26, (84, 132, 76))
