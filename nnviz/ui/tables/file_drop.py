"""Files dropped on a window."""

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QGraphicsView, QWidget


class FileDrop(QObject):
    """Lets one file be dropped anywhere on a window.

    Parameters
    ----------
    window : QWidget

    Signals
    -------
    file_dropped(Path)
        Sent when the drop itself is over: what follows may take long, and the program it came from waits for it.
    """

    file_dropped = Signal(object)
    _has_dropped = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        window.setAcceptDrops(True)
        window.installEventFilter(self)
        self._has_dropped.connect(self.file_dropped, Qt.ConnectionType.QueuedConnection)

    def leave_to_window(self, part: QWidget) -> None:
        """Let what is dropped on the plots in there fall through to the window: by themselves they swallow it."""
        for view in part.findChildren(QGraphicsView):
            view.setAcceptDrops(False)
            view.viewport().setAcceptDrops(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in (QEvent.Type.DragEnter, QEvent.Type.Drop) or not isinstance(event, QDropEvent):
            return super().eventFilter(watched, event)
        path = file_in(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            if event.type() is QEvent.Type.Drop:
                self._has_dropped.emit(path)
        return True


def file_in(mime: QMimeData) -> Path | None:
    """The one file that is dropped or pasted; None where there is none, or several."""
    urls = mime.urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
