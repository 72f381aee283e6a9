"""The choice of inputs, as a person makes it."""

from collections.abc import Iterator

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from nnviz.data.packing import pack
from nnviz.experiment.build import build_dataset
from nnviz.experiment.data_spec import MOST_INPUTS, DataSpec
from nnviz.experiment.experiment import Experiment
from nnviz.experiment.own_source import OwnSource
from nnviz.ui.panels.input_chip import InputChip
from nnviz.ui.panels.input_choice import InputChoice
from nnviz.ui.theme import dark, light
from tests.conftest import run_deferred_deletes
from tests.ui.fields.hands import Heard, click, enter, focus, nothing_said, put_on_screen, type_over


@pytest.fixture
def data(small_experiment: Experiment) -> DataSpec:
    return small_experiment.data


@pytest.fixture
def choice(qtbot: QtBot, data: DataSpec) -> Iterator[InputChoice]:
    """As the window has it: an edit comes back as what is to be shown."""
    choice = InputChoice()
    choice.set_theme(light())
    choice.show_data(data)
    choice.show_dataset(build_dataset(data))
    choice.data_edited.connect(lambda edited, _what: choice.show_data(edited))
    put_on_screen(qtbot, choice)
    yield choice
    run_deferred_deletes()


@pytest.fixture
def edits(choice: InputChoice) -> Heard:
    return Heard(choice.data_edited)


@pytest.fixture
def refusals(choice: InputChoice) -> Heard:
    return Heard(choice.refused)


def with_inputs(data: DataSpec, *inputs: str) -> DataSpec:
    return msgspec.structs.replace(data, inputs=inputs)


def of_a_table(data: DataSpec, *columns: str) -> DataSpec:
    points = np.arange(4.0 * len(columns)).reshape(4, len(columns))
    features, labels = pack(points, np.array([0, 1, 0, 1]))
    source = OwnSource(columns=columns, classes=("A", "B"), features=features, labels=labels)
    return msgspec.structs.replace(data, source=source, clusters=())


def names(choice: InputChoice) -> list[str]:
    return [chip.name for chip in choice.chips.chips]


def chip(choice: InputChoice, name: str) -> InputChip:
    return choice.chips.chips[names(choice).index(name)]


def those_on(choice: InputChoice) -> list[str]:
    return [chip.name for chip in choice.chips.chips if chip.isChecked()]


def remove_button(choice: InputChoice, name: str) -> QWidget:
    return next(row.remove for row in choice.chips._rows.values() if row.chip.name == name and row.remove)


def test_chips_are_switched_on_and_off(qtbot: QtBot, choice: InputChoice, data: DataSpec, edits: Heard):
    assert names(choice) == ["x₁", "x₂", "x₁²", "x₂²", "sin x₁", "sin x₂", "x₁x₂"]
    assert those_on(choice) == ["x₁", "x₂"]
    click(qtbot, chip(choice, "x₁x₂"))
    click(qtbot, chip(choice, "x₁"))
    click(qtbot, chip(choice, "x₁"))
    focus(qtbot, chip(choice, "x₁x₂"))
    qtbot.keyClick(chip(choice, "x₁x₂"), Qt.Key.Key_Space)
    assert edits.take() == [
        (with_inputs(data, "x1", "x2", "x1*x2"), "the input x₁x₂"),
        (with_inputs(data, "x2", "x1*x2"), "the input x₁"),
        (with_inputs(data, "x1", "x2", "x1*x2"), "the input x₁"),
        (data, "the input x₁x₂"),
    ]
    assert those_on(choice) == ["x₁", "x₂"]


def test_the_last_one_stays_on(qtbot: QtBot, choice: InputChoice, edits: Heard, refusals: Heard):
    click(qtbot, chip(choice, "x₁"))
    edits.take()
    click(qtbot, chip(choice, "x₂"))
    assert edits.take() == []
    assert refusals.take() == ["the network needs at least one input: switch another one on first"]
    assert those_on(choice) == ["x₂"]


