"""Loading pyqtgraph a third quicker: without copies of Qt.

PySide6 builds each of its thousand classes when it is first asked for, and pyqtgraph 0.14 asks for all of them, to
copy them into modules of its own. Here those modules are put in place beforehand and pass each question on instead.
A pyqtgraph that no longer copies finds nothing changed.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

from PySide6 import QtCore, QtGui, QtWidgets

_SOURCES: tuple[ModuleType, ...] = (QtCore, QtGui, QtWidgets)


@contextmanager
def mirrors_instead_of_copies() -> Iterator[None]:
    """While inside, `import pyqtgraph` copies nothing. Does nothing where it is loaded already."""
    if "pyqtgraph" in sys.modules:
        yield
        return
    own_listings = [source.__dict__.get("__dir__") for source in _SOURCES]
    for source in _SOURCES:
        name = source.__name__.rpartition(".")[2]
        sys.modules[f"pyqtgraph.Qt.{name}"] = _mirror_of(source, f"pyqtgraph.Qt.{name}")
        source.__dict__["__dir__"] = list  # `dir(source)`, by which pyqtgraph finds what to copy, says: nothing
    try:
        yield
    finally:
        for source, listing in zip(_SOURCES, own_listings, strict=True):
            if listing is None:
                del source.__dict__["__dir__"]
            else:
                source.__dict__["__dir__"] = listing


def _mirror_of(source: ModuleType, name: str) -> ModuleType:
    """A module that has whatever `source` has, from the moment it is asked for."""
    mirror = ModuleType(name)

    def look_up(attribute: str) -> object:
        found = getattr(source, attribute)
        setattr(mirror, attribute, found)
        return found

    mirror.__dict__["__getattr__"] = look_up
    return mirror
