"""The figures of the published experiment, run again in full precision, for tests to compare with."""

import json
from pathlib import Path
from typing import Any

import numpy as np

from nnviz.core.arrays import IntArray
from nnviz.data.clusters import Cluster, draw_clusters

PUBLISHED: dict[str, Any] = json.loads((Path(__file__).parent / "published_run.json").read_text("utf-8"))

ARTICLE_CLUSTERS = (
    Cluster((0.0, 0.0), ((2.0, 0.75), (0.75, 2.0)), 5000),
    Cluster((1.0, 4.0), ((1.0, 0.75), (0.75, 1.0)), 5000),
    Cluster((2.0, 8.0), ((0.0, 0.75), (0.75, 0.0)), 5000),
)


def article_points() -> tuple[np.ndarray, IntArray]:
    """The article's 15,000 points and their labels."""
    return draw_clusters(ARTICLE_CLUSTERS, np.random.RandomState(12))
