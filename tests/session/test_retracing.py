"""Retracing: whatever happened to a run, each of its steps is found again, equal to the last bit."""

import time
from collections.abc import Callable
from dataclasses import replace

import msgspec
import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from nnviz.core.snapshot import Snapshot
from nnviz.core.trainer import DivergedError, Trainer, UnfitParameterError
from nnviz.experiment.build import build_penalty, build_stop_rule, build_trainer
from nnviz.experiment.build_training import build_schedule
from nnviz.experiment.experiment import Experiment
from nnviz.session import past as past_module
from nnviz.session import retracing as retracing_module
from nnviz.session.drawn_points import DrawnPoints
from nnviz.session.hand_edits import HandEdit
from nnviz.session.past import Past
from nnviz.session.retracing import Retracing
from tests.core.same_numbers import same_numbers
from tests.examples import examples
from tests.experiment.recipes import experiments
from tests.session.clock import Clock
from tests.session.recipes import in_mini_batches, with_data, with_first_cluster, with_training

LARGE = 10**8


class Run:
    """A run as the runner makes it, that remembers every step it made."""

    def __init__(self, experiment: Experiment, most_bytes: int = LARGE) -> None:
        self.experiment = experiment
        self.points = DrawnPoints()
        self.trainer: Trainer = build_trainer(experiment, self.points.draw(experiment.data))
        self.past = Past(experiment, self.trainer, most_bytes)
        self.moments: dict[int, Snapshot] = {}
        self.n_edits = 0

    def go(self, n_steps: int, seconds: float = 0.03) -> None:
        """Train step by step, a key frame in every one or less often, as long as it goes well."""
        for _ in range(n_steps):
            try:
                snapshot = self.trainer.snapshot()
                if self.trainer.stopped is None:
                    self.trainer.advance(1)
            except DivergedError as error:
                self.fall_back(error.step)
                return
            if self.trainer.step == snapshot.step:
                return
            self.moments[snapshot.step] = snapshot
            self.past.note(self.trainer, seconds)

    def fall_back(self, step: int) -> None:
        """The run stands at a step again that it had made."""
        self.past.fall_back(step)
        self.moments = {earlier: moment for earlier, moment in self.moments.items() if earlier <= step}

    def bend(self, experiment: Experiment) -> None:
        """Change settings that a run goes on with."""
        self.moments.pop(self.trainer.step, None)
        training = experiment.training
        self.trainer.change(
            schedule=build_schedule(training), penalty=build_penalty(training), stop=build_stop_rule(training)
        )
        self.past.change(self.trainer.step, experiment, "a setting")

    def move(self, experiment: Experiment) -> None:
        """Put other points before the network."""
        before = self.trainer
        self.trainer = build_trainer(experiment, self.points.draw(experiment.data))
        self.trainer.take_over(before)
        self.past.change(self.trainer.step, experiment, "the points")

    def set(self, place: tuple[int, int, int], value: float) -> None:
        """Let a hand set a weight or a bias, if it can be."""
        self.n_edits += 1
        self.moments.pop(self.trainer.step, None)
        try:
            self.past.set_by_hand(self.trainer, HandEdit(self.n_edits, *place, value, "weight", "w"))
        except UnfitParameterError:
            pass
        except DivergedError as error:  # it was about to, without the hand
            self.fall_back(error.step)

    def retracing(self, step: int, clock: Callable[[], float] = time.perf_counter) -> Retracing:
        return Retracing(self.past, self.points, step, clock)


def found(retracing: Retracing) -> Snapshot:
    while not retracing.is_done:
        retracing.go_on(60.0)
    return retracing.moment()[0]


def assert_every_step_is_found_again(run: Run, steps: list[int]) -> None:
    retracing = None
    for step in steps:
        if retracing is None:
            retracing = run.retracing(step)
        else:
            retracing.want(step)
        assert same_numbers(found(retracing), run.moments[step])


def small_recipes() -> st.SearchStrategy[Experiment]:
    """Random ones in every way, but quick to build."""
    return experiments(most_points=30, most_neurons=6, largest_batch=40)


