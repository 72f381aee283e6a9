"""The contestants, and which of them are here."""

import importlib
import importlib.metadata
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType

from tests.benchmarks.contest import by_article
from tests.benchmarks.contest.ours import Ours
from tests.benchmarks.contest.task import Contestant
from tests.benchmarks.contest.workload import Workload

EXACT = 1e-9
"""Rounding alone stays far below this in a hundred steps."""

_SINGLE = 1e-4
"""Single precision has seven digits, and a hundred steps add up what is lost."""


@dataclass(frozen=True)
class Entry:
    """A column of the table.

    Attributes
    ----------
    title : str
    make : workload -> Contestant
        Standing at step 0.
    tolerance : float
        How far its losses may be from the textbook's.
    """

    title: str
    make: Callable[[Workload], Contestant]
    tolerance: float = EXACT


@dataclass(frozen=True)
class Peer:
    """Another library.

    Attributes
    ----------
    title : str
    module : str
        Of `tests.benchmarks.contest`.
    packages : tuple[str, ...]
        Names it may be installed under.
    """

    title: str
    module: str
    packages: tuple[str, ...]

    @property
    def version(self) -> str | None:
        """None where it is not installed."""
        for package in self.packages:
            try:
                return importlib.metadata.version(package)
            except importlib.metadata.PackageNotFoundError:
                continue
        return None

    def load(self) -> ModuleType:
        """Its module, which imports the library: seconds, so only of those that are asked for."""
        return importlib.import_module(f"tests.benchmarks.contest.{self.module}")


PEERS = {
    "sklearn": Peer("scikit-learn", "by_sklearn", ("scikit-learn",)),
    "torch": Peer("PyTorch", "by_torch", ("torch",)),
    "jax": Peer("JAX, jitted loop", "by_jax", ("jax",)),
    "tensorflow": Peer("TensorFlow", "by_tensorflow", ("tensorflow", "tensorflow-cpu")),
}

ARTICLE = Entry("article's code", lambda workload: by_article.Training(workload.task()))
NNVIZ = Entry("nnviz", Ours)
NNVIZ_SINGLE = Entry("nnviz float32", lambda workload: Ours(workload, "float32"), _SINGLE)


def peer_entry(peer: Peer) -> Entry:
    """The column of an installed peer."""
    module = peer.load()
    return Entry(peer.title, lambda workload: module.Training(workload.task()))