def test_a_formula_is_typed_switched_and_removed(qtbot: QtBot, choice: InputChoice, data: DataSpec, edits: Heard):
    enter(qtbot, choice.field, "x1^2 + x2^2")
    assert edits.take() == [(with_inputs(data, "x1", "x2", "x1^2 + x2^2"), "the input x₁² + x₂²")]
    assert choice.field.text() == ""
    assert not choice.field.hasFocus()
    typed = chip(choice, "x₁² + x₂²")
    assert typed.isChecked()
    click(qtbot, typed)
    assert edits.take() == [(data, "the input x₁² + x₂²")]
    assert chip(choice, "x₁² + x₂²") is typed
    click(qtbot, typed)
    edits.take()
    click(qtbot, remove_button(choice, "x₁² + x₂²"))
    assert edits.take() == [(data, "the input x₁² + x₂²")]
    assert "x₁² + x₂²" not in names(choice)


def test_one_that_is_off_is_removed_by_a_key_without_an_edit(qtbot: QtBot, choice: InputChoice, edits: Heard):
    type_over(qtbot, choice.field, "x1^3")
    click(qtbot, choice._add)
    click(qtbot, chip(choice, "x₁³"))
    edits.take()
    focus(qtbot, chip(choice, "x₁³"))
    qtbot.keyClick(chip(choice, "x₁³"), Qt.Key.Key_Delete)
    assert "x₁³" not in names(choice)
    assert choice.field.hasFocus()  # the next in order
    assert edits.take() == []


def test_the_only_one_cannot_be_removed(
    qtbot: QtBot, choice: InputChoice, data: DataSpec, edits: Heard, refusals: Heard
):
    choice.show_data(with_inputs(data, "x1^3"))
    click(qtbot, remove_button(choice, "x₁³"))
    assert edits.take() == []
    assert len(refusals.take()) == 1
    assert those_on(choice) == ["x₁³"]


def test_a_formula_that_is_offered_already_is_just_switched_on(qtbot: QtBot, choice: InputChoice):
    before = names(choice)
    enter(qtbot, choice.field, "x1**2")
    assert names(choice) == before
    assert those_on(choice) == ["x₁", "x₂", "x₁²"]


def test_what_is_wrong_with_a_formula_is_said_below_it(qtbot: QtBot, choice: InputChoice, edits: Heard):
    type_over(qtbot, choice.field, "x1 +")
    assert choice.complaint.isVisible()
    assert choice.complaint.text().startswith("“x1 +” is no formula")
    enter(qtbot, choice.field, "log(x1)")
    assert choice.complaint.text().startswith("The input log(x1) has no number at ")
    assert choice.field.text() == "log(x1)"
    qtbot.keyClick(choice.field, Qt.Key.Key_Escape)
    assert not choice.complaint.isVisible()
    assert edits.take() == []


def test_a_chip_without_a_number_everywhere_is_refused(
    qtbot: QtBot, choice: InputChoice, data: DataSpec, refusals: Heard
):
    choice.show_data(with_inputs(data, "x1", "log(x1)"))  # as a document may have it
    click(qtbot, chip(choice, "log x₁"))
    assert those_on(choice) == ["x₁"]
    click(qtbot, chip(choice, "log x₁"))
    (sentence,) = refusals.take()
    assert str(sentence).startswith("the input log(x1) has no number at 57 of 180 points, such as x1 = ")
    assert those_on(choice) == ["x₁"]


def test_too_many_inputs_are_refused(qtbot: QtBot, choice: InputChoice, data: DataSpec):
    choice.show_data(with_inputs(data, *(f"x1 + {number}" for number in range(MOST_INPUTS))))
    enter(qtbot, choice.field, "x1*x2")
    assert choice.complaint.text() == f"There can be {MOST_INPUTS} inputs at the most, not {MOST_INPUTS + 1}"


def test_what_the_whole_recipe_refuses_is_shown_as_it_was(qtbot: QtBot, data: DataSpec):
    choice = InputChoice()
    choice.set_theme(light())
    choice.show_data(data)
    choice.data_edited.connect(lambda _edited, _what: choice.show_data(data))
    put_on_screen(qtbot, choice)
    enter(qtbot, choice.field, "x1^3")
    assert choice.field.text() == "x1^3"
    click(qtbot, chip(choice, "x₁²"))
    assert those_on(choice) == ["x₁", "x₂"]


