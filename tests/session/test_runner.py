import time
from collections.abc import Callable

import numpy as np
import pytest

from nnviz.core.diagnosis import Examination, Kind, diagnose
from nnviz.core.divergence import Reason
from nnviz.core.losses import NO_PENALTY
from nnviz.core.schedules import Schedule
from nnviz.core.snapshot import Snapshot
from nnviz.core.stopping import NEVER
from nnviz.core.trainer import Trainer
from nnviz.data.dataset import Dataset
from nnviz.experiment.build import build_dataset, build_trainer
from nnviz.experiment.data_spec import DataSpec
from nnviz.experiment.experiment import Experiment
from nnviz.experiment.network_spec import HeNormalStart, ZerosStart
from nnviz.session import drawn_points, examiner
from nnviz.session import run as run_module
from nnviz.session.commands import Command, GoOnAs, Pause, Play, Quit, Rename, SetSpeed, StartRun, StepOnce
from nnviz.session.mend import find_mend
from nnviz.session.update import RunState, RunUpdate
from tests.session.oracle import trained_plainly
from tests.session.recipes import (
    in_mini_batches,
    that_begins_with_infinity,
    that_blows_up,
    that_diverges,
    with_data,
    with_dead_neurons,
    with_first_cluster,
    with_network,
    with_too_large_a_start,
    with_training,
)
from tests.session.script import anything, at_step, in_state, run, shown

