"""The timeline in a real window: every step of a run is there again, by hand and by key, exactly as it was."""

import itertools
import threading
import time
from collections.abc import Callable
from types import SimpleNamespace

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QInputDialog, QLineEdit
from pytestqt.qtbot import QtBot

from nnviz.core.trainer import Trainer
from nnviz.experiment.build import build_dataset, build_trainer
from nnviz.experiment.experiment import Experiment
from nnviz.session import past as past_module
from nnviz.session.pace import Pace
from nnviz.session.settings import Settings
from nnviz.session.update import RunState
from nnviz.ui import playback as playback_module
from nnviz.ui.main_window import MainWindow
from nnviz.ui.panels.training_panel import TrainingPanel
from nnviz.ui.timeline_marks import MarkKind
from tests.core.same_numbers import same_numbers
from tests.session.recipes import that_diverges, with_training
from tests.ui.fields.hands import enter

OpenWindow = Callable[[Experiment], MainWindow]

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def finished(qtbot: QtBot, window: MainWindow) -> MainWindow:
    """A window whose run of 60 steps has come to its end."""
    window.activateWindow()
    window.actions_["play"].trigger()
    wait_for_state(qtbot, window, RunState.FINISHED)
    return window


@pytest.fixture
def underway(qtbot: QtBot, open_window: OpenWindow, endless_experiment: Experiment) -> MainWindow:
    """A window whose run trains on and on."""
    window = open_window(endless_experiment)
    window.activateWindow()
    window.actions_["play"].trigger()
    qtbot.waitUntil(lambda: window.session.latest.live_step > 100)
    return window


@pytest.fixture
def even_frames(monkeypatch: pytest.MonkeyPatch) -> None:
    """To playback every frame takes a thirtieth of a second, however busy the machine is."""
    frames = itertools.count()
    monkeypatch.setattr(playback_module, "time", SimpleNamespace(perf_counter=lambda: next(frames) / 30))


def wait_for_state(qtbot: QtBot, window: MainWindow, state: RunState) -> None:
    qtbot.waitUntil(lambda: window.session.latest.state is state)


def wait_for_step(qtbot: QtBot, window: MainWindow, step: int) -> None:
    """Until that step of the past is shown in every view."""
    assert window.views is not None

    def is_shown() -> bool:
        latest = window.session.latest
        is_there = latest.past is not None and latest.past.progress == 1.0 and latest.past.wanted == step
        return is_there and not window.views.is_busy

    qtbot.waitUntil(is_shown)


def wait_for_live(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: window.session.latest.past is None and not window.session.is_behind)


def straight(experiment: Experiment, n_steps: int) -> Trainer:
    trainer = build_trainer(experiment, build_dataset(experiment.data))
    trainer.advance(n_steps)
    return trainer


def assert_shows(window: MainWindow, step: int, expected: Trainer) -> None:
    """That step, in every view, with the numbers of a straight run."""
    views = window.views
    assert views is not None
    snapshot = window.session.latest.snapshot
    assert snapshot is not None
    assert same_numbers(snapshot, expected.snapshot())
    assert views.canvas.canvas._snapshot is snapshot
    assert window.run_bar.step_figure.text == f"{step:,}"
    assert window.run_bar.training_loss.text == f"{snapshot.loss:.4f}"
    assert views.canvas._step.text() == views._weights_step.text() == f"step {step:,}"
    assert (views.loss.mark.step, views.accuracy.mark.step) == (step, step)
    timeline = window.time_travel.timeline
    assert (timeline.track.value(), timeline.field.text()) == (step, str(step))


def place(window: MainWindow, step: int) -> QPoint:
    return window.time_travel.timeline.track.place_of(step).toPoint()


def press(qtbot: QtBot, window: MainWindow, key: Qt.Key) -> None:
    window._center.setFocus()
    qtbot.keyClick(window, key)


def choose_rate(window: MainWindow, rate: float) -> None:
    """As the panel's field would say it."""
    training = msgspec.structs.replace(window.session.experiment.training, learning_rate=rate)
    window.training_panel.training_edited.emit(training, "the learning rate")


