"""How one picture lies over another, and what follows from it: which part of each the other shows."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from twinlens.core.evidence import Region

Points = NDArray[np.float32]
"""[N, 2], x and y."""
Matrix = NDArray[np.float64]
"""[3, 3], of homogeneous places."""
_CORNERS = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float64)


@dataclass(frozen=True)
class Alignment:
    """How the first picture is laid over the second."""

    matrix: Matrix
    """[3, 3]: from a place in the first to that in the second, both in fractions of width and height."""
    mirrored: bool
    """Whether the first is seen as in a mirror; the matrix has it in it."""
    inliers: int
    """How many pairs of features agree, those in one spot counted once."""
    paired: int
    """How many there were."""

    @property
    def inverse(self) -> Alignment:
        """The second laid over the first."""
        return Alignment(np.asarray(np.linalg.inv(self.matrix), np.float64), self.mirrored, self.inliers, self.paired)

    @property
    def outline(self) -> Matrix:
        """[4, 2]: where the first's corners lie in the second, fractions; from the upper left clockwise."""
        return projected(_CORNERS, self.matrix)

    @property
    def region_in_second(self) -> Region:
        """What the first shows of the second: the box around it, cut to the picture."""
        corners = np.clip(self.outline, 0.0, 1.0)
        (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
        return float(left), float(top), float(right - left), float(bottom - top)

    @property
    def second_in_first(self) -> float:
        """Share of the second picture's area that the first shows."""
        outline = np.asarray(self.outline, np.float32)
        area, _ = cv2.intersectConvexConvex(outline, np.asarray(_CORNERS, np.float32))
        return min(1.0, float(area))

    @property
    def first_in_second(self) -> float:
        """Share of the first picture's area that the second shows."""
        return self.inverse.second_in_first

    @property
    def shrinks(self) -> bool:
        """Whether the first lies in a part of the second, rather than the other way round."""
        outline = np.asarray(self.outline, np.float32)
        return cv2.contourArea(outline) < 1

    def linear_in_pixels(self, first: tuple[int, int], second: tuple[int, int]) -> Matrix:
        """[2, 2]: turn and scaling in the middle, from pixels of the first to those of the second.

        `first` and `second` are widths and heights. A mirror is taken out: it counts as laid over unmirrored.
        """
        middle = np.array([[0.5, 0.5], [0.501, 0.5], [0.5, 0.501]])
        there = projected(middle, self.matrix) * second
        linear = (there[1:] - there[0]).T / 0.001 / first
        return np.asarray(linear @ np.diag([-1.0, 1.0]) if self.mirrored else linear, np.float64)


def projected(points: NDArray[np.floating], matrix: Matrix) -> Matrix:
    """[N, 2] places, moved."""
    homogeneous = np.column_stack([points, np.ones(len(points))]) @ matrix.T
    return np.asarray(homogeneous[:, :2] / homogeneous[:, 2:], np.float64)


def whole_frames() -> list[Alignment]:
    """The eight ways in which one picture lies exactly over all of another: turned by right angles, mirrored or not."""
    turned = np.array([[0.0, -1, 1], [1, 0, 0], [0, 0, 1]])
    mirror = np.array([[-1.0, 0, 1], [0, 1, 0], [0, 0, 1]])
    turns = [np.linalg.matrix_power(turned, turn) for turn in range(4)]
    return [Alignment(turn, False, 0, 0) for turn in turns] + [Alignment(turn @ mirror, True, 0, 0) for turn in turns]


def to_pixels(width: int, height: int) -> Matrix:
    """From fractions to numbers of pixels, whose middles lie half a pixel in."""
    return np.array([[width, 0, -0.5], [0, height, -0.5], [0, 0, 1]], np.float64)


def from_pixels(width: int, height: int) -> Matrix:
    """The other way round."""
    return np.array([[1 / width, 0, 0.5 / width], [0, 1 / height, 0.5 / height], [0, 0, 1]], np.float64)


def laid_over(picture: NDArray[np.uint8], alignment: Alignment, width: int, height: int) -> NDArray[np.uint8]:
    """The first picture, [h, w] or [h, w, 3], as it lies in the second's frame of `width` x `height`; 0 beside it.

    Shrinking takes the nearest pixels, not their mean: give it a picture of about the size that it will have.
    """
    rows, columns = picture.shape[:2]
    matrix = to_pixels(width, height) @ alignment.matrix @ from_pixels(columns, rows)
    return np.asarray(cv2.warpPerspective(picture, matrix, (width, height), flags=cv2.INTER_LINEAR), np.uint8)


def laid_over_evenly(
    picture: NDArray[np.uint8], alignment: Alignment, side: int
) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """The first in the second's frame squashed to `side` x `side`, averaged where it shrinks; and where it is seen."""
    corners = alignment.outline * side
    across = max(np.linalg.norm(corners[1] - corners[0]), np.linalg.norm(corners[2] - corners[3]))
    down = max(np.linalg.norm(corners[3] - corners[0]), np.linalg.norm(corners[2] - corners[1]))
    size = int(np.clip(round(float(across)), 8, 4 * side)), int(np.clip(round(float(down)), 8, 4 * side))
    small = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
    seen = laid_over(np.full(small.shape[:2], 255, np.uint8), alignment, side, side) == 255
    return laid_over(small, alignment, side, side), seen


def in_one_frame(
    first: NDArray[np.uint8], second: NDArray[np.uint8], alignment: Alignment, side: int
) -> tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.bool_]]:
    """Both in the frame of the one that shows less, squashed to `side` x `side`.

    The other as it is laid in, that one (the first where the alignment `shrinks`), and where the other is seen.
    """
    frame, other, over = (first, second, alignment.inverse) if alignment.shrinks else (second, first, alignment)
    laid, seen = laid_over_evenly(other, over, side)
    return laid, np.asarray(cv2.resize(frame, (side, side), interpolation=cv2.INTER_AREA), np.uint8), seen
