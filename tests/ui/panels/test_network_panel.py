import msgspec
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from nnviz.experiment.experiment import Experiment
from nnviz.experiment.network_spec import (
    MOST_HIDDEN_LAYERS,
    ArticleStart,
    LayerSpec,
    NetworkSpec,
    NormalStart,
    TruncatedNormalStart,
)
from nnviz.ui.panels.network_panel import NetworkPanel
from nnviz.ui.theme import dark, light
from tests.ui.fields.hands import Heard, click, enter, focus, nothing_said, put_on_screen


@pytest.fixture
def panel(qtbot: QtBot, small_experiment: Experiment) -> NetworkPanel:
    """The panel as the window has it: an edit comes back as what is to be shown."""
    panel = NetworkPanel()
    panel.set_theme(light())
    panel.show_network(small_experiment)
    panel.network_edited.connect(lambda edited, _what: panel.show_network(having(small_experiment, edited)))
    put_on_screen(qtbot, panel)
    return panel


@pytest.fixture
def network(small_experiment: Experiment) -> NetworkSpec:
    return small_experiment.network


@pytest.fixture
def edits(panel: NetworkPanel) -> Heard:
    return Heard(panel.network_edited)


@pytest.fixture
def refusals(panel: NetworkPanel) -> Heard:
    return Heard(panel.refused)


def having(experiment: Experiment, network: NetworkSpec) -> Experiment:
    return msgspec.structs.replace(experiment, network=network)


def with_layers(network: NetworkSpec, *sizes: int) -> NetworkSpec:
    layers = tuple(LayerSpec(n_neurons=size) for size in sizes)
    return msgspec.structs.replace(network, hidden_layers=layers)


def with_start(network: NetworkSpec, start: object) -> NetworkSpec:
    return msgspec.structs.replace(network, initial_weights=start)


def choose(qtbot: QtBot, panel: NetworkPanel, key: str) -> None:
    """Choose a start with the arrow keys alone."""
    field = panel._start
    focus(qtbot, field)
    wanted = field.findData(key)
    while field.currentIndex() != wanted:
        qtbot.keyClick(field, Qt.Key.Key_Down if field.currentIndex() < wanted else Qt.Key.Key_Up)


def sizes(panel: NetworkPanel) -> list[str]:
    return [row._field.text() for row in panel._rows]


def test_the_panel_sums_the_network_up(panel: NetworkPanel) -> None:
    assert panel._n_parameters.text() == "27 parameters"
    assert panel._inputs.text() == "2 inputs, x₁ and x₂"
    assert panel._outputs.text() == "→  3 classes, softmax"
    assert sizes(panel) == ["4"]
    assert panel._rows[0]._kind.text() == "hidden neurons, ReLU"


@pytest.mark.parametrize(("number", "expected"), [(0, (9, 6)), (1, (5, 9))])
def test_the_neurons_of_each_layer_can_be_typed(
    qtbot: QtBot,
    panel: NetworkPanel,
    *,
    small_experiment: Experiment,
    network: NetworkSpec,
    edits: Heard,
    number: int,
    expected: tuple[int, int],
) -> None:
    panel.show_network(having(small_experiment, with_layers(network, 5, 6)))
    enter(qtbot, panel._rows[number]._field, "9")
    assert edits.take() == [(with_layers(network, *expected), "the hidden neurons")]


@pytest.mark.parametrize("text", ["0", "257", "2.5", ""])
def test_numbers_of_neurons_that_cannot_be_are_refused(
    qtbot: QtBot, panel: NetworkPanel, edits: Heard, refusals: Heard, text: str
) -> None:
    panel._rows[0]._field.clear()
    enter(qtbot, panel._rows[0]._field, text)
    assert edits.take() == []
    (sentence,) = refusals.take()
    assert str(sentence).startswith("Hidden neurons must be ")
    assert sizes(panel) == ["4"]


def test_a_layer_is_added_like_the_last(qtbot: QtBot, panel: NetworkPanel, network: NetworkSpec, edits: Heard) -> None:
    click(qtbot, panel._add)
    assert edits.take() == [(with_layers(network, 4, 4), "the hidden layers")]
    assert sizes(panel) == ["4", "4"]
    focus(qtbot, panel._add)
    qtbot.keyClick(panel._add, Qt.Key.Key_Space)
    assert edits.take() == [(with_layers(network, 4, 4, 4), "the hidden layers")]


def test_the_first_layer_has_five_neurons(
    qtbot: QtBot, panel: NetworkPanel, small_experiment: Experiment, network: NetworkSpec, edits: Heard
) -> None:
    panel.show_network(having(small_experiment, with_layers(network)))
    click(qtbot, panel._add)
    assert edits.take() == [(with_layers(network, 5), "the hidden layers")]


@pytest.mark.parametrize(("number", "expected"), [(0, (6, 7)), (1, (5, 7)), (2, (5, 6))])
def test_each_layer_can_be_removed(
    qtbot: QtBot,
    panel: NetworkPanel,
    *,
    small_experiment: Experiment,
    network: NetworkSpec,
    edits: Heard,
    number: int,
    expected: tuple[int, int],
) -> None:
    panel.show_network(having(small_experiment, with_layers(network, 5, 6, 7)))
    click(qtbot, panel._rows[number]._remove)
    assert edits.take() == [(with_layers(network, *expected), "the hidden layers")]
    assert sizes(panel) == [str(size) for size in expected]


def test_a_network_needs_no_hidden_layer(qtbot: QtBot, panel: NetworkPanel, network: NetworkSpec, edits: Heard) -> None:
    click(qtbot, panel._rows[0]._remove)
    assert edits.take() == [(with_layers(network), "the hidden layers")]
    assert panel._n_parameters.text() == "9 parameters"


