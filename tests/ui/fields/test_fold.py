import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from nnviz.ui.fields.fold import Fold
from nnviz.ui.theme import dark, light
from tests.ui.fields.hands import click, focus, put_on_screen


class Scene:
    """A fold between two fields."""

    def __init__(self, qtbot: QtBot) -> None:
        self.n_made = 0
        self.content = QPushButton()
        self.window = QWidget()
        self.first, self.last = QPushButton(), QPushButton()  # a sheet leaves their heights alone
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


def test_its_title_can_change(scene: Scene) -> None:
    scene.fold.show_title("Fewer")
    assert scene.fold._button.text() == "Fewer"


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


@pytest.fixture
def column(qtbot: QtBot, scene: Scene) -> QScrollArea:
    """The scene in a view of 300 pixels, the fold near its lower edge."""
    scene.first.setFixedHeight(250)
    scene.last.setFixedHeight(400)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(scene.window)
    area.resize(300, 300)
    put_on_screen(qtbot, area)
    return area


def seen(column: QScrollArea, part: QWidget) -> tuple[int, int]:
    """Where a part begins and ends, in pixels from the top of the view."""
    top = part.mapTo(column.viewport(), part.rect().topLeft()).y()
    return top, top + part.height()


def test_what_opens_at_the_lower_edge_is_scrolled_into_view(qtbot: QtBot, scene: Scene, column: QScrollArea) -> None:
    scene.content.setFixedHeight(120)
    click(qtbot, scene.fold._button)
    qtbot.waitUntil(lambda: column.verticalScrollBar().value() > 0)
    assert seen(column, scene.content)[1] <= column.viewport().height()
    assert seen(column, scene.fold)[0] > 0


def test_of_what_is_higher_than_the_view_the_top_is_seen(qtbot: QtBot, scene: Scene, column: QScrollArea) -> None:
    scene.content.setFixedHeight(700)
    click(qtbot, scene.fold._button)
    qtbot.waitUntil(lambda: column.verticalScrollBar().value() > 0)
    assert seen(column, scene.fold)[0] == 0


def test_closing_scrolls_nothing(qtbot: QtBot, scene: Scene, column: QScrollArea) -> None:
    scene.content.setFixedHeight(120)
    scene.fold._button.click()
    scene.fold._button.click()
    qtbot.wait(20)
    assert column.verticalScrollBar().value() == 0
