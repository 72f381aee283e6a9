import msgspec
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from nnviz.experiment.experiment import Experiment
from nnviz.experiment.network_spec import MOST_HIDDEN_LAYERS, ArticleStart, LayerSpec, NetworkSpec, ZerosStart
from nnviz.ui.panels.network_panel import NetworkPanel
from nnviz.ui.theme import dark, light
from tests.ui.fields.hands import Heard, choose, click, enter, focus, nothing_said, put_on_screen


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


def having(experiment: Experiment, network: NetworkSpec) -> Experiment:
    return msgspec.structs.replace(experiment, network=network)


def with_layers(network: NetworkSpec, *sizes: int) -> NetworkSpec:
    layers = tuple(LayerSpec(n_neurons=size) for size in sizes)
    return msgspec.structs.replace(network, hidden_layers=layers)


def sizes(panel: NetworkPanel) -> list[str]:
    return [row._field.text() for row in panel._layers.rows]


def test_the_panel_sums_the_network_up(panel: NetworkPanel) -> None:
    assert panel._n_parameters.text() == "27 parameters"
    assert panel.inputs.fold._button.text() == "2 inputs"
    assert panel.inputs.fold._summary.text() == "x₁ and x₂"
    assert panel._outputs.text() == "→  3 classes, softmax"
    assert sizes(panel) == ["4"]
    assert panel._layers.rows[0]._activation.currentText() == "ReLU"


def test_layers_are_edited(qtbot: QtBot, panel: NetworkPanel, network: NetworkSpec, edits: Heard) -> None:
    enter(qtbot, panel._layers.rows[0]._field, "9")
    assert edits.take() == [(with_layers(network, 9), "the hidden neurons")]
    assert panel._n_parameters.text() == "57 parameters"


def test_a_layer_is_added_like_the_last(qtbot: QtBot, panel: NetworkPanel, network: NetworkSpec, edits: Heard) -> None:
    click(qtbot, panel._add)
    assert edits.take() == [(with_layers(network, 4, 4), "the hidden layers")]
    assert sizes(panel) == ["4", "4"]
    focus(qtbot, panel._add)
    qtbot.keyClick(panel._add, Qt.Key.Key_Space)
    assert edits.take() == [(with_layers(network, 4, 4, 4), "the hidden layers")]


def test_a_network_needs_no_hidden_layer(qtbot: QtBot, panel: NetworkPanel, network: NetworkSpec, edits: Heard) -> None:
    click(qtbot, panel._layers.rows[0]._remove)
    assert edits.take() == [(with_layers(network), "the hidden layers")]
    assert panel._n_parameters.text() == "9 parameters"


def test_no_layer_can_be_added_to_the_most_there_can_be(
    qtbot: QtBot, panel: NetworkPanel, small_experiment: Experiment, network: NetworkSpec, edits: Heard
) -> None:
    panel.show_network(having(small_experiment, with_layers(network, *[3] * (MOST_HIDDEN_LAYERS - 1))))
    assert panel._add.isEnabled()
    click(qtbot, panel._add)
    assert not panel._add.isEnabled()
    assert panel._add.toolTip() == "There can be 8 hidden layers at most"
    edits.take()
    click(qtbot, panel._add)
    assert edits.take() == []
    click(qtbot, panel._layers.rows[0]._remove)
    assert panel._add.isEnabled()


def test_the_start_is_edited(qtbot: QtBot, panel: NetworkPanel, network: NetworkSpec, edits: Heard) -> None:
    wanted = Heard(panel.given_start_wanted)
    choose(qtbot, panel._start.start, "article")
    expected = msgspec.structs.replace(network, initial_weights=ArticleStart())
    assert edits.take()[-1] == (expected, "the initial weights")
    panel._start.start.choice_edited.emit("given")
    assert len(wanted.take()) == 1


def test_refusals_of_layers_and_start_are_said(qtbot: QtBot, panel: NetworkPanel, edits: Heard) -> None:
    refusals = Heard(panel.refused)
    enter(qtbot, panel._layers.rows[0]._field, "0")
    enter(qtbot, panel._start._bias, "99")
    assert [str(sentence).split(" must")[0] for sentence in refusals.take()] == ["Hidden neurons", "Bias start"]
    assert edits.take() == []


def test_what_is_shown_again_is_shown_as_it_is(qtbot: QtBot, small_experiment: Experiment) -> None:
    """An edit may be refused by somebody else."""
    panel = NetworkPanel()
    panel.show_network(small_experiment)
    panel.network_edited.connect(lambda _edited, _what: panel.show_network(small_experiment))
    put_on_screen(qtbot, panel)
    enter(qtbot, panel._layers.rows[0]._field, "9")
    assert sizes(panel) == ["4"]
    choose_once = panel._start.start
    focus(qtbot, choose_once)
    qtbot.keyClick(choose_once, Qt.Key.Key_Down)
    assert choose_once.currentData() == "normal"


def test_to_show_a_network_says_nothing(
    panel: NetworkPanel, small_experiment: Experiment, network: NetworkSpec
) -> None:
    heard = Heard(panel.network_edited, panel.refused, panel.given_start_wanted)
    others = (
        with_layers(network),
        with_layers(network, 1, 256, 3),
        msgspec.structs.replace(network, initial_weights=ZerosStart(), initial_bias=0.5),
        msgspec.structs.replace(network, seed=77),
    )
    for other in others:
        experiment = having(small_experiment, other)
        assert nothing_said(heard, lambda experiment=experiment: panel.show_network(experiment))
        assert sizes(panel) == [str(layer.n_neurons) for layer in other.hidden_layers]
        assert panel._n_parameters.text() == f"{experiment.n_parameters:,} parameters"
        assert panel._start._seed._field.number == other.seed
    assert nothing_said(heard, lambda: panel.set_theme(dark()))


def test_the_number_of_classes_follows_the_data(panel: NetworkPanel, small_experiment: Experiment) -> None:
    data = msgspec.structs.replace(small_experiment.data, clusters=small_experiment.data.clusters[:2])
    panel.show_network(msgspec.structs.replace(small_experiment, data=data))
    assert panel._outputs.text() == "→  2 classes, softmax"
    assert panel._n_parameters.text() == "22 parameters"


def test_nothing_is_edited_before_a_network_is_shown(qtbot: QtBot) -> None:
    panel = NetworkPanel()
    put_on_screen(qtbot, panel)
    edits = Heard(panel.network_edited)
    click(qtbot, panel._add)
    assert edits.take() == []


def test_the_panel_and_its_button_have_names(panel: NetworkPanel) -> None:
    assert panel._add.accessibleName() == "Add a hidden layer"
    assert panel.accessibleName() == "Network"
