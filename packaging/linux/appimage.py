"""The AppImage: the frozen program in one file that runs without being installed.

Made only where `appimagetool` is found; no distribution has it, the release workflow fetches it.
"""

import os
import platform
import shutil
from pathlib import Path

import bundle
from linux.metainfo import metainfo
from places import BUILD, BUNDLE, DIST, PACKAGING, run, version
from workshop import build_python

_TOOL = "appimagetool"
_ICON_SIZE = 256


def build() -> list[Path]:
    """Pack the frozen program, which is made first where it is missing; nothing where the tool is missing."""
    tool = shutil.which(_TOOL)
    if tool is None:
        print(f"no AppImage: {_TOOL} is not here")
        return []
    bundle.ensure()
    folder = BUILD / "nnviz.AppDir"
    lay_out(folder)
    DIST.mkdir(exist_ok=True)
    image = DIST / f"nnviz-{version()}-{platform.machine()}.AppImage"
    os.environ.setdefault("APPIMAGE_EXTRACT_AND_RUN", "1")  # the tool is one itself, and FUSE is seldom there
    run([tool, "--no-appstream", folder, image])
    return [image]


def lay_out(folder: Path) -> None:
    """Make the folder that the tool packs: the program, and beside it what the format wants at the top."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(BUNDLE, folder / "usr" / "lib" / "nnviz", symlinks=True)
    (folder / "AppRun").symlink_to("usr/lib/nnviz/nnviz")
    shutil.copyfile(PACKAGING / "linux" / "nnviz.desktop", folder / "nnviz.desktop")
    run([build_python(), PACKAGING / "icons.py", "app", folder, str(_ICON_SIZE)])
    (folder / f"{_ICON_SIZE}.png").rename(folder / "nnviz.png")
    (folder / "app.svg").unlink(missing_ok=True)
    (folder / ".DirIcon").symlink_to("nnviz.png")
    described = folder / "usr" / "share" / "metainfo" / "nnviz.metainfo.xml"
    described.parent.mkdir(parents=True)
    described.write_text(metainfo(), encoding="utf-8")
