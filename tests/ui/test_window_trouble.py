"""When training goes wrong: what the window says, and that one click mends it."""

from collections.abc import Callable

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QLabel, QToolTip
from pytestqt.qtbot import QtBot

from nnviz.experiment.experiment import Experiment
from nnviz.experiment.network_spec import GlorotNormalStart, HeNormalStart, ZerosStart
from nnviz.session.update import RunState
from nnviz.ui.main_window import MainWindow
from nnviz.ui.views import Views
from tests.session.recipes import (
    that_begins_with_infinity,
    that_blows_up,
    that_diverges,
    with_dead_neurons,
    with_network,
    with_too_large_a_start,
    with_training,
)
from tests.ui.fields.hands import click, enter

OpenWindow = Callable[[Experiment], MainWindow]


@pytest.fixture
def diverged(qtbot: QtBot, open_window: OpenWindow, small_experiment: Experiment) -> MainWindow:
    """A window with a run that has just diverged."""
    window = open_window(that_diverges(small_experiment))
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.actions_["play"].trigger()
    wait_for(qtbot, window, RunState.DIVERGED)
    return window


def wait_for(qtbot: QtBot, window: MainWindow, state: RunState) -> None:
    qtbot.waitUntil(lambda: window.session.latest.state is state)


def wait_for_step(qtbot: QtBot, window: MainWindow, step: int) -> None:
    qtbot.waitUntil(lambda: step_of(window) >= step)


def step_of(window: MainWindow) -> int:
    snapshot = window.session.latest.snapshot
    return -1 if snapshot is None else snapshot.step


def rate_of(window: MainWindow) -> float:
    return window.session.experiment.training.learning_rate


