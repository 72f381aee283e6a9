"""The largest parts of the frozen program, and what each is for.

    python3 packaging/largest_parts.py [FOLDER]

prints them as a table for `packaging/README.md`, with the sizes of the files in dist/.
"""

import sys
from fnmatch import fnmatchcase
from pathlib import Path

from places import BUNDLE, DIST

_MB = 1e6
_SHOWN = 10

PARTS = (
    ("Unicode tables (ICU)", "*libicu*", "Qt reads, sorts and breaks text in every script by them"),
    ("OpenBLAS, NumPy's", "*numpy.libs/*openblas*", "matrix products of the training step"),
    ("OpenBLAS, SciPy's", "*scipy.libs/*openblas*", "another build of it, which SciPy's linear algebra asks for"),
    ("nnviz and all Python modules", "nnviz*", "byte code of nnviz and of every package below, compressed"),
    ("Qt", "*PySide6/Qt/*", "windows, painting, text, fonts, and the ways to X11 and Wayland"),
    ("PySide6", "*PySide6/*", "Qt as Python calls it; with it shiboken6"),
    ("PySide6", "*shiboken6*", ""),
    ("NumPy", "*numpy/*", "arrays: everything that is computed"),
    ("NumPy", "*numpy.libs/*", ""),
    ("SciPy", "*scipy/*", "scikit-learn cannot be loaded without it"),
    ("SciPy", "*scipy.libs/*", ""),
    ("scikit-learn", "*sklearn/*", "the example tables: iris, wine, breast cancer, digits"),
    ("scikit-learn", "*scikit_learn.libs/*", ""),
    ("Python", "*python3*", "the interpreter, and its extension modules"),
    ("Python", "*base_library.zip", ""),
    ("Python", "*.pyd", ""),
    ("nnviz's fonts and pictures", "*resources/*", "the typeface Inter, and the icons"),
    ("pyqtgraph", "*pyqtgraph/*", "plots: its colour maps and icons, the code is above"),
    ("msgspec", "*msgspec/*", "documents: reading, checking and writing them"),
    ("other libraries", "*", "what Python and Qt need, and few desktops have"),
)
"""Name, files and purpose; a file belongs to the first part whose pattern it matches."""


def sizes(folder: Path) -> dict[str, int]:
    """Bytes of each part, the largest first."""
    found: dict[str, int] = {}
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            name = path.relative_to(folder).as_posix()
            part = next(part for part, pattern, _ in PARTS if fnmatchcase(name, pattern))
            found[part] = found.get(part, 0) + path.stat().st_size
    return dict(sorted(found.items(), key=lambda item: -item[1]))


def table(folder: Path) -> list[str]:
    """The ten largest as lines of Markdown, and the sum of all."""
    found = sizes(folder)
    purposes = {part: purpose for part, _, purpose in reversed(PARTS) if purpose}
    rows = [f"| {part} | {size / _MB:.1f} | {purposes[part]} |" for part, size in list(found.items())[:_SHOWN]]
    total = f"| all of it | {sum(found.values()) / _MB:.1f} | |"
    return ["| part | MB | what it is for |", "| --- | ---: | --- |", *rows, total]


def downloads() -> list[str]:
    """The files in dist/ with their sizes, as lines of Markdown."""
    rows = [f"| `{path.name}` | {path.stat().st_size / _MB:.1f} |" for path in sorted(DIST.glob("nnviz*"))]
    return ["| download | MB |", "| --- | ---: |", *rows]


if __name__ == "__main__":
    print("\n".join([*table(Path(sys.argv[1]) if len(sys.argv) > 1 else BUNDLE), "", *downloads()]))
