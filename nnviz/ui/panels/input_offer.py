"""The inputs that are offered to be switched on: some for everybody, and those that a person typed."""

from nnviz.data.formula import Formula, FormulaError, parse_formula
from nnviz.data.formula_text import meaning
from nnviz.experiment.data_spec import DataSpec
from nnviz.experiment.quantity import RecipeError

_OF_TWO = ("x1", "x2", "x1^2", "x2^2", "sin(x1)", "sin(x2)", "x1*x2")


class InputOffer:
    """Keeps what is offered in order, whichever of it is switched on.

    A typed formula stays on offer while a recipe has it, and after a hand switched it off until a hand removes it.
    """

    def __init__(self) -> None:
        self._n_features = 0
        self._standard: dict[str, str] = {}
        self._typed: dict[str, str] = {}
        self._kept: set[str] = set()
        self._on: dict[str, str] = {}

    def show_data(self, data: DataSpec) -> None:
        """Follow this recipe."""
        self._n_features = data.n_features
        self._standard = self._by_meaning(_OF_TWO if data.n_features == 2 else self._plain)
        self._on = self._by_meaning(data.inputs or self._plain)
        typed = {key: text for key, text in (self._typed | self._on).items() if key not in self._standard}
        self._typed = {key: text for key, text in typed.items() if key in self._on or self._may_stay(key, text)}

    @property
    def formulas(self) -> tuple[Formula, ...]:
        """All that is offered."""
        return tuple(parse_formula(text, self._n_features) for text in self._offered.values())

    def is_on(self, formula: Formula) -> bool:
        """Whether the network is fed it."""
        return meaning(formula) in self._on

    def is_typed(self, formula: Formula) -> bool:
        """Whether it is there because somebody typed it."""
        return meaning(formula) in self._typed

    def switched(self, formula: Formula, *, on: bool) -> tuple[str, ...]:
        """The inputs of the recipe with this one switched on or off; what is typed is offered from then on.

        Raises
        ------
        RecipeError
            Where none would be left.
        """
        key = meaning(formula)
        if key in self._typed and not on:
            self._kept.add(key)
        texts = self._offered | {key: formula.text} | self._on
        chosen = tuple(text for other, text in texts.items() if (on if other == key else other in self._on))
        if not chosen:
            raise RecipeError("the network needs at least one input: switch another one on first")
        return () if tuple(self._by_meaning(chosen)) == tuple(self._by_meaning(self._plain)) else chosen

    def forget(self, formula: Formula) -> None:
        """Offer it no longer, once no recipe has it."""
        self._kept.discard(meaning(formula))

    @property
    def _offered(self) -> dict[str, str]:
        return self._standard | self._typed

    @property
    def _plain(self) -> tuple[str, ...]:
        return tuple(f"x{number}" for number in range(1, self._n_features + 1))

    def _may_stay(self, key: str, text: str) -> bool:
        if key not in self._kept:
            return False
        try:
            parse_formula(text, self._n_features)
        except FormulaError:  # made from a column that is there no more
            return False
        return True

    def _by_meaning(self, texts: tuple[str, ...]) -> dict[str, str]:
        return {meaning(parse_formula(text, self._n_features)): text for text in texts}
