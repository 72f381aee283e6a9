"""Presentation in a real window: by key, menu and Escape, and how everything comes back as it was."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from nnviz.experiment.experiment import Experiment
from nnviz.session.settings import Settings
from nnviz.ui.main_window import MainWindow
from tests.ui.words import cut_words

OpenWindow = Callable[..., MainWindow]


def settle(qtbot: QtBot) -> None:
    """Let what is laid out anew find its places."""
    qtbot.wait(60)


def press(qtbot: QtBot, window: MainWindow, key: Qt.Key) -> None:
    """A key, wherever the keyboard is."""
    qtbot.keyClick(QApplication.focusWidget() or window, key)
    settle(qtbot)


def places(window: MainWindow) -> dict[str, tuple[object, ...]]:
    """All that is to come back: what is seen, where, and how large."""
    assert window.views is not None
    parts: dict[str, QWidget] = {dock.objectName(): dock for dock in window.views.docks}
    parts |= {"panels": window._panels, "status": window.status_line, "menus": window.menuBar()}
    parts |= {"canvas": window.views.canvas, "runBar": window.run_bar, "speed": window.run_bar.speed}
    return {
        name: (part.isVisible(), not part.visibleRegion().isEmpty() and part.geometry().getRect())
        for name, part in parts.items()
    }


def seen_docks(window: MainWindow) -> list[str]:
    assert window.views is not None
    return [dock.objectName() for dock in window.views.docks if dock.isVisible()]


def outside(window: MainWindow) -> list[str]:
    """What is seen in part alone, because it does not fit into the window."""
    inside = window.rect()
    parts = [window.run_bar, window.status_line, *window._workspace.children(), window._panels]
    return [
        part.objectName() or type(part).__name__
        for part in parts
        if isinstance(part, QWidget)
        and not part.visibleRegion().isEmpty()
        and not inside.contains(part.rect().translated(part.mapTo(window, QPoint())))
    ]


def test_one_key_presents_and_the_same_key_brings_everything_back(qtbot: QtBot, window: MainWindow) -> None:
    views = window.views
    assert views is not None
    views.docks[3].raise_()
    window._workspace.resizeDocks([views.docks[0]], [310], Qt.Orientation.Horizontal)
    settle(qtbot)
    before = places(window)
    scale = window.theme.scale
    press(qtbot, window, Qt.Key.Key_F5)
    assert window.actions_["present"].isChecked()
    assert seen_docks(window) == ["loss", "accuracy"]
    assert window.theme.scale >= 1.5 * scale
    assert window.theme.thin_line == 2
    hidden = (window._panels, window.status_line, window.menuBar(), window.run_bar.speed, window.run_bar.step_figure)
    assert [part.isVisible() for part in hidden] == [False] * 4 + [True]
    assert views.canvas._title.text() == window.session.experiment.name
    for _ in range(3):  # faster than the window can follow
        qtbot.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_F5)
    settle(qtbot)
    assert places(window) == before
    assert window.theme.scale == scale
    assert Settings().text_size == scale
    assert views.canvas._title.text() == "What the network predicts"


def test_escape_ends_it_where_nobody_else_wants_it(qtbot: QtBot, window: MainWindow) -> None:
    views = window.views
    assert views is not None
    present = window.actions_["present"]
    press(qtbot, window, Qt.Key.Key_Escape)
    views.docks[3].raise_()
    views.diagram.setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Return):
        press(qtbot, window, key)
    present.trigger()
    settle(qtbot)
    canvas = views.canvas.canvas
    canvas.setFocus()
    assert canvas.caption.isVisible()
    press(qtbot, window, Qt.Key.Key_Escape)
    assert (canvas.caption.isVisible(), present.isChecked()) == (False, True)
    window.actions_["paint"].trigger()
    press(qtbot, window, Qt.Key.Key_Escape)
    assert (window.actions_["paint"].isChecked(), present.isChecked()) == (False, True)
    press(qtbot, window, Qt.Key.Key_Escape)
    assert not present.isChecked()


def test_the_keys_of_hidden_menus_go_on_and_their_views_are_in_reach(qtbot: QtBot, window: MainWindow) -> None:
    view_action(window, "present").trigger()
    settle(qtbot)
    press(qtbot, window, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: window.run_bar.step_figure.text == "1")
    press(qtbot, window, Qt.Key.Key_F9)
    assert window._panels.isVisible()
    assert not window.actions_["larger"].isEnabled()
    assert window.run_bar.menu_button.isVisible()
    menu = window.run_bar.menu_button.menu()
    next(action for action in menu.actions() if action.text() == "Diagram").trigger()
    assert seen_docks(window) == ["loss", "accuracy", "diagram"]
    next(action for action in menu.actions() if action is window.actions_["present"]).trigger()
    settle(qtbot)
    assert window.menuBar().isVisible()
    assert window.actions_["larger"].isEnabled()


def view_action(window: MainWindow, key: str) -> QAction:
    """An entry of the View menu."""
    return next(action for action in window._menus["&View"].actions() if action.objectName() == key)


def test_closing_while_presenting_remembers_the_window_of_before(
    qtbot: QtBot, window: MainWindow, open_window: OpenWindow, small_experiment: Experiment
) -> None:
    views = window.views
    assert views is not None
    views.docks[1].close()
    before = seen_docks(window)
    window.actions_["present"].trigger()
    settle(qtbot)
    assert seen_docks(window) == ["loss", "accuracy"]
    window.close()
    again = open_window(small_experiment)
    assert not again.actions_["present"].isChecked()
    assert seen_docks(again) == before
    assert again._panels.isVisible()
    assert again.menuBar().isVisible()


def test_full_screen_is_filled_and_reset_layout_ends_it(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(1024, 768)
    settle(qtbot)
    press(qtbot, window, Qt.Key.Key_F5)
    at_first = window.theme.scale
    window.resize(1920, 1080)
    qtbot.waitUntil(lambda: window.theme.scale > 1.3 * at_first)
    window.actions_["full-screen"].trigger()  # not by its key: offscreen, a window of another size may not be active
    assert window.isFullScreen()
    window.actions_["full-screen"].trigger()
    window.actions_["reset-layout"].trigger()
    settle(qtbot)
    assert not window.actions_["present"].isChecked()
    assert window.theme.scale == 1.0
    assert "weights" in seen_docks(window)


def test_nothing_is_cut_off(window: MainWindow, qtbot: QtBot) -> None:
    for size, scale, presents in (
        (QSize(1024, 768), 1.0, True),
        (QSize(1920, 1080), 1.0, True),
        (QSize(1024, 700), 1.5, False),
        (QSize(1440, 900), 2.0, False),
    ):
        window.actions_["present"].setChecked(False)
        Settings().text_size = scale
        window.appearance.apply()
        window.resize(size)
        settle(qtbot)
        window.actions_["present"].setChecked(presents)
        settle(qtbot)
        assert window.size() == size
        assert window.minimumSizeHint().width() <= size.width()
        assert not window.run_bar._groups.is_wrapped, size
        assert cut_words(window) == [], size
        assert outside(window) == [], size


def test_docks_share_places_in_a_low_window_until_it_is_high_again(qtbot: QtBot, window: MainWindow) -> None:
    views = window.views
    assert views is not None
    before = places(window)
    Settings().text_size = 2.0
    window.appearance.apply()
    settle(qtbot)
    assert window.size() == QSize(1440, 900)
    assert window._workspace.tabifiedDockWidgets(views.docks[0]) == [views.docks[1]]
    views.docks[4].close()
    Settings().text_size = 1.0
    window.appearance.apply()
    settle(qtbot)
    assert window._workspace.tabifiedDockWidgets(views.docks[0]) == []
    assert seen_docks(window) == [name for name in before if before[name][0] and name not in _OTHERS]


_OTHERS = {"hidden", "panels", "status", "menus", "canvas", "runBar", "speed"}
