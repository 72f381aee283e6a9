"""The marks of a run: which there are, where, and what they are called."""

import numpy as np
import pytest

from nnviz.core.history import History
from nnviz.core.snapshot import Evaluation
from nnviz.session.update import Change, PastMoment, RunState, RunUpdate
from nnviz.ui.timeline_marks import MarkKind, marks_of


def update(accuracies: list[float], *, state: RunState = RunState.WAITING, has_test: bool = True) -> RunUpdate:
    """A run with these accuracies at every tenth step, the training points always being right."""
    history = History()
    history.record_steps(np.ones(100), np.zeros(100))
    for place, accuracy in enumerate(accuracies):
        measured = Evaluation(0.5, 1.0, accuracy) if has_test else Evaluation(None, accuracy, None)
        history.record_evaluation(10 * place, measured, loss=0.5, gradient_norm=1.0, learning_rate=0.1)
    changes = (Change(7, "the learning rate"), Change(35, "λ"))
    return RunUpdate(1, 0, state, curves=history.curves(), past=PastMoment(3, 60, 1.0), changes=changes)


def test_changes_bear_their_names() -> None:
    marks = marks_of(update([]))
    assert [(mark.step, mark.kind, mark.name) for mark in marks] == [
        (7, MarkKind.CHANGE, "learning rate"),
        (35, MarkKind.CHANGE, "λ"),
    ]
    assert marks[0].sentence == "From here on the learning rate is another"


@pytest.mark.parametrize("has_test", [True, False])
def test_the_first_step_above_90_and_95_percent(has_test: bool) -> None:
    marks = marks_of(update([0.5, 0.89, 0.9, 0.8, 0.97, 0.99], has_test=has_test))
    found = [(mark.step, mark.name) for mark in marks if mark.kind is MarkKind.ACCURACY]
    assert found == [(20, "90 %"), (40, "95 %")]
    which = "test" if has_test else "training"
    assert f"90 % of the {which} points are right for the first time" in [mark.sentence for mark in marks]


@pytest.mark.parametrize("accuracies", [[0.5, 0.6], [0.96, 0.97], [0.96, 0.5, 0.96]])
def test_what_was_never_below_or_never_came_there_crosses_nothing(accuracies: list[float]) -> None:
    assert all(mark.kind is MarkKind.CHANGE for mark in marks_of(update(accuracies)))


def test_where_it_diverged_and_all_in_the_order_of_steps() -> None:
    marks = marks_of(update([0.5, 0.92], state=RunState.DIVERGED))
    assert [mark.step for mark in marks] == [7, 10, 35, 60]
    assert marks[-1].kind is MarkKind.DIVERGED


def test_a_run_that_could_not_begin_has_none() -> None:
    assert marks_of(RunUpdate(1, 0, RunState.FAILED)) == ()
