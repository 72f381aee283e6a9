from collections import Counter

import numpy as np
import pytest
from PySide6.QtGui import QImage

from nnviz.experiment.presets import PRESETS, preset
from nnviz.ui.preset_thumbnail import MOST_POINTS, sample, thumbnail
from nnviz.ui.theme import Theme, dark, light


def colors_in(picture: QImage) -> Counter[str]:
    """How many pixels have each opaque colour."""
    pixels = (picture.pixelColor(x, y) for x in range(picture.width()) for y in range(picture.height()))
    return Counter(pixel.name() for pixel in pixels if pixel.alpha() == 255)


@pytest.mark.parametrize("key", PRESETS)
@pytest.mark.parametrize("theme", [light(), dark()], ids=["light", "dark"])
def test_every_class_is_seen_in_its_colour_on_nothing(qapp: object, key: str, theme: Theme):
    del qapp
    picture = thumbnail(key, theme, 170, 96, 2.0).toImage()
    assert (picture.width(), picture.height()) == (340, 192)
    assert picture.pixelColor(0, 0).alpha() == 0
    seen = colors_in(picture)
    for label in range(len(preset(key).data.class_names)):
        assert seen[theme.class_color(label).name()] > 100


def test_points_do_not_reach_the_edge_and_what_is_round_looks_round(qapp: object):
    del qapp
    picture = thumbnail("circles", light(), 170, 96, 1.0).toImage()
    inked = [(x, y) for x in range(170) for y in range(96) if picture.pixelColor(x, y).alpha() > 0]
    columns, rows = zip(*inked, strict=True)
    assert max(rows) - min(rows) == pytest.approx(max(columns) - min(columns), abs=4)
    assert min(rows) >= 2
    assert max(rows) <= 93


def test_large_sets_are_sampled_the_same_way_every_time():
    data = preset("three-clusters").data
    points, labels = sample(data)
    assert points.shape == (MOST_POINTS, 2)
    assert set(labels) == {0, 1, 2}
    sample.cache_clear()
    np.testing.assert_array_equal(points, sample(data)[0])


def test_a_picture_is_drawn_once_for_each_theme(qapp: object):
    del qapp
    once = thumbnail("moons", light(), 100, 60, 1.0)
    assert thumbnail("moons", light(), 100, 60, 1.0) is once
    assert thumbnail("moons", dark(), 100, 60, 1.0) is not once
