"""The experiment: everything that decides a run, in one frozen value."""

from itertools import pairwise
from typing import Annotated

from nnviz.experiment.data_spec import DataSpec
from nnviz.experiment.network_spec import NetworkSpec
from nnviz.experiment.quantity import Spec, Text
from nnviz.experiment.training_spec import TrainingSpec

N_FEATURES = 2


class Experiment(Spec, frozen=True, kw_only=True):
    """A recipe. Same recipe, same numbers, on every start."""

    name: Annotated[str, Text("Experiment name", 80)]
    data: DataSpec
    network: NetworkSpec
    training: TrainingSpec

    @property
    def layer_sizes(self) -> tuple[int, ...]:
        """Numbers a point has, neurons of each hidden layer, classes."""
        hidden = (layer.n_neurons for layer in self.network.hidden_layers)
        return (N_FEATURES, *hidden, len(self.data.clusters))

    @property
    def n_parameters(self) -> int:
        """Weights and biases together."""
        sizes = self.layer_sizes
        return sum((before + 1) * after for before, after in pairwise(sizes))


def needs_new_run(before: Experiment, after: Experiment) -> bool:
    """Whether a run of `before` cannot simply go on as `after`.

    The name, the learning rate, λ and the number of steps may change while a network trains. Names of clusters may
    too; anything else makes other points, other weights or another order of points.
    """
    return _decides_start(before) != _decides_start(after)


def _decides_start(experiment: Experiment) -> object:
    data = experiment.data
    clusters = tuple((cluster.n_points, cluster.mean, cluster.covariance) for cluster in data.clusters)
    return clusters, data.seed, data.test_share, experiment.network, experiment.training.batch
