"""The trainer on other points: the network goes on as it is, the curves go on, and nothing is compared across."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.core.batches import AllPoints, InOrder
from nnviz.core.optimizers import Adam
from nnviz.core.stopping import Best, StopRule
from nnviz.core.trainer import DivergedError, Trainer
from tests.core.random_networks import N_POINTS, Recipe, random_network, random_trainer, recipes
from tests.core.runs import arrays_of, begins_finite, go, look
from tests.core.same_numbers import same_numbers


def on_other_points(n_points: int = N_POINTS, **knobs: object) -> Trainer:
    """Of the same shape as `random_trainer(0)`, on points of its own."""
    return random_trainer(7, network=random_network((2, 4, 3), 0), n_points=n_points, **knobs)  # type: ignore[arg-type]


def taken_over(earlier: Trainer, later: Trainer) -> Trainer:
    later.take_over(earlier)
    return later


@settings(max_examples=40)
@given(recipes(stop=StopRule()), st.integers(0, 60), st.integers(0, 60), st.booleans())
def test_on_the_same_points_it_is_the_same_run_bit_for_bit(recipe: Recipe, before: int, after: int, is_measured: bool):
    whole, first = recipe.trainer(), recipe.trainer()
    go(whole, before)
    go(first, before)
    if is_measured:
        look(first)
    second = taken_over(first, recipe.trainer())
    go(whole, after)
    go(second, after)
    look(whole)
    look(second)
    if begins_finite(recipe.trainer()):
        assert same_numbers(whole.snapshot(), second.snapshot())
        assert same_numbers(whole.history.curves(), second.history.curves())


@pytest.mark.parametrize("step", [1, 5, 64, 100])
def test_on_other_points_weights_and_memories_stay_and_the_curves_go_on(step: int):
    first = random_trainer(0, optimizer=Adam())
    first.advance(step)
    before, state = first.history.curves(), first.state()
    second = taken_over(first, on_other_points(50, batches=InOrder(50, 7), optimizer=Adam()))
    assert same_numbers(second.state(), replace(state, best=Best()))
    oracle = on_other_points(50, batches=InOrder(50, 7), optimizer=Adam())
    oracle.resume(replace(state, best=Best()))
    for trainer in (second, oracle):
        trainer.advance(30)
    assert same_numbers(second.snapshot(), oracle.snapshot())
    curves, alone = second.history.curves(), oracle.history.curves()
    assert (curves.steps[0], len(curves.loss)) == (0, step + 31)
    np.testing.assert_array_equal(curves.loss[:step], before.loss)
    np.testing.assert_array_equal(curves.loss[step:], alone.loss)
    looked_at = len(before.evaluation_steps)
    np.testing.assert_array_equal(curves.test_loss[:looked_at], before.test_loss)
    np.testing.assert_array_equal(curves.evaluation_steps[looked_at:], alone.evaluation_steps)
    assert second.points_since == step


def test_the_step_to_come_is_measured_on_the_new_points_though_it_was_on_the_old():
    first = random_trainer(0)
    first.advance(6)
    old = first.snapshot()
    second = taken_over(first, on_other_points())
    new = second.snapshot()
    assert new.step == old.step == 6
    assert same_numbers(tuple(arrays_of(second)), tuple(arrays_of(first)))
    assert new.data_loss != old.data_loss
    assert second.history.curves().loss[6] == new.loss
    assert second.history.next_step == 7


def test_patience_does_not_compare_across_points():
    patient = StopRule(patience=5)
    first = random_trainer(0, stop=patient, n_test=40)
    first.advance(3)
    assert first.state().best != Best()
    assert taken_over(first, on_other_points(stop=patient)).state().best == Best()


def test_a_run_that_had_come_to_its_end_goes_on():
    first = random_trainer(0, stop=StopRule(loss=100.0))
    first.advance(5)
    assert first.stopped is not None
    second = taken_over(first, on_other_points())
    second.advance(5)
    assert (second.step, second.stopped) == (5, None)


def test_a_divergence_is_blamed_on_the_loss_these_points_began_with():
    """The old points lie near, the new ones so far away that no rate would do."""
    first = random_trainer(0)
    first.advance(20)
    assert first.history.curves().data_loss[0] < 1000.0
    second = taken_over(first, on_other_points(size=1e5, learning_rate=1e3, l2=1.0))
    with pytest.raises(DivergedError, match=r"training began with a loss of .* instead of a few nats"):
        second.advance(1000)
    third = taken_over(random_trainer(0), on_other_points(size=1.0, learning_rate=1e3, l2=1.0))
    with pytest.raises(DivergedError, match="was too long a stride"):
        third.advance(1000)


def test_to_go_back_beyond_the_change_is_to_have_had_these_points_from_there():
    first = random_trainer(0)
    first.advance(10)
    early = first.state()
    first.advance(10)
    second = taken_over(first, on_other_points(learning_rate=1e3, l2=1.0))
    assert second.points_since == 20
    second.resume(early)
    assert second.points_since == 10
    with pytest.raises(DivergedError):
        second.advance(1000)


def test_points_may_change_again_and_again():
    trainer = random_trainer(0)
    for seed in range(5):
        trainer.advance(4)
        trainer = taken_over(trainer, random_trainer(seed, n_points=30, batches=AllPoints(30)))
    assert trainer.history.next_step == trainer.step == trainer.points_since == 20
