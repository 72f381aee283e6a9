from itertools import pairwise

import msgspec
import pytest

from nnviz.experiment.experiment import Experiment
from nnviz.experiment.own_source import OwnSource
from nnviz.session import undo
from nnviz.session.hand_edits import HandEdit
from nnviz.session.undo import UndoHistory
from tests.session.clock import Clock
from tests.session.recipes import with_training


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def history(clock: Clock) -> UndoHistory:
    return UndoHistory(clock)


@pytest.fixture
def recipes(small_experiment: Experiment) -> list[Experiment]:
    return [with_training(small_experiment, n_steps=n_steps) for n_steps in range(10)]


def test_a_new_history_has_nothing_to_undo_or_redo(history: UndoHistory) -> None:
    assert history.undo_text is None
    assert history.redo_text is None
    assert history.undo() is None
    assert history.redo() is None


def test_undo_and_redo_walk_through_the_edits(history: UndoHistory, recipes: list[Experiment], clock: Clock) -> None:
    history.record("one", recipes[0], recipes[1])
    clock.now += 5.0
    history.record("two", recipes[1], recipes[2])
    assert (history.undo_text, history.redo_text) == ("two", None)
    assert history.undo() == ("two", recipes[1])
    assert (history.undo_text, history.redo_text) == ("one", "two")
    assert history.undo() == ("one", recipes[0])
    assert (history.undo_text, history.redo_text) == (None, "one")
    assert history.redo() == ("one", recipes[1])
    assert history.redo() == ("two", recipes[2])
    assert (history.undo_text, history.redo_text) == ("two", None)


def test_edits_of_one_thing_within_a_second_of_each_other_are_one(
    history: UndoHistory, recipes: list[Experiment], clock: Clock
) -> None:
    for number in range(5):
        history.record("the rate", recipes[number], recipes[number + 1])
        clock.now += 0.9
    assert history.undo() == ("the rate", recipes[0])
    assert history.undo() is None
    assert history.redo() == ("the rate", recipes[5])


def test_a_second_later_it_is_another_edit(history: UndoHistory, recipes: list[Experiment], clock: Clock) -> None:
    history.record("the rate", recipes[0], recipes[1])
    clock.now += 1.0
    history.record("the rate", recipes[1], recipes[2])
    assert history.undo() == ("the rate", recipes[1])
    assert history.undo() == ("the rate", recipes[0])


def test_edits_of_two_things_are_never_one(history: UndoHistory, recipes: list[Experiment]) -> None:
    history.record("the rate", recipes[0], recipes[1])
    history.record("the penalty", recipes[1], recipes[2])
    assert history.undo() == ("the penalty", recipes[1])
    assert history.undo() == ("the rate", recipes[0])


def test_a_gesture_that_ends_where_it_began_leaves_nothing_to_undo(
    history: UndoHistory, recipes: list[Experiment]
) -> None:
    history.record("the rate", recipes[0], recipes[1])
    history.record("the rate", recipes[1], recipes[0])
    assert history.undo_text is None


def test_an_edit_after_undo_clears_redo(history: UndoHistory, recipes: list[Experiment]) -> None:
    history.record("the rate", recipes[0], recipes[1])
    history.undo()
    history.record("the penalty", recipes[0], recipes[2])
    assert history.redo_text is None
    assert history.redo() is None
    assert history.undo() == ("the penalty", recipes[0])


def test_an_edit_after_undo_joins_no_earlier_gesture(history: UndoHistory, recipes: list[Experiment]) -> None:
    history.record("the rate", recipes[0], recipes[1])
    history.record("the penalty", recipes[1], recipes[2])
    history.undo()
    history.record("the rate", recipes[1], recipes[3])
    assert history.undo() == ("the rate", recipes[1])
    assert history.undo() == ("the rate", recipes[0])


def test_the_oldest_edits_are_forgotten_beyond_the_depth(
    history: UndoHistory, recipes: list[Experiment], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undo, "_DEEPEST", 3)
    for number in range(6):
        history.record("the rate", recipes[number], recipes[number + 1])
        clock.now += 5.0
    assert [history.undo() for _ in range(4)] == [("the rate", recipes[number]) for number in (5, 4, 3)] + [None]


def test_forgetting_forgets_both_ways(history: UndoHistory, recipes: list[Experiment]) -> None:
    history.record("one", recipes[0], recipes[1])
    history.record("two", recipes[1], recipes[2])
    history.undo()
    history.forget()
    assert history.undo() is None
    assert history.redo() is None


