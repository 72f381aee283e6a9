import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from nnviz.data.limits import LARGEST_FEATURE
from nnviz.data.packing import find_unusable, pack, unpack, unpack_points


@given(arrays(np.float64, st.tuples(st.integers(1, 20), st.integers(2, 8))), st.randoms())
def test_what_is_packed_comes_out_bit_for_bit(points: np.ndarray, random):
    labels = np.array([random.randrange(256) for _ in points], dtype=np.intp)
    features, packed_labels = pack(points, labels)
    again, labels_again = unpack(features, packed_labels, points.shape[1])
    assert again.tobytes() == points.tobytes()
    assert again.shape == points.shape
    assert (labels_again == labels).all()


def test_the_bytes_are_the_same_on_every_machine():
    features, labels = pack(np.array([[1.0, -2.0]]), np.array([7]))
    assert features == bytes.fromhex("000000000000f03f" + "00000000000000c0")
    assert labels == b"\x07"


def test_unpacked_points_cannot_be_written_to():
    points = unpack_points(bytes(16), 2)
    with pytest.raises(ValueError, match="read-only"):
        points[0, 0] = 1.0


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, LARGEST_FEATURE * 1.001, -1e308])
def test_the_first_unusable_number_is_found(bad: float):
    points = np.zeros((5, 3))
    points[2, 1] = points[4, 0] = bad
    assert find_unusable(points) == (2, 1)


def test_large_numbers_are_usable():
    assert find_unusable(np.full((2, 2), -LARGEST_FEATURE)) is None
