import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from nnviz.core.diagnosis import Finding, Kind
from nnviz.ui.plots.findings_line import LINE_LENGTH, FindingsLine, listed, summary
from nnviz.ui.stylesheet import stylesheet
from nnviz.ui.theme import dark, light
from tests.ui.fields.hands import click, focus, put_on_screen


def findings(*kinds: Kind) -> tuple[Finding, ...]:
    """One a neuron, each with a sentence of its own."""
    return tuple(
        Finding(0, neuron, kind, f"h{neuron + 1} is {kind.value}: so many words that they do not all fit on one line.")
        for neuron, kind in enumerate(kinds)
    )


@pytest.fixture
def line(qtbot: QtBot) -> FindingsLine:
    line = FindingsLine()
    line.set_theme(light())
    put_on_screen(qtbot, line)
    return line


@pytest.mark.parametrize(
    ("kinds", "text"),
    [
        ((), ""),
        ((Kind.DEAD,), "1 dead neuron"),
        ((Kind.SATURATED,) * 2, "2 saturated neurons"),
        ((Kind.DEAD, Kind.IDENTICAL, Kind.IDENTICAL), "1 dead, 2 identical neurons"),
        ((Kind.DEAD,) * 1200, "1,200 dead neurons"),
    ],
)
def test_it_says_how_many_of_each_kind(kinds: tuple[Kind, ...], text: str) -> None:
    assert summary(findings(*kinds)) == text


def test_the_list_has_every_sentence_and_the_step_and_no_long_line() -> None:
    text = listed(findings(Kind.DEAD, Kind.SATURATED), 1200, most=2)
    assert text.startswith("At step 1,200\n\nh1 is dead: so many words")
    assert "\n\nh2 is saturated: so many words" in text
    assert max(map(len, text.splitlines())) <= LINE_LENGTH


def test_a_list_of_many_ends_with_how_many_more() -> None:
    text = listed(findings(*[Kind.DEAD] * 256), 0, most=8)
    assert text.count("is dead") == 8
    assert text.endswith("And 248 more.")


def test_while_there_is_nothing_to_say_it_keeps_its_room(qtbot: QtBot) -> None:
    window, line = QWidget(), FindingsLine()
    window.setStyleSheet(stylesheet(light()))
    column = QVBoxLayout(window)
    column.addWidget(line)
    column.addStretch(1)
    line.set_theme(light())
    window.resize(300, 200)
    put_on_screen(qtbot, window)
    before = line.geometry()
    assert before.height() > 10
    line.show_findings(findings(Kind.DEAD), 3)
    qtbot.wait(10)
    assert line.button.isVisible()
    assert line.geometry() == before
    line.show_findings((), 4)
    qtbot.wait(10)
    assert not line.button.isVisible()
    assert line.geometry() == before


def test_the_sentences_are_read_out(line: FindingsLine) -> None:
    line.show_findings(findings(Kind.DEAD, Kind.SATURATED), 3)
    assert "h1 is dead: so many" in line.button.accessibleDescription()
    assert "h2 is saturated: so many" in line.button.accessibleDescription()
    line.show_findings((), 3)
    assert line.button.accessibleDescription() == ""


def test_the_mouse_is_told_with_the_step_of_the_last_look(line: FindingsLine) -> None:
    found = findings(Kind.DEAD)
    line.show_findings(found, 3)
    line.show_findings(found, 7)
    place = QPoint(4, 4)
    QApplication.sendEvent(line.button, QHelpEvent(QEvent.Type.ToolTip, place, line.button.mapToGlobal(place)))
    try:
        assert QToolTip.text() == listed(found, 7, most=3)
    finally:
        QToolTip.hideText()


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)  # the offscreen platform, at every popup
@pytest.mark.parametrize("by", ["mouse", "keyboard"])
def test_the_list_opens_within_the_screen_and_goes_with_escape(qtbot: QtBot, line: FindingsLine, by: str) -> None:
    line.show_findings(findings(*[Kind.DEAD] * 30), 3)
    line.set_theme(dark())
    line.move(5000, -300)
    if by == "mouse":
        click(qtbot, line.button)
    else:
        focus(qtbot, line.button)
        qtbot.keyClick(line.button, Qt.Key.Key_Space)
    assert line.list.isVisible()
    assert line.screen().availableGeometry().contains(line.list.geometry())
    assert line._sentences.text().count("is dead") == 30
    assert line._scroll.viewport().width() >= line._sentences.width()
    qtbot.keyClick(line._scroll, Qt.Key.Key_PageDown)
    assert line._scroll.verticalScrollBar().value() > 0
    qtbot.keyClick(line._scroll, Qt.Key.Key_Escape)
    assert not line.list.isVisible()
