import numpy as np
import pytest
from sklearn.model_selection import train_test_split

from nnviz.data.dataset import Dataset, split_dataset
from tests.experiment.published import PUBLISHED, article_points

ARRAYS = ("training_points", "training_labels", "test_points", "test_labels")


@pytest.fixture(scope="module")
def article() -> Dataset:
    return split_dataset(*article_points(), ("A", "B", "C"), 0.1, 12)


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
    dataset = split_dataset(np.zeros((3, 2), np.float32), np.zeros(3, np.intp), ["A", "B"], 0.0, 0)
    assert dataset.n_classes == 2
    assert len(dataset.test_labels) == 0


def test_the_points_handed_in_can_still_be_written_to():
    points, labels = np.zeros((4, 2), np.float32), np.zeros(4, np.intp)
    split_dataset(points, labels, ["A"], 0.5, 0)
    points[0, 0] = 1.0
    labels[0] = 1
