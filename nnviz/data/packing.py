"""Points as bytes: how a recipe carries those that are its own."""

import numpy as np
from numpy.typing import NDArray

from nnviz.data.limits import LARGEST_FEATURE

_FEATURE = "<f8"
_LABEL = "u1"
_NUMBER = "<u4"


def pack(points: NDArray[np.float64], labels: NDArray[np.intp]) -> tuple[bytes, bytes]:
    """Points (n_points, n_features), row by row as little-endian float64, and labels (n_points,), a byte each."""
    return points.astype(_FEATURE).tobytes(), labels.astype(_LABEL).tobytes()


def unpack(features: bytes, labels: bytes, n_features: int) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """The points and labels that were packed."""
    return unpack_points(features, n_features), np.frombuffer(labels, _LABEL).astype(np.intp)


def unpack_points(features: bytes, n_features: int) -> NDArray[np.float64]:
    """The points alone, (n_points, n_features), read-only."""
    points = np.frombuffer(features, _FEATURE).astype(np.float64, copy=False).reshape(-1, n_features)
    points.setflags(write=False)
    return points


def pack_numbers(numbers: NDArray[np.int64]) -> bytes:
    """The points' own numbers (n_points,), each as a little-endian whole number of four bytes."""
    return numbers.astype(_NUMBER).tobytes()


def unpack_numbers(packed: bytes) -> NDArray[np.int64]:
    """The numbers that were packed."""
    return np.frombuffer(packed, _NUMBER).astype(np.int64)


def find_unusable(points: NDArray[np.float64]) -> tuple[int, int] | None:
    """Row and column of the first number that is not finite, or larger than 1e12 in size; None where there is none."""
    unusable = np.argwhere(~(np.abs(points) <= LARGEST_FEATURE))
    return (int(unusable[0, 0]), int(unusable[0, 1])) if len(unusable) else None
