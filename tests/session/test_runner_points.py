"""The runner when the points change in the middle of a run, and the network stays."""

from collections.abc import Callable

import numpy as np
import pytest

from nnviz.core.diagnosis import Kind, diagnose
from nnviz.core.trainer import Trainer
from nnviz.data.dataset import Dataset
from nnviz.experiment.build import build_dataset, build_trainer
from nnviz.experiment.data_spec import DataSpec
from nnviz.experiment.experiment import Experiment
from nnviz.experiment.network_spec import NormalStart
from nnviz.session import drawn_points, examiner
from nnviz.session.commands import GoOnWith, Pause, Play, StartRun, StepOnce
from nnviz.session.update import RunState, RunUpdate
from tests.session.recipes import (
    in_mini_batches,
    that_diverges,
    with_data,
    with_dead_neurons,
    with_first_cluster,
    with_network,
    with_training,
)
from tests.session.script import anything, at_step, in_state, run, shown

Make = Callable[[Experiment], Experiment]

FINISHED = in_state(RunState.FINISHED)
WAITING = in_state(RunState.WAITING)


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However busy the machine, what stands still is examined before it is shown."""
    monkeypatch.setattr(examiner, "_AT_ONCE", 60.0)


@pytest.fixture
def moved(small_experiment: Experiment) -> Experiment:
    return elsewhere(small_experiment)


def elsewhere(experiment: Experiment) -> Experiment:
    return with_first_cluster(experiment, mean=(4.0, -1.0))


def trainer_of(experiment: Experiment) -> Trainer:
    return build_trainer(experiment, build_dataset(experiment.data))


def losses(update: RunUpdate) -> np.ndarray:
    assert update.curves is not None
    return update.curves.loss


def test_steps_weights_and_curves_go_on_with_the_new_points(small_experiment: Experiment, moved: Experiment) -> None:
    updates = run(
        StartRun(1, small_experiment, play=False), *[StepOnce()] * 5, GoOnWith(moved), Play(), then=((FINISHED,),)
    )
    changed = next(update for update in updates if update.n_obeyed == 7)
    before = next(update for update in updates if update.n_obeyed == 6)
    assert shown(changed).step == shown(before).step == 5
    for one, other in zip(shown(changed).weights, shown(before).weights, strict=True):
        np.testing.assert_array_equal(one, other)
    assert changed.dataset is not None
    np.testing.assert_array_equal(changed.dataset.training_points, build_dataset(moved.data).training_points)
    assert {update.run for update in updates} == {1}
    assert (before.points_since, changed.points_since, updates[-1].points_since) == (0, 5, 5)
    first, expected = trainer_of(small_experiment), trainer_of(moved)
    first.advance(5)
    expected.take_over(first)
    expected.advance(55)
    assert shown(updates[-1]).loss == expected.snapshot().loss
    np.testing.assert_array_equal(losses(updates[-1]), expected.history.curves().loss)
    np.testing.assert_array_equal(losses(updates[-1])[:5], losses(before)[:5])


@pytest.mark.parametrize("make", [lambda experiment: experiment, in_mini_batches])
def test_a_hand_that_drags_never_takes_a_step_back(endless_experiment: Experiment, make: Make) -> None:
    experiment = make(endless_experiment)
    places = [with_first_cluster(experiment, mean=(0.2 * place, 0.0)) for place in range(1, 20)]
    updates = run(
        StartRun(1, experiment, play=True),
        then=(
            *((at_step(3 * number), GoOnWith(place)) for number, place in enumerate(places, start=1)),
            (at_step(90),),
        ),
    )
    steps = [shown(update).step for update in updates]
    assert steps == sorted(steps)
    assert {update.state for update in updates} == {RunState.TRAINING}
    assert updates[-1].curves is not None
    assert updates[-1].curves.steps[0] == 0
    assert len(losses(updates[-1])) == steps[-1] + 1
    assert np.isfinite(losses(updates[-1])).all()


def test_points_that_later_ones_replace_are_not_drawn_but_counted(
    small_experiment: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[int] = []

    def note(data: DataSpec) -> Dataset:
        drawn.append(data.seed)
        return build_dataset(data)

    monkeypatch.setattr(drawn_points, "build_dataset", note)
    changes = [GoOnWith(with_data(small_experiment, seed=seed)) for seed in range(10, 15)]
    updates = run(StartRun(1, small_experiment, play=False), StepOnce(), *changes, StepOnce(), *changes[:2])
    assert drawn == [small_experiment.data.seed, 14, 11]
    assert updates[-1].n_obeyed == 10
    assert shown(updates[-1]).step == 2
    del drawn[:]
    run(
        StartRun(1, small_experiment, play=False),
        changes[0],
        StartRun(2, with_data(small_experiment, seed=9), play=False),
    )
    assert drawn == [9]


def test_at_step_zero_the_start_is_that_of_the_new_recipe(small_experiment: Experiment, moved: Experiment) -> None:
    (*_, update) = run(StartRun(1, small_experiment, play=False), GoOnWith(moved))
    assert shown(update).loss == trainer_of(moved).snapshot().loss
    (update,) = run(GoOnWith(moved))[-1:]
    assert shown(update).loss == trainer_of(moved).snapshot().loss


def test_a_run_that_stands_still_stands_still_and_its_neurons_are_examined_anew(
    endless_experiment: Experiment,
) -> None:
    experiment = with_training(with_dead_neurons(endless_experiment), learning_rate=1e-5)
    far = with_first_cluster(experiment, mean=(900.0, 900.0))
    updates = run(StartRun(1, experiment, play=False), StepOnce(), GoOnWith(far))
    assert updates[-1].state is RunState.WAITING
    assert updates[-1].examined_step == shown(updates[-1]).step == 1
    dataset = build_dataset(far.data)
    assert updates[-1].findings == diagnose(shown(updates[-1]).network, dataset.training_inputs)
    assert Kind.DEAD in {finding.kind for finding in updates[1].findings}
    assert updates[-1].findings != updates[1].findings


def test_a_finished_run_shows_the_network_on_the_new_points(small_experiment: Experiment, moved: Experiment) -> None:
    updates = run(
        StartRun(1, small_experiment, play=True),
        then=((FINISHED, GoOnWith(moved)), (lambda update: update.n_obeyed == 2,)),
    )
    assert updates[-1].state is RunState.FINISHED
    assert shown(updates[-1]).step == 60
    assert shown(updates[-1]).loss != shown(updates[-2]).loss
    assert losses(updates[-1])[-1] == shown(updates[-1]).loss


def test_a_run_that_stopped_early_waits_and_can_be_played(small_experiment: Experiment, moved: Experiment) -> None:
    early, later = (with_training(experiment, stop_at_loss=0.9) for experiment in (small_experiment, moved))
    updates = run(
        StartRun(1, early, play=True),
        then=((FINISHED, GoOnWith(later)), (lambda update: update.n_obeyed == 2, Play()), (FINISHED,)),
    )
    changed = next(update for update in updates if update.n_obeyed == 2)
    assert (changed.message, changed.stopped_early) == ("", False)
    assert shown(updates[-1]).step >= shown(changed).step


def test_a_diverged_run_waits_with_nothing_to_say(small_experiment: Experiment) -> None:
    diverging = that_diverges(small_experiment)
    updates = run(
        StartRun(1, diverging, play=True),
        then=((in_state(RunState.DIVERGED), GoOnWith(elsewhere(diverging))), (lambda update: update.n_obeyed == 2,)),
    )
    assert (updates[-1].message, updates[-1].cause) == ("", None)
    assert updates[-1].state is RunState.WAITING


def test_a_loss_that_rises_because_the_points_moved_away_is_no_fault_of_the_strides(
    endless_experiment: Experiment,
) -> None:
    """The points of the first cluster are carried far out into the region of another, and back."""
    small_start = with_network(endless_experiment, initial_weights=NormalStart(standard_deviation=0.1))
    experiment = with_training(small_start, learning_rate=0.5, l2_penalty=0.0)
    far = with_training(with_first_cluster(experiment, mean=(-1000.0, 1000.0)), learning_rate=1e-5)
    near = with_training(experiment, learning_rate=1e-5)
    updates = run(
        StartRun(1, experiment, play=True),
        then=((at_step(1000), Pause()), (WAITING, GoOnWith(far), StepOnce(), GoOnWith(near), StepOnce()), (anything,)),
    )
    assert losses(updates[-1]).max() > 1000.0 * max(losses(updates[-1])[0], 1.0)
    assert {(update.message, update.cause) for update in updates} == {("", None)}


def test_points_that_cannot_be_drawn_are_a_state_and_the_next_begin_anew(
    small_experiment: Experiment, moved: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_many(data: DataSpec) -> Dataset:
        if data == moved.data:
            raise MemoryError
        return build_dataset(data)

    monkeypatch.setattr(drawn_points, "build_dataset", too_many)
    updates = run(
        StartRun(1, small_experiment, play=False),
        StepOnce(),
        GoOnWith(moved),
        then=((in_state(RunState.FAILED), GoOnWith(small_experiment)), (anything,)),
    )
    failed = next(update for update in updates if update.state is RunState.FAILED)
    assert (failed.dataset, failed.snapshot) == (None, None)
    assert shown(updates[-1]).loss == trainer_of(small_experiment).snapshot().loss
