"""A run whose steps are made by a helper, beside one that makes its own: told the same at the same steps, both are the
same to the last bit."""

import time
from collections.abc import Callable, Iterator

import pytest

from nnviz.core.trainer import DivergedError
from nnviz.experiment.experiment import Experiment
from nnviz.session import helper as helper_module
from nnviz.session import training as training_module
from nnviz.session.commands import BringBack, GoOnAs, GoOnWith, SetByHand, StartRun, TakeBack
from nnviz.session.hand_edits import HandEdit
from nnviz.session.helper import Helper
from nnviz.session.run import Run
from nnviz.session.update import Help, RunState
from tests.core.same_numbers import same_numbers
from tests.session.links import in_thread
from tests.session.oracle import trained_plainly
from tests.session.recipes import (
    in_mini_batches,
    that_diverges,
    with_data,
    with_first_cluster,
    with_network,
    with_training,
)

Make = Callable[[Experiment], Experiment]

_PATIENCE = 120.0


class Twins:
    """The one that is helped, and the one that is told the same at the same steps."""

    def __init__(self, experiment: Experiment) -> None:
        self.helper = Helper(time.perf_counter, in_thread)
        self.helped = Run(time.perf_counter, self.helper)
        self.plain = Run(time.perf_counter)
        self.both(lambda run: run.start(StartRun(1, experiment, play=True)))

    def both(self, act: Callable[[Run], object]) -> None:
        """As the runner does it: whatever is ahead is known before something else is done."""
        self.helped.settle()
        assert not self.helped.is_ahead
        self.follow()
        for run in (self.helped, self.plain):
            act(run)
        self.assert_same()

    def train(self, n_stints: int = 4) -> None:
        """Until the helper has made so many stints more; it is left in the middle of its work."""
        assert self.helped.trainer is not None
        for _ in range(n_stints):
            step = self.helped.trainer.step
            self.wait_until(lambda step=step: self.helped.is_ahead and self.helped.trainer.step > step)

    def train_to_the_end(self) -> None:
        self.wait_until(lambda: not self.helped.trains)
        self.follow()
        self.assert_same()

    def wait_until(self, holds: Callable[[], bool]) -> None:
        deadline = time.monotonic() + _PATIENCE
        while not holds():
            assert time.monotonic() < deadline
            self.helped.go_on()

    def follow(self) -> None:
        """Let the plain one come as far."""
        plain, helped = self.plain, self.helped
        if plain.trainer is None or helped.trainer is None or plain.past is None:
            return
        n_steps = helped.trainer.step - plain.trainer.step
        if n_steps > 0:
            plain._training.advance(plain.trainer, plain.past, n_steps)
        if helped.trainer.stopped is not None:
            plain.trainer.advance(1)  # which it finds no more to be made
        if helped.standing.state is RunState.FINISHED:
            plain._finish_if_done(plain.trainer)

    def assert_same(self) -> None:
        helped, plain = self.helped, self.plain
        assert helped.trainer is not None
        assert plain.trainer is not None
        assert (helped.standing.state, helped.standing.message) == (plain.standing.state, plain.standing.message)
        assert same_numbers(helped.trainer.state(), plain.trainer.state())
        assert helped.trainer.stopped == plain.trainer.stopped
        assert same_numbers(helped.trainer.snapshot(), plain.trainer.snapshot())
        assert same_numbers(helped.trainer.history.curves(), plain.trainer.history.curves())
        assert helped.past is not None
        assert plain.past is not None
        assert helped.past.changes == plain.past.changes
        assert helped.past.stretch_at(helped.trainer.step) == plain.past.stretch_at(plain.trainer.step)


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The helper is called from the first step on, and given up by no busy machine."""
    monkeypatch.setattr(training_module, "_SETTLED_IN", 0.0)
    monkeypatch.setattr(training_module, "_QUIET", 0.0)
    monkeypatch.setattr(helper_module, "PATIENCE", _PATIENCE)
    monkeypatch.setattr(training_module, "n_processors", lambda: 2)


@pytest.fixture
def make() -> Iterator[Callable[[Experiment], Twins]]:
    made: list[Twins] = []

    def make_twins(experiment: Experiment) -> Twins:
        made.append(Twins(experiment))
        return made[-1]

    yield make_twins
    for twins in made:
        twins.helped.close()


@pytest.fixture
def twins(make: Callable[[Experiment], Twins], endless_experiment: Experiment) -> Twins:
    return make(in_mini_batches(endless_experiment))


def test_pauses_and_single_steps_change_nothing(twins: Twins) -> None:
    for _ in range(3):
        twins.train()
        twins.both(lambda run: run.standing.pause())
        twins.both(Run.step_once)
        twins.both(Run.play)
    assert twins.helped.help is Help.GIVEN


def test_a_moment_that_is_shown_on_the_way_changes_nothing(twins: Twins) -> None:
    for _ in range(5):
        twins.train(1)
        assert twins.helped.is_ahead
        twins.follow()
        for run in (twins.helped, twins.plain):
            assert run.trainer is not None
            run.trainer.snapshot()
        twins.assert_same()


def test_a_weight_that_is_set_taken_back_and_brought_back(twins: Twins) -> None:
    edit = HandEdit(1, 0, 1, 2, 0.5, "weight 1", "w1")
    twins.train()
    twins.both(lambda run: run.work_by_hand(SetByHand(edit)))
    twins.train()
    twins.both(lambda run: run.look_back(run.branches_at(TakeBack(1)) or 0))
    twins.both(go_there)
    twins.both(lambda run: run.work_by_hand(TakeBack(1)))
    twins.both(Run.play)
    twins.train()
    twins.both(lambda run: run.look_back(run.branches_at(BringBack(1)) or 0))
    twins.both(go_there)
    twins.both(lambda run: run.work_by_hand(BringBack(1)))
    twins.both(Run.play)
    twins.train()
    twins.both(lambda run: run.standing.pause())


def go_there(run: Run) -> None:
    while run.is_retracing:
        run.go_on()
    assert run.retracing is not None
    assert run.retracing.is_done


def test_other_settings_hold_from_the_step_to_come(twins: Twins, endless_experiment: Experiment) -> None:
    bent = in_mini_batches(with_training(endless_experiment, learning_rate=0.02, l1_penalty=0.001, patience=10**6))
    twins.train()
    twins.both(lambda run: run.go_on_as(GoOnAs(bent, "the learning rate")))
    twins.train()
    twins.both(lambda run: run.go_on_as(GoOnAs(in_mini_batches(endless_experiment), "the learning rate")))
    twins.train()
    twins.both(lambda run: run.standing.pause())


def test_other_points_and_other_names_of_them(twins: Twins, endless_experiment: Experiment) -> None:
    there = in_mini_batches(with_first_cluster(endless_experiment, mean=(2.0, -1.0), n_points=90))
    renamed = with_first_cluster(there, name="Z")
    twins.train()
    twins.both(lambda run: run.go_on_with(GoOnWith(there, "the mean")))
    twins.train()
    twins.both(lambda run: run.points.rename(renamed.data))
    twins.train()
    twins.both(lambda run: run.standing.pause())


def test_while_a_hand_moves_points_the_network_learns_from_the_old_ones(
    twins: Twins, endless_experiment: Experiment
) -> None:
    there = in_mini_batches(with_first_cluster(endless_experiment, mean=(2.0, -1.0), n_points=90))
    for in_hand in (False, True):
        twins.train()
        twins.both(lambda run: run.show_points(GoOnWith(there, "the mean", in_hand=True)))
        twins.train(2 + in_hand)
    twins.both(lambda run: run.go_on_with(GoOnWith(there, "the mean")))
    twins.train()
    twins.both(lambda run: run.standing.pause())


@pytest.mark.parametrize("change", [GoOnAs, GoOnWith])
def test_a_branch_from_a_step_of_the_past_that_the_helper_made(
    twins: Twins, endless_experiment: Experiment, change: type[GoOnAs | GoOnWith]
) -> None:
    twins.train(6)
    twins.helped.settle()
    assert twins.helped.trainer is not None
    step = twins.helped.trainer.step // 2
    twins.both(lambda run: run.look_back(step))
    twins.both(go_there)
    for run in (twins.helped, twins.plain):
        assert run.retracing is not None
        expected = trained_plainly(in_mini_batches(endless_experiment), step)
        assert same_numbers(run.retracing.moment()[0], expected.snapshot())
    other = in_mini_batches(with_first_cluster(with_training(endless_experiment, learning_rate=0.05), name="Z"))
    command = change(other, "the learning rate", branch_at=step)
    act = Run.go_on_as if isinstance(command, GoOnAs) else Run.go_on_with
    twins.both(lambda run: act(run, command))  # type: ignore[arg-type]
    twins.both(Run.play)
    twins.train()
    twins.both(lambda run: run.standing.pause())


def test_another_run_in_the_middle_of_one(twins: Twins, endless_experiment: Experiment) -> None:
    others = (with_network(endless_experiment, seed=77), with_data(endless_experiment, seed=5))
    for number, other in enumerate(others, start=2):
        twins.train()
        twins.both(lambda run, number=number, other=other: run.start(StartRun(number, other, play=True)))
    twins.train()
    twins.both(lambda run: run.standing.pause())


def stops_at_a_loss(experiment: Experiment) -> Experiment:
    return with_training(experiment, stop_at_loss=trained_plainly(experiment, 700).snapshot().loss)


def is_patient(experiment: Experiment) -> Experiment:
    return with_training(experiment, patience=40, n_steps=100_000)


@pytest.mark.parametrize(
    "prepare", [stops_at_a_loss, is_patient, lambda experiment: experiment], ids=["loss", "patience", "goal"]
)
def test_a_run_ends_where_it_would_have(
    make: Callable[[Experiment], Twins], small_experiment: Experiment, prepare: Make
) -> None:
    twins = make(prepare(with_training(small_experiment, n_steps=1000, learning_rate=0.3)))
    twins.train_to_the_end()
    assert twins.helped.standing.state is RunState.FINISHED
    assert not twins.helped.is_ahead
    longer = with_training(small_experiment, n_steps=1500, learning_rate=0.3)
    twins.both(lambda run: run.go_on_as(GoOnAs(longer)))
    twins.both(Run.play)
    twins.train_to_the_end()


@pytest.mark.parametrize("prepare", [stops_at_a_loss, lambda experiment: experiment], ids=["loss", "goal"])
def test_a_run_that_has_ended_ahead_of_what_is_known_is_finished_and_not_paused(
    make: Callable[[Experiment], Twins],
    small_experiment: Experiment,
    prepare: Make,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(training_module, "_STINTS_AHEAD", 1)
    experiment = prepare(with_training(small_experiment, n_steps=900))
    end = trained_plainly(experiment, 901)
    twins = make(experiment)
    helped, helper = twins.helped, twins.helper
    assert helped.trainer is not None
    while helper.n_stints == 0 or helped.trainer.step + helper.n_steps < min(end.step + 1, 900):
        twins.helped.go_on()
    wait_for_an_answer(helper)
    assert helped.standing.state is RunState.TRAINING
    twins.both(lambda run: run.standing.pause())
    assert helped.standing.state is RunState.FINISHED
    assert helped.trainer.step == min(end.step, 900)


def wait_for_an_answer(helper: Helper) -> None:
    """Until it has said what became of the stint, so that it is not spared it."""
    assert helper.n_stints == 1
    assert helper._has_news(_PATIENCE)


def test_one_that_diverges_does_so_where_it_would_have_and_goes_on_when_it_is_mended(
    make: Callable[[Experiment], Twins], small_experiment: Experiment
) -> None:
    twins = make(that_diverges(small_experiment))
    with pytest.raises(DivergedError) as caught:
        twins.wait_until(lambda: False)
    assert not twins.helped.is_ahead
    assert twins.plain.trainer is not None
    assert twins.plain.past is not None
    with pytest.raises(DivergedError) as expected:
        twins.plain._training.advance(twins.plain.trainer, twins.plain.past, 1000)
    assert (caught.value.step, caught.value.cause) == (expected.value.step, expected.value.cause)
    twins.helped.end(caught.value)
    twins.plain.end(expected.value)
    twins.assert_same()
    mended = with_training(that_diverges(small_experiment), learning_rate=1e-5, l2_penalty=0.0)
    twins.both(lambda run: run.go_on_as(GoOnAs(mended, "the learning rate")))
    twins.both(Run.play)
    twins.train()
    twins.both(lambda run: run.standing.pause())


def test_after_an_error_in_the_middle_of_it_a_run_goes_on_from_what_was_known(twins: Twins) -> None:
    twins.train()
    twins.helped.end(MemoryError())
    twins.plain.end(MemoryError())
    assert not twins.helped.is_ahead
    twins.follow()
    twins.assert_same()
    twins.both(Run.play)
    twins.train()
    twins.both(lambda run: run.standing.pause())


def test_points_that_cannot_be_drawn_leave_a_network_that_trains_on(twins: Twins) -> None:
    """Nothing is shown of them; but what the network learns from is there."""
    twins.train()
    twins.helped.points._drawn = None
    twins.train()
    twins.both(lambda run: run.standing.pause())
