"""Writing documents beside everything else: a million points, or a slow disk, must not stop the window."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from nnviz.experiment.documents import write_document
from nnviz.experiment.experiment import Experiment
from nnviz.session.errand import Errand, Report
from nnviz.session.session import Session

_PATIENCE = 0.2
_LOOK_EVERY = 15


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
    """

    saved = Signal(Path)
    failed = Signal(Path, Exception)
    takes_long = Signal(Path)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._wanted: list[tuple[Experiment, Path]] = []  # the first is being written
        self._errand: Errand[bool] | None = None
        self._long_at = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY)
        self._timer.timeout.connect(self._look)

    @property
    def path(self) -> Path | None:
        """What will be the document once all is written; None where nothing is being written."""
        return self._wanted[-1][1] if self._wanted else None

    def write(self, path: Path) -> None:
        """Write the recipe as it is now to a file, once those that were wanted before are written."""
        wanted = (self._session.experiment, path)
        if self._wanted[-1:] != [wanted]:
            self._wanted.append(wanted)
        if self._errand is None:
            self._begin()

    def wait(self) -> None:
        """Come back when all is written, or could not be."""
        while self._errand is not None:
            self._errand.wait()
            self._finish(self._errand)

    def _begin(self) -> None:
        self._errand = Errand(_work(*self._wanted[0]), self._session.worker.gate)
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
            self.takes_long.emit(self._wanted[0][1])

    def _finish(self, errand: Errand[bool]) -> None:
        self._timer.stop()
        self._errand = None
        experiment, path = self._wanted.pop(0)
        if errand.problem is None:
            self._session.take_as_saved(experiment, path)
        if self._wanted:
            self._begin()
        if errand.problem is None:
            self.saved.emit(path)
        else:
            self.failed.emit(path, errand.problem)


def _work(experiment: Experiment, path: Path) -> Callable[[Report], bool]:
    def write(report: Report) -> bool:
        write_document(experiment, path, partial(report, 0.0))
        return True

    return write
