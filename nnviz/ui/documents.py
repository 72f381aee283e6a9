"""The documents of a window: opened, saved, named in its title, and never left without a question."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QProgressBar, QProgressDialog, QWidget

from nnviz.experiment.documents import SUFFIX
from nnviz.experiment.presets import preset
from nnviz.experiment.quantity import RecipeError
from nnviz.session.session import Session
from nnviz.ui.document_dialogs import Unsaved, ask_about_unsaved, ask_file_to_open, ask_file_to_save, show_problem
from nnviz.ui.saving import Saving
from nnviz.ui.theme import Theme

_PATIENCE = 0.2


class Documents(QObject):
    """Opens and saves what a window shows, and asks before an edit would be lost.

    Parameters
    ----------
    window : QWidget
        Whose title names the document, and over which questions are asked.
    session : Session
    enter_typing : Callable[[], None]
        Makes what is still being typed count.

    Signals
    -------
    said(str)
        What has become of a document, for who looks on.
    """

    said = Signal(str)

    def __init__(self, window: QWidget, session: Session, enter_typing: Callable[[], None]) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._enter_typing = enter_typing
        self._saving = Saving(session, self)
        self._saving.saved.connect(self._on_saved)
        self._saving.failed.connect(self._on_failed)
        self._saving.takes_long.connect(self._on_takes_long)
        session.document_changed.connect(self.show_title)

    def choose_preset(self, theme: Theme, below: QWidget) -> None:
        """Drop the gallery down below a widget, to begin with one of its presets."""
        # Here and not above: it loads NumPy for the thumbnails, which the window is painted without.
        from nnviz.ui.preset_gallery import PresetGallery  # noqa: PLC0415

        gallery = PresetGallery(theme, self._session.experiment.name, self._window)
        gallery.preset_chosen.connect(self._on_preset_chosen)
        gallery.open_below(below)

    def show_title(self) -> None:
        """Name the document in the window's title, and mark it where it has unsaved edits."""
        path = self._session.path
        self._window.setWindowTitle(f"{self._name}[*] — nnviz")
        self._window.setWindowModified(self._session.is_modified)
        self._window.setWindowFilePath(str(path) if path else "")

    def ask_and_open(self) -> None:
        """Ask for a document and show it."""
        folder = str(self._session.path.parent) if self._session.path else ""
        if self.may_leave() and (path := ask_file_to_open(self._window, folder)):
            self.open(path)

    def open(self, path: Path) -> None:
        """Show the recipe in a file, or say why it cannot be shown."""
        try:
            self._session.open_document(path)
        except RecipeError as error:
            show_problem(self._window, "Cannot open the document", f"{path.name}: {error}")
        else:
            self._saving.leave_document()

    def save(self) -> None:
        """Save to the document there is, else to one that is asked for; the window goes on meanwhile."""
        path = self._path
        if path is None:
            self.save_as()
        else:
            self._saving.write(path)

    def save_as(self) -> None:
        """Save to a document that is asked for; the window goes on meanwhile."""
        name = f"{self._session.experiment.name}{SUFFIX}".replace("/", "-")
        path = ask_file_to_save(self._window, str(self._path or name))
        if path is not None:
            self._saving.write(path)

    def may_leave(self) -> bool:
        """Whether the recipe can be replaced: it is saved, or its edits may go. Waits for what is being written."""
        self._enter_typing()
        if not self._all_is_written():
            return False
        if not self._session.is_modified:
            return True
        answer = ask_about_unsaved(self._window, self._name)
        if answer is Unsaved.SAVE:
            self.save()
            return self._all_is_written() and not self._session.is_modified
        return answer is Unsaved.DISCARD

    @property
    def _name(self) -> str:
        path = self._session.path
        return path.name if path else self._session.experiment.name

    @property
    def _path(self) -> Path | None:
        """The document, also where it is still being written."""
        return self._saving.path or self._session.path

    def _all_is_written(self) -> bool:
        """Wait for what is being written; False where it could not be, or where the person would rather stay."""
        n_failed = self._saving.n_failed
        self._saving.wait(_PATIENCE)
        if path := self._saving.under_way:
            self._wait_aloud(path)
        return self._saving.under_way is None and self._saving.n_failed == n_failed

    def _wait_aloud(self, path: Path) -> None:
        """Show that a document is still being written, until all is, or until the person stays."""
        dialog = QProgressDialog(f"Saving to {path.name}…", "Stay", 0, 0, self._window)
        dialog.setWindowTitle("Saving")
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        bar = QProgressBar()
        bar.setAccessibleName("Saving")
        bar.setRange(0, 0)
        dialog.setBar(bar)
        self._saving.settled.connect(dialog.accept)
        dialog.exec()
        dialog.deleteLater()

    def _on_saved(self, path: Path) -> None:
        if self._session.has_hand_edits:
            sentence = f"Saved to {path.name}, without the weights that were set by hand: they are this run's alone"
            self.said.emit(f"{sentence}. To keep them, choose “Given numbers” as initial weights")
        else:
            self.said.emit(f"Saved to {path.name}")

    def _on_failed(self, path: Path, problem: Exception) -> None:
        why = problem.strerror if isinstance(problem, OSError) and problem.strerror else problem
        show_problem(self._window, "Cannot save the document", f"{path.name} cannot be written: {why}")

    def _on_takes_long(self, path: Path) -> None:
        self.said.emit(f"Saving to {path.name}…")

    def _on_preset_chosen(self, key: str) -> None:
        if self.may_leave():
            self._session.open_preset(preset(key))
            self._saving.leave_document()
