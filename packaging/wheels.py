"""The ordinary Python packages: a wheel and an sdist."""

from pathlib import Path

from places import DIST, run, version
from workshop import build_python


def build() -> list[Path]:
    """Both, made by hatchling."""
    DIST.mkdir(exist_ok=True)
    run([build_python(), "-m", "hatchling", "build", "-d", DIST])
    return [DIST / f"nnviz-{version()}-py3-none-any.whl", DIST / f"nnviz-{version()}.tar.gz"]
