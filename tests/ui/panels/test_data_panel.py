from collections.abc import Callable

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from nnviz.experiment.data_spec import ClusterSpec, DataSpec, covariance_warning
from nnviz.experiment.experiment import Experiment
from nnviz.ui.panels.cluster_card import ClusterCard
from nnviz.ui.panels.data_panel import DataPanel
from nnviz.ui.theme import dark, light
from tests.ui.fields.hands import Heard, click, enter, focus, nothing_said, put_on_screen


@pytest.fixture
def data(small_experiment: Experiment) -> DataSpec:
    return small_experiment.data


@pytest.fixture
def panel(qtbot: QtBot, data: DataSpec) -> DataPanel:
    """The panel as the window has it: an edit comes back as what is to be shown."""
    panel = DataPanel()
    panel.set_theme(light())
    panel.show_data(data, "Small")
    panel.data_edited.connect(lambda edited, _what: panel.show_data(edited, "Small"))
    put_on_screen(qtbot, panel)
    return panel


@pytest.fixture
def edits(panel: DataPanel) -> Heard:
    return Heard(panel.data_edited)


@pytest.fixture
def refusals(panel: DataPanel) -> Heard:
    return Heard(panel.refused)


def with_cluster(data: DataSpec, number: int, **changes: object) -> DataSpec:
    clusters = list(data.clusters)
    clusters[number] = msgspec.structs.replace(clusters[number], **changes)
    return msgspec.structs.replace(data, clusters=tuple(clusters))


def with_clusters(data: DataSpec, *clusters: ClusterSpec) -> DataSpec:
    return msgspec.structs.replace(data, clusters=clusters)


def opened(qtbot: QtBot, panel: DataPanel, number: int) -> ClusterCard:
    card = panel._cards[number]
    click(qtbot, card._open)
    qtbot.waitUntil(card._details.isVisible)
    return card


def menu_action(card: ClusterCard, text: str) -> QAction:
    menu = card._menu_button.menu()
    assert menu is not None
    return next(action for action in menu.actions() if action.text() == text)


def names(panel: DataPanel) -> list[str]:
    return [card._name.text() for card in panel._cards]


def crowd(data: DataSpec, n_clusters: int, n_points: int = 60) -> DataSpec:
    model = msgspec.structs.replace(data.clusters[0], n_points=n_points)
    clusters = (msgspec.structs.replace(model, name=chr(ord("A") + number)) for number in range(n_clusters))
    return with_clusters(data, *clusters)


# What one cluster is made of


def cell(row: int, column: int) -> Callable[[ClusterCard], QLineEdit]:
    return lambda card: card._covariance.matrix._fields[row][column]


@pytest.mark.parametrize(
    ("field", "text", "changes", "what"),
    [
        (lambda card: card._name, "Rose", {"name": "Rose"}, "the name of B"),
        (lambda card: card._n_points, "250", {"n_points": 250}, "the number of points of B"),
        (lambda card: card._mean_1, "-1,5", {"mean": (-1.5, 3.0)}, "the mean of B"),
        (lambda card: card._mean_2, "2e2", {"mean": (3.0, 200.0)}, "the mean of B"),
        (cell(0, 0), "4", {"covariance": ((4.0, 0.3), (0.3, 1.0))}, "the covariance of B"),
        (cell(0, 1), "0", {"covariance": ((1.0, 0.0), (0.0, 1.0))}, "the covariance of B"),
        (cell(1, 0), "-0.9", {"covariance": ((1.0, -0.9), (-0.9, 1.0))}, "the covariance of B"),
        (cell(1, 1), "2.5", {"covariance": ((1.0, 0.3), (0.3, 2.5))}, "the covariance of B"),
    ],
    ids=["name", "count", "mean 1", "mean 2", "variance 1", "covariance above", "covariance below", "variance 2"],
)
def test_each_number_of_a_cluster_can_be_typed(
    qtbot: QtBot,
    panel: DataPanel,
    *,
    data: DataSpec,
    edits: Heard,
    refusals: Heard,
    field: Callable[[ClusterCard], QLineEdit],
    text: str,
    changes: dict[str, object],
    what: str,
) -> None:
    enter(qtbot, field(opened(qtbot, panel, 1)), text)
    assert edits.take() == [(with_cluster(data, 1, **changes), what)]
    assert refusals.take() == []


