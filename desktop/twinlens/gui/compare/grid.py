"""Where up to nine pictures stand: in rows that waste the least of the window for their shapes. No Qt."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

_AS_GOOD = 0.99


@dataclass(frozen=True, slots=True)
class Cell:
    """A place for a picture and its caption, in window units."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class _Rows:
    """One way to break pictures into rows, and how high their pictures can be in each."""

    sizes: tuple[int, ...]
    heights: tuple[float, ...]
    worth: float


def cells(shapes: Sequence[float], width: int, height: int, *, caption: int = 0, gap: int = 0) -> list[Cell]:
    """Cells for pictures of these shapes (width by height), in reading order; together they fill the area.

    Of all ways to break them into rows the one is taken in which the pictures are largest, by the geometric mean, so
    that none grows at the cost of others; of those nearly as good the one whose rows are the most even. Rows are
    as high as each other unless their width is used up.
    """
    return list(_cells(tuple(max(shape, 1e-3) for shape in shapes), width, height, caption, gap)) if shapes else []


@lru_cache(maxsize=64)
def _cells(shapes: Sequence[float], width: int, height: int, caption: int, gap: int) -> tuple[Cell, ...]:
    """Asked for again with every zoom, to know what to decode ahead: worked out once."""
    found = [_heights(shapes, sizes, width, height, caption, gap) for sizes in _breaks(len(shapes))]
    most = max(rows.worth for rows in found) * _AS_GOOD
    best = min((rows for rows in found if rows.worth >= most), key=lambda rows: _widest(shapes, rows.sizes))
    return tuple(_placed(shapes, best, width, height, caption, gap))


def _breaks(count: int) -> Iterator[tuple[int, ...]]:
    """All ways to break so many into rows, in order: the sizes of the rows."""
    for bits in range(2 ** (count - 1)):
        sizes = [1]
        for place in range(count - 1):
            if bits >> place & 1:
                sizes.append(1)
            else:
                sizes[-1] += 1
        yield tuple(sizes)


def _heights(shapes: Sequence[float], sizes: tuple[int, ...], width: int, height: int, caption: int, gap: int) -> _Rows:
    rows = list(_split(shapes, sizes))
    room = height - caption * len(rows) - gap * (len(rows) - 1)
    limits = [max(width - gap * (len(row) - 1), 1) / sum(row) for row in rows]
    heights = _levelled(limits, max(room, 1))
    worth = math.exp(
        sum(len(row) * math.log(max(high, 1)) for row, high in zip(rows, heights, strict=True)) / len(shapes)
    )
    return _Rows(sizes, tuple(heights), worth)


def _widest(shapes: Sequence[float], sizes: tuple[int, ...]) -> float:
    return max(sum(row) for row in _split(shapes, sizes))


def _levelled(limits: Sequence[float], room: float) -> list[float]:
    """Heights up to their limits that use the room, as equal as can be."""
    heights = [0.0] * len(limits)
    open_rows = sorted(range(len(limits)), key=limits.__getitem__)
    while open_rows:
        lowest = open_rows.pop(0)
        heights[lowest] = min(limits[lowest], room / (len(open_rows) + 1))
        room -= heights[lowest]
    return heights


def _placed(shapes: Sequence[float], rows: _Rows, width: int, height: int, caption: int, gap: int) -> Iterator[Cell]:
    """What is left over is shared: zoomed in, pictures fill their cells."""
    used = sum(rows.heights) + (caption + gap) * len(rows.heights) - gap
    more = max(0.0, (height - used) / len(rows.heights))
    top = 0.0
    for row, high in zip(_split(shapes, rows.sizes), rows.heights, strict=True):
        bottom, left = top + caption + high + more, 0.0
        across = (width - gap * (len(row) - 1)) / sum(row)
        for shape in row:
            right = left + shape * across
            yield Cell(round(left), round(top), round(right) - round(left), round(bottom) - round(top))
            left = right + gap
        top = bottom + gap


def _split(shapes: Sequence[float], sizes: Sequence[int]) -> Iterator[Sequence[float]]:
    start = 0
    for size in sizes:
        yield shapes[start : start + size]
        start += size
