#!/usr/bin/env python3
"""Draws the pictures of the sample site's five areas: content/areas/*.png.

The places are invented and so are the pictures: nothing in them was photographed or traced. Each is drawn from a few shapes
in warm colours. It needs Python 3 and nothing else, takes about a minute, and gives the same files each time.
"""

import math
import struct
import zlib
from pathlib import Path

WIDTH, HEIGHT = 1440, 960


class Canvas:
    """Pixels that shapes are laid on, with soft edges."""

    def __init__(self, top, bottom):
        self.rows = []
        for y in range(HEIGHT):
            share = y / (HEIGHT - 1)
            pixel = bytes(round(a + (b - a) * share) for a, b in zip(top, bottom))
            self.rows.append(bytearray(pixel * WIDTH))

    def blend(self, x, y, colour, cover):
        row, at = self.rows[y], x * 3
        for channel in range(3):
            old = row[at + channel]
            row[at + channel] = round(old + (colour[channel] - old) * cover)

    def shape(self, box, colour, distance, strength=1.0):
        """Lays a colour wherever `distance` to the inside is positive."""
        x0, y0, x1, y1 = box
        for y in range(max(0, math.floor(y0)), min(HEIGHT, math.ceil(y1) + 1)):
            for x in range(max(0, math.floor(x0)), min(WIDTH, math.ceil(x1) + 1)):
                cover = min(1.0, max(0.0, distance(x + 0.5, y + 0.5) + 0.5))
                if cover > 0:
                    self.blend(x, y, colour, cover * strength)

    def disc(self, cx, cy, radius, colour, strength=1.0):
        box = (cx - radius - 1, cy - radius - 1, cx + radius + 1, cy + radius + 1)
        self.shape(box, colour, lambda x, y: radius - math.hypot(x - cx, y - cy), strength)

    def polygon(self, points, colour, strength=1.0):
        """A convex shape, its corners in the order of the clock."""
        edges = []
        for (ax, ay), (bx, by) in zip(points, points[1:] + points[:1]):
            length = math.hypot(bx - ax, by - ay)
            edges.append((ax, ay, -(by - ay) / length, (bx - ax) / length))
        xs, ys = [x for x, _ in points], [y for _, y in points]
        box = (min(xs) - 1, min(ys) - 1, max(xs) + 1, max(ys) + 1)
        inside = lambda x, y: min((x - ax) * nx + (y - ay) * ny for ax, ay, nx, ny in edges)
        self.shape(box, colour, inside, strength)

    def rectangle(self, x0, y0, x1, y1, colour, strength=1.0):
        self.polygon([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], colour, strength)

    def ridge(self, height, colour, bottom=HEIGHT):
        """Fills from a line to the bottom; `height` gives the line's y at each x."""
        for x in range(WIDTH):
            top = height(x + 0.5)
            first = max(0, math.floor(top))
            for y in range(first, min(bottom, HEIGHT)):
                cover = min(1.0, y + 1 - top)
                if cover > 0:
                    self.blend(x, y, colour, cover)

    def save(self, path):
        """Writes a PNG, each row as its difference from the one above, which suits these pictures."""
        raw, above = bytearray(), bytes(WIDTH * 3)
        for row in self.rows:
            raw.append(2)
            raw += bytes((a - b) & 255 for a, b in zip(row, above))
            above = bytes(row)
        chunk = lambda kind, body: (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )
        head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
        pixels = chunk(b"IDAT", zlib.compress(bytes(raw), 9))
        path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + pixels + chunk(b"IEND", b""))


def wave(base, *parts):
    """A line of hills: waves of (size, length, start) on a base."""
    return lambda x: base - sum(size * math.sin(x / length + start) for size, length, start in parts)


def house(canvas, x, y, width, height, wall, roof, windows, lit):
    """A house whose front stands on y."""
    canvas.rectangle(x, y - height, x + width, y, wall)
    eaves = width * 0.06
    canvas.polygon([(x + width / 2, y - height - width * 0.42), (x + width + eaves, y - height), (x - eaves, y - height)], roof)
    canvas.rectangle(x + width * 0.72, y - height - width * 0.45, x + width * 0.84, y - height - width * 0.12, roof)
    pane, gap = width * 0.2, width * 0.14
    for row in range(2):
        for column in range(2):
            left = x + width * 0.18 + column * (pane + gap + width * 0.1)
            top = y - height * (0.86 - 0.46 * row)
            on = (windows >> (row * 2 + column)) & 1
            canvas.rectangle(left, top, left + pane, top + height * 0.24, lit if on else roof, 1.0 if on else 0.75)


