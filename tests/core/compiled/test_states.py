import numpy as np
import pytest

from nnviz.core.compiled.states import States


def states_at(slot: int, n_slots: int = 4) -> States:
    """Each state is its step's number; the first is step 0's."""
    states = States(n_slots, 1, 2, np.dtype(np.float64))
    for step in range(slot):
        states.around(step)[1][...] = step + 1
    states.slot = slot
    return states


def test_a_step_leads_from_one_state_to_the_next():
    states = states_at(2)
    assert states.present.shape == (2, 2)
    assert (states.present == 2.0).all()
    before, after = states.around(2)
    after[...] = before + 1.0
    states.slot = 3
    assert (states.present == 3.0).all()
    assert (states.before == 2.0).all()


def test_a_new_block_remembers_the_last_step_of_the_one_before():
    states = states_at(4)
    states.begin_block()
    assert states.slot == 0
    assert (states.present == 4.0).all()
    assert states.has_before
    assert states.has_two_before
    assert (states.before == 3.0).all()
    assert (states.two_before == 2.0).all()


def test_a_block_that_is_not_done_goes_on():
    states = states_at(3)
    states.begin_block()
    assert states.slot == 3
    assert (states.present == 3.0).all()


def test_what_came_before_a_state_that_was_loaded_is_not_known():
    states = states_at(2)
    assert not states_at(0).has_before
    assert states.has_before
    states.load(np.full((1, 2, 2), 9.0), 7)
    assert states.slot == 3
    assert (states.present == 9.0).all()
    assert not states.has_before
    states.slot = 4
    assert states.has_before
    states.begin_block()
    assert states.has_before
    assert not states.has_two_before
    assert (states.before == 9.0).all()


@pytest.mark.parametrize("step", range(5))  # of blocks of four: where a trail reaches back into the one before, and not
@pytest.mark.parametrize("n_known", [1, 2, 3])
def test_a_trail_that_was_loaded_is_what_is_known(step: int, n_known: int):
    states, trail = states_at(3), np.arange(100.0, 100.0 + 4 * n_known).reshape(n_known, 2, 2)
    states.load(trail, step)
    assert states.slot == step % 4
    assert (states.has_before, states.has_two_before) == (n_known > 1, n_known > 2)
    assert states.trail.tolist() == trail.tolist()
    assert states.present.tolist() == trail[-1].tolist()
    if states.has_before:
        assert states.before.tolist() == trail[-2].tolist()
    if states.has_two_before:
        assert states.two_before.tolist() == trail[-3].tolist()


@pytest.mark.parametrize("n_known", [1, 2, 3])
def test_a_trail_grows_to_three_states_and_goes_on_through_blocks(n_known: int):
    states = states_at(0)
    numbers = [10.0 - n_known + place + 1 for place in range(n_known)]  # each state is its step's number
    states.load(np.array(numbers)[:, np.newaxis, np.newaxis] * np.ones((1, 2, 2)), 10)
    for step in range(11, 25):
        states.begin_block()
        states.around(states.slot)[1][...] = step
        states.slot += 1
        n_expected = min(3, n_known + step - 10)
        assert states.trail[:, 0, 0].tolist() == list(range(step - n_expected + 1, step + 1))


def test_the_first_state_of_a_run_is_a_trail_by_itself():
    assert states_at(0).trail.tolist() == [[[0.0, 0.0]] * 2]
    assert [len(states_at(slot).trail) for slot in range(5)] == [1, 2, 3, 3, 3]


def test_the_shortest_blocks_remember_two_steps_as_well():
    states = states_at(2, n_slots=2)
    states.begin_block()
    assert [states.two_before[0, 0], states.before[0, 0], states.present[0, 0]] == [0.0, 1.0, 2.0]
    states.around(0)[1][...] = 3.0
    states.around(1)[1][...] = 4.0
    states.slot = 2
    states.begin_block()
    assert [states.two_before[0, 0], states.before[0, 0], states.present[0, 0]] == [2.0, 3.0, 4.0]
    assert states.has_two_before
