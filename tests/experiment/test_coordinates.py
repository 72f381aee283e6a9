import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.experiment.coordinates import COORDINATES, MATRIX
from nnviz.experiment.data_spec import ClusterSpec


def test_the_matrix_needs_no_others():
    assert MATRIX not in COORDINATES


@pytest.mark.parametrize("key", COORDINATES)
@given(data=st.data())
def test_whatever_can_be_typed_is_the_covariance_of_a_cluster(key: str, data: st.DataObject):
    way = COORDINATES[key]
    spreads, between = st.just(0.0) | st.floats(1e-3, way.quantities[0].high), way.quantities[2]
    first, second = data.draw(spreads), data.draw(spreads)
    third = data.draw(st.floats(between.low, between.high))
    matrix = way.to_matrix((first, second, third))
    cluster = ClusterSpec(name="A", n_points=2, mean=(0.0, 0.0), covariance=matrix)
    assert cluster.examined.is_valid
    for part, number in zip(way.quantities, way.of_matrix(matrix), strict=True):
        part.check(float(f"{number:.6g}"))  # as many digits as are shown
    np.testing.assert_allclose(way.to_matrix(way.of_matrix(matrix)), matrix, atol=1e-9 * max(first, second) ** 2)
