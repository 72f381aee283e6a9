"""A small window: what gives way, and what does not."""

from PySide6.QtCore import QSize, Qt
from pytestqt.qtbot import QtBot

from nnviz.session.settings import Settings
from nnviz.ui.main_window import MainWindow


def test_the_canvas_stays_legible_when_a_dock_comes_below_it_and_the_dock_goes_back_where_there_is_room(
    window: MainWindow, qtbot: QtBot
) -> None:
    views = window.views
    assert views is not None
    confusion, mistakes = views.answers.docks
    mistakes.hide()
    confusion.hide()
    qtbot.wait(50)
    Settings().text_size = 1.25
    window.appearance.apply()
    window.resize(1024, 700)
    qtbot.wait(50)
    confusion.toggleViewAction().trigger()
    workspace = views.canvas.parentWidget()
    qtbot.waitUntil(lambda: workspace.dockWidgetArea(confusion) == Qt.DockWidgetArea.RightDockWidgetArea)
    qtbot.wait(50)
    assert window.size() == QSize(1024, 700)
    assert not confusion.visibleRegion().isEmpty()  # it is what was asked for
    assert views.canvas.canvas.height() > 200
    window.resize(1440, 1000)
    qtbot.waitUntil(lambda: workspace.dockWidgetArea(confusion) == Qt.DockWidgetArea.BottomDockWidgetArea)
    assert confusion.isVisible()
