import msgspec
import numpy as np
import pytest

from nnviz.experiment.build import build_dataset, build_trainer
from nnviz.experiment.data_spec import DataSpec
from nnviz.experiment.documents import decode, encode
from nnviz.experiment.experiment import needs_new_run
from nnviz.experiment.presets import PRESETS, preset
from nnviz.experiment.quantity import RecipeError
from nnviz.experiment.source_spec import BlobsSource, ClustersSource, SpiralsSource, n_classes_of

SHAPED = [name for name, experiment in PRESETS.items() if not isinstance(experiment.data.source, ClustersSource)]


def test_the_shapes_that_scripts_and_lessons_rely_on_are_there():
    assert {"xor", "circles", "moons", "spirals", "checkerboard", "blobs", "unlearnable"} <= set(SHAPED)


@pytest.mark.parametrize("name", SHAPED)
def test_a_shape_is_drawn_as_its_recipe_says(name: str):
    data = preset(name).data
    dataset = build_dataset(data)
    assert dataset.n_points == data.n_points
    assert dataset.class_names == data.class_names
    assert set(np.concatenate([dataset.training_labels, dataset.test_labels])) == set(range(len(data.class_names)))
    again = build_dataset(data)
    np.testing.assert_array_equal(dataset.training_points, again.training_points)
    other = build_dataset(msgspec.structs.replace(data, seed=data.seed + 1))
    assert not np.array_equal(dataset.training_points, other.training_points)


@pytest.mark.no_cover
@pytest.mark.parametrize("name", [name for name in SHAPED if name != "unlearnable"])
def test_its_preset_learns_it(name: str):
    experiment = preset(name)
    trainer = build_trainer(experiment, build_dataset(experiment.data))
    trainer.advance(experiment.training.n_steps)
    assert (trainer.evaluate().test_accuracy or 0.0) > 0.93


@pytest.mark.no_cover
def test_what_cannot_be_learned_is_only_learned_by_heart():
    experiment = preset("unlearnable")
    trainer = build_trainer(experiment, build_dataset(experiment.data))
    trainer.advance(experiment.training.n_steps)
    evaluation = trainer.evaluate()
    assert evaluation.train_accuracy > 0.9
    assert (evaluation.test_accuracy or 0.0) < 0.65


@pytest.mark.parametrize("name", SHAPED)
def test_a_document_keeps_it(name: str):
    assert decode(encode(preset(name))) == preset(name)


def test_a_shape_and_clusters_are_one_too_many():
    clusters = preset("three-clusters").data.clusters
    with pytest.raises(RecipeError, match="leave one of them out"):
        DataSpec(source=SpiralsSource(), clusters=clusters, seed=1, test_share=0.1)
    with pytest.raises(RecipeError, match="2 to 10 clusters"):
        DataSpec(seed=1, test_share=0.1)


def test_each_arm_is_a_class():
    assert n_classes_of(SpiralsSource(arms=4)) == 4
    assert DataSpec(source=SpiralsSource(arms=4), seed=1, test_share=0.1).class_names == ("A", "B", "C", "D")
    with pytest.raises(RecipeError, match="Arms must be between 1 and 5"):
        SpiralsSource(arms=6)


def test_a_single_arm_is_a_class_and_what_lies_around_it_the_other():
    data = DataSpec(source=SpiralsSource(arms=1), seed=1, test_share=0.1)
    assert data.class_names == ("A", "B")
    assert set(build_dataset(data).training_labels) == {0, 1}


@pytest.mark.no_cover
@pytest.mark.parametrize("arms", [1, 3])
def test_the_network_of_the_spirals_learns_other_numbers_of_arms_too(arms: int):
    before = preset("spirals")
    data = msgspec.structs.replace(before.data, source=SpiralsSource(arms=arms))
    experiment = msgspec.structs.replace(before, data=data)
    trainer = build_trainer(experiment, build_dataset(data))
    trainer.advance(experiment.training.n_steps)
    assert (trainer.evaluate().test_accuracy or 0.0) > 0.95


def test_each_blob_is_a_class():
    data = DataSpec(source=BlobsSource(blobs=10, n_points=100), seed=1, test_share=0.1)
    assert n_classes_of(data.source) == 10
    assert data.class_names == tuple("ABCDEFGHIJ")
    with pytest.raises(RecipeError, match="Blobs must be between 2 and 10"):
        BlobsSource(blobs=1)


def test_another_shape_needs_a_new_run():
    before = preset("spirals")
    after = msgspec.structs.replace(before, data=msgspec.structs.replace(before.data, source=SpiralsSource(noise=0.3)))
    assert needs_new_run(before, after)
