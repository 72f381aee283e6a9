"""Qt's application object, which on macOS is told of documents to open instead of the command line."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication


class Application(QApplication):
    """Passes on which file the system wants opened, as macOS does after a double click on a document.

    Parameters
    ----------
    words : Sequence[str]
        The command line as Qt is to see it.

    Signals
    -------
    file_wanted(Path)
        Sent when Qt has done with the request: what follows may ask a question.
    """

    file_wanted = Signal(object)
    _was_asked = Signal(object)

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__(words)
        self._was_asked.connect(self.file_wanted, Qt.ConnectionType.QueuedConnection)

    def event(self, event: QEvent) -> bool:
        # Here and not in an event filter: one on the application would see every event of every widget.
        if isinstance(event, QFileOpenEvent) and event.file():
            self._was_asked.emit(Path(event.file()))
            return True
        return super().event(event)
