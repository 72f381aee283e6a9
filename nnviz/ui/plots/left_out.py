"""Loading pyqtgraph a third quicker once more: without the half of it that nnviz never uses.

`import pyqtgraph` loads image viewers, parameter trees, plots in other processes and all else it has. Here empty
modules stand in their places while it is loaded, and are taken away again. A class that is asked for after all, as
pyqtgraph's own exporters do, is loaded then.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType

_ITEMS = (
    "ArrowItem", "BoxplotItem", "ColorBarItem", "CurvePoint", "DateAxisItem", "ErrorBarItem", "FillBetweenItem",
    "GradientEditorItem", "GradientLegend", "GraphItem", "HistogramLUTItem", "IsocurveItem", "PColorMeshItem", "ROI",
    "ScaleBar", "TargetItem", "VTickGroup",
)  # fmt: skip
_WIDGETS = (
    "CheckTable", "ColorButton", "ColorMapMenu", "ColorMapWidget", "ComboBox", "DataFilterWidget", "DataTreeWidget",
    "DiffTreeWidget", "FeedbackButton", "GradientWidget", "GroupBox", "HistogramLUTWidget", "JoystickButton",
    "LayoutWidget", "PathButton", "ProgressDialog", "RawImageWidget", "RemoteGraphicsView", "ScatterPlotWidget",
    "SpinBox", "TableWidget", "TreeWidget", "ValueLabel", "VerticalLabel",
)  # fmt: skip
_LEFT_OUT = (
    {"ImageView": "pyqtgraph.imageview"}
    | {name: f"pyqtgraph.graphicsItems.{name}" for name in _ITEMS}
    | {name: f"pyqtgraph.widgets.{name}" for name in _WIDGETS}
)
"""The module of each class."""


@contextmanager
def without_what_is_never_used() -> Iterator[None]:
    """While inside, `import pyqtgraph` loads half of it. Does nothing where it is loaded already."""
    if "pyqtgraph" in sys.modules:
        yield
        return
    for name, module in _LEFT_OUT.items():
        sys.modules[module] = ModuleType(module)
        sys.modules[module].__dict__[name] = None  # pyqtgraph may ask for it
    try:
        yield
    finally:
        loaded = sys.modules.get("pyqtgraph", ModuleType("pyqtgraph"))
        for name, module in _LEFT_OUT.items():
            del sys.modules[module]
            loaded.__dict__.pop(name, None)
        loaded.__dict__["__getattr__"] = _load_after_all


def _load_after_all(name: str) -> object:
    """A class of pyqtgraph's that was left out."""
    if name not in _LEFT_OUT:
        raise AttributeError(f"module 'pyqtgraph' has no attribute {name!r}")
    return getattr(import_module(_LEFT_OUT[name]), name)
