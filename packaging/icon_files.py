"""Icons as Windows and macOS want them: one file with the drawing in all sizes.

    build/venv/bin/python packaging/icon_files.py FOLDER

writes nnviz.ico, document.ico, nnviz.icns and document.icns. Qt writes both formats, but one size a file; what is done
here is to put its files together.
"""

import struct
import sys
from pathlib import Path

import icons

WINDOWS_SIZES = (16, 20, 24, 32, 40, 48, 64, 256)
"""Pixels at 100 % to 400 %; what lies between is scaled down from the next."""

MAC_TYPES = {
    16: ("icp4",),
    32: ("icp5", "ic11"),
    64: ("ic12",),
    128: ("ic07",),
    256: ("ic08", "ic13"),
    512: ("ic09", "ic14"),
    1024: ("ic10",),
}
"""A size in pixels, and its names in the file: as itself, and as the half of it on a screen of double density."""

_PNG = b"\x89PNG"


def write_all(folder: Path) -> None:
    """Write both pictures in both formats."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, svg in (("nnviz", icons.app_svg()), ("document", icons.document_svg())):
        (folder / f"{name}.ico").write_bytes(merged_ico([_drawn(svg, size, "ico") for size in WINDOWS_SIZES]))
        (folder / f"{name}.icns").write_bytes(merged_icns({size: _drawn(svg, size, "icns") for size in MAC_TYPES}))


def merged_ico(files: list[bytes]) -> bytes:
    """One ``.ico`` of several that hold a picture each.

    A header of 6 bytes says how many there are; 16 bytes for each tell its size, and in the last two numbers how long
    it is and where it begins.
    """
    directory, pictures = b"", b""
    begin = 6 + 16 * len(files)
    for file in files:
        (length, offset) = struct.unpack_from("<II", file, 14)
        directory += file[6:14] + struct.pack("<II", length, begin + len(pictures))
        pictures += file[offset : offset + length]
    return struct.pack("<HHH", 0, 1, len(files)) + directory + pictures


def merged_icns(files: dict[int, bytes]) -> bytes:
    """One ``.icns`` of several with a picture each, by its size in pixels: chunks of a name, a length and a PNG."""
    chunks = b""
    for size, file in files.items():
        png = file[file.index(_PNG) :]
        for name in MAC_TYPES[size]:
            chunks += name.encode() + struct.pack(">I", 8 + len(png)) + png
    return b"icns" + struct.pack(">I", 8 + len(chunks)) + chunks


def _drawn(svg: str, size: int, file_format: str) -> bytes:
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt  # noqa: PLC0415 - as in icons.py
    from PySide6.QtGui import QImage, QPainter  # noqa: PLC0415
    from PySide6.QtSvg import QSvgRenderer  # noqa: PLC0415

    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, size, size))
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, file_format):
        raise OSError(f"this Qt does not write {file_format}")
    return bytes(buffer.data().data())


if __name__ == "__main__":
    write_all(Path(sys.argv[1]))
