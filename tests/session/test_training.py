"""Training: when the helper is asked for steps, for how many, and what is made here."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from nnviz.core.trainer import DivergedError, Trainer
from nnviz.experiment.build import build_dataset, build_trainer
from nnviz.experiment.experiment import Experiment
from nnviz.session import training as training_module
from nnviz.session.helper import Helper, Link
from nnviz.session.helper_process import Advance, Begin, Settle, Settled, Stint, Unusual
from nnviz.session.pace import Pace
from nnviz.session.past import MOST_BYTES, Past
from nnviz.session.training import Training
from nnviz.session.update import Help
from tests.core.same_numbers import same_numbers
from tests.session.clock import Clock
from tests.session.links import Play, no_links
from tests.session.oracle import trained_plainly
from tests.session.recipes import that_diverges, with_training

GOAL = 1000


@dataclass
class Stage:
    """A run in training, of which each step takes a hundredth of a second, and the play its helper's process is."""

    experiment: Experiment
    clock: Clock = field(default_factory=Clock)
    launched: int = 0
    seconds_a_step: float = 0.01

    def __post_init__(self) -> None:
        self.play = Play(self.clock, None)
        self.pace = Pace(self.clock)
        self.training = Training(self.pace, self.clock, Helper(self.clock, self._launch))
        self.dataset = build_dataset(self.experiment.data)
        self.trainer = build_trainer(self.experiment, self.dataset)
        self.past = Past(self.experiment, self.trainer, MOST_BYTES)
        self.double = build_trainer(self.experiment, self.dataset)
        self.trainer.advance = self._advance  # type: ignore[method-assign]

    def _launch(self) -> Link:
        self.launched += 1
        return self.play, None

    def _advance(self, n_steps: int) -> None:
        self.clock.now += self.seconds_a_step * n_steps
        Trainer.advance(self.trainer, n_steps)

    def go_on(self, times: int = 1, goal: int = GOAL) -> None:
        for _ in range(times):
            self.training.go_on(self.trainer, self.past, self.dataset, goal, 0.01)

    def settle_in(self) -> None:
        """Train here until the helper is called for."""
        self.go_on(60)
        self.trainer.snapshot()

    @property
    def asked(self) -> list[int]:
        return [message.n_steps for message in self.play.sent if isinstance(message, Advance)]

    def answer(self) -> None:
        """Make all that is asked for and not answered yet, as a process would."""
        for message in self.play.sent:
            match message:
                case Begin(number, _, _, trail):
                    self.number = number
                    self.double.follow(trail)
                case Advance(n_steps):
                    self.double.history = type(self.double.history)(self.double.step)
                    self.double.advance(n_steps)
                    trail, curves = self.double.trail(), self.double.history.curves()
                    self.play.answers.append(Stint(self.number, n_steps, 0.001 * n_steps, trail, curves))
        self.play.sent.clear()


@pytest.fixture
def stage(small_experiment: Experiment) -> Stage:
    return Stage(with_training(small_experiment, n_steps=GOAL))


def test_before_half_a_second_of_training_nobody_is_called(stage: Stage) -> None:
    stage.go_on(49)
    assert (stage.launched, stage.trainer.step) == (0, 49)
    stage.go_on(2)
    assert (stage.launched, stage.trainer.step) == (1, 50)
    assert stage.training.is_ahead
    assert stage.training.help is Help.AWAITED


def test_a_process_that_does_not_listen_yet_is_not_waited_for(stage: Stage) -> None:
    stage.play.answers.clear()
    stage.go_on(60)
    assert (stage.launched, stage.trainer.step, stage.asked) == (1, 60, [])
    stage.play.answers.append(None)
    stage.go_on(1)
    assert (stage.trainer.step, len(stage.asked)) == (60, 3)


def limited(stage: Stage, _patch: pytest.MonkeyPatch) -> None:
    stage.pace.set_speed(1e9)


def slow(stage: Stage, _patch: pytest.MonkeyPatch) -> None:
    stage.seconds_a_step = 0.03


