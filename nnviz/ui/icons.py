"""Icons: the shipped line drawings, in any colour."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from nnviz.resources import resource_folder

_SIZES = (16, 24, 32, 48)


@lru_cache(maxsize=128)
def icon(name: str, color: str) -> QIcon:
    """The drawing `name` in `color` (#rrggbb), crisp at every scaling."""
    source = (resource_folder() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(source.replace("currentColor", color).encode()))
    drawn = QIcon()
    for size in _SIZES:
        drawn.addPixmap(_rendered(renderer, size))
    return drawn


def application_icon() -> QIcon:
    """nnviz itself, for title bars and task bars."""
    return QIcon(str(resource_folder() / "nnviz.svg"))


def _rendered(renderer: QSvgRenderer, size: int) -> QPixmap:
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap
