"""The Python that builds: an environment of its own in `build/venv`, with every package pinned by its hash."""

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
from functools import cache
from pathlib import Path

from places import BUILD, PACKAGING, build_variables, run

REQUIREMENTS = PACKAGING / "requirements-build.txt"
VENV = BUILD / "venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

_SYSTEM_PYTHON = "/usr/bin/python3"
_FIT = "import sys, sysconfig; sys.exit(sys.version_info < (3, 11) or not sysconfig.get_config_var('Py_ENABLE_SHARED'))"


@cache
def build_python() -> Path:
    """The interpreter of the build's environment, which is made first where it is missing or out of date."""
    stamp = VENV / "requirements.stamp"
    wanted = _fingerprint()
    if not (PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted):
        shutil.rmtree(VENV, ignore_errors=True)
        _make_venv()
        stamp.write_text(wanted)
    return PYTHON


def base_python() -> str:
    """The Python that is frozen into the program.

    A Python knows in its own library where it was built to stand. One from the builder's home folder would carry that
    folder to everybody, so on Linux the system's is taken then, where it is fit to be frozen.
    """
    ours = getattr(sys, "_base_executable", None) or sys.executable
    stands_at_home = Path(sysconfig.get_config_var("prefix") or sys.base_prefix).is_relative_to(Path.home())
    if sys.platform.startswith("linux") and stands_at_home and _is_fit(_SYSTEM_PYTHON):
        return _SYSTEM_PYTHON
    return ours


def _is_fit(python: str) -> bool:
    """Whether nnviz runs on this Python and PyInstaller can freeze it."""
    try:
        return subprocess.run([python, "-c", _FIT], check=False).returncode == 0
    except OSError:
        return False


def _make_venv() -> None:
    # By the pip outside, and without one inside: a fresh Debian's Python has no ensurepip.
    python = base_python()
    run([python, "-m", "venv", "--without-pip", VENV])
    options = ["--require-hashes", "--no-deps", "--only-binary=:all:", "--no-input", "--disable-pip-version-check"]
    pip = [sys.executable, "-m", "pip", "--python", str(PYTHON), "install", "-q", *options, "-r", str(REQUIREMENTS)]
    subprocess.run(pip, env=build_variables() | {"PIP_USER": "0"}, check=True)


def _fingerprint() -> str:
    parts = (REQUIREMENTS.read_bytes(), os.fsencode(base_python()), os.fsencode(VENV))
    return hashlib.sha256(b"\0".join(parts)).hexdigest()
