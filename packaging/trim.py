"""What PyInstaller would collect, and nnviz never loads; and the little that it would miss.

Names are those inside the bundle. Most is left out by name, so that a new part which nobody thought of makes the
program larger and not broken. The system's libraries go the other way: all stay with the system but those named here.
"""

import sys
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

_SKLEARN = (
    "_loss",
    "cluster",
    "covariance",
    "cross_decomposition",
    "decomposition",
    "discriminant_analysis",
    "ensemble",
    "gaussian_process",
    "impute",
    "inspection",
    "linear_model",
    "manifold",
    "metrics",
    "mixture",
    "model_selection",
    "naive_bayes",
    "neighbors",
    "neural_network",
    "semi_supervised",
    "svm",
    "tree",
)
"""nnviz takes its example tables from scikit-learn, and no estimator."""

MODULES = (
    # What packages import where it happens to be there. Not `unittest`: scikit-learn needs it.
    *("IPython", "PIL", "cupy", "dask", "hypothesis", "matplotlib", "pandas", "pyarrow", "pytest", "torch"),
    *("curses", "distutils", "lib2to3", "pkg_resources", "readline", "setuptools", "sqlite3", "tkinter"),
    # nnviz speaks with no network, and Python has hash functions of its own.
    *("_hashlib", "_ssl", "ssl", "PySide6.QtNetwork"),
    *("PySide6.QtDBus", "PySide6.QtTest"),
    *("pyqtgraph.examples", "pyqtgraph.opengl"),
    *(f"sklearn.{name}" for name in _SKLEARN),
)
"""Python modules to leave out, with all that stands below them."""

HIDDEN = ("sklearn.datasets.data", "sklearn.datasets.descr", "sklearn.utils._vector_sentinel")
"""Modules that compiled ones import, or that are asked for by name: PyInstaller does not see it."""

_PLATFORMS = ("cocoa", "minimal", "offscreen", "wayland", "windows", "xcb")
_IMAGE_FORMATS = ("ico", "jpeg", "svg")

_LEFT_OUT = (
    # Qt's web pages, QML, PDF, on-screen keyboard, network, looks of GTK, and OpenGL where Qt paints without it.
    *("*Qt6Network.*", "*Qt6Pdf.*", "*Qt6Qml*", "*Qt6Quick*", "*Qt6Test.*", "*Qt6VirtualKeyboard.*"),
    *("*Qt6EglFS*", "*Qt6EglFs*", "*/plugins/egldeviceintegrations/*", "*/wayland-graphics-integration-*/*"),
    *("*/plugins/generic/*", "*/plugins/networkinformation/*", "*/plugins/tls/*", "*/opengl32sw.dll"),
    *("*/plugins/platformthemes/*gtk3.*", "*/plugins/platforminputcontexts/*virtualkeyboard*"),
    # What is read by tests, by compilers and by people.
    *("*/tests/*", "*.c", "*.cpp", "*.h", "*.hpp", "*.pxd", "*.pyi", "*.pyx", "*.pyx.tp", "*.pxd.tp", "*/meson.build"),
    *("*/sklearn/datasets/images/*", "sklearn/datasets/images/*"),
    # How packages were installed, which the program never asks.
    *("*.dist-info/*",),
)

_OF_THE_SYSTEM_KEPT = (
    # Python itself, and what has another name elsewhere.
    *("libbz2.*", "libpython3.*"),
    # Small libraries that Qt needs and few desktops have.
    *("libxcb-cursor.*", "libxcb-icccm.*", "libxcb-image.*", "libxcb-keysyms.*", "libxcb-render-util.*"),
    *("libxcb-util.*",),
)


def is_kept(name: str, source: str = "") -> bool:
    """Whether the program carries this file, `source` being where it was found on the machine that builds."""
    path = PurePosixPath(name.replace("\\", "/"))
    if any(fnmatchcase(f"/{path}", pattern) or fnmatchcase(str(path), pattern) for pattern in _LEFT_OUT):
        return False
    if path.parent.name == "translations":
        return path.name.startswith("qtbase_")
    if path.parent.name == "platforms":
        return any(path.stem.removeprefix("lib") == f"q{platform}" for platform in _PLATFORMS)
    if path.parent.name == "imageformats":
        return any(path.stem.removeprefix("lib") == f"q{image}" for image in _IMAGE_FORMATS)
    if is_of_the_system(source):
        return any(fnmatchcase(path.name, pattern) for pattern in _OF_THE_SYSTEM_KEPT)
    return True


def is_of_the_system(source: str) -> bool:
    """Whether a file is a library of this Linux, and no extension module of its Python."""
    in_system = source.startswith(("/lib/", "/lib64/", "/usr/lib/", "/usr/lib64/"))
    return sys.platform.startswith("linux") and in_system and PurePosixPath(source).name.startswith("lib")


def is_kept_module(name: str) -> bool:
    """Whether the program carries this Python module: all but tests."""
    return "tests" not in name.split(".")


def helper_first(scripts: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """PyInstaller's scripts (name, source, kind) in the order that they are to run in.

    Behind `helper_first.py` comes what prepares Qt; before it all other preparations, as PyInstaller has them.

    Raises
    ------
    ValueError
        Where one of those is missing that it is about: they are PyInstaller's own, and may get other names.
    """
    names = [name for name, _, _ in scripts]
    qt, helper = names.index("pyi_rth_pyside6"), names.index("helper_first")
    names.index("pyi_rth_multiprocessing", 0, helper)  # it teaches the helper which words to look for
    return [*scripts[:qt], *scripts[qt + 1 : helper + 1], scripts[qt], *scripts[helper + 1 :]]


def trimmed(entries: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Those of PyInstaller's entries (name, source, kind) that are kept, and no symlink to one that is not."""
    kept = [entry for entry in entries if is_kept(entry[0], entry[1] if entry[2] != "SYMLINK" else "")]
    files = {_normal(name) for name, _, kind in kept if kind != "SYMLINK"}
    return [entry for entry in kept if entry[2] != "SYMLINK" or _target(entry) in files]


def _target(symlink: tuple[str, str, str]) -> str:
    """The file that a symlink stands for: its source is written as seen from its own folder."""
    parts: list[str] = []
    for part in (*PurePosixPath(_normal(symlink[0])).parent.parts, *PurePosixPath(_normal(symlink[1])).parts):
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


def _normal(name: str) -> str:
    return name.replace("\\", "/")
