"""Playback: lets the past of a run go by, as fast as it is to."""

import time

from PySide6.QtCore import QObject, Signal

from nnviz.session.session import Session

_SECONDS_AT_MOST = 10.0
_SLOWEST_MAXIMUM = 500.0


class Playback(QObject):
    """Shows one step of the past after the other, frame by frame, up to where the run stands.

    Parameters
    ----------
    session : Session
    parent : QObject

    Signals
    -------
    ended()
        It has come to where the run stands, or was left.

    Attributes
    ----------
    steps_per_second : float or None
        How fast; None plays the whole run in ten seconds at most.
    """

    ended = Signal()

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._place: float | None = None
        self._seen_at = 0.0
        self.steps_per_second: float | None = None

    @property
    def is_on(self) -> bool:
        """Whether it plays."""
        return self._place is not None

    def start(self) -> None:
        """Play on from the step of the past that is shown, or from the first."""
        shown = self._session.past_step
        self._place = float(shown or 0)
        self._seen_at = time.perf_counter()
        if shown is None:
            self._session.show_step(0)

    def stop(self) -> None:
        """Stand still, at the step that is shown."""
        if self._place is not None:
            self._place = None
            self.ended.emit()

    def on_frame(self) -> None:
        """Go on by as much as has passed since the last frame; a step that takes its time is waited for."""
        if self._place is None:
            return
        wanted, update = self._session.past_step, self._session.latest
        if wanted is None or wanted != int(self._place):  # a hand has gone elsewhere
            self.stop()
            return
        now = time.perf_counter()
        passed, self._seen_at = now - self._seen_at, now
        if update.snapshot is None or update.snapshot.step != wanted or update.past is None:
            return
        self._place = min(self._place + passed * self._speed(update.live_step), float(update.live_step))
        if int(self._place) > wanted:
            self._session.show_step(int(self._place))
            if self._session.past_step is None:
                self.stop()

    def _speed(self, n_steps: int) -> float:
        if self.steps_per_second is not None:
            return self.steps_per_second
        return max(n_steps / _SECONDS_AT_MOST, _SLOWEST_MAXIMUM)
