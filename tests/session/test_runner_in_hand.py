"""The runner while a hand moves the points: they come at once, their network when it is due."""

import numpy as np
import pytest

from nnviz.experiment.build import build_dataset, build_trainer
from nnviz.experiment.experiment import Experiment
from nnviz.session import put_off
from nnviz.session import run as run_module
from nnviz.session.commands import GoOnWith, Outdated, Pause, Play, StartRun, StepOnce
from nnviz.session.update import RunState, RunUpdate
from tests.session.recipes import with_first_cluster, with_training
from tests.session.script import anything, at_step, in_state, run, shown

HOUR = 3600.0


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """After the first network, none is due as long as the test runs."""
    monkeypatch.setattr(put_off, "_BETWEEN_NETWORKS", HOUR)


def moved(experiment: Experiment, x: float) -> Experiment:
    return with_first_cluster(experiment, mean=(x, -1.0))


def is_ahead(update: RunUpdate) -> bool:
    return update.is_ahead


def has_network(update: RunUpdate) -> bool:
    return update.snapshot is not None


def assert_points_of(update: RunUpdate, experiment: Experiment) -> None:
    assert update.dataset is not None
    np.testing.assert_array_equal(update.dataset.training_points, build_dataset(experiment.data).training_points)


def test_the_points_come_first_and_the_network_by_itself(small_experiment: Experiment) -> None:
    here = moved(small_experiment, 2.0)
    ahead, whole = run(StartRun(1, here, play=False, in_hand=True), then=((has_network,),))
    assert (ahead.is_ahead, ahead.n_obeyed, ahead.state, ahead.curves) == (True, 1, RunState.WAITING, None)
    assert_points_of(ahead, here)
    assert not whole.is_ahead
    expected = build_trainer(here, build_dataset(here.data)).snapshot()
    assert (shown(whole).step, shown(whole).data_loss) == (0, expected.data_loss)


@pytest.mark.usefixtures("unhurried")
def test_of_many_places_a_hand_passes_each_is_shown_and_few_get_a_network(small_experiment: Experiment) -> None:
    places = [moved(small_experiment, x) for x in (1.0, 2.0, 3.0)]
    start = [StartRun(number, place, play=False, in_hand=True) for number, place in enumerate(places, start=1)]
    updates = run(start[0], then=((has_network, start[1]), (is_ahead, start[2]), (is_ahead,)))
    assert [update.run for update in updates if update.is_ahead] == [1, 2, 3]
    assert [update.run for update in updates if update.snapshot is not None] == [1]
    assert_points_of(updates[-1], places[-1])


@pytest.mark.usefixtures("unhurried")
@pytest.mark.parametrize("play", [False, True])
def test_who_asks_for_more_than_points_gets_the_network_first(small_experiment: Experiment, *, play: bool) -> None:
    here = moved(small_experiment, 2.0)
    updates = run(
        StartRun(1, small_experiment, play=False, in_hand=True),
        then=(
            (has_network, StartRun(2, here, play, in_hand=True)),
            (is_ahead, Outdated(), Pause(), StepOnce()),
            (at_step(1),),
        ),
    )
    ahead = next(update for update in updates if update.run == 2)
    assert ahead.state is (RunState.TRAINING if play else RunState.WAITING)
    trainer = build_trainer(here, build_dataset(here.data))
    trainer.advance(1)
    assert shown(updates[-1]).data_loss == trainer.snapshot().data_loss


def test_a_run_that_plays_trains_as_soon_as_it_has_its_network(small_experiment: Experiment) -> None:
    here = moved(small_experiment, 2.0)
    updates = run(StartRun(1, here, play=True, in_hand=True), then=((in_state(RunState.FINISHED),),))
    trainer = build_trainer(here, build_dataset(here.data))
    trainer.advance(here.training.n_steps)
    assert shown(updates[-1]).data_loss == trainer.snapshot().data_loss


@pytest.mark.usefixtures("unhurried")
def test_a_network_that_stays_goes_on_with_the_old_points_until_it_has_the_new_ones(
    endless_experiment: Experiment,
) -> None:
    here, there = moved(endless_experiment, 2.0), moved(endless_experiment, 3.0)
    updates = run(
        StartRun(1, endless_experiment, play=True),
        then=(
            (at_step(5), GoOnWith(here, "the mean", in_hand=True)),
            (lambda update: update.points_since > 0, GoOnWith(there, "the mean", in_hand=True)),
            (lambda update: update.n_obeyed == 3, Play()),
            (lambda update: update.n_obeyed == 4, Pause()),
            (in_state(RunState.WAITING),),
        ),
    )
    before = next(update for update in updates if update.n_obeyed == 3)
    assert_points_of(before, there)
    assert before.is_ahead
    assert before.live_step > 0
    for update in updates:  # what is said of the network and the points that are shown belong together
        if update.snapshot is not None and update.dataset is not None:
            right = update.snapshot.predict(update.dataset.training_inputs) == update.dataset.training_labels
            assert update.snapshot.evaluation.train_accuracy == right.mean()
    after = next(update for update in updates if update.n_obeyed == 4)
    assert after.points_since > before.points_since
    assert [change.step for change in after.changes] == [before.points_since, after.points_since]


def test_points_that_cannot_be_end_the_run_in_a_sentence(
    small_experiment: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object) -> None:
        raise MemoryError

    monkeypatch.setattr(run_module, "build_trainer", fail)
    updates = run(
        StartRun(1, with_training(small_experiment, n_steps=3), play=True, in_hand=True),
        then=((in_state(RunState.FAILED), Play()), (anything,)),
    )
    assert "more memory" in updates[-1].message
