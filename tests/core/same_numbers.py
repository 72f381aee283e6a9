"""Whether two things hold the same numbers, to the last bit."""

from dataclasses import fields, is_dataclass

import numpy as np


def same_numbers(one: object, other: object) -> bool:
    """Compare arrays bit for bit, precision and all; dataclasses and tuples part by part; the rest by `==`.

    A NaN is the same as another.
    """
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return one.dtype == other.dtype and np.array_equal(one, other, equal_nan=one.dtype.kind == "f")
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(same_numbers, one, other))
    if is_dataclass(one) and not callable(getattr(one, "function", None)):
        return all(same_numbers(getattr(one, field.name), getattr(other, field.name)) for field in fields(one))
    return one == other or (one != one and other != other)  # noqa: PLR0124
