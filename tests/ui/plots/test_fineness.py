from nnviz.ui.plots.fineness import LIVE_CELLS, LONGEST, STEPS, Fineness

SMALL = 33
LARGE = 8 * 256 * 256


def begun(n_weights: int = SMALL) -> Fineness:
    """After the first picture of a network, which does not count."""
    fineness = Fineness()
    fineness.begin(n_weights)
    fineness.note(1.0)
    return fineness


def after(fineness: Fineness, seconds: float, n_pictures: int) -> int:
    for _ in range(n_pictures):
        fineness.note(seconds)
    return fineness.n_cells


def test_a_small_network_begins_as_usual_and_a_large_one_coarse_before_anything_was_measured() -> None:
    assert begun().n_cells == LIVE_CELLS
    assert begun(LARGE).n_cells == STEPS[0]


def test_it_grows_coarser_after_some_slow_pictures_and_finer_after_many_quick_ones() -> None:
    fineness = begun()
    assert after(fineness, 1.2 * LONGEST, 2) == 100
    assert after(fineness, 0.9 * LONGEST, 1) == 100  # only slow ones in a row count
    assert after(fineness, 1.2 * LONGEST, 3) == 70
    assert after(fineness, 0.0001, 29) == 70
    assert after(fineness, 0.0001, 1) == 100
    assert after(fineness, 0.00001, 200) == STEPS[-1]


def test_between_the_two_it_stays() -> None:
    fineness = begun()
    for seconds in (0.0008, 0.0012, 0.0024):
        assert after(fineness, seconds, 100) == 100


def test_what_takes_far_too_long_goes_down_at_once_as_far_as_it_has_to() -> None:
    assert after(begun(), 16 * LONGEST, 3) == 25
    assert after(begun(), 5 * LONGEST, 3) == 35


def test_it_does_not_grow_coarser_where_that_would_not_help() -> None:
    """On a busy machine everything takes long, however few the cells."""
    fineness = begun()
    assert after(fineness, 0.0004, 1) == 100
    assert after(fineness, 4 * LONGEST, 100) == 100


def test_it_finds_back_when_a_machine_has_time_again() -> None:
    fineness = begun()
    assert after(fineness, 2 * LONGEST, 12) < 70
    assert after(fineness, 0.0005, 200) == 100


def test_another_network_is_measured_anew() -> None:
    fineness = begun()
    assert after(fineness, 0.1, 3) == STEPS[0]
    fineness.begin(SMALL)
    assert fineness.n_cells == STEPS[0]
    fineness.begin(SMALL + 1)
    assert fineness.n_cells == LIVE_CELLS


def test_a_single_choice_is_kept_whatever_it_takes() -> None:
    fineness = Fineness((200,))
    fineness.begin(LARGE)
    fineness.note(0.0)
    assert after(fineness, 1.0, 10) == 200
    assert fineness.seconds_for(200 * 200) == 1.0
