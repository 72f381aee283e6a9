"""The chip of an input."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from nnviz.ui.panels.input_chip import InputChip
from nnviz.ui.theme import dark, light
from tests.ui.fields.hands import Heard, click, focus, leave, put_on_screen


@pytest.fixture
def chip(qtbot: QtBot) -> InputChip:
    chip = InputChip("x₁ & “x₂”")
    chip.set_theme(light())
    chip.resize(120, chip.sizeHint().height())
    put_on_screen(qtbot, chip)
    return chip


def red_map() -> QImage:
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    image.fill(QColor("#ff0000"))
    return image


def color_at(chip: InputChip, x: int, y: int) -> QColor:
    return chip.grab().toImage().pixelColor(x, y)


def test_it_is_switched_by_mouse_and_keyboard(qtbot: QtBot, chip: InputChip):
    heard = Heard(chip.toggled)
    click(qtbot, chip)
    focus(qtbot, chip)
    qtbot.keyClick(chip, Qt.Key.Key_Space)
    assert heard.take() == [True, False]
    assert chip.accessibleName() == "Input x₁ & “x₂”"


def test_it_asks_for_its_removal(qtbot: QtBot, chip: InputChip):
    heard = Heard(chip.removal_requested)
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_A):
        qtbot.keyClick(chip, key)
    assert len(heard.take()) == 2


def test_on_and_off_look_unlike_and_so_does_the_keyboard_on_it(qtbot: QtBot, chip: InputChip):
    chip.show_map(red_map())
    leave()
    pale = color_at(chip, 20, 20)
    chip.setChecked(True)
    assert color_at(chip, 20, 20) == QColor("#ff0000")
    assert pale.green() > 100
    assert color_at(chip, 60, 4) == QColor(light().accent_soft)
    assert color_at(chip, 60, 0) == QColor(light().accent)
    focus(qtbot, chip)
    assert color_at(chip, 60, 0) == QColor(light().text)
    chip.setChecked(False)
    assert color_at(chip, 60, 0) == QColor(light().accent)


def test_it_follows_the_theme_and_does_without_a_map(chip: InputChip):
    small = chip.sizeHint()
    chip.show_map(red_map())
    chip.show_map(None)
    chip.set_theme(dark(2.0))
    assert chip.sizeHint().height() == 2 * small.height()
    assert chip.minimumSizeHint() == chip.sizeHint()
    assert color_at(chip, 20, 20) != QColor("#ff0000")


def test_before_it_has_a_theme_it_is_blank(qtbot: QtBot):
    chip = InputChip("x₁")
    put_on_screen(qtbot, chip)
    assert not chip.grab().isNull()


def test_a_long_name_is_wrapped_and_a_longer_one_shortened(qtbot: QtBot):
    for name in ("petal length (cm)", "the length of the longest petal of all"):
        chip = InputChip(name)
        chip.set_theme(light())
        chip.resize(chip.sizeHint())
        put_on_screen(qtbot, chip)
        empty = QColor(light().card), QColor(light().hover)  # wherever the mouse may be
        assert all(color_at(chip, chip.width() - 2, y) in empty for y in range(8, chip.height() - 8))
