"""What is written into cells stands whole, where it belongs, or not at all; and looks as Qt would have written it."""

import pytest
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter

from nnviz.ui.plots import lettering as lettering_module
from nnviz.ui.plots.lettering import Lettering, Room, Writing, lettering, room_in
from nnviz.ui.theme import light

HEIGHT = 20
INK, OTHER_INK = QColor("black"), QColor("navy")
LINES = ["−1.23", "99.9 %", "1,500  ·  >99.9 %", "+3e8", "?", "−∞", "漢 1.5"]
pytestmark = pytest.mark.usefixtures("qapp")


def picture(width: int = 200, ratio: float = 1.0) -> QImage:
    image = QImage(round(width * ratio), round(HEIGHT * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.white)
    return image


def ink(text: str, width: float, *, at_right: bool = False, image_width: int = 200) -> tuple[int, int] | None:
    """The first and last columns of pixels with ink; None where there is none."""
    image = picture(image_width)
    painter = QPainter(image)
    writing = Writing(lettering(light(), 11))
    was_written = writing.put(text, INK, Room(0, width, HEIGHT / 2), at_right=at_right)
    writing.draw(painter)
    painter.end()
    columns = [x for x in range(image_width) if any(image.pixel(x, y) != 0xFFFFFFFF for y in range(HEIGHT))]
    assert was_written == bool(columns)
    return (columns[0], columns[-1]) if columns else None


@pytest.mark.parametrize("text", LINES)
@pytest.mark.parametrize("weight", [QFont.Weight.Normal, QFont.Weight.DemiBold])
def test_a_line_is_as_wide_as_qt_says_whatever_its_figures(text: str, weight: QFont.Weight):
    letters = lettering(light(), 11, weight)
    for figure in "0123456789":
        line = text.translate({ord(other): figure for other in "0123456789"})
        assert letters.width(line) == letters.line(line).width == QFontMetrics(letters.font).horizontalAdvance(line)


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
@pytest.mark.parametrize("text", LINES)
def test_it_is_to_the_last_pixel_what_qt_would_have_written(text: str, ratio: float):
    for size, left, middle in ((9, 7.3, 9.6), (11, 10.37, 10.0), (13, 3.5, 10.25)):
        line = text.translate({ord(other): str(size % 7) for other in "0123456789"})
        letters, room = lettering(light(), size), Room(left, 170.0, middle)
        ours, theirs = picture(ratio=ratio), picture(ratio=ratio)
        painter = QPainter(ours)
        writing = Writing(letters)
        assert writing.put(line, INK, room)
        writing.draw(painter)
        painter.end()
        painter = QPainter(theirs)
        painter.setFont(letters.font)
        painter.setPen(INK)
        begin = round(room.left + (room.width - letters.width(line)) / 2)
        painter.drawText(QPointF(begin, round(room.middle + letters.rise)), line)
        painter.end()
        assert ours == theirs


def test_lines_of_several_inks_and_places_are_drawn_together():
    letters = lettering(light(), 11)
    lines = [("+0.53", INK, 0), ("−0.21", OTHER_INK, 60), ("+1.75", QColor("black"), 120), ("?", INK, 180)]
    together, one_by_one = picture(240), picture(240)
    painter = QPainter(together)
    writing = Writing(letters)
    for text, color, left in lines:
        writing.put(text, color, Room(left, 50, HEIGHT / 2))
    writing.draw(painter)
    painter.end()
    for text, color, left in lines:
        painter = QPainter(one_by_one)
        alone = Writing(letters)
        alone.put(text, color, Room(left, 50, HEIGHT / 2))
        alone.draw(painter)
        painter.end()
    assert together == one_by_one


def test_a_font_whose_figures_are_not_of_one_font_is_left_to_qt(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(lettering_module, "_runs", lambda *_: [])
    letters = Lettering(light().font(11))
    assert letters.raw is None
    assert letters.line("+0.53").glyphs == []
    assert letters.width("+0.53") > 0


def test_what_is_kept_does_not_grow_for_ever(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(lettering_module, "_MOST_KEPT", 10)
    letters = Lettering(light().font(11))
    for number in range(95):
        line = letters.line(f"{number}")
        letters.places(line, float(number), 5.0)
    assert len(letters._lines) <= 10
    assert len(letters._places) <= 10


def test_a_room_is_all_of_an_area():
    assert room_in(QRectF(1.5, 2.0, 10.0, 5.0)) == Room(1.5, 10.0, 4.5)
    assert room_in(QRect(1, 2, 10, 5)) == Room(1, 10, 4.5)


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
