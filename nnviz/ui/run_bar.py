"""The run bar: reset, play, step, speed, and the four figures a class watches."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QWidget

from nnviz.session.update import RunUpdate
from nnviz.ui.fields.form import label
from nnviz.ui.fields.slider_field import QuietSlider
from nnviz.ui.fields.wrapping_row import WrappingRow
from nnviz.ui.theme import Theme

SPEEDS: tuple[float | None, ...] = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, None)
"""Steps a second; None is as fast as possible."""

_NOTHING = "–"


class ActionButton(QPushButton):
    """A button that is one with an action: its text, icon, tooltip and whether it can be used."""

    def __init__(self, action: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._action = action
        # A click must not take the keyboard: Space goes on to mean Play.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(action.trigger)
        action.changed.connect(self._on_action_changed)
        self._on_action_changed()

    def _on_action_changed(self) -> None:
        self.setText(self._action.iconText())
        self.setIcon(self._action.icon())
        self.setEnabled(self._action.isEnabled())
        keys = self._action.shortcut().toString()
        self.setToolTip(f"{self._action.toolTip()} ({keys})" if keys else self._action.toolTip())


class SpeedSlider(QWidget):
    """How fast to train, from one step a second to as fast as possible.

    Signals
    -------
    speed_edited(float or None)
        The user chose another speed. Never sent by `show_speed`.
    """

    speed_edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._slider = QuietSlider(len(SPEEDS))
        self._slider.setPageStep(2)
        self._slider.setAccessibleName("Speed")
        self._slider.setToolTip("Steps a second, from one to as many as possible")
        self._value = label("", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        name = label("Speed", "muted")
        name.setBuddy(self._slider)
        row.addWidget(name)
        row.addWidget(self._slider)
        row.addWidget(self._value)
        self.show_speed(None)
        self._slider.valueChanged.connect(self._on_slider_moved)

    @property
    def speed(self) -> float | None:
        """Steps a second; None is as fast as possible."""
        return SPEEDS[self._slider.value()]

    def show_speed(self, speed: float | None) -> None:
        """Show one of `SPEEDS`."""
        with QSignalBlocker(self._slider):
            self._slider.setValue(SPEEDS.index(speed))
        self._show_value()

    def go_faster(self, places: int) -> None:
        """Go some places faster (or slower), as the user's doing."""
        self._slider.setValue(self._slider.value() + places)

    def set_theme(self, theme: Theme) -> None:
        """Fit the sizes to the theme."""
        self._slider.setFixedWidth(theme.px(110))
        self._value.setFixedWidth(theme.px(84))

    def _show_value(self) -> None:
        speed = self.speed
        self._value.setText("max" if speed is None else f"{speed:,.0f} step{'s' if speed > 1 else ''}/s")

    def _on_slider_moved(self) -> None:
        self._show_value()
        self.speed_edited.emit(self.speed)


class Figure(QWidget):
    """A number to be read from the back of the room, and what it is."""

    def __init__(self, caption: str, widest: str, role: str = "figure") -> None:
        super().__init__()
        self._widest = widest
        self._value = label(_NOTHING, role)
        self._caption = label(caption, "small")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(0)
        for row, part in enumerate((self._value, self._caption)):
            part.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(part, row, 0)

    @property
    def text(self) -> str:
        """The number as it is shown."""
        return self._value.text()

    def show_text(self, text: str, caption: str | None = None) -> None:
        """Show another number."""
        self._value.setText(text)
        if caption is not None:
            self._caption.setText(caption)

    def set_theme(self, theme: Theme) -> None:
        """Keep room for the widest number, so that nothing moves while it counts."""
        self._value.ensurePolished()
        self._caption.ensurePolished()
        widths = (self._value.fontMetrics().horizontalAdvance(self._widest), self._caption.sizeHint().width())
        self.setMinimumWidth(max(widths) + theme.px(4))


class RunBar(QWidget):
    """Run control on the left, figures on the right.

    Parameters
    ----------
    reset, play, step : QAction
    """

    def __init__(self, reset: QAction, play: QAction, step: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("runBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.speed = SpeedSlider()
        self.play_button = ActionButton(play)
        self.play_button.setProperty("primary", True)
        self.step_figure = Figure("step", "10,000,000")
        self.training_loss = Figure("training loss", "0.0000")
        self.test_loss = Figure("test loss", "0.0000")
        self.test_accuracy = Figure("test accuracy", "100.0 %", "good-figure")
        self._buttons: tuple[QPushButton, ...] = (ActionButton(reset), self.play_button, ActionButton(step))
        self._figures = (self.step_figure, self.training_loss, self.test_loss, self.test_accuracy)
        self._groups = WrappingRow()
        for button in self._buttons:
            self._groups.left.addWidget(button)
        self._groups.left.addWidget(self.speed)
        for figure in self._figures:
            self._groups.right.addWidget(figure)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._groups)

    def show_update(self, update: RunUpdate, n_steps: int) -> None:
        """Show the figures of this moment."""
        snapshot = update.snapshot
        caption = f"step of {n_steps:,}"
        if snapshot is None:
            self.step_figure.show_text(_NOTHING, caption)
            for figure in self._figures[1:]:
                figure.show_text(_NOTHING)
            return
        measured = snapshot.evaluation
        self.step_figure.show_text(f"{snapshot.step:,}", caption)
        self.training_loss.show_text(format_loss(snapshot.loss))
        self.test_loss.show_text(_NOTHING if measured.test_loss is None else format_loss(measured.test_loss))
        self.test_accuracy.show_text(
            _NOTHING if measured.test_accuracy is None else f"{100 * measured.test_accuracy:.1f} %"
        )

    def set_theme(self, theme: Theme) -> None:
        """Fit the sizes to the theme."""
        self._row.setContentsMargins(theme.px(14), theme.px(8), theme.px(14), theme.px(8))
        self._groups.left.setSpacing(theme.px(8))
        self._groups.right.setSpacing(theme.px(22))
        self.speed.set_theme(theme)
        self.play_button.setMinimumWidth(theme.px(88))
        for figure in self._figures:
            figure.set_theme(theme)


def format_loss(loss: float) -> str:
    """Four decimals while they fit, a power of ten beyond."""
    return f"{loss:.4f}" if abs(loss) < 1000 else f"{loss:.2e}"
