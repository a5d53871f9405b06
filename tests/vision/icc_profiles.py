"""Colour profiles made from their primaries, so that no profile file is needed."""

from __future__ import annotations

import struct

import numpy as np

D50 = np.array([0.9642, 1.0, 0.8249])
D65 = (0.3127, 0.3290)
BRADFORD = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])
DISPLAY_P3 = ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060))
ADOBE_RGB = ((0.640, 0.330), (0.210, 0.710), (0.150, 0.060))
SRGB = ((0.640, 0.330), (0.300, 0.600), (0.150, 0.060))


def to_xyz(primaries) -> np.ndarray:
    """The matrix from linear RGB to XYZ, adapted to D50."""
    columns = np.array([[x / y, 1.0, (1 - x - y) / y] for x, y in primaries]).T
    x, y = D65
    white = np.array([x / y, 1.0, (1 - x - y) / y])
    matrix = columns * np.linalg.solve(columns, white)
    gain = (BRADFORD @ D50) / (BRADFORD @ white)
    return np.linalg.inv(BRADFORD) @ np.diag(gain) @ BRADFORD @ matrix


def matrix_profile(name: str, primaries, gamma: float) -> bytes:
    """An ICC profile (version 2) of three primaries and one gamma."""
    matrix = to_xyz(primaries)
    curve = b"curv" + bytes(4) + struct.pack(">IH", 1, round(gamma * 256)) + bytes(2)
    text = name.encode() + b"\0"
    description = b"desc" + bytes(4) + struct.pack(">I", len(text)) + text + bytes(78)
    tags = {b"desc": description, b"cprt": b"text" + bytes(4) + b"none\0", b"wtpt": _xyz(D50)}
    for column, letter in enumerate(b"rgb"):
        tags[bytes([letter]) + b"XYZ"] = _xyz(matrix[:, column])
        tags[bytes([letter]) + b"TRC"] = curve
    offset = 128 + 4 + 12 * len(tags)
    table, data = struct.pack(">I", len(tags)), b""
    for signature, content in tags.items():
        padded = content + bytes(-len(content) % 4)
        table += signature + struct.pack(">II", offset + len(data), len(content))
        data += padded
    size = 128 + len(table) + len(data)
    header = struct.pack(">I4sI4s4s4s", size, b"none", 0x02100000, b"mntr", b"RGB ", b"XYZ ")
    header += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + bytes(28) + _numbers(D50)
    return header.ljust(128, b"\0") + table + data


def encoded_in(primaries, gamma: float, srgb) -> np.ndarray:
    """The numbers by which a space of that gamma writes colours given as sRGB of 0 to 255."""
    values = np.asarray(srgb, dtype=float) / 255
    linear = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    inside = linear @ (np.linalg.inv(to_xyz(primaries)) @ to_xyz(SRGB)).T
    return (np.clip(inside, 0, 1) ** (1 / gamma) * 255 + 0.5).astype(np.uint8)


def _numbers(values) -> bytes:
    return struct.pack(">3i", *(round(value * 65536) for value in values))


def _xyz(values) -> bytes:
    return b"XYZ " + bytes(4) + _numbers(values)
