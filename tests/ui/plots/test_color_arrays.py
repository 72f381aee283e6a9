import numpy as np
import pytest
from PySide6.QtGui import QColor

from nnviz.ui.plots.color_arrays import diverging_colors, rgb
from nnviz.ui.theme import Theme, dark, light, readable_on
from tests.ui.test_theme import contrast

each_theme = pytest.mark.parametrize("theme", [light(), dark()], ids=["light", "dark"])


def test_a_colour_in_numbers_is_red_green_and_blue() -> None:
    assert rgb(QColor("#0a1420")).tolist() == [10.0, 20.0, 32.0]


@each_theme
def test_numbers_can_be_read_on_every_colour_of_the_weights(theme: Theme) -> None:
    for color in diverging_colors(theme, np.linspace(-1.0, 1.0, 1001), 1.0):
        paper = QColor(*(int(part) for part in color))
        assert contrast(readable_on(paper), paper) >= 4.5, paper.name()


@each_theme
def test_the_map_of_the_weights_has_its_colours_at_ends_and_middle(theme: Theme) -> None:
    below, zero, above = (QColor(color).getRgb()[:3] for color in theme.diverging)
    colors = diverging_colors(theme, np.array([-2.0, 0.0, 2.0, -5.0, 5.0]), 2.0)
    assert colors.dtype == np.uint8
    assert [tuple(color) for color in colors] == [below, zero, above, below, above]


@each_theme
def test_the_map_of_the_weights_is_symmetric(theme: Theme) -> None:
    """As far from the middle on either side: numbers of the same size, shares of the same size."""
    zero, below, above = (np.array(QColor(theme.diverging[place]).getRgb()[:3], dtype=float) for place in (1, 0, 2))
    sizes = np.linspace(0.0, 3.0, 61)
    for values, end in ((-sizes, below), (sizes, above)):
        shares = (diverging_colors(theme, values, 3.0) - zero) @ (end - zero) / ((end - zero) @ (end - zero))
        np.testing.assert_allclose(shares, sizes / 3.0, atol=0.01)


@each_theme
def test_the_map_of_the_weights_takes_any_shape(theme: Theme) -> None:
    assert diverging_colors(theme, np.zeros((4, 5)), 1.0).shape == (4, 5, 3)
    assert diverging_colors(theme, np.zeros((0, 5)), 1.0).shape == (0, 5, 3)
    assert diverging_colors(theme, np.zeros(3), 0.0).shape == (3, 3)  # a network of zeros
