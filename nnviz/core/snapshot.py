"""A snapshot: one moment of training, in read-only numbers."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from nnviz.core.activations import Activation
from nnviz.core.arrays import FloatArray, IntArray
from nnviz.core.layers import DenseLayer
from nnviz.core.network import Network


@dataclass(frozen=True)
class Evaluation:
    """How the network does at one step, beyond the loss it trains on.

    Attributes
    ----------
    test_loss : float or None
        Loss on the test points, the penalty included, so that it compares with the training loss; None where there
        are no test points.
    train_accuracy : float
        Share of all training points (not only the batch) that are right, 0 … 1.
    test_accuracy : float or None
    """

    test_loss: float | None
    train_accuracy: float
    test_accuracy: float | None


@dataclass(frozen=True)
class Parameters:
    """All that a network has learned, or begins with.

    Attributes
    ----------
    weights : one (n_inputs, n_neurons) array a layer
    biases : one (n_neurons,) array a layer
    """

    weights: tuple[FloatArray, ...]
    biases: tuple[FloatArray, ...]


@dataclass(frozen=True)
class Snapshot:
    """Everything about one step, before that step's update.

    Attributes
    ----------
    step : int
        Updates made so far.
    weights : one (n_inputs, n_neurons) array a layer
    biases : one (n_neurons,) array a layer
    weight_gradients, bias_gradients : of the same shapes
        Of this step's loss; the update about to be made follows from them.
    activations : one a layer
    data_loss, penalty : float
        On this step's batch, in nats.
    evaluation : Evaluation
    learning_rate : float
        What the update about to be made multiplies with; a schedule may have lowered it.
    before : Parameters or None
        One step earlier; what has changed since is the update that led to this step. None at step 0, and at a step
        that was taken up without knowing what led there.
    start : Parameters
        What the run began with.
    """

    step: int
    weights: tuple[FloatArray, ...]
    biases: tuple[FloatArray, ...]
    weight_gradients: tuple[FloatArray, ...]
    bias_gradients: tuple[FloatArray, ...]
    activations: tuple[Activation, ...]
    data_loss: float
    penalty: float
    evaluation: Evaluation
    learning_rate: float
    before: Parameters | None
    start: Parameters

    @property
    def loss(self) -> float:
        """Data loss plus penalty, before this step's update."""
        return self.data_loss + self.penalty

    @cached_property
    def is_finite(self) -> bool:
        """Whether weights and biases can be drawn: the largest of NaNs is a plausible picture of nothing."""
        return all(bool(np.isfinite(array).all()) for array in (*self.weights, *self.biases))

    def predict(self, points: FloatArray) -> IntArray:
        """The most probable class of each point, (n_points,), of points (n_points, n_features)."""
        with np.errstate(all="ignore"):  # a network on its way to divergence has an answer too
            return self.network.logits(points).argmax(axis=1)

    @cached_property
    def network(self) -> Network:
        """The network of this moment, to ask for predictions; its arrays cannot be written to."""
        parts = zip(self.weights, self.biases, self.activations, strict=True)
        return Network([DenseLayer(weights, biases, activation) for weights, biases, activation in parts])
