import msgspec
import numpy as np
import pytest

from nnviz.experiment.build import build_dataset, build_trainer
from nnviz.experiment.experiment import Experiment
from nnviz.experiment.network_spec import ActivationName, LayerSpec, NetworkSpec, NormalStart, ZerosStart
from nnviz.ui.panels.zeros_warning import zeros_warning

RELU, SIGMOID = LayerSpec(n_neurons=4), LayerSpec(n_neurons=4, activation="sigmoid")


def zeros(*layers: LayerSpec, bias: float = 0.0) -> NetworkSpec:
    return NetworkSpec(hidden_layers=layers, initial_weights=ZerosStart(), seed=0, initial_bias=bias)


def test_other_starts_and_networks_without_neurons_to_tell_apart_need_no_warning() -> None:
    assert zeros_warning(zeros()) is None
    assert zeros_warning(msgspec.structs.replace(zeros(RELU), initial_weights=NormalStart())) is None


def test_it_says_what_happens_in_one_or_two_sentences() -> None:
    alike = "All neurons of a layer are alike, get the same gradient and stay alike: symmetry never breaks."
    assert zeros_warning(zeros(SIGMOID)) == alike
    assert zeros_warning(zeros(RELU)) == (
        f"{alike} And with ReLU and biases of 0 the hidden layer puts out 0: it never wakes at all."
    )
    assert zeros_warning(zeros(SIGMOID, RELU, bias=-0.5)) == (
        f"{alike} And with ReLU and biases of −0.5 hidden layer 2 puts out 0: it never wakes at all."
    )


def test_dropout_may_break_the_symmetry() -> None:
    warning = zeros_warning(zeros(msgspec.structs.replace(SIGMOID, dropout=0.5)))
    assert warning is not None
    assert "Only dropout" in warning


@pytest.mark.parametrize("bias", [-0.5, 0.0, 0.5])
@pytest.mark.parametrize("activation", ["relu", "leaky-relu", "elu", "tanh", "sigmoid", "softplus", "identity"])
@pytest.mark.parametrize("depth", [1, 2])
def test_what_it_says_comes_true(
    small_experiment: Experiment, *, activation: ActivationName, bias: float, depth: int
) -> None:
    """Trained for some steps the neurons are alike, and no weight has moved just where it says so."""
    network = zeros(*[LayerSpec(n_neurons=3, activation=activation)] * depth, bias=bias)
    experiment = msgspec.structs.replace(small_experiment, network=network)
    trainer = build_trainer(experiment, build_dataset(experiment.data))
    trainer.advance(60)
    first, *others = trainer.snapshot().weights
    np.testing.assert_allclose(first, np.repeat(first[:, :1], 3, axis=1), atol=1e-12)
    has_woken = any(weights.any() for weights in (first, *others))
    assert has_woken is ("never wakes" not in (zeros_warning(network) or ""))
