import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from nnviz.ui.fields.fold import Fold
from nnviz.ui.theme import dark, light
from tests.ui.fields.hands import click, focus, put_on_screen


class Scene:
    """A fold between two fields."""

    def __init__(self, qtbot: QtBot) -> None:
        self.n_made = 0
        self.content = QLineEdit()
        self.window = QWidget()
        self.first, self.last = QLineEdit(), QLineEdit()
        self.fold = Fold("More", "more settings", self.make)
        column = QVBoxLayout(self.window)
        for part in (self.first, self.fold, self.last):
            column.addWidget(part)
        self.fold.set_theme(light())
        put_on_screen(qtbot, self.window)

    def make(self) -> QWidget:
        self.n_made += 1
        return self.content


@pytest.fixture
def scene(qtbot: QtBot) -> Scene:
    return Scene(qtbot)


def test_its_content_is_made_when_it_is_first_wanted(qtbot: QtBot, scene: Scene) -> None:
    assert scene.n_made == 0
    assert not scene.fold.is_open
    click(qtbot, scene.fold._button)
    assert scene.content.isVisible()
    click(qtbot, scene.fold._button)
    assert not scene.content.isVisible()
    click(qtbot, scene.fold._button)
    assert scene.content.isVisible()
    assert scene.n_made == 1


def test_it_opens_at_the_space_bar_and_the_tab_key_goes_in(qtbot: QtBot, scene: Scene) -> None:
    focus(qtbot, scene.fold._button)
    qtbot.keyClick(scene.fold._button, Qt.Key.Key_Space)
    assert scene.fold.is_open
    for part in (scene.content, scene.last):
        scene.window.focusNextChild()
        qtbot.waitUntil(part.hasFocus)


def test_closed_it_says_what_is_set_in_it(scene: Scene) -> None:
    assert scene.fold._button.accessibleName() == "Show more settings"
    scene.fold.show_summary("L1 0.01, warm-up 5")
    assert scene.fold._summary.isVisible()
    assert scene.fold._summary.text() == "L1 0.01, warm-up 5"
    assert scene.fold._button.accessibleName() == "Show more settings: L1 0.01, warm-up 5"
    scene.fold._button.click()
    assert not scene.fold._summary.isVisible()
    assert scene.fold._button.accessibleName().startswith("Hide more settings")
    scene.fold.show_summary("")
    assert scene.fold._button.accessibleName() == "Hide more settings"


def test_the_arrow_turns(scene: Scene) -> None:
    closed = scene.fold._button.icon().cacheKey()
    scene.fold._button.click()
    assert scene.fold._button.icon().cacheKey() != closed
    scene.fold.set_theme(dark())
    assert not scene.fold._button.icon().isNull()
