"""The window before its views: what is done in that moment waits, or ends cleanly."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnviz.app import load_views
from nnviz.experiment.experiment import Experiment
from nnviz.session.session import Session
from nnviz.session.settings import Settings
from nnviz.session.update import RunState
from nnviz.ui.main_window import MainWindow
from tests.conftest import assert_nothing_is_left, dispose


@pytest.fixture
def bare_window(qtbot: QtBot, small_experiment: Experiment) -> Iterator[MainWindow]:
    """A window as it is made: no views, and a run that has not begun."""
    del qtbot
    window = MainWindow(Session(small_experiment), Settings())
    yield window
    dispose(window)
    del window
    assert_nothing_is_left()


def paints_of(window: MainWindow) -> list[bool]:
    """Fills with whether the views were there, each time the window says that it has been painted first."""
    heard: list[bool] = []
    window.first_painted.connect(lambda: heard.append(window.views is not None))
    return heard


def test_the_first_paint_is_told_once_and_without_views(qtbot: QtBot, bare_window: MainWindow) -> None:
    heard = paints_of(bare_window)
    bare_window.show()
    qtbot.waitUntil(lambda: bool(heard))
    bare_window.repaint()
    QApplication.processEvents()
    assert heard == [False]
    assert not bare_window.session.worker.is_running


def test_play_before_the_views_are_there_trains_once_they_are(qtbot: QtBot, bare_window: MainWindow) -> None:
    heard = paints_of(bare_window)
    bare_window.show()
    qtbot.waitUntil(lambda: bool(heard))
    bare_window.actions_["play"].trigger()
    assert bare_window.run_bar.play_button.text() == "Pause"
    load_views(bare_window)
    qtbot.waitUntil(lambda: bare_window.session.latest.state is RunState.FINISHED)
    assert bare_window.run_bar.step_figure.text == "60"


def test_what_the_run_has_ready_is_shown_together_with_the_views(qtbot: QtBot, bare_window: MainWindow) -> None:
    bare_window.show()
    bare_window.clock.stop()  # so that no frame can have shown it
    bare_window.session.start()
    session = bare_window.session
    qtbot.waitUntil(lambda: session.take_update() is not None)
    session.set_speed(None)  # answered by another update, which nobody takes
    qtbot.waitUntil(lambda: session.worker._mailbox._letter is not None)
    load_views(bare_window)
    assert bare_window.run_bar.step_figure.text == "0"


@pytest.mark.parametrize("painted", [False, True], ids=["before", "just after"])
def test_a_window_that_is_closed_around_its_first_paint_loads_nothing_any_more(
    bare_window: MainWindow, painted: bool
) -> None:
    heard = paints_of(bare_window)
    bare_window.show()
    if painted:
        bare_window.repaint()
    bare_window.close()
    for _ in range(5):
        QApplication.processEvents()
    assert heard == []
    assert bare_window.run_has_ended
    assert not bare_window.session.worker.is_running


def test_a_second_start_leaves_the_canvas_its_room(qtbot: QtBot, bare_window: MainWindow) -> None:
    start(qtbot, bare_window)
    docks = bare_window.views.answers.docks if bare_window.views else ()
    first = docks[0].height()
    bare_window.close()
    again = MainWindow(Session(bare_window.session.experiment), Settings())
    start(qtbot, again)
    assert again.views is not None
    assert abs(again.views.answers.docks[0].height() - first) < 10
    caption = again.run_bar.step_figure._caption
    assert caption.width() >= caption.sizeHint().width()  # of how many steps is known when all has been laid out
    dispose(again)


def start(qtbot: QtBot, window: MainWindow) -> None:
    """As the program does it: the views come when the window has been painted."""
    window.first_painted.connect(lambda: load_views(window))
    window.show()
    window.resize(1440, 900)
    qtbot.waitUntil(lambda: window.views is not None and window.session.latest.snapshot is not None)
    qtbot.wait(50)
