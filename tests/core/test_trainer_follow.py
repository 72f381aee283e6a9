"""A trainer takes the place of another: where it has come to, and what it has recorded, to the last bit."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from nnviz.core.history import History
from nnviz.core.optimizers import Adam
from nnviz.core.stopping import NEVER, StopRule
from nnviz.core.trainer import DivergedError, Trainer
from tests.core.random_networks import Recipe, random_trainer, recipes
from tests.core.runs import assert_same_run, go, look, only
from tests.core.same_numbers import same_numbers
from tests.examples import examples

DIVERGES = Recipe(0, "in-order", {"size": 1000.0, "learning_rate": 1e3, "l2": 1.0, "sizes": (2, 5, 3)})


def stint(leader: Trainer, follower: Trainer, n_steps: int) -> bool:
    """Let the leader make steps and the follower take them over; False where there is more to tell than steps.

    That is how another process leads, which tells nothing else.
    """
    first = leader.step
    leader.history = History(first_step=first)
    try:
        leader.advance(n_steps)
    except DivergedError:
        return False
    if leader.stopped is not None or leader.step != first + n_steps:
        return False
    follower.follow(leader.trail(), leader.history.curves())
    return True


def led(recipe: Recipe, follower: Trainer, slices: list[int], looks: list[bool]) -> None:
    """Have the follower led from where it stands, slice by slice; it makes the last one by itself where it must."""
    leader = recipe.trainer()
    leader.follow(follower.trail())
    for n_steps, looks_first in zip(slices, looks, strict=True):
        if looks_first:
            follower.snapshot()
        if not stint(leader, follower, n_steps):
            follower.advance(n_steps)
            return


def outcome(trainer: Trainer, n_steps: int) -> tuple[object, ...]:
    """All that can be said of how a run came to its end, or did not."""
    try:
        trainer.advance(n_steps)
        trainer.snapshot()
    except DivergedError as error:
        told = (error.step, error.learning_rate, error.largest_gradient, error.largest_score, error.cause)
        return (trainer.step, *told, str(error))
    return trainer.step, trainer.stopped


slices_and_looks = st.lists(st.tuples(st.one_of(st.integers(1, 3), st.integers(1, 70)), st.booleans()), max_size=5)


@settings(max_examples=examples(20))
@given(recipes(), st.integers(0, 40), slices_and_looks, st.integers(0, 40), st.booleans())
def test_one_that_is_led_is_the_same_run_bit_for_bit(
    recipe: Recipe, alone: int, then: list[tuple[int, bool]], after: int, is_measured: bool
):
    slices, looks = [each[0] for each in then], [each[1] for each in then]
    straight, follower = recipe.trainer(), recipe.trainer()
    go(straight, alone)
    go(follower, alone)
    assume(follower.step == alone)
    assume(follower.stopped is None)
    n_steps = sum(slices)
    try:
        straight.advance(n_steps)
        led(recipe, follower, slices, looks)
    except DivergedError:
        assume(False)
    if is_measured:
        look(follower)
        look(straight)
    assert (straight.step, straight.stopped) == (follower.step, follower.stopped)
    assert same_numbers(straight.state(), follower.state())
    go(straight, after)
    go(follower, after)
    assert_same_run(straight, follower)


@settings(max_examples=examples(15))
@given(recipes(stop=NEVER), st.integers(0, 3), st.lists(st.integers(1, 3), max_size=3), st.integers(1, 20))
def test_one_that_diverges_behind_its_leader_falls_back_as_if_it_had_been_alone(
    recipe: Recipe, alone: int, slices: list[int], n_more: int
):
    """From some step on, each stride is so long that squares of weights are beyond all numbers."""
    fatal = 1e250 if recipe.knobs["dtype"] is np.float64 else 1e30
    straight, follower = recipe.trainer(l2=0.01), recipe.trainer(l2=0.01)
    for trainer in (straight, follower):
        go(trainer, alone)
        look(trainer)
    before = straight.state()
    leader = recipe.trainer(l2=0.01)
    for trainer in (straight, follower, leader):
        trainer.resume(before)
    leader.follow(follower.trail())
    for n_steps in slices:
        go(straight, n_steps)
        if not stint(leader, follower, n_steps):
            go(follower, n_steps)
            leader.follow(follower.trail())
    for trainer in (straight, follower, leader):
        trainer.change(**only(fatal))
    stint(leader, follower, 1)  # the fatal step itself is made over there
    expected, found = outcome(straight, n_more), outcome(follower, n_more)
    assert len(expected) > 2
    assert found == expected
    assert_same_run(straight, follower)


def test_a_follower_knows_what_was_before_and_what_was_recorded():
    leader, follower, straight = (random_trainer(3, optimizer=Adam(), n_test=0) for _ in range(3))
    assert not follower.knows_before
    straight.advance(100)
    for n_steps in (1, 1, 60, 38):
        assert stint(leader, follower, n_steps)
        assert follower.knows_before
        assert follower.history.next_step == follower.step == leader.step
    assert follower.n_bytes == follower.state().numbers.nbytes == 3 * 8 * (2 * 4 + 4 + 4 * 3 + 3)
    assert_same_run(straight, follower)


def test_without_curves_a_follower_begins_to_record_where_it_is_led_to():
    leader, follower = random_trainer(3), random_trainer(3)
    leader.advance(50)
    follower.follow(leader.trail())
    assert (follower.step, follower.history.first_step, follower.history.next_step) == (50, 50, 50)
    leader.advance(20)
    follower.advance(20)
    assert same_numbers(leader.snapshot(), follower.snapshot())
    assert same_numbers(leader.state(), follower.state())


def test_a_trail_is_not_written_to_by_the_one_who_made_it_and_cannot_be():
    trainer = random_trainer(3)
    trainer.advance(5)
    trail = trainer.trail()
    numbers = trail.numbers.copy()
    trainer.advance(50)
    assert (trail.step, trail.numbers.shape) == (5, (3, 1, 27))
    np.testing.assert_array_equal(trail.numbers, numbers)
    with pytest.raises(ValueError, match="read-only"):
        trail.numbers[...] = 0.0


@pytest.mark.parametrize("rule", [StopRule(loss=1.2), StopRule(accuracy=0.45), StopRule(patience=7)])
@pytest.mark.parametrize("n_test", [0, 40])
@pytest.mark.parametrize("n_steps", [1, 9])
def test_a_run_that_is_to_stop_stops_where_it_would_have(rule: StopRule, n_test: int, n_steps: int):
    recipe = Recipe(5, "all", {"learning_rate": 0.5, "l2": 0.0, "sizes": (2, 16, 3), "n_test": n_test, "stop": rule})
    straight, follower = recipe.trainer(), recipe.trainer()
    straight.advance(2000)
    assert straight.stopped is not None
    led(recipe, follower, [n_steps] * 2000, [step % 2 == 0 for step in range(2000)])
    assert follower.stopped == straight.stopped
    assert_same_run(straight, follower)


@pytest.mark.parametrize("is_measured", [False, True])
def test_right_behind_the_fatal_step_a_follower_falls_back_as_if_it_had_made_it(is_measured: bool):
    straight = DIVERGES.trainer()
    with pytest.raises(DivergedError) as caught:
        straight.advance(1000)
    fatal = caught.value.step
    follower, leader = DIVERGES.trainer(), DIVERGES.trainer()
    assert stint(leader, follower, fatal)
    if is_measured:
        follower.snapshot()
    assert stint(leader, follower, 1)  # whose loss, which is not finite, is the next step's
    assert outcome(follower, 1) == outcome(DIVERGES.trainer(), 1000)
    assert follower.step == fatal
    assert follower.knows_before
    assert_same_run(straight, follower)


def test_what_was_loaded_as_one_step_before_is_known_behind_a_single_step_too():
    """As where a run goes on from a step of its past, is led for one step, and diverges."""
    maker = DIVERGES.trainer()
    with pytest.raises(DivergedError) as caught:
        maker.advance(1000)
    second = DIVERGES.trainer()
    second.retrace(caught.value.step)
    state = second.state()
    assert state.before is not None
    straight, follower, leader = (DIVERGES.trainer() for _ in range(3))
    for trainer in (straight, follower):
        trainer.resume(state)
    leader.follow(follower.trail())
    assert stint(leader, follower, 1)
    assert outcome(follower, 1) == outcome(straight, 2)
    assert_same_run(straight, follower)


def test_a_hand_that_set_a_weight_is_blamed_by_a_follower_too():
    straight, follower, leader = (random_trainer(3) for _ in range(3))
    for trainer in (straight, follower):
        trainer.advance(5)
        trainer.set_parameter(1, 0, 0, 1e12, "weight 1")
        trainer.change(**only(1e3, l2=1.0))
    leader.follow(replace(follower.trail()))
    leader.change(**only(1e3, l2=1.0))
    while stint(leader, follower, 1):
        pass
    found, expected = outcome(follower, 100), outcome(straight, 1000)
    assert "weight 1" in str(expected[-1])
    assert found == expected
    assert_same_run(straight, follower)
