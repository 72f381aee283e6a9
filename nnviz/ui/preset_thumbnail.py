"""Thumbnails: the points of a preset as a small picture, to know it by."""

from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from nnviz.core.arrays import FloatArray, IntArray
from nnviz.experiment.build import build_dataset
from nnviz.experiment.data_spec import DataSpec
from nnviz.experiment.presets import preset
from nnviz.ui.class_marks import class_mark
from nnviz.ui.theme import Theme

MOST_POINTS = 240
_MARK = 4.8
_OUTLINE = 0.12  # of a mark
_MARGIN = 7.0


@lru_cache(maxsize=64)
def thumbnail(key: str, theme: Theme, width: int, height: int, pixel_ratio: float) -> QPixmap:
    """Some points of the preset `key`, each with its class's mark and colour, on nothing.

    Parameters
    ----------
    key : str
    theme : Theme
        For the colours, and the size of the marks.
    width, height : int
        In device-independent pixels. Both axes have the same scale, so that what is round looks round.
    pixel_ratio : float
        Pixels of the screen in one of them.
    """
    data = preset(key).data
    points, labels = sample(data)
    pixmap = QPixmap(round(width * pixel_ratio), round(height * pixel_ratio))
    pixmap.setDevicePixelRatio(pixel_ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    margin = theme.px(_MARGIN)
    places = _fitted(points, QRectF(margin, margin, width - 2 * margin, height - 2 * margin))
    _draw_marks(painter, places, labels, theme.for_classes(data.class_colors))
    painter.end()
    return pixmap


@lru_cache(maxsize=16)
def sample(data: DataSpec) -> tuple[FloatArray, IntArray]:
    """Points (n, 2) of a recipe and their labels (n,): all of them, or `MOST_POINTS` that a fixed seed picks."""
    dataset = build_dataset(data)
    points = np.concatenate([dataset.training_points, dataset.test_points])
    labels = np.concatenate([dataset.training_labels, dataset.test_labels])
    some = np.random.RandomState(0).permutation(len(labels))[:MOST_POINTS]
    return points[some, :2], labels[some]


def _fitted(points: FloatArray, place: QRectF) -> FloatArray:
    """Where the points stand in a picture, whose second axis points down; (n, 2)."""
    low, high = points.min(axis=0), points.max(axis=0)
    scale = min(place.width() / (high[0] - low[0]), place.height() / (high[1] - low[1]))
    middle = place.center()
    return (points - (low + high) / 2) * (scale, -scale) + (middle.x(), middle.y())


def _draw_marks(painter: QPainter, places: FloatArray, labels: IntArray, theme: Theme) -> None:
    size = _MARK * theme.scale
    painter.setPen(QPen(QColor(theme.point_outline), _OUTLINE))
    for (x, y), label in zip(places.tolist(), labels.tolist(), strict=True):
        painter.save()
        painter.translate(QPointF(x, y))
        painter.scale(size, size)
        painter.setBrush(theme.class_color(label))
        painter.drawPath(class_mark(theme.class_number(label)))
        painter.restore()