def test_standardising_is_a_box(qtbot: QtBot, choice: InputChoice, data: DataSpec, edits: Heard):
    assert not choice.standardized.isChecked()
    assert "mean is 0 and its standard deviation 1" in choice.standardized.toolTip()
    assert "standardising" not in chip(choice, "x₁").toolTip()
    click(qtbot, choice.standardized)
    wanted = msgspec.structs.replace(data, standardized=True)
    assert edits.take() == [(wanted, "the standardising of the inputs")]
    assert "before standardising" in chip(choice, "x₁").toolTip()


def test_maps_are_of_the_points_that_there_are(choice: InputChoice, data: DataSpec):
    points = build_dataset(data).training_points
    tip = chip(choice, "x₁²").toolTip()
    assert tip.startswith("x₁²<br>Click to feed it in<br>Map: x₁ from ")
    assert "to the right, x₂ from" in tip
    assert "full colour at ±" in tip
    assert chip(choice, "x₁").toolTip().startswith("x₁<br>The network is fed it: click to leave it out")
    assert chip(choice, "x₁")._map is not None
    before = chip(choice, "x₁").grab().toImage()
    choice.set_theme(dark())
    assert chip(choice, "x₁").grab().toImage() != before
    moved = msgspec.structs.replace(data.clusters[0], mean=(900.0, float(points.max())))
    choice.show_dataset(build_dataset(msgspec.structs.replace(data, clusters=(moved, *data.clusters[1:]))))
    assert "to 90" in chip(choice, "x₁").toolTip()


def test_of_a_table_the_columns_are_offered_by_their_names(qtbot: QtBot, choice: InputChoice, data: DataSpec):
    table = of_a_table(data, "length", "<b>width</b>", "weight")
    choice.show_data(table)
    assert names(choice) == ["length", "<b>width</b>", "weight"]
    assert chip(choice, "length")._map is None  # the points that are there have two features
    choice.show_dataset(build_dataset(table))
    assert chip(choice, "length")._map is not None
    assert "&lt;b&gt;width&lt;/b&gt;" in chip(choice, "<b>width</b>").toolTip()
    assert choice._columns.isVisible()
    assert choice._columns.text() == "In formulas: x₁ length, x₂ <b>width</b>, x₃ weight"
    for text in ("x1 + x2 + x3", "x1*x3"):
        enter(qtbot, choice.field, text)
    assert chip(choice, "x₁ + x₂ + x₃")._map is None
    assert "more than two features: there is no map" in chip(choice, "x₁ + x₂ + x₃").toolTip()
    assert chip(choice, "x₁x₃")._map is not None


def test_the_tab_key_goes_through_all_of_it_in_order(qtbot: QtBot, choice: InputChoice):
    enter(qtbot, choice.field, "x1^3")
    enter(qtbot, choice.field, "x2^3")
    order = [*choice.chips.chips[:8], remove_button(choice, "x₁³"), chip(choice, "x₂³"), remove_button(choice, "x₂³")]
    order += [choice.field, choice._add, choice.standardized]
    focus(qtbot, order[0])
    for expected in order[1:]:
        choice.focusNextChild()
        assert QApplication.focusWidget() is expected


def test_a_complaint_is_scrolled_to(qtbot: QtBot, data: DataSpec):
    around = QScrollArea()
    choice = InputChoice()
    choice.set_theme(light())
    choice.show_data(data)
    around.setWidget(choice)
    around.setWidgetResizable(True)
    around.resize(260, 150)
    put_on_screen(qtbot, around)
    type_over(qtbot, choice.field, "x3")
    qtbot.waitUntil(lambda: not choice.complaint.visibleRegion().isEmpty())


def test_what_is_shown_is_no_edit(choice: InputChoice, data: DataSpec):
    heard = Heard(choice.data_edited, choice.refused)
    for other in (with_inputs(data, "x1", "cos(x2)"), of_a_table(data, "a", "b", "c"), data):
        assert nothing_said(heard, lambda other=other: choice.show_data(other))


def test_nothing_is_edited_before_there_is_a_recipe(qtbot: QtBot):
    choice = InputChoice()
    put_on_screen(qtbot, choice)
    heard = Heard(choice.data_edited)
    enter(qtbot, choice.field, "x1")
    click(qtbot, choice.standardized)
    assert heard.take() == []
