"""The run by itself: no thread, no inbox, no mailbox. What it does in all detail stands in the tests of the runner."""

from collections.abc import Callable

import numpy as np
import pytest

from nnviz.core.trainer import DivergedError, Trainer
from nnviz.experiment.experiment import Experiment
from nnviz.session.commands import BringBack, GoOnAs, GoOnWith, Play, SetByHand, StartRun, TakeBack
from nnviz.session.hand_edits import HandEdit
from nnviz.session.run import Run
from nnviz.session.update import RunState
from tests.session.clock import Clock
from tests.session.oracle import trained_plainly
from tests.session.recipes import that_diverges, with_first_cluster, with_training

EDIT = HandEdit(1, 0, 1, 2, 0.5, "weight 1", "w1")


@pytest.fixture
def run(small_experiment: Experiment) -> Run:
    """At step 0 of 60."""
    run = Run(Clock())
    run.start(StartRun(4, small_experiment, play=False))
    return run


def trainer_of(run: Run) -> Trainer:
    assert run.trainer is not None
    return run.trainer


def assert_same(one: Trainer, other: Trainer) -> None:
    assert one.step == other.step
    np.testing.assert_array_equal(one.state().numbers, other.state().numbers)


def step(run: Run, n_steps: int) -> None:
    for _ in range(n_steps):
        run.step_once()


def train(run: Run) -> None:
    while run.trains:
        run.go_on()


def go_to(run: Run, step: int) -> None:
    """Look back, and be there."""
    run.look_back(step)
    while run.is_retracing:
        run.go_on()


def test_before_there_is_a_network_nothing_moves(small_experiment: Experiment) -> None:
    run = Run(Clock())
    run.play()
    run.step_once()
    run.look_back(3)
    run.go_on_as(GoOnAs(small_experiment))
    run.work_by_hand(SetByHand(EDIT))
    assert (run.trains, run.go_on(), run.standing.state, run.number) == (False, False, RunState.WAITING, 0)


def test_it_trains_in_slices_to_its_end(run: Run, small_experiment: Experiment) -> None:
    run.play()
    assert run.trains
    train(run)
    assert (run.number, run.trains, run.standing.state) == (4, False, RunState.FINISHED)
    assert_same(trainer_of(run), trained_plainly(small_experiment, 60))


def test_points_without_their_network_leave_the_old_one_or_none(run: Run, small_experiment: Experiment) -> None:
    moved = with_first_cluster(small_experiment, mean=(2.0, -1.0))
    before = run.trainer
    run.show_points(GoOnWith(moved, "the mean", in_hand=True))
    assert run.trainer is before
    assert run.points.are_of(moved.data)
    run.show_points(StartRun(5, small_experiment, play=True, in_hand=True))
    assert (run.number, run.trainer, run.past, run.standing.state) == (5, None, None, RunState.TRAINING)
    assert not run.trains
    assert run.points.are_of(small_experiment.data)


def test_a_step_of_the_past_is_on_its_way_until_it_is_there(run: Run) -> None:
    step(run, 9)
    run.look_back(4)
    assert run.is_retracing
    go_to(run, 4)
    assert run.retracing is not None
    assert (run.retracing.wanted, run.retracing.is_done, trainer_of(run).step) == (4, True, 9)
    run.look_back(9)  # where the run stands
    assert run.retracing is None


@pytest.mark.parametrize("change", [GoOnAs, GoOnWith])
def test_a_change_goes_on_from_the_step_that_is_shown(
    run: Run, small_experiment: Experiment, change: Callable[..., GoOnAs | GoOnWith]
) -> None:
    step(run, 9)
    go_to(run, 4)
    command = change(with_training(small_experiment, n_steps=4), "the number of steps", branch_at=4)
    assert (run.branches_at(command), run.branches_at(Play())) == (4, None)
    if isinstance(command, GoOnAs):
        run.go_on_as(command)
    else:
        run.go_on_with(command)
    assert (run.retracing, run.standing.state) == (None, RunState.FINISHED)
    assert_same(trainer_of(run), trained_plainly(small_experiment, 4))


def test_a_weight_is_set_taken_back_and_brought_back_at_its_step(run: Run, small_experiment: Experiment) -> None:
    step(run, 3)
    run.work_by_hand(SetByHand(EDIT))
    step(run, 2)
    assert (run.branches_at(TakeBack(1)), run.branches_at(BringBack(1)), run.branches_at(TakeBack(2))) == (
        3,
        None,
        None,
    )
    go_to(run, 3)
    run.work_by_hand(TakeBack(1))
    assert_same(trainer_of(run), trained_plainly(small_experiment, 3))
    assert run.branches_at(BringBack(1)) == 3
    run.work_by_hand(BringBack(1))
    assert trainer_of(run).snapshot().weights[0][1, 2] == 0.5
    run.work_by_hand(SetByHand(HandEdit(2, 0, 0, 0, 1e308, "weight 2", "w2")))
    assert run.standing.refusal.startswith("weight 2 stays as it was: ")
    assert run.branches_at(TakeBack(2)) is None


def test_one_that_diverges_stands_at_its_last_number_and_looks_back_no_more(small_experiment: Experiment) -> None:
    run = Run(Clock())
    run.start(StartRun(1, that_diverges(small_experiment), play=True))
    with pytest.raises(DivergedError) as caught:
        train(run)
    run.end(caught.value)
    assert (run.standing.state, run.retracing) == (RunState.DIVERGED, None)
    assert trainer_of(run).step == caught.value.step
    go_to(run, caught.value.step - 1)
    assert run.retracing is not None
    run.end(MemoryError())
    assert (run.standing.state, run.retracing) == (RunState.FAILED, None)


@pytest.mark.parametrize("take_over", [False, True], ids=["another run", "other points"])
def test_another_network_makes_a_single_step_first(run: Run, small_experiment: Experiment, take_over: bool) -> None:
    run.play()
    for _ in range(4):
        run.go_on()
    assert run.pace.steps_due() > 1
    if take_over:
        run.go_on_with(GoOnWith(with_first_cluster(small_experiment, n_points=70)))
    else:
        run.start(StartRun(5, small_experiment, play=True))
    assert run.pace.steps_due() == 1
