"""Numbers as people type and read them, the same in every locale."""

import re

_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d{1,4})?", re.ASCII)
_FIGURES = str.maketrans("123456789", "000000000")
_WHOLE = re.compile(r"[+-]?\d{1,18}", re.ASCII)


def parse_number(text: str) -> float | None:
    """The number in `text`, or None.

    Both "." and "," are decimal marks, exponents are allowed, group separators are not: 1,000 is one, and it is
    better to say so than to guess. An overflow to infinity is no number.
    """
    text = text.strip().replace("−", "-")
    if not _NUMBER.fullmatch(text):
        return None
    number = float(text.replace(",", "."))
    return number if abs(number) != float("inf") else None


def parse_whole_number(text: str) -> int | None:
    """The whole number in `text`, or None; with a mark in it, it is None, for 5,000 might mean five."""
    text = text.strip().replace("−", "-").replace("\u202f", "").replace(" ", "")
    return int(text) if _WHOLE.fullmatch(text) else None


def format_number(number: float) -> str:
    """As short as possible with at most ten significant digits, and it reads back as the same ten digits."""
    text = f"{number:.10g}"
    mantissa, exponent_mark, exponent = text.partition("e")
    return f"{mantissa}e{int(exponent)}" if exponent_mark else text


def signed(number: float, digits: int = 2) -> str:
    """With its sign always, a true minus sign, and a fixed number of decimals: +0.38, −1.20; never −0.00."""
    number = round(number, digits) + 0.0  # which takes the sign from a negative zero
    return f"{number:+.{digits}f}".replace("-", "−")


def scientific(number: float) -> str:
    """In one digit and a power of ten, with a true minus sign: 1e10, −3e8."""
    mantissa, exponent = f"{number:.0e}".split("e")
    return f"{mantissa}e{int(exponent)}".replace("-", "−")


def figures_alike(text: str) -> str:
    """The text with the same figure in the place of all: as wide, where figures are all of one width."""
    return text.translate(_FIGURES)
