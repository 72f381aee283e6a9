"""What is built for Windows: the installer and the portable archive."""

from pathlib import Path

import bundle
from places import BUILD, BUNDLE, DIST, version
from windows import archive
from windows.installer import compile_installer

ICONS = BUILD / "icons"


def build() -> list[Path]:
    """Pack the frozen program, which is made first where it is missing."""
    bundle.ensure()
    bundle.smoke(BUNDLE)
    name = f"nnviz-{version()}-windows-x64"
    portable, installer = DIST / f"{name}-portable.zip", DIST / f"{name}.exe"
    archive.pack(BUNDLE, portable)
    compile_installer(BUNDLE, ICONS, installer)
    return [installer, portable]
