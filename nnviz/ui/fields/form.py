"""Rows of a panel: a label, and the field it belongs to."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget


def label(text: str, role: str = "") -> QLabel:
    """A label with a role of the style sheet: title, muted, small, figure, warning."""
    made = QLabel(text)
    if role:
        made.setProperty("role", role)
    return made


def tool_button(tip: str) -> QToolButton:
    """A small button of a picture alone: the tip says what it does, to a screen reader too."""
    button = QToolButton()
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


class Form(QGridLayout):
    """Fields below one another, their labels in a column of equal width."""

    def __init__(self) -> None:
        super().__init__()
        self.setContentsMargins(0, 0, 0, 0)
        self.setHorizontalSpacing(8)
        self.setVerticalSpacing(5)
        self.setColumnStretch(1, 1)
        self._names: list[QWidget] = []

    def add_row(self, text: str, field: QWidget) -> QLabel:
        """Put a labelled field below the others; a press on the label's mnemonic goes to the field."""
        name = label(text, "muted")
        name.setBuddy(field)
        name.setToolTip(field.toolTip())
        self.add_pair(name, field)
        return name

    def add_pair(self, name: QWidget, field: QWidget) -> None:
        """Put a field below the others that brings its own label, such as a box to tick."""
        row = self.rowCount()
        self.addWidget(name, row, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.addWidget(field, row, 1)
        self._names.append(name)

    def add_below(self, part: QWidget) -> None:
        """Put something below the last field that belongs to it."""
        self.addWidget(part, self.rowCount(), 1)

    def add_wide(self, part: QWidget) -> None:
        """Put something below the others that takes the whole width."""
        self.addWidget(part, self.rowCount(), 0, 1, 2)

    @property
    def label_width(self) -> int:
        """What the longest label needs, in pixels."""
        for name in self._names:
            name.ensurePolished()  # before its first showing it does not know its font
        return max((name.sizeHint().width() for name in self._names), default=0)


def align(*forms: Form) -> None:
    """Give several forms below one another the same column of labels."""
    width = max(form.label_width for form in forms)
    for form in forms:
        form.setColumnMinimumWidth(0, width)


class Card(QFrame):
    """A frame with rounded corners, and a column in it.

    Attributes
    ----------
    column : QVBoxLayout
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(12, 10, 12, 12)
        self.column.setSpacing(8)


class PanelCard(Card):
    """A panel on a card: a title, something short at its right end, and the column below.

    Attributes
    ----------
    header : QHBoxLayout
    """

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self.column.setContentsMargins(12, 10, 12, 10)
        self.header = QHBoxLayout()
        self.header.addWidget(label(title, "title"))
        self.header.addStretch(1)
        self.column.addLayout(self.header)
