"""A fold: settings that are rarely needed, out of sight until somebody wants them."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from nnviz.ui.fields.form import label
from nnviz.ui.fields.keyboard import tab_behind
from nnviz.ui.icons import icon
from nnviz.ui.theme import Theme


class Fold(QWidget):
    """A title with an arrow, and below it what it opens. Closed, it says beside its title what is set in it.

    Parameters
    ----------
    title : str
        As it stands on the screen.
    name : str
        What it opens, for those who hear the screen.
    make_content : Callable[[], QWidget]
        Makes it, when it is opened for the first time.
    """

    def __init__(
        self, title: str, name: str, make_content: Callable[[], QWidget], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme: Theme | None = None
        self._make_content = make_content
        self._content: QWidget | None = None
        self._name = name
        self._button = QToolButton()
        self._button.setText(title)
        self._button.setCheckable(True)
        self._button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self._button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._summary = label("", "small")
        self._summary.setWordWrap(True)
        self._summary.setTextFormat(Qt.TextFormat.PlainText)
        self._summary.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._summary.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._lay_out()
        self._show_name()
        self._button.toggled.connect(self._on_toggled)

    @property
    def is_open(self) -> bool:
        """Whether its content is shown."""
        return self._button.isChecked()

    def show_title(self, title: str) -> None:
        """Stand under this title from now on."""
        self._button.setText(title)

    def show_summary(self, summary: str) -> None:
        """Say in a few words what is set in it; nothing where all is as usual."""
        self._summary.setText(summary)
        self._show_name()

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        self._theme = theme
        self._show_arrow()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._button, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
        top.addWidget(self._summary, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._column.addLayout(top)

    def _show_arrow(self) -> None:
        if self._theme is not None:
            self._button.setIcon(icon("chevron-down" if self.is_open else "chevron-right", self._theme.muted))

    def _show_name(self) -> None:
        does = "Hide" if self.is_open else "Show"
        self._button.setToolTip(f"{does} {self._name}")
        said = self._summary.text()
        self._button.setAccessibleName(f"{does} {self._name}" + (f": {said}" if said else ""))

    def _on_toggled(self, opened: bool) -> None:
        if self._content is None:
            self._content = self._make_content()
            self._column.addWidget(self._content)
            tab_behind(self._button, self._content)
        self._content.setVisible(opened)
        self._summary.setVisible(not opened)
        self._show_arrow()
        self._show_name()
        if opened:
            QTimer.singleShot(0, self, self._scroll_to)  # when the layouts know its place

    def _scroll_to(self) -> None:
        """Bring what was opened into view; where it is higher than the view, its top."""
        around = self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        column = around.widget() if around is not None else None
        if around is not None and column is not None and self.is_open:
            for y in (self.height(), 0):
                place = self.mapTo(column, QPoint(0, y))
                around.ensureVisible(place.x(), place.y(), 0, 0)