def test_a_number_that_cannot_be_is_refused_and_no_edit(
    qtbot: QtBot, panel: DataPanel, edits: Heard, refusals: Heard
) -> None:
    card = opened(qtbot, panel, 0)
    for field, text in ((card._n_points, "1"), (card._mean_1, "1001"), (card._mean_2, "x"), (card._name, " ")):
        enter(qtbot, field, text)
    enter(qtbot, card._covariance.matrix._fields[0][0], "1e9")
    assert edits.take() == []
    assert refusals.take() == [
        "Points must be between 2 and 100,000, not 1",
        "Mean of x₁ must be between −1,000 and 1,000, not 1,001",
        "Mean of x₂ must be a number, not “x”",
        "Cluster name must be 1 to 40 printable characters, not ''",
        "Variance of x₁ must be between −10,000 and 10,000, not 1,000,000,000",
    ]


def test_the_arrow_opens_and_closes_the_numbers(qtbot: QtBot, panel: DataPanel, edits: Heard) -> None:
    card = opened(qtbot, panel, 0)
    click(qtbot, card._open)
    assert not card._details.isVisible()
    assert edits.take() == []


def test_numbers_can_be_opened_before_there_is_a_theme(qtbot: QtBot, data: DataSpec) -> None:
    panel = DataPanel()
    put_on_screen(qtbot, panel)
    panel.show_data(data, "Small")
    assert opened(qtbot, panel, 0)._details.isVisible()


def test_a_card_sums_its_cluster_up(panel: DataPanel, data: DataSpec) -> None:
    assert panel._cards[1]._summary.text() == "60 at 3, 3\nσ 1.00, 1.00  ρ +0.30"
    far = with_cluster(data, 1, n_points=5000, mean=(-1.256, -0.001), covariance=((4.0, 0.0), (0.0, 0.25)))
    panel.show_data(far, "Small")
    assert panel._cards[1]._summary.text() == "5,000 at −1.26, 0\nσ 2.00, 0.50  ρ +0.00"


def test_a_matrix_that_is_no_covariance_is_warned_of_until_it_is_one(
    qtbot: QtBot, panel: DataPanel, edits: Heard, refusals: Heard
) -> None:
    card = opened(qtbot, panel, 0)
    assert card._warning.isHidden()
    enter(qtbot, card._covariance.matrix._fields[0][1], "2")
    (edit,) = edits.take()
    cluster = edit[0].clusters[0]  # type: ignore[index]
    assert cluster.covariance == ((1.0, 2.0), (2.0, 1.0))
    assert card._warning.isVisible()
    assert card._warning.text() == covariance_warning(cluster)
    assert "its eigenvalues are +3 and −1" in card._warning.text()
    assert card._warning.toolTip()
    assert all(other._warning.isHidden() for other in panel._cards[1:])
    enter(qtbot, card._covariance.matrix._fields[0][1], "0.5")
    assert card._warning.isHidden()
    assert refusals.take() == []


# How many clusters there are


def test_a_cluster_is_added_beside_the_last_and_opened_to_be_named(
    qtbot: QtBot, panel: DataPanel, data: DataSpec, edits: Heard
) -> None:
    click(qtbot, panel._add)
    made = ClusterSpec(name="D", n_points=60, mean=(3.0, 6.0), covariance=((1.0, 0.0), (0.0, 1.0)))
    assert edits.take() == [(with_clusters(data, *data.clusters, made), "the number of clusters")]
    assert names(panel) == ["A", "B", "C", "D"]
    new = panel._cards[-1]
    qtbot.waitUntil(new._details.isVisible)
    qtbot.waitUntil(new._name.hasFocus)
    assert new._name.selectedText() == "D"


def test_a_cluster_is_added_by_the_space_bar(qtbot: QtBot, panel: DataPanel, edits: Heard) -> None:
    focus(qtbot, panel._add)
    qtbot.keyClick(panel._add, Qt.Key.Key_Space)
    assert len(edits.take()) == 1


def test_a_new_cluster_takes_the_first_free_letter_and_stays_in_the_plane(
    qtbot: QtBot, panel: DataPanel, data: DataSpec, edits: Heard
) -> None:
    panel.show_data(with_cluster(with_cluster(data, 1, name="Rose"), 2, mean=(999.0, 0.0)), "Small")
    click(qtbot, panel._add)
    (edit,) = edits.take()
    made = edit[0].clusters[-1]  # type: ignore[index]
    assert made.name == "B"
    assert made.mean == (1000.0, 0.0)


