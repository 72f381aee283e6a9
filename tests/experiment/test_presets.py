import numpy as np
import pytest

from nnviz.experiment.build import build_dataset, build_trainer
from nnviz.experiment.documents import decode, encode
from nnviz.experiment.presets import DEFAULT_PRESET, LESSONS, PRESETS, preset
from nnviz.experiment.quantity import RecipeError
from nnviz.experiment.training_spec import AllPointsBatch, InOrderBatch


@pytest.mark.parametrize("name", ["three-clusters", "three-clusters-minibatch", "two-gaussians"])
def test_the_presets_that_scripts_rely_on_exist(name: str):
    assert preset(name) is PRESETS[name]


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_builds_and_learns(name: str):
    experiment = PRESETS[name]
    dataset = build_dataset(experiment.data)
    assert dataset.n_points == experiment.data.n_points
    trainer = build_trainer(experiment, dataset)
    trainer.advance(3)
    snapshot = trainer.snapshot()
    assert snapshot.step == 3
    assert snapshot.is_finite
    assert np.isfinite(snapshot.loss)
    assert snapshot.network.n_parameters == experiment.n_parameters


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_can_be_saved_and_opened(name: str):
    assert decode(encode(PRESETS[name])) == PRESETS[name]


def test_every_preset_says_in_one_line_what_it_is_there_to_show():
    assert list(LESSONS) == list(PRESETS)
    assert len(set(LESSONS.values())) == len(LESSONS)
    assert all(lesson.isprintable() and 20 < len(lesson) <= 64 for lesson in LESSONS.values())


def test_the_window_starts_with_the_published_experiment():
    assert DEFAULT_PRESET == "three-clusters"


def test_the_two_published_presets_differ_as_the_articles_two_programs_do():
    scratch, tensorflow = PRESETS["three-clusters"], PRESETS["three-clusters-minibatch"]
    assert scratch.data == tensorflow.data
    assert (scratch.training.batch, scratch.training.n_steps) == (AllPointsBatch(), 5000)
    assert (tensorflow.training.batch, tensorflow.training.n_steps) == (InOrderBatch(size=100), 10_000)
    assert scratch.training.learning_rate == tensorflow.training.learning_rate == 0.01
    assert (scratch.training.l2_penalty, tensorflow.training.l2_penalty) == (0.01, 0.0)


def test_two_gaussians_is_learned_by_its_end():
    experiment = PRESETS["two-gaussians"]
    trainer = build_trainer(experiment, build_dataset(experiment.data))
    trainer.advance(experiment.training.n_steps)
    assert trainer.snapshot().evaluation.test_accuracy >= 0.9


def test_an_unknown_name_is_answered_with_the_names_there_are():
    with pytest.raises(RecipeError, match=r"no preset named 'xyz'; the presets are three-clusters, three-clusters-min"):
        preset("xyz")
