import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.core import diagnosis
from nnviz.core.activations import ACTIVATIONS, ELU, IDENTITY, RELU, SIGMOID, TANH, Activation
from nnviz.core.arrays import FloatArray
from nnviz.core.diagnosis import Examination, Finding, Kind, alike, diagnose
from nnviz.core.layers import DenseLayer
from nnviz.core.network import Network
from tests.core.random_networks import random_network, random_points, random_trainer, seeds

WATCHED = [RELU, TANH, SIGMOID]

hidden_layers = st.lists(st.tuples(st.integers(1, 6), st.sampled_from(list(ACTIVATIONS.values()))), max_size=3)


def network_of(
    hidden: list[tuple[int, Activation]], seed: int, size: float = 1.0, dtype: type[np.floating] = np.float64
) -> Network:
    """Of two features and three classes; biases are `size` times as large as weights."""
    sizes = (2, *(n_neurons for n_neurons, _ in hidden), 3)
    network = random_network(sizes, seed, [activation for _, activation in hidden], dtype)
    for layer in network.layers:
        layer.biases *= size
    return network


def points_of(n_points: int, seed: int = 1) -> FloatArray:
    return random_points(n_points, 2, 3, seed)[0]


PLAIN: dict[str, Callable[[float], float]] = {
    "relu": lambda score: max(score, 0.0),
    "leaky-relu": lambda score: score if score > 0 else 0.01 * score,
    "elu": lambda score: score if score > 0 else math.exp(score) - 1.0,
    "tanh": math.tanh,
    "sigmoid": lambda score: 1.0 / (1.0 + math.exp(-score)),
    "softplus": lambda score: math.log(1.0 + math.exp(score)),
    "identity": lambda score: score,
}
"""What activations make of one score, by the textbook's formulas."""


def plain_outputs(network: Network, points: FloatArray) -> list[list[list[float]]]:
    """Of every layer, at every point, of every neuron: one number after the other."""
    outputs: list[list[list[float]]] = []
    inputs = points.tolist()
    for layer in network.layers:
        weights, biases = layer.weights.tolist(), layer.biases.tolist()
        inputs = [
            [
                PLAIN[layer.activation.name](
                    bias + sum(value * row[neuron] for value, row in zip(values, weights, strict=True))
                )
                for neuron, bias in enumerate(biases)
            ]
            for values in inputs
        ]
        outputs.append(inputs)
    return outputs


def plain_idle(network: Network, points: FloatArray) -> set[tuple[int, int, Kind]]:
    """Dead and saturated neurons, by looking at every point."""
    found: set[tuple[int, int, Kind]] = set()
    for index, (layer, outputs) in enumerate(zip(network.layers[:-1], plain_outputs(network, points), strict=False)):
        for neuron in range(len(layer.biases)):
            of_neuron = [at_point[neuron] for at_point in outputs]
            near = 0
            if layer.activation is RELU and all(output == 0.0 for output in of_neuron):
                found.add((index, neuron, Kind.DEAD))
            if layer.activation is TANH:
                near = sum(output <= -0.98 or output >= 0.98 for output in of_neuron)
            if layer.activation is SIGMOID:
                near = sum(output <= 0.01 or output >= 0.99 for output in of_neuron)
            if near >= 0.99 * len(points):
                found.add((index, neuron, Kind.SATURATED))
    return found


def kinds(findings: tuple[Finding, ...]) -> set[tuple[int, int, Kind]]:
    return {(finding.layer, finding.neuron, finding.kind) for finding in findings}


def of_kind(findings: tuple[Finding, ...], *wanted: Kind) -> list[Finding]:
    return [finding for finding in findings if finding.kind in wanted]


def silence(network: Network, index: int, neuron: int) -> None:
    """Give a neuron a bias that no score gets over."""
    network.layers[index].biases[neuron] = -1e6


# Dead and saturated


