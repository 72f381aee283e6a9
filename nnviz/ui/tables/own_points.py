"""Points of a person's own: the ways a table takes into a window, and the edit at their end."""

from collections.abc import Callable
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QMenu, QWidget

from nnviz.data.tables.error import TableError
from nnviz.data.tables.example_names import EXAMPLES
from nnviz.data.tables.source import TableSource, read_head, table_file, table_text
from nnviz.experiment.data_spec import DataSpec
from nnviz.experiment.own_source import OwnSource
from nnviz.experiment.quantity import RecipeError
from nnviz.session.errand import Errand
from nnviz.session.session import Session
from nnviz.ui.appearance import Appearance
from nnviz.ui.document_dialogs import ask_table_to_open, show_problem
from nnviz.ui.tables.file_drop import file_in

_LOOK_EVERY = 30


class OwnPoints(QObject):
    """Leads a table through its preview into the recipe.

    Parameters
    ----------
    window : QWidget
        Over which the preview is shown.
    session : Session
    appearance : Appearance

    Signals
    -------
    data_edited(DataSpec, str)
        Other points are wanted.
    said(str)
        What has become of them, for who looks on.
    refused(str)
        Why they cannot be.
    """

    data_edited = Signal(object, str)
    said = Signal(str)
    refused = Signal(str)

    def __init__(self, window: QWidget, session: Session, appearance: Appearance) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._appearance = appearance
        self._dialog: QDialog | None = None
        self._errand: Errand[TableSource] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY)
        self._timer.timeout.connect(self._look)

    def build_example_menu(self) -> QMenu:
        """A menu of the tables that come with scikit-learn."""
        menu = QMenu("E&xamples from scikit-learn", self._window)
        menu.menuAction().setObjectName("examples")
        for key, title in EXAMPLES.items():
            action = menu.addAction(title, self._on_example_chosen)
            action.setObjectName(f"example-{key}")
        return menu

    def ask_and_open(self) -> None:
        """Ask for a table and show its preview."""
        folder = str(self._session.path.parent) if self._session.path else ""
        if path := ask_table_to_open(self._window, folder):
            self.open(path)

    def open(self, path: Path) -> None:
        """Show the preview of the table in a file, or say why there is none."""
        try:
            self._preview(table_file(path))
        except TableError as error:
            show_problem(self._window, "Cannot open the table", f"{path.name}: {error}.")

    def paste(self) -> None:
        """Show the preview of the table on the clipboard, or say why there is none."""
        mime = QGuiApplication.clipboard().mimeData()
        if mime is not None and mime.hasUrls() and (path := file_in(mime)):
            self.open(path)
            return
        try:
            self._preview(table_text("" if mime is None else mime.text(), "Pasted points"))
        except TableError as error:
            self.refused.emit(f"What was copied cannot be pasted as points: {error}")

    def stop(self) -> bool:
        """Leave off what is being loaded: the window closes. False where that did not end in time."""
        self._timer.stop()
        if self._dialog is not None:
            self._dialog.reject()
        return self._errand is None or self._errand.stop()

    def _preview(self, source: TableSource) -> None:
        if self._dialog is not None:
            self._dialog.raise_()
            self.refused.emit("Another table is being looked at: use its points or cancel it first, then try again")
            return
        # Here and not above: they load NumPy, which the window is painted without.
        from nnviz.data.tables.guess import check_columns, guess_table  # noqa: PLC0415
        from nnviz.ui.tables.table_dialog import TableDialog  # noqa: PLC0415

        head = read_head(source)
        guess = guess_table(head)
        check_columns(guess)
        dialog = self._dialog = TableDialog(
            head, guess, self._session.worker.gate, self._appearance.theme, self._window
        )
        dialog.points_accepted.connect(self._on_points_accepted)
        dialog.finished.connect(self._on_closed)
        dialog.open()

    def _load(self, key: str) -> None:
        def load(report: Callable[[float], None]) -> TableSource:
            # As above, and it loads scikit-learn besides.
            from nnviz.data.tables.examples import load_example  # noqa: PLC0415

            source = load_example(key)
            report(1.0)
            return source

        self._errand = Errand(load, self._session.worker.gate)
        self._errand.start()
        self._timer.start()
        self.said.emit(f"Loading {EXAMPLES[key]} from scikit-learn…")

    def _look(self) -> None:
        """See whether the example is there."""
        errand = self._errand
        if errand is None or not errand.is_over:
            return
        self._timer.stop()
        self._errand = None
        errand.stop()
        if errand.result is not None:
            self._preview(errand.result)
        else:
            self.refused.emit(f"The example cannot be loaded: {errand.problem}")

    def _on_closed(self) -> None:
        self._dialog = None

    def _on_example_chosen(self) -> None:
        if self._errand is None:
            self._load(self.sender().objectName().removeprefix("example-"))

    def _on_points_accepted(self, points: OwnSource) -> None:
        try:
            data = own_data(self._session.experiment.data, points)
        except RecipeError as error:
            self.refused.emit(str(error))
            return
        self.data_edited.emit(data, "the points")
        if self._session.experiment.data == data:
            self.said.emit(f"{points.title}: {points.n_points:,} points of {len(points.classes)} classes")


def own_data(data: DataSpec, points: OwnSource) -> DataSpec:
    """The data with these points in the place of whatever there was."""
    return msgspec.structs.replace(data, source=points, clusters=(), inputs=())
