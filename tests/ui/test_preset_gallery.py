"""The gallery of presets in the real window, by mouse and by keyboard."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from nnviz.experiment.experiment import Experiment
from nnviz.experiment.presets import LESSONS, PRESETS, preset
from nnviz.ui import documents
from nnviz.ui.document_dialogs import Unsaved
from nnviz.ui.main_window import MainWindow
from nnviz.ui.preset_cards import PresetCards
from nnviz.ui.preset_gallery import PresetGallery, _fitting, _kept_within
from nnviz.ui.theme import light
from tests.conftest import run_deferred_deletes
from tests.ui.fields.hands import enter

KEYS = list(PRESETS)


def gallery_of(window: MainWindow) -> PresetGallery | None:
    """The gallery that is open."""
    run_deferred_deletes()
    found = window.findChildren(PresetGallery)
    assert len(found) <= 1
    return found[0] if found and found[0].isVisible() else None


@pytest.fixture
def cards(window: MainWindow, qtbot: QtBot) -> PresetCards:
    """Those of the gallery, opened by a click on the panel's button."""
    qtbot.mouseClick(window.data_panel.preset_button, Qt.MouseButton.LeftButton)
    gallery = gallery_of(window)
    assert gallery is not None
    return gallery.cards


@pytest.fixture
def slow_typing(qapp: QApplication) -> Iterator[None]:
    """However long a busy machine takes over a letter, the next belongs to the same word."""
    before = qapp.keyboardInputInterval()
    qapp.setKeyboardInputInterval(60_000)
    yield
    qapp.setKeyboardInputInterval(before)


def current(cards: PresetCards) -> str:
    return KEYS[cards.currentIndex().row()]


def test_every_preset_is_chosen_by_a_click(window: MainWindow, qtbot: QtBot):
    for key in [*KEYS[1:], KEYS[0]]:
        qtbot.mouseClick(window.data_panel.preset_button, Qt.MouseButton.LeftButton)
        gallery = gallery_of(window)
        assert gallery is not None
        index = gallery.cards.model().index(KEYS.index(key), 0)
        gallery.cards.scrollTo(index)
        place = gallery.cards.visualRect(index).center()
        qtbot.mouseClick(gallery.cards.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert window.session.experiment == PRESETS[key]
        assert gallery_of(window) is None
        qtbot.waitUntil(lambda: window.session.latest.snapshot is not None)
        assert window.windowTitle().startswith(PRESETS[key].name)


def test_by_keyboard_alone(window: MainWindow, qtbot: QtBot):
    before = window.session.experiment
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    gallery = gallery_of(window)
    assert gallery is not None
    assert QApplication.focusWidget() is gallery.cards
    assert current(gallery.cards) == "three-clusters"
    qtbot.keyClick(gallery.cards, Qt.Key.Key_Escape)
    assert gallery_of(window) is None
    assert window.session.experiment == before
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    gallery = gallery_of(window)
    assert gallery is not None
    for _ in range(4):
        qtbot.keyClick(gallery.cards, Qt.Key.Key_Right)
    qtbot.keyClick(gallery.cards, Qt.Key.Key_Return)
    assert window.session.experiment == preset(KEYS[4])
    assert gallery_of(window) is None


def test_the_keys_of_the_cards(cards: PresetCards, qtbot: QtBot):
    assert current(cards) == KEYS[0]
    qtbot.keyClick(cards, Qt.Key.Key_Left)
    assert current(cards) == KEYS[0]
    n_columns = cards.viewport().width() // cards.cell.width()
    assert n_columns > 1
    rows = [cards.visualRect(cards.model().index(row, 0)).top() for row in range(len(KEYS))]
    assert rows.count(rows[0]) == n_columns  # none falls to the next line for want of a pixel
    qtbot.keyClick(cards, Qt.Key.Key_Down)
    assert current(cards) == KEYS[n_columns]
    qtbot.keyClick(cards, Qt.Key.Key_Left)
    assert current(cards) == KEYS[n_columns - 1]
    qtbot.keyClick(cards, Qt.Key.Key_Right)
    assert current(cards) == KEYS[n_columns]
    qtbot.keyClick(cards, Qt.Key.Key_Up)
    assert current(cards) == KEYS[0]
    qtbot.keyClick(cards, Qt.Key.Key_End)
    assert current(cards) == KEYS[-1]
    qtbot.keyClick(cards, Qt.Key.Key_Right)
    assert current(cards) == KEYS[-1]
    qtbot.keyClick(cards, Qt.Key.Key_Home)
    assert current(cards) == KEYS[0]


@pytest.mark.parametrize(("typed", "key"), [("m", "moons"), ("sp", "spirals"), ("u", "unlearnable")])
@pytest.mark.usefixtures("slow_typing")
def test_the_first_letters_find_a_preset(cards: PresetCards, qtbot: QtBot, typed: str, key: str):
    qtbot.keyClicks(cards, typed)
    assert current(cards) == key


def test_the_keyboard_begins_at_the_preset_there_is(open_window: Callable[[Experiment], MainWindow]):
    window = open_window(preset("spirals"))
    window.actions_["new"].trigger()
    gallery = gallery_of(window)
    assert gallery is not None
    assert current(gallery.cards) == "spirals"
    gallery.close()


def test_each_card_says_its_name_and_its_lesson_to_a_screen_reader(cards: PresetCards):
    for row, key in enumerate(KEYS):
        said = cards.model().index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)
        assert said == f"{PRESETS[key].name}. {LESSONS[key]}"
    assert cards.accessibleName() == "Presets"


