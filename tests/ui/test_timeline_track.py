"""The track: hands, keys and the wheel on it, what it shows, and that showing is silent."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent, QImage, QPainter
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from nnviz.ui.theme import dark, light
from nnviz.ui.timeline_marks import Mark, MarkKind
from nnviz.ui.timeline_track import TimelineTrack
from tests.ui.fields.hands import Heard, focus, nothing_said, put_on_screen, turn_wheel

LEFT = Qt.MouseButton.LeftButton
CHANGE = Mark(1_000, MarkKind.CHANGE, "learning rate", "From here on the learning rate is another")
NEXT = Mark(1_020, MarkKind.ACCURACY, "90 %", "90 % are right")
END = Mark(5_000, MarkKind.DIVERGED, "diverged", "It diverged")


@pytest.fixture
def track(qtbot: QtBot) -> TimelineTrack:
    track = TimelineTrack()
    track.resize(500, 32)
    track.set_theme(light())
    track.show_run(2_500, 5_000, (CHANGE, NEXT, END))
    put_on_screen(qtbot, track)
    return track


@pytest.fixture
def heard(track: TimelineTrack) -> Heard:
    return Heard(track.step_wanted)


def pixels(track: TimelineTrack) -> np.ndarray:
    image = track.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return np.array(image.constBits()).copy()


def test_showing_is_silent(track: TimelineTrack, heard: Heard) -> None:
    assert nothing_said(heard, lambda: track.show_run(17, 99, ()))
    assert (track.value(), track.maximum(), track.pageStep(), track.marks) == (17, 99, 4, ())


def test_a_press_goes_there_and_a_drag_on(qtbot: QtBot, track: TimelineTrack, heard: Heard) -> None:
    qtbot.mousePress(track, LEFT, pos=track.place_of(4_000).toPoint())
    (step,) = heard.take()
    assert abs(step - 4_000) <= 10
    qtbot.mouseMove(track, QPoint(-50, 10))
    assert heard.take() == [0]
    qtbot.mouseMove(track, QPoint(900, 10))
    assert heard.take() == [5_000]
    qtbot.mouseRelease(track, LEFT, pos=QPoint(900, 10))
    qtbot.mouseMove(track, QPoint(20, 10))
    assert heard.take() == []


def test_what_a_hand_holds_stays_with_the_hand(qtbot: QtBot, track: TimelineTrack) -> None:
    qtbot.mousePress(track, LEFT, pos=track.place_of(4_000).toPoint())
    held = track.value()
    track.show_run(10, 6_000, ())
    assert (track.value(), track.maximum()) == (held, 6_000)
    qtbot.mouseRelease(track, LEFT, pos=QPoint(0, 0))
    track.show_run(10, 6_000, ())
    assert track.value() == 10


def test_a_press_near_a_mark_goes_to_the_mark(qtbot: QtBot, track: TimelineTrack, heard: Heard) -> None:
    qtbot.mouseClick(track, LEFT, pos=track.place_of(1_000).toPoint() - QPoint(3, 0))
    assert heard.take() == [1_000]
    assert track.mark_near(track.place_of(3_000).x()) is None


def test_other_buttons_and_a_run_without_steps_do_nothing(qtbot: QtBot, track: TimelineTrack, heard: Heard) -> None:
    qtbot.mouseClick(track, Qt.MouseButton.RightButton, pos=QPoint(300, 20))
    track.show_run(0, 0, ())
    qtbot.mouseClick(track, LEFT, pos=QPoint(300, 20))
    pixels(track)
    assert heard.take() == []


def test_keys_are_those_of_a_slider(qtbot: QtBot, track: TimelineTrack, heard: Heard) -> None:
    for key, step in (
        (Qt.Key.Key_Right, 2_501),
        (Qt.Key.Key_Left, 2_500),
        (Qt.Key.Key_PageUp, 2_750),
        (Qt.Key.Key_PageDown, 2_500),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_End, 5_000),
    ):
        qtbot.keyClick(track, key)
        assert heard.take() == [step]


def test_the_wheel_turns_it_only_while_it_is_in_use(qtbot: QtBot, track: TimelineTrack, heard: Heard) -> None:
    turn_wheel(track, 1)
    assert heard.take() == []
    focus(qtbot, track)
    turn_wheel(track, 1)
    assert heard.take() != []


@pytest.mark.parametrize(
    ("step", "text"),
    [(1_000, "Step 1,000: From here on the learning rate is another"), (5_000, "Step 5,000: It diverged")],
)
def test_pointing_at_a_mark_tells_what_happened(track: TimelineTrack, step: int, text: str) -> None:
    place = track.place_of(step).toPoint()
    QApplication.sendEvent(track, QHelpEvent(QEvent.Type.ToolTip, place, track.mapToGlobal(place)))
    assert QToolTip.text() == text


def test_pointing_elsewhere_tells_the_step(track: TimelineTrack) -> None:
    place = track.place_of(3_000).toPoint()
    QApplication.sendEvent(track, QHelpEvent(QEvent.Type.ToolTip, place, track.mapToGlobal(place)))
    assert QToolTip.text().startswith("Step 3,0") or QToolTip.text().startswith("Step 2,9")


def test_names_stand_where_there_is_room_and_never_on_one_another(track: TimelineTrack) -> None:
    painted = track.grab()  # to be measured in the font it is painted in
    assert not painted.isNull()
    painter = QPainter(painted)
    painter.setFont(light().font(10))
    names = list(track._names(painter))
    painter.end()
    assert [name for _, name in names] == ["learning rate", "diverged"]
    assert not names[0][0].intersects(names[1][0])
    assert all(place.left() >= 0 and place.right() <= track.width() for place, _ in names)


@pytest.mark.parametrize("make_theme", [light, dark])
def test_step_marks_and_focus_are_to_be_seen(qtbot: QtBot, track: TimelineTrack, make_theme: object) -> None:
    track.set_theme(make_theme())  # type: ignore[operator]
    pictures = [pixels(track)]
    track.show_run(2_600, 5_000, track.marks)
    pictures.append(pixels(track))
    for gone in (CHANGE, NEXT, END):
        track.show_run(2_600, 5_000, [mark for mark in (CHANGE, NEXT, END) if mark is not gone])
        pictures.append(pixels(track))
    focus(qtbot, track)
    pictures.append(pixels(track))
    for place, picture in enumerate(pictures):
        assert not any(np.array_equal(picture, other) for other in pictures[place + 1 :])
