import numpy as np
import pytest
from sklearn.model_selection import train_test_split

from nnviz.data.dataset import Dataset, Split, split_dataset
from nnviz.data.formula import parse_formula
from nnviz.data.inputs import InputError
from tests.experiment.published import PUBLISHED, article_points

ARRAYS = ("training_points", "training_labels", "test_points", "test_labels")


@pytest.fixture(scope="module")
def article() -> Dataset:
    return split_dataset(*article_points(), ("A", "B", "C"), Split(0.1, 12))


def test_the_published_split_is_met(article: Dataset):
    split = PUBLISHED["split"]
    assert len(article.training_labels) == split["train"]
    assert len(article.test_labels) == split["test"]
    assert article.training_points[:3].tolist() == split["train_first_rows"]
    assert article.training_labels[:10].tolist() == split["train_first_labels"]
    assert np.bincount(article.test_labels).tolist() == split["test_class_counts"]


def test_the_published_split_is_scikit_learns(article: Dataset):
    points, labels = article_points()
    training, test, training_labels, test_labels = train_test_split(points, labels, test_size=0.1, random_state=12)
    assert (article.training_points == training).all()
    assert (article.test_points == test).all()
    assert (article.training_labels == training_labels).all()
    assert (article.test_labels == test_labels).all()


def test_points_are_single_precision_values_in_double_precision_arrays(article: Dataset):
    for points in (article.training_points, article.test_points):
        assert points.dtype == np.float64
        assert (points == points.astype(np.float32)).all()


@pytest.mark.parametrize("name", ARRAYS)
def test_no_array_can_be_written_to(article: Dataset, name: str):
    with pytest.raises(ValueError, match="read-only"):
        getattr(article, name)[0] = 0


def test_a_data_set_counts_its_points_features_and_classes(article: Dataset):
    assert (article.n_points, article.n_features, article.n_classes) == (15_000, 2, 3)
    assert article.class_names == ("A", "B", "C")


def test_a_class_may_be_without_points():
    dataset = split_dataset(np.zeros((3, 2), np.float32), np.zeros(3, np.intp), ["A", "B"], Split(0.0, 0))
    assert dataset.n_classes == 2
    assert len(dataset.test_labels) == 0


def test_the_points_handed_in_can_still_be_written_to():
    points, labels = np.zeros((4, 2), np.float32), np.zeros(4, np.intp)
    split_dataset(points, labels, ["A"], Split(0.5, 0))
    points[0, 0] = 1.0
    labels[0] = 1


def test_the_inputs_are_the_very_points_where_nothing_is_made_of_them(article: Dataset):
    assert article.training_inputs is article.training_points
    assert article.test_inputs is article.test_points
    assert article.feature_names == ("x₁", "x₂")


def test_inputs_are_made_and_standardised_with_the_training_points_alone():
    points, labels = article_points()
    product = parse_formula("x1 * x2", 2)
    dataset = split_dataset(points, labels, "ABC", Split(0.1, 12), formulas=[product], standardized=True)
    raw = dataset.training_points.prod(axis=1)
    np.testing.assert_allclose(dataset.training_inputs[:, 0], (raw - raw.mean()) / raw.std())
    test = dataset.test_points.prod(axis=1)
    np.testing.assert_allclose(dataset.test_inputs[:, 0], (test - raw.mean()) / raw.std())
    assert (dataset.inputs_of(dataset.test_points) == dataset.test_inputs).all()
    with pytest.raises(ValueError, match="read-only"):
        dataset.test_inputs[0] = 0


def test_a_formula_must_have_a_number_at_the_test_points_too():
    points = np.array([[-1.0, 0.0], [1.0, 0.0], [1.0, 0.0]])
    root = parse_formula("sqrt(x1)", 2)
    seed = next(
        seed
        for seed in range(20)
        if split_dataset(points, np.zeros(3, int), "A", Split(0.3, seed)).test_points[0, 0] < 0
    )
    with pytest.raises(InputError, match=r"sqrt\(x1\) has no number at the point x1 = -1"):
        split_dataset(points, np.zeros(3, np.intp), "A", Split(0.3, seed), formulas=[root])


def test_each_class_may_give_its_share(article: Dataset):
    dataset = split_dataset(*article_points(), "ABC", Split(0.1, 12, by_class=True))
    assert np.bincount(dataset.test_labels).tolist() == [500, 500, 500]
    assert np.bincount(article.test_labels).tolist() != [500, 500, 500]
