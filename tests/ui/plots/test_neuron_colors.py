import numpy as np
import pytest
from PySide6.QtGui import QColor

from nnviz.ui.plots.color_arrays import diverging_colors, rgb
from nnviz.ui.plots.neuron_colors import output_colors, probability_colors
from nnviz.ui.theme import Theme, dark, light

each_theme = pytest.mark.parametrize("theme", [light(), dark()], ids=["light", "dark"])


def parts(colors: np.ndarray) -> np.ndarray:
    """Red, green and blue of 0xffRRGGBB."""
    assert (colors >> 24 == 255).all()
    return np.stack([colors >> 16 & 255, colors >> 8 & 255, colors & 255], axis=-1).astype(int)


@each_theme
def test_outputs_have_the_colours_of_weights(theme: Theme) -> None:
    values = np.linspace(-3.0, 3.0, 40).reshape(4, 10)
    expected = diverging_colors(theme, values, 2.0).astype(int)
    assert np.abs(parts(output_colors(values, 2.0, theme)) - expected).max() <= 2


@each_theme
def test_a_class_goes_from_the_neutral_colour_to_its_own(theme: Theme) -> None:
    theme = theme.for_classes((3, 1))
    neutral, own = rgb(QColor(theme.region_neutral)), rgb(theme.class_color(0))
    found = parts(probability_colors(np.array([0.0, 0.5, 1.0]), theme, 0))
    assert np.abs(found - np.array([neutral, (neutral + own) / 2, own])).max() <= 1


def test_weaker_colours_are_nearer_to_neutral() -> None:
    theme = light()
    neutral = rgb(QColor(theme.region_neutral))
    full, half = (parts(output_colors(np.array([1.0]), 1.0, theme, strength))[0] for strength in (1.0, 0.5))
    np.testing.assert_allclose(half - neutral, (full - neutral) / 2, atol=1.0)


def test_what_is_no_number_is_as_nothing_and_the_infinite_has_the_full_colour() -> None:
    values = np.array([np.nan, np.inf, -np.inf], dtype=np.float32)
    assert (
        output_colors(values, 1.0, light()).tolist() == output_colors(np.array([0.0, 1.0, -1.0]), 1.0, light()).tolist()
    )
