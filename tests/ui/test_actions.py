import ast
import inspect
import itertools
from collections import Counter

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenuBar
from pytestqt.qtbot import QtBot

from nnviz.resources import resource_folder
from nnviz.ui import main_window
from nnviz.ui.actions import ACTIONS, Actions, ActionSpec
from nnviz.ui.theme import dark, light

each_action = pytest.mark.parametrize("spec", ACTIONS, ids=lambda spec: spec.key)


@pytest.fixture
def done() -> list[tuple[object, ...]]:
    """What handlers were asked to do."""
    return []


@pytest.fixture
def owner(qapp: object) -> QObject:
    del qapp
    return QObject()


@pytest.fixture
def actions(owner: QObject, done: list[tuple[object, ...]]) -> Actions:
    def handler(key: str) -> object:
        return lambda *arguments: done.append((key, *arguments))

    actions = Actions(owner)
    actions.connect_to({spec.key: handler(spec.key) for spec in ACTIONS}, before=lambda *_: None)  # type: ignore[misc]
    return actions


def test_keys_are_unique() -> None:
    assert [key for key, n in Counter(spec.key for spec in ACTIONS).items() if n > 1] == []


def test_shortcuts_are_unique() -> None:
    shortcuts = Counter(QKeySequence(spec.shortcut).toString() for spec in ACTIONS if spec.shortcut)
    assert [shortcut for shortcut, n in shortcuts.items() if n > 1] == []


@each_action
def test_a_shortcut_is_one_that_qt_knows(spec: ActionSpec) -> None:
    sequence = QKeySequence(spec.shortcut, QKeySequence.SequenceFormat.PortableText)
    assert sequence.toString(QKeySequence.SequenceFormat.PortableText) == spec.shortcut


@each_action
def test_every_icon_is_there(spec: ActionSpec) -> None:
    assert not spec.icon or (resource_folder() / "icons" / f"{spec.icon}.svg").is_file()


@each_action
def test_every_action_says_what_it_does(spec: ActionSpec) -> None:
    assert spec.text
    assert spec.tip
    assert not spec.tip.endswith(".")
    assert spec.tip[0].isupper()


@each_action
def test_a_button_has_words_and_a_picture(spec: ActionSpec) -> None:
    assert bool(spec.icon) == bool(spec.button_text)


def test_no_two_actions_of_a_menu_share_a_letter() -> None:
    by_menu = itertools.groupby(sorted(ACTIONS, key=lambda spec: spec.menu), key=lambda spec: spec.menu)
    for menu, specs in by_menu:
        letters = Counter(spec.text[spec.text.index("&") + 1].lower() for spec in specs)
        assert [letter for letter, n in letters.items() if n > 1] == [], menu


def test_no_two_menus_share_a_letter() -> None:
    menus = {spec.menu for spec in ACTIONS}
    assert len({menu[menu.index("&") + 1].lower() for menu in menus}) == len(menus)


def test_the_window_has_a_handler_for_every_action_and_no_other() -> None:
    """Read from its table, so that no window has to be opened for it."""
    tree = ast.parse(inspect.getsource(main_window))
    function = next(node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == "_handlers")
    table = next(node for node in ast.walk(function) if isinstance(node, ast.Dict))
    keys = [key.value for key in table.keys if isinstance(key, ast.Constant)]
    assert sorted(map(str, keys)) == sorted(spec.key for spec in ACTIONS)


@each_action
def test_an_action_does_its_work(actions: Actions, done: list[tuple[object, ...]], spec: ActionSpec) -> None:
    action = actions[spec.key]
    assert action.isCheckable() == spec.is_checkable
    action.trigger()
    assert done[0][0] == spec.key
    if spec.is_checkable:
        assert done == [(spec.key, True)]
        action.trigger()
        assert done[-1] == (spec.key, False)


def test_menus_hold_every_action_in_the_order_of_the_table(qtbot: QtBot, actions: Actions) -> None:
    bar = QMenuBar()
    qtbot.addWidget(bar)
    menus = actions.build_menus(bar)
    assert [action.text() for action in bar.actions()] == list(menus)
    for title, menu in menus.items():
        shown = [action.objectName() for action in menu.actions() if not action.isSeparator()]
        assert shown == [spec.key for spec in ACTIONS if spec.menu == title]


def test_a_line_is_drawn_where_a_group_begins(qtbot: QtBot, actions: Actions) -> None:
    bar = QMenuBar()
    qtbot.addWidget(bar)
    for menu in actions.build_menus(bar).values():
        for before, action in itertools.pairwise(menu.actions()):
            spec = next((spec for spec in ACTIONS if spec.key == action.objectName()), None)
            assert spec is None or before.isSeparator() == spec.begins_group


def test_icons_follow_the_theme(actions: Actions) -> None:
    actions.set_theme(light())
    before = actions["step"].icon().cacheKey()
    actions.set_theme(dark())
    assert actions["step"].icon().cacheKey() != before


def test_the_words_of_an_action_are_where_qt_looks_for_them(actions: Actions) -> None:
    play = actions["play"]
    assert play.text() == "&Play"
    assert play.iconText() == "Play"
    assert play.toolTip() == play.statusTip() == "Train the network"
    assert play.shortcut() == QKeySequence("Space")
