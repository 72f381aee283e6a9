"""Inputs in the real window: chosen, typed, standardised, trained with, taken back; and the split by class."""

from collections import Counter
from collections.abc import Callable

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from nnviz.experiment.documents import read_document
from nnviz.experiment.experiment import Experiment
from nnviz.experiment.network_spec import GivenStart
from nnviz.experiment.presets import preset
from nnviz.session.settings import Settings
from nnviz.session.update import RunState
from nnviz.ui.main_window import MainWindow
from nnviz.ui.panels.input_chip import InputChip
from nnviz.ui.panels.input_choice import InputChoice
from nnviz.ui.plots.weight_blocks import Block
from tests.ui.fields.hands import click, enter, focus

OpenWindow = Callable[..., MainWindow]


def choice_of(qtbot: QtBot, window: MainWindow) -> InputChoice:
    """The choice of inputs, opened."""
    section = window.network_panel.inputs
    if not section.fold.is_open:
        reach(window, section.fold)
        click(qtbot, section.fold._button)
    assert section.choice is not None
    return section.choice


def chip(qtbot: QtBot, window: MainWindow, name: str) -> InputChip:
    """A chip, brought into view."""
    found = next(chip for chip in choice_of(qtbot, window).chips.chips if chip.name == name)
    reach(window, found)
    return found


def reach(window: MainWindow, part: QWidget) -> None:
    """Scroll to where a part of the panels is, once the layouts know it."""
    QApplication.processEvents()
    window._panels.ensureWidgetVisible(part)
    QApplication.processEvents()


def first_weights(window: MainWindow) -> Block:
    assert window.views is not None
    return window.views.weights.cells._blocks[0]


def wait_for_inputs(qtbot: QtBot, window: MainWindow, n_inputs: int) -> None:
    def shown() -> bool:
        snapshot = window.session.latest.snapshot
        return snapshot is not None and len(snapshot.weights[0]) == n_inputs

    qtbot.waitUntil(shown)


def without_hidden_layers(experiment: Experiment) -> Experiment:
    network = msgspec.structs.replace(experiment.network, hidden_layers=())
    training = msgspec.structs.replace(experiment.training, n_steps=400)
    return msgspec.structs.replace(experiment, network=network, training=training)


def test_circles_are_learned_without_hidden_layers_from_squares(qtbot: QtBot, open_window: OpenWindow):
    window = open_window(without_hidden_layers(preset("circles")))
    for name in ("x₁²", "x₂²", "x₁x₂"):
        click(qtbot, chip(qtbot, window, name))
    assert window.session.experiment.data.inputs == ("x1", "x2", "x1^2", "x2^2", "x1*x2")
    assert window.network_panel._n_parameters.text() == "12 parameters"
    window.actions_["play"].trigger()
    qtbot.waitUntil(lambda: window.session.latest.state is RunState.FINISHED)
    snapshot = window.session.latest.snapshot
    assert snapshot is not None
    assert snapshot.evaluation.test_accuracy is not None
    assert snapshot.evaluation.test_accuracy >= 0.98
    assert first_weights(window).row_names == ("x₁", "x₂", "x₁²", "x₂²", "x₁x₂", "bias")


def test_without_them_they_are_not(qtbot: QtBot, open_window: OpenWindow):
    window = open_window(without_hidden_layers(preset("circles")))
    window.actions_["play"].trigger()
    qtbot.waitUntil(lambda: window.session.latest.state is RunState.FINISHED)
    snapshot = window.session.latest.snapshot
    assert snapshot is not None
    assert (snapshot.evaluation.test_accuracy or 0.0) < 0.8


def test_a_formula_is_typed_with_the_keyboard_alone(qtbot: QtBot, window: MainWindow):
    before = window.session.experiment
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    button = window.network_panel.inputs.fold._button
    focus(qtbot, button)
    qtbot.keyClick(button, Qt.Key.Key_Space)
    choice = choice_of(qtbot, window)
    while QApplication.focusWidget() is not choice.field:
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is not button
    QTest.keyClicks(choice.field, "x1^2 + x2^2")
    QTest.keyClick(choice.field, Qt.Key.Key_Return)
    wait_for_inputs(qtbot, window, 3)
    assert first_weights(window).row_names == ("x₁", "x₂", "x₁² + x₂²", "bias")
    typed = chip(qtbot, window, "x₁² + x₂²")
    focus(qtbot, typed)
    qtbot.keyClick(typed, Qt.Key.Key_Space)
    assert window.session.experiment == before
    qtbot.keyClick(typed, Qt.Key.Key_Delete)
    assert [chip.name for chip in choice.chips.chips][-1] == "x₁x₂"
    window.actions_["undo"].trigger()


def test_a_run_begins_anew_with_other_inputs_and_undo_takes_each_back(qtbot: QtBot, window: MainWindow):
    before = window.session.experiment
    window.actions_["step"].trigger()
    qtbot.waitUntil(lambda: window.run_bar.step_figure.text == "1")
    click(qtbot, chip(qtbot, window, "sin x₁"))
    assert window.toast.text() == "New run from step 0: the input sin x₁ changed"
    click(qtbot, chip(qtbot, window, "x₁²"))
    assert window.actions_["undo"].text() == "&Undo change of the input x₁²"
    wait_for_inputs(qtbot, window, 4)
    window.actions_["undo"].trigger()
    assert window.session.experiment.data.inputs == ("x1", "x2", "sin(x1)")
    assert chip(qtbot, window, "sin x₁").isChecked()
    assert not chip(qtbot, window, "x₁²").isChecked()
    window.actions_["undo"].trigger()
    assert window.session.experiment == before
    window.actions_["redo"].trigger()
    assert window.session.experiment.data.inputs == ("x1", "x2", "sin(x1)")


