"""Points that change while the network trains: the run goes on or begins anew, as the user has set."""

from collections.abc import Callable

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import QEvent
from pytestqt.qtbot import QtBot

from nnviz.data.dataset import Dataset
from nnviz.experiment.experiment import Experiment
from nnviz.experiment.training_spec import InOrderBatch
from nnviz.session.settings import Settings
from nnviz.session.update import RunState, RunUpdate
from nnviz.ui.main_window import MainWindow
from nnviz.ui.plots.canvas import Canvas
from tests.ui.plots.test_cluster_editor import drag, mouse, pixels

OpenWindow = Callable[[Experiment], MainWindow]

SAID = "Training goes on: the mean of A changed. Reset runs all of it that way"
RESTARTED = "New run from step 0: the mean of A changed"


class Watch:
    """Every moment of the run that a window took, the points it showed, and every sentence it said."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.updates: list[RunUpdate] = []
        self.points: list[Dataset | None] = []
        self.said: list[str] = []
        self.n_edits = 0
        self._say = window.toast.say
        window.toast.say = self._note  # type: ignore[method-assign]
        window.clock.frame_due.connect(self._look)
        window.session.recipe_changed.connect(self._count)

    @property
    def steps(self) -> list[int]:
        return [update.snapshot.step for update in self.updates if update.snapshot is not None]

    def _look(self) -> None:
        latest = self._window.session.latest
        if not self.updates or latest is not self.updates[-1]:
            self.updates.append(latest)
        shown = canvas_of(self._window)._dataset
        if not self.points or shown is not self.points[-1]:
            self.points.append(shown)

    def _count(self) -> None:
        self.n_edits += 1

    def _note(self, sentence: str, *, is_warning: bool = False) -> None:
        self.said.append(sentence)
        self._say(sentence, is_warning=is_warning)


def canvas_of(window: MainWindow) -> Canvas:
    assert window.views is not None
    return window.views.canvas.canvas


def step_of(window: MainWindow) -> int:
    return int(window.run_bar.step_figure.text.replace(",", ""))


def hold_and_drag(qtbot: QtBot, window: MainWindow, watch: Watch, n_frames: int) -> None:
    """Take the first cluster by its middle and lead it to and fro for many frames, in which it is moved many times."""
    canvas = canvas_of(window)
    mouse(canvas, QEvent.Type.MouseButtonPress, pixels(canvas, 0.0, 0.0))
    frame = 0
    while frame < n_frames or watch.n_edits < 8:  # a busy machine lets the hand wait
        frame += 1
        place = pixels(canvas, 1.5 * np.sin(0.2 * frame), -2.0 * np.sin(0.05 * frame))
        mouse(canvas, QEvent.Type.MouseMove, place)
        qtbot.wait(15)
    mouse(canvas, QEvent.Type.MouseButtonRelease, place)


def playing(qtbot: QtBot, window: MainWindow) -> Watch:
    window.actions_["play"].trigger()
    qtbot.waitUntil(lambda: step_of(window) > 20)
    return Watch(window)


@pytest.fixture(params=["all points", "small batches"])
def window(open_window: OpenWindow, endless_experiment: Experiment, request: pytest.FixtureRequest) -> MainWindow:
    """At full speed, a run that does not end."""
    training = endless_experiment.training
    if request.param == "small batches":
        training = msgspec.structs.replace(training, batch=InOrderBatch(size=10))
    return open_window(msgspec.structs.replace(endless_experiment, training=training))


def test_where_it_is_set_a_drag_never_takes_a_step_back_and_says_so_once(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_["train-on"].trigger()
    watch = playing(qtbot, window)
    run, first_step = window.session.latest.run, step_of(window)
    hold_and_drag(qtbot, window, watch, 40)
    cluster = window.session.experiment.data.clusters[0]
    let_go_at = step_of(window)
    qtbot.waitUntil(lambda: not window.session.is_behind and not window.session.latest.is_ahead)
    qtbot.waitUntil(lambda: step_of(window) > let_go_at + 50)
    assert watch.steps == sorted(watch.steps)
    assert watch.steps[-1] > first_step
    assert {update.run for update in watch.updates} == {run}
    assert {update.state for update in watch.updates} == {RunState.TRAINING}
    # However busy the machine, what the hand did is seen before it does more; the last may come when it has let go.
    assert len(watch.points) >= watch.n_edits - 2 > 2
    assert watch.said == [SAID]
    dataset = window.session.latest.dataset
    assert dataset is not None
    mean = dataset.training_points[dataset.training_labels == 0].mean(axis=0)
    assert np.abs(mean - cluster.mean).max() < 0.6
    curves = window.session.latest.curves
    assert curves is not None
    assert curves.steps[0] == 0
    assert len(curves.loss) > first_step


def test_where_it_is_not_a_drag_begins_anew_and_trains_on(qtbot: QtBot, window: MainWindow) -> None:
    assert not window.actions_["train-on"].isChecked()
    watch = playing(qtbot, window)
    run = window.session.latest.run
    hold_and_drag(qtbot, window, watch, 40)
    assert set(watch.said) == {RESTARTED}
    assert len(watch.points) >= watch.n_edits - 2 > 2  # points follow the hand all the same
    qtbot.waitUntil(lambda: window.session.latest.run > run + 2 and window.session.latest.snapshot is not None)
    assert window.session.latest.state is RunState.TRAINING
    assert window.session.latest.points_since == 0
    qtbot.waitUntil(lambda: step_of(window) > 0)


def test_undo_and_redo_go_the_same_way(qtbot: QtBot, window: MainWindow) -> None:
    before = window.session.experiment
    window.actions_["train-on"].trigger()
    watch = playing(qtbot, window)
    run = window.session.latest.run
    drag(canvas_of(window), (0.0, 0.0), (1.0, -1.0))
    for key in ("undo", "redo", "undo"):
        at = step_of(window)
        window.actions_[key].trigger()
        qtbot.waitUntil(lambda at=at: window.session.latest.points_since >= at and step_of(window) > at)
    assert window.session.experiment == before
    assert watch.steps == sorted(watch.steps)
    assert window.session.latest.run == run
    assert watch.said == [SAID]


def test_a_network_that_does_not_fit_begins_anew_and_says_so(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_["train-on"].trigger()
    watch = playing(qtbot, window)
    run = window.session.latest.run
    window.data_panel._add.click()
    assert watch.said == ["New run from step 0: the number of clusters changed"]
    qtbot.waitUntil(lambda: window.session.latest.run > run and window.session.latest.snapshot is not None)
    assert window.session.latest.state is RunState.TRAINING


def test_reset_runs_all_of_it_with_the_new_points(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_["train-on"].trigger()
    playing(qtbot, window)
    drag(canvas_of(window), (0.0, 0.0), (1.0, -1.0))
    cluster = window.session.experiment.data.clusters[0]
    window.actions_["reset"].trigger()
    qtbot.waitUntil(lambda: window.session.latest.snapshot is not None and step_of(window) == 0)
    assert window.session.experiment.data.clusters[0] == cluster
    assert window.session.latest.points_since == 0
    watch = playing(qtbot, window)
    drag(canvas_of(window), (1.0, -1.0), (0.0, 0.0))
    assert watch.said == [SAID]  # another run: it is said again


def test_while_the_run_stands_still_the_toast_says_from_when(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_["train-on"].trigger()
    window.actions_["step"].trigger()
    qtbot.waitUntil(lambda: step_of(window) == 1)
    drag(canvas_of(window), (0.0, 0.0), (1.0, -1.0))
    assert window.toast.text() == "From the next step on: the mean of A changed. Reset runs all of it that way"
    qtbot.waitUntil(lambda: window.session.latest.points_since == 1)
    assert step_of(window) == 1
    assert window.session.latest.state is RunState.WAITING


def test_a_finished_network_meets_the_new_points(
    qtbot: QtBot, open_window: OpenWindow, small_experiment: Experiment
) -> None:
    window = open_window(small_experiment)
    window.actions_["train-on"].trigger()
    window.actions_["play"].trigger()
    qtbot.waitUntil(lambda: window.session.latest.state is RunState.FINISHED)
    before = window.session.latest.snapshot
    drag(canvas_of(window), (0.0, 0.0), (1.0, -1.0))
    assert window.toast.text() == "The network stays as it is: the mean of A changed. Reset runs all of it that way"
    # The points may come before the network that meets them.
    qtbot.waitUntil(lambda: window.session.latest.points_since == 60 and not window.session.latest.is_ahead)
    after = window.session.latest.snapshot
    assert before is not None
    assert after is not None
    np.testing.assert_array_equal(before.weights[0], after.weights[0])
    assert before.loss != after.loss


def test_it_is_remembered(open_window: OpenWindow, small_experiment: Experiment) -> None:
    first = open_window(small_experiment)
    assert not first.session.trains_on
    first.actions_["train-on"].trigger()
    assert first.session.trains_on
    assert Settings().trains_on
    second = open_window(small_experiment)
    assert second.actions_["train-on"].isChecked()
    assert second.session.trains_on
    second.actions_["train-on"].trigger()
    assert not second.session.trains_on
    assert not Settings().trains_on


def test_its_menu_says_what_it_does(open_window: OpenWindow, small_experiment: Experiment) -> None:
    window = open_window(small_experiment)
    action = window.actions_["train-on"]
    assert action.text().replace("&", "") == "Train on when the data change"
    assert "instead of a new run from step 0" in action.toolTip()
    assert window._menus["&Train"].toolTipsVisible()
    assert action in window._menus["&Train"].actions()
