"""What is written into cells stands whole, where it belongs, or not at all."""

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QImage, QPainter

from nnviz.ui.plots.lettering import lettering
from nnviz.ui.theme import light

HEIGHT = 20
pytestmark = pytest.mark.usefixtures("qapp")


def ink(text: str, width: float, *, at_right: bool = False, image_width: int = 200) -> tuple[int, int] | None:
    """The first and last columns of pixels with ink; None where there is none."""
    letters = lettering(light(), 11)
    image = QImage(image_width, HEIGHT, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setFont(letters.font)
    was_written = letters.write_in(painter, QRectF(0, 0, width, HEIGHT), text, at_right=at_right)
    painter.end()
    columns = [x for x in range(image_width) if any(image.pixel(x, y) != 0xFFFFFFFF for y in range(HEIGHT))]
    assert was_written == bool(columns)
    return (columns[0], columns[-1]) if columns else None


@pytest.mark.parametrize("text", ["−1.23", "99.9 %", "1,500  ·  >99.9 %", "+3e8", "?"])
@pytest.mark.parametrize("weight", [QFont.Weight.Normal, QFont.Weight.DemiBold])
def test_a_line_is_as_wide_as_qt_says_whatever_its_figures(text: str, weight: QFont.Weight):
    letters = lettering(light(), 11, weight)
    for figure in "0123456789":
        line = text.translate({ord(other): figure for other in "0123456789"})
        assert letters.width(line) == QFontMetrics(letters.font).horizontalAdvance(line)


def test_a_line_stands_in_the_middle_or_at_the_right_end_or_not_at_all():
    width = lettering(light(), 11).width("+0.53")
    middle = ink("+0.53", 100)
    right = ink("+0.53", 100, at_right=True)
    assert middle is not None
    assert sum(middle) == pytest.approx(100, abs=2)
    assert right is not None
    assert 96 <= right[1] <= 100
    assert ink("+0.53", width) is not None
    assert ink("+0.53", width - 1) is None
