import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from nnviz.ui.class_marks import N_MARKS, mark_icon, mark_name
from nnviz.ui.fields.color_button import ColorButton
from nnviz.ui.theme import dark, light
from tests.ui.fields.hands import Heard, focus, nothing_said, put_on_screen


@pytest.fixture
def button(qtbot: QtBot) -> ColorButton:
    button = ColorButton()
    button.set_theme(light())
    button.show_color("A", 0, {0: "A", 1: "B & C"})
    put_on_screen(qtbot, button)
    return button


def texts(button: ColorButton) -> list[str]:
    button.menu().aboutToShow.emit()
    return [action.text() for action in button.menu().actions()]


def test_the_palette_names_its_colours_and_whose_they_are(button: ColorButton) -> None:
    shown = texts(button)
    assert shown[:3] == ["Blue circle  ✓", "Orange square – swap with B && C", "Green triangle"]
    assert len(shown) == N_MARKS == 10
    assert all(not action.icon().isNull() for action in button.menu().actions())
    assert button.accessibleName() == "Colour of A: blue circle"
    assert button.toolTip() == "Colour and mark of A"


def test_a_colour_is_chosen_with_the_keys(qtbot: QtBot, button: ColorButton) -> None:
    heard = Heard(button.color_edited)

    def choose_the_third() -> None:
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
            qtbot.keyClick(menu, key)

    focus(qtbot, button)
    QTimer.singleShot(50, choose_the_third)
    qtbot.keyClick(button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bool(heard.said))
    assert heard.take() == [2]


def test_its_own_colour_again_is_no_edit(button: ColorButton) -> None:
    heard = Heard(button.color_edited)
    texts(button)
    assert nothing_said(heard, button.menu().actions()[0].trigger)


def test_to_show_says_nothing_and_draws_anew(button: ColorButton) -> None:
    heard = Heard(button.color_edited)
    before = button.icon().cacheKey()
    assert nothing_said(heard, lambda: button.show_color("<b>", 3, {}))
    assert button.toolTip() == "Colour and mark of &lt;b&gt;"
    assert button.icon().cacheKey() != before
    before = button.icon().cacheKey()
    button.set_theme(dark())
    assert button.icon().cacheKey() != before


def test_without_a_theme_it_has_words_at_least(qtbot: QtBot) -> None:
    button = ColorButton()
    qtbot.addWidget(button)
    button.show_color("A", 9, {})
    assert "Brown pentagon  ✓" in texts(button)
    assert button.icon().isNull()


def test_no_two_marks_have_the_same_name_or_picture() -> None:
    assert len({mark_name(number) for number in range(N_MARKS)}) == N_MARKS
    pictures = {mark_icon(number, light()).pixmap(32).toImage().pixelColor(16, 16).name() for number in range(N_MARKS)}
    assert len(pictures) == N_MARKS
