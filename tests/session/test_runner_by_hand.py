"""Weights that a hand sets in a run: they are part of its past, can be taken back, and be looked back at."""

from dataclasses import replace

import pytest

from nnviz.core.divergence import Reason
from nnviz.core.trainer import Trainer
from nnviz.experiment.build import build_dataset, build_penalty, build_stop_rule, build_trainer
from nnviz.experiment.build_training import build_schedule
from nnviz.experiment.experiment import Experiment
from nnviz.session import examiner
from nnviz.session.commands import BringBack, GoOnAs, Play, SetByHand, Show, StartRun, StepOnce, TakeBack
from nnviz.session.hand_edits import HandEdit
from nnviz.session.update import Change, RunState
from tests.core.same_numbers import same_numbers
from tests.session.recipes import with_training
from tests.session.script import Condition, in_state, run, shown

FINISHED = in_state(RunState.FINISHED)


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However busy the machine, what stands still is examined before it is shown."""
    monkeypatch.setattr(examiner, "_AT_ONCE", 60.0)


def edit(number: int, value: float, *, layer: int = 0, row: int = 1, neuron: int = 2) -> HandEdit:
    return HandEdit(number, layer, row, neuron, value, f"weight {number}", f"w{number}")


def steps(n_steps: int) -> list[StepOnce]:
    return [StepOnce()] * n_steps


class Oracle:
    """A straight run with the same edits."""

    def __init__(self, experiment: Experiment) -> None:
        self.trainer: Trainer = build_trainer(experiment, build_dataset(experiment.data))

    def go(self, n_steps: int) -> "Oracle":
        self.trainer.advance(n_steps)
        return self

    def set(self, edit: HandEdit) -> "Oracle":
        self.trainer.set_parameter(edit.layer, edit.row, edit.neuron, edit.value)
        return self

    def bend(self, experiment: Experiment) -> "Oracle":
        training = experiment.training
        self.trainer.change(
            schedule=build_schedule(training), penalty=build_penalty(training), stop=build_stop_rule(training)
        )
        return self


def is_at(step: int) -> Condition:
    return lambda update: update.past is not None and shown(update).step == update.past.wanted == step


def test_a_weight_is_set_between_two_steps_and_told(small_experiment: Experiment) -> None:
    first, second = edit(1, 0.5), edit(2, -1.0, layer=1, row=4, neuron=0)
    updates = run(
        StartRun(1, small_experiment, play=False),
        *steps(7),
        SetByHand(first),
        *steps(3),
        SetByHand(second),
        Play(),
        then=((FINISHED, Show(7)), (is_at(7), Show(6)), (is_at(6), Show(12)), (is_at(12),)),
    )
    oracle = Oracle(small_experiment).go(7)
    seen = {shown(update).step: shown(update) for update in updates if update.past is not None}
    assert same_numbers(seen[6], Oracle(small_experiment).go(6).trainer.snapshot())
    assert same_numbers(seen[7], oracle.set(first).trainer.snapshot())
    assert same_numbers(seen[12], oracle.go(3).set(second).go(2).trainer.snapshot())
    end = next(update for update in updates if update.state is RunState.FINISHED)
    assert same_numbers(shown(end), oracle.go(48).trainer.snapshot())
    assert same_numbers(end.curves, oracle.trainer.history.curves())
    assert end.hand_edits == (first, second)
    assert end.changes == (
        Change(7, "w1", "weight 1 set to 0.5"),
        Change(10, "w2", "weight 2 set to −1"),
    )


def test_taken_back_the_run_is_at_its_step_as_it_was_and_brought_back_as_it_became(
    small_experiment: Experiment,
) -> None:
    first, second, third = edit(1, 0.5), edit(2, 4.0), edit(3, -4.0)
    updates = run(
        StartRun(1, small_experiment, play=False),
        *steps(7),
        SetByHand(first),
        SetByHand(second),
        SetByHand(third),
        *steps(5),
        TakeBack(3),
        TakeBack(2),
        TakeBack(1),
        BringBack(1),
        BringBack(2),
        *steps(2),
        BringBack(3),
        TakeBack(99),
        Play(),
        then=((lambda update: update.n_obeyed == 26 and FINISHED(update),),),
    )
    by_command = {update.n_obeyed: update for update in updates}
    oracle = [Oracle(small_experiment).go(7) for _ in range(4)]
    oracle[1].set(first)
    oracle[2].set(second)
    oracle[3].set(third)
    for n_obeyed, expected in ((17, 2), (18, 1), (19, 0), (20, 1), (21, 2), (24, 3)):
        update = by_command.get(n_obeyed)
        if update is not None and update.state is not RunState.FINISHED:
            assert same_numbers(shown(update), oracle[expected].trainer.snapshot()), n_obeyed
    assert [each.number for each in by_command[19].taken_back] == [3, 2, 1]
    assert same_numbers(shown(updates[-1]), oracle[3].go(53).trainer.snapshot())
    assert [each.steps[0] for each in updates[-1].earlier] == [7, 7]


def test_a_branch_by_hand_goes_on_with_the_settings_of_now(small_experiment: Experiment) -> None:
    bent, late, early = with_training(small_experiment, learning_rate=0.4), edit(1, 0.5), edit(2, 2.0)
    updates = run(
        StartRun(1, small_experiment, play=False),
        *steps(20),
        GoOnAs(bent, "the learning rate"),
        *steps(5),
        SetByHand(late),
        Show(10),
        then=(
            (is_at(10), SetByHand(early, branch_at=10), Play()),
            (FINISHED, Show(15)),
            (is_at(15), Show(9)),
            (is_at(9), TakeBack(2), TakeBack(1)),
            (lambda update: update.n_obeyed == 34,),
        ),
    )
    oracle = Oracle(small_experiment).go(10).set(early).bend(bent).go(5)
    seen = [shown(update) for update in updates if update.past is not None and shown(update).step in {9, 15}]
    assert same_numbers(seen[0], oracle.trainer.snapshot())
    assert same_numbers(seen[-1], Oracle(small_experiment).go(9).trainer.snapshot())
    end = next(update for update in updates if update.state is RunState.FINISHED)
    assert same_numbers(shown(end), oracle.go(45).trainer.snapshot())
    assert end.hand_edits == (early,)  # the late one was never made in what the run is now
    last = updates[-1]
    assert (last.state, last.live_step, last.hand_edits, last.taken_back) == (RunState.WAITING, 10, (), (early,))
    assert same_numbers(shown(last), Oracle(small_experiment).go(10).bend(bent).trainer.snapshot())


def test_a_weight_can_be_set_before_the_first_step_and_taken_back(small_experiment: Experiment) -> None:
    one = edit(1, 0.5)
    updates = run(
        StartRun(1, small_experiment, play=False),
        SetByHand(one),
        *steps(4),
        TakeBack(1),
        *steps(2),
        then=((lambda update: update.live_step == 2 and update.n_obeyed > 7, Show(0)), (is_at(0),)),
    )
    assert any(same_numbers(shown(each), Oracle(small_experiment).set(one).trainer.snapshot()) for each in updates)
    assert same_numbers(shown(updates[-2]), Oracle(small_experiment).go(2).trainer.snapshot())
    assert same_numbers(shown(updates[-1]), Oracle(small_experiment).trainer.snapshot())


@pytest.mark.parametrize("at", [None, 2])
def test_a_weight_with_which_there_is_no_loss_leaves_everything_as_it_was(
    small_experiment: Experiment, at: int | None
) -> None:
    """Also where the run would have branched for it."""
    rest = [] if at is None else [Show(at)]
    seen = is_at(at) if at else lambda update: update.n_obeyed == 4
    (*_, asked) = run(StartRun(1, small_experiment, play=False), *steps(3), *rest, then=((seen,),))
    updates = run(
        StartRun(1, small_experiment, play=False),
        *steps(3),
        *rest,
        then=((seen, SetByHand(edit(1, float("inf")), branch_at=at)), (lambda update: bool(update.refusal),)),
    )
    update = updates[-1]
    assert update.refusal == "weight 1 stays as it was: with inf in this place the loss would be no finite number"
    assert same_numbers(replace(update, n_obeyed=asked.n_obeyed, refusal=""), asked)


@pytest.mark.parametrize("before", [5, 0])
def test_a_run_that_goes_on_from_an_undone_edit_stops_where_it_would_have_without(
    small_experiment: Experiment, before: int
) -> None:
    """In the middle of its patience, and where that has run out: there it has ended again without a step more."""
    patient = with_training(small_experiment, learning_rate=2.0, patience=12, n_steps=10_000)
    (*_, straight) = run(StartRun(1, patient, play=True), then=((FINISHED,),))
    at = shown(straight).step - before
    commands = [StartRun(1, patient, play=False), *steps(at), SetByHand(edit(1, 3.0)), *steps(3), TakeBack(1)]
    commands += [Play()] * min(before, 1)
    ended = lambda update: FINISHED(update) and update.n_obeyed == len(commands)  # noqa: E731
    (*_, end) = run(*commands, then=((ended,),))
    assert (shown(end).step, end.message) == (shown(straight).step, straight.message)
    assert same_numbers(shown(end), shown(straight))
    assert same_numbers(end.curves, straight.curves)


def test_a_loss_that_a_hand_has_blown_up_is_the_hands_doing(small_experiment: Experiment) -> None:
    lively = with_training(small_experiment, learning_rate=1.0, n_steps=10_000)
    updates = run(
        StartRun(1, lively, play=False),
        *steps(20),
        SetByHand(edit(1, 1e6)),
        then=((lambda update: update.cause is not None,),),
    )
    cause = updates[-1].cause
    assert cause is not None
    assert (cause.reason, cause.what) == (Reason.HAND, "weight 1")
    sentence = "weight 1, set to 1,000,000 at step 20, made a data loss of"
    told = [update for update in updates if sentence in update.message]
    assert shown(told[0]).step == 20  # at once


def test_without_a_run_there_is_nothing_to_set() -> None:
    (*_, update) = run(SetByHand(edit(1, 0.5)), TakeBack(1), BringBack(1))
    assert (update.snapshot, update.hand_edits) == (None, ())
