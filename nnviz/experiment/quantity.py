"""Quantities: the fields of a recipe, each with its name, its range and its help, written once.

A field is annotated with its `Quantity`. The spec refuses what lies outside, the widget takes its limits and its
tooltip from it, and error messages call it by its name.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, cast, get_type_hints

import msgspec


class RecipeError(ValueError):
    """A recipe that cannot be; the message is one plain sentence."""


@dataclass(frozen=True)
class Quantity:
    """A number (or a row of numbers) of a recipe.

    Attributes
    ----------
    name : str
        As it stands beside its field on the screen.
    low, high : float
        Smallest and largest value allowed, both included.
    help : str
        One or two sentences for a person who has never met it.
    unit : str
        What is counted or measured, in the plural; may be empty.
    """

    name: str
    low: float
    high: float
    help: str
    unit: str = ""

    def check(self, value: object) -> None:
        """Raise RecipeError where `value`, or a number in it, is outside the range or no finite number."""
        for number in _numbers(value):
            if not self.low <= number <= self.high:
                limits = f"between {written(self.low)} and {written(self.high)}"
                raise RecipeError(f"{self.name} must be {limits}, not {written(number)}")


@dataclass(frozen=True)
class Text:
    """A name a person gives.

    Attributes
    ----------
    name : str
        What the name is for, as it stands on the screen.
    longest : int
        Characters allowed; at least one is needed.
    """

    name: str
    longest: int

    def check(self, value: str) -> None:
        """Raise RecipeError where `value` is empty, too long or cannot be shown on one line."""
        if not value.strip() or len(value) > self.longest or not value.isprintable():
            raise RecipeError(f"{self.name} must be 1 to {self.longest} printable characters, not {value[:60]!r}")


class Spec(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of a recipe: frozen, and checked at birth against the ranges of its fields."""

    def __post_init__(self) -> None:
        for field, limits in _limits(type(self)).items():
            limits.check(getattr(self, field))


def quantity(spec: type[Spec], field: str) -> Quantity:
    """The `Quantity` of a numeric field of `spec`."""
    found = _limits(spec)[field]
    if not isinstance(found, Quantity):
        raise TypeError(f"{spec.__name__}.{field} is a text")
    return found


def text_limits(spec: type[Spec], field: str) -> Text:
    """The `Text` of a name field of `spec`."""
    found = _limits(spec)[field]
    if not isinstance(found, Text):
        raise TypeError(f"{spec.__name__}.{field} is a number")
    return found


@cache
def _limits(spec: type[Spec]) -> dict[str, Quantity | Text]:
    hints = get_type_hints(spec, include_extras=True)
    return {
        field: mark
        for field, hint in hints.items()
        for mark in getattr(hint, "__metadata__", ())
        if isinstance(mark, (Quantity, Text))
    }


def written(number: float) -> str:
    """In full: a rounded one might seem to lie inside the range it is outside of. With a true minus sign."""
    return f"{number:,}".removesuffix(".0").replace("e-0", "e-").replace("-", "−")


def _numbers(value: object) -> Iterator[float]:
    """The numbers in nested tuples; none where a quantity is left open (None)."""
    if value is None:
        return
    if isinstance(value, tuple):
        for part in cast("tuple[Any, ...]", value):
            yield from _numbers(part)
    else:
        yield cast("float", value)
