import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nnviz.ui.fields.numbers import signed
from nnviz.ui.plots import scale_bar
from nnviz.ui.plots.scale_bar import ScaleBar
from nnviz.ui.plots.weight_scale import Scale
from nnviz.ui.theme import Theme, dark, light
from tests.ui.fields.hands import put_on_screen


@pytest.fixture
def numbers_written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every number that is formatted while painting."""
    written: list[str] = []

    def note(number: float, digits: int = 2) -> str:
        written.append(signed(number, digits))
        return written[-1]

    monkeypatch.setattr(scale_bar, "signed", note)
    return written


def picture(widget: QWidget) -> QImage:
    return widget.grab().toImage()


def color_at(image: QImage, place: QPoint) -> tuple[int, int, int]:
    color = image.pixelColor(place)
    return color.red(), color.green(), color.blue()


@pytest.mark.parametrize("theme", [light(), dark()], ids=["light", "dark"])
def test_the_bar_goes_from_the_colour_below_zero_to_the_one_above(qtbot: QtBot, theme: Theme) -> None:
    bar = ScaleBar()
    bar.set_theme(theme)
    bar.resize(400, bar.height())
    put_on_screen(qtbot, bar)
    bar.show_scale(Scale(2.5), "")
    assert bar.largest == 2.5
    image = picture(bar)
    left, middle, right = (color_at(image, QPoint(x, bar.height() // 2)) for x in (60, 200, 340))
    assert left[2] > left[0] + 40  # blue
    assert right[0] > right[2] + 40  # orange
    neutral = QColor(theme.diverging[1])
    assert np.abs(np.array(middle) - [neutral.red(), neutral.green(), neutral.blue()]).max() <= 6


def test_the_bar_writes_its_ends(qtbot: QtBot, numbers_written: list[str]) -> None:
    bar = ScaleBar()
    bar.set_theme(light())
    put_on_screen(qtbot, bar)
    bar.show_scale(Scale(12.3), "Value")
    picture(bar)
    assert numbers_written[-2:] == ["−12.3", "+12.3"]


def test_the_bar_writes_ends_of_hundreds_of_digits_in_few() -> None:
    ends = [scale_bar._end(number) for number in (-999_999.9, 1e6, -3.21e150)]
    assert ends == ["−999999.9", "+1.0e+06", "−3.2e+150"]


def test_the_bar_says_what_its_numbers_are_and_in_what_they_are_counted(
    qtbot: QtBot, numbers_written: list[str]
) -> None:
    bar = ScaleBar()
    bar.set_theme(light())
    put_on_screen(qtbot, bar)
    bar.show_scale(Scale(0.005, -3), "Gradient")
    picture(bar)
    assert bar.text == "Gradient in 10⁻³"
    assert numbers_written[-2:] == ["−5.0", "+5.0"]
    assert bar.accessibleName() == "Scale: Gradient in 10⁻³, −0.005 to 0.005"
