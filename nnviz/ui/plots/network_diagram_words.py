"""The words of the network diagram: what its columns, neurons and weights are called, and what is said of them."""

from nnviz.core.diagnosis import Finding
from nnviz.core.names import neuron_name
from nnviz.core.snapshot import Snapshot
from nnviz.ui.fields.numbers import scientific, signed
from nnviz.ui.plots.network_diagram_layout import Column
from nnviz.ui.plots.network_places import NeuronPlace, WeightPlace
from nnviz.ui.plots.weight_blocks import Ends

HINT = "Point at a neuron to see it large; click to keep it."
BROKEN = "Some weights are no finite numbers any more: there is nothing to draw."

_LONG = 1e4


def columns_of(snapshot: Snapshot, ends: Ends) -> tuple[Column, ...]:
    """The columns of a network, named as in the weight map."""
    n_hidden = len(snapshot.weights) - 1
    columns = [Column(ends.inputs, "inputs")]
    for layer, (biases, activation) in enumerate(zip(snapshot.biases[:-1], snapshot.activations, strict=False)):
        title = f"hidden {layer + 1}" if n_hidden > 1 else "hidden"
        columns.append(Column(tuple(map(neuron_name, range(len(biases)))), title, activation.title))
    return (*columns, Column(ends.classes, "classes", "softmax"))


def full_name(columns: tuple[Column, ...], place: NeuronPlace) -> str:
    """A neuron's name, with its layer's where there are several."""
    name = columns[place.column].names[place.neuron]
    is_one_of_many = 0 < place.column < len(columns) - 1 and len(columns) > 3
    return f"{name} of {columns[place.column].title}" if is_one_of_many else name


def picture_title(columns: tuple[Column, ...], place: NeuronPlace) -> str:
    """What the picture of a neuron shows."""
    if place.column == 0:
        return f"Input {full_name(columns, place)}"
    if place.column == len(columns) - 1:
        return f"Probability of {full_name(columns, place)}"
    return f"Output of {full_name(columns, place)}"


def weight_line(columns: tuple[Column, ...], snapshot: Snapshot, weight: WeightPlace) -> str:
    """A weight or a bias, in a line."""
    target = full_name(columns, NeuronPlace(weight.layer + 1, weight.neuron))
    if is_bias(snapshot, weight):
        return f"bias of {target}: {_number(value_of(snapshot, weight))}"
    source = columns[weight.layer].names[weight.row]
    return f"weight {source} → {target}: {_number(value_of(snapshot, weight))}"


def neuron_line(
    columns: tuple[Column, ...], snapshot: Snapshot, place: NeuronPlace, findings: list[Finding], *, is_pinned: bool
) -> str:
    """A neuron, its bias, and what is the matter with it, in a line."""
    parts = [full_name(columns, place)]
    parts += [finding.kind.value for finding in findings]
    if place.column > 0:
        bias = WeightPlace(place.column - 1, len(snapshot.weights[place.column - 1]), place.neuron)
        parts.append(f"bias {_number(value_of(snapshot, bias))}")
    parts.append("click or Esc lets go" if is_pinned else "click keeps it")
    return " · ".join(parts)


def value_of(snapshot: Snapshot, weight: WeightPlace) -> float:
    """A weight, or a bias."""
    if is_bias(snapshot, weight):
        return float(snapshot.biases[weight.layer][weight.neuron])
    return float(snapshot.weights[weight.layer][weight.row, weight.neuron])


def is_bias(snapshot: Snapshot, weight: WeightPlace) -> bool:
    """Whether it is the row below a layer's weights."""
    return weight.row == len(snapshot.weights[weight.layer])


def is_in(snapshot: Snapshot, weight: WeightPlace) -> bool:
    """Whether a network has this weight."""
    if weight.layer >= len(snapshot.weights):
        return False
    n_inputs, n_neurons = snapshot.weights[weight.layer].shape
    return weight.row <= n_inputs and weight.neuron < n_neurons


def _number(value: float) -> str:
    return signed(value, 3) if abs(value) < _LONG else scientific(value)
