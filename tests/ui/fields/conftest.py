"""What tests of fields share."""

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.fields.hands import put_on_screen


@pytest.fixture
def frame(qtbot: QtBot) -> QWidget:
    """An empty window with a column for fields that have companions."""
    frame = QWidget()
    QVBoxLayout(frame)
    put_on_screen(qtbot, frame)
    return frame
