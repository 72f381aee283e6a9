"""The experiment: everything that decides a run, in one frozen value."""

from itertools import pairwise
from typing import Annotated

from nnviz.experiment.data_spec import DataSpec
from nnviz.experiment.network_spec import GivenStart, NetworkSpec
from nnviz.experiment.quantity import RecipeError, Spec, Text
from nnviz.experiment.training_spec import TrainingSpec


class Experiment(Spec, frozen=True, kw_only=True):
    """A recipe. Same recipe, same numbers, on every start."""

    name: Annotated[str, Text("Experiment name", 80)]
    data: DataSpec
    network: NetworkSpec
    training: TrainingSpec

    def __post_init__(self) -> None:
        super().__post_init__()
        start = self.network.initial_weights
        if isinstance(start, GivenStart) and start.layer_sizes != self.layer_sizes:
            raise RecipeError(
                f"the given weights fit a {_dashed(start.layer_sizes)} network, not {_dashed(self.layer_sizes)}: "
                "choose another start for the weights first"
            )

    @property
    def layer_sizes(self) -> tuple[int, ...]:
        """Inputs, neurons of each hidden layer, classes."""
        hidden = (layer.n_neurons for layer in self.network.hidden_layers)
        return (len(self.data.input_names), *hidden, len(self.data.class_names))

    @property
    def n_parameters(self) -> int:
        """Weights and biases together."""
        sizes = self.layer_sizes
        return sum((before + 1) * after for before, after in pairwise(sizes))


def needs_new_run(before: Experiment, after: Experiment) -> bool:
    """Whether a run of `before` cannot simply go on as `after`.

    Names and colours may change while a network trains, and so may the learning rate with its schedule, the penalties,
    and the run's end. Anything else makes other points, other weights, another order of points or another way of
    computing.
    """
    return _decides_start(before) != _decides_start(after)


def _decides_start(experiment: Experiment) -> object:
    data, training = experiment.data, experiment.training
    clusters = tuple((cluster.n_points, cluster.mean, cluster.covariance, cluster.axes) for cluster in data.clusters)
    points = data.source, clusters, data.seed, data.test_share, data.split_by_class, data.inputs, data.standardized
    return points, experiment.network, training.batch, training.batch_seed, training.optimizer, training.precision


def _dashed(sizes: tuple[int, ...]) -> str:
    return "-".join(str(size) for size in sizes)
