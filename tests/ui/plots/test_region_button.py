"""The menu of the regions, opened and chosen from by mouse and by keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from nnviz.ui.plots.region_button import RegionButton
from nnviz.ui.plots.region_mode import CLASSES, CONFIDENCE, RegionKind, RegionMode
from nnviz.ui.theme import light
from tests.ui.fields.hands import Heard, focus, put_on_screen

DEEP = (("x₁", "x₂"), ("h₁", "h₂"), ("h₁", "h₂", "h₃"), ("A", "R&D"))
FLAT = (("x₁", "x₂"), ("h₁", "h₂"), ("A", "B"))


@pytest.fixture
def button(qtbot: QtBot) -> RegionButton:
    button = RegionButton()
    button.set_theme(light())
    button.show_mode(CONFIDENCE, DEEP)
    put_on_screen(qtbot, button)
    return button


def texts(menu: QMenu) -> list[str]:
    menu.aboutToShow.emit()
    return [entry.text() for entry in menu.actions() if not entry.isSeparator()]


def menu_of(menu: QMenu, text: str) -> QMenu:
    found = next(entry for entry in menu.actions() if entry.text() == text).menu()
    assert isinstance(found, QMenu)
    return found


def entry_of(menu: QMenu, text: str) -> QAction:
    menu.aboutToShow.emit()
    return next(entry for entry in menu.actions() if entry.text() == text)


def test_it_offers_what_the_network_has(button: RegionButton) -> None:
    assert texts(button.regions) == ["&Confidence", "&Hard classes", "&Probability of", "Output of a &neuron"]
    assert texts(menu_of(button.regions, "&Probability of")) == ["A", "R&&D"]
    neurons = menu_of(button.regions, "Output of a &neuron")
    for _ in range(2):  # the menus of the layers are used again
        assert texts(neurons) == ["Hidden layer &1", "Hidden layer &2"]
    assert texts(menu_of(neurons, "Hidden layer &2")) == ["h₁", "h₂", "h₃"]
    button.show_mode(CONFIDENCE, FLAT)
    assert texts(neurons) == ["h₁", "h₂"]
    button.show_mode(CONFIDENCE, (FLAT[0], FLAT[2]))
    assert not neurons.menuAction().isEnabled()
    button.show_mode(CONFIDENCE, ())
    assert not menu_of(button.regions, "&Probability of").menuAction().isEnabled()


def test_it_says_and_ticks_what_is_shown_in_silence(button: RegionButton) -> None:
    heard = Heard(button.mode_edited)
    assert (button.text(), button.accessibleName()) == ("Confidence", "Regions: confidence")
    mode = RegionMode(RegionKind.CLASS, 1)
    button.show_mode(mode, DEEP)
    assert (button.text(), button.accessibleName()) == ("Probability R&&D", "Regions: probability R&D")
    assert button.mode == mode
    assert not entry_of(button.regions, "&Confidence").isChecked()
    assert entry_of(menu_of(button.regions, "&Probability of"), "R&&D").isChecked()
    assert heard.take() == []


def test_every_entry_says_what_is_wanted(button: RegionButton) -> None:
    heard = Heard(button.mode_edited)
    neurons = menu_of(button.regions, "Output of a &neuron")
    assert texts(neurons)
    entry_of(menu_of(neurons, "Hidden layer &2"), "h₃").trigger()
    entry_of(menu_of(button.regions, "&Probability of"), "A").trigger()
    entry_of(button.regions, "&Hard classes").trigger()
    wanted = [RegionMode(RegionKind.NEURON, 2, 2), RegionMode(RegionKind.CLASS, 0), CLASSES]
    assert heard.take() == wanted


def test_space_opens_the_menu_and_arrows_choose(button: RegionButton, qtbot: QtBot) -> None:
    heard = Heard(button.mode_edited)
    focus(qtbot, button)
    qtbot.keyClick(button, Qt.Key.Key_Space)
    qtbot.waitUntil(button.regions.isVisible)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
        qtbot.keyClick(button.regions, key)
    assert heard.take() == [CLASSES]
    assert not button.regions.isVisible()
