"""The app: puts window, session and settings together and runs them."""

import gc
import importlib
import itertools
import os
import signal
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication

from nnviz.experiment.experiment import Experiment
from nnviz.session.session import Session
from nnviz.session.settings import Settings
from nnviz.ui.icons import application_icon
from nnviz.ui.main_window import MainWindow
from nnviz.ui.theme import load_fonts

_SMOKE_STEPS = 200
_SMOKE_PATIENCE = 60_000
_COLLECT_EVERY = 2000
_WHOLE_EVERY = 15  # a whole collection looks at everything alive, so it comes every half minute


def make_application() -> QApplication:
    """Qt's application object, in our style and with our fonts."""
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        # Not by `setStyle`: for it PySide6 builds the class QStyle, whose 500 names take a twentieth of a second.
        application = QApplication([*sys.argv[:1], "-style", "Fusion"])
    application.setApplicationName("nnviz")
    application.setDesktopFileName("nnviz")
    application.setWindowIcon(application_icon())
    load_fonts()
    # A second line behind the frame gate: the window gets the interpreter back after half a millisecond.
    sys.setswitchinterval(0.0005)
    return application


def open_window(experiment: Experiment, path: Path | None = None) -> int:
    """Show the main window until it is closed; the exit status."""
    application = make_application()
    collector = collect_garbage_in_the_window()
    window = MainWindow(Session(experiment, path), Settings())
    window.first_painted.connect(lambda: load_views(window))
    _close_on_interrupt(window)
    # Before the first paint and not after it: the window stands a sixth of a second later, still early enough, and the
    # wait between the empty window and its points, which is what an eye notices, is that much shorter.
    importlib.import_module("numpy")
    window.show()
    status = application.exec()
    collector.stop()
    return _left(window, status)


def load_views(window: MainWindow) -> None:
    """Give a window what it was painted without: its run and its views."""
    window.session.start()  # draws the points while pyqtgraph is loaded
    # Here and not above: pyqtgraph takes a third of a second to load, and the window can stand before it.
    from nnviz.ui.views import Views  # noqa: PLC0415

    window.add_views(Views())


def smoke_test(experiment: Experiment) -> int:
    """Open the real window, train 200 steps, paint every view, close: 0 where all of that happened.

    The settings of the user are not touched.
    """
    application = make_application()
    with tempfile.TemporaryDirectory() as folder:
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)
        collector = collect_garbage_in_the_window()
        window = MainWindow(Session(experiment), Settings())
        smoke = _Smoke(window)
        window.first_painted.connect(smoke.begin)
        QTimer.singleShot(_SMOKE_PATIENCE, smoke.give_up)
        window.show()
        application.exec()
        collector.stop()
        _left(window, 0 if smoke.passed else 1)
    print(smoke.verdict)  # noqa: T201 - the answer to a command
    return 0 if smoke.passed else 1


def _left(window: MainWindow, status: int) -> int:
    """The exit status. A thread still in a long step is left without a farewell: waiting could take minutes."""
    if not window.run_has_ended:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
    return status


class _Smoke:
    """Drives the window through a short run and looks whether it shows."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._timer = QTimer(window)
        self._timer.timeout.connect(self._look)
        self._goal = min(_SMOKE_STEPS, window.session.experiment.training.n_steps)
        self.passed = False
        self.verdict = "nnviz: smoke test failed: the run did not get to its 200th step within a minute"

    def begin(self) -> None:
        """Load the views and press Play."""
        load_views(self._window)
        self._window.actions_["play"].trigger()
        self._timer.start(50)

    def give_up(self) -> None:
        """End, whatever was seen."""
        self._window.close()

    def _look(self) -> None:
        views = self._window.views
        shown = int(self._window.run_bar.step_figure.text.replace(",", "") or 0) if views else 0
        if views is None or shown < self._goal:
            return
        self._timer.stop()
        network = (views.weights, views.diagram, views.hidden)
        parts = (self._window.run_bar, views.canvas, views.loss, views.accuracy, *network)
        empty = [type(part).__name__ for part in parts if part.grab().toImage().isNull() or not part.isVisible()]
        self.passed = not empty
        what = f"trained {shown:,} steps, painted every view" if self.passed else f"failed: not painted: {empty}"
        self.verdict = f"nnviz: smoke test: {what}" if self.passed else f"nnviz: smoke test {what}"
        self._window.close()


def collect_garbage_in_the_window() -> QTimer:
    """Collect reference cycles here only: in the worker's thread, Qt objects would die in the wrong place."""
    gc.disable()
    timer = QTimer()
    rounds = itertools.count(1)
    timer.timeout.connect(lambda: gc.collect(2 if next(rounds) % _WHOLE_EVERY == 0 else 1))
    timer.start(_COLLECT_EVERY)
    return timer


def _close_on_interrupt(window: MainWindow) -> None:
    """Ctrl+C in the terminal closes the window as its button does (the frame clock lets Python see it)."""
    signal.signal(signal.SIGINT, lambda *_: window.close())
