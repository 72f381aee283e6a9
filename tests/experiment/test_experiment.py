import msgspec
import pytest
from hypothesis import given, settings

from nnviz.experiment.build import build_network
from nnviz.experiment.experiment import Experiment, needs_new_run
from nnviz.experiment.network_spec import ArticleStart, LayerSpec, TruncatedNormalStart
from nnviz.experiment.presets import PRESETS
from nnviz.experiment.training_spec import InOrderBatch
from tests.experiment.recipes import experiments

START = PRESETS["two-gaussians"]


def changed(path: str, value: object) -> Experiment:
    """`START` with one field changed; a number in the path is a place in a tuple."""
    return replaced(START, path.split("."), value)


def replaced(part, path: list[str], value: object):
    if not path:
        return value
    first, rest = path[0], path[1:]
    if first.isdigit():
        place = int(first)
        return (*part[:place], replaced(part[place], rest, value), *part[place + 1 :])
    return msgspec.structs.replace(part, **{first: replaced(getattr(part, first), rest, value)})


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("name", "Another name"),
        ("data.clusters.0.name", "Another cluster"),
        ("training.learning_rate", 0.5),
        ("training.l2_penalty", 0.5),
        ("training.n_steps", 17),
    ],
)
def test_a_run_can_go_on_with_another(path: str, value: object):
    assert changed(path, value) != START
    assert not needs_new_run(START, changed(path, value))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("data.seed", 77),
        ("data.test_share", 0.5),
        ("data.clusters", START.data.clusters[::-1]),
        ("data.clusters.0.n_points", 77),
        ("data.clusters.1.mean", (0.5, 0.5)),
        ("data.clusters.1.covariance", ((2.0, 0.0), (0.0, 2.0))),
        ("network.hidden_layers", ()),
        ("network.hidden_layers.0", LayerSpec(n_neurons=4)),
        ("network.initial_weights", TruncatedNormalStart()),
        ("network.initial_weights", ArticleStart()),
        ("network.initial_weights.standard_deviation", 0.5),
        ("network.seed", 77),
        ("training.batch", InOrderBatch(size=10)),
    ],
)
def test_a_new_run_is_needed_for_another(path: str, value: object):
    assert needs_new_run(START, changed(path, value))


def test_nothing_changed_needs_no_new_run():
    assert not needs_new_run(START, START)


@pytest.mark.parametrize(
    ("name", "sizes", "n_parameters"), [("three-clusters", (2, 5, 3), 33), ("two-gaussians", (2, 3, 2), 17)]
)
def test_layer_sizes_and_parameters_follow_from_the_recipe(name: str, sizes: tuple[int, ...], n_parameters: int):
    assert PRESETS[name].layer_sizes == sizes
    assert PRESETS[name].n_parameters == n_parameters


@settings(deadline=None, max_examples=25)
@given(experiments(most_points=5, most_neurons=20))
def test_parameters_are_counted_without_building_the_network(experiment: Experiment):
    assert experiment.n_parameters == build_network(experiment).n_parameters
