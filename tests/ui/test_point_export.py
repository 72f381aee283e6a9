"""Exporting and copying points in the real window."""

import csv
import errno
import io
import os
import threading
from collections.abc import Callable
from pathlib import Path

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QProgressDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from nnviz.data.dataset import Dataset
from nnviz.experiment.build import build_dataset
from nnviz.experiment.experiment import Experiment
from nnviz.experiment.presets import preset
from nnviz.export import points_table
from nnviz.session.errand import Report
from nnviz.ui import point_export
from nnviz.ui.main_window import MainWindow
from tests.ui.keyboard import press, take_keyboard


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the person wants the points."""
    chosen = tmp_path / "mine.csv"
    monkeypatch.setattr(point_export, "ask_table_to_save", lambda *_: chosen)
    return chosen


class SlowWriting:
    """Stands for a writing that takes as long as a test wants."""

    def __init__(self) -> None:
        self.may_end = threading.Event()
        self.reported = threading.Event()

    def __call__(self, dataset: Dataset, path: Path, report: Report) -> None:
        while not self.may_end.wait(0.01):
            report(0.42)
            self.reported.set()
        path.write_text(f"{dataset.n_points}")


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> SlowWriting:
    writing = SlowWriting()
    monkeypatch.setattr(points_table, "write_points", writing)
    return writing


def progress_of(window: MainWindow) -> QProgressDialog | None:
    return next((dialog for dialog in window.findChildren(QProgressDialog) if dialog.isVisible()), None)


def said(window: MainWindow, text: str) -> bool:
    return text in window.toast.text()


def rows_of(text: str, delimiter: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def points_in(rows: list[list[str]]) -> list[list[float]]:
    return [[float(cell) for cell in row[:2]] for row in rows[1:]]


def test_the_points_are_written_where_they_are_wanted(qtbot: QtBot, window: MainWindow, path: Path):
    take_keyboard(qtbot, window)
    press(window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: said(window, "180 points written to mine.csv"))
    dataset = build_dataset(window.session.experiment.data)
    rows = rows_of(path.read_bytes().decode("utf-8-sig"), ",")
    np.testing.assert_array_equal(points_in(rows), np.concatenate([dataset.training_points, dataset.test_points]))
    assert progress_of(window) is None


def test_a_name_is_proposed_beside_the_document(window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    asked: list[str] = []
    monkeypatch.setattr(point_export, "ask_table_to_save", lambda _, proposal: asked.append(proposal))
    window.actions_["export-points"].trigger()
    window.session.save(tmp_path / "one.nnviz")
    window.actions_["export-points"].trigger()
    assert asked == ["Small points.csv", str(tmp_path / "Small points.csv")]


def test_a_long_writing_shows_how_far_it_is_and_the_window_goes_on(
    qtbot: QtBot, window: MainWindow, path: Path, slow: SlowWriting
):
    window.actions_["export-points"].trigger()
    qtbot.waitUntil(lambda: progress_of(window) is not None)
    qtbot.waitUntil(lambda: (progress_of(window) or QProgressDialog()).value() == 42)
    window.actions_["step"].trigger()
    qtbot.waitUntil(lambda: window.run_bar.step_figure.text == "1")
    window.actions_["export-points"].trigger()
    assert said(window, "still being written to mine.csv")
    slow.may_end.set()
    qtbot.waitUntil(lambda: said(window, "180 points written"))
    assert progress_of(window) is None
    assert path.read_text() == "180"


def test_a_long_writing_is_called_off(qtbot: QtBot, window: MainWindow, path: Path, slow: SlowWriting):
    window.actions_["export-points"].trigger()
    qtbot.waitUntil(lambda: progress_of(window) is not None)
    dialog = progress_of(window)
    assert dialog is not None
    (button,) = dialog.findChildren(QPushButton)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: said(window, "Nothing was written"))
    assert slow.reported.is_set()
    assert not path.exists()
    assert progress_of(window) is None


def test_closing_the_window_calls_it_off(qtbot: QtBot, window: MainWindow, path: Path, slow: SlowWriting):
    window.actions_["export-points"].trigger()
    qtbot.waitUntil(slow.reported.is_set)
    window.close()
    assert window.run_has_ended
    assert not path.exists()


PROBLEMS = (
    (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), "mine.csv cannot be written: No space left on device"),
    (OSError("odd"), "mine.csv cannot be written: odd"),
    (ValueError("why"), "The points cannot be written: why"),
)


@pytest.mark.usefixtures("path")
def test_what_goes_wrong_is_said_in_one_sentence(qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch):
    told: list[str] = []
    problems = iter([problem for problem, _ in PROBLEMS])

    def show(_parent: QWidget, _title: str, text: str) -> None:
        told.append(text)

    def fail(*_: object) -> None:
        raise next(problems)

    monkeypatch.setattr(point_export, "show_problem", show)
    monkeypatch.setattr(points_table, "write_points", fail)
    for number, (_, sentence) in enumerate(PROBLEMS, 1):
        window.actions_["export-points"].trigger()
        qtbot.waitUntil(lambda number=number: len(told) == number)
        assert told[-1] == sentence


@pytest.mark.usefixtures("path")
def test_points_that_are_not_drawn_yet_are_drawn_for_the_file(qtbot: QtBot, window: MainWindow):
    window.session.open_preset(preset("moons"))
    assert window.session.latest.dataset is None
    window.actions_["copy-points"].trigger()
    assert said(window, "The points are not there yet")
    window.actions_["export-points"].trigger()
    qtbot.waitUntil(lambda: said(window, "1,000 points written to mine.csv"))


def test_the_points_are_copied_for_a_spreadsheet(qtbot: QtBot, window: MainWindow):
    take_keyboard(qtbot, window)
    press(window, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert said(window, "Copied 180 points")
    text = QGuiApplication.clipboard().text()
    assert "\r" not in text
    rows = rows_of(text, "\t")
    assert rows[0] == ["x₁", "x₂", "label", "set"]
    dataset = build_dataset(window.session.experiment.data)
    np.testing.assert_array_equal(points_in(rows), np.concatenate([dataset.training_points, dataset.test_points]))


def test_a_clipboard_is_given_only_so_many(window: MainWindow, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(point_export, "MOST_COPIED", 100)
    window.actions_["copy-points"].trigger()
    assert said(window, "Copied 100 of 180 points; a file takes all: File ▸ Export")
    assert len(rows_of(QGuiApplication.clipboard().text(), "\t")) == 101


def test_a_class_called_as_a_formula_is_no_formula_in_the_table(
    qtbot: QtBot, open_window: Callable[[Experiment], MainWindow], small_experiment: Experiment, path: Path
):
    first, *others = small_experiment.data.clusters
    clusters = (msgspec.structs.replace(first, name="=1+1"), *others)
    data = msgspec.structs.replace(small_experiment.data, clusters=clusters)
    window = open_window(msgspec.structs.replace(small_experiment, data=data))
    window.actions_["export-points"].trigger()
    qtbot.waitUntil(lambda: said(window, "180 points written"))
    assert {row[2] for row in rows_of(path.read_bytes().decode("utf-8-sig"), ",")[1:]} == {"'=1+1", "B", "C"}
