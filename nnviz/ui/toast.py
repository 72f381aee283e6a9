"""A toast: a short message over the window that goes away by itself, or stays with something to do about it."""

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeySequence, QMouseEvent, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QPushButton, QToolButton, QWidget

from nnviz.ui.fields.form import label
from nnviz.ui.icons import icon
from nnviz.ui.theme import Theme, light

_SECONDS_PER_CHARACTER = 0.06
_SHORTEST = 3.0
_FROM_BELOW = 44
_FROM_SIDES = 20
_NARROWEST = 200
_WIDEST_OFFER = 560


class Toast(QFrame):
    """Says one thing near the lower edge of its parent.

    It lies over the window and takes no place in it, so that nothing jumps, and it leaves the keyboard where it is. A
    note goes by itself, or at a click. An offer has a button; it stays until that is pressed or the cross, or Escape.
    A note that comes in between is shown for its time, and then the offer again.

    Parameters
    ----------
    parent : QWidget
    button : QPushButton
        What an offer is about. The next Tab goes there.
    """

    def __init__(self, parent: QWidget, button: QPushButton) -> None:
        super().__init__(parent)
        self._window = parent
        self._offered: str | None = None
        self.setObjectName("toast")
        self._sentence = label("")
        self._sentence.setTextFormat(Qt.TextFormat.PlainText)  # it repeats what people typed
        self.button = button
        self.button.setProperty("primary", True)
        self.cross = QToolButton()
        self.cross.setToolTip("Put this away (Escape)")
        self.cross.setAccessibleName("Put this message away")
        self.cross.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._grid = QGridLayout(self)
        self._grid.addWidget(self._sentence, 0, 0)
        self._grid.addWidget(self.cross, 0, 1, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(self.button, 1, 0, Qt.AlignmentFlag.AlignLeft)
        self._escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.put_away)
        self.cross.clicked.connect(self.put_away)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_note_read)
        self.set_theme(light())
        self.hide()

    def text(self) -> str:
        """What it says, or said last."""
        return self._sentence.text()

    @property
    def has_offer(self) -> bool:
        """Whether there is an offer, be it shown or waiting for a note to be read."""
        return self._offered is not None

    def say(self, sentence: str, *, is_warning: bool = False) -> None:
        """Show `sentence` for as long as it takes to read."""
        self._show(sentence, is_warning=is_warning, is_offer=False)
        self._timer.start(round(1000 * max(_SHORTEST, 1.0 + _SECONDS_PER_CHARACTER * len(sentence))))

    def offer(self, sentence: str) -> None:
        """Show `sentence` with the button, until something becomes of it."""
        self._offered = sentence
        self._timer.stop()
        self._show(sentence, is_warning=True, is_offer=True)
        before = self._window.focusWidget()
        if before is not None and not self.isAncestorOf(before):
            QWidget.setTabOrder(before, self.button)
            QWidget.setTabOrder(self.button, self.cross)

    def withdraw(self) -> None:
        """There is nothing to offer any more; a note stays."""
        if self._offered is not None and not self._timer.isActive():
            self.put_away()
        self._offered = None

    def put_away(self) -> None:
        """Hide, for good."""
        if not self._timer.isActive():
            self._offered = None
        self._timer.stop()
        self._give_back_keyboard()
        self.hide()

    def place(self) -> None:
        """Stand in the middle, above the window's lower edge, no wider than the parent."""
        parent = self._window
        widest = max(_NARROWEST, parent.width() - 2 * _FROM_SIDES)
        if not self.button.isHidden():
            widest = min(widest, self._theme.px(_WIDEST_OFFER))
        self._sentence.setWordWrap(False)
        self._grid.activate()
        size = self._grid.totalSizeHint()  # the frame's border included
        if size.width() > widest:
            self._sentence.setWordWrap(True)
            self._grid.activate()
            size = QSize(widest, self._grid.totalHeightForWidth(widest))
        self.resize(size)
        self.move((parent.width() - self.width()) // 2, parent.height() - self.height() - _FROM_BELOW)

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours and size."""
        self._theme = theme
        px = theme.px
        self._grid.setContentsMargins(px(14), px(7), px(14), px(7))
        self._grid.setSpacing(px(8))
        self.cross.setIcon(icon("close", theme.warning))
        if self.isVisible():
            self.place()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        del event
        if self.button.isHidden():
            self._on_note_read()

    def _show(self, sentence: str, *, is_warning: bool, is_offer: bool) -> None:
        if not is_offer:
            self._give_back_keyboard()
        self.setProperty("kind", "warning" if is_warning else "note")
        self.style().polish(self)
        self.style().polish(self._sentence)
        self._sentence.setText(sentence)
        for part in (self.button, self.cross):
            part.setVisible(is_offer)
        self._escape.setEnabled(is_offer)
        self.setAccessibleName(sentence)
        self.place()
        self.show()
        self.raise_()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _on_note_read(self) -> None:
        self._timer.stop()
        if self._offered is None:
            self.hide()
        else:
            self.offer(self._offered)

    def _give_back_keyboard(self) -> None:
        """What is about to hide must not keep it: Space is to play again."""
        focus = QApplication.focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            self._window.setFocus()
