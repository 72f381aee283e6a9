"""The frame clock: when the window repaints, and that training waits for it."""

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from nnviz.session.frame_gate import FrameGate

FRAMES_PER_SECOND = 30
FRAMES_IN_A_HURRY = 60


class FrameClock(QObject):
    """Ticks thirty times a second, and sixty times for a hand; the frame gate is closed until a tick's painting ends.

    Signals
    -------
    frame_due()
        Time to take the latest update and to show it.
    """

    frame_due = Signal()

    def __init__(self, gate: FrameGate, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._gate = gate
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(1000 // FRAMES_PER_SECOND)
        self._timer.timeout.connect(self._on_timeout)
        # A timer of no time fires when all painting that the tick asked for is done.
        self._after_painting = QTimer(self)
        self._after_painting.setSingleShot(True)
        self._after_painting.setInterval(0)
        self._after_painting.timeout.connect(gate.open)

    def start(self) -> None:
        """Begin to tick."""
        self._timer.start()

    def stop(self) -> None:
        """End ticking, and leave the gate open."""
        self._timer.stop()
        self._after_painting.stop()
        self._gate.open()

    def hurry(self, hurries: bool) -> None:
        """Tick as often as an eye can tell while a hand drags, or as often as suits training."""
        interval = 1000 // (FRAMES_IN_A_HURRY if hurries else FRAMES_PER_SECOND)
        if interval != self._timer.interval():
            self._timer.setInterval(interval)

    def _on_timeout(self) -> None:
        self._gate.close(self._timer.interval() / 1000)
        try:
            self.frame_due.emit()
        finally:
            self._after_painting.start()
