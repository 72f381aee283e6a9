"""The portable `.zip` for Windows: unpack it anywhere, start nnviz.exe."""

import zipfile
from datetime import UTC, datetime
from pathlib import Path

from places import source_date

_README = """\
nnviz shows a neural network learning, and every number while it does.

Start nnviz.exe in this folder, wherever you put it; nothing needs to be installed. For scripts there is nnviz-cli.exe,
which writes to the console: nnviz-cli train three-clusters. To remove nnviz, delete the folder. What it remembers
stands in %APPDATA%\\nnviz.
"""


def pack(payload: Path, archive: Path) -> None:
    """Write the archive, in the same order and with the same dates every time."""
    top = archive.stem
    archive.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as written:
        written.writestr(_entry(f"{top}/README.txt"), _README.replace("\n", "\r\n"))
        for path in sorted(payload.rglob("*")):
            if path.is_file():
                written.writestr(_entry(f"{top}/{path.relative_to(payload).as_posix()}"), path.read_bytes())


def _entry(name: str) -> zipfile.ZipInfo:
    day = datetime.fromtimestamp(source_date(), UTC)
    entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, day.hour, day.minute, day.second))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 0  # as if packed on Windows, wherever it is
    return entry
