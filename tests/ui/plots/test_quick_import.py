"""Each test in a Python of its own: here pyqtgraph is long loaded."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


def said_by(program: str) -> list[str]:
    """What a fresh Python prints; warnings are errors there too."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-W", "error", "-c", program],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


PLOT = """
application = pyqtgraph.mkQApp()
widget = pyqtgraph.PlotWidget()
widget.resize(300, 200)
widget.plot([1.0, 2.0, 3.0], pen=None, symbol="o", symbolBrush="#ff0000", symbolPen=None)
widget.addItem(pyqtgraph.ImageItem())
widget.addItem(pyqtgraph.InfiniteLine(movable=True))
widget.show()
application.processEvents()
image = widget.grab().toImage()
red = [image.pixelColor(x, y).getRgb()[:3] for x in range(300) for y in range(200)].count((255, 0, 0))
print(red > 20)
"""


def test_a_plot_can_be_made_and_painted_after_it() -> None:
    assert said_by("import nnviz.ui.plots\nimport pyqtgraph\n" + PLOT) == ["True"]


def test_qts_modules_list_their_names_again_after_it() -> None:
    program = """
from PySide6 import QtCore, QtGui, QtWidgets
modules = (QtCore, QtGui, QtWidgets)
before = [set(dir(module)) for module in modules]
import nnviz.ui.plots
print([names <= set(dir(module)) for names, module in zip(before, modules)])
print("QTimer" in dir(QtCore), "QColorSpace" in dir(QtGui), "QWizard" in dir(QtWidgets))
"""
    assert said_by(program) == ["[True, True, True]", "True True True"]


def test_pyqtgraphs_names_are_qts_own() -> None:
    program = """
import nnviz.ui.plots
from pyqtgraph.Qt import QtCore, QtGui, QtWidgets
import PySide6.QtCore, PySide6.QtGui, PySide6.QtWidgets
print(QtCore.QRectF is PySide6.QtCore.QRectF, QtGui.QColor is PySide6.QtGui.QColor)
print(QtWidgets.QWidget is PySide6.QtWidgets.QWidget, QtCore.QTimer is PySide6.QtCore.QTimer)
print(hasattr(QtCore, "QNothingOfTheKind"))
"""
    assert said_by(program) == ["True True", "True True", "False"]


def test_it_changes_nothing_where_pyqtgraph_is_loaded_already() -> None:
    program = """
import sys
import pyqtgraph
before = {name: module for name, module in sys.modules.items() if name.startswith("pyqtgraph")}
import nnviz.ui.plots
from nnviz.ui.plots.quick_import import mirrors_instead_of_copies
with mirrors_instead_of_copies():
    from PySide6 import QtCore
    print("QTimer" in dir(QtCore))
print(all(sys.modules[name] is module for name, module in before.items()))
"""
    assert said_by(program + PLOT) == ["True", "True", "True"]


def test_an_import_that_fails_leaves_qt_as_it_was() -> None:
    program = """
from PySide6 import QtCore
from importlib.util import module_from_spec, spec_from_file_location
spec = spec_from_file_location("quick_import", "nnviz/ui/plots/quick_import.py")
module = module_from_spec(spec)
spec.loader.exec_module(module)
try:
    with module.mirrors_instead_of_copies():
        print(dir(QtCore))
        raise ImportError
except ImportError:
    print("QTimer" in dir(QtCore))
"""
    assert said_by(program) == ["[]", "True"]
