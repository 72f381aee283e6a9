"""A label whose number counts."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from nnviz.ui.fields.ground import stand_on_card
from nnviz.ui.fields.numbers import figures_alike

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class CountingLabel(QWidget):
    """A line with a number that changes in every frame. It keeps the room it once needed, so that nothing moves.

    A label asks for a new layout whenever its text is another, and all up to the window is measured and painted for it.
    Here it asks this widget, which asks on only where there is not room enough. Our figures are all of one width: so
    another number of as many of them need not be measured. It stands on a card.

    Parameters
    ----------
    role : str
        Of the style sheet.
    alignment : Qt.AlignmentFlag
        Where the line stands in its room.
    gives_way : bool
        Whether it goes where there is no room for all of it, since half a number is a wrong one; else it has room in
        any case.
    """

    def __init__(self, role: str = "", alignment: Qt.AlignmentFlag = _LEFT, *, gives_way: bool = False) -> None:
        super().__init__()
        self._gives_way = gives_way
        self._room = QSize(0, 0)
        self._needed = 0
        self._pattern = ""
        self._label = QLabel(self)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setAlignment(alignment)
        if role:
            self._label.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        stand_on_card(self)

    def text(self) -> str:
        """The line."""
        return self._label.text()

    def show_text(self, text: str) -> None:
        """Show another line."""
        self._label.setText(text)
        pattern = figures_alike(text)
        if pattern != self._pattern:
            self._pattern = pattern
            before = self._room
            self._measure()
            if self._room != before:
                self.updateGeometry()

    def width_of(self, text: str) -> int:
        """Pixels that a line would take."""
        self._label.ensurePolished()
        return self._label.fontMetrics().horizontalAdvance(text)

    def sizeHint(self) -> QSize:
        if self._room.isEmpty():
            self._measure()
        return self._room

    def minimumSizeHint(self) -> QSize:
        room = self.sizeHint()
        return QSize(0, room.height()) if self._gives_way else room

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._label.resize(self.size())
        self._show_if_whole()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._room = QSize(0, 0)
        super().changeEvent(event)

    def _measure(self) -> None:
        """Find out what a line like the present one needs."""
        self._label.ensurePolished()  # before its first showing it does not know its font
        needs = self._label.sizeHint()
        self._needed = needs.width()
        self._room = self._room.expandedTo(needs)
        self._show_if_whole()

    def _show_if_whole(self) -> None:
        if self._gives_way:
            self._label.setVisible(self._needed <= self.width())