def tree(canvas, x, y, size, leaf, trunk):
    canvas.rectangle(x - size * 0.06, y - size * 0.6, x + size * 0.06, y, trunk)
    for dx, dy, radius in ((0, -0.95, 0.36), (-0.26, -0.72, 0.3), (0.27, -0.7, 0.31)):
        canvas.disc(x + dx * size, y + dy * size, radius * size, leaf)


CREAM, OCHRE, RUST, BRICK = (253, 240, 214), (232, 176, 92), (193, 98, 52), (142, 62, 36)
PLUM, BROWN, MOSS, SAGE = (92, 52, 58), (70, 44, 34), (98, 112, 66), (150, 156, 104)
LIT = (255, 221, 140)


def cwm_derwen():
    """A valley at dusk: hills one behind the other, a railway, seven lit villages."""
    canvas = Canvas((244, 190, 132), (252, 228, 190))
    canvas.disc(1010, 300, 92, (255, 239, 204))
    canvas.ridge(wave(430, (60, 210, 0.4), (22, 83, 2.0)), (222, 148, 104))
    canvas.ridge(wave(520, (80, 260, 2.2), (18, 90, 0.3)), (188, 112, 80))
    canvas.ridge(wave(620, (90, 230, 4.1), (16, 70, 1.0)), (146, 84, 66))
    villages = [(150, 640), (330, 684), (560, 700), (760, 676), (930, 668), (1130, 704), (1320, 690)]
    for number, (x, y) in enumerate(villages):
        for column in range(5):
            left = x + column * 26 - 52
            top = y - 18 - (number * 7 + column * 5) % 14
            canvas.polygon([(left + 11, top - 10), (left + 24, top), (left - 2, top)], PLUM)
            canvas.rectangle(left, top, left + 22, y + 14, (118, 66, 58))
            canvas.rectangle(left + 7, top + 7, left + 14, top + 15, LIT)
    canvas.ridge(wave(742, (26, 300, 1.2), (8, 95, 0.2)), (104, 62, 56))
    line = wave(806, (20, 330, 0.9))
    canvas.ridge(line, (84, 50, 48))
    for x in range(0, WIDTH, 24):
        canvas.rectangle(x, line(x) - 5, x + 10, line(x) - 1, OCHRE, 0.55)
    for number in range(3):
        left = 520 + number * 96
        y = line(left + 44) - 8
        canvas.rectangle(left, y - 36, left + 88, y, BRICK)
        for pane in range(4):
            canvas.rectangle(left + 9 + pane * 20, y - 27, left + 21 + pane * 20, y - 13, LIT)
    canvas.ridge(wave(884, (24, 240, 3.0), (10, 66, 0.6)), (60, 38, 38))
    return canvas


