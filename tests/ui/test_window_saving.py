"""Documents written beside everything else, in the real window: its title says what is on the disk, and no more."""

import errno
import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QProgressDialog, QPushButton
from pytestqt.qtbot import QtBot

from nnviz.experiment.documents import read_document, write_document
from nnviz.experiment.experiment import Experiment
from nnviz.ui import documents, saving
from nnviz.ui.document_dialogs import Unsaved
from nnviz.ui.main_window import MainWindow
from tests.ui.fields.hands import enter
from tests.ui.keyboard import press, take_keyboard

CONTROL = Qt.KeyboardModifier.ControlModifier


FULL = "mine.nnviz cannot be written: No space left on device"


def refuse(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


class SlowDisk:
    """Stands for a disk that takes as long over each document as a test wants."""

    def __init__(self) -> None:
        self.n_begun = 0
        self.may_write = threading.Semaphore(0)

    def __call__(self, experiment: Experiment, path: Path, pause: Callable[[], None]) -> None:
        self.n_begun += 1
        assert self.may_write.acquire(timeout=20)
        write_document(experiment, path, pause)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> SlowDisk:
    slow = SlowDisk()
    monkeypatch.setattr(saving, "write_document", slow)
    return slow


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the person wants the document."""
    chosen = tmp_path / "mine.nnviz"
    monkeypatch.setattr(documents, "ask_file_to_save", lambda *_: chosen)
    return chosen


@pytest.fixture
def window(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """One that has the keyboard."""
    take_keyboard(qtbot, window)
    return window


def seed(qtbot: QtBot, window: MainWindow, number: int) -> None:
    enter(qtbot, window.data_panel._seed._field, str(number))


def test_the_window_goes_on_while_a_document_is_written(qtbot: QtBot, window: MainWindow, path: Path, disk: SlowDisk):
    seed(qtbot, window, 21)
    press(window, Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: window.toast.text() == "Saving to mine.nnviz…")
    assert window.windowTitle() == "Small[*] — nnviz"
    assert window.isWindowModified()
    seed(qtbot, window, 22)
    window.actions_["step"].trigger()
    qtbot.waitUntil(lambda: window.run_bar.step_figure.text == "1")
    disk.may_write.release()
    qtbot.waitUntil(lambda: window.windowTitle() == "mine.nnviz[*] — nnviz")
    assert window.toast.text() == "Saved to mine.nnviz"
    assert read_document(path).data.seed == 21
    assert window.isWindowModified()  # by what was typed since
    seed(qtbot, window, 21)
    assert not window.isWindowModified()


def test_each_saving_writes_what_there_was_when_it_was_asked_for(
    qtbot: QtBot, window: MainWindow, path: Path, disk: SlowDisk, monkeypatch: pytest.MonkeyPatch
):
    seed(qtbot, window, 21)
    press(window, Qt.Key.Key_S, CONTROL)
    press(window, Qt.Key.Key_S, CONTROL)  # asks for no name again, and for nothing that is not under way
    other = path.with_name("other.nnviz")
    seed(qtbot, window, 22)
    monkeypatch.setattr(documents, "ask_file_to_save", lambda *_: other)
    press(window, Qt.Key.Key_S, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    seed(qtbot, window, 23)
    press(window, Qt.Key.Key_S, CONTROL)  # to the newest name, though nothing has that yet
    disk.may_write.release(3)
    qtbot.waitUntil(lambda: not window.isWindowModified())
    assert disk.n_begun == 3
    assert [read_document(each).data.seed for each in (path, other)] == [21, 23]
    assert window.windowTitle() == "other.nnviz[*] — nnviz"


@pytest.mark.parametrize("answers", [False, True], ids=["under-way", "answered"])
def test_a_window_that_closes_waits_for_its_document(  # noqa: PLR0917 - fixtures
    qtbot: QtBot, window: MainWindow, path: Path, disk: SlowDisk, monkeypatch: pytest.MonkeyPatch, answers: bool
):
    seed(qtbot, window, 21)
    if answers:
        monkeypatch.setattr(documents, "ask_about_unsaved", lambda *_: Unsaved.SAVE)
    else:
        window.actions_["save"].trigger()
    threading.Timer(0.1, disk.may_write.release).start()
    window.close()
    assert not window.isVisible()
    assert read_document(path).data.seed == 21


def test_a_disk_that_takes_long_is_waited_for_in_words(qtbot: QtBot, window: MainWindow, path: Path, disk: SlowDisk):
    said: list[str] = []

    def stay() -> None:
        (dialog,) = window.findChildren(QProgressDialog)
        (button,) = dialog.findChildren(QPushButton)
        said.append(dialog.labelText())
        button.click()

    seed(qtbot, window, 21)
    window.actions_["save"].trigger()
    QTimer.singleShot(50, window, stay)
    window.close()
    assert window.isVisible()
    assert said == ["Saving to mine.nnviz…"]
    assert disk.n_begun == 1
    QTimer.singleShot(50, window, disk.may_write.release)
    window.close()
    assert not window.isVisible()
    assert read_document(path).data.seed == 21


def test_a_disk_that_is_full_leaves_the_old_document_and_the_window_open(
    qtbot: QtBot, window: MainWindow, path: Path, monkeypatch: pytest.MonkeyPatch
):
    said: list[str] = []
    window.actions_["save-as"].trigger()
    qtbot.waitUntil(lambda: window.session.path == path)
    seed(qtbot, window, 21)
    monkeypatch.setattr(documents, "show_problem", lambda _parent, _title, sentence: said.append(sentence))
    monkeypatch.setattr(documents, "ask_about_unsaved", lambda *_: Unsaved.SAVE)
    may_refuse = threading.Event()
    monkeypatch.setattr(os, "fsync", lambda _file: refuse() if may_refuse.wait(timeout=20) else None)
    press(window, Qt.Key.Key_S, CONTROL)
    threading.Timer(0.1, may_refuse.set).start()  # while the window is about to close, not before
    window.close()
    assert window.isVisible()
    assert said == [FULL]  # for the key: nothing is asked before that is read
    window.close()
    assert window.isVisible()
    assert said == [FULL] * 2  # for the answer
    assert window.isWindowModified()
    assert read_document(path).data.seed == 3
    assert [file.name for file in path.parent.iterdir() if file.is_file()] == ["mine.nnviz"]


@pytest.mark.usefixtures("path")
def test_a_document_that_could_not_be_written_keeps_the_window_open_once(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
):
    said: list[str] = []
    monkeypatch.setattr(documents, "show_problem", lambda _parent, _title, sentence: said.append(sentence))
    monkeypatch.setattr(saving, "write_document", refuse)
    window.actions_["save-as"].trigger()
    assert not window.isWindowModified()
    window.close()
    assert window.isVisible()
    assert said == [FULL]
    window.close()  # there is nothing unsaved in it, and the person knows
    assert not window.isVisible()


def test_one_disk_that_is_full_is_told_of_once(
    qtbot: QtBot, window: MainWindow, path: Path, disk: SlowDisk, monkeypatch: pytest.MonkeyPatch
):
    said: list[str] = []
    monkeypatch.setattr(documents, "show_problem", lambda _parent, _title, sentence: said.append(sentence))
    path.mkdir()  # so it cannot be written
    for number in (21, 22):
        seed(qtbot, window, number)
        window.actions_["save"].trigger()
    disk.may_write.release(2)
    window.close()
    assert window.isVisible()
    assert len(said) == disk.n_begun == 1
    assert window.isWindowModified()


def test_a_document_that_was_left_is_written_and_not_shown_again(
    qtbot: QtBot, window: MainWindow, path: Path, disk: SlowDisk
):
    other = path.with_name("other.nnviz")
    write_document(window.session.experiment, other)
    seed(qtbot, window, 21)
    window.actions_["save"].trigger()
    window._documents.open(other)
    window._documents.save()  # to the document that is shown
    for name in ("mine", "other"):
        disk.may_write.release()
        qtbot.waitUntil(lambda name=name: window.toast.text() == f"Saved to {name}.nnviz")
        assert window.windowTitle() == "other.nnviz[*] — nnviz"
        assert not window.isWindowModified()
    assert [read_document(each).data.seed for each in (path, other)] == [21, 3]
