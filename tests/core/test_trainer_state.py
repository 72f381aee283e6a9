"""The trainer's state: going on from any step, in this trainer or another, as if nothing had been."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.core.optimizers import Adam, Optimizer
from nnviz.core.trainer import Trainer, TrainerState
from tests.core.random_networks import (
    Recipe,
    random_trainer,
    recipes,
)
from tests.core.runs import every_batch_kind, every_optimizer, go, look
from tests.core.same_numbers import same_numbers
from tests.examples import examples


class Expected:
    """What a trainer has to show now."""

    def __init__(self, trainer: Trainer) -> None:
        look(trainer)
        self.snapshot = trainer.snapshot()
        self.curves = trainer.history.curves()
        self.stopped = trainer.stopped

    def assert_is_met_by(self, trainer: Trainer) -> None:
        """By a trainer whose history may begin later."""
        look(trainer)
        assert same_numbers(trainer.snapshot(), self.snapshot)
        assert trainer.stopped == self.stopped
        curves = trainer.history.curves()
        assert (curves.loss == self.curves.loss[int(curves.steps[0]) :]).all()
        looked_at = np.flatnonzero(self.curves.evaluation_steps >= curves.steps[0])
        for name in ("evaluation_steps", "test_loss", "train_accuracy", "test_accuracy"):
            np.testing.assert_array_equal(getattr(curves, name), getattr(self.curves, name)[looked_at])


def state_at(recipe: Recipe, step: int, *, is_measured: bool) -> TrainerState:
    """At `step`, its loss measured or not yet: right after the update that leads there."""
    trainer = recipe.trainer()
    trainer.advance(step)
    if is_measured:
        trainer.snapshot()
    return trainer.state()


@settings(max_examples=examples(20))
@given(recipes(), st.integers(0, 60), st.integers(0, 60), st.booleans())
def test_a_run_goes_on_from_its_state_in_another_trainer_bit_for_bit(
    recipe: Recipe, before: int, after: int, is_measured: bool
):
    trainer = recipe.trainer()
    go(trainer, before)
    look(trainer)
    state = state_at(recipe, trainer.step, is_measured=is_measured)
    go(trainer, after)
    other = recipe.trainer()
    other.resume(state)
    assert (other.step, other.stopped) == (state.step, None)
    assert same_numbers(other.state(), state)
    go(other, after)
    Expected(trainer).assert_is_met_by(other)


@settings(max_examples=examples(15))
@given(recipes(), st.integers(0, 60), st.integers(0, 60), st.booleans())
def test_a_run_goes_back_to_its_state_and_on_from_there_bit_for_bit(
    recipe: Recipe, before: int, after: int, is_measured: bool
):
    trainer = recipe.trainer()
    go(trainer, before)
    look(trainer)
    state = state_at(recipe, trainer.step, is_measured=is_measured)
    go(trainer, after)
    expected = Expected(trainer)
    trainer.resume(state)
    assert same_numbers(trainer.state(), state)
    go(trainer, after)
    expected.assert_is_met_by(trainer)
    assert trainer.history.first_step == 0


@settings(max_examples=examples(15))
@given(recipes(), st.lists(st.integers(1, 25), min_size=1, max_size=5))
def test_a_run_may_change_trainers_again_and_again(recipe: Recipe, slices: list[int]):
    whole, relay = recipe.trainer(), recipe.trainer()
    go(whole, sum(slices))
    for n_steps in slices:
        go(relay, n_steps)
        look(relay)
        state, relay = relay.state(), recipe.trainer()
        relay.resume(state)
    Expected(whole).assert_is_met_by(relay)


@every_batch_kind
def test_so_it_may_with_more_points_than_go_through_at_once(kind: str):
    recipe = Recipe(1, kind, {"n_points": 9_000, "optimizer": Adam(), "dropout": 0.2})
    whole, first, second = (recipe.trainer() for _ in range(3))
    whole.advance(7)
    first.advance(4)
    second.resume(first.state())
    second.advance(3)
    Expected(whole).assert_is_met_by(second)


@every_optimizer
def test_a_state_carries_what_the_optimizer_remembers(optimizer: Optimizer):
    recipe = Recipe(1, "drawn", {"optimizer": optimizer})
    trainer = recipe.trainer()
    trainer.advance(10)
    resumed = recipe.trainer()
    resumed.resume(trainer.state())
    trainer.advance(10)
    resumed.advance(10)
    assert same_numbers(resumed.snapshot(), trainer.snapshot())


def test_a_state_does_not_follow_the_training():
    trainer, other = random_trainer(optimizer=Adam()), random_trainer(optimizer=Adam())
    for each in (trainer, other):
        each.advance(4)
    state, kept = trainer.state(), other.state()
    trainer.advance(5)
    trainer.resume(state)
    trainer.advance(5)
    assert same_numbers(state, kept)


def test_going_back_forgets_what_came_after():
    trainer = random_trainer()
    trainer.advance(10)
    state = trainer.state()
    trainer.advance(10)
    trainer.resume(state)
    assert trainer.history.next_step == 10
    assert trainer.history.curves().evaluation_steps.max() == 9


def test_a_run_taken_up_in_its_middle_records_from_there():
    trainer = random_trainer()
    trainer.advance(30)
    other = random_trainer()
    other.resume(trainer.state())
    other.advance(5)
    assert other.history.curves().steps[0] == 30
    assert len(other.history.curves().loss) == 5


def test_going_back_to_before_the_first_recorded_step_records_from_there():
    trainer = random_trainer()
    trainer.advance(10)
    early = trainer.state()
    trainer.advance(20)
    other = random_trainer()
    other.resume(trainer.state())
    other.advance(5)
    other.resume(early)
    other.advance(7)
    assert other.history.curves().steps[0] == 10
    assert (other.history.curves().loss == trainer.history.curves().loss[10:17]).all()