def porth_elen():
    """A harbour in the morning: terraces up the slope, boats, an old toll house on the quay."""
    canvas = Canvas((248, 214, 168), (255, 244, 222))
    canvas.disc(300, 240, 74, (255, 250, 232))
    canvas.ridge(wave(470, (56, 340, 0.0), (16, 120, 1.2)), (214, 170, 118))
    canvas.ridge(lambda x: 560 - 190 / (1 + math.exp(-(x - 820) / 130)), SAGE)
    walls = [(246, 214, 170), (226, 150, 110), (240, 228, 204), (206, 120, 92), (236, 190, 120)]
    for row in range(3):
        for number in range(9 - row):
            x = 800 + row * 74 + number * 68
            y = 612 - row * 92 - number * 3
            house(canvas, x, y, 62, 62, walls[(number * 2 + row) % 5], PLUM, (number * 5 + row * 3) % 16, LIT)
    canvas.rectangle(0, 640, WIDTH, HEIGHT, (120, 146, 140))
    for y in range(652, HEIGHT, 9):
        depth = (y - 640) / 320
        for number in range(7):
            x = (number * 233 + y * 57) % (WIDTH + 200) - 100
            length = 60 + 120 * depth
            canvas.rectangle(x, y, x + length, y + 1.5 + 2 * depth, (214, 214, 188), 0.4)
    canvas.polygon([(560, 612), (WIDTH, 612), (WIDTH, 660), (520, 660)], (150, 118, 92))
    house(canvas, 604, 614, 128, 96, CREAM, BRICK, 13, LIT)
    for x, y, size, hull in ((180, 752, 1.0, RUST), (470, 838, 1.5, PLUM), (960, 790, 1.2, BRICK), (1240, 880, 1.7, RUST)):
        canvas.rectangle(x - 3 * size, y - 150 * size, x + 2 * size, y, BROWN)
        canvas.polygon([(x + 6 * size, y - 142 * size), (x + 84 * size, y - 22 * size), (x + 6 * size, y - 22 * size)], CREAM)
        canvas.polygon([(x - 8 * size, y - 120 * size), (x - 8 * size, y - 22 * size), (x - 56 * size, y - 22 * size)], (244, 206, 150))
        canvas.polygon([(x - 80 * size, y - 12 * size), (x + 96 * size, y - 12 * size), (x + 64 * size, y + 22 * size), (x - 56 * size, y + 22 * size)], hull)
    return canvas


def hallowby():
    """Mill towns on a steep hillside: rows of houses, a chimney, washing between them."""
    canvas = Canvas((238, 176, 124), (252, 226, 184))
    canvas.ridge(wave(360, (70, 280, 1.0), (20, 90, 0.0)), (224, 158, 112))
    slope = lambda start, fall: (lambda x: start + fall * x)
    canvas.polygon([(1052, 120), (1096, 120), (1110, 640), (1038, 640)], (156, 82, 60))
    for puff in range(5):
        canvas.disc(1086 + puff * 46, 92 - puff * 17, 26 + puff * 11, (250, 226, 196), 0.55)
    shades = [(176, 96, 66), (158, 82, 60), (138, 70, 54), (116, 58, 48)]
    for row in range(4):
        line = slope(470 + row * 128, -0.1 + row * 0.035)
        canvas.ridge(lambda x, line=line: line(x) + 8, shades[row])
        size = 92 + row * 16
        for number in range(-1, 15):
            x = number * (size + 2) + row * 37
            wall = [(222, 160, 112), (204, 130, 88), (234, 190, 140)][(number + row) % 3]
            house(canvas, x, line(x + size / 2) + 16, size, size * 0.98, wall, shades[3] if row < 3 else PLUM, (number * 7 + row * 5) % 16, LIT)
    rope = lambda x: 872 + 30 * (1 - ((x - 720) / 640) ** 2)
    for x in range(80, 1360, 2):
        canvas.rectangle(x, rope(x), x + 2.5, rope(x) + 3, BROWN)
    for number, x in enumerate(range(150, 1290, 118)):
        colour = [CREAM, OCHRE, (226, 132, 96), SAGE][number % 4]
        canvas.polygon([(x, rope(x)), (x + 66, rope(x + 66)), (x + 60, rope(x + 66) + 62), (x + 6, rope(x) + 62)], colour)
    return canvas


def thornleigh_vale():
    """A wide vale: fields like a quilt, hedges, a lane with one figureless gate."""
    canvas = Canvas((250, 222, 170), (255, 243, 214))
    canvas.disc(1120, 210, 80, (255, 252, 236))
    canvas.ridge(wave(380, (34, 300, 0.5), (12, 110, 2.0)), (206, 184, 132))
    fields = [(226, 186, 104), (176, 168, 98), (212, 148, 82), (150, 150, 88), (238, 208, 134)]
    for row in range(6):
        base = 400 + row * 78 + row * row * 5
        canvas.ridge(wave(base, (20 + row * 3, 260 + row * 40, row * 1.3)), fields[row % 5])
        edge = wave(base, (20 + row * 3, 260 + row * 40, row * 1.3))
        for x in range(0, WIDTH, 14):
            canvas.disc(x, edge(x), 6 + row * 1.4, MOSS)
        for column in range(row % 3, 9, 3):
            left = column * 190 - row * 24
            for step in range(10 + row * 2):
                x, y = left + step * (5 + row), edge(left) + step * 8
                if 0 <= x < WIDTH:
                    canvas.disc(x, y, 5 + row, MOSS)
    for x, y, size in ((210, 540, 110), (300, 566, 86), (1180, 660, 150), (860, 520, 90), (1330, 760, 190)):
        tree(canvas, x, y, size, (122, 126, 70), BROWN)
    canvas.polygon([(600, 960), (690, 700), (724, 700), (860, 960)], (246, 224, 176))
    for x in (560, 900):
        canvas.rectangle(x - 9, 790, x + 9, 960, BROWN)
    for y in (812, 850, 888, 926):
        canvas.rectangle(560, y - 6, 900, y + 6, (120, 80, 56))
    canvas.polygon([(562, 920), (580, 932), (898, 822), (880, 810)], (120, 80, 56))
    return canvas


