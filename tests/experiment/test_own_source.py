import re

import msgspec
import numpy as np
import pytest
from sklearn.model_selection import train_test_split

from nnviz.data.packing import pack, pack_numbers
from nnviz.experiment.build import build_dataset, build_trainer
from nnviz.experiment.data_spec import DataSpec
from nnviz.experiment.documents import decode, encode
from nnviz.experiment.experiment import Experiment
from nnviz.experiment.own_source import OwnSource
from nnviz.experiment.presets import preset
from nnviz.experiment.quantity import RecipeError

POINTS = np.random.RandomState(0).normal(0.1, 1e6, (30, 3))
LABELS = np.repeat([0, 1, 2], 10)


def own(points: np.ndarray = POINTS, **changes) -> OwnSource:
    features, packed = pack(points, LABELS)
    fields = {"columns": ("width", "height", "mass"), "classes": ("oak", "elm", "ash"), "title": "trees.csv"}
    return OwnSource(**{**fields, "features": features, "labels": packed, **changes})


def recipe(source: OwnSource) -> Experiment:
    base = preset("xor")
    return msgspec.structs.replace(base, data=DataSpec(source=source, seed=1, test_share=0.2))


def test_own_points_come_out_in_full_precision():
    dataset = build_dataset(recipe(own()).data)
    found = np.concatenate([dataset.training_points, dataset.test_points])
    assert sorted(map(tuple, found)) == sorted(map(tuple, POINTS))
    assert dataset.class_names == ("oak", "elm", "ash")
    assert dataset.feature_names == ("width", "height", "mass")


def test_a_network_has_as_many_inputs_as_there_are_columns():
    experiment = recipe(own())
    assert experiment.layer_sizes == (3, 4, 3)
    trainer = build_trainer(experiment, build_dataset(experiment.data))
    trainer.advance(10)
    assert trainer.snapshot().step == 10


def test_a_document_carries_its_points():
    for source in (own(), own(numbers=pack_numbers(np.arange(30) * 7))):
        assert decode(encode(recipe(source))) == recipe(source)


def test_points_without_numbers_are_split_by_their_rows_as_in_every_document_there_was():
    rows = train_test_split(POINTS, test_size=0.2, random_state=1)
    assert (build_dataset(recipe(own()).data).test_points == rows[1]).all()
    numbered = build_dataset(recipe(own(numbers=pack_numbers(np.arange(30)))).data)
    assert sorted(map(tuple, numbered.test_points)) != sorted(map(tuple, rows[1]))


def test_formulas_know_the_columns_by_number():
    data = msgspec.structs.replace(recipe(own()).data, inputs=("x3 / x1", "x2"))
    dataset = build_dataset(data)
    assert (dataset.training_inputs[:, 0] == dataset.training_points[:, 2] / dataset.training_points[:, 0]).all()


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"columns": ("a",)}, "there must be 2 to 8 columns, not 1"),
        ({"columns": tuple("abcdefghi")}, "there must be 2 to 8 columns, not 9"),
        ({"classes": ("a",)}, "there must be 2 to 10 classes, not 1"),
        ({"columns": ("a", "b", "a")}, "two column names are the same: a"),
        ({"classes": ("a", "b", "")}, "Class name must be 1 to 40 printable characters, not ''"),
        ({"columns": ("a", "b")}, "the features are not 30 rows of 2 numbers"),
        ({"features": b"abc"}, "the features are not 30 rows of 3 numbers"),
        ({"labels": b"\x00"}, "Own points must be between 2 and 1,000,000, not 1"),
        ({"numbers": bytes(40)}, "the numbers of the points are not 30"),
        ({"numbers": bytes(120)}, "two points have the same number"),
        ({"classes": ("a", "b")}, "there are 2 classes, but a point of class 3"),
    ],
)
def test_what_does_not_go_together_is_refused(changes: dict, complaint: str):
    with pytest.raises(RecipeError, match=f"^{re.escape(complaint)}$"):
        own(**changes)


@pytest.mark.parametrize("bad", [np.nan, np.inf, 1e13])
def test_a_number_that_is_none_is_refused_with_its_place(bad: float):
    points = POINTS.copy()
    points[6, 1] = bad
    with pytest.raises(RecipeError, match=r"^height of point 7 is no finite number between −1e12 and 1e12$"):
        own(points)


def test_a_document_whose_points_are_no_base64_is_refused():
    content = re.sub(rb'"features": "[^"]*"', b'"features": "%%%"', encode(recipe(own())))
    with pytest.raises(RecipeError, match="features"):
        decode(content)
