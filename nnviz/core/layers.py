"""Layers: every input joined to every neuron.

A layer does two things. Forward, it turns inputs into outputs. Backward, it turns "how the loss changes with my
outputs" into "how it changes with my weights", "with my biases" and "with my inputs", which is the answer the layer
before it waits for. That hand-over is backpropagation (Rumelhart, Hinton and Williams, 1986).
"""

from dataclasses import dataclass

from nnviz.core.activations import Activation
from nnviz.core.arrays import FloatArray


@dataclass(frozen=True)
class LayerPass:
    """What a layer saw and made on its way forward; backpropagation needs all three.

    Attributes
    ----------
    inputs : (n_points, n_inputs)
    scores : (n_points, n_neurons)
        Before activation.
    outputs : (n_points, n_neurons)
        After activation.
    """

    inputs: FloatArray
    scores: FloatArray
    outputs: FloatArray


@dataclass(frozen=True)
class LayerGradients:
    """How the loss changes with what a layer has learned.

    Attributes
    ----------
    weights : (n_inputs, n_neurons)
    biases : (n_neurons,)
    """

    weights: FloatArray
    biases: FloatArray


class DenseLayer:
    """outputs = activation(inputs · weights + biases).

    Attributes
    ----------
    weights : (n_inputs, n_neurons)
        ``weights[i, j]`` joins input i to neuron j. Training changes them in place.
    biases : (n_neurons,)
    activation : Activation
    """

    def __init__(self, weights: FloatArray, biases: FloatArray, activation: Activation) -> None:
        if weights.ndim != 2 or biases.shape != weights.shape[1:]:
            raise ValueError(f"a layer needs as many biases as neurons: {weights.shape} weights, {biases.shape} biases")
        self.weights = weights
        self.biases = biases
        self.activation = activation

    def forward(self, inputs: FloatArray) -> LayerPass:
        """Carry inputs of shape (n_points, n_inputs) through the layer."""
        scores = inputs @ self.weights + self.biases
        return LayerPass(inputs, scores, self.activation.function(scores))

    def error_signal(self, seen: LayerPass, output_gradient: FloatArray) -> FloatArray:
        """d loss / d scores from d loss / d outputs, both (n_points, n_neurons): the chain rule at the activation."""
        return output_gradient * self.activation.derivative(seen.scores, seen.outputs)

    def gradients(self, seen: LayerPass, error_signal: FloatArray) -> LayerGradients:
        """d loss / d weights and biases.

        A weight's gradient sums, over the points, what came in at one end times the error signal at the other;
        a bias is a weight whose input is always 1.
        """
        return LayerGradients(seen.inputs.T @ error_signal, error_signal.sum(axis=0))

    def input_gradient(self, error_signal: FloatArray) -> FloatArray:
        """d loss / d inputs, (n_points, n_inputs): the error signal sent back through the same weights."""
        return error_signal @ self.weights.T
