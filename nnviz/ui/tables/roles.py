"""Roles: which columns are features, and which one is the label."""

from collections.abc import Iterable
from dataclasses import replace

from nnviz.data.limits import MOST_FEATURES
from nnviz.data.tables.guess import TableGuess
from nnviz.ui.tables.role_field import FEATURE, LABEL


def with_role(guess: TableGuess, column: int, role: str) -> TableGuess:
    """The same table with another part for one column; the label there was becomes a feature where it can be one."""
    features = set(guess.features) - {column}
    label = None if guess.label == column else guess.label
    if role == FEATURE:
        features.add(column)
    elif role == LABEL:
        if label is not None and guess.columns[label].is_numeric and len(features) < MOST_FEATURES:
            features.add(label)
        label = column
    return replace(guess, features=tuple(sorted(features)), label=label)


def with_roles_of(guess: TableGuess, before: TableGuess) -> TableGuess:
    """Keep the parts that were chosen, where the columns still are the same."""
    if [column.is_numeric for column in guess.columns] != [column.is_numeric for column in before.columns]:
        return guess
    return replace(guess, features=before.features, label=before.label)


def roles_in_words(guess: TableGuess) -> str:
    """What is worth knowing of the choice, also of columns that are out of sight."""
    sentences = [] if guess.label is None else [f"The label is “{guess.columns[guess.label].name}”."]
    unused = _unused(guess)
    if len(guess.features) == MOST_FEATURES and unused:
        n_numbers = MOST_FEATURES + len(unused)
        sentences.append(f"Of {n_numbers} columns of numbers {MOST_FEATURES} are features; there can be no more.")
    elif unused:
        names = ", ".join(f"“{name}”" for name in unused[:3])
        more = f" and {len(unused) - 3} more" if len(unused) > 3 else ""
        sentences.append(f"Numbers that are not used: {names}{more}.")
    if guess.has_renamed:
        sentences.append("Columns with the same name have got a number behind it.")
    return " ".join(sentences)


def _unused(guess: TableGuess) -> list[str]:
    used: Iterable[int | None] = (*guess.features, guess.label)
    return [column.name for place, column in enumerate(guess.columns) if column.is_numeric and place not in used]
