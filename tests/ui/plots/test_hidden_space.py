from collections.abc import Callable
from dataclasses import replace

import msgspec
import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from nnviz.core.regions import Rectangle
from nnviz.experiment.experiment import Experiment
from nnviz.ui.plots import hidden_space, layer_pass
from nnviz.ui.plots.hidden_axes import HiddenAxes
from nnviz.ui.plots.hidden_space import BROKEN, NO_HIDDEN, HiddenSpace
from nnviz.ui.plots.outlook import Outlook
from nnviz.ui.theme import dark, light
from tests.ui.fields.hands import put_on_screen
from tests.ui.plots.moments import moment, points_of, with_hidden

OUTLOOK = Outlook(Rectangle(-4.0, -4.0, 6.0, 9.0))

Show = Callable[..., HiddenSpace]


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    """Puts the hidden space of an experiment on the screen."""
    kept: list[HiddenSpace] = []

    def show_one(experiment: Experiment, n_steps: int = 0, outlook: Outlook = OUTLOOK) -> HiddenSpace:
        space = HiddenSpace()
        kept.append(space)
        space.set_theme(light())
        space.resize(340, 340)
        put_on_screen(qtbot, space)
        space.show_moment(moment(experiment, n_steps), points_of(experiment), outlook)
        return space

    return show_one


def places_of(space: HiddenSpace) -> np.ndarray:
    return space.points.places


def axis_names(space: HiddenSpace) -> tuple[str, str]:
    return space.plot.axes["bottom"].labelText, space.plot.axes["left"].labelText


def test_two_neurons_are_the_axes(show: Show, small_experiment: Experiment) -> None:
    experiment = with_hidden(small_experiment, 3, 2)
    space, dataset = show(experiment, 10), points_of(experiment)
    outputs = moment(experiment, 10).network.forward(dataset.test_inputs)[1].outputs
    np.testing.assert_allclose(places_of(space), outputs)
    assert axis_names(space) == ("h₁", "h₂")
    assert space.points.labels.tolist() == dataset.test_labels.tolist()
    assert space.note == "45 test points"
    assert space.axes == HiddenAxes(1, (0, 1))
    space.choice.layer.choice_edited.emit("0")
    outputs = moment(experiment, 10).network.forward(dataset.test_inputs)[0].outputs
    assert space.axes == HiddenAxes(0, None)
    assert axis_names(space)[0].startswith("component 1 (")
    centered = outputs - outputs.mean(axis=0)
    largest = np.linalg.svd(centered, compute_uv=False)[:2]
    np.testing.assert_allclose(np.sqrt((places_of(space) ** 2).sum(axis=0)), largest)


def test_the_grid_is_bent_as_the_points_are(show: Show, small_experiment: Experiment) -> None:
    experiment = with_hidden(small_experiment, 2)
    space = show(experiment)
    x, y = space._grid.getData()
    first = moment(experiment).network.forward(np.array([[-4.0, -4.0]]))[0].outputs[0]
    np.testing.assert_allclose((x[0], y[0]), first)
    assert np.isnan(x).sum() == 26
    before = np.array(x)
    other = Outlook(Rectangle(0.0, 0.0, 1.0, 1.0))
    space.show_outlook(other)
    assert space.outlook is other
    assert not np.array_equal(space._grid.getData()[0], before, equal_nan=True)


def test_the_grid_goes_through_the_inputs_formulas(show: Show, small_experiment: Experiment) -> None:
    data = msgspec.structs.replace(small_experiment.data, inputs=("x1^2", "x1*x2", "x2"))
    experiment = with_hidden(msgspec.structs.replace(small_experiment, data=data), 2)
    dataset = points_of(experiment)
    space = show(experiment, outlook=Outlook(OUTLOOK.area, None, dataset.inputs_of))
    inputs = dataset.inputs_of(np.array([[-4.0, -4.0]]))
    expected = moment(experiment).network.forward(inputs)[0].outputs[0]
    x, y = space._grid.getData()
    np.testing.assert_allclose((x[0], y[0]), expected)


def test_all_points_are_in_the_view_until_a_hand_moves_it(show: Show, small_experiment: Experiment) -> None:
    space = show(small_experiment)
    dataset = points_of(small_experiment)

    def all_inside() -> bool:
        area, places = space.plot.area, places_of(space)
        inside = (places >= (area.left, area.bottom)) & (places <= (area.right, area.top))
        return bool(inside.all())

    for n_steps in (0, 30, 60):
        space.show_moment(moment(small_experiment, n_steps), dataset, OUTLOOK)
        assert all_inside()
    area = space.plot.area
    space.show_moment(moment(small_experiment, 61), dataset, OUTLOOK)
    assert space.plot.area == area  # it stands still while the points have room and fill it
    space.plot.view.setRange(xRange=(100.0, 101.0), yRange=(0.0, 1.0), padding=0.0)
    space.plot.view.sigRangeChangedManually.emit([True, True])
    space.show_moment(moment(small_experiment, 30), dataset, OUTLOOK)
    assert not all_inside()
    space.plot.all_wanted.emit()
    assert all_inside()


