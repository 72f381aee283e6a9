"""Run control: play, pause and reset, and what is said when an edit meets a run."""

import msgspec
from PySide6.QtCore import QObject, Signal

from nnviz.experiment.quantity import quantity
from nnviz.experiment.training_spec import TrainingSpec
from nnviz.session.session import Session
from nnviz.session.settings import Settings
from nnviz.session.update import RunState
from nnviz.ui.actions import Actions
from nnviz.ui.icons import icon
from nnviz.ui.panels.training_panel import TrainingPanel
from nnviz.ui.theme import Theme, light
from nnviz.ui.toast import Toast


class RunControl(QObject):
    """Plays and resets the run of a session, and keeps the actions for it in step.

    Parameters
    ----------
    session : Session
    settings : Settings
        Remember whether a run goes on when its points change.
    actions : Actions
    toast : Toast
    parent : QObject

    Signals
    -------
    was_reset()
        The run stands at its start again.
    """

    was_reset = Signal()

    def __init__(self, session: Session, settings: Settings, actions: Actions, toast: Toast, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._settings = settings
        self._actions = actions
        self._toast = toast
        self._theme = light()
        self._said: set[tuple[int, str]] = set()
        session.trains_on = settings.trains_on
        actions["train-on"].setChecked(settings.trains_on)
        session.run_restarted.connect(self._on_run_restarted)
        session.run_bent.connect(self._on_run_bent)
        session.points_changed.connect(self._on_points_changed)

    def play_or_pause(self) -> None:
        """Train, or stand still; looking back at a run that has come to its end, let its past go by."""
        if self._actions["play-back"].isChecked() or self._can_only_play_back:
            self._actions["play-back"].toggle()
        elif self._session.plays:
            self._session.pause()
        else:
            if self._session.is_set_at_end:
                self._add_steps()
            if self._session.has_ended:
                by_hand = ", but without the weights that were set by hand" if self._session.has_hand_edits else ""
                self._toast.say(f"New run from step 0, with the same start{by_hand}")
            self._session.play()
        self.show_state()

    def reset(self) -> None:
        """Return to the start."""
        self._session.reset()
        self.was_reset.emit()
        self._toast.put_away()  # what it says of the run before is true no more
        self.show_state()

    def choose_train_on(self, trains_on: bool) -> None:
        """Let runs go on when their points change, or begin anew."""
        self._settings.trains_on = trains_on
        self._session.trains_on = trains_on

    def show_state(self) -> None:
        """Make the actions those of the run as it is now."""
        plays_back = self._actions["play-back"].isChecked()
        plays = self._session.plays or plays_back
        state = self._session.latest.state
        play = self._actions["play"]
        tip = self._pause_tip(plays_back=plays_back) if plays else self._play_tip()
        if play.iconText() != ("Pause" if plays else "Play") or play.toolTip() != tip:
            play.setText("&Pause" if plays else "&Play")
            play.setIconText("Pause" if plays else "Play")
            self._show_icon()
            play.setToolTip(tip)
        self._actions["step"].setEnabled(state is not RunState.FINISHED or self._session.past_step is not None)

    @property
    def _can_only_play_back(self) -> bool:
        """Whether one looks back at a run that would not go on from where it stands."""
        has_ended = self._session.has_ended or self._session.latest.state is RunState.DIVERGED
        return self._session.past_step is not None and has_ended

    def _pause_tip(self, *, plays_back: bool) -> str:
        return "Stand still at the step shown" if plays_back else "Stop training"

    def _add_steps(self) -> None:
        """Put the run's end as far away again as it was, if there can be so many steps."""
        training = self._session.experiment.training
        most = int(quantity(TrainingSpec, "n_steps").high)
        n_steps = min(self._session.latest.live_step + max(training.n_steps, 1), most)
        self._session.edit(msgspec.structs.replace(training, n_steps=n_steps), TrainingPanel.END)

    def _play_tip(self) -> str:
        if self._can_only_play_back:
            return "Let the run go by from the step shown"
        if self._session.past_step is not None:
            return "Train on from where the run stands"
        if self._session.is_set_at_end:
            return "Train on with the weight that was set, for as many steps again"
        if self._session.latest.state is RunState.FINISHED:
            return "Train again from the start"
        return "Train the network"

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        self._theme = theme
        self._show_icon()

    def _show_icon(self) -> None:
        plays = self._session.plays or self._actions["play-back"].isChecked()
        self._actions["play"].setIcon(icon("pause" if plays else "play", self._theme.on_accent))

    def _on_run_restarted(self, what: str) -> None:
        self._toast.say(f"New run from step 0: {what} changed")

    def _on_run_bent(self, what: str) -> None:
        if what == TrainingPanel.END:
            self._toast.say(f"The run now ends at step {self._session.experiment.training.n_steps:,}")
            return
        self._toast.say(self._gone_on(what))

    def _on_points_changed(self, what: str) -> None:
        """Say it once a run: a hand that drags changes them with every frame."""
        sentence = self._gone_on(what)
        if self._session.has_ended:
            sentence = f"The network stays as it is: {what} changed. Reset runs all of it that way"
        run = self._session.latest.run
        if (run, sentence) not in self._said:
            self._said = {said for said in self._said if said[0] == run} | {(run, sentence)}
            self._toast.say(sentence)

    def _gone_on(self, what: str) -> str:
        start = "Training goes on" if self._session.plays else "From the next step on"
        return f"{start}: {what} changed. Reset runs all of it that way"
