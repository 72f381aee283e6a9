"""The coordinates of covariances, their repair, and the colours of clusters, in the real window."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from nnviz.experiment.data_spec import ClusterSpec, written_matrix
from nnviz.experiment.experiment import Experiment
from nnviz.experiment.presets import preset
from nnviz.session.settings import Settings
from nnviz.ui.class_marks import class_mark
from nnviz.ui.main_window import MainWindow
from nnviz.ui.panels.cluster_card import ClusterCard
from nnviz.ui.plots.ellipse_item import DEVIATIONS
from nnviz.ui.theme import light
from tests.ui.fields.hands import choose, click, enter
from tests.ui.keyboard import press, press_in_menu, tab_to, take_keyboard
from tests.ui.plots.test_cluster_editor import drag
from tests.ui.test_window_clusters import canvas_of, points_of


def cluster(window: MainWindow, number: int) -> ClusterSpec:
    return window.session.experiment.data.clusters[number]


def opened(qtbot: QtBot, window: MainWindow, number: int, key: str = "matrix") -> ClusterCard:
    card = window.data_panel._cards[number]
    click(qtbot, card._open)
    choose(qtbot, card._covariance.choice, key)
    return card


def pick(menu: QMenu, text: str) -> None:
    menu.aboutToShow.emit()
    next(action for action in menu.actions() if action.text().startswith(text)).trigger()


def spoil(qtbot: QtBot, card: ClusterCard, beside: str) -> None:
    enter(qtbot, card._covariance.matrix._fields[0][1], beside)


# Coordinates


def test_one_way_is_for_all_cards_and_for_the_next_start(
    qtbot: QtBot, open_window: Callable[[Experiment], MainWindow], small_experiment: Experiment
):
    window = open_window(small_experiment)
    opened(qtbot, window, 1, "features")
    assert [card._covariance.choice.currentData() for card in window.data_panel._cards] == ["features"] * 3
    click(qtbot, window.data_panel._add)
    assert window.data_panel._cards[3]._covariance.choice.currentData() == "features"
    assert Settings().coordinates == "features"
    other = open_window(small_experiment)
    assert other.data_panel._cards[0]._covariance.choice.currentData() == "features"
    window.activateWindow()


def test_typing_stretches_and_turns_the_ellipse_with_its_points(window: MainWindow, qtbot: QtBot):
    card = opened(qtbot, window, 0, "axes")
    fields = card._covariance.triple("axes").fields
    assert [field.text() for field in fields] == ["1.14018", "0.83666", "45"]
    qtbot.waitUntil(lambda: window.session.latest.dataset is not None)
    before = points_of(window, 0)
    for field, text in zip(fields, ("2", "1", "30"), strict=True):
        enter(qtbot, field, text)
    ellipse = canvas_of(window).editor._ellipses[0]
    assert ellipse.spreads == pytest.approx((2.0, 1.0))
    assert np.degrees(ellipse.angle) == pytest.approx(30.0)
    assert window.actions_["undo"].text() == "&Undo change of the covariance of A"
    qtbot.waitUntil(lambda: not np.array_equal(points_of(window, 0), before))
    after = points_of(window, 0)
    carried = np.linalg.lstsq(before, after, rcond=None)[0]
    np.testing.assert_allclose(before @ carried, after, atol=1e-4)  # each of them, by one and the same map
    window.actions_["undo"].trigger()
    assert fields[2].text() == "45"


def test_what_a_hand_does_on_the_canvas_is_shown_at_once(window: MainWindow, qtbot: QtBot):
    card = opened(qtbot, window, 0, "axes")
    canvas = canvas_of(window)
    end = canvas.editor._ellipses[0].end(0, DEVIATIONS)
    drag(canvas, end, (end[0] * 2, end[1] * 2))
    spreads = canvas.editor._ellipses[0].spreads
    shown = [field.number for field in card._covariance.triple("axes").fields]
    assert shown == pytest.approx([*spreads, 45.0], rel=1e-4)
    assert shown[0] == pytest.approx(2.28, rel=0.1)


# Repair


def test_the_articles_matrix_is_repaired_by_the_one_it_is_drawn_from(
    open_window: Callable[[Experiment], MainWindow], qtbot: QtBot
):
    window = open_window(preset("three-clusters"))
    card = window.data_panel._cards[2]
    assert card._repair.isVisible()
    before, recipe = points_of(window, 2), window.session.experiment
    pick(card._repair.menu, "The matrix the points are drawn from\t[[0.75, 0], [0, 0.75]]")
    assert cluster(window, 2).covariance == ((0.75, 0.0), (0.0, 0.75))
    assert card._warning.isHidden()
    assert card._repair.isHidden()
    run = window.session.latest.run
    qtbot.waitUntil(lambda: window.session.latest.run == run and window.session.latest.dataset is not None)
    np.testing.assert_allclose(points_of(window, 2), before, rtol=1e-6, atol=1e-6)
    window.actions_["undo"].trigger()
    assert window.session.experiment == recipe
    assert card._repair.isVisible()


def test_a_spoilt_matrix_is_repaired_and_each_is_one_undo(window: MainWindow, qtbot: QtBot):
    sound = window.session.experiment
    card = opened(qtbot, window, 1)
    for entry, covariance in (
        ("The last good one\t[[1, 0.3], [0.3, 1]]", ((1.0, 0.3), (0.3, 1.0))),
        ("Nearest covariance (a line)\t[[1.5, 1.5], [1.5, 1.5]]", ((1.5, 1.5), (1.5, 1.5))),
        ("The matrix the points are drawn from\t[[2, 1], [1, 2]]", ((2.0, 1.0), (1.0, 2.0))),
    ):
        spoil(qtbot, card, "2")
        spoilt = window.session.experiment
        pick(card._repair.menu, entry)
        assert cluster(window, 1).covariance == covariance
        assert window.actions_["undo"].text() == "&Undo change of the matrix of B"
        window.actions_["undo"].trigger()
        assert window.session.experiment == spoilt, entry
        window.actions_["undo"].trigger()
        assert window.session.experiment == sound, entry


def test_the_nearest_covariance_is_one_click_or_key_away(window: MainWindow, qtbot: QtBot):
    card = opened(qtbot, window, 1)
    for by_key in (False, True):
        spoil(qtbot, card, "2")
        button = card._repair.first
        assert button.text() == "Use nearest covariance"
        assert "[[1.5, 1.5], [1.5, 1.5]]" in button.toolTip()
        if by_key:
            button.setFocus()
            qtbot.keyClick(button, Qt.Key.Key_Space)
        else:
            click(qtbot, button)
        assert cluster(window, 1).covariance == ((1.5, 1.5), (1.5, 1.5)), by_key
        assert card._repair.isHidden(), by_key
        window.actions_["undo"].trigger()
        window.actions_["undo"].trigger()


def test_every_repair_is_had_by_keys_alone(window: MainWindow, qtbot: QtBot):
    spoil(qtbot, opened(qtbot, window, 1), "2")
    take_keyboard(qtbot, window)
    others = window.data_panel._cards[1]._repair.others
    seen = set()
    for number in range(3):
        tab_to(window, others)
        press_in_menu(*[Qt.Key.Key_Down] * (number + 1), Qt.Key.Key_Return)
        press(window, Qt.Key.Key_Space)
        entry = others.menu().actions()[number].text()
        assert entry.endswith(f"\t{written_matrix(cluster(window, 1).covariance)}")
        seen.add(cluster(window, 1).covariance)
        press(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert others.isVisible()
    assert seen >= {((1.5, 1.5), (1.5, 1.5)), ((2.0, 1.0), (1.0, 2.0))}


def test_the_last_good_one_brings_the_whole_recipe_back(window: MainWindow, qtbot: QtBot):
    sound = window.session.experiment
    spoil(qtbot, opened(qtbot, window, 0), "-3")
    pick(window.data_panel._cards[0]._repair.menu, "The last good one")
    assert window.session.experiment == sound


def test_another_document_knows_no_good_one(open_window: Callable[[Experiment], MainWindow], qtbot: QtBot):
    window = open_window(preset("two-gaussians"))
    window.session.open_preset(preset("three-clusters"))
    menu = window.data_panel._cards[2]._repair.menu
    menu.aboutToShow.emit()
    assert len(menu.actions()) == 2
    del qtbot


# Colours


def mark_colors(window: MainWindow) -> list[str]:
    return [mark.brush.color().name() for mark in canvas_of(window).points._marks["test"].marks]


def test_a_colour_that_another_has_is_swapped_everywhere_and_training_goes_on(window: MainWindow, qtbot: QtBot):
    canvas, theme, before = canvas_of(window), light(), window.session.experiment
    window.actions_["step"].trigger()
    qtbot.waitUntil(lambda: window.run_bar.step_figure.text == "1")
    run, regions = window.session.latest.run, canvas.regions.picture.pixels.copy()
    pick(window.data_panel._cards[0]._color.menu(), "Green triangle – swap with C")
    assert window.session.experiment.data.class_colors == (2, 1, 0)
    expected = [theme.class_colors[number] for number in (2, 1, 0)]
    qtbot.waitUntil(lambda: mark_colors(window) == expected)
    shapes = [mark.shape for mark in canvas.points._marks["test"].marks]
    assert shapes == [class_mark(number) for number in (2, 1, 0)]
    assert [canvas._ellipses._theme.class_color(label).name() for label in range(3)] == expected
    assert not np.array_equal(canvas.regions.picture.pixels, regions)
    assert window.session.latest.run == run
    assert window.run_bar.step_figure.text == "1"
    assert window.data_panel._cards[2]._color.accessibleName() == "Colour of C: blue circle"
    assert window.actions_["undo"].text() == "&Undo change of the colour of A"
    window.actions_["undo"].trigger()
    assert window.session.experiment == before
    qtbot.waitUntil(lambda: mark_colors(window) == list(theme.class_colors[:3]))


def test_a_chosen_colour_stays_in_the_dark_and_new_clusters_take_another(window: MainWindow, qtbot: QtBot):
    pick(window.data_panel._cards[1]._color.menu(), "Pink diamond")
    click(qtbot, window.data_panel._add)
    pick_duplicate = next(
        action for action in window.data_panel._cards[1]._menu_button.menu().actions() if action.text() == "Duplicate"
    )
    pick_duplicate.trigger()
    assert window.session.experiment.data.class_colors == (0, 3, 2, 1, 4)
    window.actions_["theme-dark"].trigger()
    expected = [window.theme.class_colors[number] for number in (0, 3, 2, 1, 4)]
    qtbot.waitUntil(lambda: mark_colors(window) == expected)


def test_a_colour_is_chosen_by_keys_alone(window: MainWindow, qtbot: QtBot):
    button = window.data_panel._cards[1]._color
    take_keyboard(qtbot, window)
    tab_to(window, button)
    press_in_menu(Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return)
    press(window, Qt.Key.Key_Space)  # which is not the window's own, to play
    assert window.session.experiment.data.class_colors == (0, 3, 2)
    assert button.accessibleName() == "Colour of B: pink diamond"
    qtbot.waitUntil(lambda: mark_colors(window) == [light().class_colors[number] for number in (0, 3, 2)])
    assert not window.session.plays
    assert button.hasFocus()
    press(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.session.experiment.data.class_colors == (0, 1, 2)


# The keyboard


def test_the_tab_key_comes_through_the_cards_where_they_stand(window: MainWindow, qtbot: QtBot):
    click(qtbot, window.data_panel._add)
    window.data_panel.preset_button.setFocus()
    seen = []
    for _ in range(40):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget())
    cards = window.data_panel._cards
    places = [seen.index(card._color) for card in cards]
    assert places == sorted(places)
    assert seen[0] is cards[0]._color
    assert seen.index(cards[3]._n_points) < seen.index(window.data_panel._source)
