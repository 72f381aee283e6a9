"""A hand that sets a weight or a bias in the middle of a run, and what a step knows of the one before it."""

from contextlib import suppress
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from nnviz.core.activations import IDENTITY
from nnviz.core.divergence import Cause, Reason
from nnviz.core.layers import DenseLayer
from nnviz.core.network import Network
from nnviz.core.optimizers import Adam
from nnviz.core.snapshot import Parameters, Snapshot
from nnviz.core.stopping import Best, StopRule
from nnviz.core.trainer import DivergedError, Trainer, UnfitParameterError
from tests.core.random_networks import Recipe, random_network, random_trainer, recipes
from tests.core.runs import assert_same_run, begins_finite, go, look, only
from tests.core.same_numbers import same_numbers
from tests.examples import examples

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


@pytest.mark.parametrize("value", [float("inf"), float("nan"), 1e300, 1e30])
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


@settings(max_examples=examples(20))
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


@settings(max_examples=examples(20))
@given(recipes(stop=StopRule(patience=5)) | recipes(), st.data())
def test_a_run_with_edits_that_are_undone_is_the_run_without_them_and_stops_where_that_does(
    recipe: Recipe, data: st.DataObject
):
    straight, edited = recipe.trainer(), recipe.trainer()
    assume(begins_finite(straight))
    lengths, values = st.integers(0, 25), st.floats(-50.0, 50.0, width=32)
    begun = edited.state()
    for n_steps in (data.draw(lengths), data.draw(lengths)):
        for trainer in (straight, edited):
            go(trainer, n_steps)
            look(trainer)
        undone = []
        for _ in range(data.draw(st.integers(1, 2))):
            place = data.draw(st.sampled_from(places(straight)))
            with suppress(UnfitParameterError):
                undone.append((place, edited.set_parameter(*place, data.draw(values))))
        at_the_edit = edited.state()
        go(edited, data.draw(lengths))
        edited.go_back(at_the_edit)  # as from a step that was retraced
        for place, old in reversed(undone):
            edited.put_back(*place, old)
        assert_same_run(straight, edited)
    for trainer in (straight, edited):
        trainer.go_back(begun)
        go(trainer, 60)
    assert_same_run(straight, edited)


@settings(max_examples=examples(20))
@given(recipes(stop=StopRule(patience=5)), st.integers(1, 25), st.integers(0, 25), st.integers(0, 25))
def test_going_back_before_an_edit_patience_knows_what_it_knew_there(recipe: Recipe, first: int, then: int, more: int):
    straight, edited = recipe.trainer(), recipe.trainer()
    assume(begins_finite(straight))
    for trainer in (straight, edited):
        go(trainer, first)
        look(trainer)
    assume(straight.stopped is None)
    state = edited.state()
    go(edited, then + 1)
    look(edited)
    set_it(edited, (0, 0, 0, 2.5))
    go(edited, more)
    for trainer in (straight, edited):
        trainer.go_back(state)
        go(trainer, 60)
    assert_same_run(straight, edited)


def test_a_penalty_that_was_there_for_no_step_is_nothing_to_forget_for():
    patient = StopRule(patience=30)
    trainer, untouched = random_trainer(stop=patient), random_trainer(stop=patient)
    for each in (trainer, untouched):
        each.advance(12)
    trainer.change(**only(0.1, l2=3.0, stop=patient))
    assert trainer.state().best == Best()
    trainer.snapshot()
    trainer.change(**only(0.1, stop=patient))
    assert trainer.state().best == untouched.state().best != Best()
    old = trainer.set_parameter(0, 0, 0, 2.0)
    trainer.change(**only(0.1, l2=3.0, stop=patient))
    trainer.put_back(0, 0, 0, old)  # what patience knew before was another penalty's
    assert trainer.state().best == Best(12, trainer.evaluate().test_loss)


def test_to_ask_whether_a_number_could_be_set_changes_nothing():
    trainer, untouched = (random_trainer(dtype=np.float32, stop=StopRule(patience=30)) for _ in range(2))
    early = trainer.state()
    for each in (trainer, untouched):
        each.advance(9)
        each.snapshot()
    trainer.check_parameter(early, 0, 0, 0, 3.0)
    with pytest.raises(UnfitParameterError, match=r"with −1e\+300 in this place"):
        trainer.check_parameter(early, 0, 0, 0, -1e300)
    assert_same_run(trainer, untouched)
    for each in (trainer, untouched):
        each.advance(9)
    assert_same_run(trainer, untouched)


def test_a_loss_that_is_not_finite_already_is_no_hands_fault():
    """Whoever undoes an edit has the run that never had it: that one would have ended here."""
    trainer, again = (random_trainer(learning_rate=10.0, l2=10.0) for _ in range(2))
    with pytest.raises(DivergedError) as caught:
        trainer.advance(400)
    again.advance(caught.value.step + 1)
    with pytest.raises(DivergedError):
        again.set_parameter(0, 0, 0, 0.0)
    assert (again.step, again.touches) == (caught.value.step, ())


# What a hand is to blame for


def fate_of(trainer: Trainer) -> Cause:
    """Why it diverged."""
    with pytest.raises(DivergedError) as caught:
        trainer.advance(400)
    return caught.value.cause


def test_a_weight_that_made_a_loss_nothing_gets_down_from_is_to_blame():
    trainer = random_trainer(sizes=(2, 4, 4, 3), activation=IDENTITY)
    trainer.advance(6)
    trainer.set_parameter(0, 1, 3, 1e6, "weight x₂ → h₄ of layer 1")
    loss = f"{trainer.snapshot().data_loss:,.0f}"
    trainer.set_parameter(0, 1, 2, 0.5, "weight x₂ → h₃ of layer 1")
    cause = fate_of(trainer)
    assert (cause.reason, cause.what) == (Reason.HAND, "weight x₂ → h₄ of layer 1")
    assert cause.sentence == (
        f"the loss is no longer a finite number after step {trainer.step}: weight x₂ → h₄ of layer 1, set to 1,000,000 "
        f"at step 6, made a data loss of {loss} instead of a few nats"
    )


def test_what_a_hand_did_last_is_told_until_something_else_is():
    told, changed, undone, plain = (random_trainer(learning_rate=10.0, l2=10.0) for _ in range(4))
    for trainer in (told, changed, undone):
        old = trainer.set_parameter(0, 0, 0, -0.25, "weight x₁ → h₁ of layer 1")
    undone.put_back(0, 0, 0, old)
    changed.advance(1)
    changed.change(**only(9.0, l2=10.0))
    cause = fate_of(told)
    assert cause.reason is Reason.STRIDE
    assert cause.sentence.endswith("was too long a stride, after weight x₁ → h₁ of layer 1 was set to −0.25 at step 0")
    assert fate_of(changed).sentence.endswith("was too long a stride")
    assert fate_of(undone) == fate_of(plain)


# The step before


@settings(max_examples=examples(20))
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
