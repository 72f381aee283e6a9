"""The past: what is kept of a run, and that it takes no more memory than it may."""

import numpy as np
import pytest

from nnviz.core.trainer import Trainer
from nnviz.experiment.build import build_dataset, build_trainer
from nnviz.experiment.experiment import Experiment
from nnviz.session.past import Past, Stretch
from nnviz.session.update import Change
from tests.session.recipes import in_mini_batches, with_training


@pytest.fixture
def experiment(small_experiment: Experiment) -> Experiment:
    return in_mini_batches(small_experiment)


@pytest.fixture
def trainer(experiment: Experiment) -> Trainer:
    return build_trainer(experiment, build_dataset(experiment.data))


@pytest.fixture
def past(experiment: Experiment, trainer: Trainer) -> Past:
    return Past(experiment, trainer, 10**8)


def go(past: Past, trainer: Trainer, n_steps: int, seconds: float = 0.03) -> None:
    for _ in range(n_steps):
        trainer.advance(1)
        past.note(trainer, seconds)


def test_it_begins_with_a_key_frame_and_one_stretch(past: Past, experiment: Experiment) -> None:
    assert past.frames.steps.tolist() == [0]
    assert past.stretch_at(0) == past.stretch_at(999) == Stretch(0, None, experiment)
    assert (past.changes, past.earlier) == ((), ())


def test_key_frames_lie_a_little_training_apart(past: Past, trainer: Trainer) -> None:
    go(past, trainer, 10, seconds=0.004)
    assert past.frames.steps.tolist() == [0, 3, 6, 9]


def test_changes_make_stretches_with_a_name(past: Past, trainer: Trainer, experiment: Experiment) -> None:
    second, third, fourth = (with_training(experiment, learning_rate=rate) for rate in (0.2, 0.3, 0.4))
    go(past, trainer, 10)
    past.change(10, second, "the learning rate")
    past.change(10, third, "λ")
    past.change(10, fourth, "λ")
    past.change(20, second, "the learning rate")
    past.change(30, third, "")
    assert past.stretch_at(9) == Stretch(0, 10, experiment)
    assert past.stretch_at(10) == past.stretch_at(19) == Stretch(10, 20, fourth)
    assert past.stretch_at(30) == Stretch(30, None, third)
    assert past.changes == (Change(10, "the learning rate"), Change(10, "λ"), Change(20, "the learning rate"))


def test_what_changes_before_the_first_step_is_no_change(past: Past, experiment: Experiment) -> None:
    other = with_training(experiment, learning_rate=0.2)
    past.change(0, other, "the learning rate")
    assert past.changes == ()
    assert past.stretch_at(5) == Stretch(0, None, other)


def test_a_branch_keeps_the_curves_that_were_and_forgets_the_rest(
    past: Past, trainer: Trainer, experiment: Experiment
) -> None:
    go(past, trainer, 10)
    past.change(4, with_training(experiment, learning_rate=0.2), "the learning rate")
    past.change(7, experiment, "the learning rate")
    curves = trainer.history.curves()
    past.branch(5, curves)
    assert past.frames.steps.max() < 5
    assert past.changes == (Change(4, "the learning rate"),)
    assert past.stretch_at(4) == Stretch(4, 5, with_training(experiment, learning_rate=0.2))
    assert past.stretch_at(9) == Stretch(5, None, experiment)  # it goes on by the recipe of now
    assert past.earlier[0].steps.tolist() == [5, 6, 7, 8, 9]
    for step in (4, 3, 2):
        past.branch(step, curves)
    assert [each.steps[0] for each in past.earlier] == [4, 3, 2]


def test_a_branch_at_the_first_step_leaves_the_first_frame_and_stretch(past: Past, experiment: Experiment) -> None:
    past.forget_from(0)
    assert past.frames.steps.tolist() == [0]
    assert past.stretch_at(3).experiment == experiment


def test_a_run_that_falls_back_makes_the_step_again_as_its_last_recipe_says(
    past: Past, trainer: Trainer, experiment: Experiment
) -> None:
    go(past, trainer, 10)
    other = with_training(experiment, learning_rate=9.0)
    past.fall_back(9)
    assert past.stretch_at(9) == Stretch(0, None, experiment)
    past.change(9, other, "the learning rate")
    past.fall_back(8)
    assert past.frames.steps.max() == 8
    assert past.stretch_at(8) == Stretch(8, None, other)
    assert past.stretch_at(7) == Stretch(0, 8, experiment)


@pytest.mark.parametrize("most_bytes", [5_000, 20_000, 90_000])
def test_curves_and_frames_stay_within_the_bound_however_long_the_run(
    experiment: Experiment, trainer: Trainer, most_bytes: int
) -> None:
    past = Past(experiment, trainer, most_bytes)
    two_frames = 2 * (trainer.state().numbers.nbytes + 16)
    for _ in range(20):
        go(past, trainer, 100)
        curves = trainer.history.curves()
        assert past.frames.n_bytes <= max(most_bytes - curves.n_bytes, two_frames)
    assert np.diff(past.frames.steps).max() > 1


def test_another_bound_holds_at_once(past: Past, trainer: Trainer) -> None:
    go(past, trainer, 500)
    assert len(past.frames) == 501
    past.set_memory(trainer.history.curves().n_bytes + 40_000, trainer)
    assert 20_000 < past.frames.n_bytes <= 40_000
    go(past, trainer, 500)
    assert past.frames.n_bytes <= 40_000


def test_the_curves_that_were_left_count_as_well(past: Past, trainer: Trainer) -> None:
    go(past, trainer, 500)
    past.branch(400, trainer.history.curves())
    past.set_memory(trainer.history.curves().n_bytes + past.earlier[0].n_bytes + 40_000, trainer)
    assert past.frames.n_bytes <= 40_000
