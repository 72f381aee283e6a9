"""The data of a recipe: clusters, their seed, and the share set aside for testing."""

from typing import Annotated

from nnviz.data.covariance import Covariance, Matrix, examine_covariance
from nnviz.data.ellipse import Ellipse
from nnviz.data.formula import Formula, FormulaError, parse_formula
from nnviz.data.set_aside import count_test_points
from nnviz.experiment.class_colors import N_COLORS, settle_colors
from nnviz.experiment.own_source import OwnSource
from nnviz.experiment.quantity import Quantity, RecipeError, Spec, Text
from nnviz.experiment.source_spec import ClustersSource, Source, n_classes_of

Pair = tuple[float, float]

FEWEST_CLUSTERS = 2
MOST_CLUSTERS = 10

MOST_INPUTS = 16

# What the decomposition of a matrix leaves of a zero, relative to its largest eigenvalue.
_ROUNDING = 1e-10

SEED = Quantity("Seed", 0, 2**32 - 1, "Where the random numbers start. The same seed gives the same numbers.")


# The covariance matrix of given axes is computed anew, and may come out a little otherwise.
_SAME = 1e-9

_AXES = Quantity("Axes", -100, 100, "Where the two normal numbers of each point lead. Set by dragging the ellipse.")

_COLOR = Quantity(
    "Colour", 0, N_COLORS - 1, "Number of the cluster's colour and mark in the palette; its place in the list if open."
)


class ClusterSpec(Spec, frozen=True, kw_only=True):
    """A Gaussian cluster; each cluster is a class of its own."""

    name: Annotated[str, Text("Cluster name", 40)]
    n_points: Annotated[int, Quantity("Points", 2, 100_000, "How many points are drawn from this cluster.", "points")]
    mean: Annotated[Pair, Quantity("Mean", -1000, 1000, "The centre of the cluster: x₁ and x₂.")]
    covariance: Annotated[
        Matrix,
        Quantity(
            "Covariance",
            -10_000,
            10_000,
            "On the diagonal the variances of x₁ and x₂ (squared spreads), beside it how they vary together.",
        ),
    ]

    axes: Annotated[Matrix | None, _AXES] = None
    color: Annotated[int | None, _COLOR] = None

    def __post_init__(self) -> None:
        super().__post_init__()
        try:
            examine_covariance(self.covariance)
        except ValueError as error:
            raise RecipeError(f"cluster {self.name}: {error}") from error
        if self.axes is not None and not _nearly_equal(Ellipse(self.mean, self.axes).covariance, self.covariance):
            raise RecipeError(f"cluster {self.name}: axes times axes transposed must be the covariance")

    @property
    def examined(self) -> Covariance:
        """What the covariance matrix is worth."""
        return examine_covariance(self.covariance)


