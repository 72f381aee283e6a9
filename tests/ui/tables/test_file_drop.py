from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QGraphicsView, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from nnviz.ui.tables.file_drop import FileDrop, file_in
from tests.ui.fields.hands import Heard


def mime_of(*urls: str) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl(url) for url in urls])
    return mime


def drop(widget: QWidget, mime: QMimeData) -> bool:
    """Drag something over a widget and let it go; whether the window takes it."""
    rest = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, mime, *rest)
    enter.setAccepted(False)
    QApplication.sendEvent(widget, enter)
    if enter.isAccepted():
        QApplication.sendEvent(widget, QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, mime, *rest))
    return enter.isAccepted()


def test_one_file_of_this_machine():
    assert file_in(mime_of("file:///data/a.csv")) == Path("/data/a.csv")
    assert file_in(mime_of("file:///a.csv", "file:///b.csv")) is None
    assert file_in(mime_of("http://example.org/a.csv")) is None
    assert file_in(QMimeData()) is None


def test_it_can_be_dropped_anywhere_on_the_window(qtbot: QtBot):
    window = QWidget()
    view = QGraphicsView()
    QVBoxLayout(window).addWidget(view)
    qtbot.addWidget(window)
    files = FileDrop(window)
    files.leave_to_window(window)
    heard = Heard(files.file_dropped)
    for place in (window, view.viewport()):
        assert drop(place, mime_of("file:///data/a.csv"))
        assert heard.said == []  # not while the other program waits
        qtbot.waitUntil(lambda: heard.said == [Path("/data/a.csv")])
        heard.take()


def test_anything_else_is_not_taken(qtbot: QtBot):
    window = QWidget()
    qtbot.addWidget(window)
    heard = Heard(FileDrop(window).file_dropped)
    assert not drop(window, mime_of("file:///a.csv", "file:///b.csv"))
    QApplication.sendEvent(window, QEvent(QEvent.Type.DragLeave))
    qtbot.wait(10)
    assert heard.said == []