@pytest.mark.parametrize("number", [0, 2])
def test_a_cluster_is_duplicated_from_its_menu(panel: DataPanel, data: DataSpec, edits: Heard, number: int) -> None:
    menu_action(panel._cards[number], "Duplicate").trigger()
    model = data.clusters[number]
    made = msgspec.structs.replace(model, name="D", mean=(model.mean[0] + 3.0, model.mean[1]))
    assert edits.take() == [(with_clusters(data, *data.clusters, made), "the number of clusters")]


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_cluster_is_removed_from_its_menu(panel: DataPanel, data: DataSpec, edits: Heard, number: int) -> None:
    menu_action(panel._cards[number], "Remove").trigger()
    left = [cluster for place, cluster in enumerate(data.clusters) if place != number]
    assert edits.take() == [(with_clusters(data, *left), "the number of clusters")]
    assert names(panel) == [cluster.name for cluster in left]


def test_a_cluster_is_renamed_from_its_menu(qtbot: QtBot, panel: DataPanel, data: DataSpec, edits: Heard) -> None:
    card = panel._cards[2]
    menu_action(card, "Rename").trigger()
    qtbot.waitUntil(card._name.hasFocus)
    focused = QApplication.focusWidget()
    assert focused is card._name
    qtbot.keyClicks(focused, "Lily")
    qtbot.keyClick(focused, Qt.Key.Key_Return)
    assert edits.take() == [(with_cluster(data, 2, name="Lily"), "the name of C")]


def test_of_two_clusters_none_can_be_removed(panel: DataPanel, data: DataSpec) -> None:
    assert all(menu_action(card, "Remove").isEnabled() for card in panel._cards)
    panel.show_data(crowd(data, 2), "Small")
    assert not any(menu_action(card, "Remove").isEnabled() for card in panel._cards)
    panel.show_data(data, "Small")
    assert all(menu_action(card, "Remove").isEnabled() for card in panel._cards)


def test_to_ten_clusters_none_can_be_added(qtbot: QtBot, panel: DataPanel, data: DataSpec, edits: Heard) -> None:
    panel.show_data(crowd(data, 9), "Small")
    assert panel._add.isEnabled()
    click(qtbot, panel._add)
    assert len(panel._cards) == 10
    assert not panel._add.isEnabled()
    assert panel._add.toolTip() == "There can be 10 clusters at most"
    edits.take()
    click(qtbot, panel._add)
    menu_action(panel._cards[0], "Duplicate").trigger()
    assert edits.take() == []
    menu_action(panel._cards[0], "Remove").trigger()
    assert panel._add.isEnabled()


def test_the_card_of_a_removed_cluster_goes_away(panel: DataPanel, data: DataSpec) -> None:
    gone = panel._cards[2]
    panel.show_data(with_clusters(data, *data.clusters[:2]), "Small")
    assert len(panel._cards) == 2
    assert gone.isHidden()


# Test share and seed


def test_the_test_share_is_typed_in_percent(
    qtbot: QtBot, panel: DataPanel, data: DataSpec, edits: Heard, refusals: Heard
) -> None:
    enter(qtbot, panel._share._field, "12,5")
    assert edits.take() == [(msgspec.structs.replace(data, test_share=0.125), "the test share")]
    enter(qtbot, panel._share._field, "91")
    assert edits.take() == []
    assert refusals.take() == ["Test share must be between 0 and 90, not 91"]
    assert panel._share._field.text() == "12.5"


@pytest.mark.parametrize(
    ("key", "share"), [(Qt.Key.Key_Right, 0.26), (Qt.Key.Key_Left, 0.24), (Qt.Key.Key_Home, 0.0), (Qt.Key.Key_End, 0.9)]
)
def test_the_test_share_is_moved_on_its_slider(
    qtbot: QtBot, panel: DataPanel, *, data: DataSpec, edits: Heard, key: Qt.Key, share: float
) -> None:
    slider = panel._share._slider
    focus(qtbot, slider)
    qtbot.keyClick(slider, key)
    assert edits.take() == [(msgspec.structs.replace(data, test_share=share), "the test share")]
    assert panel._share._field.text() == f"{100 * share:g}"


def test_the_data_seed_is_typed_and_rolled(qtbot: QtBot, panel: DataPanel, data: DataSpec, edits: Heard) -> None:
    enter(qtbot, panel._seed._field, "4294967295")
    assert edits.take() == [(msgspec.structs.replace(data, seed=2**32 - 1), "the data seed")]
    click(qtbot, panel._seed._roll)
    ((rolled, what),) = edits.take()  # type: ignore[misc]
    assert what == "the data seed"
    assert rolled == msgspec.structs.replace(data, seed=rolled.seed)
    assert 1 <= rolled.seed <= 9999
    assert panel._seed._field.text() == str(rolled.seed)


