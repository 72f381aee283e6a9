"""Each test in a Python of its own: here pyqtgraph is long loaded."""

from tests.ui.plots.test_quick_import import PLOT, said_by


def test_half_of_pyqtgraph_is_not_loaded_and_a_plot_can_be_painted_all_the_same() -> None:
    program = """
import sys
import nnviz.ui.plots
import pyqtgraph
parts = ("imageview", "parametertree", "multiprocess", "widgets.RemoteGraphicsView", "graphicsItems.ROI")
print([part for part in parts if f"pyqtgraph.{part}" in sys.modules])
"""
    assert said_by(program + PLOT) == ["[]", "True"]


def test_what_was_left_out_can_be_had_after_all() -> None:
    program = """
import nnviz.ui.plots
import pyqtgraph
from nnviz.ui.plots.left_out import _LEFT_OUT
print(all(getattr(pyqtgraph, name).__module__.startswith(module) for name, module in _LEFT_OUT.items()))
from pyqtgraph import ColorBarItem
from pyqtgraph.imageview import ImageView
print(ImageView is pyqtgraph.ImageView, ColorBarItem is pyqtgraph.ColorBarItem)
print(hasattr(pyqtgraph, "NothingOfTheKind"))
"""
    assert said_by(program) == ["True", "True True", "False"]


def test_pyqtgraphs_own_menu_and_exporters_still_open() -> None:
    program = """
import nnviz.ui.plots
import pyqtgraph
application = pyqtgraph.mkQApp()
plot = pyqtgraph.PlotWidget()
plot.plotItem.getContextMenus(None)
from pyqtgraph.GraphicsScene.exportDialog import ExportDialog
from pyqtgraph.exporters import ImageExporter
print(ImageExporter(plot.plotItem).params is not None)
"""
    assert said_by(program) == ["True"]


def test_it_changes_nothing_where_pyqtgraph_is_loaded_already() -> None:
    program = """
import pyqtgraph
import nnviz.ui.plots
print(pyqtgraph.ImageView is not None, pyqtgraph.ROI is not None)
"""
    assert said_by(program) == ["True True"]


def test_an_import_that_fails_leaves_nothing_in_their_places() -> None:
    program = """
import sys
from importlib.util import module_from_spec, spec_from_file_location
spec = spec_from_file_location("left_out", "nnviz/ui/plots/left_out.py")
module = module_from_spec(spec)
spec.loader.exec_module(module)
try:
    with module.without_what_is_never_used():
        print("pyqtgraph.imageview" in sys.modules)
        raise ImportError
except ImportError:
    print("pyqtgraph.imageview" in sys.modules)
"""
    assert said_by(program) == ["True", "False"]
