import msgspec
import pytest
from hypothesis import assume, given, settings
from msgspec.structs import replace

from nnviz.experiment.build import build_dataset, build_network, build_penalty, build_stop_rule, build_trainer
from nnviz.experiment.build_training import build_schedule
from nnviz.experiment.experiment import Experiment, needs_new_run
from nnviz.experiment.network_spec import ArticleStart, GivenStart, TruncatedNormalStart
from nnviz.experiment.optimizer_spec import MomentumSpec
from nnviz.experiment.presets import PRESETS
from nnviz.experiment.quantity import RecipeError, Spec
from nnviz.experiment.schedule_spec import CosineSpec
from nnviz.experiment.source_spec import XorSource
from nnviz.experiment.training_spec import InOrderBatch, TrainingSpec
from tests.core.runs import assert_same_run, begins_finite, go
from tests.examples import examples
from tests.experiment.recipes import experiments, training_specs

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


GOES_ON = [
    ("name", "Another name"),
    ("data.clusters.0.name", "Another cluster"),
    ("data.clusters.0.color", 7),
    ("training.learning_rate", 0.5),
    ("training.schedule", CosineSpec()),
    ("training.warm_up", 5),
    ("training.l2_penalty", 0.5),
    ("training.l1_penalty", 0.5),
    ("training.n_steps", 17),
    ("training.stop_at_loss", 0.5),
    ("training.stop_at_accuracy", 0.5),
    ("training.patience", 5),
]
NEEDS_NEW = [
    ("data.seed", 77),
    ("data.test_share", 0.5),
    ("data.split_by_class", True),
    ("data.inputs", ("x1", "x2", "x1 * x2")),
    ("data.standardized", True),
    ("data.clusters", START.data.clusters[::-1]),
    ("data.clusters.0.n_points", 77),
    ("data.clusters.1.mean", (0.5, 0.5)),
    ("data.clusters.1.covariance", ((2.0, 0.0), (0.0, 2.0))),
    ("data.clusters.0.axes", ((0.0, 1.0), (1.0, 0.0))),
    ("network.hidden_layers", ()),
    ("network.hidden_layers", START.network.hidden_layers * 2),
    ("network.hidden_layers.0.n_neurons", 4),
    ("network.hidden_layers.0.activation", "tanh"),
    ("network.hidden_layers.0.dropout", 0.5),
    ("network.initial_weights", TruncatedNormalStart()),
    ("network.initial_weights", ArticleStart()),
    ("network.initial_weights.standard_deviation", 0.5),
    ("network.seed", 77),
    ("network.initial_bias", 0.5),
    ("training.optimizer", MomentumSpec()),
    ("training.batch", InOrderBatch(size=10)),
    ("training.batch_seed", 77),
    ("training.precision", "float32"),
]


@pytest.mark.parametrize(("path", "value"), GOES_ON)
def test_a_run_can_go_on_with_another(path: str, value: object):
    assert changed(path, value) != START
    assert not needs_new_run(START, changed(path, value))


@pytest.mark.parametrize(("path", "value"), NEEDS_NEW)
def test_a_new_run_is_needed_for_another(path: str, value: object):
    assert needs_new_run(START, changed(path, value))
    assert needs_new_run(changed(path, value), START)


def leaves(part: object, before: str = "") -> set[str]:
    """Ways to every setting of a recipe; of a choice between kinds, the choice itself."""
    if isinstance(part, Spec) and part.__struct_config__.tag is None:
        return {leaf for name in part.__struct_fields__ for leaf in leaves(getattr(part, name), f"{before}.{name}")}
    if isinstance(part, tuple) and part and isinstance(part[0], Spec):
        return leaves(part[0], before)
    return {before.removeprefix(".")}


def test_a_shape_in_place_of_clusters_needs_a_new_run():
    shaped = msgspec.structs.replace(START, data=msgspec.structs.replace(START.data, source=XorSource(), clusters=()))
    assert needs_new_run(START, shaped)


def test_every_setting_stands_in_one_of_the_two_lists():
    ways_on, ways_anew = (
        {".".join(name for name in path.split(".") if not name.isdigit()) for path, _ in listed}
        for listed in (GOES_ON, NEEDS_NEW)
    )
    assert not ways_on & ways_anew
    assert leaves(START) - {"data.source"} <= ways_on | ways_anew  # that one goes with the clusters


@settings(max_examples=20)
@given(experiments(most_points=20, most_neurons=6, largest_batch=30), training_specs())
def test_a_run_that_goes_on_as_another_at_once_is_the_others_own(experiment: Experiment, other: TrainingSpec):
    """Two recipes that need no new run differ in nothing but what can be changed on the way."""
    free = (
        "learning_rate",
        "schedule",
        "warm_up",
        "l2_penalty",
        "l1_penalty",
        "stop_at_loss",
        "stop_at_accuracy",
        "patience",
    )
    training = replace(experiment.training, **{name: getattr(other, name) for name in free})
    after = replace(experiment, training=training)
    assert not needs_new_run(experiment, after)
    dataset = build_dataset(experiment.data)
    gone_on, own = build_trainer(experiment, dataset), build_trainer(after, dataset)
    gone_on.change(schedule=build_schedule(training), penalty=build_penalty(training), stop=build_stop_rule(training))
    assume(begins_finite(own))
    for trainer in (gone_on, own):
        go(trainer, 5)
    assert_same_run(gone_on, own)


def test_nothing_changed_needs_no_new_run():
    assert not needs_new_run(START, START)


@pytest.mark.parametrize(
    ("name", "sizes", "n_parameters"), [("three-clusters", (2, 5, 3), 33), ("two-gaussians", (2, 3, 2), 17)]
)
def test_layer_sizes_and_parameters_follow_from_the_recipe(name: str, sizes: tuple[int, ...], n_parameters: int):
    assert PRESETS[name].layer_sizes == sizes
    assert PRESETS[name].n_parameters == n_parameters


def test_given_weights_of_another_networks_shape_are_refused():
    fitting = GivenStart(weights=(((0.0,) * 3,) * 2, ((0.0,) * 2,) * 3), biases=((0.0,) * 3, (0.0,) * 2))
    given_start = changed("network.initial_weights", fitting)
    assert given_start.layer_sizes == fitting.layer_sizes == (2, 3, 2)
    for path, value, sizes in [
        ("network.hidden_layers", (), "2-2"),
        ("network.hidden_layers.0.n_neurons", 4, "2-4-2"),
        ("network.hidden_layers", START.network.hidden_layers * 2, "2-3-3-2"),
        ("data.clusters", (*START.data.clusters, START.data.clusters[0]), "2-3-3"),
    ]:
        sentence = f"^the given weights fit a 2-3-2 network, not {sizes}: choose another start for the weights first$"
        with pytest.raises(RecipeError, match=sentence):
            replaced(given_start, path.split("."), value)


@settings(max_examples=examples(15))
@given(experiments(most_points=5, most_neurons=20))
def test_parameters_are_counted_without_building_the_network(experiment: Experiment):
    assert experiment.n_parameters == build_network(experiment).n_parameters
