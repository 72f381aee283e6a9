import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from nnviz.ui.fields.elided_label import CountingLabel, ElidedLabel
from tests.ui.fields.hands import put_on_screen

LONG = "100,000 at −1,000.25, 999.75\nσ 99.00, 99.00"


def picture(label: ElidedLabel) -> QImage:
    return label.grab().toImage()


def test_it_gives_way_and_tells_all_under_the_mouse(qtbot: QtBot):
    label = ElidedLabel("small")
    label.show_lines(LONG)
    put_on_screen(qtbot, label)
    assert label.minimumSizeHint().width() == 0
    assert label.minimumSizeHint().height() >= 2 * label.fontMetrics().height() - 2
    assert label.toolTip() == LONG
    label.resize(400, 40)
    whole = picture(label)
    label.resize(60, 40)
    assert picture(label) != whole.copy(0, 0, 60, 40)  # an ellipsis stands at the end, not half a figure


def test_other_lines_are_shown_at_once(qtbot: QtBot):
    label = ElidedLabel()
    label.show_lines("one")
    put_on_screen(qtbot, label)
    label.resize(200, 40)
    before = picture(label)
    label.show_lines("another")
    assert picture(label) != before


def test_a_line_that_is_whole_or_nothing(qtbot: QtBot) -> None:
    label = ElidedLabel(whole=True)
    label.show_lines("step 1,000")
    put_on_screen(qtbot, label)
    label.resize(label.full_width(), 20)
    shown = label.grab().toImage()
    label.resize(label.full_width() - 4, 20)
    nothing = label.grab().toImage()
    label.show_lines("")
    assert nothing == label.grab().toImage() != shown


class Panel(QWidget):
    """Counts how often it is asked to lay out what is in it."""

    def __init__(self, label: ElidedLabel) -> None:
        super().__init__()
        self.n_asked = 0
        row = QHBoxLayout(self)
        row.addWidget(label)
        row.addStretch(1)

    def event(self, event: QEvent) -> bool:
        self.n_asked += event.type() == QEvent.Type.LayoutRequest
        return super().event(event)

    def asked_by(self, label: ElidedLabel, text: str) -> bool:
        """Whether it is, for this text."""
        before = self.n_asked
        label.setText(text)
        QApplication.sendPostedEvents()
        assert label.text() == label.accessibleName() == text
        return self.n_asked > before


def test_a_panel_is_laid_out_anew_only_for_other_lines(qtbot: QtBot):
    label = ElidedLabel("small")
    panel = Panel(label)
    put_on_screen(qtbot, panel)
    assert not panel.asked_by(label, "12 of 500 wrong")
    assert not panel.asked_by(label, "112 of 500 wrong, and more words than there is room for")
    assert panel.asked_by(label, "two\nlines")
    assert not panel.asked_by(label, "two\nothers")


@pytest.mark.parametrize("gives_way", [False, True])
def test_a_step_keeps_the_room_it_once_needed(qtbot: QtBot, gives_way: bool):
    label = CountingLabel("small", gives_way=gives_way)
    panel = Panel(label)
    put_on_screen(qtbot, panel)
    assert panel.asked_by(label, "step 1,000")
    width = label.sizeHint().width()
    assert not panel.asked_by(label, "step 1,111")
    assert not panel.asked_by(label, "step 0")
    assert label.sizeHint().width() == width
    assert panel.asked_by(label, "step 1,000,000")
    assert label.sizeHint().width() > width
    assert label.minimumSizeHint().width() == (0 if gives_way else label.sizeHint().width())
    label.setStyleSheet("font-size: 9px")
    assert label.sizeHint().width() < width + 10