@given(hidden=hidden_layers, seed=seeds, size=st.sampled_from([0.0, 1.0, 4.0, 20.0]), n_points=st.integers(1, 150))
def test_dead_and_saturated_neurons_are_those_that_a_look_at_every_point_finds(
    hidden: list[tuple[int, Activation]], seed: int, size: float, n_points: int
) -> None:
    network = network_of(hidden, seed, size)
    points = points_of(n_points, seed + 1)
    found = diagnose(network, points)
    assert kinds(tuple(of_kind(found, Kind.DEAD, Kind.SATURATED))) == plain_idle(network, points)
    assert [(finding.layer, finding.neuron) for finding in found] == sorted(
        (finding.layer, finding.neuron) for finding in found
    )


def test_neurons_that_cannot_idle_are_passed_on_the_way_to_those_that_can() -> None:
    network = network_of([(2, IDENTITY), (3, RELU)], 2)
    silence(network, 1, 2)
    assert kinds(diagnose(network, points_of(50))) == {(1, 2, Kind.DEAD)}


@pytest.mark.parametrize("place", [0, 1, 4321, 9999])
def test_a_single_point_anywhere_keeps_a_neuron_alive(place: int) -> None:
    points = np.full((10_000, 2), -1.0)
    layer = DenseLayer(np.ones((2, 1)), np.array([-1.0]), RELU)
    network = Network([layer, DenseLayer(np.ones((1, 3)), np.zeros(3), IDENTITY)])
    assert kinds(diagnose(network, points)) == {(0, 0, Kind.DEAD)}
    points[place] = 2.0
    assert diagnose(network, points) == ()


def test_a_score_of_exactly_zero_is_not_above_it() -> None:
    network = Network([DenseLayer(np.zeros((2, 1)), np.zeros(1), RELU), DenseLayer(np.ones((1, 2)), np.zeros(2), RELU)])
    (finding,) = diagnose(network, points_of(1234))
    assert finding == Finding(
        0,
        0,
        Kind.DEAD,
        "h₁ is dead: its score is above 0 on none of the 1,234 training points, so it passes nothing on and learns "
        "nothing from them.",
    )


@pytest.mark.parametrize(("activation", "ends"), [(TANH, "within 0.02 of −1 or 1"), (SIGMOID, "within 0.01 of 0 or 1")])
def test_a_neuron_may_be_away_from_its_ends_on_one_point_in_a_hundred(activation: Activation, ends: str) -> None:
    points = np.full((5000, 2), 3.0)
    points[::2] *= -1.0
    network = Network(
        [DenseLayer(np.ones((2, 1)), np.zeros(1), activation), DenseLayer(np.ones((1, 2)), np.zeros(2), RELU)]
    )
    points[40:90] = 0.0
    (finding,) = diagnose(network, points)
    assert finding.sentence == (
        f"h₁ is saturated: on 4,950 of the 5,000 training points its output is {ends}, where the curve is nearly flat, "
        "so it learns very slowly."
    )
    assert finding.kind is Kind.SATURATED
    points[90] = 0.0
    assert diagnose(network, points) == ()


def test_where_an_output_counts_as_near_its_end_the_slope_is_less_than_a_twenty_fifth() -> None:
    steepest = {TANH: 1.0, SIGMOID: 0.25}
    for activation, most in steepest.items():
        scores = np.linspace(-9.0, 9.0, 20_001)
        outputs = activation.function(scores)
        near = diagnosis._IS_IDLE[activation.name](outputs)
        slopes = activation.derivative(scores, outputs)
        assert slopes[near].max() < most / 25 < slopes[~near].min() * 1.02


def test_only_activations_that_can_be_dead_or_saturated_are_watched() -> None:
    for activation in ACTIVATIONS.values():
        network = network_of([(3, activation)], 5)
        silence(network, 0, 1)
        found = {finding.kind for finding in diagnose(network, points_of(300))}
        assert found == {RELU: {Kind.DEAD}, TANH: {Kind.SATURATED}, SIGMOID: {Kind.SATURATED}}.get(activation, set())


def test_with_several_hidden_layers_a_neuron_is_called_by_its_layer() -> None:
    network = network_of([(4, RELU), (12, SIGMOID), (5, RELU)], 3)
    silence(network, 1, 11)
    silence(network, 2, 0)
    found = of_kind(diagnose(network, points_of(800)), Kind.DEAD, Kind.SATURATED)
    sentences = [finding.sentence for finding in found if (finding.layer, finding.neuron) in {(1, 11), (2, 0)}]
    assert sentences[0].startswith("h₁₂ in hidden layer 2 is saturated: on 800 of the 800 training points")
    assert sentences[1].startswith("h₁ in hidden layer 3 is dead:")


