"""What a plot of curves draws, of all that it could: a value, and the words by which it is remembered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from nnviz.ui.plots.curve_kinds import CurveGroup, LineKind

_LOG_STEPS, _LOG_VALUES = "log-steps", "log-values"


@dataclass(frozen=True)
class CurveChoice:
    """Which curves are drawn, and on which axes.

    Attributes
    ----------
    group : CurveGroup
    lines : frozenset of str
        Keys of the lines that are switched on, of every group at least one.
    log_steps, log_values : bool
        Whether the axis is logarithmic.
    """

    group: CurveGroup
    lines: frozenset[str]
    log_steps: bool = False
    log_values: bool = False

    @property
    def drawn(self) -> tuple[LineKind, ...]:
        """The lines that are drawn."""
        return tuple(line for line in self.group.lines if line.key in self.lines)

    @property
    def words(self) -> tuple[str, ...]:
        """What brings it back, see `choice_of`."""
        axes = ((_LOG_STEPS, self.log_steps), (_LOG_VALUES, self.log_values))
        return (self.group.key, *sorted(self.lines), *(word for word, is_on in axes if is_on))

    def with_line(self, key: str, *, is_on: bool) -> "CurveChoice":
        """The same with a line switched on or off; a plot's last line stays."""
        lines = self.lines | {key} if is_on else self.lines - {key}
        changed = replace(self, lines=lines)
        return changed if changed.drawn else self


def choice_of(groups: Sequence[CurveGroup], words: Iterable[str] = ()) -> CurveChoice:
    """What these words say of these groups; without any, or where they say nothing, what is usual."""
    known = frozenset(words)
    group = next((group for group in groups if group.key in known), groups[0])
    lines: set[str] = set()
    for each in groups:
        wanted = {line.key for line in each.lines} & known
        lines |= wanted or set(each.usual)
    return CurveChoice(group, frozenset(lines), _LOG_STEPS in known, _LOG_VALUES in known)
