"""Opening each format through the one Pillow plugin that reads it: no other decoder ever sees the file."""

from __future__ import annotations

import importlib
import importlib.util
import os
from typing import Any, BinaryIO

from PIL import Image, JpegImagePlugin, UnidentifiedImageError

from twinlens.vision.containers import Container

Image.MAX_IMAGE_PIXELS = None  # pictures are limited by memory, see memory.py
_THREADS_PER_FILE = 1
"""Files are decoded side by side; threads within one would only fight over the cores."""

_PLUGINS: dict[Container, tuple[str, tuple[str, ...]]] = {
    Container.JPEG: ("PIL.JpegImagePlugin", ("JPEG",)),
    Container.PNG: ("PIL.PngImagePlugin", ("PNG",)),
    Container.WEBP: ("PIL.WebPImagePlugin", ("WEBP",)),
    Container.TIFF: ("PIL.TiffImagePlugin", ("TIFF",)),
    Container.GIF: ("PIL.GifImagePlugin", ("GIF",)),
    Container.BMP: ("PIL.BmpImagePlugin", ("BMP",)),
    Container.PSD: ("twinlens.vision.psd", ()),
    Container.HEIF: ("pillow_heif", ("HEIF",)),
    Container.AVIF: ("PIL.AvifImagePlugin", ("AVIF",)),
    Container.JXL: ("pillow_jxl", ("JXL",)),
    Container.JPEG2000: ("PIL.Jpeg2KImagePlugin", ("JPEG2000",)),
    Container.PPM: ("PIL.PpmImagePlugin", ("PPM",)),
    Container.QOI: ("PIL.QoiImagePlugin", ("QOI",)),
}
_ready: set[Container] = set()


def open_image(file: BinaryIO, container: Container) -> Image.Image:
    """Open a picture of a known format, without decoding it yet. Raises what Pillow raises."""
    module, names = _PLUGINS[container]
    if container not in _ready:
        _prepare(container, module)
        _ready.add(container)
    file.seek(0)
    if container is Container.JPEG:
        # Not through Image.open, which looks for further pictures behind the first, and stumbles over broken tables.
        return JpegImagePlugin.JpegImageFile(file)
    if container is Container.PSD:
        from twinlens.vision.psd import open_psd

        return open_psd(file)
    try:
        return Image.open(file, formats=names)
    except UnidentifiedImageError:
        if container is not Container.TIFF:
            raise
        from twinlens.vision.tiff_fallback import open_deep_tiff

        return open_deep_tiff(file)


def supported_formats() -> dict[str, bool]:
    """Every format that the application reads, and whether its decoder works in this installation."""
    working: dict[str, bool] = {}
    for container, (module, names) in _PLUGINS.items():
        try:
            _prepare(container, module)
        except (ImportError, OSError):
            working[container] = False
        else:
            working[container] = all(name in Image.OPEN for name in names)
    working[Container.RAW] = importlib.util.find_spec("rawpy") is not None
    return working


def _prepare(container: Container, module: str) -> None:
    plugin: Any = importlib.import_module(module)
    if container is Container.HEIF:
        plugin.options.DECODE_THREADS = _THREADS_PER_FILE
        plugin.register_heif_opener()
    elif container is Container.AVIF:
        plugin.DEFAULT_MAX_THREADS = _THREADS_PER_FILE
    elif container is Container.JXL:
        plugin = importlib.import_module("pillow_jxl.JpegXLImagePlugin")
        plugin.DECODE_THREADS = 0
    os.environ.setdefault("OMP_NUM_THREADS", str(_THREADS_PER_FILE))