def test_scores_that_overflow_are_no_proof() -> None:
    first = DenseLayer(np.full((2, 2), 1e308), np.zeros(2), RELU)
    second = DenseLayer(np.array([[1.0, -1.0], [-1.0, -1.0]]), np.zeros(2), RELU)
    network = Network([first, second, DenseLayer(np.ones((2, 3)), np.zeros(3), IDENTITY)])
    found = of_kind(diagnose(network, np.full((50, 2), 100.0)), Kind.DEAD)
    # Both outputs of the first layer are infinite; h₁ of the second takes one from the other, and that is no number.
    assert [(finding.layer, finding.neuron) for finding in found] == [(1, 1)]


def test_a_network_is_examined_in_its_own_precision() -> None:
    seen: list[np.dtype] = []

    def note(scores: FloatArray) -> FloatArray:
        seen.append(scores.dtype)
        return RELU.function(scores)

    noting = Activation("relu", "ReLU", note, RELU.derivative)
    network = network_of([(3, noting)], 2, dtype=np.float32)
    diagnose(network, points_of(100))
    assert set(seen) == {np.dtype(np.float32)}


def test_without_hidden_layers_there_is_nothing_to_find() -> None:
    assert diagnose(network_of([], 1), points_of(10)) == ()


# Identical


def test_twins_are_found_and_tell_of_one_another() -> None:
    network = network_of([(4, TANH)], 8)
    first, last = network.layers
    first.weights[:, 3], first.biases[3], last.weights[3] = first.weights[:, 1], first.biases[1], last.weights[1]
    one, other = diagnose(network, points_of(200))
    assert one == Finding(
        0,
        1,
        Kind.IDENTICAL,
        "h₂ is identical to h₄: the same bias and the same weights (2 in, 3 out). Nothing tells them apart, so they "
        "learn the same, and the 2 of them do the work of one.",
    )
    assert other.sentence.startswith("h₄ is identical to h₂: ")


@pytest.mark.parametrize("part", ["weight in", "bias", "weight out"])
def test_one_number_that_differs_tells_neurons_apart(part: str) -> None:
    network = network_of([(2, ELU)], 8)
    first, last = network.layers
    first.weights[:, 1], first.biases[1], last.weights[1] = first.weights[:, 0], first.biases[0], last.weights[0]
    assert len(diagnose(network, points_of(50))) == 2
    {"weight in": first.weights[1], "bias": first.biases, "weight out": last.weights[1]}[part][1] += 1e-6
    assert diagnose(network, points_of(50)) == ()


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("start", [0.0, 0.5])
def test_a_start_without_differences_stays_without_them(start: float, dtype: type[np.floating]) -> None:
    """Also after many steps, in which the order of a sum may round one neuron otherwise than its twin."""
    network = network_of([(13, SIGMOID)], 1, dtype=dtype)
    for layer in network.layers:
        layer.weights[...] = start
        layer.biases[...] = 0.0
    trainer = random_trainer(4, network=network, dtype=dtype)
    for n_steps in (0, 300):
        trainer.advance(n_steps)
        found = diagnose(trainer.snapshot().network, points_of(40))
        assert kinds(found) == {(0, neuron, Kind.IDENTICAL) for neuron in range(13)}
    assert found[3].sentence.startswith("h₄ is identical to h₁, h₂, h₃, h₅ and 8 more: the same bias")
    assert found[3].sentence.endswith("the 13 of them do the work of one.")


def test_zeros_make_rectified_neurons_identical_and_dead() -> None:
    network = network_of([(3, RELU)], 1)
    for layer in network.layers:
        layer.weights[...] = 0.0
        layer.biases[...] = 0.0
    found = diagnose(network, points_of(60))
    assert [(finding.neuron, finding.kind) for finding in found] == [
        (neuron, kind) for neuron in range(3) for kind in (Kind.DEAD, Kind.IDENTICAL)
    ]
    assert found[1].sentence.startswith("h₁ is identical to h₂ and h₃: ")


