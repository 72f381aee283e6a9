"""The weight map in a real window: other quantities, histograms, and weights that a hand types."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnviz.core.snapshot import Snapshot
from nnviz.core.trainer import Trainer, UnfitParameterError
from nnviz.experiment.build import build_dataset, build_trainer
from nnviz.experiment.experiment import Experiment
from nnviz.session.settings import Settings
from nnviz.session.update import RunState
from nnviz.ui.main_window import MainWindow
from nnviz.ui.plots.network_places import WeightPlace
from nnviz.ui.plots.weight_cells import WeightCells
from nnviz.ui.plots.weight_map import WeightMap
from nnviz.ui.timeline_marks import MarkKind
from tests.core.same_numbers import same_numbers
from tests.session.recipes import with_training
from tests.ui.fields.hands import Heard, type_over
from tests.ui.plots.moments import with_hidden

OpenWindow = Callable[[Experiment], MainWindow]

LEFT = Qt.MouseButton.LeftButton
NAME = "weight x₁ → h₂ of layer 1"
PLACE = WeightPlace(0, 0, 1)


@pytest.fixture
def at_five(qtbot: QtBot, window: MainWindow) -> MainWindow:
    """A window whose run stands at step 5."""
    window.activateWindow()
    for _ in range(5):
        window.actions_["step"].trigger()
    wait_for_live(qtbot, window, 5)
    return window


def weights_of(window: MainWindow) -> WeightMap:
    assert window.views is not None
    return window.views.weights


def cells_of(window: MainWindow) -> WeightCells:
    return weights_of(window).cells


def shown(window: MainWindow) -> Snapshot:
    snapshot = window.session.latest.snapshot
    assert snapshot is not None
    return snapshot


def wait_for_state(qtbot: QtBot, window: MainWindow, state: RunState) -> None:
    qtbot.waitUntil(lambda: window.session.latest.state is state)


def wait_for_live(qtbot: QtBot, window: MainWindow, step: int) -> None:
    def is_there() -> bool:
        latest = window.session.latest
        is_told = latest.past is None and not window.session.is_behind and latest.live_step == step
        return is_told and window.views is not None and not window.views.is_busy

    qtbot.waitUntil(is_there)


def wait_for_past(qtbot: QtBot, window: MainWindow, step: int) -> None:
    def is_there() -> bool:
        latest = window.session.latest
        is_told = latest.past is not None and latest.past.progress == 1.0 and latest.past.wanted == step
        return is_told and not window.session.is_behind and window.views is not None and not window.views.is_busy

    qtbot.waitUntil(is_there)


def click_on(qtbot: QtBot, window: MainWindow, place: WeightPlace = PLACE) -> None:
    cell = cells_of(window).cell_of(place)
    assert cell is not None
    qtbot.mouseClick(cells_of(window), LEFT, pos=cell.center().toPoint())


def set_by_mouse(qtbot: QtBot, window: MainWindow, text: str, place: WeightPlace = PLACE) -> None:
    click_on(qtbot, window, place)
    type_over(qtbot, cells_of(window).field, text)
    qtbot.keyClick(cells_of(window).field, Qt.Key.Key_Return)


def straight(experiment: Experiment, *legs: tuple[int, float | None]) -> Snapshot:
    """The oracle: so many steps and then that value in the first place, and so on."""
    trainer = build_trainer(experiment, build_dataset(experiment.data))
    for n_steps, value in legs:
        trainer.advance(n_steps)
        if value is not None:
            trainer.set_parameter(*PLACE, value)
    return trainer.snapshot()


def choose(qtbot: QtBot, window: MainWindow, key: str) -> None:
    weights_of(window).menu.action(key).trigger()
    qtbot.wait(1)


def test_a_click_opens_a_field_with_the_exact_value_and_enter_sets_another(
    qtbot: QtBot, at_five: MainWindow, small_experiment: Experiment
) -> None:
    field = cells_of(at_five).field
    click_on(qtbot, at_five)
    assert field.isVisible()
    assert field.hasFocus()
    assert float(field.text()) == shown(at_five).weights[0][0, 1]
    type_over(qtbot, field, "−0,75")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.isHidden()
    wait_for_live(qtbot, at_five, 5)
    assert same_numbers(shown(at_five), straight(small_experiment, (5, -0.75)))
    assert at_five.toast.text() == "Weight x₁ → h₂ of layer 1 set to −0.75: training goes on from there"
    (mark,) = [mark for mark in at_five.time_travel.timeline.track.marks if mark.kind is MarkKind.CHANGE]
    assert (mark.step, mark.name, mark.sentence) == (5, "x₁ → h₂", "Weight x₁ → h₂ of layer 1 set to −0.75")
    qtbot.keyClick(at_five, Qt.Key.Key_Space)  # the keyboard is the window's again
    qtbot.waitUntil(lambda: at_five.session.latest.state is RunState.FINISHED)
    assert same_numbers(shown(at_five), straight(small_experiment, (5, -0.75), (55, None)))
    qtbot.keyClick(at_five, Qt.Key.Key_Left)
    wait_for_past(qtbot, at_five, 59)
    at_five.session.show_step(5)
    wait_for_past(qtbot, at_five, 5)
    assert same_numbers(shown(at_five), straight(small_experiment, (5, -0.75)))
    at_five.session.show_step(4)
    wait_for_past(qtbot, at_five, 4)
    assert same_numbers(shown(at_five), straight(small_experiment, (4, None)))


def test_undo_returns_to_the_step_as_it_was_and_redo_to_the_edit(
    qtbot: QtBot, at_five: MainWindow, small_experiment: Experiment
) -> None:
    set_by_mouse(qtbot, at_five, "2")
    wait_for_live(qtbot, at_five, 5)
    for _ in range(7):
        at_five.actions_["step"].trigger()
    wait_for_live(qtbot, at_five, 12)
    assert at_five.actions_["undo"].text() == f"&Undo change of {NAME}"
    at_five.actions_["undo"].trigger()
    wait_for_live(qtbot, at_five, 5)
    assert same_numbers(shown(at_five), straight(small_experiment, (5, None)))
    assert [curves.steps[0] for curves in at_five.session.latest.earlier] == [5]
    assert at_five.session.latest.changes == ()
    assert "with its value from before" in at_five.toast.text()
    at_five.actions_["step"].trigger()
    wait_for_live(qtbot, at_five, 6)
    at_five.actions_["redo"].trigger()
    wait_for_live(qtbot, at_five, 5)
    assert same_numbers(shown(at_five), straight(small_experiment, (5, 2.0)))
    at_five.actions_["reset"].trigger()  # another run knows nothing of it
    qtbot.waitUntil(lambda: at_five.session.undo_texts == (None, None))
    assert not at_five.actions_["undo"].isEnabled()


def test_a_weight_of_a_past_step_branches_the_run_there(
    qtbot: QtBot, at_five: MainWindow, small_experiment: Experiment
) -> None:
    at_five.session.show_step(2)
    wait_for_past(qtbot, at_five, 2)
    set_by_mouse(qtbot, at_five, "1e1")
    wait_for_live(qtbot, at_five, 2)
    assert same_numbers(shown(at_five), straight(small_experiment, (2, 10.0)))
    assert f"branches at step 2: {NAME} changed" in at_five.toast.text()
    assert [curves.steps[0] for curves in at_five.session.latest.earlier] == [2]


def test_a_weight_can_be_set_while_the_network_trains(
    qtbot: QtBot, open_window: OpenWindow, endless_experiment: Experiment
) -> None:
    window = open_window(endless_experiment)
    window.activateWindow()
    window.actions_["play"].trigger()
    qtbot.waitUntil(lambda: window.session.latest.live_step > 20)
    set_by_mouse(qtbot, window, "3.5")
    qtbot.waitUntil(lambda: bool(window.session.latest.changes))
    assert window.session.plays
    (change,) = window.session.latest.changes
    qtbot.waitUntil(lambda: window.session.latest.live_step > change.step)
    window.actions_["play"].trigger()
    window.session.show_step(change.step)
    wait_for_past(qtbot, window, change.step)
    assert shown(window).weights[0][0, 1] == 3.5
    assert same_numbers(shown(window), straight(endless_experiment, (change.step, 3.5)))


def test_the_keyboard_goes_from_cell_to_cell_and_sets_a_bias(
    qtbot: QtBot, at_five: MainWindow, small_experiment: Experiment
) -> None:
    cells = cells_of(at_five)
    hovered = Heard(cells.weight_hovered)
    cells.setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_End, Qt.Key.Key_Home):
        qtbot.keyClick(cells, key)
    assert cells._current == hovered.said[-1] == WeightPlace(0, 2, 0)  # the other views let it stand out
    assert cells.accessibleName().startswith("Weights and biases: bias h₁ of layer 1 is ")
    qtbot.keyClick(cells, Qt.Key.Key_F2)
    type_over(qtbot, cells.field, "0.25")
    qtbot.keyClick(cells.field, Qt.Key.Key_Enter)
    assert cells.hasFocus()  # whoever came by the keyboard goes on with it
    wait_for_live(qtbot, at_five, 5)
    oracle = build_trainer(small_experiment, build_dataset(small_experiment.data))
    oracle.advance(5)
    oracle.set_parameter(0, 2, 0, 0.25)
    assert same_numbers(shown(at_five), oracle.snapshot())
    assert at_five.session.past_step is None  # the arrows were the map's, not time's
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Down):
        qtbot.keyClick(cells, key)
    assert cells._current == WeightPlace(1, 0, 0)


def test_escape_leaves_a_weight_and_what_cannot_be_is_refused_in_a_sentence(qtbot: QtBot, at_five: MainWindow) -> None:
    before, field = shown(at_five), cells_of(at_five).field
    click_on(qtbot, at_five)
    type_over(qtbot, field, "7")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.isHidden()
    for text, reason in (
        ("2e6", "must be between −1,000,000 and 1,000,000, not 2,000,000"),
        ("seven", "must be a number, not “seven”"),
    ):
        set_by_mouse(qtbot, at_five, text)
        assert at_five.toast.text() == f"Weight x₁ → h₂ of layer 1 {reason}"
        assert field.isVisible()
        assert field.property("refused")
        qtbot.keyClick(field, Qt.Key.Key_Escape)
    set_by_mouse(qtbot, at_five, str(before.weights[0][0, 1]))
    qtbot.wait(50)
    assert shown(at_five) is before
    assert at_five.session.undo_texts == (None, None)


def test_every_quantity_has_its_scale_and_its_numbers_and_is_remembered(
    qtbot: QtBot, at_five: MainWindow, small_experiment: Experiment
) -> None:
    weights = weights_of(at_five)
    cells, now, start = weights.cells, straight(small_experiment, (5, None)), straight(small_experiment)
    before = straight(small_experiment, (4, None))
    for key, name, expected in (
        ("gradient", "Gradient", now.weight_gradients[1]),
        ("update", "Last update", now.weights[1] - before.weights[1]),
        ("change", "Change since the start", now.weights[1] - start.weights[1]),
        ("value", "Value", now.weights[1]),
    ):
        choose(qtbot, at_five, key)
        np.testing.assert_array_equal(cells._blocks[1].values[:-1], expected)
        assert weights.menu.button.text() == f"{name} ▾"
        assert weights.scale_bar.text.startswith(name)
        assert weights.scale_bar.largest >= np.abs(expected).max()
        assert Settings().weight_quantity == key
        weights.grab()
    choose(qtbot, at_five, "gradient")
    click_on(qtbot, at_five)
    assert cells.field.isHidden()
    assert at_five.toast.text().startswith("Only values can be set")


def test_the_last_update_of_a_past_step_is_that_steps_and_step_zero_has_none(
    qtbot: QtBot, at_five: MainWindow, small_experiment: Experiment
) -> None:
    weights = weights_of(at_five)
    choose(qtbot, at_five, "update")
    at_five.session.show_step(3)
    wait_for_past(qtbot, at_five, 3)
    two, three = straight(small_experiment, (2, None)), straight(small_experiment, (3, None))
    np.testing.assert_array_equal(weights.cells._blocks[0].values[-1], three.biases[0] - two.biases[0])
    at_five.session.show_step(0)
    wait_for_past(qtbot, at_five, 0)
    assert weights._nothing.isVisible()
    assert weights._nothing.text() == "At step 0 no update has been made yet"
    assert not weights.scale_bar.isVisible()


def test_a_histogram_by_the_keyboard_alone(qtbot: QtBot, at_five: MainWindow) -> None:
    weights = weights_of(at_five)
    button = weights.menu.button
    assert button.focusPolicy() & Qt.FocusPolicy.TabFocus

    def pick() -> None:
        menu = QApplication.activePopupWidget()
        assert menu is not None
        qtbot.keyClick(menu, Qt.Key.Key_H)

    QTimer.singleShot(50, button, pick)
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    qtbot.waitUntil(weights.histograms.isVisible)
    first, last = weights.histograms.histograms
    assert (first.counts.sum(), first.size_text) == (12, "n = 12  (8 weights, 4 biases)")
    assert last.counts.sum() == 15
    assert Settings().weight_histogram
    assert not weights.cells.isVisible()


def test_a_choice_is_there_again_at_the_next_start(open_window: OpenWindow, small_experiment: Experiment) -> None:
    settings = Settings()
    settings.weight_quantity, settings.weight_histogram = "gradient", True
    weights = weights_of(open_window(small_experiment))
    assert weights.menu.button.text() == "Gradient ▾"
    assert weights.histograms.isVisible()


def test_saving_says_that_the_document_is_the_recipe_alone(qtbot: QtBot, at_five: MainWindow, tmp_path: Path) -> None:
    at_five.session.save(tmp_path / "one.nnviz")
    at_five.actions_["save"].trigger()
    qtbot.waitUntil(lambda: at_five.toast.text() == "Saved to one.nnviz")
    set_by_mouse(qtbot, at_five, "2")
    wait_for_live(qtbot, at_five, 5)
    at_five.actions_["save"].trigger()
    qtbot.waitUntil(lambda: "without the weights that were set by hand" in at_five.toast.text())


def test_leaving_the_field_enters_what_was_typed_and_another_network_closes_it(
    qtbot: QtBot, at_five: MainWindow, small_experiment: Experiment
) -> None:
    field = cells_of(at_five).field
    click_on(qtbot, at_five)
    type_over(qtbot, field, "1.5")
    at_five._center.setFocus()
    assert field.isHidden()
    wait_for_live(qtbot, at_five, 5)
    assert same_numbers(shown(at_five), straight(small_experiment, (5, 1.5)))
    click_on(qtbot, at_five)
    type_over(qtbot, field, "9")
    at_five.session.edit(with_hidden(small_experiment, 2).network, "the layers")
    qtbot.waitUntil(field.isHidden)
    assert at_five.session.undo_texts[0] == "the layers"


def test_play_goes_on_from_a_weight_set_where_the_run_had_ended(
    qtbot: QtBot, window: MainWindow, small_experiment: Experiment
) -> None:
    window.activateWindow()
    window.actions_["play"].trigger()
    wait_for_state(qtbot, window, RunState.FINISHED)
    wait_for_live(qtbot, window, 60)
    set_by_mouse(qtbot, window, "2")
    assert "Play lets it go on from there" in window.toast.text()
    wait_for_live(qtbot, window, 60)
    qtbot.waitUntil(lambda: window.actions_["play"].toolTip().startswith("Train on with the weight that was set"))
    qtbot.keyClick(window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.session.latest.live_step == 120)
    wait_for_live(qtbot, window, 120)
    assert same_numbers(shown(window), straight(small_experiment, (60, 2.0), (60, None)))
    assert window.toast.text() == "The run now ends at step 120"
    for _ in range(2):
        window.actions_["undo"].trigger()
    wait_for_live(qtbot, window, 60)
    assert same_numbers(shown(window), straight(small_experiment, (60, None)))
    assert window.session.latest.state is RunState.FINISHED
    assert window.actions_["play"].toolTip().startswith("Train again from the start")


def test_a_weight_that_cannot_be_leaves_the_past_that_is_looked_at_and_the_run_as_they_were(
    qtbot: QtBot, at_five: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(trainer: Trainer, *edit: float) -> tuple[float, float]:
        del trainer, edit
        raise UnfitParameterError("with this the loss would be no finite number")

    monkeypatch.setattr(Trainer, "_put", refuse)
    live = at_five.session.latest.curves
    at_five.session.show_step(2)
    wait_for_past(qtbot, at_five, 2)
    before = shown(at_five)
    set_by_mouse(qtbot, at_five, "9")
    said = "Weight x₁ → h₂ of layer 1 stays as it was: with this the loss would be no finite number"
    qtbot.waitUntil(lambda: at_five.toast.text() == said)
    assert at_five.toast.property("kind") == "warning"
    assert same_numbers(shown(at_five), before)
    assert (at_five.session.past_step, at_five.session.latest.live_step) == (2, 5)
    assert same_numbers(at_five.session.latest.curves, live)
    assert at_five.session.latest.earlier == ()
    assert not at_five.actions_["undo"].isEnabled()


def test_a_weight_that_blows_up_the_loss_is_named_and_put_back_by_a_key(
    qtbot: QtBot, open_window: OpenWindow, small_experiment: Experiment
) -> None:
    lively = with_training(small_experiment, learning_rate=1.0, n_steps=10_000_000)
    window = open_window(lively)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    for _ in range(5):
        window.actions_["step"].trigger()
    wait_for_live(qtbot, window, 5)
    set_by_mouse(qtbot, window, "1e6")
    window.actions_["play"].trigger()
    qtbot.waitUntil(lambda: window.toast.has_offer)
    assert f"{NAME}, set to 1,000,000 at step 5, made a data loss of" in window.toast.text()
    assert window.toast.button.text() == f"Put {NAME} back  (Ctrl+Return)"
    qtbot.keyClick(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not window.session.is_behind and not window.session.has_hand_edits)
    assert window.session.plays
    assert window.toast.text() == f"{NAME[:1].upper()}{NAME[1:]} is as it was: training goes on from there"
    assert not window.toast.has_offer
    window.actions_["play"].trigger()
    qtbot.waitUntil(lambda: not window.session.is_behind)
    step = window.session.latest.live_step
    assert same_numbers(shown(window), straight(lively, (step, None)))
