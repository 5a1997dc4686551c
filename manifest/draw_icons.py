"""Draws the Teams app's two icons beside this file: `python manifest/draw_icons.py`. Needs no library.

A speech bubble that holds the letters TV: white on GOV.UK blue, 192 pixels; and its outline in white on nothing, 32.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from pathlib import Path

Point = tuple[float, float]
Shape = Callable[[float, float], bool]
Image = list[list[tuple[int, int, int, int]]]
"""Rows of red, green, blue, opacity."""

BLUE, WHITE = (29, 112, 184), (255, 255, 255)
COLOR_SIZE, OUTLINE_SIZE = 192, 32  # teams-facts §5
FINE = 4  # samples a pixel's side, which smooths the edges


def icons() -> dict[str, Image]:
    """Both icons by the names of their files."""
    return {"color.png": _color(), "outline.png": _outline()}


def _color() -> Image:
    bubble, tv = _bubble(36, 42, 156, 128, corner=14, tail=26), _letters(56, 62, 136, 108, stroke=13)
    coverage = _coverage(COLOR_SIZE, lambda x, y: bubble(x, y) and not tv(x, y))
    return [[(*_mixed(BLUE, WHITE, share), 255) for share in row] for row in coverage]


def _outline() -> Image:
    outer, inner = _bubble(2, 4, 30, 25, corner=4, tail=5), _bubble(4, 6, 28, 23, corner=2)
    tv = _letters(7, 10, 25, 19.5, stroke=2.3)
    coverage = _coverage(OUTLINE_SIZE, lambda x, y: (outer(x, y) and not inner(x, y)) or tv(x, y))
    return [[(*WHITE, round(255 * share)) for share in row] for row in coverage]


def _bubble(left: float, top: float, right: float, bottom: float, *, corner: float, tail: float = 0) -> Shape:
    """A rectangle with round corners; with a tail, that hangs below its left side."""
    start = left + (right - left) * 0.2
    point = _inside([(start, bottom - 1), (start + tail * 1.1, bottom - 1), (start, bottom + tail)])

    def inside(x: float, y: float) -> bool:
        if tail and point(x, y):
            return True
        if not (left <= x <= right and top <= y <= bottom):
            return False
        off_x = max(left + corner - x, x - right + corner, 0)
        off_y = max(top + corner - y, y - bottom + corner, 0)
        return off_x**2 + off_y**2 <= corner**2

    return inside


def _letters(left: float, top: float, right: float, bottom: float, *, stroke: float) -> Shape:
    """The letters T and V side by side, of one width, half a stroke apart."""
    half = stroke / 2
    width = (right - left - half) / 2
    stem, start, slant = left + width / 2, right - width, stroke * 1.15
    middle = start + width / 2
    parts = [
        _inside([(left, top), (left + width, top), (left + width, top + stroke), (left, top + stroke)]),
        _inside([(stem - half, top), (stem + half, top), (stem + half, bottom), (stem - half, bottom)]),
        _inside([(start, top), (start + slant, top), (middle + slant / 2, bottom), (middle - slant / 2, bottom)]),
        _inside([(right - slant, top), (right, top), (middle + slant / 2, bottom), (middle - slant / 2, bottom)]),
    ]
    return lambda x, y: any(part(x, y) for part in parts)


def _inside(corners: list[Point]) -> Shape:
    """A shape with straight sides and no dent; its corners clockwise as they appear."""
    sides = list(zip(corners, [*corners[1:], corners[0]], strict=True))

    def inside(x: float, y: float) -> bool:
        turns = [(x2 - x1) * (y - y1) - (y2 - y1) * (x - x1) for (x1, y1), (x2, y2) in sides]
        return all(turn >= 0 for turn in turns)

    return inside


def _coverage(size: int, shape: Shape) -> list[list[float]]:
    """How much of each pixel the shape covers, 0 to 1."""
    steps = [(step + 0.5) / FINE for step in range(FINE)]
    return [
        [sum(shape(x + right, y + down) for down in steps for right in steps) / FINE**2 for x in range(size)]
        for y in range(size)
    ]


def _mixed(under: tuple[int, int, int], over: tuple[int, int, int], share: float) -> tuple[int, int, int]:
    red, green, blue = (round(low + (high - low) * share) for low, high in zip(under, over, strict=True))
    return red, green, blue


def png(image: Image) -> bytes:
    """The image as a PNG file, 8 bits a channel with opacity."""
    header = struct.pack(">IIBBBBB", len(image[0]), len(image), 8, 6, 0, 0, 0)
    rows = b"".join(b"\0" + b"".join(bytes(pixel) for pixel in row) for row in image)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(kind, data) for kind, data in ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


if __name__ == "__main__":
    for name, image in icons().items():
        (Path(__file__).parent / name).write_bytes(png(image))