def test_a_hand_drags_to_any_step_and_every_view_shows_it(
    qtbot: QtBot, finished: MainWindow, small_experiment: Experiment
) -> None:
    track = finished.time_travel.timeline.track
    live = finished.session.latest.snapshot
    qtbot.mousePress(track, LEFT, pos=place(finished, 60))
    for step in (50, 31, 12, 23):
        qtbot.mouseMove(track, place(finished, step))
        wait_for_step(qtbot, finished, track.value())
        assert_shows(finished, track.value(), straight(small_experiment, track.value()))
        assert abs(track.value() - step) <= 1
    shown = track.value()
    qtbot.mouseRelease(track, LEFT, pos=place(finished, 23))
    qtbot.wait(100)
    assert_shows(finished, shown, straight(small_experiment, shown))
    assert finished.status_line.state.text() == f"● Looking back: step {shown} of 60"
    qtbot.mouseClick(finished.time_travel.timeline.live_button, LEFT)
    wait_for_live(qtbot, finished)
    assert same_numbers(finished.session.latest.snapshot, live)
    assert finished.views is not None
    assert finished.views.loss.mark.step is None
    assert track.value() == 60


def test_keys_go_through_the_run_from_anywhere_in_the_window(
    qtbot: QtBot, finished: MainWindow, small_experiment: Experiment
) -> None:
    walk = (
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_Right, 1),
        (Qt.Key.Key_Right, 2),
        (Qt.Key.Key_Left, 1),
        (Qt.Key.Key_PageDown, 4),
        (Qt.Key.Key_PageDown, 7),
        (Qt.Key.Key_PageUp, 4),
    )
    for key, step in walk:
        press(qtbot, finished, key)
        wait_for_step(qtbot, finished, step)
        assert_shows(finished, step, straight(small_experiment, step))
    press(qtbot, finished, Qt.Key.Key_End)
    wait_for_live(qtbot, finished)
    press(qtbot, finished, Qt.Key.Key_Left)
    wait_for_step(qtbot, finished, 59)
    press(qtbot, finished, Qt.Key.Key_Right)
    wait_for_live(qtbot, finished)


def test_keys_on_the_track_do_the_same(qtbot: QtBot, finished: MainWindow) -> None:
    track = finished.time_travel.timeline.track
    track.setFocus()
    for key, step in ((Qt.Key.Key_Left, 59), (Qt.Key.Key_PageUp, 59), (Qt.Key.Key_Home, 0), (Qt.Key.Key_Right, 1)):
        qtbot.keyClick(track, key)
        if key != Qt.Key.Key_PageUp:  # on a slider it goes up, which here is to where the run stands
            wait_for_step(qtbot, finished, step)
        else:
            wait_for_live(qtbot, finished)
    qtbot.keyClick(track, Qt.Key.Key_End)
    wait_for_live(qtbot, finished)


def test_a_step_can_be_typed(qtbot: QtBot, finished: MainWindow, small_experiment: Experiment) -> None:
    field = finished.time_travel.timeline.field
    enter(qtbot, field, "37")
    wait_for_step(qtbot, finished, 37)
    assert_shows(finished, 37, straight(small_experiment, 37))
    enter(qtbot, field, "999")
    wait_for_live(qtbot, finished)
    enter(qtbot, field, "a few")
    assert finished.toast.isVisible()
    assert field.text() == "60"


