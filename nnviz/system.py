"""What nnviz needs of the computer, and knows of it, before Qt may be loaded."""

import ctypes
import os
import sys

_APT = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
}
_APT_X11 = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
}


def missing_libraries() -> str | None:
    """Say in one sentence why a window cannot open on this Linux, or None where it can.

    Qt itself would name the wrong library and abort the process.
    """
    if not sys.platform.startswith("linux"):
        return None
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    if not platform and not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        return "there is no display to open a window on; `nnviz train RECIPE` trains without one"
    needed = _APT if platform in {"offscreen", "minimal"} else _APT | _APT_X11
    missing = [package for library, package in needed.items() if not _loads(library)]
    if not missing:
        return None
    return f"system libraries are missing; on Debian and Ubuntu: sudo apt-get install {' '.join(missing)}"


def is_seen_by_nobody() -> bool:
    """Whether a double click started us, so that what is written to standard error is read by nobody.

    On Windows the program with the window has no such stream; on Linux the desktop says whom it started.
    """
    return sys.stderr is None or os.environ.get("GIO_LAUNCHED_DESKTOP_FILE_PID") == str(os.getpid())


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
