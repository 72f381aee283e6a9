"""Names that a spreadsheet would take for a formula: guarded in a table that is written, and freed when it is read."""

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_GUARD = "'"


def guarded(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would take it for a formula, and compute it.

    Also where one apostrophe more would make it look guarded: so `unguarded` always gives the same text back.
    """
    return f"{_GUARD}{text}" if _needs_guard(text) else text


def unguarded(text: str) -> str:
    """The text that was guarded; any other stays as it is, though it begin with an apostrophe."""
    return text.removeprefix(_GUARD) if text.startswith(_GUARD) and _needs_guard(text) else text


def _needs_guard(text: str) -> bool:
    return text.lstrip(_GUARD).startswith(_FORMULA_STARTS)
