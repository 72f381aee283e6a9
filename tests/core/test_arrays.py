import numpy as np
import pytest

from nnviz.core.arrays import read_only_copy


def test_a_read_only_copy_cannot_be_written_to():
    copy = read_only_copy(np.ones((2, 3)))
    with pytest.raises(ValueError, match="read-only"):
        copy[0, 0] = 2.0


def test_a_read_only_copy_does_not_follow_its_original():
    original = np.ones(3)
    copy = read_only_copy(original)
    original[:] = 5.0
    assert copy.tolist() == [1.0, 1.0, 1.0]
    assert original.flags.writeable
