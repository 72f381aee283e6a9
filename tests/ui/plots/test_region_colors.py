import numpy as np
import pytest
from PySide6.QtGui import QColor

from nnviz.ui.plots.color_arrays import rgb
from nnviz.ui.plots.region_colors import _FLAT, region_colors
from nnviz.ui.theme import Theme, dark, light

THEMES = [light(), dark()]


def parts(colors: np.ndarray) -> np.ndarray:
    """Red, green and blue of colours that are one number each, (…, 3)."""
    assert colors.dtype == np.uint32
    assert (colors >> 24 == 0xFF).all()
    return np.stack([colors >> 16 & 0xFF, colors >> 8 & 0xFF, colors & 0xFF], axis=-1).astype(int)


def mixed(theme: Theme, label: int, share: float) -> np.ndarray:
    """`share` of the way from the neutral colour to the class's own."""
    neutral = rgb(QColor(theme.region_neutral))
    return np.rint(neutral + share * (rgb(theme.class_color(label)) - neutral)).astype(int)


@pytest.mark.parametrize("theme", THEMES, ids=["light", "dark"])
@pytest.mark.parametrize("n_classes", [2, 3, 10])
def test_certainty_has_the_classs_colour_in_full_strength(theme: Theme, n_classes: int) -> None:
    colors = region_colors(np.eye(n_classes)[np.newaxis], theme, by_confidence=True)
    assert colors.shape == (1, n_classes)
    for label in range(n_classes):
        np.testing.assert_array_equal(parts(colors)[0, label], mixed(theme, label, theme.region_strength))


@pytest.mark.parametrize("theme", THEMES, ids=["light", "dark"])
@pytest.mark.parametrize("n_classes", [2, 3, 10])
def test_where_all_classes_are_equally_likely_the_colour_is_neutral(theme: Theme, n_classes: int) -> None:
    colors = region_colors(np.full((2, 3, n_classes), 1.0 / n_classes), theme, by_confidence=True)
    np.testing.assert_array_equal(parts(colors), np.broadcast_to(rgb(QColor(theme.region_neutral)), (2, 3, 3)))


def test_the_surer_the_stronger() -> None:
    theme = light()
    sure = np.linspace(0.5, 1.0, 11)
    colors = region_colors(np.stack([sure, 1 - sure], axis=-1)[np.newaxis], theme, by_confidence=True)
    for place, probability in enumerate(sure):
        share = theme.region_strength * (probability - 0.5) / 0.5
        assert np.abs(parts(colors)[0, place] - mixed(theme, 0, share)).max() <= 1


@pytest.mark.parametrize("theme", THEMES, ids=["light", "dark"])
def test_without_confidence_each_class_has_one_colour(theme: Theme) -> None:
    probabilities = np.random.RandomState(1).dirichlet([1, 1, 1], size=(20, 20))
    colors = region_colors(probabilities, theme, by_confidence=False)
    winners = probabilities.argmax(axis=2)
    for label in range(3):
        expected = mixed(theme, label, _FLAT * theme.region_strength)
        found = np.unique(parts(colors)[winners == label], axis=0)
        assert found.shape == (1, 3)
        assert np.abs(found - expected).max() <= 1
