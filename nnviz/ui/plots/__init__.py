"""Plots: what happens. Only this package knows pyqtgraph."""