def westmarsh():
    """An estuary town beside allotments: sheds, rows of vegetables, a water tower far off."""
    canvas = Canvas((246, 204, 156), (254, 238, 208))
    canvas.disc(720, 330, 120, (255, 226, 170))
    canvas.ridge(wave(468, (10, 400, 0.0)), (206, 158, 116))
    for number in range(26):
        x = number * 58 - 20
        house(canvas, x, 486, 48, 30 + (number * 13) % 22, (190, 134, 100), (150, 96, 76), 0, LIT)
    canvas.polygon([(1180, 300), (1290, 300), (1274, 360), (1196, 360)], (150, 96, 76))
    for x in (1200, 1232, 1264):
        canvas.rectangle(x, 358, x + 7, 486, (150, 96, 76))
    canvas.rectangle(0, 486, WIDTH, 546, (158, 170, 156))
    for number in range(12):
        canvas.rectangle((number * 173) % 1400, 496 + (number * 17) % 42, (number * 173) % 1400 + 120, 499 + (number * 17) % 42, CREAM, 0.5)
    canvas.rectangle(0, 544, WIDTH, HEIGHT, (128, 88, 60))
    for row in range(9):
        y = 570 + row * 22 + row * row * 3.2
        size = 9 + row * 2.4
        for number in range(int(WIDTH / (size * 2.3)) + 2):
            x = number * size * 2.3 - (row % 2) * size
            leaf = [(134, 140, 74), (164, 160, 88), (112, 122, 66)][(row + number // 6) % 3]
            canvas.disc(x, y, size, leaf)
            if (number * 7 + row * 3) % 5 == 0:
                canvas.disc(x, y - size * 0.2, size * 0.42, RUST if row % 2 else OCHRE)
    for x, y, size, wall in ((140, 640, 150, BRICK), (1110, 690, 210, (160, 92, 60))):
        canvas.rectangle(x, y - size * 0.7, x + size, y + size * 0.35, wall)
        canvas.polygon([(x - size * 0.08, y - size * 0.7), (x + size * 0.3, y - size), (x + size * 1.08, y - size * 0.78), (x + size * 1.08, y - size * 0.68)], BROWN)
        canvas.rectangle(x + size * 0.12, y - size * 0.42, x + size * 0.46, y + size * 0.35, BROWN)
        canvas.rectangle(x + size * 0.6, y - size * 0.4, x + size * 0.86, y - size * 0.14, LIT)
    for x in (360, 520, 680):
        canvas.polygon([(x, 560), (x + 5, 560), (x + 40, 760), (x + 33, 760)], BROWN)
        canvas.polygon([(x, 560), (x + 5, 560), (x - 28, 760), (x - 35, 760)], BROWN)
        for step in range(8):
            canvas.disc(x + 3 + (-1) ** step * (4 + step * 3), 590 + step * 22, 11, (120, 132, 70))
    return canvas


if __name__ == "__main__":
    folder = Path(__file__).resolve().parent.parent / "content" / "areas"
    for draw in (cwm_derwen, porth_elen, hallowby, thornleigh_vale, westmarsh):
        name = draw.__name__.replace("_", "-")
        draw().save(folder / f"{name}.png")
        print(f"content/areas/{name}.png: {draw.__doc__.splitlines()[0]}")
