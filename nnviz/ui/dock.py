"""Docks that look like cards."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QDockWidget,
    QHBoxLayout,
    QMainWindow,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from nnviz.ui.fields.elided_label import ElidedLabel
from nnviz.ui.icons import icon
from nnviz.ui.theme import Theme

_AROUND_TAB = 16
"""Pixels between a tab's words and the next one's, at any size of the text."""


class DockCard(QDockWidget):
    """A card that can be moved, floated, tabbed and hidden.

    Parameters
    ----------
    key : str
        Name under which its place is remembered.
    title : str
    body : QWidget
    extra : QWidget, optional
        Shown at the right end of the title.
    tools : QWidget, optional
        Shown beside the title, which goes where a tab says the same.
    short_title : str, optional
        Stands on its tab where there is no room for the whole one.
    """

    def __init__(
        self,
        key: str,
        title: str,
        body: QWidget,
        extra: QWidget | None = None,
        tools: QWidget | None = None,
        *,
        short_title: str = "",
    ) -> None:
        super().__init__(title)
        self._titles = (title, short_title or title)
        self.setObjectName(key)
        self._float = self._button("Take out of the window, or put back")
        self._hide = self._button("Hide (it comes back from the View menu)")
        self._right_end = QStackedWidget()
        self._title = ElidedLabel("title")  # it gives way to what stands at the right end
        self._title.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._title.show_lines(title)
        self.setTitleBarWidget(self._make_header(extra, tools))
        self.setWidget(self._make_frame(body))
        self._float.clicked.connect(self._on_float)
        self._hide.clicked.connect(self.close)

    def show_title(self, title: str) -> None:
        """Say on the card what it shows just now; in menus and tabs it keeps its name."""
        self._title.show_lines(title)

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        self._float.setIcon(icon("float", theme.muted))
        self._hide.setIcon(icon("close", theme.muted))

    def _button(self, tip: str) -> QToolButton:
        button = QToolButton()
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _make_header(self, extra: QWidget | None, tools: QWidget | None) -> QWidget:
        header = QWidget()
        header.setObjectName("dockHeader")
        header.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(header)
        row.setContentsMargins(12, 8, 8, 2)
        row.setSpacing(2)
        row.addWidget(self._title)
        if tools is None:
            row.addStretch(1)
        else:
            self._title.setContentsMargins(0, 0, 8, 0)  # which goes with it: without a title the tools begin the row
            row.addWidget(tools, 1)
        buttons = QWidget()
        button_row = QHBoxLayout(buttons)
        button_row.setContentsMargins(0, 0, 0, 0)
        button_row.addStretch(1)
        button_row.addWidget(self._float)
        button_row.addWidget(self._hide)
        for page in (extra or QWidget(), buttons):
            self._right_end.addWidget(page)
        row.addWidget(self._right_end)
        header.installEventFilter(self)
        return header

    def _make_frame(self, body: QWidget) -> QWidget:
        frame = QWidget()
        frame.setObjectName("dockBody")
        frame.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(frame)
        column.setContentsMargins(8, 0, 8, 8)
        column.addWidget(body)
        return frame

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The buttons show only while the mouse is on the title: a quiet window has no row of crosses."""
        if event.type() in {QEvent.Type.Enter, QEvent.Type.Leave}:
            self._right_end.setCurrentIndex(int(event.type() == QEvent.Type.Enter))
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Whatever joins or leaves the tabs changes the room of the others."""
        super().resizeEvent(event)
        window = self.parentWidget()
        if isinstance(window, QMainWindow):
            mates = window.tabifiedDockWidgets(self)
            self._title.setVisible(self.isFloating() or not mates)
            self._fit_tabs([self, *(mate for mate in mates if isinstance(mate, DockCard))])

    def tab_width(self) -> int:
        """Pixels that its tab needs for the whole title."""
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        return QFontMetrics(bold).horizontalAdvance(self._titles[0]) + _AROUND_TAB

    def show_short(self, *, is_short: bool) -> None:
        """Have the short title on the tab, or the whole one; the menu says the whole one in any case."""
        if self.windowTitle() != self._titles[is_short]:
            self.setWindowTitle(self._titles[is_short])
            self.toggleViewAction().setText(self._titles[0])

    def _fit_tabs(self, tabs: list["DockCard"]) -> None:
        is_tight = len(tabs) > 1 and sum(tab.tab_width() for tab in tabs) > self.width()
        for tab in tabs:
            tab.show_short(is_short=is_tight)

    def _on_float(self) -> None:
        self.setFloating(not self.isFloating())