@settings(max_examples=examples(20), suppress_health_check=[HealthCheck.too_slow])
@given(small_recipes(), st.data())
def test_random_runs_scrubbed_to_random_steps_are_the_straight_run(experiment: Experiment, data: st.DataObject) -> None:
    run = Run(experiment, data.draw(st.sampled_from([LARGE, 10_000, 0])))
    work = data.draw(st.sampled_from([0.03, 0.003]))
    try:
        run.trainer.snapshot()
    except DivergedError:
        assume(False)
    for training in (None, *data.draw(st.lists(st.floats(1e-5, 1.0), max_size=3))):
        if training is not None:
            run.bend(with_training(run.experiment, learning_rate=training, l2_penalty=training, l1_penalty=0.0))
        for _ in range(data.draw(st.integers(0, 2))):
            run.go(data.draw(st.integers(0, 20)), work)
            n_inputs, n_neurons, *_ = run.experiment.layer_sizes
            row, neuron = data.draw(st.integers(0, n_inputs)), data.draw(st.integers(0, n_neurons - 1))
            run.set((0, row, neuron), data.draw(st.floats(-3.0, 3.0)))
        run.go(data.draw(st.integers(0, 40)), work)
    assume(run.moments)
    steps = data.draw(st.lists(st.sampled_from(sorted(run.moments)), min_size=1, max_size=6))
    assert_every_step_is_found_again(run, steps)


@pytest.mark.parametrize("seconds", [0.03, 0.004, 0.0])
@pytest.mark.parametrize("most_bytes", [LARGE, 5000])
def test_steps_made_with_other_settings_and_points_are_found_with_those(
    small_experiment: Experiment, seconds: float, most_bytes: int
) -> None:
    small = in_mini_batches(small_experiment)
    run = Run(small, most_bytes)
    run.go(10, seconds)
    run.bend(with_training(small, learning_rate=0.5, l2_penalty=0.2))
    run.go(10, seconds)
    moved = with_first_cluster(with_training(small, learning_rate=0.5, l2_penalty=0.2), mean=(4.0, -1.0))
    run.move(moved)
    run.go(10, seconds)
    run.move(with_data(moved, seed=99))
    run.go(10, seconds)
    assert_every_step_is_found_again(run, [35, 5, 12, 25, 10, 9, 20, 19, 30, 29, 39, 0, 38])


@pytest.mark.parametrize("seconds", [0.03, 0.004, 0.0])
def test_steps_behind_weights_that_a_hand_set_are_found_with_those(
    small_experiment: Experiment, seconds: float
) -> None:
    run = Run(in_mini_batches(small_experiment))
    for step in (0, 5, 5, 20):
        run.go(step - run.trainer.step, seconds)
        run.past.note(run.trainer, seconds)  # a key frame of the step as it was before
        run.set((0, 1, 2), 0.5 + step)
        run.set((1, 4, 0), -0.25)
        run.past.note(run.trainer, seconds)
    run.go(10, seconds)
    assert_every_step_is_found_again(run, [5, 4, 29, 20, 19, 0, 1, 21, 20])


def test_the_points_of_a_step_are_shown_with_it_under_the_names_of_now(small_experiment: Experiment) -> None:
    run = Run(small_experiment)
    before = run.points.dataset
    assert before is not None
    run.go(5)
    run.move(with_first_cluster(small_experiment, mean=(4.0, -1.0)))
    run.go(5)
    run.points.rename(with_first_cluster(small_experiment, mean=(4.0, -1.0), name="Renamed").data)
    retracing = run.retracing(7)
    retracing.go_on(60.0)
    assert retracing.moment()[1] is run.points.dataset
    retracing.want(2)
    retracing.go_on(60.0)
    dataset = retracing.moment()[1]
    np.testing.assert_array_equal(dataset.training_points, before.training_points)
    assert dataset.class_names == ("Renamed", "B", "C")


