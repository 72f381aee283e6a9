"""Which colour of the palette each class has: its own choice, or its place in the list, and never two the same."""

from collections.abc import Sequence

N_COLORS = 10


def settle_colors(wanted: Sequence[int | None]) -> tuple[int, ...]:
    """Give each class a colour that no other has.

    Parameters
    ----------
    wanted : (n_classes,), at most `N_COLORS`
        Number of the colour chosen for a class, 0 … 9; None where none was.

    Returns
    -------
    colors : (n_classes,)
        The chosen ones as they were chosen, of two the same the first. For the rest the number of their place in the
        list, or the lowest number that is free.
    """
    colors: dict[int, int] = {}
    for place, color in enumerate(wanted):
        if color is not None and color not in colors.values():
            colors[place] = color
    left = [place for place in range(len(wanted)) if place not in colors]
    for place in left:
        if place not in colors.values():
            colors[place] = place
    for place in left:
        if place not in colors:
            colors[place] = next(color for color in range(N_COLORS) if color not in colors.values())
    return tuple(colors[place] for place in range(len(wanted)))


def choose_color(colors: Sequence[int], place: int, color: int) -> tuple[int | None, ...]:
    """What is wanted once the class at `place` has this colour; who had it takes the other in exchange.

    Parameters
    ----------
    colors : (n_classes,)
        As they are settled now.
    place, color : int

    Returns
    -------
    wanted : (n_classes,)
        None for each class that has the colour of its place, so that all choices taken back leave none.
    """
    chosen = list(colors)
    if color in chosen:
        chosen[chosen.index(color)] = chosen[place]
    chosen[place] = color
    return tuple(None if number == place else number for place, number in enumerate(chosen))
