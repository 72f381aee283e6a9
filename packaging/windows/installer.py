"""The installer for Windows, compiled by NSIS over the frozen program or over any folder in its place.

    python3 packaging/windows/installer.py PAYLOAD ICONS OUTPUT.exe

Windows' own NSIS and Debian's do the same; the latter's installers are for 64 bits, the former's stub for 32.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from places import MAKER, PACKAGING, run, version
from windows.version_info import version_numbers

SCRIPT = PACKAGING / "windows" / "installer.nsi"
_USUAL_PLACE = Path("C:/Program Files (x86)/NSIS/makensis.exe")


def makensis() -> str | None:
    """The compiler; None where it is not installed."""
    return shutil.which("makensis") or (str(_USUAL_PLACE) if _USUAL_PLACE.is_file() else None)


def compile_installer(payload: Path, icons: Path, output: Path, program_version: str = "") -> None:
    """Make the installer of what is in a folder.

    Parameters
    ----------
    payload : Path
        Holds nnviz.exe and all it needs.
    icons : Path
        Holds nnviz.ico and document.ico.
    output : Path
        The installer.
    program_version : str
        The checkout's own where nothing is given.
    """
    compiler = makensis()
    if compiler is None:
        raise FileNotFoundError("makensis is not here; install NSIS (Debian: the package nsis)")
    program_version = program_version or version()
    output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        files = Path(folder) / "files.nsh"
        files.write_text(removal(payload), encoding="utf-8-sig")
        defined = {
            "MAKER": MAKER,
            "VERSION": program_version,
            "NUMBERS": ".".join(map(str, version_numbers(program_version))),
            "PAYLOAD": payload.resolve(),
            "ICONS": icons.resolve(),
            "FILES": files,
            "OUTPUT": output.resolve(),
        }
        # Debian's NSIS has a target for 64 bits, and only installers for 64 bits can be tried under its Wine.
        target = ["-XTarget amd64-unicode"] if os.name != "nt" else []
        options = ["-V2", "-WX", "-INPUTCHARSET", "UTF8", *target]
        run([compiler, *options, *(f"-D{name}={value}" for name, value in defined.items()), SCRIPT])


def removal(payload: Path) -> str:
    """Lines of NSIS that delete every file of a folder by name, then its empty folders from inside out."""
    found = sorted(payload.rglob("*"))
    files = [f'Delete "$INSTDIR\\{_windows_name(path, payload)}"' for path in found if not path.is_dir()]
    folders = [f'RMDir "$INSTDIR\\{_windows_name(path, payload)}"' for path in reversed(found) if path.is_dir()]
    return "".join(f"{line}\n" for line in (*files, *folders))


def _windows_name(path: Path, payload: Path) -> str:
    return str(path.relative_to(payload)).replace("/", "\\").replace("$", "$$")


if __name__ == "__main__":
    compile_installer(*map(Path, sys.argv[1:4]))
