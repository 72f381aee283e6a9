"""The trainer makes steps again, and goes back to one to go on from there otherwise."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.core.losses import Penalty
from nnviz.core.schedules import Schedule
from nnviz.core.stopping import NEVER, Best, StopRule
from nnviz.core.trainer import DivergedError, TrainerState
from tests.core.random_networks import Recipe, random_network, random_trainer, recipes
from tests.core.runs import go, look, only
from tests.core.same_numbers import same_numbers
from tests.examples import examples


@settings(max_examples=examples(20))
@given(recipes(), st.integers(0, 60), st.lists(st.integers(0, 30), max_size=4))
def test_a_step_made_again_is_the_step_bit_for_bit(recipe: Recipe, n_steps: int, slices: list[int]):
    straight, second = recipe.trainer(), recipe.trainer()
    go(straight, n_steps)
    look(straight)
    expected = straight.snapshot()
    second.change(schedule=second._schedule, penalty=second._penalty, stop=NEVER)
    for length in slices:
        second.retrace(min(length, expected.step - second.step))
    second.retrace(expected.step - second.step)
    assert same_numbers(second.snapshot(), expected)
    assert second.history.first_step == expected.step


def test_a_step_that_was_never_made_is_not_made_up():
    recipe = Recipe(0, "all", {"learning_rate": 1e4})
    straight, second = recipe.trainer(), recipe.trainer()
    with pytest.raises(DivergedError) as caught:
        straight.advance(500)
    with pytest.raises(DivergedError):
        second.retrace(500)
    assert caught.value.step < 500


@settings(max_examples=examples(20))
@given(recipes(), st.integers(0, 60), st.integers(0, 60), st.integers(0, 30))
def test_going_back_in_a_run_and_on_with_the_same_settings_is_the_same_run(
    recipe: Recipe, n_steps: int, back_to: int, after: int
):
    branched, straight = recipe.trainer(), recipe.trainer()
    go(branched, n_steps)
    step = min(back_to, branched.step)
    second = recipe.trainer(stop=NEVER)
    second.retrace(step)
    go(straight, step)
    if straight.step != step or straight.stopped is not None:  # it had ended there
        return
    branched.go_back(second.state())
    assert (branched.step, branched.stopped) == (step, None)
    assert same_numbers(branched.state(), straight.state())
    assert branched.history.next_step <= step
    go(branched, after)
    go(straight, after)
    look(branched)
    look(straight)
    assert same_numbers(branched.snapshot(), straight.snapshot())
    assert branched.stopped == straight.stopped
    assert same_numbers(branched.history.curves(), straight.history.curves())


@pytest.mark.parametrize("n_test", [0, 40])
def test_patience_knows_what_it_knew_at_that_step(n_test: int):
    patient = StopRule(patience=30)
    trainer, straight = random_trainer(0, n_test=n_test, stop=patient), random_trainer(0, n_test=n_test, stop=patient)
    trainer.advance(40)
    straight.advance(12)
    assert straight.state().best.step is not None
    trainer.go_back(straight.state())
    assert trainer.state().best == straight.state().best


def test_losses_with_another_penalty_are_nothing_to_compare_with():
    patient = StopRule(patience=30)
    trainer = random_trainer(0, stop=patient)
    trainer.advance(10)
    trainer.change(schedule=Schedule(0.1), penalty=Penalty(0.5), stop=patient)
    trainer.advance(10)
    state = trainer.state()
    trainer.advance(10)
    trainer.go_back(state)
    assert trainer.state().best == state.best
    assert state.best.step is not None
    assert state.best.step >= 10
    second = random_trainer(0)
    second.retrace(6)
    trainer.go_back(second.state())
    assert trainer.state().best == Best()
    trainer.advance(8)  # and from there they are: all of these have the same penalty
    trainer.go_back(second.state())
    assert trainer.state().best == Best()


def test_a_branch_goes_on_with_the_present_settings_from_a_step_before_they_came():
    trainer = random_trainer(0, learning_rate=0.1)
    trainer.advance(10)
    trainer.change(**only(0.5))
    trainer.advance(10)
    second = random_trainer(0, learning_rate=0.1)
    second.retrace(4)
    trainer.go_back(second.state())
    trainer.advance(6)
    oracle = random_trainer(0, learning_rate=0.1)
    oracle.advance(4)
    oracle.change(**only(0.5))
    oracle.advance(6)
    assert same_numbers(trainer.snapshot(), oracle.snapshot())
    assert same_numbers(trainer.history.curves(), oracle.history.curves())


def test_a_branch_before_other_points_came_goes_on_with_those():
    first = random_trainer(0)
    first.advance(10)
    second = random_trainer(7, network=random_network((2, 4, 3), 0))
    second.take_over(first)
    second.advance(10)
    again = random_trainer(0)
    again.retrace(4)
    second.go_back(again.state())
    assert second.points_since == 4
    second.advance(3)
    oracle = random_trainer(7, network=random_network((2, 4, 3), 0))
    oracle.resume(replace(TrainerState(4, again.state().numbers, Best())))
    oracle.advance(3)
    assert same_numbers(second.snapshot(), oracle.snapshot())
    np.testing.assert_array_equal(second.history.curves().loss[4:], oracle.history.curves().loss)