def test_a_cancelled_gesture_leaves_no_trace(small_experiment: Experiment):
    history = UndoHistory(lambda: 0.0)
    one, two, three = (msgspec.structs.replace(small_experiment, name=name) for name in ("one", "two", "three"))
    history.record("the name", small_experiment, one)
    history.begin_gesture()
    assert history.cancel_gesture() is None
    history.begin_gesture()
    history.record("the name", one, two)
    history.record("the name", two, three)
    assert history.cancel_gesture() == one
    assert history.undo_text == "the name"
    assert history.undo() == ("the name", small_experiment)
    assert history.cancel_gesture() is None


def test_points_of_old_recipes_take_no_more_memory_than_they_may(
    small_experiment: Experiment, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("nnviz.session.undo._MOST_BYTES", 3 * 17 * 100)
    recipes: list[Experiment] = []
    for number in range(10):
        source = OwnSource(columns=("a", "b"), classes=("p", "q"), features=bytes(1600), labels=bytes(100))
        data = msgspec.structs.replace(small_experiment.data, source=source, clusters=())
        recipes += [msgspec.structs.replace(small_experiment, data=data, name=f"{number} {name}") for name in "ab"]
    history = UndoHistory(lambda: 0.0)
    for before, after in pairwise(recipes):
        history.begin_gesture()
        history.record("the points", before, after)
        history.end_gesture()
    n_undone = 0
    while history.undo():
        n_undone += 1
    assert n_undone == 7  # three sets of points beside the present one; each is there for two edits, the last for one


# Weights that a hand set


def by_hand(number: int) -> HandEdit:
    return HandEdit(number, 0, 0, 0, 0.5, f"weight {number}", "w")


def test_what_a_hand_did_stands_between_the_edits_of_the_recipe(
    history: UndoHistory, recipes: list[Experiment]
) -> None:
    history.record("one", recipes[0], recipes[1])
    history.record_by_hand(by_hand(1))
    history.record_by_hand(by_hand(2))
    history.record("one", recipes[1], recipes[2])  # within a second of the first, but not the same edit
    assert history.undo() == ("one", recipes[1])
    assert history.undo() == ("weight 2", by_hand(2))
    assert history.undo() == ("weight 1", by_hand(1))
    assert history.redo() == ("weight 1", by_hand(1))
    assert (history.undo_text, history.redo_text) == ("weight 1", "weight 2")
    assert history.cancel_gesture() is None
    history.record_by_hand(by_hand(3))
    assert history.redo_text is None


def test_what_hands_did_to_another_run_is_forgotten(history: UndoHistory, recipes: list[Experiment]) -> None:
    for number in (1, 2, 3):
        history.record_by_hand(by_hand(number))
    history.record("one", recipes[0], recipes[1])
    history.undo()
    history.undo()
    assert not history.keep_by_hand([by_hand(1), by_hand(2)], [by_hand(3)])
    assert history.keep_by_hand([by_hand(2)], [])
    assert (history.undo_text, history.redo_text) == ("weight 2", "one")
    history.begin_gesture()
    assert history.cancel_gesture() is None


def test_what_a_hand_could_not_do_is_as_if_it_had_never_tried(history: UndoHistory, recipes: list[Experiment]) -> None:
    first, second = by_hand(1), by_hand(2)
    history.record_by_hand(first)
    history.record("one", recipes[0], recipes[1])
    history.undo()
    history.record_by_hand(second)
    assert (history.undo_text, history.redo_text) == ("weight 2", None)
    history.refuse_by_hand(second)
    assert (history.undo_text, history.redo_text) == ("weight 1", "one")
    history.undo()
    history.refuse_by_hand(first)
    assert (history.undo_text, history.redo_text) == ("weight 1", "one")
    history.undo()
    history.redo()
    history.refuse_by_hand(first)
    assert (history.undo_text, history.redo_text) == (None, "weight 1")
    history.redo()
    history.record("two", recipes[1], recipes[2])
    history.refuse_by_hand(first)  # too late to know what to put back
    assert (history.undo_text, history.redo_text) == ("two", None)


def test_a_gesture_that_is_cancelled_leaves_what_could_be_redone(
    history: UndoHistory, recipes: list[Experiment]
) -> None:
    history.record("a", recipes[0], recipes[1])
    history.undo()
    history.begin_gesture()
    history.record("b", recipes[0], recipes[2])
    assert history.redo_text is None
    assert history.cancel_gesture() == recipes[0]
    assert history.redo_text == "a"


def test_another_document_ends_a_gesture(history: UndoHistory) -> None:
    history.begin_gesture()
    history.forget()
    assert not history.is_in_gesture
