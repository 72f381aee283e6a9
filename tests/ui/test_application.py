"""Documents that the system asks the running program to open, as macOS does after a double click."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnviz.experiment.documents import write_document
from nnviz.experiment.experiment import Experiment
from nnviz.experiment.presets import preset
from nnviz.session.session import Session
from nnviz.session.settings import Settings
from nnviz.ui import documents
from nnviz.ui.application import Application
from nnviz.ui.document_dialogs import Unsaved
from nnviz.ui.main_window import MainWindow
from tests.conftest import dispose


@pytest.fixture
def document(tmp_path: Path, small_experiment: Experiment) -> Path:
    path = tmp_path / "from a double click.nnviz"
    write_document(small_experiment, path)
    return path


@pytest.fixture
def ask(qapp: Application, window: MainWindow):
    """Ask the application to open a file, as macOS does."""
    qapp.file_wanted.connect(window.receive_file)
    yield lambda path: QApplication.sendEvent(qapp, QFileOpenEvent(str(path)))
    qapp.file_wanted.disconnect(window.receive_file)


def test_a_document_that_the_system_wants_opened_is_shown(
    qtbot: QtBot, window: MainWindow, ask: Callable[[Path], bool], tmp_path: Path
) -> None:
    path = tmp_path / "xor.nnviz"
    write_document(preset("xor"), path)
    assert ask(path)
    assert window.session.path is None  # the system waits for an answer; what follows comes after it
    qtbot.waitUntil(lambda: window.session.path == path)
    assert window.session.experiment == preset("xor")
    assert "xor.nnviz" in window.windowTitle()


def test_unsaved_edits_are_asked_about_first(
    qtbot: QtBot, window: MainWindow, ask: Callable[[Path], bool], document: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(documents, "ask_about_unsaved", lambda _, name: asked.append(name) or Unsaved.CANCEL)
    monkeypatch.setattr(type(window.session), "is_modified", property(lambda _: True))
    ask(document)
    qtbot.waitUntil(lambda: asked != [])
    assert window.session.path is None
    monkeypatch.undo()


def test_a_document_asked_for_before_the_first_paint_is_what_the_window_begins_with(
    qtbot: QtBot, qapp: Application, document: Path, small_experiment: Experiment
) -> None:
    window = MainWindow(Session(preset("xor")), Settings())
    qapp.file_wanted.connect(window.receive_file)
    QApplication.sendEvent(qapp, QFileOpenEvent(str(document)))
    window.show()
    qtbot.waitUntil(lambda: window.session.path == document)
    assert window.session.experiment == small_experiment
    dispose(window)


def test_an_address_that_is_no_file_is_left_to_qt(qtbot: QtBot, qapp: Application) -> None:
    with qtbot.assertNotEmitted(qapp.file_wanted, wait=20):
        QApplication.sendEvent(qapp, QFileOpenEvent(QUrl("mailto:somebody")))
        QApplication.sendEvent(qapp, QEvent(QEvent.Type.User))