def test_standardising_is_never_silent(qtbot: QtBot, window: MainWindow, tmp_path):
    section = window.network_panel.inputs
    box = choice_of(qtbot, window).standardized
    reach(window, box)
    click(qtbot, box)
    qtbot.waitUntil(lambda: first_weights(window).title.startswith("W₁  standardised input → hidden"))
    dataset = window.session.latest.dataset
    assert dataset is not None
    np.testing.assert_allclose(dataset.training_inputs.std(axis=0), 1.0)
    reach(window, section.fold)
    click(qtbot, section.fold._button)
    assert section.fold._summary.isVisible()
    assert section.fold._summary.text() == "x₁ and x₂, standardised"
    window.session.save(tmp_path / "mine.nnviz")
    assert read_document(tmp_path / "mine.nnviz").data.standardized
    window.actions_["undo"].trigger()
    assert not choice_of(qtbot, window).standardized.isChecked()
    qtbot.waitUntil(lambda: first_weights(window).title.startswith("W₁  input → hidden"))


def test_given_weights_refuse_other_inputs_and_all_stays_as_it_was(qtbot: QtBot, window: MainWindow):
    window._edits.give_start()
    before = window.session.experiment
    assert isinstance(before.network.initial_weights, GivenStart)
    choice = choice_of(qtbot, window)
    click(qtbot, chip(qtbot, window, "x₁²"))
    sentence = "The given weights fit a 2-4-3 network, not 3-4-3: choose another start for the weights first"
    assert window.toast.text() == sentence
    assert window.session.experiment == before
    assert [chip.name for chip in choice.chips.chips if chip.isChecked()] == ["x₁", "x₂"]
    enter(qtbot, choice.field, "x1^3")
    assert choice.field.text() == "x1^3"
    assert window.session.experiment == before
    assert len(choice.chips.chips) == 7
    reach(window, choice.standardized)
    click(qtbot, choice.standardized)  # the weights fit as well as before
    assert window.session.experiment.data.standardized


def test_given_weights_are_typed_by_the_names_of_the_inputs(qtbot: QtBot, window: MainWindow):
    click(qtbot, chip(qtbot, window, "x₁²"))
    wait_for_inputs(qtbot, window, 3)
    window._edits.give_start()
    reach(window, window.network_panel._start._edit_numbers)
    click(qtbot, window.network_panel._start._edit_numbers)
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    table = dialog.tables[0]  # type: ignore[attr-defined]
    rows = [table.headerData(row, Qt.Orientation.Vertical) for row in range(table.rowCount())]
    assert rows == ["x₁", "x₂", "x₁²", "bias"]
    dialog.close()


def test_a_formula_without_a_number_is_refused_where_the_points_are_known(qtbot: QtBot, window: MainWindow):
    before = window.session.experiment
    run = window.session.latest.run
    choice = choice_of(qtbot, window)
    enter(qtbot, choice.field, "log(x1)")
    assert choice.complaint.isVisible()
    assert choice.complaint.text().startswith("The input log(x1) has no number at ")
    assert choice.complaint.text().endswith(": change the formula")
    assert window.session.experiment == before
    assert window.session.latest.run == run


def test_points_that_leave_a_formula_without_a_number_fail_the_run_in_one_sentence(
    qtbot: QtBot, open_window: OpenWindow, small_experiment: Experiment, capfd: pytest.CaptureFixture[str]
):
    far = tuple(msgspec.structs.replace(one, mean=(50.0, one.mean[1])) for one in small_experiment.data.clusters)
    data = msgspec.structs.replace(small_experiment.data, clusters=far)
    window = open_window(msgspec.structs.replace(small_experiment, data=data))
    enter(qtbot, choice_of(qtbot, window).field, "log(x1)")
    wait_for_inputs(qtbot, window, 3)
    nearer = (msgspec.structs.replace(far[0], mean=(0.0, 0.0)), *far[1:])
    moved = msgspec.structs.replace(window.session.experiment.data, clusters=nearer)
    window.data_panel.data_edited.emit(moved, "the mean of A")
    qtbot.waitUntil(lambda: window.session.latest.state is RunState.FAILED)
    said = window.session.latest.message
    assert said.startswith("The input log(x1) has no number at ")
    assert said.endswith(": change the formula.")
    assert window.toast.text() == said
    assert capfd.readouterr().err == ""
    click(qtbot, chip(qtbot, window, "log x₁"))
    wait_for_inputs(qtbot, window, 2)
    assert window.session.latest.state is RunState.WAITING


def test_the_split_by_class_is_a_box(qtbot: QtBot, window: MainWindow):
    def n_tests() -> list[int]:
        dataset = window.session.latest.dataset
        return sorted(Counter(dataset.test_labels.tolist()).values()) if dataset else []

    assert n_tests() != [15, 15, 15]
    click(qtbot, window.data_panel._by_class)
    assert window.session.experiment.data.split_by_class
    qtbot.waitUntil(lambda: n_tests() == [15, 15, 15])
    assert window.actions_["undo"].text() == "&Undo change of the split by class"
    window.actions_["undo"].trigger()
    assert not window.data_panel._by_class.isChecked()


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_in_a_small_window_all_of_it_can_be_reached(qtbot: QtBot, window: MainWindow, scale: float):
    window.resize(1024, 700)
    Settings().text_size = scale
    window.appearance.apply()
    choice = choice_of(qtbot, window)
    qtbot.wait(50)
    for part in (*choice.chips.chips, choice.field, choice._add, choice.standardized):
        window._panels.ensureWidgetVisible(part)
        qtbot.wait(1)
        seen = part.visibleRegion().boundingRect()
        assert seen.size() == part.size(), f"{part} is cut off"
