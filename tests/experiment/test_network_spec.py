import math
from itertools import pairwise
from typing import get_args

import pytest

from nnviz.core.activations import ACTIVATIONS
from nnviz.experiment.network_spec import ActivationName, GivenStart, LayerSpec, NetworkSpec, NormalStart
from nnviz.experiment.quantity import RecipeError

Matrix = tuple[tuple[float, ...], ...]


def a_network(n_layers: int) -> NetworkSpec:
    return NetworkSpec(hidden_layers=(LayerSpec(n_neurons=3),) * n_layers, initial_weights=NormalStart(), seed=1)


@pytest.mark.parametrize("n_layers", [0, 8])
def test_a_network_has_none_to_eight_hidden_layers(n_layers: int):
    assert len(a_network(n_layers).hidden_layers) == n_layers


def test_more_hidden_layers_are_refused():
    with pytest.raises(RecipeError, match=r"^there must be at most 8 hidden layers, not 9$"):
        a_network(9)


def test_where_nothing_else_is_said_a_hidden_layer_is_relu_without_dropout_and_biases_start_at_0():
    layer = LayerSpec(n_neurons=1)
    assert (layer.activation, layer.dropout) == ("relu", 0.0)
    assert a_network(1).initial_bias == 0.0


def test_a_recipe_can_name_every_activation_of_the_textbook_and_no_other():
    assert list(get_args(ActivationName)) == list(ACTIVATIONS)


# --- given numbers


def zeros(n_rows: int, n_columns: int) -> Matrix:
    return ((0.0,) * n_columns,) * n_rows


@pytest.mark.parametrize(
    "sizes", [(2, 3), (2, 5, 3), (1, 1), (2, 256, 1, 7, 10)], ids=lambda sizes: "-".join(map(str, sizes))
)
def test_given_numbers_fit_the_network_of_their_own_sizes(sizes: tuple[int, ...]):
    weights = tuple(zeros(before, after) for before, after in pairwise(sizes))
    assert GivenStart(weights=weights, biases=tuple((0.0,) * size for size in sizes[1:])).layer_sizes == sizes


@pytest.mark.parametrize(
    ("weights", "biases"),
    [
        ((), ()),
        ((zeros(2, 3),), ()),
        ((), ((0.0,),)),
        ((zeros(2, 3),), ((0.0,) * 3, (0.0,) * 2)),
        ((zeros(2, 3), zeros(3, 2)), ((0.0,) * 3,)),
        (((),), ((0.0,),)),
        ((zeros(2, 0),), ((),)),
        ((zeros(2, 3), zeros(3, 0)), ((0.0,) * 3, ())),
    ],
    ids=range(8),
)
def test_every_layer_needs_its_weights_and_its_biases(weights: tuple[Matrix, ...], biases: Matrix):
    sentence = r"^given weights: there must be a weight matrix and a bias vector for each layer$"
    with pytest.raises(RecipeError, match=sentence):
        GivenStart(weights=weights, biases=biases)


@pytest.mark.parametrize(
    ("weights", "biases", "sentence"),
    [
        ((zeros(2, 3),), ((0.0,) * 2,), "matrix 1 must have 2 rows of 2 numbers"),
        ((zeros(2, 3), zeros(4, 2)), ((0.0,) * 3, (0.0,) * 2), "matrix 2 must have 3 rows of 2 numbers"),
        ((zeros(2, 3), zeros(3, 1)), ((0.0,) * 3, (0.0,) * 2), "matrix 2 must have 3 rows of 2 numbers"),
        ((((0.0, 0.0), (0.0,)),), ((0.0, 0.0),), "matrix 1 must have 2 rows of 2 numbers"),
        ((((0.0,), (0.0, 0.0)),), ((0.0, 0.0),), "matrix 1 must have 2 rows of 2 numbers"),
    ],
    ids=range(5),
)
def test_given_matrices_must_fit_one_another(weights: tuple[Matrix, ...], biases: Matrix, sentence: str):
    with pytest.raises(RecipeError, match=f"^given weights: {sentence}$"):
        GivenStart(weights=weights, biases=biases)


@pytest.mark.parametrize("number", [1e6 + 1, -math.inf, math.inf, math.nan])
@pytest.mark.parametrize("in_biases", [False, True])
def test_every_given_number_is_checked(number: float, in_biases: bool):
    weights, biases = (((0.0, 0.0), (0.0, number)),), ((0.0, 0.0),)
    if in_biases:
        weights, biases = (zeros(2, 2),), ((0.0, number),)
    with pytest.raises(RecipeError, match=r"^Given weights must be between −1,000,000 and 1,000,000, not "):
        GivenStart(weights=weights, biases=biases)
