"""How the window looks: themes, sizes, layout, and that it remembers them."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from nnviz.experiment.experiment import Experiment
from nnviz.experiment.presets import PRESETS
from nnviz.session.settings import LARGEST_TEXT, Settings
from nnviz.ui.fields.counting_label import CountingLabel
from nnviz.ui.fields.form import label
from nnviz.ui.main_window import MainWindow
from nnviz.ui.theme import dark, light
from tests.ui.words import cut_words

OpenWindow = Callable[..., MainWindow]


def background(widget: QWidget) -> QColor:
    return widget.grab().toImage().pixelColor(widget.width() // 2, 3)


def test_light_and_dark_are_chosen_from_the_menu_and_remembered(
    window: MainWindow, open_window: OpenWindow, small_experiment: Experiment
) -> None:
    window.actions_["theme-dark"].trigger()
    assert background(window.run_bar) == QColor(dark().card)
    assert [window.actions_[f"theme-{name}"].isChecked() for name in ("system", "light", "dark")] == [
        False,
        False,
        True,
    ]
    again = open_window(small_experiment)
    assert background(again.run_bar) == QColor(dark().card)
    again.actions_["theme-light"].trigger()
    assert background(again.run_bar) == QColor(light().card)


def test_what_opens_over_the_window_is_dressed_as_it_is(window: MainWindow) -> None:
    Settings().text_size = 1.5
    window.appearance.apply()
    dialog = QDialog(window)
    small = label("small print", "small")
    QVBoxLayout(dialog).addWidget(small)
    dialog.show()
    assert small.font().pixelSize() == window.theme.px(11)
    assert small.palette().windowText().color() == QColor(window.theme.muted)


def test_text_grows_to_its_limit_and_shrinks_again(qtbot: QtBot, window: MainWindow) -> None:
    before = window.run_bar.height()
    for _ in range(9):  # eight are enough
        window.actions_["larger"].trigger()
    qtbot.wait(50)
    assert window.theme.scale == pytest.approx(LARGEST_TEXT)
    assert window.run_bar.height() > before
    assert Settings().text_size == pytest.approx(LARGEST_TEXT)
    for _ in range(9):
        window.actions_["smaller"].trigger()
    qtbot.wait(50)
    assert window.run_bar.height() < before


def test_the_panels_can_be_put_away(window: MainWindow) -> None:
    assert window._panels.isVisible()
    window.actions_["panels"].trigger()
    assert not window._panels.isVisible()
    window.actions_["reset-layout"].trigger()
    assert window._panels.isVisible()


def test_docks_can_be_hidden_floated_and_put_back(qtbot: QtBot, window: MainWindow) -> None:
    views = window.views
    assert views is not None
    loss = views.docks[0]
    qtbot.mouseClick(loss._hide, Qt.MouseButton.LeftButton)
    assert not loss.isVisible()
    loss.toggleViewAction().trigger()
    assert loss.isVisible()
    qtbot.mouseClick(loss._float, Qt.MouseButton.LeftButton)
    assert loss.isFloating()
    window.actions_["reset-layout"].trigger()
    assert not loss.isFloating()


def test_the_layout_is_remembered(window: MainWindow, open_window: OpenWindow, small_experiment: Experiment) -> None:
    views = window.views
    assert views is not None
    views.docks[1].close()
    window.resize(1200, 760)
    window.close()
    again = open_window(small_experiment)
    assert again.views is not None
    assert [dock.objectName() for dock in again.views.docks if not dock.isVisible()] == ["accuracy"]


def test_no_word_is_cut_off(window: MainWindow, qtbot: QtBot) -> None:
    for size, scale in ((QSize(1024, 700), 1.0), (QSize(1440, 900), 1.0), (QSize(1440, 900), 1.5)):
        Settings().text_size = scale
        window.appearance.apply()
        window.resize(size)
        qtbot.wait(50)
        assert window.size() == size
        assert cut_words(window) == [], (size, scale)
        for shown in window.findChildren(CountingLabel):  # so that none moves while it counts
            assert len({shown.width_of(4 * figure) for figure in "0123456789"}) == 1, (shown.text(), scale)


def test_the_panels_are_not_wider_than_their_column(window: MainWindow, qtbot: QtBot) -> None:
    for scale in (0.8, 1.0, 1.5, 2.0):
        Settings().text_size = scale
        window.appearance.apply()
        for name, experiment in PRESETS.items():
            window.session.open_preset(experiment)
            qtbot.wait(20)
            column = window._panels.widget()
            assert column.minimumSizeHint().width() <= window._panels.viewport().width(), (name, scale)
            assert column.width() <= window._panels.viewport().width(), (name, scale)


def test_full_screen_and_back(window: MainWindow) -> None:
    window.actions_["full-screen"].trigger()
    assert window.isFullScreen()
    window.actions_["full-screen"].trigger()
    assert not window.isFullScreen()


def test_the_canvas_has_most_of_the_room(window: MainWindow, qtbot: QtBot) -> None:
    views = window.views
    assert views is not None
    qtbot.wait(50)
    assert views.canvas.width() > 1.8 * views.docks[0].width()
    window.actions_["reset-layout"].trigger()
    qtbot.wait(50)
    assert views.canvas.width() > 1.8 * views.docks[0].width()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_paints_its_own_ground_has_that_of_the_card_it_stands_on(window: MainWindow, theme: str) -> None:
    window.actions_[f"theme-{theme}"].trigger()
    views = window.views
    assert views is not None
    grounded = [part for part in window.findChildren(QWidget) if part.backgroundRole() is QPalette.ColorRole.Base]
    grounded = [part for part in grounded if part.autoFillBackground() and part.isVisible()]
    assert {type(part).__name__ for part in grounded} >= {"CountingLabel", "Timeline", "AnswerTools", "ScaleBar"}
    by_themselves = window.grab().toImage()
    for part in grounded:
        part.setAutoFillBackground(False)
    assert window.grab().toImage() == by_themselves
