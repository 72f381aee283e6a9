"""Names of classes that nobody has given one yet."""

from collections.abc import Collection


def free_name(taken: Collection[str]) -> str:
    """The first letter of the alphabet that no class is called by; there are fewer classes than letters."""
    letters = (chr(code) for code in range(ord("A"), ord("Z") + 1))
    return next(letter for letter in letters if letter not in taken)
