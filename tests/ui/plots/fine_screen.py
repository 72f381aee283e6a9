"""Compares a picture that was stretched ahead with one that was not, on a screen of any ratio; run by a test.

QT_SCALE_FACTOR=1.5 QT_QPA_PLATFORM=offscreen python -m tests.ui.plots.fine_screen
"""

import numpy as np
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from nnviz.core.regions import Rectangle
from nnviz.ui.plots import picture_item
from nnviz.ui.plots.picture_item import PictureItem
from nnviz.ui.plots.quiet_plot import QuietPlot
from nnviz.ui.theme import light

_AREA = Rectangle(-1.3, -2.0, 4.0, 3.1)
_CORNERS = ((0, 0), (13, 7), (1, 3))
_SIZES = ((403, 297), (350, 260))


def seen(window: QWidget) -> np.ndarray:
    """The channels of all that a window shows, (height, width, 4)."""
    image = window.grab().toImage().convertToFormat(QImage.Format.Format_ARGB32)
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4).astype(int)


def main() -> None:
    """Say the ratio and that all is as it would have been; else it ends with an error."""
    application = QApplication([])
    pixels = np.asarray(0xFF000000 | np.random.default_rng(1).integers(0, 2**24, (20, 30)), dtype=np.uint32)
    window = QWidget()
    window.resize(500, 400)
    plot = QuietPlot("x", "y", window)
    plot.set_theme(light())
    item = PictureItem()
    plot.addItem(item)
    window.show()
    for corner in _CORNERS:
        for size in _SIZES:
            plot.move(*corner)
            plot.resize(*size)
            plot.view.setRange(xRange=(_AREA.left, _AREA.right), yRange=(_AREA.bottom, _AREA.top), padding=0)
            item.show_pixels(pixels.copy(), _AREA)
            application.processEvents()
            expected = seen(window)
            item.stretch(item.pixels, _AREA)
            draw, picture_item._draw = picture_item._draw, _refuse
            np.testing.assert_allclose(seen(window), expected, atol=1, err_msg=f"{corner}, {size}")
            picture_item._draw = draw
    print(f"{window.devicePixelRatioF():g} as it would have")  # noqa: T201


def _refuse(*_: object) -> None:
    raise AssertionError("stretched while it was painted")


if __name__ == "__main__":
    main()
