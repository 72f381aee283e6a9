"""Icons for Windows and macOS, read back by Qt."""

import struct
from pathlib import Path

import icon_files
import pytest
from PySide6.QtGui import QGuiApplication, QImageReader


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, qapp: QGuiApplication) -> Path:
    del qapp
    made = tmp_path_factory.mktemp("icons")
    icon_files.write_all(made)
    return made


@pytest.mark.parametrize("name", ["nnviz", "document"])
def test_windows_gets_every_size_in_one_file(folder: Path, name: str):
    reader = QImageReader(str(folder / f"{name}.ico"))
    sizes, middles = [], []
    for number in range(reader.imageCount()):
        reader.jumpToImage(number)
        image = reader.read()
        sizes.append((image.width(), image.height()))
        middles.append(image.pixelColor(image.width() // 2, image.height() // 2).alpha())
        assert image.pixelColor(0, 0).alpha() == 0  # its corners are round
    assert sizes == [(size, size) for size in icon_files.WINDOWS_SIZES]
    assert set(middles) == {255}


@pytest.mark.parametrize("name", ["nnviz", "document"])
def test_macos_gets_every_size_in_one_file(folder: Path, name: str):
    content = (folder / f"{name}.icns").read_bytes()
    assert content[:4] == b"icns"
    assert struct.unpack_from(">I", content, 4) == (len(content),)
    found, place = {}, 8
    while place < len(content):
        (length,) = struct.unpack_from(">I", content, place + 4)
        width = struct.unpack_from(">I", content, place + 8 + 16)[0]  # as a PNG's first chunk says
        found[content[place : place + 4].decode()] = width
        place += length
    assert found == {kind: size for size, kinds in icon_files.MAC_TYPES.items() for kind in kinds}
    assert not QImageReader(str(folder / f"{name}.icns")).read().isNull()
