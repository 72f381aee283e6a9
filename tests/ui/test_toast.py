import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from nnviz.ui.stylesheet import stylesheet
from nnviz.ui.theme import dark, light
from nnviz.ui.toast import Toast
from tests.ui.fields.hands import Heard, click

LONG = "The loss is no longer a finite number after step 12: " + "it went too far and " * 12 + "fell over."


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """A window with two fields; the first has the keyboard."""
    window = QWidget()
    window.setStyleSheet(stylesheet(light()))
    window.resize(600, 400)
    fields = [QLineEdit(window), QLineEdit(window)]
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    fields[0].setFocus()
    qtbot.waitUntil(fields[0].hasFocus)
    return window


@pytest.fixture
def toast(window: QWidget) -> Toast:
    button = QPushButton("Mend it")
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return Toast(window, button)


def keyboard() -> QWidget:
    """What has it."""
    focus = QApplication.focusWidget()
    assert focus is not None
    return focus


def test_at_first_there_is_nothing_to_see(toast: Toast) -> None:
    assert toast.isHidden()


def test_a_toast_says_its_sentence_in_the_middle_near_the_lower_edge(window: QWidget, toast: Toast) -> None:
    toast.say("New run from step 0: the data seed changed")
    assert toast.isVisible()
    assert toast.text() == "New run from step 0: the data seed changed"
    assert toast.geometry().center().x() == pytest.approx(window.width() / 2, abs=1)
    assert window.height() - 120 < toast.geometry().bottom() < window.height()


@pytest.mark.parametrize("is_offer", [False, True])
@pytest.mark.parametrize("width", [300, 600, 1000])
def test_a_long_sentence_stays_within_the_window(window: QWidget, toast: Toast, width: int, is_offer: bool) -> None:
    window.resize(width, 400)
    if is_offer:
        toast.offer(LONG)
    else:
        toast.say(LONG)
    assert toast.geometry().left() >= 0
    assert toast.geometry().right() < width
    sentence = toast._sentence
    assert sentence.height() >= sentence.heightForWidth(sentence.width())


def test_a_short_sentence_after_a_long_one_is_short_again(toast: Toast) -> None:
    toast.say("Saved")
    size = toast.size()
    toast.say(LONG)
    assert toast.width() > size.width()
    toast.offer(LONG)
    toast.put_away()
    toast.say("Saved")
    assert toast.size() == size


def test_a_toast_follows_its_window(window: QWidget, toast: Toast) -> None:
    toast.say("Saved")
    window.resize(900, 400)
    toast.place()
    assert toast.geometry().center().x() == pytest.approx(450, abs=1)


def test_a_click_puts_a_note_away(qtbot: QtBot, toast: Toast) -> None:
    toast.say("Saved")
    click(qtbot, toast)
    assert toast.isHidden()


def test_a_note_goes_by_itself_when_there_was_time_to_read_it(qtbot: QtBot, toast: Toast) -> None:
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


def test_it_grows_with_the_text_and_is_read_out(toast: Toast) -> None:
    toast.offer("It broke.")
    before = toast.height()
    toast.set_theme(dark(2.0))
    assert toast.height() > before
    assert toast.accessibleName() == "It broke."
    assert toast.cross.accessibleName()


def test_only_an_offer_has_a_button(toast: Toast) -> None:
    toast.say("Saved")
    assert not toast.button.isVisible()
    assert not toast.cross.isVisible()
    toast.offer("It broke.")
    assert toast.text() == "It broke."
    assert toast.button.isVisible()
    assert toast.cross.isVisible()
    assert toast.rect().contains(toast.button.geometry())
    assert toast.rect().contains(toast.cross.geometry())
    assert toast._sentence.geometry().bottom() < toast.button.y()


def test_an_offer_stays_and_leaves_the_keyboard_where_it_is(qtbot: QtBot, toast: Toast) -> None:
    field = keyboard()
    toast.offer("It broke.")
    assert not toast._timer.isActive()
    assert keyboard() is field
    click(qtbot, toast)
    click(qtbot, toast._sentence)
    assert toast.isVisible()
    assert toast.has_offer


