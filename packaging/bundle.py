"""The frozen program: one folder, made by PyInstaller from `nnviz.spec`."""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

from macos import signing
from places import BUILD, BUNDLE, PACKAGING, ROOT, build_variables, run
from workshop import REQUIREMENTS, base_python, build_python

_MADE_FROM = BUILD / "bundle" / "made-from"
_RECIPE = (
    *("nnviz.spec", "entry.py", "helper_first.py", "trim.py", "licences.py", "looks.py", "icon_files.py", "places.py"),
    *("macos/entitlements.plist", "macos/info.py", "macos/signing.py", "windows/version_info.py"),
)


def ensure() -> Path:
    """The folder, frozen anew where anything it is made from has changed."""
    made_from = _fingerprint()
    if not (BUNDLE.is_dir() and _MADE_FROM.exists() and _MADE_FROM.read_text() == made_from):
        _MADE_FROM.unlink(missing_ok=True)
        build()
        _MADE_FROM.write_text(made_from)
    return BUNDLE


def build() -> Path:
    """Freeze the checkout as it stands, and look whether anything is in it that should not be; the folder."""
    shutil.rmtree(BUNDLE, ignore_errors=True)
    options = ["--noconfirm", "--clean", "--log-level", "ERROR"]
    places = ["--distpath", BUNDLE.parent, "--workpath", BUILD / "pyinstaller"]
    run([build_python(), "-m", "PyInstaller", *options, *places, PACKAGING / "nnviz.spec"])
    contents(BUNDLE)
    return BUNDLE


def contents(folder: Path) -> list[str]:
    """Every file and module of a frozen program with its hash; a complaint about one of them is an error."""
    command = [str(build_python()), str(PACKAGING / "contents.py"), str(folder)]
    told = subprocess.run(command, env=build_variables(), capture_output=True, encoding="utf-8", check=False)
    lines = told.stdout.splitlines()
    if told.returncode:
        print(*(line for line in lines if line.startswith("!")), told.stderr, sep="\n")
        told.check_returncode()
    return lines


def smoke(folder: Path) -> None:
    """Let a frozen program test itself, drawing to memory."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    run([folder / ("nnviz.exe" if os.name == "nt" else "nnviz"), "--smoke"])


def _fingerprint() -> str:
    """A hash of all that the program is made from."""
    digest = hashlib.sha256(os.fsencode(base_python()))
    digest.update(repr(signing.freezing_options(os.environ)).encode())  # a key makes another program
    sources = (path for folder in ("nnviz", "resources") for path in (ROOT / folder).rglob("*"))
    for path in sorted([*sources, REQUIREMENTS, *(PACKAGING / name for name in _RECIPE)]):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()
