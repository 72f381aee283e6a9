"""A button beside a plot's title that opens the choice of its curves and axes."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QCheckBox, QFormLayout, QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from nnviz.ui.fields.choice_field import ChoiceField
from nnviz.ui.fields.form import label, tool_button
from nnviz.ui.icons import icon
from nnviz.ui.plots.curve_choice import CurveChoice
from nnviz.ui.plots.curve_kinds import CurveGroup, LineKind
from nnviz.ui.theme import Theme, light

_WIDTH, _SAMPLE = 220, 30
_SCALES = (("linear", "Linear"), ("log", "Logarithmic"))
_LOG_NOTE = "Step 0, and values of 0,\nhave no place on a logarithmic axis."


class CurvesButton(QWidget):
    """Opens the choice, and says what was chosen last.

    Parameters
    ----------
    groups : Sequence[CurveGroup]
        One of which is drawn.

    Signals
    -------
    choice_edited(CurveChoice)
        The user wants to see others, or on other axes. Never sent by `show_choice`.

    Attributes
    ----------
    button : QToolButton
    popup : CurvesPopup or None
        The choice, once it was opened.
    """

    choice_edited = Signal(object)

    def __init__(self, groups: Sequence[CurveGroup], choice: CurveChoice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups = groups
        self._choice = choice
        self._theme = light()
        self.button: QToolButton = tool_button("Choose the curves, and their axes")
        self.popup: CurvesPopup | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.button.clicked.connect(self._on_clicked)

    def show_choice(self, choice: CurveChoice) -> None:
        """Begin with this when the user chooses."""
        self._choice = choice

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        self._theme = theme
        self.button.setIcon(icon("chevron-down", theme.muted))
        self.button.setIconSize(QSize(theme.px(10), theme.px(10)))

    def _on_clicked(self) -> None:
        popup = self.popup = CurvesPopup(self._groups, self._choice, self._theme, self)
        popup.choice_edited.connect(self._on_choice_edited)
        popup.adjustSize()
        popup.move(self._place_of(popup))
        popup.show()
        popup.setFocus()

    def _place_of(self, popup: QWidget) -> QPoint:
        """Beside the plot, so that one sees what one chooses; below the button where there is no room."""
        room = self.screen().availableGeometry()
        below = self.button.mapToGlobal(QPoint(0, self.button.height() + 4))
        header = self.parentWidget() or self
        left = header.mapToGlobal(QPoint(0, 0)).x() - popup.width() - 4
        if left < room.left():
            left = max(min(below.x(), room.right() - popup.width() - 4), room.left())
        return QPoint(left, below.y())

    def _on_choice_edited(self, choice: CurveChoice) -> None:
        self._choice = choice
        self.choice_edited.emit(choice)


class CurvesPopup(QFrame):
    """What to draw, and on which axes. It stays open until Escape, or a click beside it.

    Signals
    -------
    choice_edited(CurveChoice)

    Attributes
    ----------
    group, steps, values : ChoiceField
        Which curves, and the scales of the axes across and upward.
    lines : tuple of QCheckBox
        One for each line of the group that is chosen; none where it has but one.
    """

    choice_edited = Signal(object)

    def __init__(self, groups: Sequence[CurveGroup], choice: CurveChoice, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("cluster")
        self._groups = tuple(groups)
        self._choice = choice
        self.group = ChoiceField("What is drawn", [(group.key, group.title) for group in groups])
        self._boxes = {line.key: _box(line, theme) for group in groups if len(group.lines) > 1 for line in group.lines}
        self.steps = ChoiceField("Scale of the steps", _SCALES)
        self.values = ChoiceField("Scale of the values", _SCALES)
        column = QVBoxLayout(self)
        column.setSpacing(theme.px(8))
        column.addWidget(label("Curves", "title"))
        if len(groups) > 1:
            column.addWidget(self.group)
        for box in self._boxes.values():
            column.addWidget(box)
            box.clicked.connect(self._on_line_clicked)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setVerticalSpacing(theme.px(5))
        for text, field in (("Steps", self.steps), ("Values", self.values)):
            form.addRow(label(text, "muted"), field)
        column.addSpacing(theme.px(4))
        column.addLayout(form)
        self._note = label(_LOG_NOTE, "small")
        column.addWidget(self._note)
        self.group.choice_edited.connect(self._on_group_edited)
        self.steps.choice_edited.connect(self._on_steps_edited)
        self.values.choice_edited.connect(self._on_values_edited)
        self.setFocusProxy(self.group if len(groups) > 1 else next(iter(self._boxes.values())))
        self.setMinimumWidth(theme.px(_WIDTH))
        self._show()

    @property
    def lines(self) -> tuple[QCheckBox, ...]:
        """The switches that are to be seen."""
        return tuple(self._boxes[line.key] for line in self._choice.group.lines if line.key in self._boxes)

    def _show(self) -> None:
        choice = self._choice
        self.group.show_choice(choice.group.key)
        self.steps.show_choice("log" if choice.log_steps else "linear")
        self.values.show_choice("log" if choice.log_values else "linear")
        for key, box in self._boxes.items():
            box.setVisible(box in self.lines)
            box.setChecked(key in choice.lines)
        self._note.setVisible(choice.log_steps or choice.log_values)
        self.adjustSize()

    def _edit(self, choice: CurveChoice) -> None:
        self._choice = choice
        self._show()
        self.choice_edited.emit(choice)

    def _on_group_edited(self, key: str) -> None:
        self._edit(replace(self._choice, group=next(group for group in self._groups if group.key == key)))

    def _on_line_clicked(self, is_on: bool) -> None:
        key = next(key for key, box in self._boxes.items() if box is self.sender())
        self._edit(self._choice.with_line(key, is_on=is_on))

    def _on_steps_edited(self, key: str) -> None:
        self._edit(replace(self._choice, log_steps=key == "log"))

    def _on_values_edited(self, key: str) -> None:
        self._edit(replace(self._choice, log_values=key == "log"))


def _box(line: LineKind, theme: Theme) -> QCheckBox:
    """A switch with a piece of its line."""
    box = QCheckBox(line.title)
    box.setIcon(_sample(line, theme))
    box.setIconSize(QSize(theme.px(_SAMPLE), theme.px(10)))
    return box


def _sample(line: LineKind, theme: Theme) -> QIcon:
    pixmap = QPixmap(theme.px(_SAMPLE), theme.px(10))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setPen(line.pen(theme))
    middle = pixmap.height() // 2
    painter.drawLine(0, middle, pixmap.width(), middle)
    painter.end()
    return QIcon(pixmap)
