"""Where a Linux system expects the parts of a program: the files of the `.deb`, laid out below a folder."""

import gzip
import os
import shutil
from pathlib import Path

from linux.libraries import PACKAGES
from linux.metainfo import metainfo
from man_page import man_page
from places import BUNDLE, PACKAGING, ROOT, run
from workshop import build_python

ICON_SIZES = (16, 22, 24, 32, 48, 64, 96, 128, 256, 512)
HERE = PACKAGING / "linux"
MIME_ICON = "application-x-nnviz"


def lay_out(root: Path) -> None:
    """Make the tree of an installed nnviz below `root`, from the frozen program."""
    shutil.rmtree(root, ignore_errors=True)
    _program(root)
    share = root / "usr" / "share"
    _copy(HERE / "nnviz.desktop", share / "applications" / "nnviz.desktop")
    _copy(HERE / "nnviz.xml", share / "mime" / "packages" / "nnviz.xml")
    _write(share / "metainfo" / "nnviz.metainfo.xml", metainfo())
    for theme in ("light", "dark"):
        name = f"main-window-{theme}.png"
        _copy(PACKAGING / "screenshots" / name, share / "nnviz" / "screenshots" / name)
    write_compressed(share / "man" / "man1" / "nnviz.1.gz", man_page())
    _icons(share / "icons" / "hicolor")


def _program(root: Path) -> None:
    program = root / "usr" / "lib" / "nnviz"
    shutil.copytree(BUNDLE, program, symlinks=True)
    for library in program.rglob("lib*.so*"):
        if library.name in PACKAGES:  # the packages it depends on bring it
            library.unlink()
    start = root / "usr" / "bin" / "nnviz"
    start.parent.mkdir(parents=True)
    start.symlink_to(os.path.relpath(program / "nnviz", start.parent))


def _icons(theme: Path) -> None:
    drawings = ROOT / "build" / "icons"
    for kind, place, name in (("app", "apps", "nnviz"), ("document", "mimetypes", MIME_ICON)):
        run([build_python(), PACKAGING / "icons.py", kind, drawings / kind, *map(str, ICON_SIZES)])
        for size in ICON_SIZES:
            _copy(drawings / kind / f"{size}.png", theme / f"{size}x{size}" / place / f"{name}.png")
        _copy(drawings / kind / f"{kind}.svg", theme / "scalable" / place / f"{name}.svg")


def write_compressed(path: Path, text: str) -> None:
    """A text as Debian keeps manuals and change logs: the same text gives the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
