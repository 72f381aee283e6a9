"""Try the AppImage's folder out, on a machine without the tool that packs it.

    sudo python3 packaging/try_appdir.py

packs the folder by mksquashfs and mounts that read-only, which is what an AppImage does to itself when it is started;
then lets the program in it test itself, started from another folder.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import bundle
from linux import appimage
from places import BUILD, build_variables

_FOLDER = BUILD / "nnviz.AppDir"
_PNG = b"\x89PNG"


def main() -> int:
    """Pack, mount, try, unmount; 0 where all holds."""
    bundle.ensure()
    appimage.lay_out(_FOLDER)
    subprocess.run(["desktop-file-validate", str(_FOLDER / "nnviz.desktop")], check=True)
    if (_FOLDER / ".DirIcon").read_bytes()[:4] != _PNG:
        raise SystemExit("the icon is none")
    with tempfile.TemporaryDirectory() as name:
        image, top, home = (Path(name) / word for word in ("nnviz.squashfs", "mounted here", "home"))
        top.mkdir()
        home.mkdir()
        subprocess.run(["mksquashfs", str(_FOLDER), str(image), "-quiet", "-no-progress"], check=True)
        print(f"packed: {image.stat().st_size / 1e6:.1f} MB")
        subprocess.run(["mount", "-o", "loop,ro", str(image), str(top)], check=True)
        try:
            variables = build_variables() | {"HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
            subprocess.run([str(top / "AppRun"), "--smoke"], cwd="/", env=variables, check=True)
        finally:
            subprocess.run(["umount", str(top)], check=True)
    print("desktop entry and icon are at its top, and AppRun starts the program from another folder, mounted read-only")
    return 0


if __name__ == "__main__":
    sys.exit(main())
