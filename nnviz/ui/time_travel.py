"""Time travel: between the timeline, its keys, and the session that looks back."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QInputDialog, QWidget

from nnviz.session.session import Session
from nnviz.session.settings import LARGEST_MEMORY, SMALLEST_MEMORY, Settings
from nnviz.session.update import RunUpdate
from nnviz.ui.actions import Actions
from nnviz.ui.icons import icon
from nnviz.ui.playback import Playback
from nnviz.ui.theme import Theme, light
from nnviz.ui.timeline import Timeline
from nnviz.ui.toast import Toast

_MEGABYTE = 1024 * 1024


class TimeTravel(QObject):
    """Shows any step of the run, plays the past back, and says where a run branches.

    Parameters
    ----------
    session : Session
    settings : Settings
        Remember how much memory the past may take.
    actions : Actions
    toast : Toast
    window : QWidget
        Owns what is asked.

    Attributes
    ----------
    timeline : Timeline
        To be put below the canvas.
    playback : Playback
    """

    def __init__(self, session: Session, settings: Settings, actions: Actions, toast: Toast, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._settings = settings
        self._actions = actions
        self._toast = toast
        self._window = window
        self._theme = light()
        self.timeline = Timeline(actions["play-back"], actions["live"])
        self.playback = Playback(session, self)
        self.timeline.step_wanted.connect(self._on_step_wanted)
        self.timeline.refused.connect(self._on_refused)
        self.playback.ended.connect(self._on_playback_ended)
        session.run_branched.connect(self._on_run_branched)
        session.set_memory(settings.memory * _MEGABYTE)

    def take_note(self, update: RunUpdate) -> None:
        """Let the actions do what they can at this moment of the run; the timeline shows it in its turn."""
        for key in ("play-back", "back", "page-back", "page-on", "first", "live"):
            self._actions[key].setEnabled(update.live_step > 0)

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        self._theme = theme
        self.timeline.set_theme(theme)
        self._show_icon()

    def go_back(self) -> None:
        """One step back."""
        self._go_by(-1)

    def page_back(self) -> None:
        """A good piece back."""
        self._go_by(-self.timeline.track.pageStep())

    def page_on(self) -> None:
        """A good piece on."""
        self._go_by(self.timeline.track.pageStep())

    def go_to_first(self) -> None:
        """To where the run began."""
        self._on_step_wanted(0)

    def go_live(self) -> None:
        """To where the run stands."""
        self._on_step_wanted(self._session.latest.live_step)

    def choose_speed(self, steps_per_second: float | None) -> None:
        """Play the past back as fast as the run is to train."""
        self.playback.steps_per_second = steps_per_second

    def play_back(self, plays: bool) -> None:
        """Let the past go by, or stand still."""
        if plays and not self.playback.is_on:
            self.playback.start()
        elif not plays:
            self.playback.stop()
        self._show_icon()

    def ask_memory(self) -> None:
        """Ask how much memory the past may take."""
        megabytes, was_chosen = QInputDialog.getInt(
            self._window,
            "Memory of the past",
            "To show any step of a run again, its curves and some of its moments are kept,\n"
            "fewer of them the longer it is. They take at most so many megabytes:",
            self._settings.memory,
            SMALLEST_MEMORY,
            LARGEST_MEMORY,
            64,
        )
        if was_chosen:
            self._settings.memory = megabytes
            self._session.set_memory(megabytes * _MEGABYTE)

    def _show_icon(self) -> None:
        self._actions["play-back"].setIcon(icon("pause" if self.playback.is_on else "replay", self._theme.text))

    def _go_by(self, n_steps: int) -> None:
        shown = self._session.past_step
        self._on_step_wanted((self._session.latest.live_step if shown is None else shown) + n_steps)

    def _on_step_wanted(self, step: int) -> None:
        self.playback.stop()
        self._session.show_step(step)

    def _on_playback_ended(self) -> None:
        self._actions["play-back"].setChecked(False)

    def _on_refused(self, sentence: str) -> None:
        self._toast.say(sentence[:1].upper() + sentence[1:], is_warning=True)

    def _on_run_branched(self, what: str, step: int) -> None:
        self.playback.stop()
        self._toast.say(f"The run branches at step {step:,}: {what} changed. Its old curves stay, pale. Play trains on")
