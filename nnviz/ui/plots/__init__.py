"""Plots: what happens. Only this package knows pyqtgraph."""

from nnviz.ui.plots.left_out import without_what_is_never_used
from nnviz.ui.plots.quick_import import mirrors_instead_of_copies

# Before any module below can load it the slow way.
with mirrors_instead_of_copies(), without_what_is_never_used():
    import pyqtgraph as pyqtgraph
