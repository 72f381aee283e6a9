"""The points of a window, for other programs: written to a table, or copied."""

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QProgressBar, QProgressDialog, QWidget

from nnviz.session.errand import Errand, Report
from nnviz.session.session import Session
from nnviz.ui.document_dialogs import TABLE_SUFFIX, ask_table_to_save, show_problem

MOST_COPIED = 25_000
"""Points that a clipboard is given; a file takes any number of them."""

_PATIENCE = 0.2
_LOOK_EVERY = 30


class PointExport(QObject):
    """Writes the points a window shows, beside everything else, and says how far it is where that takes a while.

    Parameters
    ----------
    window : QWidget
        Over which questions are asked.
    session : Session

    Signals
    -------
    said(str)
        What has become of the points, for who looks on.
    """

    said = Signal(str)

    def __init__(self, window: QWidget, session: Session) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._path = Path()
        self._errand: Errand[int] | None = None
        self._began = 0.0
        self._progress: QProgressDialog | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY)
        self._timer.timeout.connect(self._look)

    def export(self) -> None:
        """Ask for a file and write all points there."""
        if self._errand is not None:
            self.said.emit(f"The points are still being written to {self._path.name}")
            return
        folder = self._session.path.parent if self._session.path else Path()
        name = f"{self._session.experiment.name} points{TABLE_SUFFIX}".replace("/", "-")
        path = ask_table_to_save(self._window, str(folder / name))
        if path is not None:
            self._path = path
            self._errand = Errand(self._work(path), self._session.worker.gate)
            self._began = time.monotonic()
            self._errand.start()
            self._timer.start()

    def copy(self) -> None:
        """Put the points on the clipboard, as a spreadsheet takes them."""
        dataset = self._session.latest.dataset
        if dataset is None:
            self.said.emit("The points are not there yet; copy them in a moment")
            return
        # Here and not above: it loads NumPy, which the window is painted without.
        from nnviz.export.points_table import points_table  # noqa: PLC0415

        lines = "".join(lines for _, lines in points_table(dataset, "\t", MOST_COPIED))
        QGuiApplication.clipboard().setText(lines.replace("\r\n", "\n"))
        if dataset.n_points > MOST_COPIED:
            self.said.emit(f"Copied {MOST_COPIED:,} of {dataset.n_points:,} points; a file takes all: File ▸ Export")
        else:
            self.said.emit(f"Copied {dataset.n_points:,} points")

    def stop(self) -> bool:
        """Call off what is being written: the window closes. False where that did not end in time."""
        self._timer.stop()
        return self._errand is None or self._errand.stop()

    def _work(self, path: Path) -> Callable[[Report], int]:
        """What the errand does; its result is the number of points."""
        dataset, data = self._session.latest.dataset, self._session.experiment.data

        def write(report: Report) -> int:
            # As above.
            from nnviz.experiment.build import build_dataset  # noqa: PLC0415
            from nnviz.export.points_table import write_points  # noqa: PLC0415

            points = build_dataset(data) if dataset is None else dataset
            write_points(points, path, report)
            return points.n_points

        return write

    def _look(self) -> None:
        """See how far it is."""
        if self._errand is None:
            return
        if self._errand.is_over:
            self._finish(self._errand)
        elif self._progress is not None:
            self._progress.setValue(round(100 * self._errand.share))
        elif time.monotonic() - self._began > _PATIENCE:
            self._show_progress(self._errand)

    def _show_progress(self, errand: Errand[int]) -> None:
        dialog = self._progress = QProgressDialog(self._window)
        dialog.setWindowTitle("Export points")
        dialog.setLabelText(f"Writing the points to {self._path.name}")
        bar = QProgressBar()
        bar.setTextVisible(False)
        bar.setAccessibleName("Writing the points")
        dialog.setBar(bar)
        dialog.setAutoClose(False)
        dialog.setAutoReset(False)
        dialog.setMinimumDuration(0)
        dialog.canceled.connect(errand.call_off)
        dialog.setValue(round(100 * errand.share))
        dialog.show()

    def _finish(self, errand: Errand[int]) -> None:
        self._timer.stop()
        self._errand = None
        if self._progress is not None:
            self._progress.hide()
            self._progress.deleteLater()
            self._progress = None
        if errand.problem is not None:
            show_problem(self._window, "Cannot export the points", _sentence(self._path, errand.problem))
        elif errand.result is None:
            self.said.emit("Nothing was written")
        else:
            self.said.emit(f"{errand.result:,} points written to {self._path.name}")


def _sentence(path: Path, problem: Exception) -> str:
    if isinstance(problem, OSError):
        return f"{path.name} cannot be written: {problem.strerror or problem}"
    return f"The points cannot be written: {problem}"
