"""The run bar: reset, play, step, speed, and the four figures a class watches."""

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QMenu, QPushButton, QToolButton, QWidget

from nnviz.session.update import RunUpdate
from nnviz.ui.fields.counting_label import CountingLabel
from nnviz.ui.fields.form import label, tool_button
from nnviz.ui.fields.slider_field import QuietSlider
from nnviz.ui.fields.wrapping_row import WrappingRow
from nnviz.ui.icons import icon
from nnviz.ui.theme import Theme

SPEEDS: tuple[float | None, ...] = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, None)
"""Steps a second; None is as fast as possible."""

_NOTHING = "–"
_TIGHTEST = 3
"""Of the ways to save room, the last: short buttons and small gaps, after a speed without its name, then its value."""
_GAP, _SMALL_GAP = 22, 12


class ActionButton(QPushButton):
    """A button that is one with an action: its text, icon, tooltip and whether it can be used."""

    def __init__(self, action: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._action = action
        self._is_short = False
        # A click must not take the keyboard: Space goes on to mean Play.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(action.trigger)
        action.changed.connect(self._on_action_changed)
        self._on_action_changed()

    def show_short(self, *, is_short: bool) -> None:
        """Show the icon alone, or its text with it."""
        if is_short != self._is_short:
            self._is_short = is_short
            self._on_action_changed()

    def _on_action_changed(self) -> None:
        self.setText("" if self._is_short else self._action.iconText())
        self.setAccessibleName(self._action.iconText())
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
        self._value = label("", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self._name = label("Speed", "muted")
        self._name.setBuddy(self._slider)
        row.addWidget(self._name)
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

    def tighten(self, *, value: bool, name: bool) -> None:
        """Do without words that the tooltip says as well."""
        self._value.setVisible(value)
        self._name.setVisible(name)
        self.updateGeometry()

    def set_theme(self, theme: Theme) -> None:
        """Fit the sizes to the theme."""
        self._slider.setFixedWidth(theme.px(110))
        self._value.setFixedWidth(theme.px(84))

    def _show_value(self) -> None:
        speed = self.speed
        text = "max" if speed is None else f"{speed:,.0f} step{'s' if speed > 1 else ''}/s"
        self._value.setText(text)
        self._slider.setToolTip(f"Steps a second, from one to as many as possible: {text}")

    def _on_slider_moved(self) -> None:
        self._show_value()
        self.speed_edited.emit(self.speed)


class Figure(QWidget):
    """A number to be read from the back of the room, and what it is."""

    def __init__(self, caption: str, widest: str, role: str = "figure") -> None:
        super().__init__()
        self._widest = widest
        self._margin = 4
        at_right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        self._value = CountingLabel(role, at_right)
        self._value.show_text(_NOTHING)
        self._caption = label(caption, "small")
        self._caption.setAlignment(at_right)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(0)
        for row, part in enumerate((self._value, self._caption)):
            grid.addWidget(part, row, 0)

    @property
    def text(self) -> str:
        """The number as it is shown."""
        return self._value.text()

    def show_text(self, text: str, caption: str | None = None) -> None:
        """Show another number."""
        self._value.show_text(text)
        if caption is not None:
            self._caption.setText(caption)

    def keep_room(self, widest: str) -> bool:
        """Keep room for this number from now on; whether that is another width."""
        before = self.minimumWidth()
        self._widest = widest
        self._fit()
        return self.minimumWidth() != before

    def set_theme(self, theme: Theme) -> None:
        """Keep room for the widest number, so that nothing moves while it counts."""
        self._margin = theme.px(4)
        self._fit()

    def _fit(self) -> None:
        self._caption.ensurePolished()
        widths = (self._value.width_of(self._widest), self._caption.sizeHint().width())
        self.setMinimumWidth(max(widths) + self._margin)


class RunBar(QWidget):
    """Run control on the left, figures on the right; where they do not fit, words that tooltips say as well give way.

    Parameters
    ----------
    reset, play, step : QAction

    Attributes
    ----------
    menu_button : QToolButton
        While the window is presented, in the place of the menus.
    """

    def __init__(self, reset: QAction, play: QAction, step: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("runBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.speed = SpeedSlider()
        self.play_button = ActionButton(play)
        self.play_button.setProperty("primary", True)
        self._most_steps = 0
        self._presents = False
        self._tightness = 0
        self._widths = [0] * (_TIGHTEST + 1)
        self._gaps = _GAP, _SMALL_GAP
        self.step_figure = Figure("step", "1,000")
        self.training_loss = Figure("training loss", "0.0000")
        self.test_loss = Figure("test loss", "0.0000")
        self.test_accuracy = Figure("test accuracy", "100.0 %", "good-figure")
        self._buttons = (ActionButton(reset), self.play_button, ActionButton(step))
        self.menu_button = tool_button("Views, and the way back")
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu_button.hide()
        self._figures = (self.step_figure, self.training_loss, self.test_loss, self.test_accuracy)
        self._groups = WrappingRow()
        for button in self._buttons:
            self._groups.left.addWidget(button)
        self._groups.left.addWidget(self.speed)
        self._groups.left.addWidget(self.menu_button)
        for figure in self._figures:
            self._groups.right.addWidget(figure)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._groups)

    def present(self, menu: QMenu, *, presents: bool) -> None:
        """Show no more control than a presenter needs, and a menu for the rest; or everything again."""
        self._presents = presents
        if self.menu_button.menu() is None:  # once and for all: a menu that changes hands may take its actions along
            self.menu_button.setMenu(menu)
        self.menu_button.setVisible(presents)
        self.speed.setVisible(not presents)
        self._measure()

    def show_update(self, update: RunUpdate, n_steps: int) -> None:
        """Show the figures of this moment."""
        snapshot = update.snapshot
        step = _NOTHING if snapshot is None else f"{snapshot.step:,}"
        self.step_figure.show_text(step, f"step of {n_steps:,}")
        self._keep_room(max(n_steps, update.live_step))  # once it says of how many, which may be wider than the number
        if snapshot is None:
            for figure in self._figures[1:]:
                figure.show_text(_NOTHING)
            return
        measured = snapshot.evaluation
        self.training_loss.show_text(format_loss(snapshot.loss))
        self.test_loss.show_text(_NOTHING if measured.test_loss is None else format_loss(measured.test_loss))
        self.test_accuracy.show_text(
            _NOTHING if measured.test_accuracy is None else f"{100 * measured.test_accuracy:.1f} %"
        )

    def set_theme(self, theme: Theme) -> None:
        """Fit the sizes to the theme."""
        self._row.setContentsMargins(theme.px(14), theme.px(8), theme.px(14), theme.px(8))
        self._groups.left.setSpacing(theme.px(8))
        self._gaps = theme.px(_GAP), theme.px(_SMALL_GAP)
        self.speed.set_theme(theme)
        self.play_button.setMinimumWidth(theme.px(88))
        self.menu_button.setIcon(icon("more", theme.muted))
        for figure in self._figures:
            figure.set_theme(theme)
        self._measure()

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), self._widths[-1]), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _measure(self) -> None:
        """Find out how wide it is with all its words, and with fewer and fewer."""
        margins = self._row.contentsMargins()
        for tightness in range(_TIGHTEST + 1):
            self._tighten(tightness)
            self._widths[tightness] = self._groups.sizeHint().width() + margins.left() + margins.right()
        self._fit()

    def _fit(self) -> None:
        fitting = [tightness for tightness, width in enumerate(self._widths) if width <= self.width()]
        tightness = min(fitting, default=_TIGHTEST)
        if tightness != self._tightness:
            self._tighten(tightness)

    def _tighten(self, tightness: int) -> None:
        self._tightness = tightness
        if not self._presents:
            self.speed.tighten(value=tightness < 2, name=tightness < 1)
        is_tight = tightness == _TIGHTEST
        self._groups.right.setSpacing(self._gaps[is_tight])
        for button in (self._buttons[0], self._buttons[2]):
            button.show_short(is_short=self._presents or is_tight)
        self._groups.updateGeometry()

    def _keep_room(self, most_steps: int) -> None:
        """A run of so many steps may come to be."""
        if most_steps > self._most_steps or 10 * most_steps < self._most_steps:
            self._most_steps = most_steps
            if self.step_figure.keep_room(f"{most_steps:,}"):
                self._measure()


def format_loss(loss: float) -> str:
    """Four decimals while they fit, a power of ten beyond."""
    return f"{loss:.4f}" if abs(loss) < 1000 else f"{loss:.2e}"
