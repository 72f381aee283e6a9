"""The documents of a window: opened, saved, named in its title, and never left without a question."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from nnviz.experiment.documents import SUFFIX
from nnviz.experiment.presets import preset
from nnviz.experiment.quantity import RecipeError
from nnviz.session.session import Session
from nnviz.ui.document_dialogs import Unsaved, ask_about_unsaved, ask_file_to_open, ask_file_to_save, show_problem
from nnviz.ui.theme import Theme


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

    def save(self) -> bool:
        """Save to the document there is, else to one that is asked for; whether it is saved now."""
        path = self._session.path
        return self.save_as() if path is None else self._write(path)

    def save_as(self) -> bool:
        """Save to a document that is asked for; whether it is saved now."""
        name = f"{self._session.experiment.name}{SUFFIX}".replace("/", "-")
        proposal = str(self._session.path) if self._session.path else name
        path = ask_file_to_save(self._window, proposal)
        return path is not None and self._write(path)

    def may_leave(self) -> bool:
        """Whether the recipe can be replaced: it is saved, or its edits may go."""
        self._enter_typing()
        if not self._session.is_modified:
            return True
        answer = ask_about_unsaved(self._window, self._name)
        return answer is Unsaved.DISCARD or (answer is Unsaved.SAVE and self.save())

    @property
    def _name(self) -> str:
        path = self._session.path
        return path.name if path else self._session.experiment.name

    def _write(self, path: Path) -> bool:
        try:
            self._session.save(path)
        except OSError as error:
            sentence = f"{path.name} cannot be written: {error.strerror or error}"
            show_problem(self._window, "Cannot save the document", sentence)
            return False
        if self._session.has_hand_edits:
            sentence = f"Saved to {path.name}, without the weights that were set by hand: they are this run's alone"
            self.said.emit(f"{sentence}. To keep them, choose “Given numbers” as initial weights")
        else:
            self.said.emit(f"Saved to {path.name}")
        return True

    def _on_preset_chosen(self, key: str) -> None:
        if self.may_leave():
            self._session.open_preset(preset(key))
