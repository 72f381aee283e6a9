"""What all tests share: settings of their own, small recipes, windows that leave nothing behind."""

import gc
import importlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import msgspec
import pytest
from hypothesis import settings
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSettings, QThread, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from nnviz.app import load_views, make_application
from nnviz.experiment.data_spec import ClusterSpec, DataSpec
from nnviz.experiment.experiment import Experiment
from nnviz.experiment.network_spec import LayerSpec, NetworkSpec, NormalStart
from nnviz.experiment.training_spec import AllPointsBatch, TrainingSpec
from nnviz.session.session import Session
from nnviz.session.settings import Settings
from nnviz.ui.main_window import MainWindow

settings.register_profile("nnviz", deadline=None)  # machines are noisy: no example has a time to keep
settings.load_profile("nnviz")


@pytest.fixture(scope="session")
def qapp_cls() -> type[QApplication]:
    """The class pytest-qt makes the application of."""
    return QApplication


@pytest.fixture(scope="session")
def qapp(qapp_cls: type[QApplication]) -> QApplication:
    """The application as nnviz itself makes it, fonts and style included."""
    del qapp_cls
    return make_application()


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path) -> None:
    """A fresh settings folder for each test; nobody's own is touched."""
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "settings"))


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


@pytest.fixture(scope="session")
def settled(qapp: QApplication) -> None:
    """All modules that windows need are there, and out of the garbage collector's sight: it looks for what is left."""
    del qapp
    importlib.import_module("nnviz.ui.views")
    gc.collect()
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
    alive = [found for found in gc.get_objects() if isinstance(found, QObject)]
    assert [thread for thread in alive if isinstance(thread, QThread) and _is_running(thread)] == []
    assert [timer for timer in alive if isinstance(timer, QTimer) and _is_active(timer)] == []


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
