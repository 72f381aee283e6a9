"""What all tests share: settings of their own, small recipes, windows that leave nothing behind."""

import gc
import importlib
import os
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import msgspec
import pytest
from hypothesis import is_hypothesis_test
from PySide6.QtCore import QCoreApplication, QEvent, QSettings, QThread, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from nnviz.app import load_views, make_application
from nnviz.experiment.data_spec import ClusterSpec, DataSpec
from nnviz.experiment.experiment import Experiment
from nnviz.experiment.network_spec import LayerSpec, NetworkSpec, NormalStart
from nnviz.experiment.training_spec import AllPointsBatch, TrainingSpec
from nnviz.session import undo, worker
from nnviz.session.session import Session
from nnviz.session.settings import Settings
from nnviz.ui import toast
from nnviz.ui.main_window import MainWindow
from tests.examples import register_profiles

register_profiles()

_PATIENCE = 120_000
"""Milliseconds that a test waits for what has to come: on a busy machine a second becomes ten, and who passes waits no
longer for it."""


class PatientBot(QtBot):
    """pytest-qt's hand, which gives up after five seconds."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = _PATIENCE) -> None:  # noqa: N802
        super().waitUntil(callback, timeout=timeout)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """A hand in the application."""
    del qapp
    return PatientBot(request)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """In a worker coverage is started twice, and `no_cover` stops the second alone: here the first one stops."""
    coverage = session.config.pluginmanager.get_plugin("_cov")
    if coverage is not None and hasattr(session.config, "workerinput"):
        coverage.cov_controller.cov.stop()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Random examples cover nothing: so coverage is the same in every run, and they are not slowed down by it.

    Long tests that cover nothing that others do not have the same marker by name.
    """
    for item in items:
        if is_hypothesis_test(getattr(item, "obj", None)):
            item.add_marker(pytest.mark.no_cover)


@pytest.fixture(scope="session")
def qapp_cls() -> type[QApplication]:
    """The class pytest-qt makes the application of."""
    return QApplication


@pytest.fixture(scope="session")
def qapp(qapp_cls: type[QApplication]) -> QApplication:
    """The application as nnviz itself makes it, fonts and style included."""
    del qapp_cls
    return make_application()


@pytest.fixture(scope="session")
def settings_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Folders none of which is made before somebody writes into it: most tests have no settings to keep."""
    root = tmp_path_factory.mktemp("settings")
    return (root / str(number) for number in count())


@pytest.fixture(autouse=True)
def own_settings(settings_folders: Iterator[Path]) -> Path:
    """A fresh settings folder for each test; nobody's own is touched."""
    folder = next(settings_folders)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(folder))
    return folder


@pytest.fixture(autouse=True)
def patient_windows() -> Iterator[None]:
    """A thread that a busy machine lets wait is not given up; whoever tests that sets it again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(worker, "_PATIENCE", _PATIENCE)
        yield


@pytest.fixture
def small_experiment() -> Experiment:
    """Three clusters that a network learns within milliseconds."""
    means = ((0.0, 0.0), (3.0, 3.0), (0.0, 6.0))
    clusters = tuple(
        ClusterSpec(name=name, n_points=60, mean=mean, covariance=((1.0, 0.3), (0.3, 1.0)))
        for name, mean in zip("ABC", means, strict=True)
    )
    return Experiment(
        name="Small",
        data=DataSpec(clusters=clusters, seed=3, test_share=0.25),
        network=NetworkSpec(hidden_layers=(LayerSpec(n_neurons=4),), initial_weights=NormalStart(), seed=5),
        training=TrainingSpec(learning_rate=0.1, l2_penalty=0.001, batch=AllPointsBatch(), n_steps=60),
    )


@pytest.fixture
def endless_experiment(small_experiment: Experiment) -> Experiment:
    """The same, with more steps than any test waits for."""
    training = msgspec.structs.replace(small_experiment.training, n_steps=10_000_000)
    return msgspec.structs.replace(small_experiment, training=training)


@pytest.fixture(autouse=True)
def garbage_between_tests() -> Iterator[None]:
    """Cycles are collected between tests, as the application does between frames: while Qt paints, it may crash it."""
    gc.disable()
    yield
    gc.collect(1)


@pytest.fixture
def settled(qapp: QApplication) -> None:
    """All modules that windows need are there, and what is there is out of the garbage collector's sight.

    It looks for what a test leaves behind, and that is what has come since.
    """
    del qapp
    importlib.import_module("nnviz.ui.views")
    gc.collect()
    assert_no_thread_runs()  # of tests before, which would be out of sight too
    gc.freeze()


@pytest.fixture
def open_window(qtbot: QtBot, settled: None) -> Iterator[Callable[[Experiment], MainWindow]]:
    """Opens real windows, whole with their views; afterwards nothing of them may be left."""
    del settled
    windows: list[MainWindow] = []

    def open_one(experiment: Experiment, path: Path | None = None) -> MainWindow:
        window = MainWindow(Session(experiment, path), Settings())
        windows.append(window)
        window.resize(1440, 900)
        window.show()
        qtbot.waitExposed(window)
        load_views(window)
        qtbot.waitUntil(lambda: window._session.latest.snapshot is not None)
        QApplication.processEvents()  # the views may come with their first moment: now all is laid out around them
        return window

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(undo, "_SAME_GESTURE", 3600.0)  # what a test does at once may take a busy machine a second
        patch.setattr(toast, "_SHORTEST", 3600.0)  # and what is said is gone before it has been read
        yield open_one
        while windows:
            window = windows.pop()
            if isValid(window):
                dispose(window)
            del window
        assert_nothing_is_left()


@pytest.fixture
def window(open_window: Callable[[Experiment], MainWindow], small_experiment: Experiment) -> MainWindow:
    """A window with the small experiment, at step 0."""
    return open_window(small_experiment)


def dispose(window: MainWindow) -> None:
    """Close a window as nobody would ask questions about it, and delete it."""
    window._session._saved = window._session.experiment
    window.close()
    window.deleteLater()
    run_deferred_deletes()


def run_deferred_deletes() -> None:
    """`processEvents` alone never does."""
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QCoreApplication.processEvents()


def assert_nothing_is_left() -> None:
    """No window, no thread, no running timer."""
    gc.collect()
    run_deferred_deletes()
    assert [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, MainWindow)] == []
    assert_no_thread_runs()
    assert [timer for timer in gc.get_objects() if isinstance(timer, QTimer) and _is_active(timer)] == []


def assert_no_thread_runs() -> None:
    """None of Qt's, but for the one that asks."""
    assert [thread for thread in gc.get_objects() if isinstance(thread, QThread) and _is_running(thread)] == []


def _is_running(thread: QThread) -> bool:
    try:
        return thread.isRunning() and thread is not QThread.currentThread()
    except RuntimeError:  # its C++ half is gone
        return False


def _is_active(timer: QTimer) -> bool:
    try:
        return timer.isActive()
    except RuntimeError:
        return False