class DataSpec(Spec, frozen=True, kw_only=True):
    """Where the points come from, how they are drawn and split, and what the network is fed for them.

    Attributes
    ----------
    clusters : tuple[ClusterSpec, ...]
        Given for no other source.
    split_by_class : bool
        Whether each class gives its share of the test points.
    inputs : tuple[str, ...]
        Formulas of what the network is fed, such as ``x1 * x2``; none for the features as they are.
    standardized : bool
        Whether each input is shifted and scaled to mean 0 and standard deviation 1 over the training points.
    """

    source: Source = ClustersSource()
    clusters: tuple[ClusterSpec, ...] = ()
    seed: Annotated[
        int,
        Quantity(
            "Data seed",
            SEED.low,
            SEED.high,
            "Decides which points are drawn and which of them are kept for testing. "
            "The same seed gives the same points.",
        ),
    ]
    test_share: Annotated[
        float,
        Quantity(
            "Test share", 0.0, 0.9, "Share of the points the network never learns from; it is tested on them.", ""
        ),
    ]
    split_by_class: bool = False
    inputs: tuple[str, ...] = ()
    standardized: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        if not isinstance(self.source, ClustersSource):
            if self.clusters:
                raise RecipeError("clusters are given, but the points come from elsewhere: leave one of them out")
        elif not FEWEST_CLUSTERS <= len(self.clusters) <= MOST_CLUSTERS:
            raise RecipeError(
                f"there must be {FEWEST_CLUSTERS} to {MOST_CLUSTERS} clusters, not {len(self.clusters):,}"
            )
        try:
            count_test_points(self.n_points, self.test_share)
        except ValueError as error:
            raise RecipeError(str(error)) from error
        self._check_inputs()

    def _check_inputs(self) -> None:
        if len(self.inputs) > MOST_INPUTS:
            raise RecipeError(f"there can be {MOST_INPUTS} inputs at the most, not {len(self.inputs)}")
        if len(set(self.inputs)) < len(self.inputs):
            twice = next(text for text in self.inputs if self.inputs.count(text) > 1)
            raise RecipeError(f"the input {twice} is there twice")
        try:
            _ = self.formulas
        except FormulaError as error:
            raise RecipeError(f"input {error}") from error

    @property
    def formulas(self) -> tuple[Formula, ...]:
        """The inputs, understood; none where the features are the inputs as they are."""
        return tuple(parse_formula(text, self.n_features) for text in self.inputs)

    @property
    def feature_names(self) -> tuple[str, ...]:
        """Of the columns of a person's own points, else x₁ and x₂."""
        return self.source.columns if isinstance(self.source, OwnSource) else ("x₁", "x₂")

    @property
    def n_features(self) -> int:
        """Numbers a point has."""
        return len(self.feature_names)

    @property
    def input_names(self) -> tuple[str, ...]:
        """What the network is fed: formulas as they were typed, or the features."""
        return self.inputs or self.feature_names

    @property
    def n_points(self) -> int:
        """Points of all classes together."""
        if isinstance(self.source, ClustersSource):
            return sum(cluster.n_points for cluster in self.clusters)
        return self.source.n_points

    @property
    def class_names(self) -> tuple[str, ...]:
        """Those of the clusters, or of the points' own; the classes of a shape are called by the first letters."""
        if isinstance(self.source, ClustersSource):
            return tuple(cluster.name for cluster in self.clusters)
        if isinstance(self.source, OwnSource):
            return self.source.classes
        return tuple("ABCDEFGHIJ"[: n_classes_of(self.source)])

    @property
    def class_colors(self) -> tuple[int, ...]:
        """Number of each class's colour in the palette; no two classes share one."""
        if isinstance(self.source, ClustersSource):
            return settle_colors([cluster.color for cluster in self.clusters])
        if isinstance(self.source, OwnSource):
            chosen = self.source.colors[: len(self.class_names)]
            return settle_colors([*chosen, *[None] * (len(self.class_names) - len(chosen))])
        return tuple(range(len(self.class_names)))


def _nearly_equal(one: Matrix, other: Matrix) -> bool:
    pairs = [(left, right) for rows in zip(one, other, strict=True) for left, right in zip(*rows, strict=True)]
    largest = max(abs(number) for pair in pairs for number in pair)
    return all(abs(left - right) <= _SAME * largest for left, right in pairs)


def covariance_warning(cluster: ClusterSpec) -> str | None:
    """Say what becomes of a matrix that is no covariance matrix; None where it is one."""
    examined = cluster.examined
    if examined.is_valid:
        return None
    rounding = _ROUNDING * max(abs(value) for value in examined.eigenvalues)
    eigenvalues = " and ".join(_written(value, rounding, "+") for value in examined.eigenvalues)
    rows = written_matrix(examined.drawn_from, rounding)
    return f"Not a covariance matrix: its eigenvalues are {eigenvalues}. The points are drawn from {rows} instead."


def written_matrix(matrix: Matrix, rounding: float = 0.0) -> str:
    """On one line, each number with three digits; what is no more than `rounding` is 0."""
    return "[" + ", ".join("[" + ", ".join(_written(value, rounding) for value in row) + "]" for row in matrix) + "]"


def _written(value: float, rounding: float, sign: str = "") -> str:
    """With three digits; what is no more than `rounding` is 0."""
    kept = 0.0 if abs(value) <= rounding else float(f"{value:.3g}")
    return f"{kept:{sign}g}".replace("-", "−")
