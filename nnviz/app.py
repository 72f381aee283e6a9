"""The app: puts window, session and settings together and runs them."""

import gc
import importlib
import itertools
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from nnviz.experiment.experiment import Experiment
from nnviz.session.processors import n_processors
from nnviz.session.session import Session
from nnviz.session.settings import Settings
from nnviz.ui.application import Application
from nnviz.ui.document_dialogs import show_problem
from nnviz.ui.icons import application_icon
from nnviz.ui.main_window import MainWindow
from nnviz.ui.theme import light, load_fonts

if TYPE_CHECKING:
    from nnviz.ui.views import Views

_FEW_PROCESSORS = 2
"""With so many Qt is to paint large pictures by itself: one trains, and a second painter would be waited for."""

_COLLECT_EVERY = 2000
_WHOLE_EVERY = 15  # a whole collection looks at everything that is younger than the window: every half minute
_STANDS_AFTER = 3  # rounds, in which also a slow computer has made the views


def make_application() -> Application:
    """Qt's application object, in our style and with our fonts."""
    if n_processors() <= _FEW_PROCESSORS:
        os.environ.setdefault("QT_NO_GUI_THREADPOOL", "1")
    application = QApplication.instance()
    if not isinstance(application, Application):
        # Not by `setStyle`: for it PySide6 builds the class QStyle, whose 500 names take a twentieth of a second.
        application = Application([*sys.argv[:1], "-style", "Fusion"])
    application.setApplicationName("nnviz")
    application.setDesktopFileName("nnviz")
    application.setWindowIcon(application_icon())
    load_fonts()
    application.setFont(light().font())  # before there is a widget: one that is dressed first has figures of all widths
    # A second line behind the frame gate: the window gets the interpreter back after half a millisecond.
    sys.setswitchinterval(0.0005)
    return application


def open_window(experiment: Experiment, path: Path | None = None) -> int:
    """Show the main window until it is closed; the exit status."""
    application = make_application()
    collector = collect_garbage_in_the_window()
    window = MainWindow(Session(experiment, path), Settings())
    window.first_painted.connect(lambda: load_views(window))
    application.file_wanted.connect(window.receive_file)
    _close_on_interrupt(window)
    # Before the first paint and not after it: the window stands a sixth of a second later, still early enough, and the
    # wait between the empty window and its points, which is what an eye notices, is that much shorter.
    importlib.import_module("numpy")
    window.show()
    status = application.exec()
    collector.stop()
    return leave(window, status)


def say_in_a_window(sentence: str) -> None:
    """Tell somebody who has no terminal why there will be no main window."""
    make_application()
    show_problem(None, "nnviz", sentence)


def load_views(window: MainWindow) -> "Views":
    """Give a window what it was painted without: its run and its views, which are returned."""
    window.session.start()  # draws the points while pyqtgraph is loaded
    # Here and not above: pyqtgraph takes a third of a second to load, and the window can stand before it.
    from nnviz.ui.views import Views  # noqa: PLC0415

    views = Views()
    window.add_views(views)
    return views


def leave(window: MainWindow, status: int) -> int:
    """The exit status. A thread still in a long step is left without a farewell: waiting could take minutes."""
    if not window.run_has_ended:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
    return status


def collect_garbage_in_the_window() -> QTimer:
    """Collect reference cycles here only: in the worker's thread, Qt objects would die in the wrong place.

    What the window is made of lives as long as it does, and to look at all of it takes longer than any frame may. So
    once it stands, it is left out.
    """
    gc.disable()
    timer = QTimer()
    rounds = itertools.count(1)
    timer.timeout.connect(lambda: _collect(next(rounds)))
    timer.start(_COLLECT_EVERY)
    return timer


def _collect(number: int) -> None:
    """The collection of this number, counted from 1."""
    if number == _STANDS_AFTER:
        gc.freeze()
    gc.collect(2 if number % _WHOLE_EVERY == 0 else 1)


def _close_on_interrupt(window: MainWindow) -> None:
    """Ctrl+C in the terminal closes the window as its button does (the frame clock lets Python see it)."""
    signal.signal(signal.SIGINT, lambda *_: window.close())
