import re

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings

from nnviz.data.covariance import Matrix
from nnviz.experiment.data_spec import ClusterSpec, DataSpec, covariance_warning
from nnviz.experiment.presets import PRESETS
from nnviz.experiment.quantity import RecipeError
from tests.experiment.recipes import data_specs, matrices

ROUND = ((1.0, 0.0), (0.0, 1.0))


def a_cluster(covariance: Matrix = ROUND, n_points: int = 10) -> ClusterSpec:
    return ClusterSpec(name="A", n_points=n_points, mean=(0.0, 0.0), covariance=covariance)


def test_an_asymmetric_matrix_is_refused_with_the_clusters_name():
    with pytest.raises(RecipeError, match=r"^cluster A: a covariance matrix is symmetric, but this one has 0.5 above"):
        a_cluster(((1.0, 0.5), (0.0, 1.0)))


@pytest.mark.parametrize("n_clusters", [0, 1, 11])
def test_too_few_or_too_many_clusters_are_refused(n_clusters: int):
    with pytest.raises(RecipeError, match=f"^there must be 2 to 10 clusters, not {n_clusters}$"):
        DataSpec(clusters=(a_cluster(),) * n_clusters, seed=1, test_share=0.1)


def test_a_test_share_that_leaves_nothing_to_learn_from_is_refused():
    with pytest.raises(RecipeError, match=r"^a test share of 90% leaves none of 4 points to learn from$"):
        DataSpec(clusters=(a_cluster(n_points=2),) * 2, seed=1, test_share=0.9)


@settings(deadline=None, max_examples=30)
@given(data_specs())
def test_points_are_counted_over_all_clusters(data: DataSpec):
    assert data.n_points == sum(cluster.n_points for cluster in data.clusters)


def test_a_sound_covariance_needs_no_warning():
    assert covariance_warning(a_cluster()) is None


def test_the_third_published_cluster_is_explained():
    warning = str(covariance_warning(PRESETS["three-clusters"].data.clusters[2]))
    assert warning.startswith("Not a covariance matrix: its eigenvalues are +0.75 and −0.75")
    assert warning.endswith("The points are drawn from [[0.75, 0], [0, 0.75]] instead.")


@pytest.mark.parametrize(
    ("covariance", "eigenvalues"),
    [
        (((-4622.6401, 736.3317), (736.3317, -117.2889)), "+0 and −4740"),
        (((-20.702499999999997, -4.6865), (-4.6865, -1.0609)), "+0 and −21.8"),
        (((1e-9, 2e-9), (2e-9, 1e-9)), "+3e−09 and −1e−09"),
    ],
)
def test_what_rounding_leaves_of_a_zero_is_shown_as_0(covariance: Matrix, eigenvalues: str):
    assert f"its eigenvalues are {eigenvalues}" in str(covariance_warning(a_cluster(covariance)))


@settings(deadline=None)
@given(matrices(largest=100.0))
def test_a_warning_names_the_matrix_that_is_drawn_from(covariance: Matrix):
    cluster = a_cluster(covariance)
    warning = covariance_warning(cluster)
    assert (warning is None) == cluster.examined.is_valid
    if warning is not None:
        shown = re.search(r"drawn from \[\[(.*)\]\] instead", warning)
        assert shown is not None
        numbers = [float(text.replace("−", "-").strip(" []")) for text in shown[1].split(",")]
        drawn_from = np.array(cluster.examined.drawn_from)
        np.testing.assert_allclose(numbers, drawn_from.ravel(), rtol=5.1e-3, atol=1e-9 * np.abs(drawn_from).max())


def test_a_replaced_part_is_checked_as_well():
    with pytest.raises(RecipeError, match=r"^Points must be between"):
        msgspec.structs.replace(a_cluster(), n_points=0)


def test_axes_must_make_the_covariance():
    given = {"name": "A", "n_points": 10, "mean": (0.0, 0.0), "covariance": ((5.0, 0.5), (0.5, 0.25))}
    assert ClusterSpec(**given, axes=((2.0, 1.0), (0.0, 0.5))).axes is not None
    with pytest.raises(RecipeError, match="cluster A: axes times axes transposed must be the covariance"):
        ClusterSpec(**given, axes=((2.0, 1.0), (0.0, 0.6)))


def with_inputs(*inputs: str) -> DataSpec:
    return msgspec.structs.replace(PRESETS["xor"].data, inputs=inputs)


def test_inputs_are_formulas():
    data = with_inputs("x1", "x1 * x₂")
    assert data.input_names == ("x1", "x1 * x₂")
    assert [formula.text for formula in data.formulas] == ["x1", "x1 * x₂"]
    assert with_inputs().input_names == ("x₁", "x₂")


@pytest.mark.parametrize(
    ("inputs", "complaint"),
    [
        (("x1", "x2", "x1"), "^the input x1 is there twice$"),
        (tuple(f"x1 + {number}" for number in range(17)), "^there can be 16 inputs at the most, not 17$"),
        (("x3",), "^input “x3”: there is no x3; the features are x1 to x2$"),
        (("import os",), "^input “import os” is no formula"),
    ],
)
def test_inputs_that_cannot_be_are_refused(inputs: tuple[str, ...], complaint: str):
    with pytest.raises(RecipeError, match=complaint):
        with_inputs(*inputs)
