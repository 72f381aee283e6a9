"""The kinds of arrays the textbook speaks of."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.floating[Any]]
IntArray = NDArray[np.intp]
LabelArray = NDArray[np.integer[Any]]
BoolArray = NDArray[np.bool_]


def read_only_copy(array: FloatArray) -> FloatArray:
    """A copy of `array` that nobody can write to.

    Shapes are kept. What is handed to another thread is such a copy: a view of weights in training would be read
    in the middle of an update.
    """
    copy = array.copy()
    copy.setflags(write=False)
    return copy
