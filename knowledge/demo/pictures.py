"""The pictures of the demo: calm shapes in the colours of the site, drawn here, never photographs.

Each is drawn at twice its size and halved, which smooths the edges. Drawing the same name again
gives the same pixels.
"""

import math
from collections.abc import Callable
from io import BytesIO

from PIL import Image, ImageDraw

SIZE = (1600, 900)
SCALE = 2
PAPER, SAND, ROSE = "#fbf8f3", "#f0e6d6", "#e9cdbb"
TEAL, DEEP, MIST, SKY = "#0b5d66", "#0c3238", "#9cc3c4", "#dbe9e7"
TERRACOTTA, SUN = "#c4633f", "#e6a75b"
Drawing = Callable[["Canvas"], None]


class Canvas:
    """Draws in the coordinates of the finished picture: 1600 wide, 900 high."""

    def __init__(self, background: str) -> None:
        width, height = SIZE
        self.image = Image.new("RGB", (width * SCALE, height * SCALE), background)
        self._draw = ImageDraw.Draw(self.image)

    def disc(self, x: float, y: float, radius: float, colour: str) -> None:
        self._draw.ellipse(_scaled(x - radius, y - radius, x + radius, y + radius), fill=colour)

    def box(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        self._draw.rectangle(_scaled(x, y, x + width, y + height), fill=colour)

    def shape(self, points: list[tuple[float, float]], colour: str) -> None:
        self._draw.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=colour)

    def arc(self, x: float, y: float, radius: float, width: int, colour: str) -> None:
        """The upper half of a ring around x, y."""
        bounds = _scaled(x - radius, y - radius, x + radius, y + radius)
        self._draw.arc(bounds, 180, 360, fill=colour, width=width * SCALE)

    def wave(self, y: float, height: float, length: float, shift: float, colour: str) -> None:
        """Everything below one wavy line."""
        line: list[tuple[float, float]] = [
            (x, y + height * math.sin((x + shift) * math.tau / length)) for x in range(0, 1608, 8)
        ]
        self.shape([*line, (1608, 900), (0, 900)], colour)

    def jpeg(self) -> bytes:
        output = BytesIO()
        self.image.reduce(SCALE).save(output, "JPEG", quality=88)
        return output.getvalue()


def _scaled(*numbers: float) -> list[float]:
    return [number * SCALE for number in numbers]


def bridge(canvas: Canvas) -> None:
    canvas.disc(1220, 250, 110, SUN)
    canvas.wave(560, 26, 1600, 300, MIST)
    canvas.arc(800, 680, 560, 44, TEAL)
    canvas.box(120, 500, 1360, 30, TEAL)
    for x in range(320, 1300, 120):
        top = 680 - math.sqrt(max(540**2 - (x - 800) ** 2, 0))
        canvas.box(x - 6, min(top, 505), 12, abs(505 - top), TEAL)
    canvas.wave(690, 18, 800, 0, DEEP)


def windows(canvas: Canvas) -> None:
    canvas.box(260, 110, 1080, 790, TEAL)
    for row in range(4):
        for column in range(6):
            lit = (row, column) in {(1, 4), (3, 1)}
            x, y = 330 + column * 165, 180 + row * 180
            canvas.box(x, y, 105, 120, SUN if lit else MIST)
            canvas.box(x + 48, y, 9, 120, TEAL)
    canvas.box(0, 870, 1600, 30, DEEP)


def arcs(canvas: Canvas) -> None:
    for radius, colour in ((620, TERRACOTTA), (480, SUN), (340, TEAL), (200, MIST)):
        canvas.arc(800, 820, radius, 90, colour)
    canvas.box(0, 820, 1600, 80, DEEP)


def sun(canvas: Canvas) -> None:
    canvas.disc(800, 520, 250, SUN)
    canvas.arc(800, 520, 340, 14, TERRACOTTA)
    canvas.arc(800, 520, 420, 10, ROSE)
    canvas.wave(590, 60, 1500, 0, MIST)
    canvas.wave(690, 50, 1100, 400, TEAL)
    canvas.wave(800, 30, 1700, 200, DEEP)


def waves(canvas: Canvas) -> None:
    canvas.disc(360, 220, 90, PAPER)
    for step, colour in enumerate((MIST, "#5f9fa3", TEAL, DEEP)):
        canvas.wave(430 + step * 120, 34, 520 - step * 40, step * 170, colour)


