"""The Debian package: the frozen program in its places, found by menu and by double click."""

import hashlib
import os
import shutil
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

import bundle
from linux import libraries, tree
from linux.copyright import copyright_file
from places import BUILD, BUNDLE, CONTACT, DIST, MAKER, run, source_date, version

ARCHITECTURE = "amd64"
MAINTAINER = f"{MAKER} <{CONTACT}>"

_TREE = BUILD / "deb"
_EFFORT = 6  # more takes twice as long, and saves 2 %


def build() -> list[Path]:
    """Pack the frozen program, which is made first where it is missing."""
    bundle.ensure()
    if found := libraries.unknown(BUNDLE):
        raise ValueError(f"linux/libraries.py does not know where these come from: {found}")
    return [pack(f"{version()}-1")]


def pack(debian_version: str, folder: Path = DIST, level: int = _EFFORT) -> Path:
    """The package with this version, compressed with this effort."""
    tree.lay_out(_TREE)
    documentation = _TREE / "usr" / "share" / "doc" / "nnviz"
    tree.write_compressed(documentation / "changelog.Debian.gz", changelog(debian_version))
    program = _TREE / "usr" / "lib" / "nnviz"
    (documentation / "copyright").write_text(copyright_file(program), encoding="utf-8")
    overrides = _TREE / "usr" / "share" / "lintian" / "overrides" / "nnviz"
    overrides.parent.mkdir(parents=True)
    shutil.copyfile(tree.HERE / "lintian-overrides", overrides)
    _set_modes()
    control_folder = _TREE / "DEBIAN"
    control_folder.mkdir(mode=0o755)
    (control_folder / "control").write_text(control(debian_version, _TREE), encoding="utf-8")
    (control_folder / "md5sums").write_text(_checksums(), encoding="utf-8")
    folder.mkdir(parents=True, exist_ok=True)
    package = folder / f"nnviz_{debian_version}_{ARCHITECTURE}.deb"
    run(["dpkg-deb", "--root-owner-group", "-Zxz", f"-z{level}", "--build", _TREE, package])
    return package


def control(debian_version: str, root: Path) -> str:
    """The fields by which Debian knows the package."""
    program = root / "usr" / "lib" / "nnviz"
    files = (path for path in (root / "usr").rglob("*") if not path.is_dir() or path.is_symlink())
    kilobytes = sum(max(1, -(-path.lstat().st_size // 1024)) for path in files)
    fields = {
        "Package": "nnviz",
        "Version": debian_version,
        "Architecture": ARCHITECTURE,
        "Maintainer": MAINTAINER,
        "Installed-Size": str(kilobytes),
        "Depends": ", ".join(libraries.dependencies(program)),
        "Recommends": ", ".join(
            sorted({*libraries.OPTIONAL.values(), "desktop-file-utils", "hicolor-icon-theme", "shared-mime-info"})
        ),
        "Section": "education",
        "Priority": "optional",
        **({"Homepage": os.environ["NNVIZ_HOMEPAGE"]} if os.environ.get("NNVIZ_HOMEPAGE") else {}),
        "Description": _DESCRIPTION,
    }
    return "".join(f"{name}: {value}\n" for name, value in fields.items())


def changelog(debian_version: str) -> str:
    """What Debian wants to know of this build; what changed in nnviz stands in its own change log."""
    day = format_datetime(datetime.fromtimestamp(source_date(), UTC))
    return f"nnviz ({debian_version}) stable; urgency=low\n\n  * Version {version()}.\n\n -- {MAINTAINER}  {day}\n"


_DESCRIPTION = """\
see a neural network learn, and every number while it does
 nnviz is a laboratory for classrooms: make clusters of points, build a small
 network, press Play, and watch the regions, the losses and the weights move.
 .
 Every view shows the same step, a timeline goes back to any step exactly, and
 the same recipe gives the same numbers on every start. It needs no network
 connection."""


def _set_modes() -> None:
    """Modes as in a fresh Debian, whatever the builder's umask: only what is started may be executed."""
    for path in _TREE.rglob("*"):
        if path.is_symlink():
            continue
        starts = path.is_dir() or path == _TREE / "usr" / "lib" / "nnviz" / "nnviz"
        path.chmod(0o755 if starts else 0o644)
    _TREE.chmod(0o755)


def _checksums() -> str:
    lines = []
    for path in sorted((_TREE / "usr").rglob("*")):
        if path.is_file() and not path.is_symlink():
            digest = hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()
            lines.append(f"{digest}  {path.relative_to(_TREE).as_posix()}\n")
    return "".join(lines)
