"""Round numbers along logarithmic axes, and where numbers stand on them."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nnviz.ui.plots.log_places import number_at, place, places
from nnviz.ui.plots.log_ticks import log_ticks, tick_text
from nnviz.ui.plots.scaled_axis import ScaledAxis, step_text


@pytest.mark.parametrize(
    ("low", "high", "most", "texts"),
    [
        (1, 1e6, 8, ["1", "10", "100", "1000", "10000", "100000", "10⁶"]),
        (1, 1e6, 4, ["1", "100", "10000", "10⁶"]),
        (0.05, 3, 4, ["0.1", "0.3", "1", "3"]),
        (0.05, 3, 7, ["0.05", "0.1", "0.2", "0.5", "1", "2"]),
        (0.21, 0.48, 6, ["0.25", "0.3", "0.35", "0.4", "0.45"]),
        (1e-7, 2e-6, 3, ["10⁻⁷", "3·10⁻⁷", "10⁻⁶"]),
        (1e-9, 1e-9, 3, ["10⁻⁹"]),
    ],
)
def test_ticks_are_round_and_as_many_as_there_is_room_for(low: float, high: float, most: int, texts: list[str]) -> None:
    assert [tick_text(tick) for tick in log_ticks(low, high, most)] == texts


@example(low=1.0, times=1.0000000000000002, most=2)
@given(st.floats(1e-12, 1e9), st.floats(1.0, 1e12), st.integers(2, 12))
def test_ticks_lie_within_and_increase(low: float, times: float, most: int) -> None:
    ticks = log_ticks(low, low * times, most)
    assert all(low * (1 - 1e-6) <= tick <= low * times * (1 + 1e-6) for tick in ticks)
    assert (np.diff(ticks) > 0).all()
    assert len(ticks) <= max(most, 12)
    assert len(ticks) >= 2 or times < 10


@pytest.mark.parametrize(
    ("step", "text"),
    [(0, "0"), (2.5, "2.5"), (1000, "1000"), (9999.99999999, "10k"), (20_000, "20k"), (1.5e6, "1.5M"), (1e9, "1000M")],
)
def test_many_steps_are_written_short(step: float, text: str) -> None:
    assert step_text(step) == text


def test_numbers_have_their_places_and_zero_has_none() -> None:
    np.testing.assert_array_equal(
        places(np.array([100.0, 0.0, -1.0, np.nan]), is_log=True), [2, np.nan, np.nan, np.nan]
    )
    assert places(np.array([0.0]), is_log=False).tolist() == [0]
    assert (place(0.0, is_log=True), place(1000, is_log=True), place(0.0, is_log=False)) == (None, 3, 0)
    assert (number_at(2.0, is_log=True), number_at(2.0, is_log=False)) == (100, 2)
    assert np.isfinite(number_at(1e9, is_log=True))


def test_an_axis_writes_numbers_not_powers(qapp: object) -> None:
    del qapp
    axis = ScaledAxis("bottom", step_text)
    assert [text for _, row in axis.tickValues(0, 20_000, 300)[:1] for text in axis.tickStrings(row, 1.0, 1.0)][
        -1
    ] == "20k"
    axis.set_log(True)
    assert axis.is_log
    [(spacing, values)] = axis.tickValues(0, 4, 300)
    assert axis.tickStrings(values, 1.0, spacing) == ["1", "10", "100", "1000", "10k"]
    upward = ScaledAxis("left")
    assert upward.tickStrings([0.5], 1.0, 0.5) == ["0.5"]
    upward.set_log(True)
    assert upward.tickStrings([-6.0], 1.0, 1.0) == ["10⁻⁶"]