def many_points(stage: Stage, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(training_module, "_MOST_POINTS", stage.dataset.n_points - 1)


def large(stage: Stage, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(training_module, "_MOST_BYTES", stage.trainer.n_bytes - 1)


@pytest.mark.parametrize("hinder", [limited, slow, many_points, large])
@pytest.mark.parametrize("is_late", [False, True])
def test_where_it_would_be_no_help_all_steps_are_made_here(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, hinder: Callable[[Stage, pytest.MonkeyPatch], None], *, is_late: bool
) -> None:
    if not is_late:
        hinder(stage, monkeypatch)
        stage.go_on(100)
        assert (stage.launched, stage.trainer.step) == (0, 100)
        return
    stage.settle_in()
    made = stage.trainer.step
    stage.answer()
    hinder(stage, monkeypatch)
    stage.pace.record(1, stage.seconds_a_step)
    stage.clock.now += 1.0
    stage.go_on(1)  # what is made is taken, and some steps are made here
    assert stage.trainer.step >= made + 4
    assert not stage.training.is_ahead
    assert same_numbers(stage.trainer.state(), trained_plainly(stage.experiment, stage.trainer.step).state())


def test_steps_at_a_given_speed_do_not_count_as_half_a_second_at_full_speed(stage: Stage) -> None:
    stage.pace.set_speed(1e9)
    stage.go_on(100)
    stage.pace.set_speed(None)
    stage.go_on(49)
    assert stage.launched == 0


def test_with_a_single_processor_all_steps_are_made_here(
    small_experiment: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training_module, "n_processors", lambda: 1)
    stage = Stage(small_experiment)
    stage.go_on(60, goal=60)
    assert (stage.launched, stage.trainer.step, stage.training.is_ahead) == (0, 60, False)
    assert stage.training.help is Help.NONE
    stage.training.call_in()
    stage.training.settle(stage.trainer, stage.past)
    stage.training.drop()
    stage.training.close()


def test_three_stints_are_under_way_and_no_more(stage: Stage) -> None:
    stage.settle_in()
    assert len(stage.asked) == 3
    stage.go_on(5)
    assert len(stage.asked) == 3
    stage.answer()
    stage.play.answers.pop()
    stage.play.answers.pop()
    stage.go_on()
    assert len(stage.asked) == 1
    assert stage.trainer.step > 50


def test_a_stint_is_no_longer_than_the_history_keeps_whole(stage: Stage) -> None:
    stage.settle_in()
    stage.training.drop()
    stage.play.answers.append(Settled(1))
    stage.pace.record(10**6, 0.001)
    stage.go_on(goal=10**7)
    assert stage.asked[-3:] == [4096] * 3


@pytest.mark.parametrize("left", [1, 5, 40])
def test_the_goal_is_never_passed(stage: Stage, left: int) -> None:
    stage.settle_in()
    goal = stage.trainer.step + sum(stage.asked) + left
    while stage.trainer.step < goal:
        stage.answer()
        stage.go_on(goal=goal)
    assert stage.trainer.step == goal
    stage.go_on(3, goal=goal)
    assert (stage.trainer.step, stage.training.is_ahead, stage.asked) == (goal, False, [])
    assert stage.training.help is Help.GIVEN
    expected = trained_plainly(stage.experiment, goal)
    assert same_numbers(stage.trainer.snapshot(), expected.snapshot())
    assert same_numbers(stage.trainer.history.curves(), expected.history.curves())


def test_what_the_helper_made_counts_as_if_it_had_been_made_here(stage: Stage) -> None:
    stage.settle_in()
    stage.answer()
    n_steps = 4 * len(stage.past.frames)
    n_frames = len(stage.past.frames)
    for _ in range(n_steps):
        stage.go_on()
        stage.answer()
    assert stage.pace.seconds_a_step == pytest.approx(0.001)
    assert len(stage.past.frames) > n_frames
    assert (stage.past.frames.steps <= stage.trainer.step).all()


def test_what_was_unusual_is_made_here_and_a_helper_who_was_wrong_is_done_without(stage: Stage) -> None:
    stage.settle_in()
    before, n_steps = stage.trainer.step, stage.asked[0]
    stage.play.answers.extend([Unusual(1)] * 3)
    stage.go_on()
    assert stage.trainer.step == before + n_steps
    assert stage.training.help is Help.LOST
    stage.go_on(9)
    assert stage.trainer.step > before + n_steps
    assert same_numbers(stage.trainer.state(), trained_plainly(stage.experiment, stage.trainer.step).state())


def test_while_a_hand_asks_for_one_thing_after_another_steps_are_made_here(stage: Stage) -> None:
    stage.settle_in()
    before = stage.trainer.step
    stage.play.answers.append(Settled(1))
    stage.training.call_in()
    stage.training.settle(stage.trainer, stage.past)
    assert not stage.training.is_ahead
    stage.go_on(10)
    assert stage.trainer.step >= before + 10
    assert not stage.training.is_ahead
    stage.clock.now += 0.1
    stage.go_on()
    assert stage.training.is_ahead
    assert [message.experiment is None for message in stage.play.sent if isinstance(message, Begin)] == [False, True]


def test_what_was_called_in_is_known_when_the_run_settles(stage: Stage) -> None:
    stage.settle_in()
    n_steps, before = sum(stage.asked), stage.trainer.step
    stage.answer()
    stage.play.answers.append(Settled(1))
    stage.training.call_in()
    assert (stage.trainer.step, stage.training.is_ahead) == (before, True)
    stage.training.settle(stage.trainer, stage.past)
    assert (stage.trainer.step, stage.training.is_ahead) == (before + n_steps, False)
    assert same_numbers(stage.trainer.state(), trained_plainly(stage.experiment, before + n_steps).state())


def test_who_settles_knows_of_all_that_was_made(stage: Stage) -> None:
    stage.settle_in()
    n_steps = sum(stage.asked)
    before = stage.trainer.step
    stage.answer()
    stage.training.settle(stage.trainer, stage.past)
    assert stage.play.sent == [Settle()]
    assert (stage.trainer.step, stage.training.is_ahead) == (before + n_steps, False)
    stage.training.settle(stage.trainer, stage.past)
    assert same_numbers(stage.trainer.state(), trained_plainly(stage.experiment, before + n_steps).state())


def test_a_run_that_diverged_over_there_diverges_here(small_experiment: Experiment) -> None:
    stage = Stage(that_diverges(small_experiment))
    with pytest.raises(DivergedError) as expected:
        trained_plainly(stage.experiment, GOAL)
    stage.seconds_a_step = 0.5
    stage.go_on()
    stage.pace.record(1000, 0.001)
    stage.go_on()
    assert stage.training.is_ahead
    assert stage.asked[0] > expected.value.step
    stage.play.answers.extend([Unusual(1)] * 3)
    with pytest.raises(DivergedError) as caught:
        stage.go_on()
    assert not stage.training.is_ahead
    assert (caught.value.step, str(caught.value)) == (expected.value.step, str(expected.value))


def test_one_that_stopped_asks_for_nothing_more(stage: Stage) -> None:
    stage.settle_in()
    stage.trainer._stopped = "enough"
    stage.play.answers.extend([Unusual(1)] * 3)
    n_asked = len(stage.asked)
    stage.go_on()
    assert (len(stage.asked), stage.training.is_ahead) == (n_asked, False)


def test_without_its_process_a_run_goes_on_by_itself(small_experiment: Experiment) -> None:
    clock = Clock()
    stage = Stage(with_training(small_experiment, n_steps=GOAL), clock)
    stage.training = Training(stage.pace, clock, Helper(clock, no_links))
    stage.go_on(100)
    assert (stage.trainer.step, stage.training.help) == (100, Help.LOST)
    stage.training.close()


def test_a_process_that_is_lost_with_steps_under_way_loses_none(stage: Stage) -> None:
    stage.settle_in()
    before = stage.trainer.step
    stage.play.answers.append(EOFError())
    stage.go_on()
    assert (stage.trainer.step, stage.training.is_ahead, stage.training.help) == (before, False, Help.LOST)
    stage.go_on(4)
    assert same_numbers(stage.trainer.state(), trained_plainly(stage.experiment, before + 4).state())
