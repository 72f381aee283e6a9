"""The network: layers in a row, the last one giving the logits."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from nnviz.core.arrays import FloatArray, IntArray
from nnviz.core.layers import DenseLayer, LayerGradients, LayerPass
from nnviz.core.losses import cross_entropy, l2_penalty, softmax


@dataclass(frozen=True)
class Measurement:
    """The loss on some points, and its gradient: all that a step needs.

    Attributes
    ----------
    data_loss : float
        Mean cross-entropy, in nats.
    penalty : float
        ½ λ Σ w².
    gradients : one LayerGradients a layer, the first layer first
        Of loss, so with the penalty's share λ w in the weights.
    """

    data_loss: float
    penalty: float
    gradients: tuple[LayerGradients, ...]

    @property
    def loss(self) -> float:
        """Data loss plus penalty."""
        return self.data_loss + self.penalty


class Network:
    """Dense layers, one feeding the next.

    Parameters
    ----------
    layers : at least one DenseLayer
        Each with as many inputs as the one before has neurons. The last one's activation is the identity: its
        outputs are the logits.
    """

    def __init__(self, layers: Sequence[DenseLayer]) -> None:
        for before, after in pairwise(layers):
            if before.weights.shape[1] != after.weights.shape[0]:
                raise ValueError(f"a layer of {before.weights.shape[1]} neurons cannot feed {after.weights.shape[0]}")
        if not layers:
            raise ValueError("a network needs at least one layer")
        self.layers = tuple(layers)

    @property
    def n_parameters(self) -> int:
        """How many numbers are learned: all weights and biases."""
        return sum(layer.weights.size + layer.biases.size for layer in self.layers)

    def forward(self, points: FloatArray) -> tuple[LayerPass, ...]:
        """Carry points of shape (n_points, n_features) through every layer; one LayerPass each."""
        passes: list[LayerPass] = []
        for layer in self.layers:
            passes.append(layer.forward(passes[-1].outputs if passes else points))
        return tuple(passes)

    def logits(self, points: FloatArray) -> FloatArray:
        """Scores of the last layer, (n_points, n_classes)."""
        return self.forward(points)[-1].outputs

    def probabilities(self, points: FloatArray) -> FloatArray:
        """How likely each class is for each point, (n_points, n_classes), rows summing to 1."""
        return softmax(self.logits(points))

    def penalty(self, l2: float) -> float:
        """½ λ Σ w² of this network's weights, with λ = `l2`."""
        return l2_penalty((layer.weights for layer in self.layers), l2)

    def measure(self, points: FloatArray, labels: IntArray, l2: float) -> Measurement:
        """Loss and gradients on these points: forward once, then backward once.

        Parameters
        ----------
        points : (n_points, n_features)
        labels : (n_points,)
        l2 : float
            λ, at or above 0.
        """
        passes = self.forward(points)
        data_loss, error_signal = cross_entropy(passes[-1].outputs, labels)
        gradients = self._backward(passes, error_signal, l2)
        return Measurement(data_loss, self.penalty(l2), gradients)

    def _backward(
        self, passes: tuple[LayerPass, ...], error_signal: FloatArray, l2: float
    ) -> tuple[LayerGradients, ...]:
        """From the last layer to the first: take its gradients, then hand the error signal to the one before."""
        gradients: list[LayerGradients] = []
        for index in reversed(range(len(self.layers))):
            layer = self.layers[index]
            of_data = layer.gradients(passes[index], error_signal)
            gradients.append(LayerGradients(of_data.weights + l2 * layer.weights, of_data.biases))
            if index > 0:
                output_gradient = layer.input_gradient(error_signal)
                error_signal = self.layers[index - 1].error_signal(passes[index - 1], output_gradient)
        return tuple(reversed(gradients))
