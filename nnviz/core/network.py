"""The network: layers in a row, the last one giving the logits."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from nnviz.core.arrays import FloatArray, IntArray
from nnviz.core.layers import DenseLayer, LayerGradients, LayerPass
from nnviz.core.losses import NO_PENALTY, Penalty, cross_entropy, softmax


@dataclass(frozen=True)
class Measurement:
    """The loss on some points, and its gradient: all that a step needs.

    Attributes
    ----------
    data_loss : float
        Mean cross-entropy, in nats.
    penalty : float
        What the size of the weights costs, in nats.
    gradients : one LayerGradients a layer, the first layer first
        Of loss, so with the penalty's share in the weights.
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

    def forward(self, points: FloatArray, masks: Sequence[FloatArray] = ()) -> tuple[LayerPass, ...]:
        """Carry points of shape (n_points, n_features) through every layer; one LayerPass each.

        Where there is dropout, `masks` has an array (n_points, n_neurons) for each hidden layer, which its outputs are
        multiplied by on their way to the next.
        """
        passes: list[LayerPass] = []
        inputs = points
        for index, layer in enumerate(self.layers):
            passes.append(layer.forward(inputs))
            inputs = passes[-1].outputs
            if index < len(masks):
                inputs = inputs * masks[index].astype(inputs.dtype)
        return tuple(passes)

    def logits(self, points: FloatArray) -> FloatArray:
        """Scores of the last layer, (n_points, n_classes)."""
        return self.forward(points)[-1].outputs

    def probabilities(self, points: FloatArray) -> FloatArray:
        """How likely each class is for each point, (n_points, n_classes), rows summing to 1."""
        return softmax(self.logits(points))

    def penalty(self, penalty: Penalty) -> float:
        """What the size of this network's weights costs, in nats."""
        return penalty.of(layer.weights for layer in self.layers)

    def measure(
        self,
        points: FloatArray,
        labels: IntArray,
        penalty: Penalty = NO_PENALTY,
        masks: Sequence[FloatArray] = (),
    ) -> Measurement:
        """Loss and gradients on these points: forward once, then backward once.

        Parameters
        ----------
        points : (n_points, n_features)
        labels : (n_points,)
        penalty : Penalty
        masks : one (n_points, n_neurons) a hidden layer, or none
            Dropout's; see `dropout.py`.
        """
        passes = self.forward(points, masks)
        data_loss, error_signal = cross_entropy(passes[-1].outputs, labels)
        gradients = self._backward(passes, error_signal, penalty, masks)
        return Measurement(data_loss, self.penalty(penalty), gradients)

    def _backward(
        self, passes: tuple[LayerPass, ...], error_signal: FloatArray, penalty: Penalty, masks: Sequence[FloatArray]
    ) -> tuple[LayerGradients, ...]:
        """From the last layer to the first: take its gradients, then hand the error signal to the one before."""
        gradients: list[LayerGradients] = []
        for index in reversed(range(len(self.layers))):
            layer = self.layers[index]
            of_data = layer.gradients(passes[index], error_signal)
            gradients.append(LayerGradients(of_data.weights + penalty.slope(layer.weights), of_data.biases))
            if index > 0:
                output_gradient = layer.input_gradient(error_signal)
                if masks:
                    output_gradient = output_gradient * masks[index - 1].astype(output_gradient.dtype)
                error_signal = self.layers[index - 1].error_signal(passes[index - 1], output_gradient)
        return tuple(reversed(gradients))
