"""The system report: what somebody who is to find a mistake needs to know of the computer, and nothing of its owner."""

import platform
import sys
from collections.abc import Iterable

import numpy as np
import PySide6
from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication, QScreen

import nnviz
from nnviz.parts import Part
from nnviz.session.processors import n_processors
from nnviz.session.update import Help

_KNOWN_AS = {"X86_V2": "SSE4.2", "X86_V3": "AVX2", "X86_V4": "AVX-512"}
"""What NumPy calls levels of the x86-64 standard, people call by the newest instructions in them."""
_LIBRARIES = ("numpy", "scipy", "scikit-learn", "pyqtgraph", "msgspec")


def system_report(parts: Iterable[Part], text_size: float, help_: Help) -> str:
    """Versions, system, processor and screens, a line each.

    Parameters
    ----------
    parts : Iterable[Part]
        Know their versions, so that no library is loaded to ask it.
    text_size : float
        Factor on normal text; 1 is normal.
    help_ : Help
        How it stands with the process that makes steps.
    """
    versions = {part.name: part.version for part in parts}
    frozen = "built program" if getattr(sys, "frozen", False) else "Python package"
    lines = (
        f"nnviz {nnviz.__version__} ({frozen})",
        f"Python {platform.python_version()}",
        f"Qt {qVersion()}, PySide6 {PySide6.__version__}, platform plugin {QGuiApplication.platformName()}",
        ", ".join(f"{name} {versions[name]}" for name in _LIBRARIES if name in versions),
        f"{_system()}, {platform.machine()}",
        f"{n_processors()} processors, NumPy uses {_cpu_extension()}",
        f"Second process for training: {help_.value}",
        *(_screen(screen) for screen in QGuiApplication.screens()),
        f"Text at {text_size:.0%}".replace("%", " %"),
    )
    return "\n".join(lines)


def _system() -> str:
    """The system's name as its maker writes it, and its kernel on Linux."""
    if sys.platform == "darwin":
        return f"macOS {platform.mac_ver()[0]}"
    kernel = f"{platform.system()} {platform.release()}"
    if sys.platform == "win32":
        return f"{kernel}, {platform.version()}"
    try:
        distribution = platform.freedesktop_os_release().get("PRETTY_NAME", "")
    except OSError:  # a Linux that does not say which
        distribution = ""
    return f"{distribution}, {kernel}" if distribution else kernel


def _cpu_extension() -> str:
    """The newest instructions of this processor that NumPy has code for, such as AVX2."""
    extensions = np.show_config(mode="dicts").get("SIMD Extensions", {})
    used = (extensions.get("found") or extensions.get("baseline") or ["no extension"])[-1]
    return _KNOWN_AS.get(used, used)


def _screen(screen: QScreen) -> str:
    size, scale = screen.size(), screen.devicePixelRatio()
    return f"Screen {size.width()} × {size.height()} at {scale:.0%}".replace("%", " %")
