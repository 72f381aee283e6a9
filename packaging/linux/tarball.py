"""The `.tar.xz`: the frozen program with a start script, for any Linux and any folder."""

import io
import subprocess
import tarfile
from pathlib import Path
from typing import IO, cast

import bundle
from linux import libraries
from places import BUNDLE, DIST, PACKAGING, ROOT, source_date, version

ARCHITECTURE = "x86_64"

_COMPRESS = ["xz", "-6", "--threads=2", "--stdout"]
"""The number of threads decides over the bytes, so it is no matter of the machine."""


def build() -> list[Path]:
    """Pack the frozen program, which is made first where it is missing."""
    bundle.ensure()
    DIST.mkdir(exist_ok=True)
    archive = DIST / f"nnviz-{version()}-linux-{ARCHITECTURE}.tar.xz"
    with archive.open("wb") as file, subprocess.Popen(_COMPRESS, stdin=subprocess.PIPE, stdout=file) as compressor:
        with cast("IO[bytes]", compressor.stdin) as stream:
            pack(stream, f"nnviz-{version()}")
        if compressor.wait():
            raise subprocess.CalledProcessError(compressor.returncode, _COMPRESS)
    return [archive]


def pack(stream: IO[bytes], top: str) -> None:
    """Write the archive, in the same order and with the same dates every time."""
    with tarfile.open(fileobj=stream, mode="w|", format=tarfile.PAX_FORMAT) as archive:
        here = PACKAGING / "linux"
        _add(archive, here / "nnviz.sh", f"{top}/nnviz", executable=True)
        _add(archive, ROOT / "LICENSE", f"{top}/LICENSE")
        readme = (here / "README.txt").read_text(encoding="utf-8").replace("@GLIBC@", libraries.glibc(BUNDLE)).encode()
        archive.addfile(_dated(tarfile.TarInfo(f"{top}/README.txt"), len(readme)), io.BytesIO(readme))
        for path in sorted(BUNDLE.rglob("*")):
            if not path.is_dir() or path.is_symlink():
                name = f"{top}/program/{path.relative_to(BUNDLE).as_posix()}"
                _add(archive, path, name, executable=path == BUNDLE / "nnviz")


def _add(archive: tarfile.TarFile, path: Path, name: str, *, executable: bool = False) -> None:
    entry = tarfile.TarInfo(name)
    if path.is_symlink():
        entry.type, entry.linkname = tarfile.SYMTYPE, path.readlink().as_posix()
        archive.addfile(_dated(entry, 0))
        return
    entry.mode = 0o755 if executable else 0o644
    with path.open("rb") as content:
        archive.addfile(_dated(entry, path.stat().st_size), content)


def _dated(entry: tarfile.TarInfo, size: int) -> tarfile.TarInfo:
    entry.size, entry.mtime = size, source_date()
    entry.uname = entry.gname = "root"
    return entry
