"""The licences that a built program carries: of nnviz, of its packages, and of the system's libraries it takes along.

Called by `nnviz.spec` while it freezes, in the build's own Python, where the packages are installed.
"""

import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from urllib.parse import quote

from places import BUILD

from nnviz.parts import LIST_NAME, Part, installed_parts, write_parts

_DEBIAN_DOCUMENTATION = Path("/usr/share/doc")
_BOOTLOADER = "pyinstaller"


def collect(files: Iterable[str]) -> tuple[str, str, str]:
    """Write down every part of a program that is made of these files.

    Parameters
    ----------
    files : Iterable[str]
        Where what is frozen comes from.

    Returns
    -------
    entry : (name in the program, file, kind)
        As PyInstaller takes it.
    """
    path = BUILD / "licences" / LIST_NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    write_parts((*installed_parts(), *_bootloader(), *system_parts(files)), path)
    return (f"resources/licences/{LIST_NAME}", str(path), "DATA")


def system_parts(files: Iterable[str]) -> list[Part]:
    """The Debian packages that some of these files belong to, with their copyright files; none on other systems."""
    if not sys.platform.startswith("linux"):
        return []
    owners = {owner for file in files if file.startswith(("/usr/", "/lib")) for owner in _owners(file)}
    return [part for owner in sorted(owners) if (part := _debian_part(owner))]


def _owners(file: str) -> list[str]:
    """The packages that installed a file; the loader's /lib is a link to /usr/lib, and dpkg knows either name."""
    for name in dict.fromkeys((file, str(Path(file).resolve()), file.removeprefix("/usr"))):
        told = _told(["dpkg-query", "--search", name])
        if told:
            return [line.partition(": ")[0].split(",")[0] for line in told.splitlines() if ": /" in line]
    return []


def _debian_part(owner: str) -> Part | None:
    name = owner.partition(":")[0]
    copyright_file = _DEBIAN_DOCUMENTATION / name / "copyright"
    told = _told(["dpkg-query", "--show", "--showformat", "${Version}\n${binary:Summary}", owner])
    if not told or not copyright_file.is_file():
        return None
    version, _, summary = told.partition("\n")
    text = copyright_file.read_text(encoding="utf-8", errors="replace").strip()
    purl = f"pkg:deb/debian/{name}@{quote(version)}"
    return Part(name, version, summary, "as below", f"Debian’s source package of {name}", text, purl)


def _told(command: list[str]) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout
    except OSError:  # a Linux of another family
        return ""


def _bootloader() -> list[Part]:
    """What starts the frozen program; its licence lets it start programs under any other."""
    try:
        found = distribution(_BOOTLOADER)
    except PackageNotFoundError:
        return []
    text = next((text for name in ("licenses/COPYING.txt", "COPYING.txt") if (text := found.read_text(name))), "")
    blank = Part("PyInstaller bootloader", found.version, "Starts the program", "", "", text.strip())
    return [replace(blank, licence="GPL-2.0-or-later WITH Bootloader-exception", purl=_purl(found.version))]


def _purl(version: str) -> str:
    return f"pkg:pypi/{_BOOTLOADER}@{version}"