FINISHED = in_state(RunState.FINISHED)
WAITING = in_state(RunState.WAITING)


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However busy the machine, what stands still is examined before it is shown."""
    monkeypatch.setattr(examiner, "_AT_ONCE", 60.0)


def assert_same(one: Snapshot, other: Snapshot) -> None:
    assert one.step == other.step
    assert (one.data_loss, one.penalty, one.evaluation) == (other.data_loss, other.penalty, other.evaluation)
    for field in ("weights", "biases", "weight_gradients", "bias_gradients"):
        for found, expected in zip(getattr(one, field), getattr(other, field), strict=True):
            np.testing.assert_array_equal(found, expected)


def assert_as_trained_plainly(update: RunUpdate, experiment: Experiment, n_steps: int) -> None:
    """Bit for bit: weights, gradients, losses, and the curves of every step on the way."""
    expected = trained_plainly(experiment, n_steps)
    assert_same(shown(update), expected.snapshot())
    assert update.curves is not None
    curves = expected.history.curves()
    for field in ("loss", "data_loss", "penalty", "evaluation_steps", "test_loss", "train_accuracy", "test_accuracy"):
        np.testing.assert_array_equal(getattr(update.curves, field), getattr(curves, field))


def test_a_run_begins_at_step_zero_and_waits(small_experiment: Experiment) -> None:
    (update,) = run(StartRun(4, small_experiment, play=False))
    assert (update.run, update.n_obeyed, update.state, update.message) == (4, 1, RunState.WAITING, "")
    assert_as_trained_plainly(update, small_experiment, 0)
    assert update.dataset is not None
    assert update.dataset.class_names == ("A", "B", "C")
    assert update.steps_per_second == 0.0


def test_a_run_ends_at_its_last_step(small_experiment: Experiment) -> None:
    updates = run(StartRun(1, small_experiment, play=True), then=((FINISHED,),))
    assert [update.state for update in updates[:-1]] == [RunState.TRAINING] * (len(updates) - 1)
    assert_as_trained_plainly(updates[-1], small_experiment, 60)


def test_a_run_of_no_steps_is_finished_when_it_is_played(small_experiment: Experiment) -> None:
    (update,) = run(StartRun(1, with_training(small_experiment, n_steps=0), play=True))
    assert update.state is RunState.FINISHED
    assert shown(update).step == 0


def test_one_step_at_a_time_is_the_same_run(small_experiment: Experiment) -> None:
    updates = run(StartRun(1, small_experiment, play=False), *[StepOnce()] * 60)
    assert [shown(update).step for update in updates] == list(range(61))
    assert {update.state for update in updates[:-1]} == {RunState.WAITING}
    assert updates[-1].state is RunState.FINISHED
    assert_as_trained_plainly(updates[-1], small_experiment, 60)


@pytest.mark.parametrize("command", [StepOnce(), Play(), Pause(), SetSpeed(5.0)])
def test_a_finished_run_stays_finished(small_experiment: Experiment, command: Command) -> None:
    updates = run(
        StartRun(1, small_experiment, play=True),
        then=((FINISHED, command), (lambda update: update.n_obeyed == 2,)),
    )
    assert updates[-1].state is RunState.FINISHED
    assert shown(updates[-1]).step == 60


def test_stepping_stops_a_run_that_plays(endless_experiment: Experiment) -> None:
    updates = run(StartRun(1, endless_experiment, play=True), then=((at_step(3), StepOnce()), (WAITING,)))
    # The slice that was due is made first, then the one step; what it shows then is the plain run at that step.
    assert shown(updates[-1]).step > shown(updates[-2]).step
    assert updates[-1].state is RunState.WAITING
    assert_as_trained_plainly(updates[-1], endless_experiment, shown(updates[-1]).step)


def test_pause_stops_and_play_goes_on(endless_experiment: Experiment) -> None:
    updates = run(
        StartRun(1, endless_experiment, play=True),
        then=((at_step(5), Pause()), (WAITING, Play()), (at_step(10), Pause()), (WAITING,)),
    )
    stood_at, end = (shown(update).step for update in updates if update.state is RunState.WAITING)
    assert 5 <= stood_at < end
    assert end >= 10


def test_pause_while_waiting_changes_nothing_but_is_answered(small_experiment: Experiment) -> None:
    updates = run(StartRun(1, small_experiment, play=False), Pause())
    assert [update.n_obeyed for update in updates] == [1, 2]
    assert_same(shown(updates[0]), shown(updates[1]))


@pytest.mark.parametrize("prepare", [lambda experiment: experiment, in_mini_batches], ids=["all points", "mini-batch"])
@pytest.mark.parametrize("steps_per_second", [None, 700.0, 1e6])
def test_speed_pauses_and_single_steps_never_change_a_number(
    small_experiment: Experiment, prepare: Callable[[Experiment], Experiment], steps_per_second: float | None
) -> None:
    experiment = prepare(small_experiment)
    updates = run(
        StartRun(1, experiment, play=False),
        SetSpeed(steps_per_second),
        StepOnce(),
        Play(),
        then=(
            (at_step(4), Pause(), StepOnce(), StepOnce(), Play()),
            (at_step(20), SetSpeed(2000.0)),
            (at_step(30), Pause(), Play(), SetSpeed(steps_per_second)),
            (FINISHED,),
        ),
    )
    assert_as_trained_plainly(updates[-1], experiment, 60)


def test_every_moment_on_the_way_is_a_moment_of_the_plain_run(small_experiment: Experiment) -> None:
    updates = run(StartRun(1, small_experiment, play=True), then=((FINISHED,),))
    for update in updates:
        assert_as_trained_plainly(update, small_experiment, shown(update).step)


def test_a_snapshot_that_was_published_is_never_written_to_again(endless_experiment: Experiment) -> None:
    updates = run(StartRun(1, endless_experiment, play=True), then=((at_step(20),),))
    first = updates[0]
    assert not shown(first).weights[0].flags.writeable
    assert_as_trained_plainly(first, endless_experiment, shown(first).step)


def test_runs_that_a_later_one_replaces_are_skipped_but_counted(
    small_experiment: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    built: list[int] = []

    def note(experiment: Experiment, dataset: Dataset) -> Trainer:
        built.append(experiment.network.seed)
        return build_trainer(experiment, dataset)

    monkeypatch.setattr(run_module, "build_trainer", note)
    starts = [StartRun(seed, with_network(small_experiment, seed=seed), play=False) for seed in range(1, 6)]
    updates = run(*starts)
    assert built == [5]
    assert updates[-1].run == 5
    assert updates[-1].n_obeyed == 5
    assert [update.n_obeyed for update in updates] == [1, 2, 3, 4, 5]


def test_commands_among_replaced_runs_are_still_obeyed(small_experiment: Experiment) -> None:
    updates = run(
        StartRun(1, small_experiment, play=False),
        SetSpeed(3.0),
        StartRun(2, small_experiment, play=False),
        StepOnce(),
    )
    assert updates[-1].n_obeyed == 4
    assert updates[-1].run == 2
    assert shown(updates[-1]).step == 1


def test_after_quit_nothing_is_obeyed(small_experiment: Experiment) -> None:
    updates = run(StartRun(1, small_experiment, play=False), Quit(), StepOnce())
    assert [update.n_obeyed for update in updates] == [1]


@pytest.mark.parametrize("command", [Play(), Pause(), StepOnce(), SetSpeed(1.0)])
def test_commands_before_the_first_run_are_answered_with_nothing_to_show(command: Command) -> None:
    (update,) = run(command)
    assert (update.n_obeyed, update.state) == (1, RunState.WAITING)
    assert (update.dataset, update.snapshot, update.curves) == (None, None, None)


def test_to_go_on_as_before_the_first_run_is_answered_with_nothing_to_show(small_experiment: Experiment) -> None:
    (update,) = run(GoOnAs(small_experiment), Rename(small_experiment.data))[-1:]
    assert update.snapshot is None


def test_the_last_run_counts_also_in_mid_training(endless_experiment: Experiment, small_experiment: Experiment) -> None:
    updates = run(
        StartRun(1, endless_experiment, play=True),
        then=((at_step(5), StartRun(2, small_experiment, play=True)), (FINISHED,)),
    )
    assert updates[-1].run == 2
    assert_as_trained_plainly(updates[-1], small_experiment, 60)


def test_more_steps_let_a_finished_run_go_on(small_experiment: Experiment) -> None:
    longer = with_training(small_experiment, n_steps=90)
    updates = run(
        StartRun(1, small_experiment, play=True),
        then=((FINISHED, GoOnAs(longer)), (WAITING, Play()), (FINISHED,)),
    )
    assert_as_trained_plainly(updates[-1], longer, 90)


def test_fewer_steps_than_were_made_end_a_run_where_it_stands(endless_experiment: Experiment) -> None:
    updates = run(
        StartRun(1, endless_experiment, play=True),
        then=((at_step(8), GoOnAs(with_training(endless_experiment, n_steps=3))), (FINISHED,)),
    )
    assert shown(updates[-1]).step >= 8


def test_another_learning_rate_counts_from_the_step_to_come(small_experiment: Experiment) -> None:
    bent = with_training(small_experiment, learning_rate=0.03, l2_penalty=0.0)
    updates = run(
        StartRun(1, small_experiment, play=False), *[StepOnce()] * 5, GoOnAs(bent), Play(), then=((FINISHED,),)
    )
    expected = trained_plainly(small_experiment, 5)
    expected.change(schedule=Schedule(0.03), penalty=NO_PENALTY, stop=NEVER)
    expected.advance(55)
    assert_same(shown(updates[-1]), expected.snapshot())


def test_to_go_on_otherwise_does_not_stop_a_run_that_plays(endless_experiment: Experiment) -> None:
    bent = with_training(endless_experiment, learning_rate=0.03)
    updates = run(StartRun(1, endless_experiment, play=True), then=((at_step(3), GoOnAs(bent)), (at_step(40),)))
    assert {update.state for update in updates} == {RunState.TRAINING}


def test_divergence_is_a_state_with_a_sentence_and_a_finite_moment(small_experiment: Experiment) -> None:
    updates = run(StartRun(1, that_diverges(small_experiment), play=True), then=((in_state(RunState.DIVERGED),),))
    last = updates[-1]
    assert last.message.startswith("The loss is no longer a finite number after step ")
    assert last.message.endswith("was too long a stride.")
    assert "\n" not in last.message
    assert last.cause is not None
    assert last.cause.reason is Reason.STRIDE
    assert last.cause.sentence[1:] == last.message[1:-1]
    assert last.cause not in {update.cause for update in updates[:-1]}
    assert shown(last).is_finite
    assert np.isfinite(shown(last).loss)
    assert last.curves is not None
    assert np.isfinite(last.curves.loss).all()
    assert len(last.curves.loss) == shown(last).step + 1


@pytest.mark.parametrize("rate", [0.01, 1e-5])
def test_a_start_that_is_too_large_is_to_blame_whatever_the_rate(small_experiment: Experiment, rate: float) -> None:
    experiment = with_training(with_too_large_a_start(small_experiment), learning_rate=rate)
    last = run(StartRun(1, experiment, play=True), then=((in_state(RunState.DIVERGED),),))[-1]
    assert shown(last).step > 0
    assert last.cause is not None
    assert last.cause.reason is Reason.START
    assert "weights or points are too large, training began with a loss of" in last.message
    mend = find_mend(experiment, last)
    assert mend is not None
    assert mend.part == with_network(experiment, initial_weights=HeNormalStart()).network


def test_a_loss_that_blows_up_is_told_while_the_run_goes_on() -> None:
    blows_up = that_blows_up()
    updates = run(
        StartRun(1, blows_up, play=True),
        then=(
            (lambda update: bool(update.message), Pause()),
            (in_state(RunState.WAITING), GoOnAs(blows_up)),
            (anything,),
        ),
    )
    told = next(update for update in updates if update.message)
    assert told.state is RunState.TRAINING
    assert told.message.startswith("The training loss has risen from 2.97 to ")
    assert told.cause is not None
    assert told.cause.reason is Reason.STRIDE
    assert (updates[-1].message, updates[-1].cause) == ("", None)  # another rate, perhaps: that is to be seen


def test_single_steps_diverge_as_well(small_experiment: Experiment) -> None:
    diverged = in_state(RunState.DIVERGED)
    updates = run(
        StartRun(1, that_diverges(small_experiment), play=True),
        then=((diverged, StepOnce()), (lambda update: diverged(update) and update.n_obeyed == 2,)),
    )
    assert updates[-1].message
    assert_same(shown(updates[-1]), shown(updates[-2]))


def test_a_smaller_learning_rate_takes_a_diverged_run_further(small_experiment: Experiment) -> None:
    diverging = that_diverges(small_experiment)
    mended = with_training(diverging, learning_rate=1e-5, l2_penalty=0.0)
    updates = run(
        StartRun(1, diverging, play=True),
        then=((in_state(RunState.DIVERGED), GoOnAs(mended), StepOnce()), (lambda update: update.n_obeyed == 3,)),
    )
    assert [(update.message, update.cause) for update in updates[-2:]] == [("", None)] * 2
    assert shown(updates[-1]).step == shown(updates[-2]).step + 1


def test_training_on_takes_back_what_was_said(small_experiment: Experiment) -> None:
    updates = run(
        StartRun(1, that_diverges(small_experiment), play=True),
        then=((in_state(RunState.DIVERGED), Play()), (lambda update: update.n_obeyed == 2, Pause()), (anything,)),
    )
    played = next(update for update in updates if update.n_obeyed == 2)
    assert (played.state, played.message) == (RunState.TRAINING, "")


def test_a_run_that_begins_with_infinity_says_so_and_shows_nothing(small_experiment: Experiment) -> None:
    updates = run(StartRun(1, that_begins_with_infinity(small_experiment), play=False))
    assert updates[-1].state is RunState.DIVERGED
    assert updates[-1].message.startswith("The loss is not a finite number at step 0, where training began")
    assert updates[-1].cause is not None
    assert updates[-1].cause.reason is Reason.START
    assert (updates[-1].snapshot, updates[-1].findings) == (None, ())
    after = run(StartRun(1, small_experiment, play=False))
    assert after[-1].state is RunState.WAITING


def broken(error: Exception) -> Callable[..., object]:
    def fail(*_arguments: object, **_named: object) -> object:
        raise error

    return fail


def test_an_unforeseen_mistake_is_a_state_and_the_runner_obeys_on(small_experiment: Experiment) -> None:
    calls = {"n": 0}

    def fail_once(self: Trainer, n_steps: int, advance: Callable[[Trainer, int], None] = Trainer.advance) -> None:
        calls["n"] += 1
        if calls["n"] == 1:
            raise ZeroDivisionError("nobody thought of this")
        advance(self, n_steps)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Trainer, "advance", fail_once)
        updates = run(
            StartRun(1, small_experiment, play=True),
            then=((in_state(RunState.FAILED), StartRun(2, small_experiment, play=True)), (FINISHED,)),
        )
    failed = next(update for update in updates if update.state is RunState.FAILED)
    assert "ZeroDivisionError: nobody thought of this" in failed.message
    assert shown(failed).step == 0
    assert updates[-1].message == ""
    assert_as_trained_plainly(updates[-1], small_experiment, 60)


def test_a_trainer_that_cannot_even_be_shown_ends_no_thread(small_experiment: Experiment) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Trainer, "snapshot", broken(ValueError("not this way")))
        updates = run(StartRun(1, small_experiment, play=False), StepOnce())
    assert [update.state for update in updates] == [RunState.FAILED] * 2
    assert "not this way" in updates[0].message
    assert updates[-1].n_obeyed == 2
    assert updates[-1].snapshot is None


def test_too_little_memory_is_a_sentence(small_experiment: Experiment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_module, "build_trainer", broken(MemoryError()))
    (update,) = run(StartRun(1, small_experiment, play=True))
    assert update.state is RunState.FAILED
    assert update.message == "This run needs more memory than there is. Use fewer points or neurons."
    assert (update.snapshot, update.curves) == (None, None)


def test_a_formula_without_a_number_is_a_sentence(
    small_experiment: Experiment, capsys: pytest.CaptureFixture[str]
) -> None:
    updates = run(
        StartRun(1, small_experiment, play=False),
        then=(
            (WAITING, StartRun(2, with_data(small_experiment, inputs=("x1", "log(x1)")), play=True)),
            (in_state(RunState.FAILED), StartRun(3, small_experiment, play=False)),
            (WAITING,),
        ),
    )
    failed = next(update for update in updates if update.state is RunState.FAILED)
    assert failed.message.startswith("The input log(x1) has no number at ")
    assert failed.message.endswith(": change the formula.")
    assert (failed.dataset, failed.snapshot) == (None, None)
    assert capsys.readouterr().err == ""
    assert shown(updates[-1]).step == 0


def test_points_that_cannot_be_drawn_leave_no_old_ones_in_their_place(
    small_experiment: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    def draw(data: DataSpec) -> Dataset:
        if data.seed == 99:
            raise MemoryError
        return build_dataset(data)

    monkeypatch.setattr(drawn_points, "build_dataset", draw)
    updates = run(
        StartRun(1, small_experiment, play=False),
        then=((WAITING, StartRun(2, with_data(small_experiment, seed=99), play=False)), (in_state(RunState.FAILED),)),
    )
    assert updates[0].dataset is not None
    assert updates[-1].dataset is None


def test_the_points_are_drawn_once_for_the_same_data(small_experiment: Experiment) -> None:
    updates = run(
        StartRun(1, small_experiment, play=False),
        then=(
            (anything, StartRun(2, with_network(small_experiment, seed=77), play=False)),
            (anything, StartRun(3, with_data(small_experiment, seed=77), play=False)),
            (anything,),
        ),
    )
    first, second, third = (update.dataset for update in updates)
    assert first is second
    assert second is not third


def test_another_name_reaches_the_data_set_and_moves_no_point(endless_experiment: Experiment) -> None:
    renamed = with_first_cluster(endless_experiment, name="Rose")
    updates = run(
        StartRun(1, endless_experiment, play=True),
        then=((at_step(3), Rename(renamed.data)), (lambda update: update.n_obeyed == 2, Pause()), (WAITING,)),
    )
    before, after = updates[0].dataset, updates[-1].dataset
    assert before is not None
    assert after is not None
    assert after.class_names == ("Rose", "B", "C")
    assert after.training_points is before.training_points
    assert {update.state for update in updates[:-1]} == {RunState.TRAINING}
    assert_as_trained_plainly(updates[-1], endless_experiment, shown(updates[-1]).step)


def test_another_colour_reaches_the_data_set_and_moves_no_point(small_experiment: Experiment) -> None:
    recolored = with_first_cluster(small_experiment, color=7)
    updates = run(StartRun(1, small_experiment, play=False), then=((anything, Rename(recolored.data)), (anything,)))
    before, after = updates[0].dataset, updates[-1].dataset
    assert before is not None
    assert after is not None
    assert (before.class_colors, after.class_colors) == ((0, 1, 2), (7, 1, 2))
    assert after.training_points is before.training_points


def test_names_of_other_points_are_not_given_to_these(small_experiment: Experiment) -> None:
    """Their run was skipped, so its points were never drawn."""
    other = with_first_cluster(with_data(small_experiment, seed=99), name="Rose")
    updates = run(StartRun(1, small_experiment, play=False), then=((anything, Rename(other.data)), (anything,)))
    dataset = updates[-1].dataset
    assert dataset is not None
    assert dataset.class_names == ("A", "B", "C")


def test_a_slow_run_is_told_its_speed_and_obeys_at_once(endless_experiment: Experiment) -> None:
    updates = run(
        SetSpeed(0.01),
        StartRun(1, endless_experiment, play=True),
        then=((at_step(1), Pause()), (lambda update: update.n_obeyed == 3,)),
    )
    assert shown(updates[-1]).step == 1  # the second step would come after a hundred seconds
    assert updates[-1].state is RunState.WAITING


# Neurons that do not do their share


def found_plainly(update: RunUpdate) -> tuple[object, ...]:
    """What an examination of this very moment finds."""
    assert update.dataset is not None
    return diagnose(shown(update).network, update.dataset.training_points)


def test_every_moment_that_stands_still_has_its_findings(small_experiment: Experiment) -> None:
    updates = run(StartRun(1, with_dead_neurons(small_experiment), play=False), *[StepOnce()] * 5)
    for update in updates:
        assert update.examined_step == shown(update).step
        assert update.findings == found_plainly(update)
        assert [(finding.layer, finding.neuron, finding.kind) for finding in update.findings] == [(0, 2, Kind.DEAD)]


def test_while_a_run_trains_the_last_findings_are_repeated(endless_experiment: Experiment) -> None:
    experiment = with_dead_neurons(endless_experiment)
    updates = run(
        StartRun(1, experiment, play=True),
        then=((lambda update: update.examined_step is not None, Pause()), (WAITING,)),
    )
    examined = [update.examined_step for update in updates]
    assert examined[0] is None
    assert all(len(update.findings) == (0 if update.examined_step is None else 1) for update in updates)
    assert all(shown(update).step >= (update.examined_step or 0) for update in updates)
    assert examined[-1] == shown(updates[-1]).step
    assert_as_trained_plainly(updates[-1], experiment, shown(updates[-1]).step)


def test_findings_never_outlive_their_run(small_experiment: Experiment, endless_experiment: Experiment) -> None:
    updates = run(
        StartRun(1, with_dead_neurons(small_experiment), play=True),
        then=(
            (FINISHED, StartRun(2, endless_experiment, play=True)),
            (lambda update: update.run == 2 and update.examined_step is not None, Pause()),
            (WAITING, StartRun(3, with_dead_neurons(small_experiment), play=False)),
            (WAITING,),
        ),
    )
    assert all(update.findings == () for update in updates if update.run == 2)
    assert all((update.examined_step or 0) <= shown(update).step for update in updates)
    assert [len(update.findings) for update in updates if update.state is not RunState.TRAINING] == [1, 0, 1]


def test_a_start_from_zeros_is_found_out(small_experiment: Experiment) -> None:
    experiment = with_network(small_experiment, initial_weights=ZerosStart())
    updates = run(StartRun(1, experiment, play=True), then=((FINISHED,),))
    kinds = [(finding.neuron, finding.kind) for finding in updates[-1].findings]
    assert kinds == [(neuron, kind) for neuron in range(4) for kind in (Kind.DEAD, Kind.IDENTICAL)]


def test_an_examination_that_takes_long_is_told_later(
    small_experiment: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    advance = Examination.advance

    def take_long(examination: Examination) -> None:
        time.sleep(0.02)
        advance(examination)

    monkeypatch.setattr(Examination, "advance", take_long)
    monkeypatch.setattr(examiner, "_AT_ONCE", 0.01)
    updates = run(
        StartRun(1, with_dead_neurons(small_experiment), play=False),
        then=((lambda update: update.examined_step == 0, StepOnce()), (lambda update: update.examined_step == 1,)),
    )
    assert [(shown(update).step, update.examined_step, len(update.findings)) for update in updates] == [
        (0, None, 0),
        (0, 0, 1),
        (1, 0, 1),
        (1, 1, 1),
    ]


def test_an_examination_that_fails_does_not_fail_for_ever(
    small_experiment: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Examination, "advance", broken(ValueError("not this way")))
    updates = run(StartRun(1, small_experiment, play=True), then=((in_state(RunState.FAILED), Pause()), (anything,)))
    failed = [update for update in updates if update.state is RunState.FAILED]
    assert "not this way" in failed[0].message
    assert [update.n_obeyed for update in failed] == [1, 2]