def test_what_was_chosen_stays_as_long_as_the_network_has_it(show: Show, small_experiment: Experiment) -> None:
    space = show(with_hidden(small_experiment, 5))
    space.choice.across.choice_edited.emit("4")
    chosen = space.axes
    assert chosen == HiddenAxes(0, (4, 1))
    dataset = points_of(small_experiment)
    space.show_moment(moment(with_hidden(small_experiment, 6)), dataset, OUTLOOK)
    assert space.axes == chosen
    space.show_moment(moment(with_hidden(small_experiment, 3, 3)), dataset, OUTLOOK)
    assert space.axes == HiddenAxes(1, None)


def test_without_a_hidden_layer_it_says_so(show: Show, small_experiment: Experiment) -> None:
    space = show(with_hidden(small_experiment))
    assert space.message.isVisible()
    assert space.message.text() == NO_HIDDEN
    assert not space.plot.isVisible()
    assert not space.choice.isVisible()
    space.show_moment(moment(small_experiment), points_of(small_experiment), OUTLOOK)
    assert not space.message.isVisible()
    assert space.plot.isVisible()
    assert space.choice.isVisible()


def test_weights_that_are_no_numbers_are_named(show: Show, small_experiment: Experiment) -> None:
    space = show(small_experiment)
    snapshot = moment(small_experiment)
    weights = (np.full_like(snapshot.weights[0], np.nan), snapshot.weights[1])
    space.show_moment(replace(snapshot, weights=weights), points_of(small_experiment), OUTLOOK)
    assert space.message.isVisible()
    assert space.message.text() == BROKEN


def test_without_test_points_it_shows_training_points_and_of_many_some(
    show: Show, small_experiment: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hidden_space, "MOST_POINTS", 90)
    data = msgspec.structs.replace(small_experiment.data, test_share=0.0)
    space = show(msgspec.structs.replace(small_experiment, data=data))
    assert space.note == "90 of 180 training points"
    assert len(places_of(space)) == 90


def test_a_single_neuron_is_a_line(show: Show, small_experiment: Experiment) -> None:
    space = show(with_hidden(small_experiment, 1))
    assert axis_names(space) == ("h₁", "")
    assert (places_of(space)[:, 1] == 0).all()


def test_behind_a_tab_or_hidden_it_computes_nothing(
    show: Show, small_experiment: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    space, dataset = show(small_experiment), points_of(small_experiment)
    computed: list[int] = []
    layer_outputs = layer_pass.layer_outputs

    def note(*arguments: object) -> object:
        computed.append(1)
        return layer_outputs(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(layer_pass, "layer_outputs", note)
    space.see(False)
    space.show_moment(moment(small_experiment, 1), dataset, OUTLOOK)
    assert computed == []
    space.see(True)
    assert len(computed) == 1  # points and grid together
    space.see(True)
    assert len(computed) == 1
    space.hide()
    space.show_moment(moment(small_experiment, 2), dataset, OUTLOOK)
    assert len(computed) == 1
    space.show()
    assert len(computed) == 2


def test_classes_have_their_colours_in_every_theme(show: Show, small_experiment: Experiment) -> None:
    space = show(small_experiment)
    assert space.points.marks[1].brush.color() == light().class_color(1)
    space.set_theme(dark())
    assert space.points.marks[1].brush.color() == dark().class_color(1)
    dataset = replace(points_of(small_experiment), class_colors=(5, 4, 3))
    space.show_moment(moment(small_experiment), dataset, OUTLOOK)
    assert space.points.marks[1].brush.color() == dark().class_color(4)


def test_a_large_network_takes_several_turns_and_draws_when_all_points_are_there(
    show: Show, small_experiment: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    space, dataset = show(small_experiment), points_of(small_experiment)
    before, later = places_of(space).copy(), moment(small_experiment, 40)
    monkeypatch.setattr(layer_pass, "_WORK", 8 * 300)  # of 45 points and 858 of the grid, 300 at once
    n_turns = 1
    while space.show_moment(later, dataset, replace(OUTLOOK)):  # from the same place, if not the same object
        n_turns += 1
        np.testing.assert_array_equal(places_of(space), before)
    assert n_turns == 4
    assert not np.allclose(places_of(space), before)
    assert space.show_moment(moment(small_experiment, 41), dataset, OUTLOOK)
    space.show_outlook(Outlook(Rectangle(0.0, 0.0, 1.0, 1.0)))  # a hand moves the canvas meanwhile: at once
    assert not np.allclose(places_of(space), before)
