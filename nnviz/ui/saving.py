"""Writing documents beside everything else: a million points, or a slow disk, must not stop the window."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from nnviz.experiment.documents import write_document
from nnviz.experiment.experiment import Experiment
from nnviz.session.errand import Errand, Report
from nnviz.session.session import Session

_PATIENCE = 0.2
_LOOK_EVERY = 15


class _Wanted(NamedTuple):
    experiment: Experiment
    path: Path
    document: int
    """Which of those that were shown one after another it belongs to."""


class Saving(QObject):
    """Writes recipes to documents, one after another. The session learns of each when it is on the disk, not before.

    Parameters
    ----------
    session : Session
    parent : QObject

    Signals
    -------
    saved(Path)
        This document is written.
    failed(Path, Exception)
        It could not be; what was there before is still there.
    takes_long(Path)
        It is still being written.
    settled()
        Nothing is left to be written; comes before what became of the last.

    Attributes
    ----------
    n_failed : int
        How many documents could not be written until now.
    """

    saved = Signal(Path)
    failed = Signal(Path, Exception)
    takes_long = Signal(Path)
    settled = Signal()

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._wanted: list[_Wanted] = []  # the first is being written
        self._document = 0
        self.n_failed = 0
        self._errand: Errand[bool] | None = None
        self._long_at = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY)
        self._timer.timeout.connect(self._look)

    @property
    def under_way(self) -> Path | None:
        """What is being written at this moment."""
        return self._wanted[0].path if self._wanted else None

    @property
    def path(self) -> Path | None:
        """What will be the document once all is written; None where nothing of what is shown is being written."""
        is_shown = self._wanted and self._wanted[-1].document == self._document
        return self._wanted[-1].path if is_shown else None

    def write(self, path: Path) -> None:
        """Write the recipe as it is now to a file, once those that were wanted before are written."""
        wanted = _Wanted(self._session.experiment, path, self._document)
        if self._wanted[-1:] != [wanted]:
            self._wanted.append(wanted)
        if self._errand is None:
            self._begin()

    def leave_document(self) -> None:
        """Another document is shown: what is wanted until now is still written, but is nothing to the session."""
        self._document += 1

    def wait(self, seconds: float) -> None:
        """Come back when all is written, or could not be, or after so many seconds."""
        until = time.monotonic() + seconds
        while self._errand is not None and self._errand.wait(until - time.monotonic()):
            self._finish(self._errand)

    def _begin(self) -> None:
        self._errand = Errand(_work(self._wanted[0]), self._session.worker.gate)
        self._long_at = time.monotonic() + _PATIENCE
        self._errand.start()
        self._timer.start()

    def _look(self) -> None:
        if self._errand is None:
            return
        if self._errand.is_over:
            self._finish(self._errand)
        elif time.monotonic() > self._long_at:
            self._long_at = float("inf")  # once is enough
            self.takes_long.emit(self._wanted[0].path)

    def _finish(self, errand: Errand[bool]) -> None:
        self._timer.stop()
        self._errand = None
        experiment, path, document = self._wanted.pop(0)
        if errand.problem is not None:
            self.n_failed += 1
            self._wanted = [wanted for wanted in self._wanted if wanted.path != path]  # would fail alike
        elif document == self._document:
            self._session.take_as_saved(experiment, path)
        if self._wanted:
            self._begin()
        else:
            self.settled.emit()
        if errand.problem is None:
            self.saved.emit(path)
        else:
            self.failed.emit(path, errand.problem)


def _work(wanted: _Wanted) -> Callable[[Report], bool]:
    def write(report: Report) -> bool:
        write_document(wanted.experiment, wanted.path, partial(report, 0.0))
        return True

    return write
