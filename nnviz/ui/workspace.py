"""The workspace: the canvas among its docks, which share places where there is no room for all of them."""

from PySide6.QtCore import QByteArray, QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

from nnviz.ui.theme import Theme

_LOWEST = 326
"""Pixels, at normal text size, that two places below one another at the right need."""
_LOWEST_CANVAS = 380
"""Pixels, at normal text size, that the canvas needs with all that stands above and below it."""
_BETWEEN = 12
"""Pixels between the canvas and the docks beside it, at the most."""


class Workspace(QMainWindow):
    """Stands inside the window. In a low one its docks at the right go into tabs, until there is room again.

    Those below the canvas come to them where it would else be too low to be read. How they are arranged can be set
    aside for a while, and brought back.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowFlags(Qt.WindowType.Widget)
        self.setDockNestingEnabled(True)
        self._scale = 1.0
        self._roomy: QByteArray | None = None
        self._shown: dict[QDockWidget, bool] = {}
        self._needed = 0.0
        self._aside: QByteArray | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._fit)

    def layout_to_keep(self) -> QByteArray:
        """The arrangement as the user made it, whatever it is at the moment."""
        if self._aside is not None:
            return self._roomy or self._aside
        if self._roomy is not None and self._shown == self._visibility():
            return self._roomy
        self._make_room()
        return self.saveState()

    def set_aside(self) -> None:
        """Let the docks be arranged in another way for a while."""
        if self._aside is None:
            self._aside = self.saveState()

    def bring_back(self) -> None:
        """Arrange the docks as they were when they were set aside."""
        if self._aside is not None:
            self.restoreState(self._aside)
            self._aside = None
            self._timer.start()

    def forget(self) -> None:
        """The docks are arranged anew: there is nothing to return to."""
        self._roomy = None

    def set_theme(self, theme: Theme) -> None:
        """Take note of the size of the text: with it goes the room that docks need."""
        self._scale = theme.scale
        self._timer.start()

    def minimumSizeHint(self) -> QSize:
        needed = super().minimumSizeHint()
        return QSize(needed.width(), min(needed.height(), round(_LOWEST * self._scale)))

    def setCentralWidget(self, widget: QWidget) -> None:  # noqa: N802 - Qt's name
        super().setCentralWidget(widget)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A dock that comes below the canvas takes height from it: then there may be no room for both."""
        if event.type() == QEvent.Type.Resize and self._lacking_below > 0:
            self._timer.start()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._timer.start()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest and self._lacks_room:
            self._timer.start()
        return super().event(event)

    @property
    def _lacks_room(self) -> bool:
        return super().minimumSizeHint().height() > self.height()

    @property
    def _lacking_below(self) -> int:
        """Pixels of height that are missing for the canvas with the docks below it, as it should at least be."""
        below = self._docks_below
        if not below or self._aside is not None:
            return 0
        if not self._has_width_for(below):  # beside the canvas they would make the window wider than it is
            return 0
        least = max(dock.minimumSizeHint().height() for dock in below)
        return round(_LOWEST_CANVAS * self._scale) + least - self.height()

    def _has_width_for(self, docks: list[QDockWidget]) -> bool:
        canvas = self.centralWidget()
        widest = max(dock.minimumSizeHint().width() for dock in docks)
        return canvas is not None and canvas.minimumSizeHint().width() + widest + _BETWEEN <= self.width()

    @property
    def _docks_below(self) -> list[QDockWidget]:
        area = Qt.DockWidgetArea.BottomDockWidgetArea
        docks = [dock for dock in self._docks if self.dockWidgetArea(dock) == area]
        return [dock for dock in docks if not dock.isHidden() and not dock.isFloating()]

    def _fit(self) -> None:
        """Share places where that is needed; return to how it was as soon as there is room for it."""
        if self._aside is not None or not self.isVisible():
            return
        if self._roomy is not None and self.height() >= self._needed * self._scale:
            self._make_room()
            return
        below = self._lacking_below
        if self._roomy is None and (self._lacks_room or below > 0):
            self._roomy, self._shown = self.saveState(), self._visibility()
            self._needed = super().minimumSizeHint().height() / self._scale
            if self._lacks_room:
                self._share_places()
        if below > 0:
            self._needed = max(self._needed, (self.height() + below) / self._scale)
            self._lift(self._docks_below)

    def _make_room(self) -> None:
        """Give every dock its own place again, those alone that are seen."""
        if self._roomy is not None:
            shown = self._visibility()
            self.restoreState(self._roomy)
            self._roomy = None
            for dock, is_shown in shown.items():
                dock.setVisible(is_shown)

    def _share_places(self) -> None:
        """Let the upper half of the docks at the right be in tabs, and the lower half."""
        right = sorted(self._leaders(), key=lambda dock: dock.y())
        middle = (len(right) + 1) // 2
        for group in (right[:middle], right[middle:]):
            for dock in group[1:]:
                for tab in (dock, *self.tabifiedDockWidgets(dock)):
                    self.tabifyDockWidget(group[0], tab)
            if len(group) > 1:
                group[0].raise_()

    def _lift(self, docks: list[QDockWidget]) -> None:
        """From below the canvas to the lowest place at the right."""
        places = sorted(self._leaders(), key=lambda dock: dock.y())
        if not places:
            return
        seen = next((dock for dock in docks if not dock.visibleRegion().isEmpty()), docks[0])
        for dock in docks:
            self.tabifyDockWidget(places[-1], dock)
        seen.raise_()

    @property
    def _docks(self) -> list[QDockWidget]:
        # Direct children alone: a search through all that stands in them took a twentieth of the opening of a window.
        return self.findChildren(QDockWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)

    def _visibility(self) -> dict[QDockWidget, bool]:
        return {dock: not dock.isHidden() for dock in self._docks}

    def _leaders(self) -> list[QDockWidget]:
        """One dock, that which is seen, of each place at the right."""
        area = Qt.DockWidgetArea.RightDockWidgetArea
        docks = [dock for dock in self._docks if self.dockWidgetArea(dock) == area]
        return [dock for dock in docks if not dock.isFloating() and not dock.visibleRegion().isEmpty()]
