from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from nnviz.resources import resource_folder
from nnviz.ui.icons import application_icon, icon

DRAWINGS = sorted((resource_folder() / "icons").glob("*.svg"))

pytestmark = pytest.mark.usefixtures("qapp")


def inks(image: QImage) -> set[str]:
    """The colours of what is fully painted."""
    places = ((x, y) for x in range(image.width()) for y in range(image.height()))
    colors = (image.pixelColor(x, y) for x, y in places)
    return {color.name() for color in colors if color.alpha() == 255}


def test_there_are_drawings() -> None:
    assert len(DRAWINGS) >= 10


@pytest.mark.parametrize("file", DRAWINGS, ids=lambda file: file.stem)
def test_every_drawing_can_be_drawn(file: Path) -> None:
    image = icon(file.stem, "#ff0000").pixmap(QSize(48, 48)).toImage()
    assert (image.width(), image.height()) == (48, 48)
    assert any(image.pixelColor(x, y).alpha() > 128 for x in range(48) for y in range(48))
    assert image.pixelColor(0, 0).alpha() == 0  # the corner is free


@pytest.mark.parametrize("color", ["#ff0000", "#123456", "#e9ebee"])
def test_a_drawing_has_the_colour_it_was_asked_for(color: str) -> None:
    assert inks(icon("play", color).pixmap(QSize(48, 48)).toImage()) == {QColor(color).name()}


def test_drawings_are_made_for_every_scaling() -> None:
    sizes = {size.width() for size in icon("play", "#ff0000").availableSizes()}
    assert {16, 24, 32, 48} <= sizes


def test_a_drawing_is_made_once() -> None:
    assert icon("play", "#ff0000") is icon("play", "#ff0000")
    assert icon("play", "#ff0000") is not icon("play", "#00ff00")


def test_a_drawing_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        icon("no-such-drawing", "#ff0000")


def test_the_application_has_an_icon_of_its_own(qapp: QApplication) -> None:
    image = application_icon().pixmap(QSize(64, 64)).toImage()
    assert len(inks(image)) > 1
    assert not qapp.windowIcon().isNull()
