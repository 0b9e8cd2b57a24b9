"""Whether a window can be opened here, found out without the risk of Qt ending the process."""

from __future__ import annotations

import ctypes
import importlib
import os
import sys
from pathlib import Path

PACKAGES = (
    "libegl1 libgl1 libglib2.0-0 libxkbcommon-x11-0 libdbus-1-3 libfontconfig1 libxcb-cursor0 "
    "libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0 "
    "libxcb-xinerama0 libxcb-xkb1"
)
"""What a bare Debian or Ubuntu lacks before Qt can open a window."""


def why_no_window() -> str:
    """Return why no window can be opened, or an empty string where one can.

    Qt ends the whole process when it finds no display or lacks a library of
    the window system, so both are looked for first.
    """
    return _no_display() or _no_qt()


def _no_display() -> str:
    chosen = os.environ.get("QT_QPA_PLATFORM", "")
    if not sys.platform.startswith("linux") or chosen not in ("", "xcb", "wayland"):
        return ""
    if _wayland():
        return ""
    display = os.environ.get("DISPLAY")
    if not display:
        return "There is no display"
    return _no_x11(display)


def _wayland() -> bool:
    name = os.environ.get("WAYLAND_DISPLAY")
    return bool(name) and Path(os.environ.get("XDG_RUNTIME_DIR", ""), str(name)).exists()


def _no_x11(display: str) -> str:
    try:
        ctypes.CDLL("libxcb-cursor.so.0")
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError as error:
        return _missing(error)
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    refused = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return f"The display {display} does not answer" if refused else ""


def _no_qt() -> str:
    try:
        importlib.import_module("PySide6.QtWidgets")
    except ImportError as error:
        return _missing(error)
    return ""


def _missing(error: Exception) -> str:
    name = str(error).partition(":")[0]
    return f"Qt lacks {name} (on Debian or Ubuntu: apt install {PACKAGES})"
