import numpy as np

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
    states.load(np.full((2, 2), 9.0), 7)
    assert states.slot == 3
    assert (states.present == 9.0).all()
    assert not states.has_before
    states.slot = 4
    assert states.has_before
    states.begin_block()
    assert states.has_before
    assert not states.has_two_before
    assert (states.before == 9.0).all()


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
