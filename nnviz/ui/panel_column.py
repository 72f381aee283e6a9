"""The column of panels at the window's left, which scrolls where it is longer than the window."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from nnviz.ui.theme import Theme

_WIDTH, _MARGINS = 242, 54
_SCROLL_BAR = 10
_MOST_OF_WINDOW = 0.31
"""Of its width: in a narrow window the panels give way before the views do."""


class PanelColumn(QScrollArea):
    """Holds panels one under another, all as wide as the text's size asks for; in a narrow window, as they have to be.

    Parameters
    ----------
    panels : Sequence[QWidget]
    """

    def __init__(self, panels: Sequence[QWidget]) -> None:
        super().__init__()
        self._scroll_bar = _SCROLL_BAR
        column = self._column = QWidget()
        column.setObjectName("column")
        rows = QVBoxLayout(column)
        rows.setContentsMargins(0, 0, 6, 0)
        rows.setSpacing(8)
        for panel in panels:
            rows.addWidget(panel)
        rows.addStretch(1)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # One without a background. Its own, asked for by `viewport()`, would cost .05 s at the start: to find out of
        # which class a widget is that Qt made, PySide6 builds all the hundred there are.
        self.setViewport(QWidget())
        self.setWidget(column)
        column.setAutoFillBackground(False)

    def set_theme(self, theme: Theme) -> None:
        """Take the width that goes with the theme's size of text."""
        self.setMaximumWidth(theme.px(_WIDTH) + _MARGINS)
        self._scroll_bar = theme.px(_SCROLL_BAR)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        share = round(_MOST_OF_WINDOW * self.window().width())
        return QSize(max(min(self.maximumWidth(), share), self._needed), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._needed, super().minimumSizeHint().height())

    @property
    def _needed(self) -> int:
        return min(self._column.minimumSizeHint().width() + self._scroll_bar, self.maximumWidth())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's own sends what happens to the column here; with what is in it changes how narrow it can be."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)