def houses(canvas: Canvas) -> None:
    colours = (TERRACOTTA, TEAL, SUN, DEEP, ROSE, TEAL)
    for number, colour in enumerate(colours):
        x, top = 110 + number * 235, 380 + (number % 3) * 60
        canvas.box(x, top, 205, 900 - top, colour)
        canvas.shape([(x - 12, top), (x + 102, top - 130), (x + 217, top)], colour)
        canvas.box(x + 40, top + 70, 50, 60, PAPER)
        canvas.box(x + 118, top + 70, 50, 60, PAPER)
    canvas.box(0, 850, 1600, 50, SAND)


def steps(canvas: Canvas) -> None:
    for number in range(7):
        canvas.box(120 + number * 150, 820 - number * 85, 1600, 90, (TEAL, MIST)[number % 2])
    canvas.arc(1320, 300, 150, 34, TERRACOTTA)
    canvas.box(1170, 300, 34, 40, TERRACOTTA)
    canvas.box(1436, 300, 34, 40, TERRACOTTA)
    canvas.box(0, 880, 1600, 20, DEEP)


def book(canvas: Canvas) -> None:
    canvas.arc(800, 600, 420, 20, TERRACOTTA)
    canvas.arc(800, 600, 320, 20, SUN)
    canvas.arc(800, 600, 220, 20, MIST)
    canvas.shape([(800, 600), (330, 520), (330, 760), (800, 840)], TEAL)
    canvas.shape([(800, 600), (1270, 520), (1270, 760), (800, 840)], DEEP)
    canvas.shape([(790, 570), (350, 490), (350, 720), (790, 800)], PAPER)
    canvas.shape([(810, 570), (1250, 490), (1250, 720), (810, 800)], SAND)


def hills(canvas: Canvas) -> None:
    canvas.disc(340, 230, 80, TERRACOTTA)
    canvas.wave(460, 110, 1300, 100, MIST)
    canvas.wave(600, 90, 1000, 500, "#5f9fa3")
    canvas.wave(730, 60, 1400, 200, TEAL)
    for number in range(16):
        y = 880 - number * 24
        x = 800 + 150 * math.sin(number / 2.6) * (1 - number / 22)
        canvas.disc(x, y, 15 - number * 0.6, SUN)


def leaves(canvas: Canvas) -> None:
    canvas.disc(800, 450, 130, SUN)
    for number in range(10):
        angle = number * math.tau / 10
        for offset, colour in ((190, TEAL), (300, MIST)):
            turn = angle + (0.31 if offset == 300 else 0)
            canvas.shape(_leaf(800, 450, turn, offset), colour)


def _leaf(x: float, y: float, angle: float, distance: float) -> list[tuple[float, float]]:
    """A pointed oval that lies across a ring, 150 long and 56 wide."""
    points = []
    for step in range(41):
        t = step * math.tau / 40
        along, across = 75 * math.cos(t), 28 * math.sin(t) ** 3
        outward = distance + across
        points.append(
            (
                x + outward * math.cos(angle) - along * math.sin(angle),
                y + outward * math.sin(angle) + along * math.cos(angle),
            )
        )
    return points


def letter(canvas: Canvas) -> None:
    canvas.box(340, 250, 920, 520, TEAL)
    canvas.shape([(340, 770), (800, 470), (1260, 770)], MIST)
    canvas.shape([(340, 250), (800, 580), (1260, 250)], DEEP)
    canvas.disc(800, 540, 80, TERRACOTTA)
    canvas.arc(800, 560, 42, 10, PAPER)


def lantern(canvas: Canvas) -> None:
    canvas.disc(800, 370, 330, "#17494f")
    canvas.disc(800, 370, 210, "#3d6a62")
    canvas.shape([(800, 560), (470, 900), (1130, 900)], "#c9a568")
    canvas.arc(800, 250, 70, 16, SUN)
    canvas.box(700, 240, 200, 26, TERRACOTTA)
    canvas.box(720, 266, 160, 210, SUN)
    canvas.box(794, 266, 12, 210, TERRACOTTA)
    canvas.box(690, 476, 220, 30, TERRACOTTA)


PICTURES: dict[str, tuple[str, Drawing]] = {
    "arcs": (PAPER, arcs),
    "book": (PAPER, book),
    "bridge": (PAPER, bridge),
    "hills": (SKY, hills),
    "houses": (SKY, houses),
    "lantern": (DEEP, lantern),
    "leaves": (PAPER, leaves),
    "letter": (SAND, letter),
    "steps": (PAPER, steps),
    "sun": (SAND, sun),
    "waves": (SKY, waves),
    "windows": (ROSE, windows),
}


def draw(name: str) -> bytes:
    """The picture of this name as a JPEG of 1600 by 900 pixels."""
    background, drawing = PICTURES[name]
    canvas = Canvas(background)
    drawing(canvas)
    return canvas.jpeg()
