from collections.abc import Callable

from nnviz.session.update import RunState, RunUpdate
from nnviz.ui.turns import Show, Turns

MOMENTS = [RunUpdate(number, 0, RunState.TRAINING) for number in range(3)]


def shows(log: list[str]) -> tuple[Show, Show, Show]:
    def show(name: str) -> Callable[[RunUpdate, int], None]:
        return lambda update, n_steps: log.append(f"{name}{update.run}/{n_steps}")

    return show("a"), show("b"), show("c")


def test_the_first_shows_a_moment_at_once_and_the_others_one_by_one() -> None:
    log: list[str] = []
    turns = Turns()
    turns.begin(MOMENTS[0], 9, shows(log))
    assert log == ["a0/9"]
    assert not turns.are_over
    turns.go_on()
    turns.go_on()
    assert log == ["a0/9", "b0/9", "c0/9"]
    assert turns.are_over
    turns.go_on()
    assert len(log) == 3


def test_all_that_wait_may_show_it_at_once() -> None:
    log: list[str] = []
    turns = Turns()
    turns.begin(MOMENTS[1], 5, shows(log))
    turns.end()
    assert log == ["a1/5", "b1/5", "c1/5"]
    assert turns.are_over


def test_who_waited_through_a_moment_goes_first_in_the_next() -> None:
    log: list[str] = []
    first, second, third = shows(log)
    turns = Turns()
    for moment in MOMENTS:  # a hand drags: each frame brings a moment, and there is time for one view more
        turns.begin(moment, 1, (first, second, third))
        turns.go_on()
    assert log == ["a0/1", "b0/1", "a1/1", "c1/1", "a2/1", "b2/1"]


def test_who_needs_longer_than_a_turn_gets_the_next_ones() -> None:
    log: list[str] = []
    first, second, third = shows(log)
    left = [True, True, False]

    def slow(update: RunUpdate, n_steps: int) -> bool:
        second(update, n_steps)
        return left.pop(0)

    turns = Turns()
    turns.begin(MOMENTS[0], 1, (first, slow, third))
    for _ in range(3):
        turns.go_on()
        assert not turns.are_over
    assert log == ["a0/1", "b0/1", "b0/1", "b0/1"]
    turns.end(within=0.0)
    assert len(log) == 4  # no time for another
    turns.end()
    assert log[-1] == "c0/1"
    assert turns.are_over