def test_a_run_that_diverged_is_found_up_to_its_last_finite_step(small_experiment: Experiment) -> None:
    run = Run(with_training(small_experiment, learning_rate=10.0, l2_penalty=10.0))
    run.go(10_000)
    last = max(run.moments)
    assert run.trainer.step == last
    assert run.past.frames.steps.max() <= last
    assert_every_step_is_found_again(run, [last, last // 2, 0, last - 1])


def test_what_is_retraced_stops_for_nothing(small_experiment: Experiment) -> None:
    """A stop rule that is met ended the run there; one that comes later must not end what was before it."""
    run = Run(small_experiment)
    run.go(30)
    run.bend(with_training(small_experiment, stop_at_accuracy=0.0))
    run.go(30)
    assert run.trainer.stopped is not None
    assert_every_step_is_found_again(run, [29, 3])


@pytest.fixture
def long_way(small_experiment: Experiment) -> Run:
    """A hundred steps with no key frame but the first and number 50."""
    run = Run(small_experiment)
    run.go(50, seconds=0.0)
    run.past.note(run.trainer, 1.0)
    run.go(50, seconds=0.0)
    assert run.past.frames.steps.tolist() == [0, 50]
    return run


def test_the_nearest_key_frame_stands_in_until_the_step_is_reached(long_way: Run) -> None:
    retracing = long_way.retracing(40)
    assert retracing.is_busy
    assert (retracing.is_done, retracing.progress) == (False, 0.0)
    # Nearer than step 0, where the way begins; what led to it is not kept.
    assert same_numbers(retracing.moment()[0], replace(long_way.moments[50], before=None))
    retracing.want(20)
    assert same_numbers(retracing.moment()[0], long_way.moments[0])
    assert same_numbers(found(retracing), long_way.moments[20])
    assert not retracing.is_busy
    assert retracing.progress == 1.0


def test_there_is_news_when_patience_ends_and_then_now_and_then(long_way: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    monkeypatch.setattr(Trainer, "retrace", slowed(clock, Trainer.retrace, seconds_a_step=0.024))
    retracing = long_way.retracing(40, clock)
    told: list[float] = []
    while not retracing.is_done:
        if retracing.go_on(0.001):
            told.append(retracing.progress)
    assert told == [steps / 40 for steps in (3, 12, 21, 30, 39, 40)]


def slowed(clock: Clock, retrace: Callable, seconds_a_step: float) -> Callable:
    def slow(trainer: Trainer, n_steps: int) -> None:
        clock.now += n_steps * seconds_a_step
        retrace(trainer, n_steps)

    return slow


def test_a_hand_that_drags_sees_something_before_it_stops(long_way: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    monkeypatch.setattr(Trainer, "retrace", slowed(clock, Trainer.retrace, seconds_a_step=0.02))
    retracing = long_way.retracing(40, clock)
    told = []
    for step in range(41, 47):
        told.append(retracing.go_on(0.001))
        retracing.want(step)
    assert any(told[:4])


def test_a_way_that_goes_on_from_where_one_is_begins_there(long_way: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []
    retrace = Trainer.retrace

    def note(trainer: Trainer, n_steps: int) -> None:
        made.append(n_steps)
        retrace(trainer, n_steps)

    monkeypatch.setattr(Trainer, "retrace", note)
    assert_every_step_is_found_again(long_way, [40, 41, 42])
    assert sum(made) == 42
    del made[:]
    assert_every_step_is_found_again(long_way, [40, 55, 54])
    assert sum(made) == 40 + 5 + 4


def test_numbers_are_those_that_the_run_can_go_on_from(long_way: Run) -> None:
    retracing = long_way.retracing(33)
    retracing.go_on(60.0)
    long_way.trainer.go_back(retracing.state)
    assert same_numbers(long_way.trainer.snapshot(), long_way.moments[33])


def test_settings_of_the_modules_are_those_the_issue_asks_for() -> None:
    assert past_module.MOST_BYTES == 256 * 1024 * 1024
    assert past_module.SPACING + retracing_module._PATIENCE < 0.1


def test_recipes_may_differ_in_names_all_along(small_experiment: Experiment) -> None:
    run = Run(small_experiment)
    run.go(10)
    renamed = with_first_cluster(small_experiment, name="Other")
    run.points.rename(renamed.data)
    run.bend(msgspec.structs.replace(renamed, training=with_training(renamed, learning_rate=0.3).training))
    run.go(10)
    assert_every_step_is_found_again(run, [15, 5])
