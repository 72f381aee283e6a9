"""Tables that come with scikit-learn, as examples of measured data."""

import csv
import io
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnviz.data.tables.example_names import EXAMPLES
from nnviz.data.tables.source import TableSource, table_text


def load_example(key: str) -> TableSource:
    """One of the examples as a table with a header; to be called where a second's wait disturbs nobody."""
    # Here and not above: it takes a second to load, which only those wait for who want an example.
    from sklearn import datasets  # noqa: PLC0415  # pyright: ignore[reportMissingTypeStubs]

    loaded: Any = getattr(datasets, f"load_{key}")()
    points: NDArray[np.float64] = np.asarray(loaded.data, np.float64)
    labels: list[int] = loaded.target.tolist()
    names, classes = [str(name) for name in loaded.feature_names], [str(name) for name in loaded.target_names]
    if key == "digits":
        points, names = _principal_components(points)
    return table_text(_as_csv(points, [classes[label] for label in labels], names), EXAMPLES[key])


def _principal_components(points: NDArray[np.float64]) -> tuple[NDArray[np.float64], list[str]]:
    """Points (n_points, 2) along the two directions in which they spread most, to four decimals, and their names.

    The directions are the first right singular vectors of the centred points; the squared singular values are in
    proportion to the variance along each. A direction's sign is free: its largest part is made positive.
    """
    centred = points - points.mean(axis=0)
    _, spreads, directions = np.linalg.svd(centred, full_matrices=False)  # directions (n_features, n_features)
    shares = spreads**2 / np.sum(spreads**2)
    two = directions[:2]
    two *= np.sign(two[np.arange(2), np.abs(two).argmax(axis=1)]).reshape(2, 1)
    names = [f"component {number} ({share:.0%} of the variance)" for number, share in enumerate(shares[:2], 1)]
    return np.matmul(centred, two.T, dtype=np.float64).round(4), [name.replace("%", " %") for name in names]


def _as_csv(points: NDArray[np.float64], labels: Sequence[str], names: Sequence[str]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*names, "class"])
    writer.writerows([*row, label] for row, label in zip(points.tolist(), labels, strict=True))
    return text.getvalue()