def test_unsaved_edits_are_asked_about_first(window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch):
    enter(qtbot, window.data_panel._seed._field, "1234")
    edited = window.session.experiment
    monkeypatch.setattr(documents, "ask_about_unsaved", lambda *_: Unsaved.CANCEL)
    window.actions_["new"].trigger()
    gallery = gallery_of(window)
    assert gallery is not None
    qtbot.keyClick(gallery.cards, Qt.Key.Key_Return)
    assert window.session.experiment == edited


def test_it_opens_under_its_button_and_over_the_middle_without_one(window: MainWindow):
    window.actions_["new"].trigger()
    gallery = gallery_of(window)
    assert gallery is not None
    button = window.data_panel.preset_button
    screen = gallery.screen().availableGeometry()
    below = button.mapToGlobal(button.rect().bottomLeft())
    wanted = _kept_within(screen, QRect(below, gallery.size()))
    assert (gallery.geometry().topLeft() - wanted).manhattanLength() <= 4  # the platform may add a frame
    gallery.close()
    window.actions_["panels"].setChecked(False)
    window.actions_["new"].trigger()
    gallery = gallery_of(window)
    assert gallery is not None
    assert screen.adjusted(-4, -4, 4, 4).contains(gallery.geometry())
    gallery.close()


def test_each_lesson_has_room_on_its_card(qapp: object):
    del qapp
    theme = light()
    room = QRect(0, 0, 196 - 8 - 18, 1000)
    small, bold = QFontMetrics(theme.font(11)), QFontMetrics(theme.font(weight=QFont.Weight.DemiBold))
    for key, lesson in LESSONS.items():
        taken = small.boundingRect(room, int(Qt.TextFlag.TextWordWrap), lesson).height()
        assert taken <= 2 * small.lineSpacing(), lesson
        assert bold.horizontalAdvance(PRESETS[key].name) <= room.width()


def test_it_has_as_many_columns_as_the_screen_has_room_for():
    cell = QSize(200, 180)
    assert _fitting(cell, 8, 12, QSize(1440, 900)) == (QSize(5 * 200 + 2 + 16, 2 * 180 + 16), False)
    assert _fitting(cell, 8, 12, QSize(1024, 700)) == (QSize(4 * 200 + 2 + 16, 3 * 180 + 16), False)
    assert _fitting(cell, 8, 12, QSize(1024, 500)) == (QSize(4 * 200 + 2 + 12 + 16, 450), True)
    assert _fitting(cell, 8, 12, QSize(200, 300)) == (QSize(200 + 2 + 12 + 16, 270), True)


def test_with_large_text_no_column_is_lost_to_the_scroll_bar(qapp: object, qtbot: QtBot):
    del qapp
    window = QWidget()
    qtbot.addWidget(window)
    gallery = PresetGallery(light(1.2), "Moons", window)
    gallery.open_below(window)
    cards = gallery.cards
    tops = [cards.visualRect(cards.model().index(row, 0)).top() for row in range(len(KEYS))]
    assert tops.count(tops[0]) == max(1, round(cards.viewport().width() / cards.cell.width()))
    gallery.close()


@pytest.mark.parametrize("place", [QPoint(-50, -50), QPoint(900, 20), QPoint(20, 650), QPoint(5000, 5000)])
def test_it_stays_on_the_screen(place: QPoint):
    screen, size = QRect(0, 0, 1000, 700), QSize(300, 200)
    assert screen.contains(QRect(_kept_within(screen, QRect(place, size)), size))
