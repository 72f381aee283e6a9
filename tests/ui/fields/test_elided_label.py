from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from nnviz.ui.fields.elided_label import ElidedLabel
from tests.ui.fields.hands import put_on_screen
from tests.ui.fields.laid_out import Panel

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


def test_a_panel_is_laid_out_anew_only_for_other_lines(qtbot: QtBot):
    label = ElidedLabel("small")
    panel = Panel(label)
    put_on_screen(qtbot, panel)
    assert not panel.asked_by(label.show_lines, "12 of 500 wrong")
    assert not panel.asked_by(label.show_lines, "112 of 500 wrong, and more words than there is room for")
    assert panel.asked_by(label.show_lines, "two\nlines")
    assert not panel.asked_by(label.show_lines, "two\nothers")
    assert label.text() == label.accessibleName() == label.toolTip() == "two\nothers"