def test_no_layer_can_be_added_to_the_most_there_can_be(
    qtbot: QtBot, panel: NetworkPanel, small_experiment: Experiment, network: NetworkSpec, edits: Heard
) -> None:
    panel.show_network(having(small_experiment, with_layers(network, *[3] * (MOST_HIDDEN_LAYERS - 1))))
    assert panel._add.isEnabled()
    click(qtbot, panel._add)
    assert not panel._add.isEnabled()
    edits.take()
    click(qtbot, panel._add)
    assert edits.take() == []
    click(qtbot, panel._rows[0]._remove)
    assert panel._add.isEnabled()


@pytest.mark.parametrize(
    ("key", "start"),
    [
        ("truncated-normal", TruncatedNormalStart(standard_deviation=0.5)),
        ("article", ArticleStart()),
    ],
)
def test_each_start_can_be_chosen_and_normal_again(
    qtbot: QtBot,
    panel: NetworkPanel,
    *,
    small_experiment: Experiment,
    network: NetworkSpec,
    edits: Heard,
    key: str,
    start: object,
) -> None:
    panel.show_network(having(small_experiment, with_start(network, NormalStart(standard_deviation=0.5))))
    choose(qtbot, panel, key)
    assert edits.take()[-1] == (with_start(network, start), "the initial weights")
    choose(qtbot, panel, "normal")
    (chosen, what) = edits.take()[-1]  # type: ignore[misc]
    assert what == "the initial weights"
    assert isinstance(chosen.initial_weights, NormalStart)
    assert panel._spread.isVisible()


def test_the_articles_start_has_no_spread_and_no_seed(qtbot: QtBot, panel: NetworkPanel) -> None:
    assert panel._spread.isVisible()
    assert panel._seed.isEnabled()
    choose(qtbot, panel, "article")
    assert not panel._spread.isVisible()
    assert not panel._seed.isEnabled()
    assert panel._seed._field.toolTip().startswith("The article's start follows from the data seed")
    choose(qtbot, panel, "truncated-normal")
    assert panel._spread.isVisible()
    assert panel._seed.isEnabled()
    assert panel._seed._field.toolTip().startswith("Decides the first weights.")


@pytest.mark.parametrize("kind", [NormalStart, TruncatedNormalStart])
def test_the_spread_can_be_typed_for_each_start_that_has_one(
    qtbot: QtBot,
    panel: NetworkPanel,
    *,
    small_experiment: Experiment,
    network: NetworkSpec,
    edits: Heard,
    kind: type[NormalStart | TruncatedNormalStart],
) -> None:
    panel.show_network(having(small_experiment, with_start(network, kind())))
    enter(qtbot, panel._spread, "0,25")
    expected = with_start(network, kind(standard_deviation=0.25))
    assert edits.take() == [(expected, "the spread of the initial weights")]


def test_a_spread_that_cannot_be_is_refused(qtbot: QtBot, panel: NetworkPanel, edits: Heard, refusals: Heard) -> None:
    enter(qtbot, panel._spread, "0")
    assert edits.take() == []
    assert refusals.take() == ["Standard deviation must be between 0.001 and 10, not 0"]
    assert panel._spread.text() == "1"


def test_the_weight_seed_is_typed_and_rolled(
    qtbot: QtBot, panel: NetworkPanel, network: NetworkSpec, edits: Heard, refusals: Heard
) -> None:
    enter(qtbot, panel._seed._field, "4294967295")
    assert edits.take() == [(msgspec.structs.replace(network, seed=2**32 - 1), "the weight seed")]
    click(qtbot, panel._seed._roll)
    ((rolled, what),) = edits.take()  # type: ignore[misc]
    assert what == "the weight seed"
    assert rolled == msgspec.structs.replace(network, seed=rolled.seed)
    enter(qtbot, panel._seed._field, "-1")
    assert refusals.take() == ["Weight seed must be between 0 and 4,294,967,295, not -1"]


def test_to_show_a_network_says_nothing(
    panel: NetworkPanel, small_experiment: Experiment, network: NetworkSpec
) -> None:
    heard = Heard(panel.network_edited, panel.refused)
    others = (
        with_layers(network),
        with_layers(network, 1, 256, 3),
        with_start(network, ArticleStart()),
        with_start(network, TruncatedNormalStart(standard_deviation=0.1)),
        msgspec.structs.replace(network, seed=77),
    )
    for other in others:
        experiment = having(small_experiment, other)
        assert nothing_said(heard, lambda experiment=experiment: panel.show_network(experiment))
        assert sizes(panel) == [str(layer.n_neurons) for layer in other.hidden_layers]
        assert panel._n_parameters.text() == f"{experiment.n_parameters:,} parameters"
        assert panel._seed._field.number == other.seed
    assert nothing_said(heard, lambda: panel.set_theme(dark()))


def test_the_number_of_classes_follows_the_data(panel: NetworkPanel, small_experiment: Experiment) -> None:
    data = msgspec.structs.replace(small_experiment.data, clusters=small_experiment.data.clusters[:2])
    panel.show_network(msgspec.structs.replace(small_experiment, data=data))
    assert panel._outputs.text() == "→  2 classes, softmax"
    assert panel._n_parameters.text() == "22 parameters"


def test_every_button_without_words_says_what_it_does(panel: NetworkPanel) -> None:
    assert panel._add.accessibleName() == "Add a hidden layer"
    assert panel._rows[0]._remove.accessibleName() == panel._rows[0]._remove.toolTip() == "Remove this layer"
    assert panel.accessibleName() == "Network"
