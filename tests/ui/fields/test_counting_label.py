import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from nnviz.ui.fields.counting_label import CountingLabel
from tests.ui.fields.hands import put_on_screen
from tests.ui.fields.laid_out import Panel


@pytest.mark.parametrize("gives_way", [False, True])
def test_it_keeps_the_room_it_once_needed(qtbot: QtBot, gives_way: bool):
    label = CountingLabel("small", gives_way=gives_way)
    panel = Panel(label)
    put_on_screen(qtbot, panel)
    assert panel.asked_by(label.show_text, "step 1,000")
    width = label.sizeHint().width()
    assert width >= label.width_of("step 1,000") == label.width_of("step 4,123") > 0
    assert not panel.asked_by(label.show_text, "step 999")
    assert not panel.asked_by(label.show_text, "step 0")
    assert label.text() == "step 0"
    assert label.sizeHint().width() == width
    assert panel.asked_by(label.show_text, "step 1,000,000")
    assert label.sizeHint().width() > width
    assert label.minimumSizeHint().width() == (0 if gives_way else label.sizeHint().width())
    label.show_text("step 0")
    label.setStyleSheet("font-size: 9px")  # other text needs other room
    assert label.sizeHint().width() < width


def test_where_there_is_no_room_for_all_of_it_it_goes(qtbot: QtBot):
    def picture() -> QImage:
        return label.grab().toImage()

    label = CountingLabel(gives_way=True)
    put_on_screen(qtbot, label)
    label.show_text("step 1,000")
    width = label.sizeHint().width()
    label.resize(width, 20)
    shown = picture()
    label.resize(width - 4, 20)
    nothing = picture()
    label.show_text("")
    assert nothing == picture() != shown
    label.resize(width, 20)
    label.show_text("step 1,000")
    assert picture() == shown
