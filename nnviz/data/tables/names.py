"""Names of columns and classes, made such that a recipe can hold them."""

from collections.abc import Sequence

from nnviz.data.limits import LONGEST_NAME


def tidy(name: str) -> str:
    """A name on one line, no longer than a recipe allows; empty where there is nothing to show."""
    shown = " ".join("".join(char if char.isprintable() else " " for char in name).split())
    return shown if len(shown) <= LONGEST_NAME else f"{shown[: LONGEST_NAME - 1]}…"


def distinct_names(names: Sequence[str], what: str) -> tuple[str, ...]:
    """Tidy names, no two of them the same.

    Parameters
    ----------
    names : Sequence[str]
    what : str
        What an empty one is called, with its number behind: "column".
    """
    given: dict[str, None] = {}
    for number, name in enumerate(names, 1):
        wanted = tidy(name) or f"{what} {number}"
        given[_free(wanted, given)] = None
    return tuple(given)


def _free(wanted: str, taken: dict[str, None]) -> str:
    name, number = wanted, 2
    while name in taken:
        ending = f" ({number})"
        name, number = wanted[: LONGEST_NAME - len(ending)] + ending, number + 1
    return name
