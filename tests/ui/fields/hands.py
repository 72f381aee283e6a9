"""What a person's hands do to a field."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from nnviz.ui.fields.choice_field import ChoiceField
from nnviz.ui.fields.kind_field import KindField
from nnviz.ui.fields.number_field import NumberField


class Heard:
    """Everything signals said, in order."""

    def __init__(self, *signals: object) -> None:
        self.said: list[object] = []
        for signal in signals:
            signal.connect(self._on_said)  # type: ignore[attr-defined]

    def _on_said(self, *arguments: object) -> None:
        self.said.append(arguments[0] if len(arguments) == 1 else arguments)

    def take(self) -> list[object]:
        """What was said since the last time."""
        said, self.said = self.said, []
        return said


def put_on_screen(qtbot: QtBot, widget: QWidget) -> None:
    """Show a widget in a window that has the keyboard; something else in it has the focus at first."""
    qtbot.addWidget(widget)
    widget.show()
    qtbot.waitExposed(widget)
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)
    leave()


def focus(qtbot: QtBot, widget: QWidget) -> None:
    widget.setFocus()
    qtbot.waitUntil(widget.hasFocus)


def leave() -> None:
    """Take the keyboard away from whatever has it."""
    focused = QApplication.focusWidget()
    if focused is not None:
        focused.clearFocus()


def type_over(qtbot: QtBot, field: QLineEdit, text: str) -> None:
    """Replace what is there, without entering it."""
    focus(qtbot, field)
    field.selectAll()
    for character in text:  # QTest's own keys are those of an English keyboard only
        QApplication.sendEvent(field, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, character))


def enter(qtbot: QtBot, field: QLineEdit, text: str) -> None:
    """Replace what is there, and press Enter."""
    type_over(qtbot, field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def click(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def turn_wheel(widget: QWidget, notches: int) -> bool:
    """Turn the wheel over a widget; whether the widget kept the turn for itself."""
    place = QPointF(widget.rect().center())
    event = QWheelEvent(
        place,
        QPointF(widget.mapToGlobal(place.toPoint())),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    event.setAccepted(False)
    widget.wheelEvent(event)
    return event.isAccepted()


def nothing_said(heard: Heard, act: Callable[[], None]) -> bool:
    """Whether `act` passes in silence."""
    heard.take()
    act()
    return heard.take() == []


def choose(qtbot: QtBot, field: ChoiceField, key: str) -> None:
    """Choose an entry with the arrow keys: those of a closed list choose at once, all on the way included."""
    focus(qtbot, field)
    wanted = field.findData(key)
    while field.currentIndex() != wanted:
        before = field.currentIndex()
        qtbot.keyClick(field, Qt.Key.Key_Down if before < wanted else Qt.Key.Key_Up)
        assert field.currentIndex() != before, f"the list does not leave {field.currentText()}"


def number_of(field: KindField, name: str) -> NumberField:
    """The field for a number of the kind that is shown."""
    assert field._spec is not None
    return field.numbers.field(type(field._spec), name)


def press_mouse(widget: QWidget) -> int:
    """Press the left button in the middle of a widget; the height on the screen, in pixels."""
    height = widget.mapToGlobal(widget.rect().center()).y()
    _send_mouse(widget, QEvent.Type.MouseButtonPress, height)
    return height


def move_mouse(widget: QWidget, height: int) -> None:
    """Move the mouse up or down, to a height on the screen, the button as it is."""
    _send_mouse(widget, QEvent.Type.MouseMove, height)


def release_mouse(widget: QWidget, height: int) -> None:
    """Let the left button go at a height on the screen."""
    _send_mouse(widget, QEvent.Type.MouseButtonRelease, height)


def _send_mouse(widget: QWidget, kind: QEvent.Type, height: int) -> None:
    """QTest's own mouse knows only places inside its widget."""
    x = widget.mapToGlobal(widget.rect().center()).x()
    place = QPointF(x, height)
    left = Qt.MouseButton.LeftButton
    event = QMouseEvent(kind, widget.mapFromGlobal(place), place, left, left, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(widget, event)