def test_keys_stay_with_the_field_that_is_typed_in(qtbot: QtBot, finished: MainWindow) -> None:
    field = finished.training_panel.findChildren(QLineEdit)[0]
    field.setFocus()
    for key in (Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Left, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
        qtbot.keyClick(field, key)
    qtbot.wait(80)
    assert finished.session.past_step is None


def test_looking_back_pauses_and_playing_goes_on_where_the_run_stood(qtbot: QtBot, underway: MainWindow) -> None:
    press(qtbot, underway, Qt.Key.Key_Home)
    wait_for_step(qtbot, underway, 0)
    stood_at = underway.session.latest.live_step
    assert underway.run_bar.play_button.text() == "Play"
    assert underway.run_bar.play_button.toolTip().startswith("Train on from where the run stands")
    qtbot.wait(100)
    assert underway.session.latest.live_step == stood_at
    press(qtbot, underway, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: underway.session.latest.live_step > stood_at)
    assert underway.session.latest.past is None


@pytest.mark.usefixtures("even_frames")
def test_the_past_plays_back_at_the_speed_that_is_set(qtbot: QtBot, finished: MainWindow) -> None:
    finished.run_bar.speed.show_speed(100)
    finished.time_travel.choose_speed(100)
    seen: list[int] = []
    finished.clock.frame_due.connect(lambda: seen.append(int(finished.time_travel.timeline.field.text())))
    finished.actions_["play-back"].trigger()
    assert finished.run_bar.play_button.text() == "Pause"
    qtbot.waitUntil(lambda: not finished.actions_["play-back"].isChecked())
    wait_for_live(qtbot, finished)
    steps = seen[seen.index(0) :]
    assert steps == sorted(steps)
    assert 1 <= np.diff(sorted(set(steps))).max() <= 4
    assert finished.run_bar.play_button.text() == "Play"


@pytest.mark.usefixtures("even_frames")
def test_playback_stands_still_where_it_is_told_to(qtbot: QtBot, finished: MainWindow) -> None:
    finished.time_travel.choose_speed(20)
    finished.actions_["play-back"].trigger()
    qtbot.waitUntil(lambda: (finished.session.past_step or 0) > 2)
    press(qtbot, finished, Qt.Key.Key_Space)
    stood_at = finished.session.past_step
    assert not finished.actions_["play-back"].isChecked()
    qtbot.wait(150)
    assert finished.session.past_step == stood_at
    press(qtbot, finished, Qt.Key.Key_Space)  # a run that has ended has nothing to train: its past goes by
    qtbot.waitUntil(lambda: (finished.session.past_step or 0) > stood_at)
    press(qtbot, finished, Qt.Key.Key_Left)
    assert not finished.actions_["play-back"].isChecked()


def test_a_new_run_ends_playback(qtbot: QtBot, finished: MainWindow) -> None:
    finished.time_travel.choose_speed(1)
    finished.actions_["play-back"].trigger()
    wait_for_step(qtbot, finished, 0)
    press(qtbot, finished, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: not finished.actions_["play-back"].isChecked())
    assert finished.session.past_step is None


def test_an_edit_branches_from_the_step_shown_and_the_old_curve_stays_pale(
    qtbot: QtBot, finished: MainWindow, small_experiment: Experiment
) -> None:
    assert finished.views is not None
    enter(qtbot, finished.time_travel.timeline.field, "20")
    wait_for_step(qtbot, finished, 20)
    choose_rate(finished, 0.3)
    wait_for_live(qtbot, finished)
    qtbot.waitUntil(lambda: finished.session.latest.live_step == 20)
    assert "branches at step 20: the learning rate changed" in finished.toast.text()
    assert [len(plot._lines.earlier) for plot in (finished.views.loss, finished.views.accuracy)] == [2, 2]
    assert finished.views.loss.plot.area.right >= 60  # all of the old curve is to be seen
    press(qtbot, finished, Qt.Key.Key_Space)
    wait_for_state(qtbot, finished, RunState.FINISHED)
    oracle = straight(small_experiment, 20)
    training = with_training(small_experiment, learning_rate=0.3)
    bent = build_trainer(training, build_dataset(training.data))
    bent.resume(oracle.state())
    bent.advance(40)
    assert same_numbers(finished.session.latest.snapshot, bent.snapshot())
    marks = finished.time_travel.timeline.track.marks
    assert [(mark.step, mark.name) for mark in marks if mark.kind is MarkKind.CHANGE] == [(20, "learning rate")]
    press(qtbot, finished, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: finished.session.latest.live_step == 0 and not finished.session.is_behind)
    qtbot.waitUntil(lambda: finished.views is not None and len(finished.views.loss._lines.earlier) == 0)


def test_another_end_of_the_run_is_no_branch(qtbot: QtBot, finished: MainWindow) -> None:
    press(qtbot, finished, Qt.Key.Key_Home)
    wait_for_step(qtbot, finished, 0)
    training = msgspec.structs.replace(finished.session.experiment.training, n_steps=100)
    finished.training_panel.training_edited.emit(training, TrainingPanel.END)
    assert finished.session.past_step == 0
    press(qtbot, finished, Qt.Key.Key_End)
    wait_for_live(qtbot, finished)
    assert finished.session.latest.live_step == 60


def test_what_happened_is_marked_and_a_press_beside_a_mark_goes_to_it(
    qtbot: QtBot, open_window: OpenWindow, small_experiment: Experiment
) -> None:
    window = open_window(that_diverges(small_experiment))
    window.actions_["play"].trigger()
    wait_for_state(qtbot, window, RunState.DIVERGED)
    last = window.session.latest.live_step
    press(qtbot, window, Qt.Key.Key_Left)
    wait_for_step(qtbot, window, last - 1)
    track = window.time_travel.timeline.track
    (mark,) = [mark for mark in track.marks if mark.kind is MarkKind.DIVERGED]
    assert mark.step == last
    assert window.status_line.state.text() == f"● Looking back: step {last - 1:,} of {last:,}"
    qtbot.mouseClick(track, LEFT, pos=place(window, last) - QPoint(3, 0))
    wait_for_live(qtbot, window)


def test_looking_back_at_a_run_that_diverged_lets_it_go_by(
    qtbot: QtBot, open_window: OpenWindow, small_experiment: Experiment
) -> None:
    window = open_window(that_diverges(small_experiment))
    window.actions_["play"].trigger()
    wait_for_state(qtbot, window, RunState.DIVERGED)
    press(qtbot, window, Qt.Key.Key_Home)
    wait_for_step(qtbot, window, 0)
    assert window.run_bar.play_button.toolTip().startswith("Let the run go by")
    press(qtbot, window, Qt.Key.Key_Space)
    assert window.actions_["play-back"].isChecked()
    wait_for_live(qtbot, window)
    assert window.session.latest.state is RunState.DIVERGED


def test_memory_can_be_set_and_is_remembered(
    qtbot: QtBot, finished: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[int] = []
    monkeypatch.setattr(finished.session, "set_memory", sent.append)
    monkeypatch.setattr(QInputDialog, "getInt", lambda *_args: (64, False))
    finished.actions_["memory"].trigger()
    assert (sent, Settings().memory) == ([], 256)
    monkeypatch.setattr(QInputDialog, "getInt", lambda *_args: (64, True))
    finished.actions_["memory"].trigger()
    assert (sent, Settings().memory) == ([64 * 1024 * 1024], 64)
    del qtbot


def test_nothing_is_to_be_looked_back_at_before_the_first_step(qtbot: QtBot, window: MainWindow) -> None:
    for key in ("back", "page-back", "first", "live", "play-back", "page-on"):
        assert not window.actions_[key].isEnabled(), key
    track = window.time_travel.timeline.track
    qtbot.mouseClick(track, LEFT, pos=QPoint(track.width() // 2, place(window, 0).y()))
    qtbot.keyClick(track, Qt.Key.Key_Left)
    assert window.session.past_step is None


def test_a_step_of_the_past_comes_within_a_tenth_of_a_second(qtbot: QtBot, underway: MainWindow) -> None:
    qtbot.waitUntil(lambda: underway.session.latest.live_step > 5_000)
    waits: list[float] = []
    waits_for_live: list[float] = []
    generator = np.random.RandomState(0)
    for step in generator.randint(0, 5_000, size=9).tolist():
        started = time.perf_counter()
        underway.session.show_step(step)
        wait_for_step(qtbot, underway, step)
        shown = time.perf_counter()
        underway.session.back_to_live()
        wait_for_live(qtbot, underway)
        waits.append(shown - started)
        waits_for_live.append(time.perf_counter() - shown)
    # For where the run stands nothing is computed: so long it takes this machine, now, to show anything.
    assert np.median(waits) < 0.2 + 3 * np.median(waits_for_live)


def test_the_track_tells_what_it_is_pointed_at(qtbot: QtBot, finished: MainWindow) -> None:
    choose_rate(finished, 0.2)
    track = finished.time_travel.timeline.track
    qtbot.waitUntil(lambda: any(mark.kind is MarkKind.CHANGE for mark in track.marks))
    mark = track.mark_near(QPointF(place(finished, 60)).x())
    assert mark is not None
    assert mark.sentence == "From here on the learning rate is another"


def test_until_a_step_is_computed_every_view_says_what_stands_in(
    qtbot: QtBot, open_window: OpenWindow, small_experiment: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    retrace, n_calls, may_arrive = Trainer.retrace, itertools.count(), threading.Event()

    def slow(trainer: Trainer, n_steps: int) -> None:
        if next(n_calls) < 8:  # long enough for the first word on how far it is
            time.sleep(0.02)
        else:
            may_arrive.wait(60.0)
        retrace(trainer, n_steps)

    monkeypatch.setattr(past_module, "SPACING", 1e9)
    monkeypatch.setattr(Trainer, "retrace", slow)
    monkeypatch.setattr(Pace, "steps_due", lambda _pace: 1)
    window = open_window(with_training(small_experiment, n_steps=60))
    window.activateWindow()
    for _ in range(60):
        window.session.step()
    wait_for_state(qtbot, window, RunState.FINISHED)
    enter(qtbot, window.time_travel.timeline.field, "50")
    qtbot.waitUntil(lambda: window.session.latest.past is not None)
    assert window.views is not None
    text = window.session.latest.step_text
    assert text.startswith("step 0, until step 50 is computed (")
    assert window.views.canvas._step.text() == window.views._weights_step.text() == text
    assert window.status_line.state.text() == f"● Looking back: {text}"
    assert window.run_bar.step_figure.text == "0"
    may_arrive.set()
    wait_for_step(qtbot, window, 50)
    assert_shows(window, 50, straight(small_experiment, 50))
