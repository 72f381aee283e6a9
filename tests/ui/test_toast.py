import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nnviz.ui.stylesheet import stylesheet
from nnviz.ui.theme import light
from nnviz.ui.toast import Toast

LONG = "The loss is no longer a finite number after step 12: " + "it went too far and " * 12 + "fell over."


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    window.setStyleSheet(stylesheet(light()))
    window.resize(600, 400)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    return window


@pytest.fixture
def toast(window: QWidget) -> Toast:
    return Toast(window)


def test_at_first_there_is_nothing_to_see(toast: Toast) -> None:
    assert toast.isHidden()


def test_a_toast_says_its_sentence_in_the_middle_near_the_lower_edge(window: QWidget, toast: Toast) -> None:
    toast.say("New run from step 0: the data seed changed")
    assert toast.isVisible()
    assert toast.text() == "New run from step 0: the data seed changed"
    assert toast.geometry().center().x() == pytest.approx(window.width() / 2, abs=1)
    assert window.height() - 120 < toast.geometry().bottom() < window.height()


@pytest.mark.parametrize("width", [300, 600, 1000])
def test_a_long_sentence_stays_within_the_window(window: QWidget, toast: Toast, width: int) -> None:
    window.resize(width, 400)
    toast.say(LONG)
    assert toast.geometry().left() >= 0
    assert toast.geometry().right() < width
    assert toast.height() >= toast.heightForWidth(toast.width())


def test_a_short_sentence_after_a_long_one_is_short_again(toast: Toast) -> None:
    toast.say("Saved")
    size = toast.size()
    toast.say(LONG)
    assert toast.width() > size.width()
    toast.say("Saved")
    assert toast.size() == size


def test_a_toast_follows_its_window(window: QWidget, toast: Toast) -> None:
    toast.say("Saved")
    window.resize(900, 400)
    toast.place()
    assert toast.geometry().center().x() == pytest.approx(450, abs=1)


def test_a_click_puts_it_away(qtbot: QtBot, toast: Toast) -> None:
    toast.say("Saved")
    qtbot.mouseClick(toast, Qt.MouseButton.LeftButton)
    assert toast.isHidden()


def test_it_goes_by_itself_when_there_was_time_to_read_it(qtbot: QtBot, toast: Toast) -> None:
    toast.say("Saved")
    assert toast._timer.isActive()
    assert toast._timer.interval() >= 3000
    short = toast._timer.interval()
    toast.say(LONG)
    assert toast._timer.interval() > 2 * short
    toast._timer.setInterval(1)
    qtbot.waitUntil(toast.isHidden)


def test_a_warning_looks_other_than_a_note(toast: Toast) -> None:
    toast.say("Careful", is_warning=True)
    warning = toast.grab().toImage()
    assert toast.property("kind") == "warning"
    toast.say("Careful")
    assert toast.property("kind") == "note"
    assert toast.grab().toImage() != warning