# What cannot be


IMPOSSIBLE = "a test share of 90% leaves none of 4 points to learn from"


def test_a_test_share_that_leaves_no_training_point_is_refused(
    qtbot: QtBot, panel: DataPanel, data: DataSpec, edits: Heard, refusals: Heard
) -> None:
    panel.show_data(crowd(data, 2, n_points=2), "Small")
    enter(qtbot, panel._share._field, "90")
    assert refusals.take() == [IMPOSSIBLE]
    assert panel._share._field.text() == "25"
    assert panel._share._slider.value() == 25
    focus(qtbot, panel._share._slider)
    qtbot.keyClick(panel._share._slider, Qt.Key.Key_End)
    assert refusals.take() == [IMPOSSIBLE]
    assert panel._share._slider.value() == 25
    assert edits.take() == []


def test_too_few_points_for_the_test_share_are_refused(
    qtbot: QtBot, panel: DataPanel, data: DataSpec, edits: Heard, refusals: Heard
) -> None:
    few = msgspec.structs.replace(with_cluster(crowd(data, 2, n_points=2), 0, n_points=10), test_share=0.9)
    panel.show_data(few, "Small")
    card = opened(qtbot, panel, 0)
    enter(qtbot, card._n_points, "2")
    assert refusals.take() == [IMPOSSIBLE]
    assert edits.take() == []
    assert card._n_points.text() == "10"
    enter(qtbot, card._n_points, "11")
    assert edits.take() == [(with_cluster(few, 0, n_points=11), "the number of points of A")]


def test_removing_the_points_that_are_learned_from_is_refused(
    panel: DataPanel, data: DataSpec, edits: Heard, refusals: Heard
) -> None:
    few = with_cluster(crowd(data, 3, n_points=2), 0, n_points=10)
    panel.show_data(msgspec.structs.replace(few, test_share=0.9), "Small")
    menu_action(panel._cards[0], "Remove").trigger()
    assert refusals.take() == [IMPOSSIBLE]
    assert edits.take() == []
    assert names(panel) == ["A", "B", "C"]


# Showing


def test_to_show_data_says_nothing(qtbot: QtBot, panel: DataPanel, data: DataSpec) -> None:
    heard = Heard(panel.data_edited, panel.refused)
    opened(qtbot, panel, 0)
    others = (
        with_cluster(data, 0, name="Rose", n_points=7, mean=(9.0, 9.0), covariance=((3.0, 1.0), (1.0, 3.0))),
        crowd(data, 10),
        crowd(data, 2),
        msgspec.structs.replace(data, test_share=0.5, seed=2**32 - 1),
    )
    for other in others:
        assert nothing_said(heard, lambda other=other: panel.show_data(other, "Another"))
        assert names(panel) == [cluster.name for cluster in other.clusters]
        assert panel._share.number == 100 * other.test_share
        assert panel._seed._field.number == other.seed
    assert panel.preset_button.text() == "Another"


def test_other_colours_say_nothing_and_reach_every_card(panel: DataPanel) -> None:
    heard = Heard(panel.data_edited, panel.refused)
    before = [card._menu_button.icon().cacheKey() for card in panel._cards]
    assert nothing_said(heard, lambda: panel.set_theme(dark()))
    after = [card._menu_button.icon().cacheKey() for card in panel._cards]
    assert all(one != other for one, other in zip(before, after, strict=True))


def test_every_button_without_words_says_what_it_does(panel: DataPanel) -> None:
    for card in panel._cards:
        for button in (card._open, card._menu_button):
            assert button.accessibleName()
            assert button.toolTip()
    assert panel._add.accessibleName() == "Add a cluster"
    assert panel.accessibleName() == "Data"


def test_the_split_by_class_is_a_box(qtbot: QtBot, panel: DataPanel, data: DataSpec, edits: Heard) -> None:
    assert not panel._by_class.isChecked()
    assert "(a stratified split)" in panel._by_class.toolTip()
    label = QPoint(30, panel._by_class.height() // 2)
    qtbot.mouseClick(panel._by_class, Qt.MouseButton.LeftButton, pos=label)
    assert edits.take() == [(msgspec.structs.replace(data, split_by_class=True), "the split by class")]
    assert nothing_said(edits, lambda: panel.show_data(data, "Small"))
    assert not panel._by_class.isChecked()
