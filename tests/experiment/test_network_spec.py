import pytest

from nnviz.experiment.network_spec import LayerSpec, NetworkSpec, NormalStart


def a_network(n_layers: int) -> NetworkSpec:
    return NetworkSpec(hidden_layers=(LayerSpec(n_neurons=3),) * n_layers, initial_weights=NormalStart(), seed=1)


@pytest.mark.parametrize("n_layers", [0, 8])
def test_a_network_has_none_to_eight_hidden_layers(n_layers: int):
    assert len(a_network(n_layers).hidden_layers) == n_layers


def test_more_hidden_layers_are_refused():
    with pytest.raises(ValueError, match=r"^there must be at most 8 hidden layers, not 9$"):
        a_network(9)


def test_a_hidden_layer_is_relu_where_nothing_else_is_said():
    assert LayerSpec(n_neurons=1).activation == "relu"
