"""A quicker start: PySide6 need not read the source of every module that is imported after it."""

import sys
from types import ModuleType

import PySide6.QtCore  # noqa: F401 - what is mended here is loaded with it

_WITH_QT = ("nnviz", "pyqtgraph")


def spare_reading_sources() -> None:
    """Say by their names which modules use PySide6.

    To find that out for its optional spellings (snake_case), PySide6 reads and searches the source of each module at
    its import: a quarter of a millisecond each, .07 s of our start. Nobody here uses those spellings. Where this
    version of PySide6 does it in another way, nothing is changed.
    """
    feature = sys.modules.get("shibokensupport.feature")
    if feature is not None and hasattr(feature, "_mod_uses_pyside"):
        feature._mod_uses_pyside = _uses_pyside  # noqa: SLF001 # pyright: ignore[reportAttributeAccessIssue]


def _uses_pyside(module: ModuleType) -> bool:
    return module.__name__.partition(".")[0] in _WITH_QT
