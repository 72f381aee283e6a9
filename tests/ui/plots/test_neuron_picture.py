import pytest

from nnviz.core.regions import Rectangle, grid_points
from nnviz.experiment.experiment import Experiment
from nnviz.ui.plots.network_places import NeuronPlace, ShownNeuron
from nnviz.ui.plots.neuron_colors import output_colors, probability_colors
from nnviz.ui.plots.neuron_picture import STRENGTH, is_there, neuron_picture
from nnviz.ui.plots.outlook import Outlook
from nnviz.ui.theme import light
from tests.ui.plots.moments import moment, with_hidden

OUTLOOK = Outlook(Rectangle(-3.0, -2.0, 3.0, 8.0))


def shown(column: int, neuron: int, label: int | None = None) -> ShownNeuron:
    return ShownNeuron(NeuronPlace(column, neuron), "", label, False)


def test_a_hidden_neuron_has_the_colours_of_its_output(small_experiment: Experiment) -> None:
    snapshot = moment(small_experiment, 20)
    outputs = snapshot.network.forward(grid_points(OUTLOOK.area, 30, 30))[0].outputs[:, 2].reshape(30, 30)
    picture = neuron_picture(snapshot, shown(1, 2), OUTLOOK, 30, light())
    assert outputs.max() <= picture.largest < outputs.max() + 0.11
    expected = output_colors(outputs, picture.largest, light(), STRENGTH)
    assert (picture.pixels == expected).mean() > 0.98


def test_a_class_has_those_of_its_probability(small_experiment: Experiment) -> None:
    snapshot = moment(small_experiment, 20)
    probabilities = snapshot.network.probabilities(grid_points(OUTLOOK.area, 30, 30))[:, 1].reshape(30, 30)
    picture = neuron_picture(snapshot, shown(2, 1, 1), OUTLOOK, 30, light())
    assert picture.largest == 1.0
    expected = probability_colors(probabilities, light(), 1, STRENGTH)
    assert (picture.pixels == expected).mean() > 0.98


@pytest.mark.parametrize(
    ("neuron", "there"),
    [
        (shown(0, 1), True),
        (shown(0, 2), False),
        (shown(1, 3), True),
        (shown(1, 4), False),
        (shown(2, 2, 2), True),
        (shown(2, 2), False),
        (shown(1, 2, 2), False),
        (shown(3, 0), False),
    ],
)
def test_a_neuron_of_another_network_is_not_there(
    small_experiment: Experiment, neuron: ShownNeuron, there: bool
) -> None:
    assert is_there(moment(with_hidden(small_experiment, 4)), neuron) == there


def test_the_infinite_does_not_spoil_the_scale(small_experiment: Experiment) -> None:
    snapshot = moment(small_experiment)
    outlook = Outlook(Rectangle(-1e39, -1.0, 1e39, 1.0))
    picture = neuron_picture(snapshot, shown(0, 0), outlook, 4, light())
    assert picture.largest == pytest.approx(2.5e38)
    assert (picture.pixels[0, 0], picture.pixels[0, 3]) == (picture.pixels[0, 1], picture.pixels[0, 2])
