"""The colours of the screen: photographs are decoded to sRGB, and brought to the screen's profile where there is one.

X11 keeps the profile as a property of the root window (the ICC Profiles in X specification), Windows with the device.
Elsewhere the system looks after it, or says nothing: then what is shown is sRGB.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import logging
import sys
from pathlib import Path

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QColorSpace, QGuiApplication, QImage

_SRGB = QColorSpace(QColorSpace.NamedColorSpace.SRgb)
_LARGEST = 4 * 2**20
"""Bytes; profiles of screens are far smaller."""
_ANY_TYPE = 0
_PATH_SIZE = 1024
_log = logging.getLogger(__name__)


class DisplayColours:
    """Brings pictures to the colours of the screen; safe on any thread."""

    def __init__(self, profile: bytes | None) -> None:
        """`profile` is the screen's; None, or one that Qt cannot use, leaves pictures as they are."""
        self._screen = _usable(profile)

    @property
    def managed(self) -> bool:
        """Whether pictures are changed at all."""
        return self._screen is not None

    def shown(self, image: QImage) -> QImage:
        """A picture in sRGB, as this screen must be told to show it."""
        if self._screen is None or image.isNull():
            return image
        image.setColorSpace(_SRGB)
        return image.convertedToColorSpace(self._screen)


def screen_profile() -> bytes | None:
    """The profile of the main screen, where the system tells; never raises."""
    try:
        if QGuiApplication.platformName() == "xcb":
            return _of_x11()
        if sys.platform == "win32":
            return _of_windows()
    except (OSError, AttributeError, ValueError) as error:
        _log.warning("the screen's profile could not be read: %s", error)
    return None


def _usable(profile: bytes | None) -> QColorSpace | None:
    if not profile:
        return None
    found = QColorSpace.fromIccProfile(QByteArray(profile))
    return found if found.isValid() and found.isValidTarget() and found != _SRGB else None


def _of_x11() -> bytes | None:
    """Through a connection of its own: Qt's is not to be had."""
    x11 = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XDefaultRootWindow.restype = x11.XInternAtom.restype = ctypes.c_ulong
    display = ctypes.c_void_p(x11.XOpenDisplay(None))
    if not display:
        return None
    try:
        atom = x11.XInternAtom(display, b"_ICC_PROFILE", 1)
        return _property(x11, display, atom) if atom else None
    finally:
        x11.XCloseDisplay(display)


def _property(x11: ctypes.CDLL, display: ctypes.c_void_p, atom: int) -> bytes | None:
    kind, width = ctypes.c_ulong(), ctypes.c_int()
    count, left = ctypes.c_ulong(), ctypes.c_ulong()
    data = ctypes.POINTER(ctypes.c_ubyte)()
    root, long = ctypes.c_ulong(x11.XDefaultRootWindow(display)), ctypes.c_long
    x11.XGetWindowProperty(
        display, root, ctypes.c_ulong(atom), long(0), long(_LARGEST // 4), 0, ctypes.c_ulong(_ANY_TYPE),
        *(ctypes.byref(each) for each in (kind, width, count, left, data)),
    )  # fmt: skip
    if not data:
        return None
    try:
        whole = width.value == 8 and not left.value
        return ctypes.string_at(data, count.value) if whole else None
    finally:
        x11.XFree(data)


def _of_windows() -> bytes | None:
    windll = ctypes.windll  # type: ignore[attr-defined]
    windll.user32.GetDC.restype = ctypes.c_void_p
    device = ctypes.c_void_p(windll.user32.GetDC(None))
    if not device:
        return None
    try:
        size, name = ctypes.c_ulong(_PATH_SIZE), ctypes.create_unicode_buffer(_PATH_SIZE)
        if not windll.gdi32.GetICMProfileW(device, ctypes.byref(size), name):
            return None
    finally:
        windll.user32.ReleaseDC(None, device)
    return Path(name.value).read_bytes()
