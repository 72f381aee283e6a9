"""The worker: the runner in a thread of its own."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QThread

from nnviz.session.commands import Command, Quit
from nnviz.session.frame_gate import FrameGate
from nnviz.session.mailbox import Mailbox
from nnviz.session.update import RunUpdate

if TYPE_CHECKING:
    from nnviz.session.runner import Runner

_PATIENCE = 2000

_still_working: list[QThread] = []
"""Threads that did not end in time. Destroying a live QThread would abort the process, so they are kept."""


def ended_in_time(thread: QThread) -> bool:
    """Wait for a thread that was told to end; False where it did not within two seconds (it is then left to itself)."""
    if thread.wait(_PATIENCE):
        return True
    _still_working.append(thread)
    return False


class Worker:
    """Everything the window knows of the run's thread, and of the process that helps it.

    What it is sent before it is started waits until then.

    Attributes
    ----------
    gate : FrameGate
        To be closed while a frame is made.
    """

    def __init__(self) -> None:
        self._mailbox: Mailbox[RunUpdate] = Mailbox()
        self.gate = FrameGate()
        self._runner: Runner | None = None
        self._thread: _RunnerThread | None = None
        self._waiting: list[Command] = []

    def start(self) -> None:
        """Let the thread begin to obey; where it does already, nothing happens."""
        if self._runner is not None:
            return
        # Here and not above: the runner loads NumPy and the textbook, .15 s in which the window can be painted.
        from nnviz.session.runner import Runner  # noqa: PLC0415

        self._runner = Runner(self._mailbox, self.gate)
        for command in self._waiting:
            self._runner.send(command)
        self._thread = _RunnerThread(self._runner)
        self._thread.start()

    @property
    def is_running(self) -> bool:
        """Whether its thread is there."""
        return self._thread is not None and self._thread.isRunning()

    def send(self, command: Command) -> None:
        """Leave a command for the runner; returns at once."""
        if self._runner is None:
            self._waiting.append(command)
        else:
            self._runner.send(command)

    def take_update(self) -> RunUpdate | None:
        """The latest moment of the run, and ask for another; None where nothing new has come."""
        update = self._mailbox.take()
        self._mailbox.ask()
        return update

    def stop(self) -> bool:
        """End the thread; False where it did not end within two seconds (it is then left to end by itself)."""
        self.send(Quit())
        self.gate.open()
        return self._thread is None or ended_in_time(self._thread)


class _RunnerThread(QThread):
    """Thin on purpose: coverage and debuggers see little of what a QThread runs."""

    def __init__(self, runner: "Runner") -> None:
        super().__init__()
        self.setObjectName("nnviz-runner")
        self._runner = runner

    def run(self) -> None:
        """Work until told to quit."""
        self._runner.work()
