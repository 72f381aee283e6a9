import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.experiment.class_colors import N_COLORS, choose_color, settle_colors

wishes = st.lists(st.none() | st.integers(0, N_COLORS - 1), min_size=1, max_size=N_COLORS)


def test_nobody_chose_and_everybody_has_the_colour_of_the_place():
    assert settle_colors([None] * 10) == tuple(range(10))


@pytest.mark.parametrize(
    ("wanted", "colors"),
    [
        ((None, 5, None), (0, 5, 2)),
        ((1, None, None), (1, 0, 2)),  # the place's own is taken: the lowest that is free
        ((None, None, 1, 0), (2, 3, 1, 0)),
        ((4, 4, 4), (4, 1, 2)),  # as only a document written by hand has it
        ((2, 2, None), (2, 1, 0)),
    ],
)
def test_who_chose_goes_before_who_did_not(wanted: tuple[int | None, ...], colors: tuple[int, ...]):
    assert settle_colors(wanted) == colors


@given(wishes)
def test_no_two_share_a_colour(wanted: list[int | None]):
    colors = settle_colors(wanted)
    assert len(set(colors)) == len(wanted)
    assert set(colors) <= set(range(N_COLORS))
    for place, color in enumerate(wanted):
        assert color is None or colors[place] == color or color in colors[:place]


@given(wishes, st.data())
def test_a_choice_is_kept_and_changes_nobody_but_who_had_it(wanted: list[int | None], data: st.DataObject):
    before = settle_colors(wanted)
    place, color = data.draw(st.integers(0, len(wanted) - 1)), data.draw(st.integers(0, N_COLORS - 1))
    after = settle_colors(choose_color(before, place, color))
    expected = [before[place] if number == color else number for number in before]
    expected[place] = color
    assert after == tuple(expected)


def test_a_colour_that_nobody_has_is_taken_from_nobody():
    assert choose_color((0, 1, 2), 1, 7) == (None, 7, None)


def test_choices_taken_back_leave_none():
    colors = settle_colors([None, None, None])
    swapped = choose_color(colors, 0, 2)
    assert swapped == (2, None, 0)
    assert choose_color(settle_colors(swapped), 2, 2) == (None, None, None)