def test_an_offer_can_be_pressed_by_mouse_and_by_keyboard(qtbot: QtBot, toast: Toast) -> None:
    pressed = Heard(toast.button.clicked)
    toast.offer("It broke.")
    click(qtbot, toast.button)
    assert len(pressed.take()) == 1
    qtbot.keyClick(keyboard(), Qt.Key.Key_Tab)
    assert keyboard() is toast.button
    qtbot.keyClick(keyboard(), Qt.Key.Key_Space)
    assert len(pressed.take()) == 1
    qtbot.keyClick(keyboard(), Qt.Key.Key_Tab)
    assert keyboard() is toast.cross


def test_the_next_tab_goes_to_an_offer_from_wherever_the_keyboard_is(
    qtbot: QtBot, window: QWidget, toast: Toast
) -> None:
    for field in (*window.findChildren(QLineEdit, options=Qt.FindChildOption.FindDirectChildrenOnly),) * 2:
        field.setFocus()
        toast.offer("It broke.")
        qtbot.keyClick(keyboard(), Qt.Key.Key_Tab)
        assert keyboard() is toast.button
        toast.put_away()


@pytest.mark.parametrize("how", ["cross", "cross by keyboard", "escape", "escape on the button"])
def test_an_offer_can_be_put_away_and_gives_the_keyboard_back(
    qtbot: QtBot, window: QWidget, toast: Toast, how: str
) -> None:
    toast.offer("It broke.")
    if "button" in how:
        toast.button.setFocus()
    if "by keyboard" in how:
        toast.cross.setFocus()
    if "escape" in how:
        qtbot.keyClick(keyboard(), Qt.Key.Key_Escape)
    elif "by keyboard" in how:
        qtbot.keyClick(keyboard(), Qt.Key.Key_Space)
    else:
        click(qtbot, toast.cross)
    assert toast.isHidden()
    assert not toast.has_offer
    assert not toast.isAncestorOf(keyboard())
    assert keyboard() is window or isinstance(keyboard(), QLineEdit)


def test_escape_is_left_to_others_while_nothing_is_offered(qtbot: QtBot, toast: Toast) -> None:
    toast.say("Saved")
    qtbot.keyClick(keyboard(), Qt.Key.Key_Escape)
    assert toast.isVisible()


def test_after_a_note_the_offer_is_there_again(qtbot: QtBot, toast: Toast) -> None:
    toast.offer("It broke.")
    toast.button.setFocus()
    toast.say("Saved")
    assert (toast.text(), toast.property("kind")) == ("Saved", "note")
    assert keyboard() is not toast.button
    assert toast.has_offer
    toast._timer.setInterval(1)
    qtbot.waitUntil(toast.button.isVisible)
    assert (toast.text(), toast.property("kind")) == ("It broke.", "warning")
    toast.say("Saved")
    click(qtbot, toast)
    assert toast.text() == "It broke."


def test_an_offer_that_is_withdrawn_goes_at_once_and_does_not_come_back(qtbot: QtBot, toast: Toast) -> None:
    toast.withdraw()
    assert toast.isHidden()
    toast.offer("It broke.")
    toast.withdraw()
    assert toast.isHidden()
    toast.offer("It broke.")
    toast.say("Saved")
    toast.withdraw()
    assert toast.text() == "Saved"
    assert toast.isVisible()
    toast._timer.setInterval(1)
    qtbot.waitUntil(toast.isHidden)


def test_a_note_is_not_withdrawn(toast: Toast) -> None:
    toast.say("Saved")
    toast.withdraw()
    assert toast.isVisible()


@pytest.mark.parametrize("is_offer", [False, True])
@pytest.mark.parametrize("sentence", ["Saved", LONG])
def test_no_pixel_of_the_text_is_cut_off(toast: Toast, sentence: str, is_offer: bool) -> None:
    if is_offer:
        toast.offer(sentence)
    else:
        toast.say(sentence)
    text = toast._sentence
    assert text.height() >= text.heightForWidth(text.width())
    if not text.wordWrap():
        assert text.width() >= text.sizeHint().width()
        assert text.height() >= text.sizeHint().height()
