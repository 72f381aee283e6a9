from PySide6.QtGui import QColor

from nnviz.ui.plots.pens import pixel_pen


def test_a_pixel_pen_is_as_wide_in_every_plot():
    pen = pixel_pen(QColor("#123456"), 1.5)
    assert (pen.color().name(), pen.widthF(), pen.isCosmetic()) == ("#123456", 1.5, True)
