"""Draws the application's icon in the sizes and formats that desktops want, from its one SVG."""

from __future__ import annotations

import os
from pathlib import Path

SIZES = (16, 24, 32, 48, 64, 128, 256, 512)


def draw(source: Path, target: Path) -> None:
    """Write `icons/SIZE.png`, `twinlens.ico` and `twinlens.icns` under `target`."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PIL import Image
    from PySide6.QtCore import QRectF, Qt
    from PySide6.QtGui import QGuiApplication, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    application = QGuiApplication.instance() or QGuiApplication([])
    drawing = QSvgRenderer(str(source))
    folder = target / "icons"
    folder.mkdir(parents=True, exist_ok=True)
    for size in SIZES:
        image = QImage(size, size, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        drawing.render(painter, QRectF(0, 0, size, size))
        painter.end()
        image.save(str(folder / f"{size}.png"))
    del application
    with Image.open(folder / "512.png") as largest:
        largest.save(target / "twinlens.ico", sizes=[(size, size) for size in SIZES if size <= 256])
        largest.save(target / "twinlens.icns")
