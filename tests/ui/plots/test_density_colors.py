import numpy as np
import pytest
from PySide6.QtGui import QColor

from nnviz.ui.plots.density_colors import density_colors
from nnviz.ui.theme import Theme, dark, light


def opacities(colors: np.ndarray) -> list[int]:
    return (colors >> 24).ravel().tolist()


def color_of(pixel: np.uint32) -> QColor:
    """The colour before it was multiplied with the opacity."""
    alpha = int(pixel) >> 24
    return QColor(*(round(255 * (int(pixel) >> shift & 255) / alpha) for shift in (16, 8, 0)))


def counts(*cells: tuple[float, ...]) -> np.ndarray:
    """(n_classes, 1, n_cells) from the classes' numbers in each cell."""
    return np.array(cells, dtype=np.float32).T[:, np.newaxis]


@pytest.mark.parametrize("theme", [light(), dark()])
def test_a_class_alone_has_its_own_colour(theme: Theme) -> None:
    colors = density_colors(counts((50, 0), (0, 50)), theme)[0]
    for label in range(2):
        wanted, found = theme.class_color(label).getRgb(), color_of(colors[label]).getRgb()
        assert wanted == pytest.approx(found, abs=2)  # eight bits, twice


def test_classes_in_one_cell_are_mixed_by_their_shares() -> None:
    theme = light()
    one, other = (np.array(theme.class_color(label).getRgb()) for label in range(2))
    (mixed,) = density_colors(counts((30, 10)), theme)[0]
    assert color_of(mixed).getRgb() == pytest.approx(tuple(0.75 * one + 0.25 * other), abs=2)


def test_more_points_are_more_opaque_by_equal_steps_for_equal_factors() -> None:
    levels = opacities(density_colors(counts((0,), (9,), (99,), (999,)), light()))
    assert levels[0] == 0
    steps = np.diff(levels[1:])
    assert steps == pytest.approx([steps[0]] * 2, abs=1)
    assert levels[1] > 0.3 * 255
    assert levels[-1] == round(0.95 * 255)


def test_single_points_are_seen_but_are_no_crowd() -> None:
    (level,) = opacities(density_colors(counts((1,)), light()))
    assert 0.3 * 255 < level < 0.6 * 255


def test_where_nothing_is_nothing_is_drawn() -> None:
    np.testing.assert_array_equal(density_colors(np.zeros((3, 2, 4), dtype=np.float32), light()), 0)


def test_no_part_of_a_pixel_is_more_than_its_opacity() -> None:
    """Else it is no premultiplied colour, and Qt draws rubbish."""
    many = np.random.default_rng(0).integers(0, 50, size=(10, 30, 30)).astype(np.float32)
    colors = density_colors(many, dark())
    for shift in (16, 8, 0):
        assert np.all((colors >> shift & 255) <= colors >> 24)
