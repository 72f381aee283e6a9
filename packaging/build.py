"""Build what a person downloads.

    python3 packaging/build.py KIND…     each of these kinds; all-here is every kind that this system can build

The finished files stand in dist/, what is made on the way in build/.
"""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import bundle
import wheels
from linux import appimage, deb, tarball
from macos import image
from windows import package


class Kind(NamedTuple):
    """One thing that can be built.

    Attributes
    ----------
    what : str
        In a few words.
    systems : tuple[str, ...]
        Values of ``sys.platform`` that can build it.
    build : Callable[[], list[Path]]
        Makes it; returns the finished files.
    """

    what: str
    systems: tuple[str, ...]
    build: Callable[[], list[Path]]


def _bundle() -> list[Path]:
    folder = bundle.ensure()
    bundle.smoke(folder)
    return [folder]


_EVERYWHERE = ("linux", "darwin", "win32")
KINDS = {
    "bundle": Kind("the frozen program as a folder, smoke-tested; the others pack it", _EVERYWHERE, _bundle),
    "wheel": Kind("the wheel and the sdist", _EVERYWHERE, wheels.build),
    "tar": Kind("the frozen program for any Linux, as .tar.xz", ("linux",), tarball.build),
    "deb": Kind("the frozen program as a Debian package", ("linux",), deb.build),
    "appimage": Kind("the frozen program in one file, where appimagetool is there", ("linux",), appimage.build),
    "windows": Kind("the installer and the portable .zip", ("win32",), package.build),
    "macos": Kind("the app in a .dmg", ("darwin",), image.build),
}


def main(words: list[str]) -> int:
    """Build what the words name; the exit status."""
    here = [name for name, kind in KINDS.items() if sys.platform in kind.systems]
    names = [name for word in words for name in (here if word == "all-here" else [word])]
    if not names or any(name not in KINDS for name in names):
        print(str(__doc__).strip(), *(f"    {name:<10}{kind.what}" for name, kind in KINDS.items()), sep="\n")
        return 0 if words == ["--help"] else 2
    for name in names:
        if name not in here:
            print(f"{name} can be built on {', '.join(KINDS[name].systems)} alone, and this is {sys.platform}.")
            return 1
    try:
        for name in dict.fromkeys(names):
            for path in KINDS[name].build():
                print(f"built {path}")
    except subprocess.CalledProcessError as error:
        # Not the whole command: the one for Apple's notary holds a password.
        print(f"{name} is not built: {error.cmd[0]} ended with {error.returncode}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