def plain_groups(numbers: FloatArray, tolerance: float) -> list[list[int]]:
    """Every column with every other, one number after the other."""
    columns = [list(column) for column in numbers.T.tolist()]
    left = list(range(len(columns)))
    groups: list[list[int]] = []
    while left:
        first = left[0]
        size = max(map(abs, columns[first]))
        group = [
            other
            for other in left
            if all(abs(a - b) <= tolerance * size for a, b in zip(columns[first], columns[other], strict=True))
        ]
        groups += [group] if len(group) > 1 else []
        left = [other for other in left if other not in group]
    return groups


@given(
    data=st.data(),
    n_numbers=st.integers(1, 12),
    size=st.sampled_from([1e-3, 1.0, 1e5]),
    dtype=st.sampled_from([np.float64, np.float32]),
)
def test_columns_alike_are_those_that_comparing_all_of_them_finds(
    data: st.DataObject, n_numbers: int, size: float, dtype: type[np.floating]
) -> None:
    """Columns of few different numbers, so that there are many alike and many nearly so."""
    number = st.sampled_from([-1.0, 0.0, 0.5, 1.0, 1.0 + 1e-12, 1e9])
    column = st.lists(number, min_size=n_numbers, max_size=n_numbers)
    columns = data.draw(st.lists(column, min_size=1, max_size=12))
    numbers = (size * np.array(columns).T).astype(dtype)
    assert alike(numbers) == plain_groups(numbers, float(np.sqrt(np.finfo(dtype).eps)))


def test_small_columns_beside_a_large_one_are_judged_by_their_own_size() -> None:
    assert alike(np.array([[1e9, 0.1, 0.2, 0.1]])) == [[1, 3]]
    assert alike(np.array([[1e9, 0.1, 0.2, 0.3]])) == []


@given(seed=seeds, dtype=st.sampled_from([np.float64, np.float32]))
def test_a_random_layer_of_the_widest_has_no_twins_but_those_that_were_made(
    seed: int, dtype: type[np.floating]
) -> None:
    generator = np.random.RandomState(seed)
    numbers = generator.standard_normal((20, 256)).astype(dtype)
    assert alike(numbers) == []
    one, other = sorted(generator.choice(256, 2, replace=False).tolist())
    numbers[:, other] = numbers[:, one]
    assert alike(numbers) == [[one, other]]


# In portions


@pytest.mark.parametrize("activation", WATCHED)
def test_portion_by_portion_every_point_is_looked_at_once(activation: Activation) -> None:
    points = np.arange(1.0, 10_001.0)[:, np.newaxis] * np.ones(2)
    network = network_of([(3, activation)], 2)
    portions = list(diagnosis._portions(network, points))
    assert len(portions) > 3
    assert sorted(np.concatenate(portions)[:, 0].tolist()) == points[:, 0].tolist()
    for portion in portions:  # each a thin sample of all
        assert portion[0, 0] <= len(portions)
        assert portion[-1, 0] > 10_000 - len(portions)


def test_the_findings_come_when_the_examination_is_done() -> None:
    network = network_of([(3, RELU)], 2)
    silence(network, 0, 1)
    examination = Examination(network, points_of(10_000))
    n_portions = 0
    while not examination.is_done:
        assert examination.findings == ()
        examination.advance()
        n_portions += 1
    assert n_portions > 4
    assert kinds(examination.findings) == {(0, 1, Kind.DEAD)}


def test_a_thin_sample_is_enough_where_all_are_well(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[int] = []
    watch = Examination._watch

    def note(self: Examination, inputs: FloatArray) -> None:
        looked_at.append(len(inputs))
        watch(self, inputs)

    monkeypatch.setattr(Examination, "_watch", note)
    network = network_of([(5, RELU), (5, RELU)], 3, size=0.1)
    np.abs(network.layers[1].weights, out=network.layers[1].weights)
    points = 3.0 * points_of(50_000)
    assert diagnose(network, points) == ()
    assert sum(looked_at) <= 2048
    silence(network, 0, 2)
    assert kinds(diagnose(network, points)) == {(0, 2, Kind.DEAD)}
    assert sum(looked_at) > 50_000