def press_on_keyboard(
    qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """On whatever has the keyboard."""
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClick(focus, key, modifier)


def views_of(window: MainWindow) -> Views:
    assert window.views is not None
    return window.views


# Divergence


def test_divergence_is_told_with_its_number_and_offers_its_mend(diverged: MainWindow) -> None:
    toast = diverged.toast
    assert toast.isVisible()
    assert toast.text().startswith("The loss is no longer a finite number after step")
    assert "learning rate 10 × the largest gradient" in toast.text()
    assert toast.button.text() == "Train with learning rate 0.05  (Ctrl+Return)"
    assert toast.button.isEnabled()
    assert diverged.actions_["mend"].text() == "&Mend: train with learning rate 0.05"


def test_every_view_shows_the_last_finite_step(diverged: MainWindow) -> None:
    snapshot = diverged.session.latest.snapshot
    assert snapshot is not None
    assert snapshot.is_finite
    assert np.isfinite(snapshot.loss)
    assert diverged.status_line.state.text() == f"● Diverged at step {snapshot.step:,}"
    assert diverged.run_bar.step_figure.text == f"{snapshot.step:,}"
    views = views_of(diverged)
    assert views._weights_step.text() == f"step {snapshot.step:,}"
    losses = views.loss._lines.curves["training-loss"].values
    assert np.isfinite(losses).all()
    assert len(losses) == snapshot.step + 1
    block, area = views.weights.cells._areas()[0]
    found = views.weights.cells.value_at(area.topLeft())
    assert found is not None
    assert found[1] == snapshot.weights[0][0, 0] == block.values[0, 0]


def mend_by_mouse(qtbot: QtBot, window: MainWindow) -> None:
    click(qtbot, window.toast.button)


def mend_by_tab_and_space(qtbot: QtBot, window: MainWindow) -> None:
    press_on_keyboard(qtbot, Qt.Key.Key_Tab)
    assert window.toast.button.hasFocus()
    press_on_keyboard(qtbot, Qt.Key.Key_Space)


def mend_by_shortcut(qtbot: QtBot, window: MainWindow) -> None:
    del window
    press_on_keyboard(qtbot, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def mend_from_menu(qtbot: QtBot, window: MainWindow) -> None:
    del qtbot
    window.actions_["mend"].trigger()


@pytest.mark.parametrize("mend", [mend_by_mouse, mend_by_tab_and_space, mend_by_shortcut, mend_from_menu])
def test_one_click_mends_it_and_undo_takes_that_back(
    qtbot: QtBot, diverged: MainWindow, mend: Callable[[QtBot, MainWindow], None]
) -> None:
    experiment, run = diverged.session.experiment, diverged.session.latest.run
    mend(qtbot, diverged)
    assert diverged.session.experiment == with_training(experiment, learning_rate=0.05)
    assert diverged.toast.text() == "New run from step 0: the learning rate changed"
    assert not diverged.toast.has_offer
    assert not diverged.toast.button.isVisible()
    assert not diverged.actions_["mend"].isEnabled()
    qtbot.waitUntil(lambda: diverged.session.latest.run > run and step_of(diverged) > 500)
    update = diverged.session.latest
    assert update.state is RunState.TRAINING
    assert update.curves is not None
    assert np.isfinite(update.curves.loss).all()
    assert diverged.status_line.state.text() == "● Training"
    assert not diverged.toast.isAncestorOf(QApplication.focusWidget())
    diverged.actions_["undo"].trigger()
    assert diverged.session.experiment == experiment


def test_the_mend_is_an_undo_of_its_own_however_soon_it_comes(
    qtbot: QtBot, open_window: OpenWindow, small_experiment: Experiment
) -> None:
    """Edits of the same within a second are one; but not an edit and its mend."""
    window = open_window(with_training(that_diverges(small_experiment), learning_rate=0.05))
    window.actions_["play"].trigger()
    enter(qtbot, window.training_panel._rate._field, "10")
    wait_for(qtbot, window, RunState.DIVERGED)
    click(qtbot, window.toast.button)
    assert rate_of(window) < 10.0  # how much depends on how far it had come
    window.actions_["undo"].trigger()
    assert rate_of(window) == 10.0
    window.actions_["undo"].trigger()
    assert rate_of(window) == 0.05


def test_the_offer_does_not_take_the_keyboard_and_waits(qtbot: QtBot, diverged: MainWindow) -> None:
    assert QApplication.focusWidget() is diverged._center
    assert not diverged.toast._timer.isActive()
    qtbot.wait(60)
    assert diverged.toast.isVisible()


@pytest.mark.parametrize("how", ["escape", "cross"])
def test_an_offer_put_away_stays_away_but_not_its_action(qtbot: QtBot, diverged: MainWindow, how: str) -> None:
    if how == "escape":
        press_on_keyboard(qtbot, Qt.Key.Key_Escape)
    else:
        click(qtbot, diverged.toast.cross)
    assert diverged.toast.isHidden()
    qtbot.wait(100)
    assert diverged.toast.isHidden()
    assert diverged.actions_["mend"].isEnabled()
    press_on_keyboard(qtbot, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert rate_of(diverged) == 0.05


def reset(window: MainWindow) -> None:
    window.actions_["reset"].trigger()


def another_rate(window: MainWindow) -> None:
    window.training_panel._rate._field.setText("0.5")
    window.training_panel._rate._field.editingFinished.emit()


def another_recipe(window: MainWindow) -> None:
    window.session.open_preset(with_training(window.session.experiment, n_steps=3))


def undo(window: MainWindow) -> None:
    window.actions_["undo"].trigger()


def redo(window: MainWindow) -> None:
    window.actions_["redo"].trigger()


def test_the_offer_goes_when_the_run_or_the_recipe_is_another(qtbot: QtBot, diverged: MainWindow) -> None:
    experiment = diverged.session.experiment
    for act in (reset, another_rate, another_recipe, undo):
        if act is not reset:
            diverged.session.open_preset(experiment)
            diverged.session.edit(with_training(experiment, n_steps=99_000).training, "the end")
            wait_for(qtbot, diverged, RunState.WAITING)
            diverged.actions_["play"].trigger()
            wait_for(qtbot, diverged, RunState.DIVERGED)
        assert diverged.toast.has_offer, act
        act(diverged)
        assert not diverged.toast.has_offer, act
        assert not diverged.toast.button.isVisible(), act
        assert not diverged.actions_["mend"].isEnabled(), act
        wait_for(qtbot, diverged, RunState.WAITING)
        qtbot.wait(100)
        assert not diverged.toast.has_offer, act


def test_a_note_in_between_does_not_lose_the_offer(qtbot: QtBot, diverged: MainWindow) -> None:
    field = diverged.training_panel._rate._field
    enter(qtbot, field, "1000")  # refused
    assert "must be between" in diverged.toast.text()
    assert not diverged.toast.button.isVisible()
    diverged.toast._timer.setInterval(1)
    qtbot.waitUntil(diverged.toast.button.isVisible)
    assert diverged.actions_["mend"].isEnabled()


def test_what_is_being_typed_counts_before_the_mend(qtbot: QtBot, diverged: MainWindow) -> None:
    field = diverged.training_panel._rate._field
    field.setFocus()
    field.setText("0.5")
    press_on_keyboard(qtbot, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert rate_of(diverged) == 0.5
    assert not diverged.actions_["mend"].isEnabled()


def test_no_word_of_the_offer_is_cut_off_in_a_small_window(qtbot: QtBot, diverged: MainWindow) -> None:
    diverged.resize(1024, 700)
    qtbot.wait(50)
    toast = diverged.toast
    assert toast.geometry().left() >= 0
    assert toast.geometry().right() < diverged.width()
    assert toast.button.width() >= toast.button.sizeHint().width()
    for part in toast.findChildren(QLabel):
        assert part.height() >= part.heightForWidth(part.width())


def test_a_run_that_cannot_begin_offers_weights_that_can(
    qtbot: QtBot, open_window: OpenWindow, small_experiment: Experiment
) -> None:
    window = open_window(small_experiment)
    window.session.open_preset(that_begins_with_infinity(small_experiment))
    wait_for(qtbot, window, RunState.DIVERGED)
    assert "weights or points are too large" in window.toast.text()
    assert window.status_line.state.text() == "● Diverged"
    assert window.toast.button.text().startswith("Start with Glorot's weights")
    click(qtbot, window.toast.button)
    assert window.session.experiment.network.initial_weights == GlorotNormalStart()
    assert window.toast.text() == "New run from step 0: the initial weights changed"
    wait_for(qtbot, window, RunState.FINISHED)
    window.actions_["undo"].trigger()
    assert window.session.experiment == that_begins_with_infinity(small_experiment)


def test_a_start_that_is_too_large_is_mended_by_one_click_and_the_rate_is_left_alone(
    qtbot: QtBot, open_window: OpenWindow, small_experiment: Experiment
) -> None:
    window = open_window(with_training(with_too_large_a_start(small_experiment), learning_rate=0.01))
    window.actions_["play"].trigger()
    wait_for(qtbot, window, RunState.DIVERGED)
    assert "training began with a loss of" in window.toast.text()
    click(qtbot, window.toast.button)
    assert window.session.experiment.network.initial_weights == HeNormalStart()
    assert rate_of(window) == 0.01
    wait_for(qtbot, window, RunState.FINISHED)
    assert window.session.latest.snapshot is not None
    assert window.session.latest.snapshot.loss < 1.0


def test_a_loss_that_blows_up_is_told_once_and_mended_while_training_goes_on(
    qtbot: QtBot, open_window: OpenWindow
) -> None:
    window = open_window(that_blows_up())
    window.actions_["play"].trigger()
    qtbot.waitUntil(lambda: window.toast.has_offer)
    assert window.session.latest.state is RunState.TRAINING
    assert window.toast.text().startswith("The training loss has risen from 2.97 to ")
    assert window.toast.button.text() == "Train with learning rate 0.5  (Ctrl+Return)"
    click(qtbot, window.toast.cross)
    step, run = step_of(window), window.session.latest.run
    wait_for_step(qtbot, window, step + 20)
    assert window.toast.isHidden()
    assert window.actions_["mend"].isEnabled()
    window.actions_["mend"].trigger()
    assert rate_of(window) == 0.5
    qtbot.waitUntil(lambda: window.session.latest.run > run and step_of(window) > 50)
    assert window.session.latest.state is RunState.TRAINING
    assert not window.actions_["mend"].isEnabled()


def test_where_there_is_no_mend_the_cause_is_said_all_the_same(
    qtbot: QtBot, open_window: OpenWindow, small_experiment: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nnviz.ui.mending.find_mend", lambda *_: None)
    window = open_window(with_network(that_diverges(small_experiment), initial_weights=HeNormalStart()))
    window.actions_["play"].trigger()
    wait_for(qtbot, window, RunState.DIVERGED)
    assert "too long a stride" in window.toast.text()
    assert window.toast.property("kind") == "warning"
    assert not window.toast.button.isVisible()


def test_a_run_that_stops_early_says_so_without_alarm(
    qtbot: QtBot, open_window: OpenWindow, small_experiment: Experiment
) -> None:
    window = open_window(with_training(small_experiment, stop_at_loss=100.0))
    window.actions_["play"].trigger()
    wait_for(qtbot, window, RunState.FINISHED)
    assert window.toast.text() == "Stopped at step 0: the training loss has come down to 100."
    assert window.toast.property("kind") == "note"


# Neurons


_NOTHING = "…"


def tooltip_at(window: MainWindow, place: QPoint) -> str:
    """What the mouse is told there, on one line; empty where that is nothing."""
    cells = views_of(window).weights.cells
    QToolTip.showText(cells.mapToGlobal(place), _NOTHING, cells)  # a tooltip that hides takes its time
    QApplication.sendEvent(cells, QHelpEvent(QEvent.Type.ToolTip, place, cells.mapToGlobal(place)))
    try:
        return QToolTip.text().replace("\n", " ").replace(_NOTHING, "")
    finally:
        QToolTip.hideText()


def head_of(window: MainWindow, column: int) -> QPoint:
    """The name above a column of the first layer."""
    block, area = views_of(window).weights.cells._areas()[0]
    return QPoint(area.left() + round((column + 0.5) * area.width() / block.values.shape[1]), area.top() - 6)


DEAD = "h₃ is dead: its score is above 0 on none of the 135 training points, so it passes nothing on and learns nothing"


def test_a_dead_neuron_is_marked_and_the_mouse_is_told_why(
    qtbot: QtBot, open_window: OpenWindow, small_experiment: Experiment
) -> None:
    window = open_window(with_dead_neurons(small_experiment))
    weights = views_of(window).weights
    qtbot.waitUntil(weights.findings_line.button.isVisible)
    assert DEAD in tooltip_at(window, head_of(window, 2))
    in_column = tooltip_at(window, head_of(window, 2) + QPoint(0, 20))
    assert in_column.startswith("x₁ → h₃: ")
    assert DEAD in in_column
    assert "dead" not in tooltip_at(window, head_of(window, 1))
    assert "dead" not in tooltip_at(window, head_of(window, 1) + QPoint(0, 20))
    assert DEAD in weights.cells.accessibleDescription()
    assert weights.findings_line.button.text() == "1 dead neuron"


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)  # the offscreen platform, at every popup
def test_the_line_below_lists_them_at_a_click_until_the_next_or_escape(
    qtbot: QtBot, open_window: OpenWindow, small_experiment: Experiment
) -> None:
    window = open_window(with_dead_neurons(small_experiment, 1, 2))
    line = views_of(window).weights.findings_line
    qtbot.waitUntil(line.button.isVisible)
    assert line.button.text() == "2 dead neurons"
    click(qtbot, line.button)
    assert line.list.isVisible()
    text = line._sentences.text().replace("\n", " ")
    assert text.startswith("At step 0  h₂ is dead:")
    assert DEAD in text
    qtbot.keyClick(line.list, Qt.Key.Key_Escape)
    assert not line.list.isVisible()


def test_a_start_from_zeros_is_told_in_the_window_and_nothing_moves(
    qtbot: QtBot, window: MainWindow, small_experiment: Experiment
) -> None:
    weights = views_of(window).weights
    places = [part.geometry() for part in (weights.cells, weights.scale_bar, weights.findings_line)]
    assert not weights.findings_line.button.isVisible()
    window.session.edit(with_network(small_experiment, initial_weights=ZerosStart()).network, "the initial weights")
    qtbot.waitUntil(weights.findings_line.button.isVisible)
    assert weights.findings_line.button.text() == "4 dead, 4 identical neurons"
    told = tooltip_at(window, head_of(window, 0))
    assert "h₁ is dead:" in told
    assert "h₁ is identical to h₂, h₃ and h₄: the same bias and the same weights (2 in, 3 out)." in told
    assert [part.geometry() for part in (weights.cells, weights.scale_bar, weights.findings_line)] == places
    window.actions_["play"].trigger()
    wait_for(qtbot, window, RunState.FINISHED)
    qtbot.waitUntil(lambda: weights.findings_line.button.text() == "4 dead, 4 identical neurons")
    window.actions_["undo"].trigger()
    qtbot.waitUntil(lambda: not weights.findings_line.button.isVisible())
    assert "dead" not in tooltip_at(window, head_of(window, 0))
    assert weights.cells.accessibleDescription() == ""


def test_findings_go_with_the_run_they_belong_to(
    qtbot: QtBot, open_window: OpenWindow, small_experiment: Experiment
) -> None:
    window = open_window(with_dead_neurons(small_experiment))
    line = views_of(window).weights.findings_line
    qtbot.waitUntil(line.button.isVisible)
    edited = msgspec.structs.replace(window.session.experiment.network, initial_weights=HeNormalStart())
    window.session.edit(edited, "the initial weights")
    qtbot.waitUntil(lambda: not line.button.isVisible())
