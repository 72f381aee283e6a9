"""A hand that sets a weight or a bias in the middle of a run, and what a step knows of the one before it."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from nnviz.core.layers import DenseLayer
from nnviz.core.network import Network
from nnviz.core.optimizers import Adam
from nnviz.core.snapshot import Parameters, Snapshot
from nnviz.core.stopping import StopRule
from nnviz.core.trainer import Trainer, UnfitParameterError
from tests.core.random_networks import Recipe, random_network, random_trainer, recipes
from tests.core.runs import assert_same_run, begins_finite, go, look
from tests.core.same_numbers import same_numbers

Edit = tuple[int, int, int, float]


def all_of(parameters: Parameters | Snapshot) -> list[np.ndarray]:
    return [*parameters.weights, *parameters.biases]


def equal(one: list[np.ndarray], other: list[np.ndarray]) -> bool:
    return all(np.array_equal(mine, yours) for mine, yours in zip(one, other, strict=True))


def places(trainer: Trainer) -> list[tuple[int, int, int]]:
    """Of every weight and bias."""
    shapes = [matrix.shape for matrix in trainer.snapshot().weights]
    return [
        (layer, row, neuron)
        for layer, (n_inputs, n_neurons) in enumerate(shapes)
        for row in range(n_inputs + 1)
        for neuron in range(n_neurons)
    ]


def set_it(trainer: Trainer, edit: Edit) -> None:
    """Where the loss would not be finite, it stays as it was."""
    try:
        trainer.set_parameter(*edit)
    except UnfitParameterError:
        assert trainer.snapshot().is_finite


# One number


@pytest.mark.parametrize(("row", "expected"), [(1, "weights"), (2, "biases")])
def test_that_one_number_is_another_and_all_else_as_it_was(row: int, expected: str):
    trainer = random_trainer(optimizer=Adam())
    trainer.advance(7)
    before, state = trainer.snapshot(), trainer.state()
    old = trainer.set_parameter(0, row, 3, 0.625)
    snapshot = trainer.snapshot()
    assert old == (before.weights[0][1, 3] if expected == "weights" else before.biases[0][3])
    changed = [np.argwhere(now != then) for now, then in zip(all_of(snapshot), all_of(before), strict=True)]
    assert sum(map(len, changed)) == 1
    assert (snapshot.weights[0][1, 3] if expected == "weights" else snapshot.biases[0][3]) == 0.625
    np.testing.assert_array_equal(trainer.state().numbers[1:], state.numbers[1:])
    assert snapshot.loss != before.loss
    np.testing.assert_array_equal(trainer.history.curves().loss[7:], [snapshot.loss])


def test_what_follows_is_what_follows_in_a_network_with_that_number():
    """The oracle: a run that begins with it."""
    edited = random_trainer(0)
    edited.set_parameter(1, 2, 0, -1.5)
    network = random_network((2, 4, 3), 0)
    network.layers[1].weights[2, 0] = -1.5
    oracle = random_trainer(0, network=network)
    for trainer in (edited, oracle):
        trainer.advance(25)
    found, expected = edited.snapshot(), oracle.snapshot()
    assert same_numbers(replace(found, start=expected.start), expected)
    assert same_numbers(edited.history.curves(), oracle.history.curves())
    assert found.start.weights[1][2, 0] != -1.5  # what the run began with is what its recipe says


def test_the_old_number_put_back_makes_the_old_run():
    edited, straight = random_trainer(0), random_trainer(0)
    for trainer in (edited, straight):
        trainer.advance(9)
        trainer.snapshot()
    old = edited.set_parameter(0, 0, 0, 3.0)
    edited.snapshot()
    edited.set_parameter(0, 0, 0, old)
    for trainer in (edited, straight):
        trainer.advance(9)
    assert same_numbers(edited.snapshot(), straight.snapshot())
    assert same_numbers(edited.history.curves(), straight.history.curves())


@pytest.mark.parametrize("value", [float("inf"), float("nan"), 1e300])
def test_a_number_that_cannot_be_leaves_everything_as_it_was(value: float):
    trainer, untouched = (random_trainer(dtype=np.float32) for _ in range(2))
    for each in (trainer, untouched):
        each.advance(5)
    with pytest.raises(UnfitParameterError, match="no finite number"):
        trainer.set_parameter(0, 0, 0, value)
    assert same_numbers(trainer.snapshot(), untouched.snapshot())
    for each in (trainer, untouched):
        each.advance(5)
    assert same_numbers(trainer.snapshot(), untouched.snapshot())
    assert same_numbers(trainer.history.curves(), untouched.history.curves())


def test_a_run_that_had_stopped_goes_on_and_its_patience_begins_anew():
    trainer = random_trainer(stop=StopRule(loss=100.0))
    trainer.advance(5)
    assert (trainer.step, trainer.stopped is None) == (0, False)
    trainer.set_parameter(0, 0, 0, 1e5)
    assert trainer.stopped is None
    patient = random_trainer(stop=StopRule(patience=30))
    patient.advance(12)
    assert patient.state().best.step is not None
    patient.set_parameter(0, 0, 0, 1.0)
    assert patient.state().best.step is None
    patient.advance(6)
    best = patient.state().best
    assert best.step is not None
    assert best.step >= 12


@settings(max_examples=60)
@given(recipes(), st.data())
def test_edits_at_random_steps_and_random_travel_are_the_straight_run_with_the_same_edits(
    recipe: Recipe, data: st.DataObject
):
    straight, travelled = recipe.trainer(), recipe.trainer()
    assume(begins_finite(straight))
    lengths, values = st.integers(0, 25), st.floats(-5.0, 5.0, width=32)
    for _ in range(data.draw(st.integers(1, 3))):
        n_steps, place = data.draw(lengths), data.draw(st.sampled_from(places(straight)))
        edit = (*place, data.draw(values))
        go(straight, n_steps)
        look(straight)
        go(travelled, n_steps)
        look(travelled)
        for trainer in (straight, travelled):
            set_it(trainer, edit)
        state = travelled.state()
        go(travelled, data.draw(lengths))
        travelled.resume(state)
    for trainer in (straight, travelled):
        go(trainer, 10)
    assert_same_run(straight, travelled)


# The step before


@settings(max_examples=60)
@given(recipes(), st.integers(0, 60), st.integers(0, 60))
def test_a_step_knows_the_parameters_of_the_one_before_however_one_came_to_it(recipe: Recipe, first: int, then: int):
    trainer = recipe.trainer()
    assume(begins_finite(trainer))
    moments = {0: trainer.snapshot()}
    for _ in range(first + then):
        go(trainer, 1)
        look(trainer)
        moments[trainer.step] = trainer.snapshot()
    for step, snapshot in moments.items():
        assert equal(all_of(snapshot.start), all_of(moments[0]))
        assert (snapshot.before is None) == (step == 0)
        if snapshot.before is not None:
            assert equal(all_of(snapshot.before), all_of(moments[step - 1]))
    halfway, resumed = recipe.trainer(), recipe.trainer()
    go(halfway, first)
    resumed.resume(halfway.state())
    go(resumed, then)
    look(resumed)
    assert same_numbers(resumed.snapshot(), moments[resumed.step])


def test_what_led_to_a_step_that_was_loaded_without_it_is_not_known():
    trainer, other = random_trainer(), random_trainer()
    trainer.advance(5)
    state = trainer.state()
    assert state.before is not None
    assert not state.before.flags.writeable
    other.resume(replace(state, before=None))
    assert not other.knows_before
    assert other.snapshot().before is None
    other.advance(1)
    assert other.knows_before
    assert other.snapshot().before is not None


def test_a_run_on_other_points_began_with_what_the_first_began_with():
    first = random_trainer(0)
    first.advance(5)
    layers = [
        DenseLayer(layer.weights + 1.0, layer.biases, layer.activation) for layer in random_network((2, 4, 3), 0).layers
    ]
    second = random_trainer(1, network=Network(layers))
    second.take_over(first)
    assert same_numbers(second.snapshot().start, first.snapshot().start)
    assert same_numbers(second.snapshot().before, first.snapshot().before)
