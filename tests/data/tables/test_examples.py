import numpy as np
import pytest
from sklearn.datasets import load_digits, load_iris
from sklearn.decomposition import PCA

from nnviz.data.tables.example_names import EXAMPLES
from nnviz.data.tables.examples import load_example
from nnviz.data.tables.guess import check_columns
from tests.data.tables.read import read_all, understood

SIZES = {"iris": (150, 4, 3), "wine": (178, 8, 3), "breast_cancer": (569, 8, 2), "digits": (1797, 2, 10)}


@pytest.mark.parametrize("key", EXAMPLES)
def test_every_example_is_a_table_that_can_be_used(key: str):
    source = load_example(key)
    guess = understood(source)
    check_columns(guess)
    found = read_all(source, guess)
    assert found.title == EXAMPLES[key]
    assert (len(found.labels), len(found.columns), len(found.classes)) == SIZES[key]
    assert found.left_out == ()


def test_iris_is_what_scikit_learn_has():
    found = read_all(load_example("iris"))
    assert found.classes == ("setosa", "versicolor", "virginica")
    assert np.array_equal(found.points, load_iris().data)
    assert np.array_equal(found.labels, load_iris().target)


def test_digits_are_the_two_principal_components_and_say_so():
    found = read_all(load_example("digits"))
    assert found.columns == ("component 1 (15 % of the variance)", "component 2 (14 % of the variance)")
    oracle = PCA(2).fit(load_digits().data)
    assert np.round(oracle.explained_variance_ratio_, 2) == pytest.approx([0.15, 0.14])
    expected = oracle.transform(load_digits().data)
    for component in range(2):
        sign = np.sign(found.points[0, component] * expected[0, component])
        assert np.allclose(found.points[:, component], sign * expected[:, component], atol=6e-5)
