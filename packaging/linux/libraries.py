"""What the program takes from a Linux system: every library that a file of it names, and Debian's package for it."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

PACKAGES = {
    "ld-linux-x86-64.so.2": "libc6",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libc.so.6": "libc6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libdl.so.2": "libc6",
    "libexpat.so.1": "libexpat1",
    "libffi.so.8": "libffi8",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libgcc_s.so.1": "libgcc-s1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "liblzma.so.5": "liblzma5",
    "libm.so.6": "libc6",
    "libpthread.so.0": "libc6",
    "librt.so.1": "libc6",
    "libstdc++.so.6": "libstdc++6",
    "libutil.so.1": "libc6",
    "libuuid.so.1": "libuuid1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}

OPTIONAL = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
}
"""Where they are missing, Qt goes through X11 instead."""

_C_LIBRARY = "libc6"


def dependencies(folder: Path) -> list[str]:
    """Debian packages that the program in this folder cannot do without, the C library with the version it needs."""
    others = sorted(set(PACKAGES.values()) - {_C_LIBRARY})
    return [f"{_C_LIBRARY} (>= {glibc(folder)})", *others]


def unknown(folder: Path) -> dict[str, str]:
    """Libraries that some file names, and that are neither in the folder nor in a package known here: name → file."""
    there = {path.name for path in folder.rglob("*.so*")}
    known = there | PACKAGES.keys() | OPTIONAL.keys()
    return {name: str(path.relative_to(folder)) for path in elf_files(folder) for name in _named(path) - known}


def glibc(folder: Path) -> str:
    """The oldest version of the C library that the program runs on, such as ``2.34``."""
    found = {version for path in elf_files(folder) for version in re.findall(rb"GLIBC_2\.(\d+)\0", path.read_bytes())}
    return f"2.{max(map(int, found))}"


def elf_files(folder: Path) -> Iterator[Path]:
    """Programs and libraries, each once."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                if file.read(4) == b"\x7fELF":
                    yield path


def _named(path: Path) -> set[str]:
    told = subprocess.run(["readelf", "-d", str(path)], capture_output=True, text=True, check=True).stdout
    return set(re.findall(r"\(NEEDED\).*\[(.+)\]", told))
