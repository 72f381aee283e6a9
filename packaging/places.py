"""Where the parts of a build stand, and what a build knows of the checkout it is made from."""

import os
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGING = ROOT / "packaging"
BUILD = ROOT / "build"
"""What is made on the way; may be deleted at any time."""
DIST = ROOT / "dist"
"""What is given away."""
BUNDLE = BUILD / "bundle" / "nnviz"
"""The frozen program: one folder that runs without Python."""

MAKER = "The nnviz founders"
"""Who stands as the maker in every package."""
CONTACT = "nnviz@nnviz.invalid"
"""Where Debian's tools send complaints: a stand-in, to be changed here by who releases."""

_UNKNOWN_TIME = 946_684_800  # 2000-01-01: no archive format takes an earlier year than 1980 in any time zone


def version() -> str:
    """nnviz's own version, read without importing it."""
    source = (ROOT / "nnviz" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "([^"]+)"$', source, re.MULTILINE)
    if found is None:
        raise ValueError("nnviz/__init__.py does not say its __version__")
    return found[1]


def source_date() -> int:
    """The second that everything built is dated: of the last commit, or as ``SOURCE_DATE_EPOCH`` says."""
    if given := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(given)
    git = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
    try:
        told = subprocess.run(git, capture_output=True, text=True, check=False)
    except OSError:
        return _UNKNOWN_TIME
    return int(told.stdout) if told.returncode == 0 and told.stdout.strip() else _UNKNOWN_TIME


def build_variables() -> dict[str, str]:
    """This process's environment, with all that lets two builds of one commit differ nailed down."""
    return dict(os.environ) | {
        "SOURCE_DATE_EPOCH": str(source_date()),
        "PYTHONHASHSEED": "1",
        "TZ": "UTC",
        "LC_ALL": "C.UTF-8",
        "PYTHONUTF8": "1",
    }


def run(command: list[str | Path]) -> None:
    """Run a tool of the build from the top of the checkout; its failure is an error."""
    subprocess.run([str(word) for word in command], cwd=ROOT, env=build_variables(), check=True)
