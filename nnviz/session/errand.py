"""An errand: one long piece of work beside the run, such as writing a million points to a file."""

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QThread

from nnviz.session.frame_gate import FrameGate
from nnviz.session.worker import ended_in_time

Result = TypeVar("Result")
Report = Callable[[float], None]
"""To be told every few milliseconds which share of the work is done, 0 … 1."""


class _CalledOffError(Exception):
    """Ends the work from inside its own report."""


class Errand(Generic[Result]):
    """Does one thing in a thread of its own. The window asks it now and then how far it is.

    Parameters
    ----------
    work : Callable[[Report], Result]
        Is handed a function to report to, which lets it pause while a frame is made, and ends it where it was called
        off. It touches nothing of Qt.
    gate : FrameGate

    Attributes
    ----------
    share : float
        How much is done, 0 … 1.
    result : Result or None
        What the work gave back; None while it is not over, and where it was called off or failed.
    problem : Exception or None
        What made it fail.
    """

    def __init__(self, work: Callable[[Report], Result], gate: FrameGate) -> None:
        self._work = work
        self._gate = gate
        self._was_called_off = False
        self.share = 0.0
        self._is_done = False
        self.result: Result | None = None
        self.problem: Exception | None = None
        self._thread = _ErrandThread(self.do)

    @property
    def is_over(self) -> bool:
        """Whether it has come to its end, be it good or bad, and so has its thread: it may be let go of."""
        return self._is_done and not self._thread.isRunning()

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def call_off(self) -> None:
        """Let the work end at its next report, without a result."""
        self._was_called_off = True

    def stop(self) -> bool:
        """Call it off and wait; False where it did not end in time (it is then left to end by itself)."""
        self.call_off()
        return ended_in_time(self._thread)

    def wait(self, seconds: float) -> bool:
        """Wait for its end, but no longer than so many seconds; False where it has not come by then."""
        self._gate.open()  # who waits makes no frame
        return self._thread.wait(max(round(1000 * seconds), 0))

    def do(self) -> None:
        """Do the work: what the thread runs."""
        try:
            self.result = self._work(self._report)
        except _CalledOffError:
            pass
        except Exception as error:  # a thread that ends without a word would leave the window waiting
            self.problem = error
        self._is_done = True

    def _report(self, share: float) -> None:
        self.share = share
        self._gate.pass_through()
        if self._was_called_off:
            raise _CalledOffError


class _ErrandThread(QThread):
    """Thin on purpose, as the run's."""

    def __init__(self, do: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("nnviz-errand")
        self._do = do

    def run(self) -> None:
        """Do it."""
        self._do()
