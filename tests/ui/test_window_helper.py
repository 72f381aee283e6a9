"""A real window whose run trains in a process of its own: what is seen is the run itself, and nothing stays behind."""

import multiprocessing
from collections.abc import Callable
from multiprocessing.process import BaseProcess

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from nnviz.core.trainer import Trainer
from nnviz.experiment.build import build_penalty, build_stop_rule
from nnviz.experiment.build_training import build_schedule
from nnviz.experiment.experiment import Experiment
from nnviz.session import helper as helper_module
from nnviz.session import training as training_module
from nnviz.session.update import Help, RunState
from nnviz.ui.main_window import MainWindow
from tests.conftest import dispose
from tests.core.same_numbers import same_numbers
from tests.session.oracle import trained_plainly
from tests.session.recipes import with_training
from tests.ui.fields.hands import click

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process is started with the first step, and given up by no busy machine."""
    monkeypatch.setattr(training_module, "_SETTLED_IN", 0.0)
    monkeypatch.setattr(training_module, "n_processors", lambda: 2)
    monkeypatch.setattr(helper_module, "PATIENCE", 120.0)


@pytest.fixture
def helped(qtbot: QtBot, open_window: Callable[[Experiment], MainWindow], endless_experiment: Experiment) -> MainWindow:
    """A window whose run trains in a process."""
    window = open_window(endless_experiment)
    window.activateWindow()
    click(qtbot, window.run_bar.play_button)
    qtbot.waitUntil(lambda: window.session.latest.help is Help.GIVEN)
    return window


def processes() -> list[BaseProcess]:
    return [process for process in multiprocessing.active_children() if process.name == "nnviz-helper"]


def train_on(qtbot: QtBot, window: MainWindow, n_steps: int = 300) -> None:
    goal = window.session.latest.live_step + n_steps
    qtbot.waitUntil(lambda: window.session.latest.live_step > goal)


def pause(qtbot: QtBot, window: MainWindow) -> int:
    """By a click; the step it stands at."""
    click(qtbot, window.run_bar.play_button)
    qtbot.waitUntil(lambda: window.session.latest.state is RunState.WAITING and not window.session.is_behind)
    return window.session.latest.live_step


def assert_shows(qtbot: QtBot, window: MainWindow, oracle: Trainer) -> None:
    """The very step that the oracle stands at, in numbers and in words."""
    views = window.views
    assert views is not None
    qtbot.waitUntil(lambda: not views.is_busy)
    snapshot = window.session.latest.snapshot
    assert snapshot is not None
    assert same_numbers(snapshot, oracle.snapshot())
    assert window.run_bar.step_figure.text == f"{oracle.step:,}"
    assert views.canvas.canvas._snapshot is snapshot


def test_what_is_seen_of_a_run_in_another_process_is_the_run_itself(
    qtbot: QtBot, helped: MainWindow, endless_experiment: Experiment
) -> None:
    train_on(qtbot, helped)
    oracle = trained_plainly(endless_experiment, pause(qtbot, helped))
    assert_shows(qtbot, helped, oracle)
    assert same_numbers(helped.session.latest.curves, oracle.history.curves())

    click(qtbot, helped.run_bar.play_button)
    train_on(qtbot, helped)
    track = helped.time_travel.timeline.track
    qtbot.mousePress(track, LEFT, pos=track.place_of(track.value()).toPoint())  # to look back is to pause
    for share in (3, 2):
        qtbot.mouseMove(track, QPoint(track.width() // share, track.height() // 2))
        qtbot.waitUntil(lambda: is_looking_back(helped))
    qtbot.mouseRelease(track, LEFT, pos=QPoint(track.width() // 2, track.height() // 2))
    qtbot.waitUntil(lambda: is_looking_back(helped))
    past = helped.session.latest.past
    assert past is not None
    assert_shows(qtbot, helped, trained_plainly(endless_experiment, past.wanted))
    click(qtbot, helped.time_travel.timeline.live_button)
    qtbot.waitUntil(lambda: helped.session.latest.past is None and not helped.session.is_behind)
    oracle.advance(helped.session.latest.live_step - oracle.step)
    assert_shows(qtbot, helped, oracle)

    click(qtbot, helped.run_bar.play_button)
    train_on(qtbot, helped)
    training = with_training(endless_experiment, learning_rate=0.03).training
    helped.training_panel.training_edited.emit(training, "the learning rate")
    train_on(qtbot, helped)
    stands_at = pause(qtbot, helped)
    (change,) = helped.session.latest.changes
    oracle.advance(change.step - oracle.step)
    oracle.change(schedule=build_schedule(training), penalty=build_penalty(training), stop=build_stop_rule(training))
    oracle.advance(stands_at - change.step)
    assert_shows(qtbot, helped, oracle)
    assert same_numbers(helped.session.latest.curves, oracle.history.curves())
    assert helped.session.latest.help is Help.GIVEN

    (process,) = processes()
    click(qtbot, helped.run_bar.play_button)
    train_on(qtbot, helped)
    dispose(helped)  # in the middle of its work
    assert processes() == []
    assert not process.is_alive()


def is_looking_back(window: MainWindow) -> bool:
    """Whether the step that is wanted is there, and not another in its place."""
    past = window.session.latest.past
    return past is not None and past.progress == 1.0 and past.wanted == window.session.past_step


def test_a_process_that_is_killed_takes_nothing_with_it(
    qtbot: QtBot, helped: MainWindow, endless_experiment: Experiment
) -> None:
    (process,) = processes()
    train_on(qtbot, helped)
    process.kill()
    qtbot.waitUntil(lambda: helped.session.latest.help is Help.LOST)
    train_on(qtbot, helped)
    assert helped.session.latest.state is RunState.TRAINING
    oracle = trained_plainly(endless_experiment, pause(qtbot, helped))
    assert_shows(qtbot, helped, oracle)
    assert same_numbers(helped.session.latest.curves, oracle.history.curves())
    assert processes() == []
    assert process.exitcode is not None
