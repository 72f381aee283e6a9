"""The timeline: which step of the run is shown, and every way to another."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QToolButton, QWidget

from nnviz.experiment.quantity import Quantity
from nnviz.session.update import RunUpdate
from nnviz.ui.fields.counting_label import CountingLabel
from nnviz.ui.fields.ground import stand_on_card
from nnviz.ui.fields.number_field import NumberField
from nnviz.ui.theme import Theme, light
from nnviz.ui.timeline_marks import marks_of
from nnviz.ui.timeline_track import TimelineTrack

_STEP = Quantity("Step shown", 0, 10_000_000, "The step that every view shows; type another to see that one")

_WIDE, _NARROW = (76, 88), (56, 66)
"""Widths of the field and of what stands at the end, in pixels at normal text size."""
_TRACK = 120
"""Pixels that the track has before the others get their whole widths."""


class Timeline(QWidget):
    """A slim bar: play back, the track of the whole run, the step that is shown, and the way back to where it stands.

    Parameters
    ----------
    play_back, live : QAction

    Signals
    -------
    step_wanted(int)
        The user wants to see another step. Never sent by `show_update`.
    refused(str)
        Why what was typed is no step.
    """

    step_wanted = Signal(int)
    refused = Signal(str)

    def __init__(self, play_back: QAction, live: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        stand_on_card(self)
        self.track = TimelineTrack()
        self.field = NumberField(_STEP, whole=True)
        self.field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.play_button = _button(play_back)
        self.live_button = _button(live)
        self.live_button.setProperty("chip", True)
        self._theme = light()
        self._is_live = CountingLabel("small", Qt.AlignmentFlag.AlignCenter)
        self._ends = QStackedWidget()
        self._ends.addWidget(self._is_live)
        self._ends.addWidget(self.live_button)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for part, stretch in ((self.play_button, 0), (self.track, 1), (self.field, 0), (self._ends, 0)):
            row.addWidget(part, stretch, Qt.AlignmentFlag.AlignBottom)
        self.track.step_wanted.connect(self.step_wanted)
        self.field.number_edited.connect(self._on_number_edited)
        self.field.refused.connect(self.refused)

    def show_update(self, update: RunUpdate) -> None:
        """Show this moment of the run."""
        live_step = update.live_step
        step = live_step if update.past is None else update.past.wanted
        self.track.show_run(step, live_step, marks_of(update))
        if not self.field.hasFocus():  # where a step is being typed, the run's counting is not to wipe it away
            self.field.show_number(step)
        self._is_live.show_text(f"of {live_step:,}")
        self._ends.setCurrentIndex(0 if update.past is None else 1)

    def set_theme(self, theme: Theme) -> None:
        """Fit sizes and colours to the theme."""
        self._theme = theme
        self._row.setSpacing(theme.px(6))
        self.track.set_theme(theme)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(self._needed(_NARROW), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _needed(self, widths: tuple[int, int]) -> int:
        """Pixels with which the track has some room beside the others."""
        parts = (self.play_button, self.track)
        fixed = sum(part.minimumSizeHint().width() for part in parts) + 3 * self._row.spacing()
        return fixed + sum(map(self._theme.px, widths))

    def _fit(self) -> None:
        """Give the others the widths for which there is room; never by what they say, for that changes every frame."""
        field, end = _WIDE if self.width() >= self._needed(_WIDE) + self._theme.px(_TRACK) else _NARROW
        self.field.setFixedWidth(self._theme.px(field))
        self._ends.setFixedSize(self._theme.px(end), self._theme.px(24))

    def _on_number_edited(self, number: float) -> None:
        self.step_wanted.emit(int(number))


def _button(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
